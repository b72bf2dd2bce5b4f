import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { dynamoSessions } from '../../shared/adapters/dynamodb-sessions.ts';
import type { Session } from '../../shared/app/ports.ts';
import { LocalityId, PersonId, PlanId } from '../../shared/domain/ids.ts';
import { onEachDynamo } from '../support/each-dynamo.ts';
import { standingClock } from '../support/memory-store.ts';

const session: Session = {
  locality: LocalityId.parse('tay-giang'),
  plan: PlanId.parse('tay-giang-2021-2025'),
  person: PersonId.parse('tg.ubnd.ct'),
};

onEachDynamo('sessions', (dynamo) => {
  const clock = standingClock('2022-02-14T01:00:00.000Z');
  const sessions = () => dynamoSessions(dynamo().client, dynamo().tables, clock);

  it('give back who signed in, for twelve hours by the clock', async () => {
    clock.set('2022-02-14T01:00:00.000Z');
    const { token, expires } = await sessions().start(session);
    expect(expires).toBe('2022-02-14T13:00:00.000Z');
    expect(await sessions().find(token)).toEqual(session);
    clock.set('2022-02-14T12:59:59.000Z');
    expect(await sessions().find(token)).toEqual(session);
    clock.set('2022-02-14T13:00:00.000Z');
    expect(await sessions().find(token)).toBeUndefined();
  });

  it('end when told to, and only the one that is meant', async () => {
    clock.set('2022-02-14T01:00:00.000Z');
    const [one, other] = await Promise.all([sessions().start(session), sessions().start(session)]);
    await sessions().end(one.token);
    expect(await sessions().find(one.token)).toBeUndefined();
    expect(await sessions().find(other.token)).toEqual(session);
    await expect(sessions().end('not-a-token')).resolves.toBeUndefined();
  });

  it('keep only the hash of a token of 256 bits, with the end that DynamoDB removes it by', async () => {
    clock.set('2022-02-14T01:00:00.000Z');
    const { token } = await sessions().start(session);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    const { Items: items = [] } = await dynamo().client.send(
      new ScanCommand({ TableName: dynamo().tables.operations }),
    );
    expect(JSON.stringify(items)).not.toContain(token);
    expect(items).toContainEqual(expect.objectContaining({ expires: Date.UTC(2022, 1, 14, 13) / 1000 }));
  });

  it('know nothing of guessed tokens', async () => {
    for (const guess of ['', 'A'.repeat(43), 'A'.repeat(5000), 'session#', 'ệ'.repeat(43)])
      expect(await sessions().find(guess)).toBeUndefined();
  });
});
