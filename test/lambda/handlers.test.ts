import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { PermanentError, TransientError } from '../../shared/app/faults.ts';
import { wakeOrLeave } from '../../shared/app/wake-workflow.ts';
import { Sha256 } from '../../shared/domain/ids.ts';
import { queueHandler, streamHandler } from '../../shared/lambda/stream-handler.ts';
import { taskHandler } from '../../shared/lambda/task-handler.ts';
import { aContext } from '../support/lambda-context.ts';
import { anOffice } from '../support/office.ts';

const record = (seq: number) => ({
  eventName: 'INSERT',
  dynamodb: {
    SequenceNumber: `${seq}00`,
    NewImage: { pk: { S: 'tay-giang#round#r' }, seq: { N: `${seq}` }, entry: { S: '{}' }, hash: { S: 'a'.repeat(64) } },
  },
});

describe('a consumer of the journal', () => {
  const consume = (failing: number) => {
    const seen: number[] = [];
    const handler = streamHandler({
      connect: () => seen,
      run: (ports, { seq }) => {
        if (seq === failing) return Promise.reject(new TransientError('The store is away.'));
        ports.push(seq);
        return Promise.resolve();
      },
    });
    return { seen, answer: handler({ Records: [1, 2, 3].map(record) }, aContext()) };
  };

  it('takes every entry in order', async () => {
    const { seen, answer } = consume(0);
    expect(await answer).toEqual({ batchItemFailures: [] });
    expect(seen).toEqual([1, 2, 3]);
  });

  it('reports the first that fails and passes none over', async () => {
    const { seen, answer } = consume(2);
    expect(await answer).toEqual({ batchItemFailures: [{ itemIdentifier: '200' }] });
    expect(seen).toEqual([1]);
  });
});

describe('an entry that can never be taken', () => {
  const records = { Records: [record(1), record(2)] };

  it('is told of and left behind by the wake, which goes on; what passes comes again', async () => {
    const told: unknown[] = [];
    const { machines } = await anOffice();
    const broken = { stream: 'tay-giang#round#r', seq: 1, entry: '{}', hash: Sha256.parse('a'.repeat(64)) };
    await wakeOrLeave(machines.steps, broken, (cause) => told.push(cause));
    expect(told).toMatchObject([{ name: 'PermanentError' }]);
  });

  it('is told of by its consumer without failing the batch', async () => {
    const seen: number[] = [];
    const handler = streamHandler({
      connect: () => seen,
      run: (ports, { seq }, report) => {
        if (seq === 1) report(new PermanentError('It cannot be read.'));
        return Promise.resolve(ports.push(seq));
      },
    });
    expect(await handler(records, aContext())).toEqual({ batchItemFailures: [] });
    expect(seen).toEqual([1, 2]);
  });
});

describe('a consumer of a queue', () => {
  it('reports each message that fails, a broken one too, and takes the others', async () => {
    const seen: number[] = [];
    const handler = queueHandler({
      message: z.strictObject({ n: z.int() }),
      connect: () => seen,
      run: (ports, { n }) => Promise.resolve(ports.push(n)),
    });
    const bodies = ['{"n":1}', '{"n":', '{"m":3}', '{"n":4}'];
    const Records = bodies.map((body, index) => ({ messageId: `m${index}`, body }));
    expect(await handler({ Records }, aContext())).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm1' }, { itemIdentifier: 'm2' }],
    });
    expect(seen).toEqual([1, 4]);
  });
});

describe('a step of a machine', () => {
  const handler = taskHandler({
    input: z.strictObject({ n: z.int() }),
    connect: () => ({ connected: true }),
    run: (_ports, { n }) =>
      n === 0 ? Promise.reject(new TransientError('Again.')) : Promise.resolve({ twice: n * 2 }),
  });

  it('answers what it computed', async () => {
    expect(await handler({ n: 4 }, aContext())).toEqual({ twice: 8 });
  });

  it('throws what the state can match by name', async () => {
    await expect(handler({ n: 0 }, aContext())).rejects.toBeInstanceOf(TransientError);
    await expect(handler({ m: 4 }, aContext())).rejects.toBeInstanceOf(PermanentError);
  });
});
