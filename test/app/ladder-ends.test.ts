import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noticesFor } from '../../shared/app/mail/notices.ts';
import { extensionView } from '../../shared/app/views/dates-view.ts';
import { PersonId, TaskId } from '../../shared/domain/ids.ts';
import { addDays, addWorkingDays, localTime, PlainDate } from '../../shared/domain/calendar.ts';
import { readEntry } from '../../shared/domain/journal.ts';
import { lockTaskId } from '../../shared/domain/task.ts';
import { parsePlan } from '../../shared/domain/plan.ts';
import { withLadderEnds } from '../support/heads-sign.ts';
import { checkInvariants } from '../support/invariants.ts';
import { anOffice, type Office, planFile } from '../support/office.ts';
import { packageP } from '../support/package-p.ts';
import { ticked } from '../support/whole-round.ts';

const DUE = { estimate: '2022-03-01', synthesis: '2022-03-08', appraisal: '2022-03-15', approval: '2022-03-22' };

const opened = async (ends: object = {}, due: object = DUE, iso?: string): Promise<Office> => {
  const office = await anOffice(undefined, iso, undefined, withLadderEnds(ends));
  await office.act('tg.vhtt.cv', { do: 'open-round', plan: office.plan.id, year: 2022, members: { 'tg.cq': [] }, due });
  return office;
};

const at = (office: Office, date: string, hour = 7, minute = 30): void =>
  office.clock.set(localTime(PlainDate.parse(date), hour, minute));
const tickOn = async (office: Office, date: string, hour = 7, minute = 30): Promise<void> => {
  at(office, date, hour, minute);
  expect((await ticked(office)).failed).toEqual([]);
};
const hd = (office: Office): string => `estimate:${office.estimateOf('tg.hd')}`;
const streamOf = (office: Office, id: string): string => `${office.locality}#task#${id}`;
const eventsOf = (office: Office, id: string): string[] =>
  (office.memory.journal.get(streamOf(office, id)) ?? []).map((entry) => readEntry(entry)?.event.type ?? '');
/** Who is told of the last entry of a task. */
const told = async (office: Office, id: string, seq?: number): Promise<string[]> => {
  const stream = streamOf(office, id);
  const last = seq ?? office.memory.journal.get(stream)?.length ?? 0;
  const requests = await noticesFor(office.ports, stream, last);
  return requests.map(({ notice, person }) => `${notice} ${person}`).toSorted();
};

describe('the end of a ladder', () => {
  it('escalates to the post that the plan names, moves no date, and goes on every five working days', async () => {
    const office = await opened({ estimate: { do: 'escalate', to: { office: 'tg.vp', post: 'head' } } });
    for (const date of ['2022-02-22', '2022-02-28', '2022-03-01', '2022-03-02', '2022-03-04'])
      await tickOn(office, date);
    expect(await told(office, hd(office))).toEqual([
      'reminder tg.hd.bt',
      'reminder tg.hd.cb',
      'reminder tg.ubnd.ct',
      'reminder tg.vhtt.cv',
      'reminder tg.vp.cvp',
    ]);
    const { body } = await office.load('task', hd(office));
    expect(body).toMatchObject({
      state: 'open',
      due: '2022-03-01',
      nextRungAt: localTime(PlainDate.parse('2022-03-11'), 7, 30),
    });
    await tickOn(office, '2022-03-11');
    expect(await told(office, hd(office))).toContain('reminder tg.vp.cvp');
  });

  it('lapses on record: the estimate stays missing, its people are told once, and a late one is still taken', async () => {
    const office = await opened({ estimate: { do: 'lapse' } });
    await tickOn(office, '2022-03-04');
    expect(eventsOf(office, hd(office))).toEqual(['TaskOpened', 'TaskLapsed']);
    expect(await told(office, hd(office))).toEqual([
      'lapsed tg.hd.bt',
      'lapsed tg.hd.cb',
      'lapsed tg.ubnd.ct',
      'lapsed tg.vhtt.cv',
    ]);
    expect((await office.estimate('tg.hd')).body).toMatchObject({ standing: 'untouched', versions: [], nil: null });
    await tickOn(office, '2022-03-11');
    expect(eventsOf(office, hd(office))).toHaveLength(2);
    await office.submit('tg.hd', packageP['tg.hd']);
    expect((await office.estimate('tg.hd')).body).toMatchObject({ standing: 'submitted', versions: [{ late: true }] });
    await office.lock();
    await checkInvariants(office, new Map(), true);
    expect((await office.thePackage()).body.counts).toEqual({ submitted: 1, nil: 0, missing: 5 });
  });

  it('locks without the office: what is in goes up, nothing is approved, and the office is told', async () => {
    const office = await opened({ lock: { do: 'lock' } });
    await office.submit('tg.hd', packageP['tg.hd']);
    await tickOn(office, '2022-03-10');
    expect((await office.load('round', office.round)).body.phase).toBe('collecting');
    await tickOn(office, '2022-03-11');
    const { body } = await office.load('round', office.round);
    expect(body).toMatchObject({ phase: 'formed', lock: { by: null } });
    expect(eventsOf(office, lockTaskId(body.id)).at(-1)).toBe('TaskLapsed');
    expect(await told(office, lockTaskId(body.id))).toEqual([
      'lapsed tg.ubnd.ct',
      'lapsed tg.vhtt.cv',
      'lapsed tg.vhtt.truong',
    ]);
    const pkg = (await office.thePackage()).body;
    expect([pkg.position.stage, pkg.outcomes, pkg.counts.submitted]).toEqual(['synthesis', [], 1]);
    const again = await office.send('tg.vhtt.cv', { do: 'lock-round', round: office.round });
    expect(again.kind).toBe('locked');
    await checkInvariants(office, new Map(), true);
  });

  it('never locks what the office locked at the same moment, however the two meet', async () => {
    const office = await opened({ lock: { do: 'lock' } });
    at(office, '2022-03-11');
    await Promise.all([
      ticked(office),
      ticked(office),
      office.send('tg.vhtt.cv', { do: 'lock-round', round: office.round }),
    ]);
    await ticked(office);
    const entries = office.memory.journal.get(`${office.locality}#round#${office.round}`) ?? [];
    const locks = entries.filter((entry) => /Lock(?:Ordered|edByLadder)/.test(readEntry(entry)?.event.type ?? ''));
    expect(locks).toHaveLength(1);
    await checkInvariants(office, new Map(), true);
  });

  it.each([
    ['a lapse of what is not an estimate', { approval: { do: 'lapse' } }, 'ladderEnds.approval.do'],
    ['a lock of what is not the lock', { estimate: { do: 'lock' } }, 'ladderEnds.estimate.do'],
    [
      'a post that nobody holds',
      { lock: { do: 'escalate', to: { office: 'tg.vhtt', post: 'deputy' } } },
      'ladderEnds.lock.to',
    ],
    ['an unknown kind of task', { report: { do: 'lapse' } }, '$'],
  ])('is refused with the plan where it is %s', (_, ends, path) => {
    const parsed = parsePlan(withLadderEnds(ends)(planFile('tay-giang-2021-2025')));
    expect(parsed.ok).toBe(false);
    expect(parsed.ok ? [] : parsed.problems.map((one) => one.path)).toEqual(
      expect.arrayContaining([expect.stringContaining(path === '$' ? 'ladderEnds' : path)]),
    );
  });

  it('is refused for a plan without rungs, and rungs that go backwards are, with what to do', () => {
    const plan = withLadderEnds({ lock: { do: 'lock' } })(planFile('tay-giang-2021-2025'));
    const bare = parsePlan({ ...Object(plan), ladder: [] });
    expect(bare.ok ? [] : bare.problems.map(({ path }) => path)).toEqual(['ladderEnds.lock']);
    const rung = (id: string, offset: number) => ({ id, offset, hears: ['assignee'] });
    const back = parsePlan({ ...Object(plan), ladder: [rung('T+1', 1), rung('T-1', -1)] });
    expect(back.ok ? [] : back.problems).toMatchObject([
      { path: 'ladder[1].offset', message: { vi: 'Các nấc phải xếp từ sớm đến muộn; hãy đổi chỗ.' } },
    ]);
  });
});

describe('rungs that fell before a task was opened', () => {
  it('are merged into the mail that opens it: who would have heard of them hears of that', async () => {
    const office = await opened({}, { ...DUE, estimate: '2022-02-14' });
    expect(await told(office, hd(office), 1)).toEqual(['task tg.hd.bt', 'task tg.hd.cb']);
    await tickOn(office, '2022-02-14', 16, 0);
    expect(eventsOf(office, hd(office))).toEqual(['TaskOpened']);
    await tickOn(office, '2022-02-15');
    expect(eventsOf(office, hd(office))).toEqual(['TaskOpened', 'TaskReminded']);
  });
});

/** The page on which somebody gives a unit's estimate more time. */
const pageOf = (office: Office, person: string) =>
  extensionView(
    office.ports,
    { locality: office.locality, plan: office.plan.id, person: PersonId.parse(person) },
    TaskId.parse(hd(office)),
  );

describe('more time', () => {
  const extend = async (office: Office, due: string, more: object = {}) => ({
    do: 'extend-task',
    case: office.round,
    task: hd(office),
    seen: (await office.load('task', hd(office))).version,
    due,
    reason: 'Đơn vị đang kiện toàn cán bộ',
    ...more,
  });

  it('has a ladder of its own, is told with the reason, and what comes in by then is on time', async () => {
    const office = await opened();
    await tickOn(office, '2022-03-02');
    await office.act('tg.vhtt.cv', await extend(office, '2022-03-08'));
    expect(await told(office, hd(office))).toEqual(['dated tg.hd.bt', 'dated tg.hd.cb']);
    const { body } = await office.load('task', hd(office));
    expect(body).toMatchObject({ due: '2022-03-08', climbed: -5, extended: { from: '2022-03-01' } });
    await tickOn(office, '2022-03-07');
    expect(await told(office, hd(office))).toEqual(['reminder tg.hd.cb']);
    at(office, '2022-03-08', 22);
    await office.submit('tg.hd', packageP['tg.hd']);
    expect((await office.estimate('tg.hd')).body).toMatchObject({ due: '2022-03-08', versions: [{ late: false }] });
    await checkInvariants(office, new Map(), true);
  });

  it('is given by the office that returned a part with a date of its own, and by no other above', async () => {
    for (const { stage, by, other } of [
      { stage: 'appraisal', by: 'tg.tckh.cv', other: 'tg.ubnd.ct' },
      { stage: 'approval', by: 'tg.ubnd.ct', other: 'tg.tckh.cv' },
    ]) {
      const office = await opened();
      await office.fileP();
      await office.lock();
      await office.forward('synthesis');
      if (stage === 'approval') await office.forward('appraisal');
      await office.act(by, await office.partReturn(1, 'tg.hd', { due: '2022-02-24' }));
      expect((await office.send(other, await extend(office, '2022-03-03'))).kind).toBe('not-yours');
      expect((await pageOf(office, by)).kind).toBe('seen');
      expect(await pageOf(office, other)).toMatchObject({ kind: 'refused', refusal: { kind: 'not-yours' } });
      for (const person of [by, 'tg.vhtt.cv']) {
        const { due } = (await office.load('task', hd(office))).body;
        await office.act(person, await extend(office, addWorkingDays(office.ports.calendar, due, 3)));
      }
      const { body } = await office.load('task', hd(office));
      expect(body).toMatchObject({ due: '2022-03-04', extended: { reason: 'Đơn vị đang kiện toàn cán bộ' } });
      const entries = (office.memory.journal.get(streamOf(office, hd(office))) ?? []).map(readEntry);
      const extensions = entries.filter((entry) => entry?.event.type === 'TaskExtended');
      expect(extensions.map((entry) => entry?.actor)).toMatchObject([{ person: by }, { person: 'tg.vhtt.cv' }]);
      expect((await office.estimate('tg.hd')).body.due).toBe('2022-03-04');
    }
  });

  it('is refused: not later, past the lock, by another office, of what is done, and on another version; nothing changes', async () => {
    const office = await opened();
    const refusals: [object, string, string][] = [
      [await extend(office, '2022-03-01'), 'tg.vhtt.cv', 'not-later'],
      [await extend(office, '2022-02-20'), 'tg.vhtt.cv', 'not-later'],
      [await extend(office, '2022-03-09'), 'tg.vhtt.cv', 'after-lock'],
      [await extend(office, '2022-03-03', { reason: ' ' }), 'tg.vhtt.cv', 'reason-missing'],
      [await extend(office, '2022-03-03'), 'tg.hd.cb', 'not-yours'],
      [await extend(office, '2022-03-03'), 'tg.tckh.cv', 'not-yours'],
      [await extend(office, '2022-03-03', { seen: 9 }), 'tg.vhtt.cv', 'changed-since-shown'],
      [await extend(office, '2022-03-03', { task: 'estimate:other.2022:x' }), 'tg.vhtt.cv', 'not-found'],
    ];
    for (const [command, person, code] of refusals) {
      const outcome = await office.send(person, command);
      expect(outcome.kind === 'problems' ? outcome.problems.map((one) => one.code) : [outcome.kind]).toEqual([code]);
    }
    await office.submit('tg.hd', packageP['tg.hd']);
    expect((await office.send('tg.vhtt.cv', await extend(office, '2022-03-03'))).kind).toBe('task-closed');
    expect(eventsOf(office, hd(office))).toEqual(['TaskOpened', 'TaskDone']);
  });
});

/** Who hears of a rung of a unit's estimate, in this plan. */
const PEOPLE: Readonly<Record<string, string>> = {
  assignee: 'tg.hd.cb',
  head: 'tg.hd.bt',
  standing: 'tg.vhtt.cv',
  superior: 'tg.ubnd.ct',
};

const hearer = fc.subarray(['assignee', 'deputy', 'head', 'standing', 'superior'] as const, { minLength: 1 });
const aLadder = fc
  .uniqueArray(fc.integer({ min: -12, max: 9 }), { minLength: 1, maxLength: 6 })
  .chain((offsets) =>
    fc.tuple(
      ...offsets
        .toSorted((a, b) => a - b)
        .map((offset) =>
          hearer.map((hears) => ({ id: offset === 0 ? 'T' : `T${offset > 0 ? '+' : ''}${offset}`, offset, hears })),
        ),
    ),
  );

describe('any ladder', () => {
  it('sends as many mails as its rungs and hearers come to, ends with its last rung, and stops when the work is done', async () => {
    await fc.assert(
      fc.asyncProperty(aLadder, fc.nat(12), fc.nat(40), fc.boolean(), async (ladder, dueIn, doneOn, lapses) => {
        const start = PlainDate.parse('2022-02-14');
        const office = await anOffice(undefined, '2022-02-14T01:00:00.000Z', undefined, (json) => ({
          ...Object(json),
          ladder,
          ladderEnds: lapses ? { estimate: { do: 'lapse' } } : {},
        }));
        const { calendar } = office.ports;
        const due = addDays(start, dueIn);
        const later = (n: number) => addDays(due, n);
        await office.act('tg.vhtt.cv', {
          do: 'open-round',
          plan: office.plan.id,
          year: 2022,
          members: { 'tg.cq': [] },
          due: { estimate: due, synthesis: later(200), appraisal: later(210), approval: later(220) },
        });
        const done = addDays(start, doneOn);
        const counts: number[] = [(await told(office, hd(office), 1)).length];
        for (let day = start; day < '2022-04-20'; day = addDays(day, 1)) {
          at(office, day, 8);
          const before = eventsOf(office, hd(office)).length;
          await ticked(office);
          if (eventsOf(office, hd(office)).length > before) counts.push((await told(office, hd(office))).length);
          at(office, day, 16);
          if (day === done) await office.submit('tg.hd', packageP['tg.hd']);
          await ticked(office);
        }
        // By hand: each rung's day, what fell together as one, who hears, what lay before the opening in its mail.
        const dayOf = (offset: number): PlainDate => {
          if (offset !== 0) return addWorkingDays(calendar, due, offset);
          let day = due;
          while (addWorkingDays(calendar, addDays(day, -1), 1) !== day) day = addDays(day, -1);
          return day;
        };
        const people = (hears: readonly string[]): Set<string> => new Set(hears.flatMap((one) => PEOPLE[one] ?? []));
        const byDay = new Map<PlainDate, string[]>();
        for (const { offset, hears } of ladder)
          byDay.set(dayOf(offset), [...(byDay.get(dayOf(offset)) ?? []), ...hears]);
        const passed = [...byDay].filter(([day]) => day <= start).flatMap(([, hears]) => hears);
        const ahead = [...byDay].filter(([day]) => day > start && day <= done).toSorted(([a], [b]) => (a < b ? -1 : 1));
        const expected = [
          people(['assignee', ...passed]).size,
          // Where only deputies hear and there is none, the standing unit is told: nothing goes to nobody.
          ...ahead.map(([, hears]) => people(hears).size || 1),
        ];
        const last = [...byDay.keys()].toSorted().at(-1) ?? start;
        const ended = lapses && last > start && last <= done;
        const again: number[] = [];
        if (!ended) {
          let next = addWorkingDays(calendar, last > start ? last : start, 5);
          for (; next <= done && next < '2022-04-20'; next = addWorkingDays(calendar, next, 5)) again.push(2);
        }
        const found = lapses && last <= start ? counts.slice(0, 1) : counts;
        expect(found).toEqual(lapses && last <= start ? expected.slice(0, 1) : [...expected, ...again]);
        const { state, nextRungAt } = (await office.load('task', hd(office))).body;
        expect(ended ? ['lapsed'] : ['done', 'open', 'lapsed']).toContain(state);
        expect(state !== 'open' || nextRungAt > office.clock.now().toISOString()).toBe(true);
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});
