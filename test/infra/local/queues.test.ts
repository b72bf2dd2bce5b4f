import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { QueueMapping } from '../../../infra/local/deployment.ts';
import { Pattern } from '../../../infra/local/event-pattern.ts';
import type { Faults } from '../../../infra/local/faults.ts';
import { createQueues } from '../../../infra/local/queues.ts';
import { aFunction, after, aTimeline } from './stand-ins.ts';

const Event = z.object({
  Records: z.array(
    z.object({
      messageId: z.string(),
      body: z.string(),
      attributes: z.object({ ApproximateReceiveCount: z.string() }),
    }),
  ),
});
const bodiesOf = (payload: unknown): string[] => Event.parse(payload).Records.map(({ body }) => body);
const idOf = (payload: unknown, body: string): string =>
  Event.parse(payload).Records.find((record) => record.body === body)?.messageId ?? '';

const kept = { delay: 0, retention: 345_600, largest: 1_048_576 };
const mail = { name: 'Mail', arn: 'arn:mail', visibility: 60, ...kept, redrive: { to: 'Dead', after: 3 } };
const dead = { name: 'Dead', arn: 'arn:dead', visibility: 30, ...kept, redrive: undefined };
const feed: QueueMapping = {
  id: 'Feed',
  queue: 'Mail',
  function: 'send',
  batchSize: 2,
  window: 0,
  filters: [],
  reportsFailures: true,
};

const open = (
  answer: (payload: unknown, call: number) => unknown = () => undefined,
  feeds: QueueMapping[] = [feed],
  faults?: Faults,
) => {
  const { timeline, database } = aTimeline();
  const fn = aFunction(answer);
  const make = () =>
    createQueues({
      database,
      definitions: [mail, dead],
      feeds,
      invoke: fn.invoke,
      timeline,
      onFault: (fault) => {
        throw fault;
      },
      faults,
    });
  const queues = make();
  timeline.add(queues.timers);
  return { timeline, queues, calls: () => fn.payloads.map(bodiesOf), payloads: fn.payloads, make };
};

describe('a queue', () => {
  it('feeds its function in batches and forgets what was done', async () => {
    const { timeline, queues, calls } = open();
    for (const body of ['a', 'b', 'c']) queues.send('Mail', body);
    await timeline.settled();
    expect(calls().flat().toSorted()).toEqual(['a', 'b', 'c']);
    expect(calls().every(({ length }) => length <= 2)).toBe(true);
    expect(queues.counts('Mail')).toEqual({ visible: 0, hidden: 0 });
  });

  it('hands a reported message out again after its visibility time, the others not', async () => {
    const { timeline, queues, calls } = open((payload, call) =>
      call === 1 ? { batchItemFailures: [{ itemIdentifier: idOf(payload, 'a') }] } : undefined,
    );
    queues.send('Mail', 'a');
    await timeline.settled();
    const start = timeline.now();
    await timeline.stepTo(after(start, 59));
    expect(calls()).toEqual([['a']]);
    await timeline.stepTo(after(start, 60));
    expect(calls()).toEqual([['a'], ['a']]);
    expect(queues.counts('Mail')).toEqual({ visible: 0, hidden: 0 });
  });

  it('moves a message to the dead-letter queue after as many readings as the template says', async () => {
    const { timeline, queues, payloads } = open(() => Promise.reject(new Error('SES is away')));
    queues.send('Mail', 'a');
    await timeline.stepTo(after(timeline.now(), 600));
    expect(payloads.map((payload) => Event.parse(payload).Records[0]?.attributes.ApproximateReceiveCount)).toEqual([
      '1',
      '2',
      '3',
    ]);
    expect(queues.counts('Mail')).toEqual({ visible: 0, hidden: 0 });
    expect(queues.receive('Dead', 10).map(({ body }) => body)).toEqual(['a']);
  });

  it('hands out at once after a restart what a killed run had in hand', async () => {
    const { timeline, queues, calls, make } = open();
    queues.stop();
    queues.send('Mail', 'a');
    expect(queues.receive('Mail', 1)).toHaveLength(1);
    make().pump();
    await timeline.settled();
    expect(calls()).toEqual([['a']]);
  });

  it('keeps a delayed message back', async () => {
    const { timeline, queues, calls } = open();
    queues.send('Mail', 'a', { delay: 30 });
    await timeline.settled();
    expect(calls()).toEqual([]);
    await timeline.stepTo(after(timeline.now(), 30));
    expect(calls()).toEqual([['a']]);
  });

  it('does not end a message by the receipt of an earlier reading', async () => {
    const { timeline, queues } = open(() => undefined, []);
    queues.send('Mail', 'a');
    const [first] = queues.receive('Mail', 1);
    await timeline.stepTo(after(timeline.now(), 60));
    const [second] = queues.receive('Mail', 1);
    queues.remove('Mail', first?.receipt ?? '');
    expect(queues.counts('Mail')).toEqual({ visible: 0, hidden: 1 });
    queues.remove('Mail', second?.receipt ?? '');
    expect(queues.counts('Mail')).toEqual({ visible: 0, hidden: 0 });
  });

  it.each([
    ['an unknown identifier', { batchItemFailures: [{ itemIdentifier: 'x' }] }],
    ['an empty identifier', { batchItemFailures: [{ itemIdentifier: '' }] }],
    ['an answer that is no object', 'done'],
  ])('takes %s in a report for a failure of the whole batch', async (_name, report) => {
    const { timeline, queues } = open(() => report);
    queues.send('Mail', 'a');
    await timeline.settled();
    expect(queues.counts('Mail')).toEqual({ visible: 0, hidden: 1 });
  });

  it('removes what its filter does not want, and calls for the rest', async () => {
    const filters = [Pattern.parse({ body: { kind: ['mail'] } })];
    const { timeline, queues, calls } = open(() => undefined, [{ ...feed, filters }]);
    for (const body of ['{"kind":"mail"}', '{"kind":"fax"}', 'plain text']) queues.send('Mail', body);
    await timeline.settled();
    expect(calls().flat()).toEqual(['{"kind":"mail"}']);
    expect(queues.counts('Mail')).toEqual({ visible: 0, hidden: 0 });
  });

  it('gathers messages for its window, or until a batch is full', async () => {
    const { timeline, queues, calls } = open(() => undefined, [{ ...feed, batchSize: 2, window: 20 }]);
    const start = timeline.now();
    queues.send('Mail', 'a');
    await timeline.stepTo(after(start, 19));
    expect(calls()).toEqual([]);
    await timeline.stepTo(after(start, 20));
    expect(calls()).toEqual([['a']]);
    queues.send('Mail', 'b');
    queues.send('Mail', 'c');
    await timeline.settled();
    expect(calls().slice(1)).toEqual([['b', 'c']]);
  });

  it('forgets what it has kept for its retention period', async () => {
    const { timeline, queues } = open(() => undefined, []);
    queues.send('Mail', 'a');
    await timeline.stepTo(after(timeline.now(), kept.retention - 1));
    expect(queues.counts('Mail').visible).toBe(1);
    await timeline.stepTo(after(timeline.now(), 1));
    expect(queues.counts('Mail').visible).toBe(0);
    expect(queues.receive('Mail', 1)).toEqual([]);
  });

  it('delivers once more what a fault duplicates', async () => {
    let times = 0;
    const faults: Faults = {
      delay: () => 0,
      duplicate: () => ((times += 1) === 1 ? 60_000 : undefined),
      order: () => 0,
      indexLag: () => 0,
      write: () => undefined,
    };
    const { timeline, queues, calls } = open(() => undefined, [feed], faults);
    queues.send('Mail', 'a');
    await timeline.stepTo(after(timeline.now(), 600));
    expect(calls()).toEqual([['a'], ['a']]);
    expect(queues.counts('Mail')).toEqual({ visible: 0, hidden: 0 });
  });
});
