import { type Absence, isAhead, type Leaving } from '../../domain/absence.ts';
import { instantOf, type PlainDate } from '../../domain/calendar.ts';
import type { UnitId } from '../../domain/ids.ts';
import { type Vacancy, vacanciesOf } from '../../domain/people-now.ts';
import type { Person } from '../../domain/plan.ts';
import { postsOf } from '../../domain/posts.ts';
import type { Session } from '../ports.ts';
import { roundForecasts, type YearGap } from '../round-forecasts.ts';
import { enterPlan, type InPlan, notFound, seen, type Viewed, type ViewPorts } from './access.ts';
import { today } from './due.ts';

/** An absence as the reader may see it: the reason is his office's business alone. */
export type ListedAbsence = { readonly absence: Absence; readonly ahead: boolean; readonly mine: boolean };

/** Who of the plan is away or leaves, what work is due meanwhile, and which posts nobody holds. */
export type AbsenceView = InPlan & {
  readonly listed: readonly ListedAbsence[];
  readonly leaving: readonly Leaving[];
  /** The people whose absence the reader may record: himself, and those of his offices. */
  readonly people: readonly Person[];
  /** Who may be named to stand in: people of those offices, and those who have their head's authorisation. */
  readonly standIns: readonly Person[];
  readonly gaps: readonly YearGap[];
  readonly vacancies: readonly Vacancy[];
  readonly today: PlainDate;
};

const officesOf = (person: Person): readonly UnitId[] => postsOf(person).map(({ office }) => office);

/** The posts without a holder that the reader is told of: all of them to the standing unit, his own office's to him. */
export const vacanciesSeen = ({ plan, viewer }: InPlan): readonly Vacancy[] =>
  vacanciesOf(plan).filter(({ office }) => viewer.office === plan.standing || viewer.offices.includes(office));

/** The register of absences, as far as it concerns the reader, with the forecast. */
export const absenceView = async (ports: ViewPorts, session: Session): Promise<Viewed<AbsenceView>> => {
  const room = await enterPlan(ports, session, session.plan);
  if (room === undefined) return notFound('plan');
  const { plan, viewer, absences } = room;
  const now = instantOf(ports.clock.now());
  const own = officesOf(viewer.person);
  const shares = (id: string): boolean => {
    const person = [...plan.people, ...(plan.former ?? [])].find((one) => one.id === id);
    return person !== undefined && officesOf(person).some((office) => own.includes(office));
  };
  const people = plan.people.filter((person) => officesOf(person).some((office) => own.includes(office)));
  const lent = (viewer.register?.authorisations ?? []).filter(({ office }) => own.includes(office));
  const standIns = plan.people.filter(
    (person) => people.includes(person) || lent.some(({ recipient }) => recipient === person.id),
  );
  const gaps = await roundForecasts(ports, session.locality, plan, absences);
  const listed = (absences?.absences ?? []).map((absence) => ({
    absence,
    ahead: isAhead(absence, now),
    mine: shares(absence.person),
  }));
  return seen({
    ...room,
    listed: listed
      .filter(({ mine, absence }) => mine || viewer.seesAll || absence.standIn === viewer.person.id)
      .toReversed(),
    leaving: (absences?.leaving ?? []).filter(({ person }) => viewer.seesAll || shares(person)).toReversed(),
    people: viewer.office === plan.standing ? plan.people : people,
    standIns,
    gaps: gaps.filter(({ person, office }) => viewer.seesAll || own.includes(office) || person === viewer.person.id),
    vacancies: vacanciesSeen(room),
    today: today(ports),
  });
};
