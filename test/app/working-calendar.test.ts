import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TransientError } from '../../shared/app/faults.ts';
import { calendarPreview, calendarView } from '../../shared/app/views/calendar-view.ts';
import { calendarOf } from '../../shared/app/working-calendar.ts';
import { addDays, CalendarDay, localTime, PlainDate } from '../../shared/domain/calendar.ts';
import { packageView } from '../../shared/app/views/package-view.ts';
import { PackageId, PersonId } from '../../shared/domain/ids.ts';
import { withStages } from '../support/heads-sign.ts';
import { readEntry } from '../../shared/domain/journal.ts';
import { WORKING_CALENDAR } from '../../shared/domain/working-calendar.ts';
import { aDayOff } from '../support/dated-year.ts';
import { checkInvariants } from '../support/invariants.ts';
import type { BeforeCommit } from '../support/memory-store.ts';
import { anOffice, type Office } from '../support/office.ts';
import { packageP } from '../support/package-p.ts';
import { ticked } from '../support/whole-round.ts';

const DUE = { estimate: '2022-03-01', synthesis: '2022-03-08', appraisal: '2022-03-15', approval: '2022-03-22' };

/** A round of Tây Giang whose estimates are due on Tuesday 1 March 2022, on 14 February. */
const opened = async (before?: BeforeCommit): Promise<Office> => {
  const office = await anOffice(undefined, undefined, before);
  await office.act('tg.vhtt.cv', {
    do: 'open-round',
    plan: office.plan.id,
    year: 2022,
    members: { 'tg.cq': [] },
    due: DUE,
  });
  return office;
};

const add = (office: Office, rows: readonly object[], seen = 0) => ({
  do: 'add-calendar-days',
  plan: office.plan.id,
  seen,
  rows,
});
const correct = (office: Office, date: string, row: object | null, seen = 0, reason = 'Theo thông báo mới') => ({
  do: 'correct-calendar-day',
  plan: office.plan.id,
  seen,
  date,
  row,
  reason,
});
const at = (office: Office, date: string, hour: number, minute = 0): void =>
  office.clock.set(localTime(PlainDate.parse(date), hour, minute));
const half8 = (date: string): string => localTime(PlainDate.parse(date), 7, 30);
const task = async (office: Office, id: string) => (await office.load('task', id)).body;
const hd = (office: Office): string => `estimate:${office.estimateOf('tg.hd')}`;
const events = (office: Office, stream: string): string[] =>
  (office.memory.journal.get(`${office.locality}#${stream}`) ?? []).map((entry) => readEntry(entry)?.event.type ?? '');
const session = (office: Office, person: string) => ({
  locality: office.locality,
  plan: office.plan.id,
  person: PersonId.parse(person),
});

/** A package whose appraisal was returned to, so that its date is a period of five working days from 9 March. */
const countedAppraisal = async (office: Office): Promise<string> => {
  await office.fileP();
  await office.lock();
  await office.forward('synthesis');
  await office.forward('appraisal');
  at(office, '2022-03-16', 9);
  await office.returnTo('appraisal', 'Làm rõ nội dung c.1');
  return `appraisal:${office.pkg}:2`;
};

describe('the working calendar of a locality', () => {
  it('is the shipped one until its office changes it, and then its own, for every plan and round at once', async () => {
    const office = await opened();
    expect(await calendarOf(office.ports, office.locality)).toBe(office.ports.calendar);
    await office.act('tg.vhtt.cv', add(office, [aDayOff('2022-02-21')]));
    const table = await calendarOf(office.ports, office.locality);
    expect(table.off.find(({ date }) => date === '2022-02-21')).toMatchObject(aDayOff('2022-02-21'));
    expect(table.off).toHaveLength(office.ports.calendar.off.length + 1);
    expect(office.ports.calendar.off.some(({ date }) => date === '2022-02-21')).toBe(false);
    expect(await calendarOf(office.ports, office.locality)).toBe(table);
  });

  it('moves the reminders of open tasks, leaves fixed dates, journals each and says which, before and after', async () => {
    const office = await opened();
    expect(await task(office, hd(office))).toMatchObject({ due: '2022-03-01', nextRungAt: half8('2022-02-22') });
    const change = { do: 'add-calendar-days' as const, rows: [CalendarDay.parse(aDayOff('2022-02-24'))] };
    const preview = await calendarPreview(office.ports, session(office, 'tg.vhtt.cv'), change);
    const shown = preview.kind === 'seen' ? preview.view.redating : [];
    expect(shown).toHaveLength(6);
    await office.act('tg.vhtt.cv', add(office, [aDayOff('2022-02-24')]));
    expect(await task(office, hd(office))).toMatchObject({ due: '2022-03-01', nextRungAt: half8('2022-02-21') });
    expect(events(office, `task#${hd(office)}`)).toEqual(['TaskOpened', 'TaskRedated']);
    const during = await calendarView(office.ports, session(office, 'tg.vhtt.cv'), 2022);
    expect(during.kind === 'seen' && during.view.redated).toEqual(shown);
    at(office, '2022-02-14', 9, 0);
    await ticked(office);
    const { body } = await office.load('calendar', WORKING_CALENDAR);
    expect(events(office, `calendar#${WORKING_CALENDAR}`)).toEqual(['CalendarChanged', 'TasksRedated']);
    expect(body).toMatchObject({ changes: 1, by: 'tg.vhtt.cv', redated: { changes: 1, tasks: { count: 6 } } });
    expect(body.redating).toBeUndefined();
    const after = await calendarView(office.ports, session(office, 'tg.vhtt.cv'), 2022);
    expect(after.kind === 'seen' && after.view.redated.map(({ task: id }) => id).toSorted()).toEqual(
      shown.map(({ task: id }) => id).toSorted(),
    );
    await checkInvariants(office, new Map(), true);
  });

  it('moves a date that is a period, to the end of it, and tells those whose date it is', async () => {
    const office = await opened();
    const id = await countedAppraisal(office);
    expect(await task(office, id)).toMatchObject({
      due: '2022-03-23',
      counted: { from: '2022-03-16', count: 5, unit: 'working_days' },
    });
    await office.act('tg.vhtt.cv', add(office, [aDayOff('2022-03-18')]));
    expect(await task(office, id)).toMatchObject({ due: '2022-03-24', redated: { changes: 1, due: '2022-03-23' } });
    await office.act('tg.vhtt.cv', correct(office, '2022-03-18', null, 1));
    expect((await task(office, id)).due).toBe('2022-03-23');
    await checkInvariants(office, new Map(), true);
  });

  it('counts a stage by the period that the plan gives it, in days too, and rolls its end off the weekend', async () => {
    const deadline = { kind: 'within', count: 3, unit: 'days', phrase: 'trong 03 ngày' };
    const office = await anOffice(undefined, undefined, undefined, withStages({ appraisal: { deadline } }));
    await office.act('tg.vhtt.cv', {
      do: 'open-round',
      plan: office.plan.id,
      year: 2022,
      members: { 'tg.cq': [] },
      due: DUE,
    });
    await office.fileP();
    await office.lock();
    at(office, '2022-03-16', 9);
    await office.forward('synthesis');
    // Wednesday 16 March and three days is Saturday, so that it ends on Monday (Civil Code, article 148).
    expect(await task(office, `appraisal:${office.pkg}:1`)).toMatchObject({
      due: '2022-03-21',
      counted: { from: '2022-03-16', count: 3, unit: 'days' },
    });
    await office.act('tg.vhtt.cv', add(office, [aDayOff('2022-03-21')]));
    expect((await task(office, `appraisal:${office.pkg}:1`)).due).toBe('2022-03-22');
    await office.act('tg.vhtt.cv', {
      do: 'extend-task',
      case: office.round,
      task: `appraisal:${office.pkg}:1`,
      seen: (await office.load('task', `appraisal:${office.pkg}:1`)).version,
      due: '2022-03-29',
      reason: 'Chờ báo giá',
    });
    const shown = await packageView(office.ports, session(office, 'tg.tckh.cv'), PackageId.parse(office.pkg), {});
    const steps = shown.kind === 'seen' ? shown.view.tracker.steps : [];
    expect(steps.find(({ stage }) => stage === 'appraisal')?.due?.date).toBe('2022-03-29');
    // What a person set is a fixed date from then on.
    await office.act('tg.vhtt.cv', add(office, [aDayOff('2022-03-28')], 1));
    expect(await task(office, `appraisal:${office.pkg}:1`)).toMatchObject({ due: '2022-03-29' });
    await office.forward('appraisal');
    await checkInvariants(office, new Map(), true);
  });

  it('leaves what is done, and what nobody owes any more, as it was', async () => {
    const office = await opened();
    await office.submit('tg.hd', packageP['tg.hd']);
    await office.act('tg.vhtt.cv', add(office, [aDayOff('2022-02-24')]));
    expect(events(office, `task#${hd(office)}`)).toEqual(['TaskOpened', 'TaskDone']);
  });

  it('climbs a rung that the change brought into the past at the next look, once, and none of them again', async () => {
    const office = await opened();
    at(office, '2022-02-21', 12);
    await ticked(office);
    // T-5 lay on the 22nd; with the 23rd off it lies on the 21st, which is half over.
    await office.act('tg.vhtt.cv', add(office, [aDayOff('2022-02-23')]));
    expect((await task(office, hd(office))).nextRungAt).toBe(half8('2022-02-21'));
    at(office, '2022-02-21', 12, 15);
    await ticked(office);
    expect(await task(office, hd(office))).toMatchObject({ climbed: -5, nextRungAt: half8('2022-02-28') });
    // Without the day off T-5 lies ahead again: it was climbed, and is not again.
    await office.act('tg.vhtt.cv', correct(office, '2022-02-23', null, 2));
    expect((await task(office, hd(office))).nextRungAt).toBe(half8('2022-02-28'));
  });

  it('is followed to the end after a crash at any write, with the same dates and one entry each', async () => {
    const straight = await opened();
    await straight.act('tg.vhtt.cv', add(straight, [aDayOff('2022-02-24')]));
    const wanted = straight.memory.records;
    for (let crash = 1; crash <= 8; crash += 1) {
      let left = Number.POSITIVE_INFINITY;
      const office = await opened(() => {
        left -= 1;
        if (left < 0) throw new TransientError('The store is away.');
      });
      left = crash;
      await office.act('tg.vhtt.cv', add(office, [aDayOff('2022-02-24')]));
      left = Number.POSITIVE_INFINITY;
      at(office, '2022-02-14', 9, 0);
      await ticked(office);
      for (const [stream, { body }] of [...wanted].filter(([name]) => name.includes('#task#')))
        expect(office.memory.records.get(stream)?.body).toEqual(body);
      expect(events(office, `calendar#${WORKING_CALENDAR}`)).toEqual(['CalendarChanged', 'TasksRedated']);
      await checkInvariants(office, new Map(), true);
    }
  });

  it('is what mails, pages and new dates count by from then on', async () => {
    const office = await opened();
    await office.act('tg.vhtt.cv', add(office, [aDayOff('2022-03-10'), aDayOff('2022-03-11')]));
    await office.fileP();
    await office.lock();
    at(office, '2022-03-09', 9);
    await office.forward('synthesis');
    const found = await calendarOf(office.ports, office.locality);
    const { due } = await task(office, `appraisal:${office.pkg}:1`);
    expect(due).toBe('2022-03-15');
    expect(found.off.filter(({ date }) => date > '2022-03-09' && date < '2022-03-12')).toHaveLength(2);
  });
});

describe('a change of the calendar that is refused', () => {
  const refusedAs = async (office: Office, command: object, person = 'tg.vhtt.cv') => {
    const before = office.memory.journal.size;
    const outcome = await office.send(person, command);
    expect(office.memory.journal.size).toBe(before);
    return outcome.kind === 'problems' ? outcome.problems.map(({ path, code }) => `${path} ${code}`) : outcome.kind;
  };

  it.each([
    ['a day twice in what is sent', [aDayOff('2022-06-01'), aDayOff('2022-06-01')], ['days[1].date day-listed']],
    ['a day that is listed', [aDayOff('2022-09-02')], ['date day-listed']],
    ['a weekday worked in exchange', [aDayOff('2022-06-01', { kind: 'working' })], ['date works-anyhow']],
    ['a Sunday off in exchange', [aDayOff('2022-06-05', { kind: 'swap' })], ['date off-anyhow']],
    ['a year that nobody can know of', [aDayOff('2029-06-01')], ['date outside-years']],
    ['a year before the calendar', [aDayOff('2019-06-03')], ['date outside-years']],
    ['no source', [aDayOff('2022-06-01', { source: '  ' })], ['source missing']],
    ['no name', [aDayOff('2022-06-01', { name: { vi: '', en: '' } })], ['name missing']],
    ['a source read tomorrow', [aDayOff('2022-06-01', { asOf: '2022-02-15' })], ['asOf date-in-future']],
    ['nothing', [], ['date missing']],
    [
      'too many',
      Array.from({ length: 41 }, (_, n) => aDayOff(addDays(PlainDate.parse('2024-05-06'), n))),
      ['date too-many-days'],
    ],
  ])('%s', async (_, rows, wrong) => {
    const office = await opened();
    expect(await refusedAs(office, add(office, rows))).toEqual(wrong);
    expect(await calendarOf(office.ports, office.locality)).toBe(office.ports.calendar);
  });

  it('without a reason, of a day that is not listed, or onto one that is', async () => {
    const office = await opened();
    expect(await refusedAs(office, correct(office, '2022-09-02', null, 0, ' '))).toEqual(['reason reason-missing']);
    expect(await refusedAs(office, correct(office, '2022-06-01', null))).toEqual(['date day-not-listed']);
    const onto = aDayOff('2022-04-30');
    expect(await refusedAs(office, correct(office, '2022-09-02', onto))).toEqual(['date day-listed']);
  });

  it('by who does not keep it, and on a table that has changed since', async () => {
    const office = await opened();
    expect(await refusedAs(office, add(office, [aDayOff('2022-06-01')]), 'tg.tckh.cv')).toBe('not-yours');
    await office.act('tg.vhtt.cv', add(office, [aDayOff('2022-06-01')]));
    expect(await refusedAs(office, add(office, [aDayOff('2022-06-02')]))).toBe('changed-since-shown');
  });
});

describe('dates that follow the calendar', () => {
  it('are the same whatever the changes were on the way, and each task has a next one ahead of its last rung', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 2, max: 40 }), { minLength: 1, maxLength: 4 }),
        async (offsets) => {
          const days = offsets.map((n) => addDays(PlainDate.parse('2022-02-14'), n));
          const [together, oneByOne, back] = [await opened(), await opened(), await opened()];
          await together.act(
            'tg.vhtt.cv',
            add(
              together,
              days.map((date) => aDayOff(date)),
            ),
          );
          for (const date of days) {
            const seen = (await oneByOne.store.load(oneByOne.locality, 'calendar', WORKING_CALENDAR))?.version ?? 0;
            await oneByOne.act('tg.vhtt.cv', add(oneByOne, [aDayOff(date)], seen));
          }
          await back.act(
            'tg.vhtt.cv',
            add(
              back,
              days.map((date) => aDayOff(date)),
            ),
          );
          for (const [index, date] of days.entries())
            await back.act('tg.vhtt.cv', correct(back, date, null, index + 1));
          const untouched = await opened();
          const dates = async (office: Office) => {
            const { due, nextRungAt } = await task(office, hd(office));
            return [due, nextRungAt];
          };
          expect(await dates(oneByOne)).toEqual(await dates(together));
          expect(await dates(back)).toEqual(await dates(untouched));
        },
      ),
      { numRuns: 15 },
    );
  });
});
