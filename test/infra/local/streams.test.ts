import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { StreamMapping } from '../../../infra/local/deployment.ts';
import { Pattern } from '../../../infra/local/event-pattern.ts';
import type { Faults } from '../../../infra/local/faults.ts';
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
  window: 0,
  filters: [Pattern.parse({ eventName: ['INSERT'] })],
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

const open = (
  answer: (payload: unknown, call: number) => unknown,
  own: Partial<StreamMapping> = {},
  faults?: Faults,
) => {
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
      faults,
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
    const filters = [
      Pattern.parse({ eventName: ['INSERT'], dynamodb: { NewImage: { pk: { S: [{ prefix: 'b' }] } } } }),
    ];
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

  it('halves a failing batch until the bad record is alone, and counts no retry for that', async () => {
    const { timeline, add, deliveries, dead } = open(
      (payload) => {
        if (recordsOf(payload).includes('bad#1')) throw new Error('poison');
      },
      { retries: 1 },
    );
    await add(inserted('a', 1), inserted('b', 1), inserted('bad', 1), inserted('d', 1), inserted('e', 1));
    expect(deliveries()).toEqual([
      ['a#1', 'b#1', 'bad#1', 'd#1', 'e#1'],
      ['a#1', 'b#1', 'bad#1'],
      ['a#1', 'b#1'],
      ['bad#1'],
      ['d#1', 'e#1'],
    ]);
    expect(dead).toEqual([]);
    await timeline.stepTo(after(timeline.now(), 60));
    expect(deliveries().slice(5)).toEqual([['bad#1']]);
    expect(dead).toHaveLength(1);
  });

  it('splits where the report says, at first without counting a retry', async () => {
    const { timeline, add, deliveries, dead } = open((payload) => failing(payload, 'b#1'), { retries: 0 });
    await add(inserted('a', 1), inserted('b', 1), inserted('c', 1));
    await timeline.stepTo(after(timeline.now(), 60));
    expect(deliveries()).toEqual([['a#1', 'b#1', 'c#1'], ['b#1', 'c#1'], ['c#1']]);
    expect(dead).toHaveLength(1);
  });

  it('tries a batch that is not bisected again as it was, and tells of it in one letter', async () => {
    const { timeline, add, deliveries, dead } = open(() => Promise.reject(new Error('down')), {
      bisect: false,
      retries: 1,
    });
    await add(inserted('a', 1), inserted('b', 1));
    await timeline.stepTo(after(timeline.now(), 60));
    expect(deliveries()).toEqual([
      ['a#1', 'b#1'],
      ['a#1', 'b#1'],
    ]);
    expect(dead.map((body): unknown => JSON.parse(body))).toMatchObject([
      {
        requestContext: {
          functionArn: 'arn:aws:lambda:ap-southeast-1:000000000000:function:on-entry',
          condition: 'RetryAttemptsExhausted',
          approximateInvokeCount: 2,
        },
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        version: '1.0',
        timestamp: '2022-03-01T00:00:01.000Z',
        DDBStreamBatchInfo: {
          startSequenceNumber: '000000000000000000001',
          endSequenceNumber: '000000000000000000002',
          approximateArrivalOfFirstRecord: '2022-03-01T00:00:00Z',
          batchSize: 2,
        },
      },
    ]);
  });

  it('gathers records for its window, or until a batch is full', async () => {
    const { timeline, add, deliveries } = open(() => undefined, { window: 20, batchSize: 3 });
    const start = timeline.now();
    await add(inserted('a', 1));
    await timeline.stepTo(after(start, 10));
    await add(inserted('b', 1));
    expect(deliveries()).toEqual([]);
    await timeline.stepTo(after(start, 20));
    expect(deliveries()).toEqual([['a#1', 'b#1']]);
    await add(inserted('c', 1), inserted('d', 1), inserted('e', 1));
    expect(deliveries().slice(1)).toEqual([['c#1', 'd#1', 'e#1']]);
  });

  it('carries no more in one call than a function takes', async () => {
    const { add, deliveries } = open(() => undefined);
    const large = (pk: string) => {
      const record = inserted(pk, 1);
      return { ...record, image: { ...record.image, entry: { S: 'x'.repeat(4_000_000) } } };
    };
    await add(large('a'), large('b'));
    expect(deliveries()).toEqual([['a#1'], ['b#1']]);
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['no list', {}],
    ['a null list', { batchItemFailures: null }],
    ['an empty list', { batchItemFailures: [] }],
  ])('takes %s for success', async (_name, report) => {
    const { timeline, add, deliveries } = open(() => report);
    await add(inserted('a', 1), inserted('b', 1));
    await timeline.stepTo(after(timeline.now(), 600));
    expect(deliveries()).toHaveLength(1);
  });

  it.each([
    ['an empty identifier', { batchItemFailures: [{ itemIdentifier: '' }] }],
    ['a null identifier', { batchItemFailures: [{ itemIdentifier: null }] }],
    ['an identifier by another name', { batchItemFailures: [{ id: '000000000000000000001' }] }],
    ['one of another batch', { batchItemFailures: [{ itemIdentifier: '000000000000000000099' }] }],
    ['a list that is none', { batchItemFailures: 'all' }],
    ['an answer that is no object', 'done'],
  ])('takes %s for a failure of the whole batch', async (_name, report) => {
    const { timeline, add, deliveries } = open((_payload, call) => (call === 1 ? report : undefined), {
      bisect: false,
    });
    await add(inserted('a', 1), inserted('b', 1));
    await timeline.stepTo(after(timeline.now(), 1));
    expect(deliveries()).toEqual([
      ['a#1', 'b#1'],
      ['a#1', 'b#1'],
    ]);
  });

  it('asks for no report where the mapping has none', async () => {
    const { timeline, add, deliveries } = open((payload) => failing(payload, 'a#1'), { reportsFailures: false });
    await add(inserted('a', 1));
    await timeline.stepTo(after(timeline.now(), 60));
    expect(deliveries()).toHaveLength(1);
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

describe('a stream on which faults are wanted', () => {
  const none: Faults = {
    delay: () => 0,
    duplicate: () => undefined,
    order: () => 0,
    indexLag: () => 0,
    write: () => undefined,
  };
  const hour = 3_600_000;

  it('delivers late what is delayed, and behind it the rest of its key', async () => {
    const late = { ...none, delay: (_mapping: string, record: string) => (record.includes('"1"') ? 23 * hour : 0) };
    const { timeline, add, deliveries } = open(() => undefined, {}, late);
    await add(inserted('a', 1), inserted('a', 2), inserted('b', 3));
    expect(deliveries()).toEqual([['b#3']]);
    await timeline.stepTo(after(timeline.now(), 23 * 3600));
    expect(deliveries().slice(1)).toEqual([['a#1', 'a#2']]);
  });

  it('delivers once more, under the same number, what is duplicated', async () => {
    const numbers: string[] = [];
    const twice = { ...none, duplicate: () => 2 * hour };
    const { timeline, add, deliveries } = open((payload) => void numbers.push(numberOf(payload, 'a#1')), {}, twice);
    await add(inserted('a', 1));
    expect(deliveries()).toEqual([['a#1']]);
    await timeline.stepTo(after(timeline.now(), 24 * 3600));
    expect(deliveries()).toEqual([['a#1'], ['a#1']]);
    expect(new Set(numbers).size).toBe(1);
  });

  it('changes the order of keys, and none within a key', async () => {
    let turn = 0;
    const backwards = { ...none, order: () => -(turn += 1) };
    const { add, deliveries } = open(() => undefined, { batchSize: 3 }, backwards);
    await add(inserted('a', 1), inserted('b', 1), inserted('a', 2), inserted('c', 1));
    expect(deliveries()).toEqual([['c#1', 'a#1', 'b#1'], ['a#2']]);
  });
});
