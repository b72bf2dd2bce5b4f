import * as z from 'zod';
import { CommentContent } from './comment.ts';
import { FileAbout, FileContent } from './attached-file.ts';
import { Instant, PlainDate } from './calendar.ts';
import { PagesRef } from './estimate.ts';
import { EstimateId, LocalityId, PackageId, PersonId, PlanId, RoundId, Sha256, UnitId, Year } from './ids.ts';
import { Authority, AuthorisationRef, type PersonActor } from './journal.ts';
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
]);
export type StageOutcome = z.infer<typeof StageOutcome>;

/** What an officer laid before his head to be signed. */
export const PreparedAct = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('forward'), remark: z.string() }),
  z.strictObject({ do: z.literal('approve'), remark: z.string() }),
  z.strictObject({ do: z.literal('return'), to: StageKey, reason: z.string().min(1) }),
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
  attempt: z.int().min(1),
  /** When this attempt was asked for; the next one waits twice as long as the one before. */
  attemptAt: Instant,
  /** The list of attached files (`AttachedFile`); absent where none ever was. */
  files: PagesRef.optional(),
  /** What consulted offices commented (`LineComment`); absent where none ever did. */
  comments: PagesRef.optional(),
});
export type Package = z.infer<typeof Package>;

const at = { stage: StageKey, submission: z.int().min(1) };
const preparation = { preparedBy: PersonId.optional() };

/** What can happen to a package. */
export const PackageEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('PackageSealed'), ...sealing }),
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

/** The stage after this one in the package's own chain, or undefined at its end. */
export const nextStage = (pkg: Package, stage: StageKey): StageKey | undefined =>
  pkg.stages[pkg.stages.indexOf(stage) + 1];

/** Names the phase in which figures may be set; every edit is conditional on it. */
export const phaseOf = ({ stage, submission, state }: Position): string => `${stage}/${submission}/${state}`;

type Meta = { readonly at: Instant; readonly by: PersonActor | undefined };

type Decider = { by: PersonId; at: Instant; preparedBy?: PersonId; authority?: Authority };

const decider = (meta: Meta, { preparedBy }: { preparedBy?: PersonId | undefined } = {}): Decider => {
  if (meta.by === undefined) throw new Error('A person decides on a package.');
  const { person, authority } = meta.by;
  return {
    by: person,
    at: meta.at,
    ...(preparedBy === undefined ? {} : { preparedBy }),
    ...(authority === undefined ? {} : { authority }),
  };
};

const signed = (state: Package): Package => {
  const { prepared: _, ...rest } = state;
  return rest;
};

const sealed = (id: string, event: Extract<PackageEvent, { type: 'PackageSealed' }>, meta: Meta): Package => {
  const { type: _, ...rest } = event;
  const [stage] = rest.stages;
  if (stage === undefined) throw new Error('A package has a stage to pass.');
  return {
    id: PackageId.parse(id),
    ...rest,
    sealedAt: meta.at,
    position: { stage, submission: 1, state: 'arriving', since: meta.at, due: null },
    outcomes: [],
    publishedAt: null,
    attempt: 1,
    attemptAt: meta.at,
  };
};

/** The package after an entry. Throws where the entry cannot follow. */
export const evolvePackage = (id: string, state: Package | undefined, event: PackageEvent, meta: Meta): Package => {
  if (event.type === 'PackageSealed') {
    if (state !== undefined) throw new Error('A package is sealed once.');
    return sealed(id, event, meta);
  }
  if (state === undefined) throw new Error('The first entry of a package seals it.');
  const { position } = state;
  switch (event.type) {
    case 'StageOpened':
      return {
        ...state,
        content: event.content,
        position: { ...position, state: 'open', since: meta.at, due: event.due },
      };
    case 'PhaseFrozen':
      return { ...state, position: { ...position, state: 'frozen' } };
    case 'PhaseReopened':
      return { ...state, position: { ...position, state: 'open' } };
    case 'DecisionPrepared':
      return { ...state, content: event.content, position: { ...position, state: 'prepared' } };
    case 'StageForwarded': {
      const { stage, submission, content, remark } = event;
      return {
        ...signed(state),
        content,
        outcomes: [
          ...state.outcomes,
          { kind: 'forwarded', stage, submission, ...decider(meta, event), content, remark },
        ],
        position: { stage: event.next, submission, state: 'arriving', since: meta.at, due: null },
      };
    }
    case 'StageReturned': {
      const { stage, submission, to, reason } = event;
      return {
        ...signed(state),
        outcomes: [...state.outcomes, { kind: 'returned', stage, submission, ...decider(meta, event), to, reason }],
        position: { stage: to, submission: submission + 1, state: 'arriving', since: meta.at, due: null },
      };
    }
    case 'PackageApproved': {
      const { stage, submission, content, decision } = event;
      return {
        ...signed(state),
        content,
        outcomes: [
          ...state.outcomes,
          { kind: 'approved', stage, submission, ...decider(meta, event), content, decision },
        ],
        position: { ...position, state: 'ended', since: meta.at },
      };
    }
    case 'StagePrepared': {
      const { by } = decider(meta);
      return { ...state, content: event.content, prepared: { act: event.act, by, at: meta.at } };
    }
    case 'StageHandedBack':
      return { ...signed(state), position: { ...position, state: 'open' } };
    case 'PackagePublished':
      return { ...state, publishedAt: meta.at };
    case 'AttemptRaised':
      return { ...state, attempt: event.attempt, attemptAt: meta.at };
    case 'FileAttached':
    case 'FileDetached':
      return { ...state, files: event.files };
    case 'LineCommented':
    case 'CommentWithdrawn':
      return { ...state, comments: event.comments };
  }
};
