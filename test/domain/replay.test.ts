import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { sha256 } from '../../shared/adapters/hash.ts';
import { vietnam } from '../../shared/calendars/vietnam.ts';
import { Instant, PlainDate } from '../../shared/domain/calendar.ts';
import { writesOf } from '../../shared/domain/commit.ts';
import type { ActingSetting } from '../../shared/domain/context.ts';
import type { DraftLine } from '../../shared/domain/draft.ts';
import * as decisions from '../../shared/domain/estimate-decisions.ts';
import { currentVersion, Estimate } from '../../shared/domain/estimate.ts';
import { ActivityCode, CommandId, packageIdOf, PersonId, roundIdOf, UnitId, Year } from '../../shared/domain/ids.ts';
import { checkChain, readEntry, type StoredEntry } from '../../shared/domain/journal.ts';
import { Plan } from '../../shared/domain/plan.ts';
import {
  bodySchemas,
  type Events,
  eventSchemas,
  evolvers,
  type RecordType,
  readStream,
  type Stored,
} from '../../shared/domain/records.ts';
import type { Decision } from '../../shared/domain/refusal.ts';
import { lockEstimate, openUnit } from '../../shared/domain/round-decisions.ts';
import { Round } from '../../shared/domain/round.ts';
import { Task } from '../../shared/domain/task.ts';
import { planFile } from '../support/office.ts';
import { aLine } from '../support/package-p.ts';
import { aDatedYear } from '../support/dated-year.ts';

fc.configureGlobal({ seed: 20_220_214 });

/** A stream folded from nothing: what its record must say. */
const fold = <T extends RecordType>(type: T, id: string, entries: readonly StoredEntry[]): unknown => {
  const schema: z.ZodType<Events[T]> = eventSchemas[type];
  let body: Stored<T>['body'] | undefined;
  for (const stored of entries) {
    const entry = readEntry(stored);
    if (entry === undefined) throw new Error('This is no entry.');
    body = evolvers[type](id, body, schema.parse(entry.event), entry);
  }
  return body;
};

describe('replaying a journal', () => {
  it('gives every record of a whole round, executions that died included', async () => {
    const { memory } = await aDatedYear();
    expect(memory.records.size).toBeGreaterThan(15);
    for (const [stream, { body, version, head }] of memory.records) {
      const parts = readStream(stream);
      const entries = memory.journal.get(stream) ?? [];
      if (parts === undefined) throw new Error(`${stream} is no stream.`);
      expect(JSON.parse(JSON.stringify(fold(parts.type, parts.id, entries)))).toEqual(body);
      expect([entries.length, entries.at(-1)?.hash]).toEqual([version, head]);
      expect(bodySchemas[parts.type].parse(body)).toEqual(body);
    }
  });
});

const plan = Plan.parse(planFile('tay-giang-2021-2025'));
const roundId = roundIdOf(plan.id, Year.parse(2022));
const date = (text: string) => PlainDate.parse(text);
const round = Round.parse({
  id: roundId,
  locality: plan.locality.id,
  plan: plan.id,
  planContent: sha256('plan'),
  year: 2022,
  lockedBy: 'tg.vhtt',
  units: { root: sha256('units'), count: 1 },
  due: { estimate: '2022-02-21', synthesis: '2022-02-28', appraisal: '2022-03-07', approval: '2022-03-14' },
  phase: 'locking',
  openedAt: '2022-02-14T01:00:00.000Z',
  openedBy: 'tg.vhtt.cv',
  lock: { by: 'tg.vhtt.cv', at: '2022-02-20T01:00:00.000Z' },
  package: null,
  attempt: 1,
  attemptAt: '2022-02-14T01:00:00.000Z',
});

const lines: fc.Arbitrary<DraftLine[]> = fc.array(
  fc
    .record({
      activity: fc.constantFrom('f', 'f', 'f', 'f', 'a', 'zz'),
      quantity: fc.constantFrom('1', '12', '7', '2', '0', '1,5'),
      unitPrice: fc.constantFrom('1.000.000', '2.500.000', '500', '-5'),
      source: fc.constantFrom('state_budget', 'mobilised', 'merged_programme', 'commune_budget'),
    })
    .map((line) => aLine({ ...line })),
  { maxLength: 3 },
);
const person = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('tg.hd.cb', 'tg.hd.bt') },
  { weight: 2, arbitrary: fc.constantFrom('tg.vhtt.cv', 'tg.kt.cv', 'nobody') },
);
const move = fc.record({
  what: fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom('save', 'submit', 'submit', 'nil', 'recall', 'return') },
    { weight: 1, arbitrary: fc.constant('lock' as const) },
  ),
  person,
  lines,
  reason: fc.constantFrom('Thiếu căn cứ', ' ', 'x'.repeat(1001)),
  due: fc.constantFrom(date('2022-02-25'), date('2022-01-01')),
  behind: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 1, -1),
  minutes: fc.integer({ min: 1, max: 3000 }),
});

type Move = typeof move extends fc.Arbitrary<infer T> ? T : never;

/** One unit's estimate and task, kept with their journals as a store would. */
const anEstimate = () => {
  const streams = new Map<string, StoredEntry[]>();
  const kept: { estimate?: Stored<'estimate'>; task?: Stored<'task'> } = {};
  let now = Date.UTC(2022, 1, 14, 1);
  let commands = 0;
  const settingOf = (id: string): ActingSetting => {
    const office = plan.people.find((one) => one.id === id)?.office ?? UnitId.parse('nowhere');
    const actor = { kind: 'person' as const, person: PersonId.parse(id), office };
    return { at: Instant.parse(new Date(now).toISOString()), plan, calendar: vietnam, hash: sha256, actor };
  };
  const write = (decision: Decision, setting: ActingSetting): boolean => {
    if (decision.kind !== 'accepted') return false;
    commands += 1;
    const { at, actor } = setting;
    const meta = { locality: plan.locality.id, at, actor, command: CommandId.parse(`command-${commands}`) };
    for (const { type, id, stream, version, body, entry } of writesOf(decision.changes, meta, sha256)) {
      streams.set(stream, [...(streams.get(stream) ?? []), entry]);
      const place = { id, version, head: entry.hash };
      if (type === 'estimate') kept.estimate = { type, ...place, body: Estimate.parse(body) };
      if (type === 'task') kept.task = { type, ...place, body: Task.parse(body) };
    }
    return true;
  };
  const opener = settingOf('tg.vhtt.cv');
  const unit = { unit: UnitId.parse('tg.hd'), activities: [ActivityCode.parse('f'), ActivityCode.parse('a')] };
  write({ kind: 'accepted', changes: openUnit(round, unit, opener) }, opener);
  return {
    streams,
    kept,
    act: (made: Move): boolean => {
      now += made.minutes * 60_000;
      const { estimate, task } = kept;
      if (estimate === undefined || task === undefined) throw new Error('The estimate is not open.');
      const setting = settingOf(made.person);
      const open = { estimate, task };
      const command = { ...made, seen: estimate.version + made.behind };
      const decided = {
        save: () => decisions.saveDraft(open, command, setting),
        submit: () => decisions.submitEstimate(open, command, setting),
        nil: () => decisions.signNil(open, command, setting),
        recall: () => decisions.recallEstimate(open, command, setting),
        return: () => decisions.returnEstimate(open, round, command, setting),
        lock: (): Decision => ({ kind: 'accepted', changes: lockEstimate(packageIdOf(round.id, 1), estimate, task) }),
      };
      const before = JSON.stringify(kept);
      const done = write(decided[made.what](), setting);
      if (!done) expect(JSON.stringify(kept)).toBe(before);
      return done;
    },
  };
};

describe("one unit's estimate under any moves by anybody", () => {
  it('is at each step what its journal says, with its task open exactly while it owes something', () => {
    let accepted = 0;
    fc.assert(
      fc.property(fc.array(move, { minLength: 10, maxLength: 25 }), (moves) => {
        const office = anEstimate();
        for (const made of moves) {
          if (office.act(made)) accepted += 1;
          const { estimate, task } = office.kept;
          if (estimate === undefined || task === undefined) throw new Error('The estimate is gone.');
          for (const record of [estimate, task]) {
            const entries = office.streams.get(`tay-giang#${record.type}#${record.id}`) ?? [];
            expect(checkChain(`tay-giang#${record.type}#${record.id}`, entries, sha256)).toEqual([]);
            expect(fold(record.type, record.id, entries)).toEqual(record.body);
          }
          const { standing, lockedInto, versions, preparers } = estimate.body;
          const cameIn = standing === 'submitted' || standing === 'nil';
          expect(task.body.state === 'open').toBe(lockedInto === null && !cameIn);
          expect(standing === 'nil').toBe(estimate.body.nil !== null);
          expect(versions.map(({ n }) => n)).toEqual(versions.map((_, at) => at + 1));
          for (const { by, total } of versions) {
            expect(['tg.hd.cb', 'tg.hd.bt']).toContain(by);
            expect(preparers).toContain(by);
            expect(total).toBeGreaterThan(0);
          }
          const counted = currentVersion(estimate.body)?.n ?? null;
          expect(counted).toBe(standing === 'submitted' ? versions.length : null);
        }
      }),
      { numRuns: 150 },
    );
    expect(accepted).toBeGreaterThan(300);
  });

  it('remembers who drafted it, though another submitted it', () => {
    const office = anEstimate();
    const made = {
      reason: 'x',
      due: date('2022-02-25'),
      behind: 0 as const,
      minutes: 1,
      lines: [aLine({ activity: 'f' })],
    };
    office.act({ ...made, what: 'save', person: 'tg.hd.cb' });
    office.act({ ...made, what: 'submit', person: 'tg.hd.bt' });
    expect(office.kept.estimate?.body).toMatchObject({ standing: 'submitted', preparers: ['tg.hd.cb', 'tg.hd.bt'] });
  });

  it('stays nil while a correction is drafted, and its task stays done', () => {
    const office = anEstimate();
    const made = {
      reason: 'Không có',
      due: date('2022-02-25'),
      behind: 0 as const,
      minutes: 1,
      person: 'tg.hd.cb' as const,
    };
    office.act({ ...made, what: 'nil', lines: [] });
    office.act({ ...made, what: 'save', lines: [aLine({ activity: 'f' })] });
    expect(office.kept).toMatchObject({
      estimate: { body: { standing: 'nil', nil: { reason: 'Không có' }, draft: { total: 1_000_000 } } },
      task: { body: { state: 'done' } },
    });
  });
});
