import { forecast, windowsOf } from '../../../shared/app/absence-forecast.ts';
import { readRoundUnits } from '../../../shared/app/content.ts';
import { cyclesOfPlan } from '../../../shared/app/cycle-steps.ts';
import { planNow } from '../../../shared/app/plan-now.ts';
import { ladderOf } from '../../../shared/app/views/dates-view.ts';
import { calendarOf } from '../../../shared/app/working-calendar.ts';
import { vietnam } from '../../../shared/calendars/vietnam.ts';
import { moment, shortDate } from '../../../shared/contracts/messages/format.ts';
import { messagesIn } from '../../../shared/contracts/messages/messages.ts';
import { namesOf } from '../../../shared/contracts/messages/names.ts';
import type { RehearsalReport } from '../../../shared/contracts/rehearsal.ts';
import { localDate } from '../../../shared/domain/calendar.ts';
import type { Year } from '../../../shared/domain/ids.ts';
import type { Plan } from '../../../shared/domain/plan.ts';
import type { Language } from '../../../shared/domain/text.ts';
import type { Stage } from './perform.ts';

type Dates = Pick<RehearsalReport, 'ladders' | 'absences'>;

/**
 * The ladder of every task of the round and of the year's cycles of reports, and whose work fell due while he was away,
 * as it stood when the round opened.
 */
export const datesOf = async ({ store, plan, round: id, runtime }: Stage, year: Year): Promise<Dates> => {
  const locality = plan.locality.id;
  const clock = { now: () => runtime.timeline.now() };
  const calendar = await calendarOf({ store, calendar: vietnam }, locality);
  const cycles = await cyclesOfPlan({ store }, locality, plan.id);
  const cases = [id, ...cycles.flatMap(({ body }) => (body.year === year ? [body.id] : []))];
  const ids = await Promise.all(cases.map((one) => store.listCase(locality, 'task', one)));
  const tasks = await store.loadAll(locality, 'task', ids.flat());
  const round = await store.load(locality, 'round', id);
  const ladders = tasks.map(({ body }) => ({
    task: body.id,
    kind: body.kind,
    office: body.office,
    due: body.due,
    ...(body.counted === undefined ? {} : { counted: body.counted }),
    ...(body.extended === undefined ? {} : { extendedFrom: body.extended.from }),
    steps: ladderOf(plan, calendar, body).map(({ rung, at, state }) => ({ rung: rung.id, at, state })),
  }));
  if (round === undefined) return { ladders, absences: [] };
  const units = (await readRoundUnits(store, locality, round.body.units)).map(({ unit }) => unit);
  const opened = round.body.openedAt;
  const { absences: register } = await planNow({ store, clock }, locality, round.body.planContent);
  const windows = windowsOf(plan, round.body.due, localDate(opened), units);
  const gaps = forecast(plan, register, windows, opened);
  return {
    ladders,
    absences: gaps.map(({ kind, office, person, until, away, standIn }) => ({
      kind,
      office,
      person,
      due: until,
      ...away,
      standIn,
    })),
  };
};

/** The ladders and the forecast in words, at the story's end. */
export const dateLines = ({ ladders, absences, year }: RehearsalReport, plan: Plan, language: Language): string[] => {
  const { home, dates, formats, absence } = messagesIn(language);
  const names = namesOf(plan, language);
  if (ladders.length === 0) return [];
  return [
    '',
    dates.title(year),
    ...ladders.flatMap(({ kind, office, due, counted, extendedFrom, steps }) => [
      `  ${home.work[kind](year)}, ${names.shortUnit(office)}: ${formats.day(due)} (${
        extendedFrom === undefined
          ? formats.counted(counted === undefined ? {} : { counted })
          : `${dates.extended} ${shortDate(extendedFrom)}`
      })`,
      ...steps.map(({ rung, at, state }) => `    ${rung.padEnd(4)} ${moment(at)} · ${dates.state[state]}`),
    ]),
    '',
    absences.length === 0 ? absence.noGaps : absence.forecast,
    ...absences.map(
      ({ kind, office, person, due, from, until, standIn }) =>
        `  ${home.work[kind](year)}, ${names.shortUnit(office)}, ${formats.day(due)}: ${names.person(person)} (${absence.days(shortDate(from), shortDate(until))}) · ${standIn === null ? absence.nobody : absence.standsIn(names.person(standIn))}`,
    ),
  ];
};
