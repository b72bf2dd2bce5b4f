import type { Command, CommandRequest } from '../contracts/commands.ts';
import { instantOf } from '../domain/calendar.ts';
import type { ActingSetting } from '../domain/context.ts';
import {
  CommandId,
  cycleOfEdition,
  cycleOfReturn,
  roundIdOf,
  roundOfEstimate,
  roundOfPackage,
  type Sha256,
  UnitId,
} from '../domain/ids.ts';
import type { PersonActor } from '../domain/journal.ts';
import type { Cycle } from '../domain/cycle.ts';
import type { Plan } from '../domain/plan.ts';
import type { Decision, Refusal } from '../domain/refusal.ts';
import { openRound, orderLock } from '../domain/round-decisions.ts';
import { lockTaskId } from '../domain/task.ts';
import { decideAbsence } from './absence-commands.ts';
import { type PlanNow, planNow } from './plan-now.ts';
import { actingOffice, onBehalf, registerReader } from './acting.ts';
import { decideAdjustment, decideWithdrawal } from './adjustment-commands.ts';
import { decideAuthority } from './authority-commands.ts';
import { decideCalendar } from './calendar-commands.ts';
import { decideCodes } from './code-commands.ts';
import { decideCycle } from './cycle-commands.ts';
import { decideSending } from './sending-commands.ts';
import { decideReturn } from './return-commands.ts';
import { decideExtension } from './extension-commands.ts';
import { calendarOf } from './working-calendar.ts';
import { decideClosing } from './closing-steps.ts';
import { decideComment } from './comment-commands.ts';
import { decideEstimate } from './estimate-commands.ts';
import { followAtOnce } from './redating-steps.ts';
import { execute, type Outcome } from './execute.ts';
import { caseOfTarget, decideFile } from './file-commands.ts';
import { decideGrant, decideYearEnd } from './grant-commands.ts';
import { decideShares, decideSubmitter } from './joint-commands.ts';
import { decideFigures, decideFreeze, decidePackage, decidePrepared } from './package-commands.ts';
import { decideClose, decideSupplement } from './part-commands.ts';
import type { CommandPorts, Ports, Session } from './ports.ts';

/** The plan that a command's round keeps, or the one in force where it opens a round. */
type GoverningPlan = PlanNow & { readonly content: Sha256 };

/** Commands of a plan, for which no round says which content holds. */
type PlanCommand = Extract<
  Command,
  {
    do:
      | 'open-round'
      | 'load-codes'
      | 'record-authorisation'
      | 'revoke-authorisation'
      | 'add-calendar-days'
      | 'correct-calendar-day'
      | 'record-absence'
      | 'name-stand-in'
      | 'cancel-absence'
      | 'record-leaving'
      | 'open-cycle';
  }
>;

/** Commands of a cycle of reports. */
type CycleCommand = Extract<
  Command,
  { readonly return: unknown } | { readonly cycle: unknown } | { readonly edition: unknown }
>;

const isOfPlan = (command: Command): command is PlanCommand => 'plan' in command;

/** The round, or the cycle of reports, that a command is about. */
const caseIdOf = (command: Exclude<Command, PlanCommand>): { readonly of: 'round' | 'cycle'; readonly id: string } => {
  if ('cycle' in command) return { of: 'cycle', id: command.cycle };
  if ('return' in command) return { of: 'cycle', id: cycleOfReturn(command.return) };
  if ('edition' in command) return { of: 'cycle', id: cycleOfEdition(command.edition) };
  if ('target' in command) return caseOfTarget(command.target);
  return { of: 'round', id: roundOf(command) };
};

const roundOf = (command: Exclude<Command, PlanCommand | CycleCommand | { readonly target: unknown }>): string => {
  if ('case' in command) return command.case;
  if ('round' in command) return command.round;
  if ('package' in command) return roundOfPackage(command.package);
  return roundOfEstimate(command.estimate);
};

/** The plan with the recipient that a cycle was opened with: its reports may go to a successor of the one in the plan. */
const asOpened = (plan: Plan, { obligation, recipient }: Pick<Cycle, 'obligation' | 'recipient'>): Plan => ({
  ...plan,
  obligations: plan.obligations.map((one) => (one.id === obligation ? { ...one, recipient } : one)),
});

const governing = async (ports: Ports, session: Session, command: Command): Promise<GoverningPlan | undefined> => {
  const { store } = ports;
  const { locality } = session;
  if (isOfPlan(command)) {
    const record = await store.load(locality, 'plan', command.plan);
    if (record === undefined) return undefined;
    const { content } = record.body;
    return { ...(await planNow(ports, locality, content)), content };
  }
  const { of, id } = caseIdOf(command);
  const found =
    (await store.load(locality, of, id)) ??
    (command.do === 'extend-task' ? await store.load(locality, 'cycle', command.case) : undefined);
  if (found === undefined) return undefined;
  const content = found.body.planContent;
  const now = await planNow(ports, locality, content);
  return { ...now, plan: 'obligation' in found.body ? asOpened(now.plan, found.body) : now.plan, content };
};

const decideLock = async (ports: Ports, setting: ActingSetting, id: string): Promise<Decision> => {
  const locality = setting.plan.locality.id;
  const round = await ports.store.load(locality, 'round', id);
  if (round === undefined) return { kind: 'not-found', what: 'round' };
  const task = await ports.store.load(locality, 'task', lockTaskId(round.body.id));
  return task === undefined ? { kind: 'still-opening' } : orderLock(round, task, setting);
};

const decideOpen = async (
  ports: Ports,
  setting: ActingSetting,
  content: Sha256,
  command: Extract<Command, { do: 'open-round' }>,
): Promise<Decision> => {
  const { plan } = setting;
  const existing = await ports.store.load(plan.locality.id, 'round', roundIdOf(plan.id, command.year));
  const members = new Map(Object.entries(command.members).map(([group, units]) => [UnitId.parse(group), units]));
  return openRound(existing, { year: command.year, members, due: command.due }, content, setting);
};

const decide = (ports: CommandPorts, setting: ActingSetting, content: Sha256, command: Command): Promise<Decision> => {
  switch (command.do) {
    case 'open-round':
      return decideOpen(ports, setting, content, command);
    case 'lock-round':
      return decideLock(ports, setting, command.round);
    case 'save-draft':
    case 'submit-estimate':
    case 'recall-estimate':
    case 'sign-nil':
    case 'return-estimate':
    case 'sign-off-estimate':
    case 'hand-back-estimate':
      return decideEstimate(ports, setting, command);
    case 'set-figures':
      return decideFigures(ports, setting, command);
    case 'prepare-decision':
      return decideFreeze(ports, setting, command);
    case 'reopen-figures':
    case 'forward-package':
    case 'return-package':
    case 'return-part':
    case 'approve-package':
    case 'sign-off-package':
    case 'hand-back-package':
      return decidePackage(ports, setting, command);
    case 'record-authorisation':
    case 'revoke-authorisation':
      return decideAuthority(ports, setting, command);
    case 'attach-file':
    case 'detach-file':
      return decideFile(ports, setting, command);
    case 'open-supplement':
      return decideSupplement(ports, setting, command);
    case 'close-collecting':
      return decideClose(ports, setting, command);
    case 'load-codes':
      return decideCodes(ports, setting, command);
    case 'add-calendar-days':
    case 'correct-calendar-day':
      return decideCalendar(ports, setting, command);
    case 'record-absence':
    case 'name-stand-in':
    case 'cancel-absence':
    case 'record-leaving':
      return decideAbsence(ports, setting, command);
    case 'extend-task':
      return decideExtension(ports, setting, command);
    case 'name-submitter':
      return decideSubmitter(ports, setting, command);
    case 'share-activity':
      return decideShares(ports, setting, command);
    case 'record-grant':
    case 'reverse-grant':
      return decideGrant(ports, setting, command);
    case 'close-round':
      return decideYearEnd(ports, setting, command);
    case 'open-adjustment':
      return decideAdjustment(ports, setting, command);
    case 'withdraw-adjustment':
      return decideWithdrawal(ports, setting, command);
    case 'open-cycle':
    case 'cut-cycle':
    case 'order-edition':
      return decideCycle(ports, setting, content, command);
    case 'save-narrative':
    case 'finish-edition':
    case 'sign-edition':
    case 'hand-back-edition':
    case 'send-edition':
    case 'record-receipt':
      return decideSending(ports, setting, command);
    case 'save-return':
    case 'file-return':
    case 'nil-return':
    case 'sign-return':
    case 'hand-back-return':
    case 'excuse-return':
      return decideReturn(ports, setting, command);
    case 'comment-line':
    case 'withdraw-comment':
      return decideComment(ports, setting, command);
  }
};

/** The id of a command's second half: it follows from the first's, and nobody can post it. */
const secondHalf = ({ hash }: Ports, id: CommandId): CommandId => CommandId.parse(`prepared:${hash(id).slice(0, 40)}`);

/** What of a command is decided once its first half is recorded, for the few that have two. */
const secondOf = (
  ports: CommandPorts,
  command: Command,
): ((setting: ActingSetting) => Promise<Decision>) | undefined => {
  if (command.do === 'prepare-decision') return (setting) => decidePrepared(ports, setting, command);
  if (command.do === 'close-round') return (setting) => decideClosing(ports, setting, command.round);
  return undefined;
};

/** A person who acts, in the plan that governs what he asks for. */
type Acting = {
  readonly actor: PersonActor;
  readonly content: Sha256;
  readonly setting: (at: ActingSetting['at']) => Promise<ActingSetting>;
};

const actingOn = async (ports: CommandPorts, session: Session, command: Command): Promise<Acting | Refusal> => {
  const found = await governing(ports, session, command);
  if (found?.plan.id !== session.plan)
    return { kind: 'not-found', what: isOfPlan(command) ? 'plan' : caseIdOf(command).of };
  const { plan, content, absences } = found;
  const readRegister = registerReader(ports, plan, session.person, command);
  const office = actingOffice(plan, session.person, command, await readRegister());
  if (office === undefined) return { kind: 'not-found', what: 'person' };
  const way = session.only === undefined ? ('session' as const) : ('code' as const);
  const actor = { kind: 'person' as const, person: session.person, office, way };
  const setting = async (at: ActingSetting['at']): Promise<ActingSetting> => ({
    at,
    plan,
    calendar: await calendarOf(ports, session.locality),
    hash: ports.hash,
    actor,
    absences,
    register: await readRegister(),
  });
  return { actor, content, setting };
};

/**
 * Carries out what a signed-in person asks for, in the plan that the round keeps. Whoever belongs to no office of
 * that plan is refused like anyone whose office the work is not.
 */
export const runCommand = async (
  ports: CommandPorts,
  session: Session,
  { id, command }: CommandRequest,
): Promise<Outcome> => {
  const acting = await actingOn(ports, session, command);
  if ('kind' in acting) return acting;
  const { actor, content, setting } = acting;
  const request = { locality: session.locality, id, asks: command, actor };
  const first = await execute(ports, request, async (at) => {
    const now = await setting(at);
    return onBehalf(now, command, await decide(ports, now, content, command));
  });
  if (first.kind === 'recorded' && (command.do === 'add-calendar-days' || command.do === 'correct-calendar-day'))
    await followAtOnce(ports, session.locality);
  const second = secondOf(ports, command);
  if (second === undefined || first.kind !== 'recorded') return first;
  return execute(ports, { ...request, id: secondHalf(ports, id) }, async (at) => {
    const now = await setting(at);
    return onBehalf(now, command, await second(now));
  });
};

/** Why a command would be refused now; undefined where it would be recorded. It is only asked: nothing is written. */
export const foreseeRefusal = async (
  ports: CommandPorts,
  session: Session,
  command: Command,
): Promise<Refusal | undefined> => {
  const acting = await actingOn(ports, session, command);
  if ('kind' in acting) return acting;
  const decision = await decide(ports, await acting.setting(instantOf(ports.clock.now())), acting.content, command);
  return decision.kind === 'accepted' ? undefined : decision;
};
