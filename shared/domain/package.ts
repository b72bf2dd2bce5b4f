import * as z from 'zod';
import { CommentContent } from './comment.ts';
import { FileAbout, FileContent } from './attached-file.ts';
import { Instant, PlainDate } from './calendar.ts';
import { PagesRef } from './estimate.ts';
import { EstimateId, LocalityId, PackageId, PersonId, PlanId, RoundId, Sha256, UnitId, Year } from './ids.ts';
import { Authority, AuthorisationRef } from './journal.ts';
import { Dong } from './money.ts';
import { StageKey } from './plan.ts';

/** What a package holds of one unit, fixed when it is sealed. */
export const Member = z.strictObject({
  unit: UnitId,
  estimate: EstimateId,
  standing: z.enum(['submitted', 'nil', 'missing']),
  version: z.int().min(1).nullable(),
  lines: PagesRef.nullable(),
  total: Dong.nullable(),
  late: z.boolean(),
  preparers: z.array(PersonId),
});
export type Member = z.infer<typeof Member>;

/** Totals of a package at each of its figures, in đồng. */
export const Totals = z.strictObject({ proposed: Dong, appraised: Dong, approved: Dong });
export type Totals = z.infer<typeof Totals>;

/** What a decision commits to: one hash over every line and figure, and what they add up to. */
export const Content = z.strictObject({ root: Sha256, totals: Totals, changed: z.int().min(0) });
export type Content = z.infer<typeof Content>;

/**
 * On what a signature rests (Nghị định 30/2020/NĐ-CP): the head signs in his own right, a deputy head signs
 * for him (KT., ký thay), another by his order (TL., thừa lệnh) or by his written authorisation (TUQ., thừa ủy quyền).
 */
export const SigningBasis = z.enum(['own_right', 'kt', 'tl', 'tuq']);
export type SigningBasis = z.infer<typeof SigningBasis>;

/** The paper that a decision is: its number and date, who signed, on what basis. */
export const SignedDecision = z.strictObject({
  number: z.string().min(1).max(50),
  date: PlainDate,
  signer: PersonId,
  basis: SigningBasis,
  /** For whom it was signed, where the signer signed for another. */
  of: PersonId.optional(),
  /** The authorisation's number and dates, where it was signed by one. */
  authorisation: AuthorisationRef.optional(),
});
export type SignedDecision = z.infer<typeof SignedDecision>;

const signature = {
  /** Who prepared what the head signed off. */
  preparedBy: PersonId.optional(),
  /** For whom, and on what basis, it was signed by another than the head. */
  authority: Authority.optional(),
};

/** How a stage ended in one submission (lần). */
export const StageOutcome = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('forwarded'),
    stage: StageKey,
    submission: z.int().min(1),
    by: PersonId,
    at: Instant,
    content: Content,
    remark: z.string(),
    ...signature,
  }),
  z.strictObject({
    kind: z.literal('returned'),
    stage: StageKey,
    submission: z.int().min(1),
    by: PersonId,
    at: Instant,
    to: StageKey,
    reason: z.string(),
    ...signature,
  }),
  z.strictObject({
    kind: z.literal('approved'),
    stage: StageKey,
    submission: z.int().min(1),
    by: PersonId,
    at: Instant,
    content: Content,
    decision: SignedDecision,
    ...signature,
  }),
  /** Everybody's estimate is in, or the office that locks closed the collecting. */
  z.strictObject({
    kind: z.literal('collected'),
    stage: z.literal('estimate'),
    submission: z.int().min(1),
    by: PersonId,
    at: Instant,
    ...signature,
  }),
  /** Nothing is left in it to decide on: every unit's part was returned, or nobody proposed anything. */
  z.strictObject({
    kind: z.literal('withdrawn'),
    stage: StageKey,
    submission: z.int().min(1),
    by: PersonId,
    at: Instant,
    reason: z.string(),
    ...signature,
  }),
]);
export type StageOutcome = z.infer<typeof StageOutcome>;

/** What an officer laid before his head to be signed. */
export const PreparedAct = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('forward'), remark: z.string() }),
  z.strictObject({ do: z.literal('approve'), remark: z.string() }),
  z.strictObject({ do: z.literal('return'), to: StageKey, reason: z.string().min(1) }),
  z.strictObject({ do: z.literal('return-part'), estimate: EstimateId, reason: z.string().min(1), due: PlainDate }),
]);
export type PreparedAct = z.infer<typeof PreparedAct>;

/** The act that waits for the head's signature, by whom it was prepared and when. */
export const PreparedStage = z.strictObject({ act: PreparedAct, by: PersonId, at: Instant });
export type PreparedStage = z.infer<typeof PreparedStage>;

/**
 * Where a package is. `arriving`: decided before, its task not yet open. `open`: figures can be set. `frozen`: they
 * cannot, the root is being taken. `prepared`: the root stands and can be decided on. `ended`: approved.
 */
export const Position = z.strictObject({
  stage: StageKey,
  submission: z.int().min(1),
  state: z.enum(['arriving', 'open', 'frozen', 'prepared', 'ended']),
  since: Instant,
  due: PlainDate.nullable(),
});
export type Position = z.infer<typeof Position>;

/** Why there is another package than the round's first: one unit's part was returned, or units were late for the lock. */
export const Origin = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('part'),
    from: PackageId,
    number: z.int().min(1),
    stage: StageKey,
    submission: z.int().min(1),
    reason: z.string().min(1),
    by: PersonId,
  }),
  z.strictObject({ kind: z.literal('supplement'), reason: z.string().min(1), by: PersonId }),
]);
export type Origin = z.infer<typeof Origin>;

/** Whose estimates a part or a supplement waits for, until when, and whether they are sealed into it. */
export const Collecting = z.strictObject({
  units: z.array(UnitId).min(1),
  awaited: z.array(UnitId),
  due: PlainDate,
  sealed: z.boolean(),
});
export type Collecting = z.infer<typeof Collecting>;

/** A unit whose part was returned: from which submission on it is not counted here, after how many outcomes. */
export const LeftTo = z.strictObject({
  unit: UnitId,
  estimate: EstimateId,
  part: PackageId,
  submission: z.int().min(1),
  after: z.int().min(0),
});
export type LeftTo = z.infer<typeof LeftTo>;
/** What a new decision does to an earlier one: changes it (điều chỉnh), adds to it (bổ sung), takes from it (thu hồi). */
export const AdjustmentKind = z.enum(['change', 'supplement', 'recovery']);
export type AdjustmentKind = z.infer<typeof AdjustmentKind>;

/** What makes a package an adjustment: the decision that it changes, why, and the lines with their new figures. */
export const Adjustment = z.strictObject({
  kind: AdjustmentKind,
  cites: z.strictObject({ package: PackageId, number: z.string(), date: PlainDate }),
  /** The office that proposed it. */
  office: UnitId,
  reason: z.string().min(1),
  /** Pages of `AdjustedLine`. */
  lines: PagesRef,
  /** What its units were approved in all before it, in đồng. */
  before: Dong,
});
export type Adjustment = z.infer<typeof Adjustment>;

const sealing = {
  locality: LocalityId,
  plan: PlanId,
  planContent: Sha256,
  round: RoundId,
  year: Year,
  number: z.int().min(1),
  members: PagesRef,
  counts: z.strictObject({ submitted: z.int(), nil: z.int(), missing: z.int() }),
  /** The stages it has to pass, in order. */
  stages: z.array(StageKey).min(1),
  content: Content,
  /** Left out of the round's first package. */
  origin: Origin.optional(),
  /** Left out of a package of estimates. */
  adjusts: Adjustment.optional(),
};

/** What goes up the chain together (hồ sơ trình). Its members never change; its figures do, stage by stage. */
export const Package = z.strictObject({
  id: PackageId,
  ...sealing,
  sealedAt: Instant,
  position: Position,
  outcomes: z.array(StageOutcome),
  /** What waits for the head of the stage's office to sign. */
  prepared: PreparedStage.optional(),
  publishedAt: Instant.nullable(),
  /** When its workflow ended, of one that was withdrawn; left out until then. */
  endedAt: Instant.optional(),
  attempt: z.int().min(1),
  /** When this attempt was asked for; the next one waits twice as long as the one before. */
  attemptAt: Instant,
  /** The list of attached files (`AttachedFile`); absent where none ever was. */
  files: PagesRef.optional(),
  /** Left out of what was sealed at once. */
  collecting: Collecting.optional(),
  /** Who left it for a part; left out until somebody did. */
  left: z.array(LeftTo).optional(),
  /** What consulted offices commented (`LineComment`); absent where none ever did. */
  comments: PagesRef.optional(),
});
export type Package = z.infer<typeof Package>;

const at = { stage: StageKey, submission: z.int().min(1) };
const preparation = { preparedBy: PersonId.optional() };

/** What can happen to a package. */
export const PackageEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('PackageSealed'), ...sealing }),
  /** A part or a supplement opens, and waits for its units' estimates. */
  z.strictObject({ type: z.literal('PackageOpened'), ...sealing, units: z.array(UnitId).min(1), due: PlainDate }),
  /** A unit's estimate, or its nil, is in; `next` where it was the last one awaited. */
  z.strictObject({ type: z.literal('UnitCameIn'), ...at, unit: UnitId, next: StageKey.optional() }),
  z.strictObject({ type: z.literal('UnitTookBack'), unit: UnitId }),
  z.strictObject({ type: z.literal('CollectingClosed'), ...at, next: StageKey }),
  z.strictObject({
    type: z.literal('MembersSealed'),
    members: PagesRef,
    counts: sealing.counts,
    content: Content,
  }),
  z.strictObject({
    type: z.literal('PartLeft'),
    ...at,
    unit: UnitId,
    estimate: EstimateId,
    part: PackageId,
    reason: z.string().min(1),
    content: Content,
    /** Whether it was the last: then nothing is left here to decide on. */
    emptied: z.boolean(),
    ...preparation,
  }),
  z.strictObject({ type: z.literal('StageOpened'), ...at, due: PlainDate, content: Content }),
  z.strictObject({ type: z.literal('PhaseFrozen'), ...at }),
  z.strictObject({ type: z.literal('PhaseReopened'), ...at }),
  z.strictObject({ type: z.literal('DecisionPrepared'), ...at, content: Content }),
  z.strictObject({
    type: z.literal('StageForwarded'),
    ...at,
    next: StageKey,
    content: Content,
    remark: z.string(),
    ...preparation,
  }),
  z.strictObject({ type: z.literal('StageReturned'), ...at, to: StageKey, reason: z.string().min(1), ...preparation }),
  z.strictObject({
    type: z.literal('PackageApproved'),
    ...at,
    content: Content,
    decision: SignedDecision,
    ...preparation,
  }),
  z.strictObject({ type: z.literal('PackagePublished') }),
  z.strictObject({ type: z.literal('PackageEnded') }),
  z.strictObject({ type: z.literal('AttemptRaised'), attempt: z.int().min(2) }),
  z.strictObject({ type: z.literal('StagePrepared'), ...at, content: Content, act: PreparedAct }),
  z.strictObject({ type: z.literal('StageHandedBack'), ...at, remark: z.string().min(1) }),
  z.strictObject({
    type: z.literal('FileAttached'),
    file: FileContent.extend({ about: FileAbout.options[1] }),
    /** The whole list as it stands from here on. */
    files: PagesRef,
  }),
  z.strictObject({ type: z.literal('FileDetached'), sha256: Sha256, about: FileAbout.options[1], files: PagesRef }),
  z.strictObject({ type: z.literal('AdjustmentWithdrawn'), ...at, reason: z.string().min(1) }),
  z.strictObject({
    type: z.literal('LineCommented'),
    ...at,
    comment: CommentContent,
    /** All comments as they stand from here on. */
    comments: PagesRef,
  }),
  z.strictObject({ type: z.literal('CommentWithdrawn'), ...at, no: z.int().min(1), comments: PagesRef }),
]);
export type PackageEvent = z.infer<typeof PackageEvent>;

/** How a stage ended in a submission, or undefined while it has not. */
export const outcomeOf = (pkg: Package, stage: StageKey, submission: number): StageOutcome | undefined =>
  pkg.outcomes.find((outcome) => outcome.stage === stage && outcome.submission === submission);

/** The approval, once there is one. */
export const approvalOf = (pkg: Package): Extract<StageOutcome, { kind: 'approved' }> | undefined =>
  pkg.outcomes.find((outcome) => outcome.kind === 'approved');

/** Whether it ended without a decision. */
export const isWithdrawn = (pkg: Package): boolean => pkg.outcomes.some(({ kind }) => kind === 'withdrawn');

/** Whether nothing is left to be done on it: its decision is published, or it was withdrawn. */
export const isSettled = (pkg: Package): boolean => pkg.publishedAt !== null || isWithdrawn(pkg);

/** Whether it waits for its workflow: until its decision is published, or its workflow has seen that it was withdrawn. */
export const awaitsWorkflow = ({ publishedAt, endedAt }: Package): boolean =>
  publishedAt === null && endedAt === undefined;

/** Whether a unit's part had left the package in, or before, a submission: it is then in none of its totals. */
export const leftIn = ({ left }: Package, estimate: EstimateId, submission: number): LeftTo | undefined =>
  left?.find((one) => one.estimate === estimate && one.submission <= submission);

/** Whose part had left a package when an outcome of it was recorded: that says nothing of theirs. */
export const goneBefore = ({ left }: Package, outcome: number): ReadonlySet<EstimateId> =>
  new Set((left ?? []).filter(({ after }) => after <= outcome).map(({ estimate }) => estimate));

/** How many units are in it and how, without those that left for a part. */
export const countsNow = ({ counts, left }: Pick<Package, 'counts' | 'left'>): Package['counts'] => ({
  ...counts,
  submitted: counts.submitted - (left?.length ?? 0),
});

/** Whether its members are not fixed yet: until then their estimates say what came in, its own counts nothing. */
export const isUnsealed = ({ collecting }: Pick<Package, 'collecting'>): boolean => collecting?.sealed === false;

/** Whether it still waits for estimates. */
export const isCollecting = ({ position }: Package): boolean => position.stage === 'estimate';

/** The stage after this one in the package's own chain, or undefined at its end. */
export const nextStage = (pkg: Package, stage: StageKey): StageKey | undefined =>
  pkg.stages[pkg.stages.indexOf(stage) + 1];

/** Names the phase in which figures may be set; every edit is conditional on it. */
export const phaseOf = ({ stage, submission, state }: Position): string => `${stage}/${submission}/${state}`;
