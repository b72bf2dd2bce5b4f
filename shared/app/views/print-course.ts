import type { Instant, PlainDate } from '../../domain/calendar.ts';
import { officesOf } from '../../domain/context.ts';
import type { PackageId, PersonId, UnitId } from '../../domain/ids.ts';
import type { Actor, Way } from '../../domain/journal.ts';
import { conflictOn, setsFigures } from '../../domain/own-work.ts';
import type { Content, Member, Package, PreparedStage, StageOutcome } from '../../domain/package.ts';
import { goneBefore, outcomeOf } from '../../domain/package.ts';
import type { Plan, StageKey } from '../../domain/plan.ts';
import type { PackageFrame, PackageHappening } from './package-view.ts';
import type { Reach } from './reach.ts';

/** Something that was done at a stage, in its order. */
export type CourseAct =
  | {
      readonly kind: 'outcome';
      readonly outcome: StageOutcome;
      /** By which way it was decided; null where that is not told. */
      readonly way: Way | null;
    }
  | {
      readonly kind: 'handed-back';
      /** Who had prepared what was not signed. */
      readonly preparedBy: Actor | null;
      readonly actor: Actor;
      readonly at: Instant;
      readonly remark: string;
    }
  /** One unit's part was returned, and goes on its own. */
  | {
      readonly kind: 'part-left';
      readonly unit: UnitId;
      readonly part: PackageId;
      readonly actor: Actor;
      readonly at: Instant;
      readonly reason: string;
    }
  | { readonly kind: 'waits'; readonly prepared: PreparedStage };

/** A package's stay at one stage in one submission (lần trình): since when, until when, what was done. */
export type CourseStep = {
  readonly submission: number;
  readonly stage: StageKey;
  readonly offices: readonly UnitId[];
  readonly received: Instant | null;
  readonly due: PlainDate | null;
  readonly acts: readonly CourseAct[];
};

const namesStage = ({ submission, stage }: Pick<CourseStep, 'submission' | 'stage'>, { event }: PackageHappening) =>
  'submission' in event && event.submission === submission && 'stage' in event && event.stage === stage;

const wayOf = (own: readonly PackageHappening[], { by, at }: StageOutcome): Way | null => {
  const act = own.findLast((one) => one.at === at && one.actor.kind === 'person' && one.actor.person === by);
  return act?.actor.kind === 'person' ? (act.actor.way ?? null) : null;
};

const stepOf = ({ plan, pkg, history }: PackageFrame, submission: number, stage: StageKey): CourseStep => {
  const { body } = pkg;
  const own = history.filter((one) => namesStage({ submission, stage }, one));
  const opened = own.findLast(({ event }) => event.type === 'StageOpened');
  const back = own.flatMap(({ event, at, actor }, index): CourseAct[] => {
    if (event.type !== 'StageHandedBack') return [];
    const laid = own.slice(0, index).findLast((one) => one.event.type === 'StagePrepared');
    return [{ kind: 'handed-back', preparedBy: laid?.actor ?? null, actor, at, remark: event.remark }];
  });
  const left = own.flatMap(({ event, at, actor }): CourseAct[] => {
    if (event.type !== 'PartLeft') return [];
    const { unit, part, reason } = event;
    return [{ kind: 'part-left', unit, part, actor, at, reason }];
  });
  const outcome = outcomeOf(body, stage, submission);
  const { position, prepared } = body;
  const here = position.submission === submission && position.stage === stage;
  return {
    submission,
    stage,
    offices: officesOf(plan, stage),
    received: opened?.at ?? null,
    due: opened?.event.type === 'StageOpened' ? opened.event.due : null,
    acts: [
      ...back,
      ...left,
      ...(outcome === undefined ? [] : [{ kind: 'outcome' as const, outcome, way: wayOf(own, outcome) }]),
      ...(here && prepared !== undefined ? [{ kind: 'waits' as const, prepared }] : []),
    ],
  };
};

/**
 * The course of a package up to the submission that is shown: every stage that it was at, in order, the one where it
 * is now with nothing done as yet. A unit is told of the approval only.
 */
export const courseOf = (frame: PackageFrame): readonly CourseStep[] => {
  const { viewer, pkg, reach } = frame;
  const { outcomes, position } = pkg.body;
  const told = outcomes.filter(({ submission, kind }) =>
    viewer.seesAll ? submission <= reach.submission : kind === 'approved',
  );
  const visits = told.map(({ submission, stage }) => ({ submission, stage }));
  const isOpen = position.state !== 'ended' && position.submission === reach.submission && viewer.seesAll;
  const now = isOpen ? [{ submission: position.submission, stage: position.stage }] : [];
  return [...visits, ...now].map(({ submission, stage }) => stepOf(frame, submission, stage));
};

/** Somebody, or an office, that acted on work of its own (invariant 7): what a meeting has to see. */
export type OwnWork =
  | { readonly kind: 'person'; readonly stage: StageKey; readonly person: PersonId; readonly unit: UnitId }
  | { readonly kind: 'office'; readonly stage: StageKey; readonly office: UnitId };

const actorsOf = ({ by, preparedBy, authority }: StageOutcome): readonly PersonId[] => [
  by,
  ...(preparedBy === undefined ? [] : [preparedBy]),
  ...(authority === undefined ? [] : [authority.of]),
];

/** Where who appraised or approved also prepared, or where the plan gives a stage to an office that also estimates. */
export const ownWorkIn = (plan: Plan, pkg: Package, members: readonly Member[]): readonly OwnWork[] => {
  const left = goneBefore(pkg, pkg.outcomes.length);
  const within = members.filter(({ estimate, standing }) => standing === 'submitted' && !left.has(estimate));
  const offices = pkg.stages.filter(setsFigures).flatMap((stage) =>
    officesOf(plan, stage)
      .filter((office) => within.some(({ unit }) => unit === office))
      .map((office): OwnWork => ({ kind: 'office', stage, office })),
  );
  const people = pkg.outcomes.flatMap((outcome, index) => {
    const gone = goneBefore(pkg, index);
    const there = members.filter(({ estimate }) => !gone.has(estimate));
    const conflict = conflictOn(pkg, outcome.stage, there, plan);
    return actorsOf(outcome).flatMap((person): readonly OwnWork[] => {
      const unit = conflict(person);
      return unit === undefined ? [] : [{ kind: 'person', stage: outcome.stage, person, unit }];
    });
  });
  const first = new Map([...offices, ...people].map((one) => [JSON.stringify(one), one]));
  return [...first.values()];
};

/** How far a stage's figures are: not of this chain, not begun, being set, or signed. */
export type FigureState = 'absent' | 'not-yet' | 'unsigned' | 'signed';

/** How far the figures of a stage are in the submission that is shown. */
export const figureState = (pkg: Package, stage: 'appraisal' | 'approval', reach: Reach): FigureState => {
  if (!pkg.stages.includes(stage)) return 'absent';
  const outcome = outcomeOf(pkg, stage, reach.submission);
  if (outcome?.kind === 'forwarded' || outcome?.kind === 'approved') return 'signed';
  const shown = stage === 'appraisal' ? reach.appraised : reach.approved;
  return shown ? 'unsigned' : 'not-yet';
};

/**
 * The content that was last signed in a submission, or that stands there now; null where figures are being set; an adjustment’s stand
 * from the beginning.
 */
export const contentIn = (
  { position, outcomes, content, adjusts }: Package,
  submission: number,
): { readonly content: Content; readonly signed: boolean } | null => {
  const signed = outcomes.findLast((one) => one.submission === submission && 'content' in one);
  const here = position.submission === submission && position.state !== 'ended' && position.state !== 'arriving';
  if (here && adjusts === undefined && setsFigures(position.stage) && position.state !== 'prepared') return null;
  if (here) return { content, signed: false };
  return signed !== undefined && 'content' in signed ? { content: signed.content, signed: true } : null;
};
