import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { StreamMapping } from '../../../infra/local/deployment.ts';
import { backoff, createStreams } from '../../../infra/local/streams.ts';
import { aFunction, after, aTimeline } from './stand-ins.ts';

const Event = z.object({
  Records: z.array(
    z.object({
      eventName: z.string(),
      dynamodb: z.object({
        SequenceNumber: z.string(),
        Keys: z.object({ pk: z.object({ S: z.string() }), seq: z.object({ N: z.string() }) }),
      }),
    }),
  ),
});

/** What a function got, one text a record: `case#1`. */
const recordsOf = (payload: unknown): string[] =>
  Event.parse(payload).Records.map(({ dynamodb: { Keys } }) => `${Keys.pk.S}#${Keys.seq.N}`);

const numberOf = (payload: unknown, record: string): string =>
  Event.parse(payload).Records.find(({ dynamodb: { Keys } }) => `${Keys.pk.S}#${Keys.seq.N}` === record)?.dynamodb
    .SequenceNumber ?? '';

const failing = (payload: unknown, ...records: string[]) => ({
  batchItemFailures: records
    .map((record) => ({ itemIdentifier: numberOf(payload, record) }))
    .filter(({ itemIdentifier }) => itemIdentifier !== ''),
});

const mapping: StreamMapping = {
  id: 'Source',
  table: 'Journal',
  function: 'on-entry',
  batchSize: 10,
  filters: [{ eventName: ['INSERT'] }],
  bisect: true,
  retries: 3,
  maximumAge: 6 * 60 * 60,
  reportsFailures: true,
  deadLetters: 'Dead',
};

const inserted = (pk: string, seq: number) => ({
  table: 'Journal',
  keys: { pk: { S: pk }, seq: { N: String(seq) } },
  partition: JSON.stringify({ S: pk }),
  image: { pk: { S: pk }, seq: { N: String(seq) }, entry: { S: `${pk} ${seq}` } },
});

const open = (answer: (payload: unknown, call: number) => unknown, own: Partial<StreamMapping> = {}) => {
  const { timeline, database } = aTimeline();
  const fn = aFunction(answer);
  const dead: string[] = [];
  const make = () =>
    createStreams({
      database,
      mappings: [{ ...mapping, ...own }],
      invoke: fn.invoke,
      timeline,
      giveUp: (_queue, body) => void dead.push(body),
      onFault: (fault) => {
        throw fault;
      },
    });
  const streams = make();
  timeline.add(streams.timers);
  const add = (...records: ReturnType<typeof inserted>[]) => {
    streams.enqueue(records);
    streams.pump();
    return timeline.settled();
  };
  const deliveries = () => fn.payloads.map(recordsOf);
  return { timeline, streams, add, deliveries, dead, make };
};

describe('a stream', () => {
  it('delivers in the shape of a DynamoDB stream, in batches, in order', async () => {
    const { add, deliveries } = open(() => undefined, { batchSize: 2 });
    await add(inserted('a', 1), inserted('b', 1), inserted('a', 2));
    expect(deliveries()).toEqual([['a#1', 'b#1'], ['a#2']]);
  });

  it('hands on only what the filter wants', async () => {
    const filters = [{ eventName: ['INSERT'], dynamodb: { NewImage: { pk: { S: [{ prefix: 'b' }] } } } }];
    const { add, deliveries } = open(() => undefined, { filters });
    await add(inserted('a', 1), inserted('b', 1));
    expect(deliveries()).toEqual([['b#1']]);
  });

  it('tries a reported record again later, after its own partition only', async () => {
    const { timeline, add, deliveries } = open((payload, call) => (call === 1 ? failing(payload, 'a#1') : undefined));
    const start = timeline.now();
    await add(inserted('a', 1), inserted('a', 2), inserted('b', 1));
    expect(deliveries()).toEqual([['a#1', 'a#2', 'b#1'], ['b#1']]);
    await timeline.stepTo(after(start, 1));
    expect(deliveries().slice(2)).toEqual([['a#1', 'a#2']]);
  });

  it('counts what came before the first failure as done', async () => {
    const { timeline, add, deliveries } = open((payload, call) => (call === 1 ? failing(payload, 'b#1') : undefined));
    await add(inserted('a', 1), inserted('b', 1));
    await timeline.stepTo(after(timeline.now(), 60));
    expect(deliveries()).toEqual([['a#1', 'b#1'], ['b#1']]);
  });

  it('waits twice as long after each failure, then gives the record up to the queue and goes on', async () => {
    const { timeline, add, deliveries, dead } = open((payload) => failing(payload, 'a#1'));
    const start = timeline.now();
    await add(inserted('a', 1), inserted('a', 2));
    expect(timeline.nextTimer()).toBe(after(start, 1).getTime());
    await timeline.stepTo(after(start, 1));
    expect(timeline.nextTimer()).toBe(after(start, 3).getTime());
    await timeline.stepTo(after(start, 3));
    await timeline.stepTo(after(start, 7));
    expect(dead).toHaveLength(1);
    expect(dead[0]).toContain('"condition":"RetryAttemptsExhausted"');
    expect(dead[0]).not.toContain('a 1');
    expect(deliveries().at(-1)).toEqual(['a#2']);
  });

  it('gives up what is too old', async () => {
    const { timeline, add, dead } = open(() => Promise.reject(new Error('down')), { maximumAge: 2, retries: 100 });
    await add(inserted('a', 1));
    await timeline.stepTo(after(timeline.now(), 10));
    expect(dead).toHaveLength(1);
    expect(dead[0]).toContain('"condition":"RecordAgeExceeded"');
  });

  it('takes a failing batch apart, so that one bad record does not fail the rest', async () => {
    const { timeline, add, deliveries, dead } = open((payload) => {
      if (recordsOf(payload).includes('bad#1')) throw new Error('poison');
    });
    await add(inserted('a', 1), inserted('bad', 1), inserted('c', 1));
    expect(deliveries()).toEqual([['a#1', 'bad#1', 'c#1'], ['a#1'], ['bad#1'], ['c#1']]);
    await timeline.stepTo(after(timeline.now(), 60));
    expect(dead).toHaveLength(1);
  });

  it('treats a report that names nothing of the batch as a failure of all of it', async () => {
    const { timeline, add, deliveries } = open(
      (_payload, call) => (call === 1 ? { batchItemFailures: [{ itemIdentifier: '' }] } : undefined),
      { bisect: false },
    );
    await add(inserted('a', 1));
    await timeline.stepTo(after(timeline.now(), 1));
    expect(deliveries()).toEqual([['a#1'], ['a#1']]);
  });

  it('goes on after a restart with what was in line', async () => {
    const { timeline, streams, deliveries, make } = open(() => undefined);
    streams.enqueue([inserted('a', 1)]);
    streams.stop();
    make().pump();
    await timeline.settled();
    expect(deliveries()).toEqual([['a#1']]);
  });

  it('never waits longer than a minute', () => {
    expect([1, 2, 3, 7, 30].map(backoff)).toEqual([1000, 2000, 4000, 60_000, 60_000]);
  });
});
