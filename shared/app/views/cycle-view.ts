import { type Instant, instantOf } from '../../domain/calendar.ts';
import { lastEdition } from '../../domain/edition-decisions.ts';
import { obligationOf } from '../../domain/obligations.ts';
import type { Obligation } from '../../domain/plan.ts';
import type { Stored } from '../../domain/records.ts';
import { type CameIn, cameIn, type CameWhen, cameWhen } from '../../domain/return.ts';
import { returnsOf } from '../cycle-steps.ts';
import { PermanentError } from '../faults.ts';
import type { Session } from '../ports.ts';
import {
  enterCycle,
  type InCycle,
  mayReadReport,
  notFound,
  seen,
  serves,
  type Viewed,
  type ViewPorts,
} from './access.ts';
import { seesAllOf } from './edition-parts.ts';
import { type Counted, countReports } from './cycle-counts.ts';
import { keepersOf } from './cycles-view.ts';
import { type DatedTask, dated } from './dates-view.ts';
import { type Due, dueOn, today } from './due.ts';

/** One report in a cycle, by both facts. */
export type ReportEntry = {
  readonly report: Stored<'return'>;
  readonly came: CameIn;
  readonly when: CameWhen | undefined;
};

/** A cycle of reports as the reader may see it: all, or his own units'. */
export type CycleView = InCycle & {
  readonly obligation: Obligation;
  readonly due: Due;
  readonly reports: readonly ReportEntry[];
  /** Of everybody, whoever looks. */
  readonly counts: Counted;
  readonly mayCut: boolean;
  /** The edition that is being put together, or was last; undefined before the cut. */
  readonly edition: Stored<'edition'> | undefined;
  /** Whether the reader sees everybody's figures. */
  readonly seesAll: boolean;
  readonly now: Instant;
};

/** The obligation that a cycle is of. */
export const obligationIn = ({ plan, cycle }: InCycle): Obligation => {
  const obligation = obligationOf(plan, cycle.body.obligation);
  if (obligation === undefined) throw new PermanentError(`The plan has no obligation ${cycle.body.obligation}.`);
  return obligation;
};

/** A cycle, with who has reported and who has not. */
export const cycleView = async (ports: ViewPorts, session: Session, id: string): Promise<Viewed<CycleView>> => {
  const room = await enterCycle(ports, session, id);
  if (room === undefined) return notFound('cycle');
  const { cycle, viewer, plan, calendar } = room;
  const now = instantOf(ports.clock.now());
  const all = await returnsOf(ports, cycle);
  return seen({
    ...room,
    obligation: obligationIn(room),
    due: dueOn(calendar, today(ports), cycle.body.due),
    reports: all
      .filter(({ body }) => mayReadReport(viewer, room, body.unit))
      .map((report) => ({ report, came: cameIn(report.body, now), when: cameWhen(report.body) })),
    counts: countReports(
      all.map(({ body }) => body),
      now,
    ),
    mayCut: cycle.body.phase === 'collecting' && serves(viewer, keepersOf(plan, cycle.body)),
    edition:
      cycle.body.editions === 0
        ? undefined
        : await ports.store.load(session.locality, 'edition', lastEdition(cycle.body)),
    seesAll: seesAllOf(room),
    now,
  });
};

/** The open tasks of a cycle that the reader may see, with their dates and ladders. */
export type CycleDatesView = InCycle & { readonly obligation: Obligation; readonly tasks: readonly DatedTask[] };

/** The dates and ladders of a cycle. */
export const cycleDatesView = async (
  ports: ViewPorts,
  session: Session,
  id: string,
): Promise<Viewed<CycleDatesView>> => {
  const room = await enterCycle(ports, session, id);
  if (room === undefined) return notFound('cycle');
  const ids = await ports.store.listCase(session.locality, 'task', id);
  const tasks = (await ports.store.loadAll(session.locality, 'task', ids))
    .filter(({ body }) => body.state === 'open' && mayReadReport(room.viewer, room, body.office))
    .toSorted((a, b) => (`${a.body.due}#${a.id}` < `${b.body.due}#${b.id}` ? -1 : 1));
  return seen({
    ...room,
    obligation: obligationIn(room),
    tasks: await Promise.all(tasks.map((task) => dated(ports, room, task))),
  });
};
