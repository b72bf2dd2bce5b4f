import type {
  ApartFact,
  DatedFact,
  PackageFact,
  ReturnFact,
  SourcesFact,
  TaskFact,
} from '../../contracts/mail-messages/facts.ts';
import { type AbsenceRegister, standsInFor } from '../../domain/absence.ts';
import { localDate } from '../../domain/calendar.ts';
import { postIn, postsOf } from '../../domain/posts.ts';
import { officesOf } from '../../domain/context.ts';
import type { Estimate } from '../../domain/estimate.ts';
import { countsNow, nextStage, outcomeOf, type Package } from '../../domain/package.ts';
import { activityOf, type StageKey } from '../../domain/plan.ts';
import type { Stored } from '../../domain/records.ts';
import type { Round } from '../../domain/round.ts';
import type { SourceFigures } from '../../domain/sources.ts';
import { obligationNamedIn, obligationOf } from '../../domain/obligations.ts';
import type { Case } from '../case.ts';
import type { UnitId } from '../../domain/ids.ts';
import { PermanentError } from '../faults.ts';
import { loadMembers } from '../package-members.ts';
import type { Ports } from '../ports.ts';
import { sourcesTogether } from '../source-totals.ts';
import type { DueBasis } from '../../contracts/messages/format.ts';
import { isReportWork, type Task } from '../../domain/task.ts';
import type { TaskCause } from './cause.ts';
import { sourcesFact } from './source-facts.ts';
import { citedFact } from './grant-facts.ts';
import { amountOf, dueFact, momentFact, officeName, postOf, type Reader, say } from './reader.ts';

type Reading = Pick<Ports, 'store' | 'calendar'>;

/** What the head gave back, where this is that moment. */
const headsReturn = (reader: Reader, { event, actor, at, task }: TaskCause): ReturnFact | undefined =>
  event.type === 'TaskReopened' && event.cause === 'handed-back' && actor.kind === 'person' && task.reason !== null
    ? { by: postOf(reader, actor.person), at: momentFact(at), reason: task.reason }
    : undefined;

/** Who laid it before the head, where this is that moment or a reminder of it. */
const preparation = (reader: Reader, { event, actor, at, task }: TaskCause): TaskFact['prepared'] => {
  if (task.forSignature !== true) return undefined;
  const laid = event.type === 'TaskReopened' && actor.kind === 'person';
  return laid
    ? { by: postOf(reader, actor.person), at: momentFact(at) }
    : { by: officeName(reader, task.office), at: momentFact(at) };
};

/** What differs from one kind of task to another. */
type Particulars = Pick<
  TaskFact,
  'activities' | 'units' | 'package' | 'stood' | 'returned' | 'recalled' | 'apart' | 'next' | 'report'
>;

const NONE: Particulars = {
  activities: [],
  units: undefined,
  package: undefined,
  stood: undefined,
  returned: undefined,
  recalled: false,
  apart: undefined,
  next: undefined,
  report: undefined,
};

const stageOffice = (reader: Reader, stage: StageKey | undefined): string | undefined => {
  const [office] = stage === undefined ? [] : officesOf(reader.plan, stage);
  return office === undefined ? undefined : officeName(reader, office);
};

const estimateReturn = (
  reader: Reader,
  { task, actor, at, event }: TaskCause,
  estimate: Estimate,
): ReturnFact | undefined => {
  if (task.reason === null) return undefined;
  const reopened = event.type === 'TaskReopened' && actor.kind === 'person';
  const by = reopened ? { by: actor.person, at } : estimate.returned;
  if (by === null) return undefined;
  return { by: postOf(reader, by.by), at: momentFact(by.at), reason: task.reason };
};

const apartFact = (reader: Reader, { origin, collecting, number }: Package): ApartFact | undefined =>
  origin === undefined
    ? undefined
    : {
        kind: origin.kind,
        number,
        units: (collecting?.units ?? []).map((unit) => officeName(reader, unit)).join(', '),
        by: postOf(reader, origin.by),
        reason: origin.reason,
      };

/** The part or supplement that an estimate was opened again for, where that is what this task asks. */
const apartOf = async (
  { store }: Reading,
  reader: Reader,
  { task }: TaskCause,
  { into, lockedInto, locality }: Estimate,
): Promise<ApartFact | undefined> => {
  const id = into ?? lockedInto?.package;
  const pkg = id === undefined ? undefined : await store.load(locality, 'package', id);
  return pkg?.body.origin?.reason === task.reason ? apartFact(reader, pkg.body) : undefined;
};

const MOST_ACTIVITIES = 12;

const ofEstimate = async (
  ports: Reading,
  reader: Reader,
  cause: TaskCause,
  { estimate, round }: { readonly estimate: Estimate; readonly round: Round },
): Promise<Particulars> => {
  const { task, at } = cause;
  const first = task.assignment === 1;
  const stood = first ? undefined : estimate.versions.findLast((version) => version.at <= at);
  return {
    ...NONE,
    activities: first
      ? estimate.activities.slice(0, MOST_ACTIVITIES).flatMap((code) => {
          const activity = activityOf(reader.plan, code);
          return activity === undefined ? [] : [{ code, title: say(reader, activity.title) }];
        })
      : [],
    stood: stood === undefined ? undefined : amountOf(stood.total),
    returned: estimateReturn(reader, cause, estimate),
    apart: await apartOf(ports, reader, cause, estimate),
    recalled: !first && task.reason === null && task.forSignature !== true,
    next: officeName(reader, round.lockedBy),
  };
};

/** Where a package stands: at a stage, for the how manieth time. */
type Stop = { readonly stage: StageKey; readonly submission: number };

const packageFact = async (
  ports: Reading,
  pkg: Stored<'package'>,
  { stage, submission }: Stop,
  toSign: boolean,
): Promise<PackageFact> => {
  // An adjustment changes figures that were approved; by source they stand in the decision that it cites.
  if (pkg.body.adjusts !== undefined)
    return { ...figuresIn(pkg.body, { stage, submission }, toSign), sources: { of: [], memo: undefined } };
  const sources = await sourcesTogether(ports, await loadMembers(ports, pkg), { package: pkg.body.id, submission });
  return { ...figuresIn(pkg.body, { stage, submission }, toSign), sources: sourcesIn(sources, stage) };
};

/** By source, as the stage finds it: proposed before anybody appraised, then what was appraised. */
const sourcesIn = ({ proposed, appraised, memo }: SourceFigures, kind: StageKey): SourcesFact =>
  sourcesFact(kind === 'approval' ? appraised : proposed, memo);

const figuresIn = (pkg: Package, { stage: kind, submission }: Stop, toSign: boolean): Omit<PackageFact, 'sources'> => {
  const outcome = kind === 'approval' ? outcomeOf(pkg, 'appraisal', submission) : undefined;
  const { position } = pkg;
  // While it is there, what it holds now counts: a part may have left since it was appraised.
  const isHere = position.stage === kind && position.submission === submission;
  const now = isHere && (kind === 'approval' || (kind === 'appraisal' && toSign)) ? pkg.content.totals : undefined;
  const totals = now ?? (outcome?.kind === 'forwarded' ? outcome.content.totals : undefined);
  return {
    submission,
    proposed: amountOf(pkg.content.totals.proposed),
    appraised: totals === undefined ? undefined : amountOf(totals.appraised),
    counts: countsNow(pkg),
    adjusts: pkg.adjusts === undefined ? undefined : citedFact(pkg.adjusts),
  };
};

const packageReturn = (reader: Reader, pkg: Package, submission: number): ReturnFact | undefined => {
  const back = pkg.outcomes.find((outcome) => outcome.kind === 'returned' && outcome.submission === submission - 1);
  if (back?.kind !== 'returned') return undefined;
  return { by: postOf(reader, back.by), at: momentFact(back.at), reason: back.reason };
};

const ofPackage = async (
  ports: Reading,
  reader: Reader,
  cause: TaskCause,
  { pkg, stop }: { readonly pkg: Stored<'package'>; readonly stop: Stop },
): Promise<Particulars> => ({
  ...NONE,
  package: await packageFact(ports, pkg, stop, cause.task.forSignature === true),
  returned: headsReturn(reader, cause) ?? packageReturn(reader, pkg.body, stop.submission),
  apart: apartFact(reader, pkg.body),
  next: stageOffice(reader, nextStage(pkg.body, stop.stage)),
});

/** Who has it after the office: a report goes to its recipient, a consolidated one onward from there. */
const nextOf = (reader: Reader, { task }: TaskCause, recipient: UnitId): string | undefined => {
  if (task.kind === 'report') return officeName(reader, recipient);
  if (task.kind === 'receipt') return undefined;
  const onward = obligationNamedIn(reader.plan, task.id)?.onward ?? [];
  return onward.length === 0 ? undefined : onward.map((one) => officeName(reader, one)).join(', ');
};

const ofReport = (reader: Reader, cause: TaskCause, { body }: Stored<'cycle'>): Particulars => {
  const obligation = obligationOf(reader.plan, body.obligation);
  if (obligation === undefined) throw new PermanentError(`The plan has no obligation ${body.obligation}.`);
  const { number: n, from, to, asks, recipient } = body;
  return {
    ...NONE,
    report: { type: obligation.type, n, from, to, asks: asks ?? undefined },
    returned: headsReturn(reader, cause),
    next: nextOf(reader, cause, recipient),
  };
};

const particulars = async (ports: Reading, reader: Reader, cause: TaskCause, of: Case): Promise<Particulars> => {
  const { locality, task } = cause;
  const { subject, kind } = task;
  if (of.type === 'cycle') return ofReport(reader, cause, of);
  const round = of.body;
  switch (subject.of) {
    case 'round': {
      const first = reader.plan.chain?.stages.find(({ key }) => key !== 'estimate');
      return { ...NONE, units: round.units.count, next: stageOffice(reader, first?.key) };
    }
    case 'estimate': {
      const estimate = await ports.store.load(locality, 'estimate', subject.estimate);
      if (estimate === undefined) throw new PermanentError(`The estimate ${subject.estimate} is not in the store.`);
      return ofEstimate(ports, reader, cause, { estimate: estimate.body, round });
    }
    case 'package': {
      const pkg = await ports.store.load(locality, 'package', subject.package);
      if (pkg === undefined) throw new PermanentError(`The package ${subject.package} is not in the store.`);
      if (kind === 'lock' || isReportWork(kind))
        throw new PermanentError(`The task ${cause.id} is none of a package's stages.`);
      return ofPackage(ports, reader, cause, { pkg, stop: { stage: kind, submission: subject.submission } });
    }
    case 'return':
    case 'edition':
      throw new PermanentError(`The report of ${cause.id} is in no round.`);
  }
};

/** What a mail says of a task, as it stood when the entry was made; how far off the date is, as of now. */
export const taskFact = async (
  ports: Reading,
  reader: Reader,
  cause: TaskCause,
  of: Case,
  absences: AbsenceRegister | undefined,
): Promise<TaskFact> => {
  const { task } = cause;
  return {
    plan: say(reader, reader.plan.shortTitle),
    year: of.body.year,
    kind: task.kind,
    office: officeName(reader, task.office),
    due: dueFact(ports.calendar, reader, task.due),
    basis: basisOf(task),
    own: postsOf(reader.person).some(({ office }) => office === task.office),
    instead: insteadOf(reader, cause, absences),
    handedOverFrom: cause.event.type === 'TaskHandedOver' ? postOf(reader, cause.event.from) : undefined,
    prepared: preparation(reader, cause),
    handedBack: headsReturn(reader, cause) !== undefined,
    ...(await particulars(ports, reader, cause, of)),
  };
};

/** In whose place the reader is told: of whoever of the office is away and stood in for by him. */
const insteadOf = (reader: Reader, { task }: TaskCause, absences: AbsenceRegister | undefined): TaskFact['instead'] => {
  const one = standsInFor(absences, reader.person.id, localDate(reader.now)).find(
    ({ person }) => postIn(reader.plan, person, task.office) !== undefined,
  );
  return one && { of: postOf(reader, one.person), until: one.until };
};

const basisOf = ({ counted, extended }: Task): DueBasis => ({
  ...(counted === undefined ? {} : { counted }),
  ...(extended === undefined ? {} : { extended }),
});

/** What is told of a due date that moved, by this entry. */
export const datedFact = (reader: Reader, { event, actor, at, task }: TaskCause, fact: TaskFact): DatedFact => {
  if (event.type === 'TaskExtended' && actor.kind === 'person' && task.extended !== undefined)
    return {
      ...fact,
      from: task.extended.from,
      extension: { by: postOf(reader, actor.person), at: momentFact(at), reason: event.reason },
    };
  return { ...fact, from: task.redated?.due ?? task.due, extension: undefined };
};
