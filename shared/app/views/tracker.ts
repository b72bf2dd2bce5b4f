import type { CalendarTable, Instant, PlainDate } from '../../domain/calendar.ts';
import { stageTaskId } from '../../domain/task.ts';
import { officesOf } from '../../domain/context.ts';
import type { PersonId, UnitId } from '../../domain/ids.ts';
import type { Package, StageOutcome } from '../../domain/package.ts';
import type { Plan, Stage, StageKey } from '../../domain/plan.ts';
import type { Round } from '../../domain/round.ts';
import type { Bilingual } from '../../domain/text.ts';
import type { ViewPorts } from './access.ts';
import { type Due, dueOn, today } from './due.ts';

/** How many units stand how; only told to offices that see the whole round. */
export type Counts = {
  readonly submitted: number;
  readonly nil: number;
  readonly missing: number;
  readonly late: number | null;
};

/** One stage: what happens there, who has it, since when, until when. */
export type TrackerStep = {
  readonly stage: StageKey;
  readonly action: Bilingual;
  readonly offices: readonly UnitId[];
  readonly state: 'done' | 'now' | 'ahead';
  readonly by: PersonId | null;
  readonly at: Instant | null;
  readonly since: Instant | null;
  readonly due: Due | null;
  /** It arrived and its task is being opened. */
  readonly opening: boolean;
};

/** Where a round or package is, stage by stage. */
export type Tracker = {
  readonly steps: readonly TrackerStep[];
  readonly submission: number;
  readonly counts: Counts | null;
};

type Standing = Pick<TrackerStep, 'state' | 'by' | 'at' | 'since' | 'opening'>;

const AHEAD: Standing = { state: 'ahead', by: null, at: null, since: null, opening: false };
const now = (since: Instant, opening: boolean): Standing => ({ ...AHEAD, state: 'now', since, opening });
const done = (by: PersonId | null, at: Instant | null): Standing => ({ ...AHEAD, state: 'done', by, at });

const estimateStanding = ({ lock, openedAt, phase }: Round): Standing =>
  lock === null ? now(openedAt, phase === 'opening') : done(lock.by, lock.at);

const passed = (pkg: Package, stage: StageKey): StageOutcome | undefined =>
  pkg.outcomes.findLast((outcome) => outcome.stage === stage && outcome.kind !== 'returned');

const packageStanding = (pkg: Package, stage: StageKey): Standing => {
  const { position, stages } = pkg;
  const [here, there] = [stages.indexOf(stage), stages.indexOf(position.stage)];
  if (position.state !== 'ended' && here === there) return now(position.since, position.state === 'arriving');
  if (here > there) return AHEAD;
  const outcome = passed(pkg, stage);
  return done(outcome?.by ?? null, outcome?.at ?? null);
};

const standingOf = (round: Round, pkg: Package | undefined, { key }: Stage, first: StageKey | undefined): Standing => {
  if (key === 'estimate' && pkg?.collecting === undefined) return estimateStanding(round);
  if (pkg !== undefined) return packageStanding(pkg, key);
  return round.lock !== null && key === first ? now(round.lock.at, true) : AHEAD;
};

/** The date of the stage that a package is at, which its task has: it may have been extended, or followed the calendar. */
const stageDueNow = async (
  { store }: Pick<ViewPorts, 'store'>,
  pkg: Package | undefined,
): Promise<PlainDate | null> => {
  if (pkg === undefined || pkg.position.state === 'ended') return null;
  const { stage, submission, due } = pkg.position;
  if (due === null) return null;
  if (stage === 'estimate') return due;
  const task = await store.load(pkg.locality, 'task', stageTaskId(stage, pkg.id, submission));
  return task?.body.due ?? due;
};

/** The tracker of a round, or of one package in it. `counts` only where the reader sees the whole round. */
export const trackerOf = async (
  ports: Pick<ViewPorts, 'clock' | 'store'>,
  calendar: CalendarTable,
  plan: Plan,
  round: Round,
  pkg: Package | undefined,
  counts: Counts | null,
): Promise<Tracker> => {
  const dueNow = await stageDueNow(ports, pkg);
  const chain = plan.chain?.stages ?? [];
  const stages = pkg?.adjusts === undefined ? chain : chain.filter(({ key }) => pkg.stages.includes(key));
  const first = stages.find(({ key }) => key !== 'estimate')?.key;
  const steps = stages.map((stage): TrackerStep => {
    const standing = standingOf(round, pkg, stage, first);
    const date =
      (standing.state === 'now' && (stage.key !== 'estimate' || pkg?.collecting !== undefined) ? dueNow : null) ??
      round.due[stage.key];
    return {
      stage: stage.key,
      action: stage.action,
      offices: officesOf(plan, stage.key),
      ...standing,
      due: date === undefined ? null : dueOn(calendar, today(ports), date),
    };
  });
  return { steps, submission: pkg?.position.submission ?? 1, counts };
};
