import { type EstimateId, estimateIdOf, type ReturnId } from '../../domain/ids.ts';
import type { Totals } from '../../domain/package.ts';
import { obligationOf } from '../../domain/obligations.ts';
import type { Obligation, Plan } from '../../domain/plan.ts';
import type { Stored } from '../../domain/records.ts';
import { type CameIn, cameIn } from '../../domain/return.ts';
import { instantOf } from '../../domain/calendar.ts';
import type { Case } from '../case.ts';
import { readRoundUnits } from '../content.ts';
import type { InCase, ViewPorts } from './access.ts';
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
    }
  | {
      readonly of: 'return';
      readonly report: ReturnId;
      readonly type: Obligation['type'];
      readonly number: number;
      readonly cameIn: CameIn;
      readonly draft: boolean;
    }
  | {
      readonly of: 'edition';
      readonly type: Obligation['type'];
      readonly number: number;
      readonly units: number;
      readonly edition: number;
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

const moneyOf = async (ports: ViewPorts, task: Stored<'task'>, plan: Plan, of: Case): Promise<TaskMoney | null> => {
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
      return of.type === 'round' ? ofRound(ports, of) : null;
    case 'package': {
      const pkg = await ports.store.load(locality, 'package', subject.package);
      if (pkg === undefined) return null;
      const adjusts = pkg.body.adjusts !== undefined;
      return { of: 'package', ...pkg.body.content, submission: subject.submission, adjusts };
    }
    case 'edition': {
      const edition = await ports.store.load(locality, 'edition', subject.edition);
      const obligation = of.type === 'cycle' ? obligationOf(plan, of.body.obligation) : undefined;
      if (edition === undefined || obligation === undefined || of.type !== 'cycle') return null;
      return {
        of: 'edition',
        type: obligation.type,
        number: of.body.number,
        units: edition.body.units,
        edition: edition.body.number,
      };
    }
    case 'return': {
      if (of.type !== 'cycle') return null;
      const report = await ports.store.load(locality, 'return', subject.return);
      const obligation = obligationOf(plan, of.body.obligation);
      if (report === undefined || obligation === undefined) return null;
      return {
        of: 'return',
        report: subject.return,
        type: obligation.type,
        number: of.body.number,
        cameIn: cameIn(report.body, instantOf(ports.clock.now())),
        draft: report.body.draft !== null,
      };
    }
  }
};

/** What a task is about, read by key. */
export const summarize = async (
  ports: ViewPorts,
  { plan, of, calendar }: Pick<InCase, 'plan' | 'of' | 'calendar'>,
  task: Stored<'task'>,
): Promise<TaskSummary> => ({
  task,
  plan,
  year: of.body.year,
  due: dueOn(calendar, today(ports), task.body.due),
  money: await moneyOf(ports, task, plan, of),
});
