import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import * as fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { dynamoMailLedger } from '../../shared/adapters/dynamodb-mail-ledger.ts';
import type { MailLedger, MailRequest } from '../../shared/app/ports.ts';
import { Instant } from '../../shared/domain/calendar.ts';
import { LocalityId, PersonId, PlanId } from '../../shared/domain/ids.ts';
import { onEachDynamo } from '../support/each-dynamo.ts';

const at = (minutes: number): Instant => Instant.parse(new Date(Date.UTC(2022, 1, 14, 1, minutes)).toISOString());

let requests = 0;
const aRequest = (change: Partial<MailRequest> = {}): MailRequest => {
  requests += 1;
  return {
    locality: LocalityId.parse('tay-giang'),
    cause: { stream: `tay-giang#task#t${requests}`, seq: 1 },
    plan: PlanId.parse('tay-giang-2021-2025'),
    person: PersonId.parse('tg.kt.cv'),
    notice: 'task',
    ...change,
  };
};

onEachDynamo('the mail ledger', (dynamo) => {
  let ledger: MailLedger;
  beforeAll(async () => {
    ledger = dynamoMailLedger(dynamo().client, dynamo().tables);
  });

  const overdue = async (minutes: number): Promise<readonly MailRequest[]> => ledger.overdue(at(minutes));

  it('lets a mail out to one of two deliveries, until its minute is over', async () => {
    const request = aRequest();
    await ledger.owe(request, at(0));
    expect((await Promise.all([ledger.take(request, at(1)), ledger.take(request, at(1))])).toSorted()).toEqual([
      'busy',
      'taken',
    ]);
    expect(await ledger.take(request, at(1))).toBe('busy');
    expect(await ledger.take(request, at(2))).toBe('taken');
    await ledger.markSent(request, at(2));
    expect(await ledger.take(request, at(60))).toBe('sent');
  });

  it('owes a mail once: what is sent stays sent, what is taken stays taken', async () => {
    const request = aRequest();
    await ledger.owe(request, at(0));
    await ledger.take(request, at(1));
    await ledger.owe(request, at(1));
    expect(await ledger.take(request, at(1))).toBe('busy');
    await ledger.markSent(request, at(1));
    await ledger.owe(request, at(2));
    expect(await ledger.take(request, at(9))).toBe('sent');
    expect(await overdue(30)).not.toContainEqual(request);
  });

  it('tells causes and people apart', async () => {
    const one = aRequest();
    const others = [
      { ...one, person: PersonId.parse('tg.kt.truong') },
      { ...one, cause: { ...one.cause, seq: 2 } },
      { ...one, cause: { ...one.cause, stream: `${one.cause.stream}x` } },
    ];
    await ledger.take(one, at(0));
    await ledger.markSent(one, at(0));
    for (const other of others) expect(await ledger.take(other, at(0))).toBe('taken');
  });

  it('lists what has been owed too long, of every locality, and nothing that is sent', async () => {
    const here = aRequest();
    const there = aRequest({ locality: LocalityId.parse('tam-ky') });
    const done = aRequest();
    const young = aRequest();
    for (const request of [here, there, done]) await ledger.owe(request, at(0));
    await ledger.owe(young, at(20));
    await ledger.take(done, at(1));
    await ledger.markSent(done, at(1));
    const late = await overdue(15);
    expect(late).toEqual(expect.arrayContaining([here, there]));
    expect(late).not.toContainEqual(done);
    expect(late).not.toContainEqual(young);
  });

  it('lists a failed mail no more, and lets it out again when it is brought back', async () => {
    const request = aRequest();
    await ledger.owe(request, at(0));
    expect(await ledger.take(request, at(1))).toBe('taken');
    await ledger.markFailed(request, at(1));
    expect(await overdue(600)).not.toContainEqual(request);
    expect(await ledger.take(request, at(1))).toBe('taken');
    await ledger.markSent(request, at(1));
    expect(await ledger.take(request, at(600))).toBe('sent');
  });

  it('keeps the causes that could not be worked out until they are cleared', async () => {
    const cause = { stream: 'tay-giang#task#x', seq: 3 };
    await ledger.oweCause(cause, at(0));
    await ledger.oweCause(cause, at(1));
    expect(await ledger.owedCauses()).toEqual([cause]);
    await ledger.clearCause(cause);
    expect(await ledger.owedCauses()).toEqual([]);
  });

  it('clears what a crash left in the list of a mail that is sent', async () => {
    const request = aRequest();
    await ledger.owe(request, at(0));
    const { Items: listed = [] } = await dynamo().client.send(
      new ScanCommand({
        TableName: dynamo().tables.operations,
        FilterExpression: 'sk = :sk',
        ExpressionAttributeValues: { ':sk': `${request.cause.stream}#1#${request.person}` },
      }),
    );
    expect(listed).toHaveLength(1);
    await ledger.markSent(request, at(1));
    await dynamo().client.send(new PutCommand({ TableName: dynamo().tables.operations, Item: listed[0] ?? {} }));
    expect(await overdue(15)).toContainEqual(request);
    expect(await ledger.take(request, at(20))).toBe('sent');
    expect(await overdue(15)).not.toContainEqual(request);
  });

  it('lets a mail out once, whatever is delivered how often in which order', async () => {
    const step = fc.record({ do: fc.constantFrom('owe', 'take', 'send'), after: fc.integer({ min: 0, max: 90 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
        const request = aRequest();
        let seconds = 0;
        let leasedUntil = -1;
        let sent = 0;
        const answers: (readonly [string, string])[] = [];
        for (const { do: what, after } of steps) {
          seconds += after;
          const now = Instant.parse(new Date(Date.UTC(2022, 1, 14, 1, 0, seconds)).toISOString());
          if (what === 'owe') {
            await ledger.owe(request, now);
            continue;
          }
          const taken = await ledger.take(request, now);
          answers.push([taken, sent > 0 ? 'sent' : seconds < leasedUntil ? 'busy' : 'taken']);
          if (taken !== 'taken') continue;
          leasedUntil = seconds + 60;
          if (what === 'send') {
            sent += 1;
            await ledger.markSent(request, now);
          }
        }
        expect(answers.map(([answer]) => answer)).toEqual(answers.map(([, expected]) => expected));
        expect(sent).toBeLessThanOrEqual(1);
        const owed = steps.some((one) => one.do === 'owe');
        const listed = (await ledger.overdue(Instant.parse('2030-01-01T00:00:00.000Z'))).some(
          ({ cause }) => cause.stream === request.cause.stream,
        );
        expect(listed).toBe(owed && sent === 0);
      }),
      { numRuns: 30 },
    );
  });
});
