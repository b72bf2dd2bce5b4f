import * as z from 'zod';
import { PlainDate } from './calendar.ts';
import { Deadline } from './deadline.ts';
import { ActivityCode, LocalityId, LocalKey, PersonId, PlanId, UnitId, Year } from './ids.ts';
import { Rung } from './ladder.ts';
import { Target } from './targets.ts';
import { Bilingual, Language } from './text.ts';

const Line = z.string().min(1).max(400);

/** When a document was issued: a date, or year and month where the day is blank. */
const IssuedDate = z
  .string()
  .regex(/^\d{4}-(?:0[1-9]|1[0-2])(?:-\d{2})?$/, {
    error: 'a date is written YYYY-MM-DD, or YYYY-MM where the day is blank',
    abort: true,
  })
  .refine((text) => text.length === 7 || PlainDate.safeParse(text).success, 'the calendar has no such day');

/** The steps that a package of estimates can pass, in their order; a plan may lack the middle ones. */
export const StageKey = z.enum(['estimate', 'synthesis', 'appraisal', 'approval']);
export type StageKey = z.infer<typeof StageKey>;

/** What an office signs: a step of the chain, or its report (báo cáo). */
export const WorkKey = z.enum([...StageKey.options, 'report']);
export type WorkKey = z.infer<typeof WorkKey>;

/**
 * Where the money of a unit or an activity comes from, relative to the plan's own chain: through it, or outside it
 * (the commune's budget, another level's, own recurrent money), or from leads on different routes (`mixed`,
 * `mixed_own`). `approver` is the office that decides; `none` spends nothing here.
 */
export const BudgetRoute = z.enum([
  'chain',
  'commune_budget',
  'own_level_budget',
  'own_recurrent',
  'mixed',
  'mixed_own',
  'approver',
  'none',
  'unspecified',
]);
export type BudgetRoute = z.infer<typeof BudgetRoute>;

export const UnitKind = z.enum([
  'people_committee',
  'specialised_division',
  'provincial_department',
  'ministry',
  'office',
  'public_service_unit',
  'mass_organisation',
  'party_board',
  'association',
  'task_force',
  'commune',
  'officer',
  'person',
  'unit',
  'unit_group',
]);
export type UnitKind = z.infer<typeof UnitKind>;

export const UnitRole = z.enum([
  'issuer',
  'approver',
  'standing',
  'focal',
  'synthesiser',
  'synthesiser_reports',
  'appraiser',
  'budget_adviser',
  'lead',
  'coordinator',
  'reporter',
  'report_recipient',
  'report_channel',
  'requested_guidance',
  'requested_support',
  'channel',
  'directs',
]);
export type UnitRole = z.infer<typeof UnitRole>;

/** An office that the plan names, or a group of offices (`isGroup`) whose members the office lists. */
export const Unit = z.strictObject({
  id: UnitId,
  name: Bilingual,
  shortName: Bilingual,
  kind: UnitKind,
  budgetRoute: BudgetRoute,
  roles: z.array(UnitRole),
  isGroup: z.boolean().default(false),
  /** Of a group: what the office would normally list. A suggestion; the office decides. */
  members: z.array(UnitId).default([]),
  /** How many members the text gives a group whose members it does not name. */
  memberCount: z.int().min(1).optional(),
  memberOf: UnitId.optional(),
  aliases: z.array(Line).optional(),
  /** Who took the work over since 01/7/2025; a suggestion, not law. */
  successor: Line.optional(),
  notes: Bilingual.optional(),
});
export type Unit = z.infer<typeof Unit>;

/** How much of an activity's product is owed in each span; `minimum`: that many or more. */
export const Quota = z.strictObject({
  unit: Bilingual,
  count: z.int().min(1),
  per: z.enum(['month', 'quarter', 'year', 'period']),
  minimum: z.boolean(),
  airings: z.int().min(1).optional(),
  replays: z.int().min(1).optional(),
  durationMinutes: z.strictObject({ from: z.int().min(1), to: z.int().min(1) }).optional(),
});
export type Quota = z.infer<typeof Quota>;

const plus = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('ad_hoc') }),
    z.strictObject({ kind: z.literal('five_year_closing'), year: Year }),
  ])
  .optional();
const quota = Quota.optional();

/** How often an activity comes round; `periodic` has no interval, `unspecified` no word about it. */
export const Cadence = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['annual', 'quarterly', 'monthly', 'continuous', 'periodic', 'unspecified']),
    plus,
    quota,
  }),
  z.strictObject({ kind: z.literal('once'), year: Year.optional(), before: PlainDate.optional(), quota }),
  z.strictObject({ kind: z.literal('once_then_update'), year: Year, quota }),
  z.strictObject({ kind: z.enum(['window', 'period']), from: PlainDate, to: PlainDate, quota }),
]);
export type Cadence = z.infer<typeof Cadence>;

export const ActivityKind = z.enum(['group', 'activity', 'assigned_task', 'form', 'suggested_option']);
export type ActivityKind = z.infer<typeof ActivityKind>;

/** What the plan has done: a heading (`group`), or work with its leads and coordinators. */
export const Activity = z.strictObject({
  code: ActivityCode,
  kind: ActivityKind,
  parent: ActivityCode.nullable(),
  title: Bilingual,
  leads: z.array(UnitId),
  coordinators: z.array(UnitId).default([]),
  budgetRoute: BudgetRoute.nullable(),
  cadence: Cadence.nullable(),
  /** The words of the plan about when, as printed. */
  schedule: Line.optional(),
  codeInSource: Line.optional(),
  targetPercent: z.int().min(1).max(100).optional(),
  notes: Bilingual.optional(),
});
export type Activity = z.infer<typeof Activity>;

/** Who signs what an office does in a stage. */
export const SignsRule = z.enum(['any', 'head', 'another']);
export type SignsRule = z.infer<typeof SignsRule>;

/**
 * What a person shows who acts at a stage: that he is signed in (`session`), or else, coming by the link of his task,
 * a code mailed to him (`code`).
 */
export const Proof = z.enum(['session', 'code']);
export type Proof = z.infer<typeof Proof>;

/** One step of the chain. Who does it: the units in `by`, or by `rule` all leads whose own route is the chain. */
export const Stage = z.strictObject({
  key: StageKey,
  action: Bilingual,
  by: z.array(UnitId),
  rule: z.literal('leads_in_chain').optional(),
  /** Whom its office consults (chủ trì, phối hợp với …): their people may comment on the lines, and decide nothing. */
  with: z.array(UnitId).default([]),
  /** Who prepares: anybody of the office, or its officers only. */
  prepares: z.enum(['any', 'officers']).default('any'),
  /**
   * Who signs: whoever does it (`any`); the head (thủ trưởng) or who signs for him, at once where he prepared it
   * himself (`head`); one of those, and always another person than prepared it (`another`).
   */
  signs: SignsRule.default('any'),
  /** Whether a code besides the mailed link will do here, as where nothing is said, or only a session. */
  proof: Proof.optional(),
  /** Whether this stage's office submits the package upward (trình). */
  submitsUpward: z.boolean(),
  deadline: Deadline.nullable(),
  /** Offered when a round is opened, where the plan gives no date. */
  suggestedWorkingDays: z.int().min(1).max(60).default(5),
  /** The step, or who it goes to, is a reading and not in the text. */
  inferred: z.boolean().optional(),
  notes: Bilingual.optional(),
});
export type Stage = z.infer<typeof Stage>;

/** The way of a plan's money from estimates to approval. */
export const Chain = z.strictObject({
  cycle: z.enum(['annual', 'one_off']),
  inferred: z.boolean(),
  /** Whose cut-off closes the estimates: the synthesizer, else the office of the stage after the estimates. */
  lockedBy: UnitId,
  scope: Bilingual,
  sourceRefs: z.array(Line),
  stages: z.array(Stage),
  /**
   * The stages that an adjustment (điều chỉnh, bổ sung, thu hồi) of what was approved passes; left out where it is the
   * appraisal and the approval.
   */
  adjustments: z.array(StageKey).optional(),
  notes: Bilingual.optional(),
});
export type Chain = z.infer<typeof Chain>;

/** Where the plan says the money comes from, and for whom; `rule` where it is not for units by name. */
export const BudgetRule = z.strictObject({
  id: LocalKey,
  text: Bilingual,
  units: z.array(UnitId).optional(),
  rule: z.enum(['leads_in_chain', 'all']).optional(),
  inChain: z.boolean().optional(),
  ref: Line,
  notes: Bilingual.optional(),
});
export type BudgetRule = z.infer<typeof BudgetRule>;

/** A duty to report: reporters → recipient (and `alsoTo`) → onward, through `onwardVia`. */
export const Obligation = z.strictObject({
  id: LocalKey,
  type: z.enum(['six_month', 'annual', 'five_year', 'ad_hoc', 'event', 'periodic_unspecified']),
  reporters: z.array(UnitId).min(1),
  recipient: UnitId,
  alsoTo: z.array(UnitId).default([]),
  onward: z.array(UnitId).default([]),
  onwardVia: UnitId.optional(),
  /** Who gets a copy of what goes onward. */
  onwardCopies: z.array(UnitId).min(1).optional(),
  /** The first day that a report of it can speak of, where that is not the plan's own. */
  reportsFrom: PlainDate.optional(),
  deadline: Deadline.nullable(),
  onwardDeadline: Deadline.nullable(),
  ref: Line,
  notes: Bilingual.optional(),
});
export type Obligation = z.infer<typeof Obligation>;

/** How a plan's units report: who prepares and signs, and when a cycle opens and is cut off where nothing else is said. */
export const Reporting = z.strictObject({
  prepares: z.enum(['any', 'officers']).default('any'),
  signs: SignsRule.default('head'),
  /** A cycle with a date of the plan opens by itself so many days before it. */
  opensDaysBefore: z.int().min(1).max(120).default(30),
  /** It is put together so many working days after that date, with what came in by then. */
  cutOffWorkingDays: z.int().min(1).max(60).default(3),
  /** That these are readings, and from what. */
  notes: Bilingual.optional(),
});
export type Reporting = z.infer<typeof Reporting>;

export const Post = z.enum(['head', 'deputy', 'officer']);
export type Post = z.infer<typeof Post>;

/** A part of an office's work: certain stages, units or activities; what is left out limits nothing. */
export const Field = z.strictObject({
  works: z.array(WorkKey).min(1).optional(),
  units: z.array(UnitId).min(1).optional(),
  activities: z.array(ActivityCode).min(1).optional(),
});
export type Field = z.infer<typeof Field>;

const powers = {
  /** Of a deputy: the fields in which he signs for the head (KT.); all of the office's work where there are none. */
  fields: z.array(Field).min(1).optional(),
  /** In which stages the office's rules of work let him sign by the head's order (TL.). */
  byOrder: z.array(WorkKey).min(1).optional(),
};

/** A second post of somebody, in another office. */
export const OtherPost = z.strictObject({ office: UnitId, post: Post, title: Bilingual, ...powers });
export type OtherPost = z.infer<typeof OtherPost>;

/** Someone who acts for an office, named by post. */
export const Person = z.strictObject({
  id: PersonId,
  office: UnitId,
  post: Post,
  title: Bilingual,
  email: z.email('an e-mail address is written name@office.example').max(120),
  language: Language,
  ...powers,
  /** What else he is: a division's head may be deputy chairman too. */
  otherPosts: z.array(OtherPost).min(1).optional(),
});
export type Person = z.infer<typeof Person>;

/** How the document is read where it does not say itself what happens; shown beside the dates. */
const reading = { note: Bilingual.optional() };

/**
 * What the last rung of a ladder does: a post is told besides (`escalate`), the estimates are locked without the office
 * that did not (`lock`), or the task lapses on record and the unit's estimate counts as missing (`lapse`).
 */
export const LadderEnd = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('escalate'), to: z.strictObject({ office: UnitId, post: Post }), ...reading }),
  z.strictObject({ do: z.literal('lock'), ...reading }),
  z.strictObject({ do: z.literal('lapse'), ...reading }),
]);
export type LadderEnd = z.infer<typeof LadderEnd>;

const Escalation = LadderEnd.options[0];

/** How the ladder ends, by kind of task; where nothing is said, those who heard of the last rung are all. */
const LadderEnds = z.strictObject({
  estimate: z.discriminatedUnion('do', [Escalation, LadderEnd.options[2]]).optional(),
  lock: z.discriminatedUnion('do', [Escalation, LadderEnd.options[1]]).optional(),
  synthesis: Escalation.optional(),
  appraisal: Escalation.optional(),
  approval: Escalation.optional(),
});

/**
 * What became of a unit that was merged, renamed or dissolved: its last day, and to whom its duties passed, as the office
 * names them. A unit keeps its id and its name on what it did; money never moves by this.
 */
export const Succession = z.strictObject({
  unit: UnitId,
  lastDay: PlainDate,
  /** One or many; none as long as the office has named none. */
  to: z.array(UnitId),
  /** Duties to report that pass elsewhere than the rest, as a closing report does. */
  duties: z
    .array(z.strictObject({ obligation: Obligation.shape.id, to: z.array(UnitId).min(1) }))
    .min(1)
    .optional(),
  /** The decision or law that it rests on. */
  basis: Bilingual.optional(),
});
export type Succession = z.infer<typeof Succession>;

/** A place where the document is silent or slips: what it says, how it is read, and why so. */
export const Reading = z.strictObject({ ref: Line, text: Bilingual, reading: Bilingual, reason: Bilingual.optional() });
export type Reading = z.infer<typeof Reading>;

/** A communication plan as data: who does what with which money, who decides, who reports, who is reminded. */
export const Plan = z.strictObject({
  format: z.literal(1),
  id: PlanId,
  locality: z.strictObject({
    id: LocalityId,
    name: Bilingual,
    province: Bilingual,
    district: Bilingual.optional(),
    successors: z.array(Line),
    successorProvince: Line.optional(),
  }),
  level: z.enum(['province', 'city', 'district', 'commune']),
  title: Bilingual,
  shortTitle: Bilingual,
  document: z.strictObject({
    number: Line.nullable(),
    issued: IssuedDate.nullable(),
    signedAs: Line.nullable(),
    signer: Line.nullable(),
  }),
  period: z.strictObject({
    label: Bilingual,
    start: PlainDate,
    end: PlainDate.nullable(),
    note: Bilingual.optional(),
  }),
  /** The unit that keeps the plan going (cơ quan thường trực, đầu mối). */
  standing: UnitId,
  legalBases: z.array(Line),
  citedDocuments: z.array(Line),
  targets: z.array(Target),
  themes: z.array(z.strictObject({ code: Line, text: Bilingual })),
  units: z.array(Unit).min(1),
  activities: z.array(Activity).min(1),
  budgetRules: z.array(BudgetRule),
  chain: Chain.nullable(),
  obligations: z.array(Obligation),
  reporting: Reporting.prefault({}),
  ladder: z.array(Rung),
  ladderEnds: LadderEnds.optional(),
  people: z.array(Person),
  /** Who held a post before and is gone: kept for the names under what he did. */
  former: z.array(Person).optional(),
  /** Units that ended, and who took their duties over. */
  successions: z.array(Succession).min(1).optional(),
  /** What is wrong or unclear in the document, how it is read here, and why so. */
  issues: z.array(Reading),
});
export type Plan = z.infer<typeof Plan>;
