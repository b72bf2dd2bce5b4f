import * as z from 'zod';
import { FileAbout, FileContent } from './attached-file.ts';
import { Instant, PlainDate } from './calendar.ts';
import { FigureStage } from './figures.ts';
import {
  ActivityCode,
  EstimateId,
  LocalityId,
  PackageId,
  PersonId,
  PlanId,
  RoundId,
  Sha256,
  TaskId,
  UnitId,
} from './ids.ts';
import { Joint, SecondClaim, Share } from './joint-leads.ts';
import { Dong } from './money.ts';
import { chainPart, memoPart, type SourceFigures, SourceTotals } from './sources.ts';

/** Content kept in pages named by their hash: `root` names it all, `count` is its number of lines. */
export const PagesRef = z.strictObject({ root: Sha256, count: z.int().min(0) });
export type PagesRef = z.infer<typeof PagesRef>;

/** A version that was submitted; it never changes. `late` is against the due date at the time. */
export const EstimateVersion = z.strictObject({
  n: z.int().min(1),
  lines: PagesRef,
  total: Dong,
  by: PersonId,
  at: Instant,
  late: z.boolean(),
  /** Who prepared what its head signed. */
  preparedBy: PersonId.optional(),
});
export type EstimateVersion = z.infer<typeof EstimateVersion>;

/** A stage's figures of this estimate in one submission (lần). */
export const FiguresOf = z.strictObject({
  package: PackageId,
  stage: FigureStage,
  submission: z.int().min(1),
  figures: PagesRef,
  total: Dong,
  changed: z.int().min(0),
  /** The total by source of funds; older entries have none. */
  sources: SourceTotals.optional(),
  by: PersonId,
});
export type FiguresOf = z.infer<typeof FiguresOf>;

/**
 * Where the unit stands. Only `submitted` and `nil` came in; everything else is missing, and a missing estimate is
 * never a zero.
 */
export const Standing = z.enum(['untouched', 'drafting', 'submitted', 'nil', 'recalled', 'returned']);
export type Standing = z.infer<typeof Standing>;

const LockedInto = z.strictObject({ package: PackageId, version: z.int().min(1).nullable() });

const PreparedAct = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('submit'),
    lines: PagesRef,
    total: Dong,
    highestLine: z.int().min(1),
    sources: SourceTotals.optional(),
    claims: z.array(SecondClaim).optional(),
  }),
  z.strictObject({ do: z.literal('nil'), reason: z.string() }),
]);

/** What an officer laid before the unit's head: an estimate or a nil, by whom it was prepared and when. */
export const PreparedEstimate = z.strictObject({ act: PreparedAct, by: PersonId, at: Instant });
export type PreparedEstimate = z.infer<typeof PreparedEstimate>;

/** One unit's estimate (dự toán) in a round, from opening to its result. */
export const Estimate = z.strictObject({
  id: EstimateId,
  locality: LocalityId,
  plan: PlanId,
  round: RoundId,
  unit: UnitId,
  activities: z.array(ActivityCode),
  due: PlainDate,
  task: TaskId,
  standing: Standing,
  /** Everyone who ever saved a draft, submitted or signed a nil here. */
  preparers: z.array(PersonId),
  /** The highest number that a line was ever given here; the next new line gets a higher one. */
  highestLine: z.int().min(0),
  draft: z.strictObject({ lines: PagesRef, total: Dong, by: PersonId, at: Instant }).nullable(),
  versions: z.array(EstimateVersion),
  /** The last version by source of funds, the communes' memo beside; older entries have none. */
  sources: SourceTotals.optional(),
  /** What was said of joint activities; left out until something is. */
  joint: Joint.optional(),
  nil: z.strictObject({ reason: z.string(), by: PersonId, at: Instant, late: z.boolean() }).nullable(),
  returned: z.strictObject({ reason: z.string(), by: PersonId, at: Instant }).nullable(),
  /** What waits for the unit's head to sign; it counts only once it is signed. */
  prepared: PreparedEstimate.optional(),
  lockedInto: LockedInto.nullable(),
  /** The part or supplement that it is open for again, until it is locked into it. */
  into: PackageId.optional(),
  /** The packages it was locked into before, with what they had of it; left out until there is one. */
  formerly: z.array(LockedInto).optional(),
  figures: z.array(FiguresOf),
  result: z.strictObject({ package: PackageId, submission: z.int(), approved: Dong, at: Instant }).nullable(),
  /** The list of attached files (`AttachedFile`); absent where none ever was. */
  files: PagesRef.optional(),
});
export type Estimate = z.infer<typeof Estimate>;

/** What can happen to an estimate. */
export const EstimateEvent = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('EstimateOpened'),
    locality: LocalityId,
    plan: PlanId,
    round: RoundId,
    unit: UnitId,
    activities: z.array(ActivityCode),
    due: PlainDate,
    task: TaskId,
  }),
  z.strictObject({ type: z.literal('DraftSaved'), lines: PagesRef, total: Dong }),
  z.strictObject({
    type: z.literal('EstimateSubmitted'),
    lines: PagesRef,
    total: Dong,
    late: z.boolean(),
    highestLine: z.int().min(1),
    preparedBy: PersonId.optional(),
    sources: SourceTotals.optional(),
    claims: z.array(SecondClaim).optional(),
  }),
  z.strictObject({ type: z.literal('EstimateRecalled') }),
  z.strictObject({
    type: z.literal('NilSigned'),
    reason: z.string(),
    late: z.boolean(),
    preparedBy: PersonId.optional(),
  }),
  /** The office that set the day gave the unit more time; the task has the reason. */
  z.strictObject({ type: z.literal('EstimateExtended'), due: PlainDate }),
  z.strictObject({ type: z.literal('EstimateReturned'), reason: z.string().min(1), due: PlainDate }),
  z.strictObject({ type: z.literal('EstimateLocked'), package: PackageId, version: z.int().min(1).nullable() }),
  z.strictObject({
    type: z.literal('EstimateReopened'),
    cause: z.enum(['returned', 'supplement']),
    into: PackageId,
    reason: z.string().min(1),
    due: PlainDate,
  }),
  z.strictObject({ type: z.literal('FiguresSet'), set: FiguresOf }),
  z.strictObject({ type: z.literal('SubmitterNamed'), activity: ActivityCode, unit: UnitId }),
  z.strictObject({ type: z.literal('ActivityShared'), activity: ActivityCode, shares: z.array(Share) }),
  z.strictObject({
    type: z.literal('ResultPublished'),
    package: PackageId,
    submission: z.int().min(1),
    approved: Dong,
  }),
  z.strictObject({ type: z.literal('EstimatePrepared'), act: PreparedAct, draft: PagesRef.nullable() }),
  z.strictObject({ type: z.literal('EstimateHandedBack'), remark: z.string().min(1) }),
  z.strictObject({
    type: z.literal('FileAttached'),
    file: FileContent.extend({ about: FileAbout.options[0] }),
    /** The whole list as it stands from here on. */
    files: PagesRef,
  }),
  z.strictObject({ type: z.literal('FileDetached'), sha256: Sha256, about: FileAbout.options[0], files: PagesRef }),
]);
export type EstimateEvent = z.infer<typeof EstimateEvent>;

/** The version that counts: the last one, while the unit stands by it. */
export const currentVersion = (estimate: Estimate): EstimateVersion | undefined =>
  estimate.lockedInto !== null
    ? estimate.versions.find((version) => version.n === estimate.lockedInto?.version)
    : estimate.standing === 'submitted'
      ? estimate.versions.at(-1)
      : undefined;

/** Whether this person wrote any of it: who did neither appraises nor approves it (invariant 7). */
export const wasPreparedBy = (estimate: Estimate, person: PersonId): boolean => estimate.preparers.includes(person);

/** One submission (lần trình) of a package. */
export type Submission = { readonly package: PackageId; readonly submission: number };

/** Whether it is, or was, locked into a package. */
export const wasLockedInto = ({ lockedInto, formerly }: Estimate, pkg: PackageId): boolean =>
  [lockedInto, ...(formerly ?? [])].some((one) => one?.package === pkg);

/** The version that a package has of an estimate, also after it left for a part; undefined where it has none. */
export const versionIn = (estimate: Estimate, pkg: PackageId): EstimateVersion | undefined => {
  const { lockedInto, formerly } = estimate;
  const locked = [lockedInto, ...(formerly ?? [])].find((one) => one?.package === pkg);
  return estimate.versions.find(({ n }) => n === locked?.version);
};

/**
 * The stage's figures that hold in a submission. Finance's carry on into the next submission until it sets others;
 * the Committee starts each submission anew from what was appraised. A part starts without any.
 */
export const figuresOf = (
  estimate: Estimate,
  stage: FigureStage,
  { package: pkg, submission }: Submission,
): FiguresOf | undefined =>
  estimate.figures
    .filter(
      (set) =>
        set.package === pkg &&
        set.stage === stage &&
        (stage === 'appraisal' ? set.submission <= submission : set.submission === submission),
    )
    .at(-1);

/** Proposed, appraised and approved totals of an estimate in a submission; a nil or missing one has none. */
export const totalsOf = (
  estimate: Estimate,
  submission: Submission,
): { proposed: Dong; appraised: Dong; approved: Dong } | undefined => {
  const version = versionIn(estimate, submission.package);
  if (version === undefined) return undefined;
  const appraised = figuresOf(estimate, 'appraisal', submission)?.total ?? version.total;
  const approved = figuresOf(estimate, 'approval', submission)?.total ?? appraised;
  return { proposed: version.total, appraised, approved };
};

/**
 * The same totals by source of funds, with the communes' memo beside them; undefined where an older entry did not say,
 * so that they have to be read from the lines.
 */
export const sourcesOf = (estimate: Estimate, submission: Submission): SourceFigures | undefined => {
  const { sources } = estimate;
  const version = versionIn(estimate, submission.package);
  if (version === undefined || version !== estimate.versions.at(-1) || sources === undefined) return undefined;
  const proposed = chainPart(sources);
  const [appraisal, approval] = [
    figuresOf(estimate, 'appraisal', submission),
    figuresOf(estimate, 'approval', submission),
  ];
  const appraised = appraisal === undefined ? proposed : appraisal.sources;
  const approved = approval === undefined ? appraised : approval.sources;
  if (appraised === undefined || approved === undefined) return undefined;
  return { proposed, appraised, approved, memo: memoPart(sources) };
};
