import { unitOf } from '../../domain/plan.ts';
import type { BudgetRoute } from '../../domain/plan.ts';
import type { Stored } from '../../domain/records.ts';
import { readRoundUnits } from '../content.ts';
import type { Session } from '../ports.ts';
import { enterPlan, enterRound, type InPlan, notFound, seen, type Viewed, type ViewPorts } from './access.ts';
import { summarize, type TaskSummary } from './task-summary.ts';
import { type Tracker, trackerOf } from './tracker.ts';

/** A round in the list of rounds. */
export type RoundEntry = {
  readonly round: Stored<'round'>;
  readonly pkg: Stored<'package'> | null;
  readonly tracker: Tracker;
  /** Whether the reader's unit estimates in it. */
  readonly owes: boolean;
};

/** What waits for the reader's office, soonest due first, and the rounds of its plan. */
export type HomeView = InPlan & {
  readonly tasks: readonly TaskSummary[];
  readonly rounds: readonly RoundEntry[];
  readonly mayOpenRound: boolean;
  readonly route: BudgetRoute | null;
};

const tasksOf = async (ports: ViewPorts, session: Session, { viewer }: InPlan): Promise<readonly TaskSummary[]> => {
  const ids = await ports.store.listOpenTasks(session.locality, viewer.office);
  const tasks = await ports.store.loadAll(session.locality, 'task', ids);
  const mine = tasks
    .filter(({ body }) => body.state === 'open' && body.office === viewer.office && body.plan === session.plan)
    .toSorted((a, b) => (`${a.body.due}#${a.id}` < `${b.body.due}#${b.id}` ? -1 : 1));
  const summaries = await Promise.all(
    mine.map(async (task) => {
      const room = await enterRound(ports, session, task.body.subject.round);
      return room === undefined ? [] : [await summarize(ports, room.plan, room.round, task)];
    }),
  );
  return summaries.flat();
};

const roundsOf = async (ports: ViewPorts, session: Session): Promise<readonly RoundEntry[]> => {
  const ids = await ports.store.listCase(session.locality, 'round', session.plan);
  const rounds = await Promise.all(
    ids.toReversed().map(async (id): Promise<readonly RoundEntry[]> => {
      const room = await enterRound(ports, session, id);
      if (room === undefined) return [];
      const { round, plan, viewer } = room;
      const pkg =
        round.body.package === null
          ? undefined
          : await ports.store.load(session.locality, 'package', round.body.package);
      const units = await readRoundUnits(ports.store, session.locality, round.body.units);
      const counts = viewer.seesAll && pkg !== undefined ? { ...pkg.body.counts, late: null } : null;
      const tracker = trackerOf(ports, plan, round.body, pkg?.body, counts);
      const owes = units.some(({ unit }) => unit === viewer.office);
      return [{ round, pkg: pkg ?? null, tracker, owes }];
    }),
  );
  return rounds.flat();
};

/** The first page of a signed-in person. */
export const homeView = async (ports: ViewPorts, session: Session): Promise<Viewed<HomeView>> => {
  const room = await enterPlan(ports, session, session.plan);
  if (room === undefined) return notFound('plan');
  const [tasks, rounds] = await Promise.all([tasksOf(ports, session, room), roundsOf(ports, session)]);
  const { plan, viewer } = room;
  return seen({
    ...room,
    tasks,
    rounds,
    mayOpenRound: plan.chain !== null && viewer.office === plan.standing,
    route: unitOf(plan, viewer.office)?.budgetRoute ?? null,
  });
};
