import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../shared/adapters/hash.ts';
import { Instant, PlainDate } from '../../shared/domain/calendar.ts';
import { type CommitMeta, type Write, writesOf } from '../../shared/domain/commit.ts';
import { CommandId, EstimateId, LocalityId, PlanId, RoundId, TaskId, UnitId } from '../../shared/domain/ids.ts';
import { checkChain, readEntry } from '../../shared/domain/journal.ts';
import { type Change, readStream, type Stored, streamOf } from '../../shared/domain/records.ts';
import { Task, type TaskEvent } from '../../shared/domain/task.ts';

fc.configureGlobal({ seed: 20_220_214 });

const locality = LocalityId.parse('tay-giang');
const meta = (n: number): CommitMeta => ({
  locality,
  at: Instant.parse(new Date(Date.UTC(2022, 1, 14) + n * 60_000).toISOString()),
  actor: { kind: 'system', part: 'tick' },
  command: CommandId.parse(`command-${n}`),
});
const next = Instant.parse('2022-02-20T00:30:00.000Z');
const due = PlainDate.parse('2022-02-21');
const opened: TaskEvent = {
  type: 'TaskOpened',
  locality,
  plan: PlanId.parse('p'),
  kind: 'estimate',
  subject: { of: 'estimate', round: RoundId.parse('p.2022'), estimate: EstimateId.parse('p.2022:u') },
  office: UnitId.parse('u'),
  due,
  nextRungAt: next,
  reason: null,
};
const later: fc.Arbitrary<TaskEvent> = fc.oneof(
  fc.constant<TaskEvent>({ type: 'TaskDone' }),
  fc.constant<TaskEvent>({ type: 'TaskLapsed' }),
  fc.constant<TaskEvent>({ type: 'TaskReminded', rungs: ['T'], nextRungAt: next }),
  fc
    .constantFrom('returned', 'recalled')
    .map((cause): TaskEvent => ({ type: 'TaskReopened', cause, due, nextRungAt: next, reason: cause })),
);

const change = (event: TaskEvent, before?: Stored<'task'>, id = 't'): Change => ({ type: 'task', id, before, event });
const storedOf = ({ id, version, entry, body }: Write): Stored<'task'> => ({
  type: 'task',
  id,
  version,
  head: entry.hash,
  body: Task.parse(body),
});

describe('what a change writes', () => {
  it('is a record one version on, with the entry that made it so, chained to the one before', () => {
    fc.assert(
      fc.property(fc.array(later, { maxLength: 20 }), (events) => {
        let before: Stored<'task'> | undefined;
        const entries = [opened, ...events].map((event, at) => {
          const [write] = writesOf([change(event, before)], meta(at), sha256);
          if (write === undefined) throw new Error('One change is one write.');
          expect([write.expected, write.version]).toEqual([at, at + 1]);
          expect(write.stream).toBe('tay-giang#task#t');
          expect(readEntry(write.entry)).toEqual({
            stream: write.stream,
            seq: at + 1,
            prev: before?.head ?? null,
            at: meta(at).at,
            actor: meta(at).actor,
            command: meta(at).command,
            event,
          });
          before = storedOf(write);
          return write.entry;
        });
        expect(checkChain('tay-giang#task#t', entries, sha256)).toEqual([]);
      }),
    );
  });

  it('is one write for each aggregate; the same aggregate twice is refused', () => {
    const writes = writesOf([change(opened), change(opened, undefined, 'u')], meta(0), sha256);
    expect(writes.map(({ stream }) => stream)).toEqual(['tay-giang#task#t', 'tay-giang#task#u']);
    expect(() => writesOf([change(opened), change(opened)], meta(0), sha256)).toThrow('changes an aggregate once');
  });

  it('cannot open twice, and cannot go on from nothing', () => {
    const [write] = writesOf([change(opened)], meta(0), sha256);
    if (write === undefined) throw new Error('One change is one write.');
    expect(() => writesOf([change(opened, storedOf(write))], meta(1), sha256)).toThrow('opened once');
    expect(() => writesOf([change({ type: 'TaskDone' })], meta(0), sha256)).toThrow('first entry');
  });
});

describe('the name of a stream', () => {
  it('is read back as it was put together', () => {
    const kinds = fc.constantFrom('estimate', 'package', 'plan', 'round', 'task');
    const id = fc.stringMatching(/^[a-z0-9.:-]{1,40}$/).map((text) => TaskId.parse(text));
    fc.assert(
      fc.property(kinds, id, (type, name) => {
        expect(readStream(streamOf(locality, type, name))).toEqual({ locality, type, id: name });
      }),
    );
  });

  it.each(['', 'x', 'tay-giang#command#abc', 'tay-giang#page#0', 'tay-giang#task', 'tay-giang#task#a#b'])(
    'is not read out of %s',
    (text) => {
      expect(readStream(text)).toBeUndefined();
    },
  );
});
