import type { Command, CommandRequest } from '../contracts/commands.ts';
import type { ActingSetting } from '../domain/context.ts';
import { CommandId, roundIdOf, roundOfEstimate, roundOfPackage, type Sha256, UnitId } from '../domain/ids.ts';
import type { Plan } from '../domain/plan.ts';
import type { Decision } from '../domain/refusal.ts';
import { openRound, orderLock } from '../domain/round-decisions.ts';
import { lockTaskId } from '../domain/task.ts';
import { readPlan } from './content.ts';
import { decideAdjustment, decideWithdrawal } from './adjustment-commands.ts';
import { decideClosing } from './closing-steps.ts';
import { decideEstimate } from './estimate-commands.ts';
import { execute, type Outcome } from './execute.ts';
import { decideGrant, decideYearEnd } from './grant-commands.ts';
import { decideFigures, decideFreeze, decidePackage, decidePrepared } from './package-commands.ts';
import type { Ports, Session } from './ports.ts';

/** The plan that a command's round keeps, or the one in force where it opens a round. */
type GoverningPlan = { readonly plan: Plan; readonly content: Sha256 };

const roundOf = (command: Exclude<Command, { do: 'open-round' }>): string => {
  if ('round' in command) return command.round;
  if ('package' in command) return roundOfPackage(command.package);
  return roundOfEstimate(command.estimate);
};

const governing = async (ports: Ports, session: Session, command: Command): Promise<GoverningPlan | undefined> => {
  const { store } = ports;
  const { locality } = session;
  if (command.do === 'open-round') {
    const record = await store.load(locality, 'plan', command.plan);
    if (record === undefined) return undefined;
    return { plan: await readPlan(store, locality, record.body.content), content: record.body.content };
  }
  const round = await store.load(locality, 'round', roundOf(command));
  if (round === undefined) return undefined;
  const content = round.body.planContent;
  return { plan: await readPlan(store, locality, content), content };
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

const decide = (ports: Ports, setting: ActingSetting, content: Sha256, command: Command): Promise<Decision> => {
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
      return decideEstimate(ports, setting, command);
    case 'set-figures':
      return decideFigures(ports, setting, command);
    case 'prepare-decision':
      return decideFreeze(ports, setting, command);
    case 'reopen-figures':
    case 'forward-package':
    case 'return-package':
    case 'approve-package':
      return decidePackage(ports, setting, command);
    case 'record-grant':
    case 'reverse-grant':
      return decideGrant(ports, setting, command);
    case 'close-round':
      return decideYearEnd(ports, setting, command);
    case 'open-adjustment':
      return decideAdjustment(ports, setting, command);
    case 'withdraw-adjustment':
      return decideWithdrawal(ports, setting, command);
  }
};

/** The id of a command's second half: it follows from the first's, and nobody can post it. */
const secondHalf = ({ hash }: Ports, id: CommandId): CommandId => CommandId.parse(`prepared:${hash(id).slice(0, 40)}`);

/**
 * Carries out what a signed-in person asks for, in the plan that the round keeps. Whoever belongs to no office of
 * that plan is refused like anyone whose office the work is not.
 */
export const runCommand = async (ports: Ports, session: Session, { id, command }: CommandRequest): Promise<Outcome> => {
  const found = await governing(ports, session, command);
  if (found?.plan.id !== session.plan)
    return { kind: 'not-found', what: command.do === 'open-round' ? 'plan' : 'round' };
  const { plan, content } = found;
  const office = plan.people.find((person) => person.id === session.person)?.office;
  if (office === undefined) return { kind: 'not-found', what: 'person' };
  const actor = { kind: 'person' as const, person: session.person, office };
  const setting = (at: ActingSetting['at']): ActingSetting => ({
    at,
    plan,
    calendar: ports.calendar,
    hash: ports.hash,
    actor,
  });
  const request = { locality: session.locality, id, asks: command, actor };
  const outcome = await execute(ports, request, (at) => decide(ports, setting(at), content, command));
  if (outcome.kind !== 'recorded') return outcome;
  const second = { ...request, id: secondHalf(ports, id) };
  if (command.do === 'prepare-decision')
    return execute(ports, second, (at) => decidePrepared(ports, setting(at), command));
  if (command.do === 'close-round')
    return execute(ports, second, (at) => decideClosing(ports, setting(at), command.round));
  return outcome;
};
