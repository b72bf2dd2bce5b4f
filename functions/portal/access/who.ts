import type { CommandPorts, Session } from '../../../shared/app/ports.ts';
import {
  enterCase,
  enterCycle,
  enterRound,
  type InPlan,
  mayRead,
  mayReadReport,
  type Viewer,
} from '../../../shared/app/views/access.ts';
import { mayLoadCodes } from '../../../shared/domain/budget-code-decisions.ts';
import { grantingOffices } from '../../../shared/domain/grant-decisions.ts';
import {
  cycleOfReturn,
  EstimateId,
  ReturnId,
  roundOfEstimate,
  roundOfPackage,
  PackageId,
  TaskId,
  UnitId,
  unitOfEstimate,
  unitOfReturn,
} from '../../../shared/domain/ids.ts';
import type { Plan } from '../../../shared/domain/plan.ts';
import type { Refusal } from '../../../shared/domain/refusal.ts';
import { closingOffices } from '../../../shared/domain/round-closing.ts';

/**
 * Who may come to a route. What it is about is named by the route's own parameters, and has to be of the visitor's
 * locality and plan in every case but the first two:
 *
 * - `anybody`: without signing in; the route itself asks for what it needs, as a mailed link's signature.
 * - `signed-in`: every person of a plan in force.
 * - `round`, `cycle`: every person of the round's or cycle's plan; each sees of it what his role says.
 * - `report`: the people of the unit that the report is of, whoever it goes to, and the offices that see everything.
 * - `unit`: the people of the unit that the estimate is of.
 * - `unit-or-whole`: those, and the offices that see the whole round.
 * - `task`: the office that has the task, and the offices that see the whole round.
 * - `standing`: the standing unit. `locks`: the office that closes the estimates.
 * - `decides`: the offices of any stage above the estimates. `consulted`: the offices that a stage consults.
 * - `grants`, `closes`, `loads-codes`: the offices that may, as the domain says.
 */
export type Who =
  | 'anybody'
  | 'signed-in'
  | 'round'
  | 'cycle'
  | 'report'
  | 'unit'
  | 'unit-or-whole'
  | 'task'
  | 'standing'
  | 'locks'
  | 'decides'
  | 'consulted'
  | 'grants'
  | 'closes'
  | 'loads-codes';

/** The parameters of a route, as far as they name what it is about; `id` is an estimate or a package, by its path. */
export type Params = { readonly [name: string]: string | undefined };

/** Whether the visitor may come, and if not what to tell him. */
export type Admission =
  | { readonly kind: 'admitted' }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly plan: Plan | undefined };

const admitted: Admission = { kind: 'admitted' };
const nothingThere = (what: Extract<Refusal, { kind: 'not-found' }>['what']): Admission => ({
  kind: 'refused',
  refusal: { kind: 'not-found', what },
  plan: undefined,
});

/** What a route is about: the estimate or package that its path names, the round of it, or a task. */
type About = {
  readonly what: 'round' | 'estimate' | 'package' | 'task';
  readonly round: string | undefined;
  readonly unit: UnitId | undefined;
};

const isPackage = (id: string): boolean => PackageId.safeParse(id).success;

const aboutOf = (params: Params): About => {
  const unit = UnitId.safeParse(params['unit']).data;
  const named =
    params['estimate'] ?? (params['id'] !== undefined && !isPackage(params['id']) ? params['id'] : undefined);
  const estimate = EstimateId.safeParse(named).data;
  if (estimate !== undefined)
    return { what: 'estimate', round: roundOfEstimate(estimate), unit: unitOfEstimate(estimate) };
  const pkg = PackageId.safeParse(params['package'] ?? params['id']).data;
  if (pkg !== undefined) return { what: 'package', round: roundOfPackage(pkg), unit };
  return { what: 'round', round: params['round'], unit };
};

/** The offices of a rule that names offices; undefined for the others. */
const officesFor = (who: Who, plan: Plan): readonly UnitId[] | undefined => {
  const stages = plan.chain?.stages ?? [];
  switch (who) {
    case 'standing':
      return [plan.standing];
    case 'locks':
      return plan.chain === null ? [] : [plan.chain.lockedBy];
    case 'decides':
      return stages.filter(({ key }) => key !== 'estimate').flatMap((stage) => stage.by);
    case 'consulted':
      return stages.flatMap((stage) => stage.with);
    case 'grants':
      return grantingOffices(plan);
    case 'closes':
      return closingOffices(plan);
    case 'loads-codes':
      return mayLoadCodes(plan);
    case 'anybody':
    case 'signed-in':
    case 'round':
    case 'cycle':
    case 'report':
    case 'unit':
    case 'unit-or-whole':
    case 'task':
      return undefined;
  }
};

/**
 * The offices that somebody serves or was ever lent the authority of: whoever's authorisation has ended is told so by
 * the domain, with its number and day, and not only that the work is another's.
 */
const mayAskFor = ({ person, offices, register }: Viewer): readonly UnitId[] => [
  ...offices,
  ...(register?.authorisations ?? []).filter(({ recipient }) => recipient === person.id).map(({ office }) => office),
];

/** A plan, and whoever comes in it. */
type Here = Pick<InPlan, 'plan' | 'viewer'>;

const ofOffices = ({ plan, viewer }: Here, offices: readonly UnitId[]): Admission =>
  mayAskFor(viewer).some((office) => offices.includes(office))
    ? admitted
    : { kind: 'refused', refusal: { kind: 'not-yours', offices }, plan };

const ofUnit = (who: 'unit' | 'unit-or-whole', { plan, viewer }: Here, unit: UnitId | undefined): Admission => {
  if (unit === undefined) return nothingThere('estimate');
  const may = who === 'unit' ? mayAskFor(viewer).includes(unit) : mayRead(viewer, unit);
  return may ? admitted : { kind: 'refused', refusal: { kind: 'not-yours', offices: [unit] }, plan };
};

const ofTask = async (ports: CommandPorts, session: Session, params: Params): Promise<Admission> => {
  const id = TaskId.safeParse(params['task']);
  const task = id.success ? await ports.store.load(session.locality, 'task', id.data) : undefined;
  const room = task === undefined ? undefined : await enterCase(ports, session, task.body.subject);
  if (task === undefined || room === undefined) return nothingThere('task');
  return mayRead(room.viewer, task.body.office)
    ? admitted
    : { kind: 'refused', refusal: { kind: 'not-yours', offices: [task.body.office] }, plan: room.plan };
};

const ofCycle = async (
  ports: CommandPorts,
  session: Session,
  who: 'cycle' | 'report',
  params: Params,
): Promise<Admission> => {
  const report = ReturnId.safeParse(params['return']).data;
  const id = who === 'cycle' ? params['cycle'] : report && cycleOfReturn(report);
  const room = await enterCycle(ports, session, id ?? '');
  if (room === undefined) return nothingThere(who === 'cycle' ? 'cycle' : 'return');
  if (who === 'cycle') return admitted;
  const unit = report && unitOfReturn(report);
  if (unit === undefined) return nothingThere('return');
  const may = mayReadReport(room.viewer, room, unit) || mayAskFor(room.viewer).includes(unit);
  return may ? admitted : { kind: 'refused', refusal: { kind: 'not-yours', offices: [unit] }, plan: room.plan };
};

/**
 * Whether somebody who is signed in may come to a route. `here` is he in the plan in force; what is about a round is
 * held to the plan that the round keeps. It is the door, not the decision: who may sign what, and when, the domain says
 * with the record before it.
 */
export const admit = async (
  ports: CommandPorts,
  who: Who,
  { session, here, params }: { readonly session: Session; readonly here: Here; readonly params: Params },
): Promise<Admission> => {
  if (who === 'anybody' || who === 'signed-in') return admitted;
  if (who === 'task') return ofTask(ports, session, params);
  if (who === 'cycle' || who === 'report') return ofCycle(ports, session, who, params);
  const { what, round, unit } = aboutOf(params);
  const isOfPlan = round === undefined && (who === 'standing' || who === 'loads-codes');
  const room: Here | undefined = isOfPlan ? here : await enterRound(ports, session, round ?? '');
  if (room === undefined) return nothingThere(what);
  if (who === 'round') return admitted;
  if (who === 'unit' || who === 'unit-or-whole') return ofUnit(who, room, unit);
  return ofOffices(room, officesFor(who, room.plan) ?? []);
};
