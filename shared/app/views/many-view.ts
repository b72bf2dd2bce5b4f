import { instantOf, localDate, type PlainDate } from '../../domain/calendar.ts';
import type { Command } from '../../contracts/commands.ts';
import type { Sha256, TaskId, UnitId } from '../../domain/ids.ts';
import { leftIn, outcomeOf, type PreparedAct } from '../../domain/package.ts';
import type { Plan } from '../../domain/plan.ts';
import type { Stored } from '../../domain/records.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { type Power, powersOf } from '../../domain/signing.ts';
import { isReportWork, type Task } from '../../domain/task.ts';
import { readMembers } from '../content.ts';
import type { CommandPorts, Session } from '../ports.ts';
import { foreseeRefusal } from '../run-command.ts';
import { enterCase, type InCase } from './access.ts';
import { type OwnWork, ownWorkIn } from './print-course.ts';
import { summarize, type TaskSummary } from './task-summary.ts';

/** So many tasks are decided with one confirmation: with 500 units in each that takes seconds, and a page has thirty. */
export const MOST_AT_ONCE = 20;

/** What of a task is decided: a package's content, or an estimate that lies with its unit's head. */
export type Decided =
  | {
      readonly of: 'package';
      readonly pkg: Stored<'package'>;
      readonly units: readonly UnitId[];
      readonly ownWork: readonly OwnWork[];
      /** Whether it is the approval, which carries number and date; else what an officer laid before his head. */
      readonly paper: boolean;
    }
  | {
      readonly of: 'estimate';
      readonly estimate: Stored<'estimate'>;
      /** The hash of the lines that are signed; undefined of a nil. */
      readonly lines: Sha256 | undefined;
    };

/**
 * Whether a task can be decided together with others: now, once its figures are fixed, on its own page alone (its kind
 * asks for more than a signature), or not, and why.
 */
export type Together =
  | { readonly kind: 'ready' | 'unfixed'; readonly decided: Decided; readonly power: Power }
  | { readonly kind: 'alone' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** One of several tasks that are to be decided together; nothing of what the reader's office has not. */
export type OneOfMany = {
  readonly task: TaskId;
  /** The plan whose names the reader may know. */
  readonly plan: Plan | undefined;
  readonly summary: TaskSummary | undefined;
  readonly together: Together;
};

/** Whether a task of the reader's is of a kind that is decided by a signature, and he may sign it. */
export const isDecidedTogether = (
  { clock }: Pick<CommandPorts, 'clock'>,
  { plan, viewer }: Pick<InCase, 'plan' | 'viewer'>,
  { kind, office, forSignature }: Task,
): boolean => {
  if (kind === 'lock' || isReportWork(kind) || (kind !== 'approval' && forSignature !== true)) return false;
  const standing = { plan, at: instantOf(clock.now()), register: viewer.register };
  return powersOf(standing, viewer.person.id, { office, stage: kind, units: [], activities: [] }).length > 0;
};

/** What lies with a head and is a signature's alone; a return is decided where its reason is read. */
const isSignature = (act: PreparedAct): boolean => act.do === 'approve' || act.do === 'forward';

/** The request that would decide it, with any paper: only what does not hang on the paper is asked. */
const trial = (decided: Decided, { basis }: Power, today: PlainDate): Command => {
  if (decided.of === 'estimate')
    return { do: 'sign-off-estimate', estimate: decided.estimate.body.id, seen: decided.estimate.version };
  const { body, head } = decided.pkg;
  const { stage, submission } = body.position;
  const shown = { package: body.id, stage, submission, shown: head };
  const paper = { number: '1', date: today, basis };
  if (body.prepared === undefined) return { do: 'approve-package', ...shown, paper };
  return { do: 'sign-off-package', ...shown, ...(decided.paper ? { paper } : {}) };
};

/** What the task asks to be decided, or why nothing of it is; the lock is no signature. */
const decidedOn = async (
  ports: CommandPorts,
  { plan }: InCase,
  { body }: Stored<'task'>,
): Promise<Decided | Refusal | 'alone'> => {
  const { subject, locality, kind, forSignature } = body;
  if (subject.of === 'round' || 'cycle' in subject || kind === 'lock' || isReportWork(kind)) return 'alone';
  if (subject.of === 'estimate') {
    const estimate = await ports.store.load(locality, 'estimate', subject.estimate);
    if (estimate === undefined) return { kind: 'not-found', what: 'estimate' };
    const act = estimate.body.prepared?.act;
    return { of: 'estimate', estimate, lines: act?.do === 'submit' ? act.lines.root : undefined };
  }
  const pkg = await ports.store.load(locality, 'package', subject.package);
  if (pkg === undefined) return { kind: 'not-found', what: 'package' };
  const outcome = outcomeOf(pkg.body, kind, subject.submission);
  if (outcome !== undefined) return { kind: 'already-decided', by: outcome.by, at: outcome.at };
  const members = await readMembers(ports.store, locality, pkg.body.members);
  const among = members.filter(
    ({ estimate, standing }) =>
      standing === 'submitted' && leftIn(pkg.body, estimate, subject.submission) === undefined,
  );
  return {
    of: 'package',
    pkg,
    units: among.map(({ unit }) => unit),
    ownWork: ownWorkIn(plan, pkg.body, members),
    paper: forSignature === true ? pkg.body.prepared?.act.do === 'approve' : kind === 'approval',
  };
};

const powerOver = (ports: CommandPorts, { plan, viewer }: InCase, { kind, office }: Task, decided: Decided): Power => {
  const standing = { plan, at: instantOf(ports.clock.now()), register: viewer.register };
  const stage = kind === 'lock' ? 'estimate' : isReportWork(kind) ? 'report' : kind;
  const [units, activities] =
    decided.of === 'package' ? [decided.units, []] : [[decided.estimate.body.unit], decided.estimate.body.activities];
  const [power] = powersOf(standing, viewer.person.id, { office, stage, units, activities });
  return power ?? { basis: 'own_right' };
};

const togetherOn = async (
  ports: CommandPorts,
  session: Session,
  room: InCase,
  task: Stored<'task'>,
): Promise<Together> => {
  const decided = await decidedOn(ports, room, task);
  if (decided === 'alone') return { kind: 'alone' };
  if ('kind' in decided) return { kind: 'refused', refusal: decided };
  if (!isDecidedTogether(ports, room, task.body)) return { kind: 'alone' };
  const laid = decided.of === 'package' ? decided.pkg.body.prepared?.act : undefined;
  if (laid !== undefined && !isSignature(laid)) return { kind: 'alone' };
  const power = powerOver(ports, room, task.body, decided);
  const refusal = await foreseeRefusal(ports, session, trial(decided, power, localDate(instantOf(ports.clock.now()))));
  if (refusal === undefined) return { kind: 'ready', decided, power };
  return refusal.kind === 'not-prepared' ? { kind: 'unfixed', decided, power } : { kind: 'refused', refusal };
};

const oneOfMany = async (ports: CommandPorts, session: Session, id: TaskId): Promise<OneOfMany> => {
  const task = await ports.store.load(session.locality, 'task', id);
  const room = task === undefined ? undefined : await enterCase(ports, session, task.body.subject);
  const none = (refusal: Refusal): OneOfMany => ({
    task: id,
    plan: room?.plan,
    summary: undefined,
    together: { kind: 'refused', refusal },
  });
  if (task === undefined || room === undefined) return none({ kind: 'not-found', what: 'task' });
  const { office } = task.body;
  if (!room.viewer.offices.includes(office)) return none({ kind: 'not-yours', offices: [office] });
  const [summary, together] = await Promise.all([summarize(ports, room, task), togetherOn(ports, session, room, task)]);
  return { task: id, plan: room.plan, summary, together };
};

/** Several tasks as they stand now, each by itself, in the order in which they were named. */
export const manyView = (
  ports: CommandPorts,
  session: Session,
  tasks: readonly TaskId[],
): Promise<readonly OneOfMany[]> => Promise.all(tasks.map((task) => oneOfMany(ports, session, task)));
