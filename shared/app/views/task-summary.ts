import { type EstimateId, estimateIdOf } from '../../domain/ids.ts';
import type { Totals } from '../../domain/package.ts';
import type { Plan } from '../../domain/plan.ts';
import type { Stored } from '../../domain/records.ts';
import { readRoundUnits } from '../content.ts';
import type { InRound, ViewPorts } from './access.ts';
import { type Due, dueOn, today } from './due.ts';
import { type Counts } from './tracker.ts';
import { memberOf } from '../../domain/round-decisions.ts';

/** How much a task is about. */
export type TaskMoney =
  | {
      readonly of: 'estimate';
      readonly estimate: EstimateId;
      readonly total: number | null;
      readonly draft: boolean;
      readonly counts: boolean;
    }
  | { readonly of: 'round'; readonly total: number; readonly counts: Counts; readonly expected: number }
  | {
      readonly of: 'package';
      readonly totals: Totals;
      readonly changed: number;
      readonly submission: number;
      readonly adjusts: boolean;
    };

/** One task in a list: what, how much, until when. */
export type TaskSummary = {
  readonly task: Stored<'task'>;
  readonly plan: Plan;
  readonly year: number;
  readonly due: Due;
  readonly money: TaskMoney | null;
};

const ofRound = async (ports: ViewPorts, round: Stored<'round'>): Promise<TaskMoney> => {
  const { locality, id } = round.body;
  const units = await readRoundUnits(ports.store, locality, round.body.units);
  const ids = units.map(({ unit }) => estimateIdOf(id, unit));
  const members = (await ports.store.loadAll(locality, 'estimate', ids)).map(({ body }) => memberOf(body));
  const count = (standing: string): number => members.filter((member) => member.standing === standing).length;
  const [submitted, nil] = [count('submitted'), count('nil')];
  return {
    of: 'round',
    total: members.reduce((total, member) => total + (member.total ?? 0), 0),
    counts: {
      submitted,
      nil,
      missing: units.length - submitted - nil,
      late: members.filter(({ late }) => late).length,
    },
    expected: units.length,
  };
};

const moneyOf = async (ports: ViewPorts, task: Stored<'task'>, round: Stored<'round'>): Promise<TaskMoney | null> => {
  const { subject, locality } = task.body;
  switch (subject.of) {
    case 'estimate': {
      const estimate = await ports.store.load(locality, 'estimate', subject.estimate);
      const total = estimate?.body.draft?.total ?? estimate?.body.versions.at(-1)?.total ?? null;
      const draft = estimate !== undefined && estimate.body.draft !== null;
      const counts = estimate?.body.standing === 'submitted';
      return { of: 'estimate', estimate: subject.estimate, total, draft, counts };
    }
    case 'round':
      return ofRound(ports, round);
    case 'package': {
      const pkg = await ports.store.load(locality, 'package', subject.package);
      if (pkg === undefined) return null;
      const adjusts = pkg.body.adjusts !== undefined;
      return { of: 'package', ...pkg.body.content, submission: subject.submission, adjusts };
    }
  }
};

/** What a task is about, read by key. */
export const summarize = async (
  ports: ViewPorts,
  { plan, round, calendar }: Pick<InRound, 'plan' | 'round' | 'calendar'>,
  task: Stored<'task'>,
): Promise<TaskSummary> => ({
  task,
  plan,
  year: round.body.year,
  due: dueOn(calendar, today(ports), task.body.due),
  money: await moneyOf(ports, task, round),
});
