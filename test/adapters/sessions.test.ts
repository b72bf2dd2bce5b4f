import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { dynamoSessions } from '../../shared/adapters/dynamodb-sessions.ts';
import type { Session } from '../../shared/app/ports.ts';
import { LocalityId, PersonId, PlanId, TaskId } from '../../shared/domain/ids.ts';
import { onEachDynamo } from '../support/each-dynamo.ts';
import { standingClock } from '../support/memory-store.ts';

const browser = { name: 'chrome', system: 'windows' } as const;

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
    const { token, expires } = await sessions().start(session, { browser });
    expect(expires).toBe('2022-02-14T13:00:00.000Z');
    expect(await sessions().find(token)).toMatchObject({ session });
    clock.set('2022-02-14T12:59:59.000Z');
    expect(await sessions().find(token)).toMatchObject({ session });
    clock.set('2022-02-14T13:00:00.000Z');
    expect(await sessions().find(token)).toBeUndefined();
  });

  it('end when told to, and only the one that is meant', async () => {
    clock.set('2022-02-14T01:00:00.000Z');
    const [one, other] = await Promise.all([
      sessions().start(session, { browser }),
      sessions().start(session, { browser }),
    ]);
    await sessions().end(one.token);
    expect(await sessions().find(one.token)).toBeUndefined();
    expect(await sessions().find(other.token)).toMatchObject({ session });
    await expect(sessions().end('not-a-token')).resolves.toBeUndefined();
  });

  it('keep only the hash of a token of 256 bits, with the end that DynamoDB removes it by', async () => {
    clock.set('2022-02-14T01:00:00.000Z');
    const { token } = await sessions().start(session, { browser });
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

  it('are listed for their owner alone, with the browser and about when each was last used', async () => {
    clock.set('2022-02-15T01:00:00.000Z');
    const who = { ...session, person: PersonId.parse('tg.gd.cv') };
    const only = { task: TaskId.parse('lock:x'), assignment: 2 };
    const first = await sessions().start(who, { browser });
    clock.set('2022-02-15T01:30:00.000Z');
    await sessions().start({ ...who, only }, { browser: { name: 'zalo', system: 'iphone' } });
    await sessions().find(first.token);
    clock.set('2022-02-15T01:40:00.000Z');
    await sessions().find(first.token);
    expect(await sessions().list(who)).toMatchObject([
      { browser: { name: 'zalo', system: 'iphone' }, startedAt: '2022-02-15T01:30:00.000Z', only },
      { browser, startedAt: '2022-02-15T01:00:00.000Z', seenAt: '2022-02-15T01:30:00.000Z' },
    ]);
    expect(await sessions().list({ ...who, locality: LocalityId.parse('tam-ky') })).toEqual([]);
    clock.set('2022-02-15T02:30:00.000Z');
    expect(await sessions().list(who)).toHaveLength(1);
  });

  it('end one by one by their own name, or all at once, and only their owner’s', async () => {
    clock.set('2022-02-16T01:00:00.000Z');
    const who = { ...session, person: PersonId.parse('tg.nn.cv') };
    const stranger = { ...session, person: PersonId.parse('tg.hd.cb') };
    const started = [];
    for (let n = 0; n < 3; n += 1) started.push(await sessions().start(who, { browser }));
    const [one, two, three] = started.map(({ token }) => token);
    const known = await sessions().find(one ?? '');
    if (known === undefined) throw new Error('The session is not there.');
    await sessions().endOne(stranger, known.id);
    expect(await sessions().find(one ?? '')).toBeDefined();
    await sessions().endOne(who, known.id);
    expect(await sessions().find(one ?? '')).toBeUndefined();
    expect(await sessions().find(two ?? '')).toBeDefined();
    await sessions().endAll(stranger);
    expect(await sessions().list(who)).toHaveLength(2);
    await sessions().endAll(who);
    for (const token of [two, three]) expect(await sessions().find(token ?? '')).toBeUndefined();
    expect(await sessions().list(who)).toEqual([]);
  });
});
