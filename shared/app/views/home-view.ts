import { currentVersion, type Estimate } from '../../domain/estimate.ts';
import { estimateIdOf } from '../../domain/ids.ts';
import { countsNow, type Package } from '../../domain/package.ts';
import { unitOf } from '../../domain/plan.ts';
import type { BudgetRoute } from '../../domain/plan.ts';
import type { Stored } from '../../domain/records.ts';
import { readRoundUnits } from '../content.ts';
import type { Session } from '../ports.ts';
import {
  enterCase,
  enterPlan,
  enterRound,
  type InPlan,
  notFound,
  seen,
  type Viewed,
  type ViewPorts,
} from './access.ts';
import type { Vacancy } from '../../domain/people-now.ts';
import { vacanciesSeen } from './absence-view.ts';
import { type Amounts, amountsOf, onlyProposed, reachOfUnit } from './reach.ts';
import { summarize, type TaskSummary } from './task-summary.ts';
import { isDecidedTogether } from './many-view.ts';
import { packagesOf } from './round-view.ts';
import { type Tracker, trackerOf } from './tracker.ts';
import { unreachedCount, type UnreachedPorts } from './unreached-view.ts';

/** Where the reader's own estimate stands, and its sums as far as they are shown to its unit. */
export type OwnEstimate = {
  readonly standing: Estimate['standing'];
  readonly version: number | null;
  readonly amounts: Amounts | null;
};

/** A round in the list of rounds. */
export type RoundEntry = {
  readonly round: Stored<'round'>;
  /** The package that the reader is shown: the one that his unit's estimate is in or open for, else the round's first. */
  readonly pkg: Stored<'package'> | null;
  /** All packages of the round, for an office that sees the whole round. */
  readonly packages: readonly Stored<'package'>[];
  readonly tracker: Tracker;
  /** Whether the reader's unit estimates in it. */
  readonly owes: boolean;
  /** Where the reader's own estimate stands. */
  readonly own: OwnEstimate | null;
};

/** A task that waits, and whether it is of a kind that can be decided together with others. */
export type HomeTask = TaskSummary & { readonly together: boolean };

/** What waits for the reader's office, soonest due first, and the rounds of its plan. */
export type HomeView = InPlan & {
  readonly tasks: readonly HomeTask[];
  readonly rounds: readonly RoundEntry[];
  readonly mayOpenRound: boolean;
  readonly route: BudgetRoute | null;
  /** Posts that nobody holds, told to the standing unit and to the office itself. */
  readonly vacancies: readonly Vacancy[];
  /** How many addresses of the plan take no mail, told to the standing unit. */
  readonly unreached: number;
};

const tasksOf = async (ports: ViewPorts, session: Session, { viewer }: InPlan): Promise<readonly HomeTask[]> => {
  const lists = viewer.offices.map((office) => ports.store.listOpenTasks(session.locality, office));
  const ids = [...new Set((await Promise.all(lists)).flat())];
  const tasks = await ports.store.loadAll(session.locality, 'task', ids);
  const mine = tasks
    .filter(({ body }) => body.state === 'open' && viewer.offices.includes(body.office) && body.plan === session.plan)
    .toSorted((a, b) => (`${a.body.due}#${a.id}` < `${b.body.due}#${b.id}` ? -1 : 1));
  const summaries = await Promise.all(
    mine.map(async (task) => {
      const room = await enterCase(ports, session, task.body.subject);
      if (room === undefined) return [];
      return [{ ...(await summarize(ports, room, task)), together: isDecidedTogether(ports, room, task.body) }];
    }),
  );
  return summaries.flat();
};

const ownOf = (estimate: Estimate | undefined, pkg: Package | undefined): OwnEstimate | null =>
  estimate === undefined
    ? null
    : {
        standing: estimate.standing,
        version: currentVersion(estimate)?.n ?? null,
        amounts: amountsOf(estimate, pkg === undefined ? onlyProposed : reachOfUnit(pkg)),
      };

/** The package that an estimate is in, or is open for again, where that is not the round's first. */
const packageOf = async (
  ports: ViewPorts,
  estimate: Estimate | undefined,
  first: Stored<'package'> | undefined,
): Promise<Stored<'package'> | undefined> => {
  const id = estimate?.lockedInto?.package ?? estimate?.into;
  return estimate === undefined || id === undefined || id === first?.id
    ? undefined
    : ports.store.load(estimate.locality, 'package', id);
};

const roundsOf = async (ports: ViewPorts, session: Session): Promise<readonly RoundEntry[]> => {
  const ids = await ports.store.listCase(session.locality, 'round', session.plan);
  const rounds = await Promise.all(
    ids.toReversed().map(async (id): Promise<readonly RoundEntry[]> => {
      const room = await enterRound(ports, session, id);
      if (room === undefined) return [];
      const { round, plan, viewer } = room;
      const first =
        round.body.package === null
          ? undefined
          : await ports.store.load(session.locality, 'package', round.body.package);
      const units = await readRoundUnits(ports.store, session.locality, round.body.units);
      const owes = units.some(({ unit }) => unit === viewer.office);
      const estimate = owes
        ? await ports.store.load(session.locality, 'estimate', estimateIdOf(round.body.id, viewer.office))
        : undefined;
      const own = (await packageOf(ports, estimate?.body, first)) ?? first;
      const shown = viewer.seesAll ? first : own;
      const counts = viewer.seesAll && first !== undefined ? { ...countsNow(first.body), late: null } : null;
      const tracker = await trackerOf(ports, room.calendar, plan, round.body, shown?.body, counts);
      const packages = viewer.seesAll && first !== undefined ? await packagesOf(ports, room) : [];
      return [{ round, pkg: shown ?? null, packages, tracker, owes, own: ownOf(estimate?.body, own?.body) }];
    }),
  );
  return rounds.flat();
};

/** The first page of a signed-in person. */
export const homeView = async (ports: UnreachedPorts, session: Session): Promise<Viewed<HomeView>> => {
  const room = await enterPlan(ports, session, session.plan);
  if (room === undefined) return notFound('plan');
  const [tasks, rounds, unreached] = await Promise.all([
    tasksOf(ports, session, room),
    roundsOf(ports, session),
    unreachedCount(ports, room),
  ]);
  const { plan, viewer } = room;
  return seen({
    ...room,
    tasks,
    rounds,
    mayOpenRound: plan.chain !== null && viewer.office === plan.standing,
    route: unitOf(plan, viewer.office)?.budgetRoute ?? null,
    vacancies: vacanciesSeen(room),
    unreached,
  });
};
