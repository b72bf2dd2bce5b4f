import type { AbsenceFact, StandInsFact, VacancyFact, WorkFact } from '../../contracts/mail-messages/facts.ts';
import type { Absence, AbsenceRegister } from '../../domain/absence.ts';
import { addDays, localDate } from '../../domain/calendar.ts';
import { vacanciesOf, withPeopleNow } from '../../domain/people-now.ts';
import type { Round } from '../../domain/round.ts';
import { forecast, type Gap, windowsOf } from '../absence-forecast.ts';
import { readRoundUnits } from '../content.ts';
import type { Ports } from '../ports.ts';
import type { YearGap } from '../round-forecasts.ts';
import type { AbsenceCause } from './cause.ts';
import { officeName, postOf, type Reader, say } from './reader.ts';

const workOf = (reader: Reader, gap: Gap, year: number, named: boolean): WorkFact => ({
  kind: gap.kind,
  year,
  office: officeName(reader, gap.office),
  until: gap.until,
  away: named ? { person: postOf(reader, gap.person), ...gap.away } : undefined,
});

/** An absence, with the work that is due meanwhile. */
export const absenceFact = (
  reader: Reader,
  { actor, event }: AbsenceCause,
  absence: Absence,
  gaps: readonly YearGap[],
): AbsenceFact => ({
  plan: say(reader, reader.plan.shortTitle),
  person: postOf(reader, absence.person),
  from: absence.from,
  until: absence.until,
  reason: absence.reason ?? undefined,
  recordedBy: actor.kind === 'person' ? postOf(reader, actor.person) : 'Trình',
  cancelled: absence.cancelled !== null,
  replacedBy:
    event.type === 'StandInNamed' && event.replaced === reader.person.id ? postOf(reader, event.standIn) : undefined,
  works: gaps.filter((gap) => gap.absence === absence.id).map((gap) => workOf(reader, gap, gap.year, false)),
});

/** Whose work of a round that opens is due while he is away, with nobody in his place. */
export const standInsFact = async (
  { store }: Pick<Ports, 'store'>,
  reader: Reader,
  round: Round,
  absences: AbsenceRegister | undefined,
): Promise<StandInsFact> => {
  const units = (await readRoundUnits(store, round.locality, round.units)).map(({ unit }) => unit);
  const windows = windowsOf(reader.plan, round.due, localDate(round.openedAt), units);
  const gaps = forecast(reader.plan, absences, windows, reader.now).filter(({ standIn }) => standIn === null);
  return {
    plan: say(reader, reader.plan.shortTitle),
    year: round.year,
    works: gaps.map((gap) => workOf(reader, gap, round.year, true)),
  };
};

/** The posts that somebody's leaving leaves without a holder. */
export const vacancyFact = (reader: Reader, { event, register }: AbsenceCause): VacancyFact | undefined => {
  const leaving = 'leaving' in event ? register.leaving.find(({ id }) => id === event.leaving) : undefined;
  if (leaving === undefined) return undefined;
  const without = withPeopleNow(reader.plan, reader.plan, register, addDays(leaving.lastDay, 1));
  return {
    plan: say(reader, reader.plan.shortTitle),
    person: postOf(reader, leaving.person),
    lastDay: leaving.lastDay,
    posts: vacanciesOf(without).map(({ office, post }) => ({ office: officeName(reader, office), post })),
  };
};
