import * as z from 'zod';
import { DayKind, Instant, PlainDate } from '../domain/calendar.ts';
import { CutSpread, LAST_PRIORITY } from '../domain/ceiling.ts';
import { Reminding } from '../domain/digest.ts';
import { ActivityCode, PersonId, PlanId, TaskId, UnitId, Year } from '../domain/ids.ts';
import { Classification, SourceOfFunds } from '../domain/lines.ts';
import { AdjustmentKind, SignedDecision, SigningBasis } from '../domain/package.ts';
import { Person, StageKey, Succession, Unit } from '../domain/plan.ts';
import { DueDates } from '../domain/round.ts';
import { Counted, TaskKind } from '../domain/task.ts';
import { RehearsedCycle, reportActions } from './rehearsed-reports.ts';

/** A moment as a person writes it, `2022-02-21 09:00` or `2022-02-21T09:00`, in Vietnam's time. */
export const LocalMoment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}$/, 'write the moment as 2022-02-21 09:00, in Vietnam’s time')
  .transform((text, context) => {
    const at = new Date(`${text.replace(' ', 'T')}:00+07:00`);
    if (!Number.isNaN(at.getTime())) return Instant.parse(at.toISOString());
    context.addIssue({ code: 'custom', message: `${text} is not a moment of the calendar` });
    return z.NEVER;
  });

const figure = z.union([z.number(), z.string().max(30)]).transform(String);

/** A line of a rehearsed estimate; figures as numbers, or as offices write them. */
export const RehearsedLine = z.strictObject({
  activity: z.string(),
  content: z.string().optional(),
  measure: z.string().default('lần'),
  quantity: figure,
  times: figure.default('1'),
  unitPrice: figure,
  amount: figure.optional(),
  source: SourceOfFunds.default('state_budget'),
  basis: z.string().default(''),
  note: z.string().default(''),
  /** Codes of the state budget index, e.g. {"section": "6600", "subsection": "6606"}. */
  classification: Classification.optional(),
});
export type RehearsedLine = z.infer<typeof RehearsedLine>;

const who = { at: LocalMoment, by: PersonId };

/** The paper of a grant; its date is by default the day of the action. */
const grantPaper = { number: z.string(), date: PlainDate.optional(), signer: PersonId };

/** The number of the package in its round; the first is the main one. */
const ofPackage = z.int().min(1).default(1);

/** Something that somebody does in a rehearsal, after the estimates or between them. */
export const RehearsedAction = z.discriminatedUnion('do', [
  z.strictObject({ ...who, do: z.literal('sign-nil'), unit: UnitId, reason: z.string() }),
  /** How somebody is reminded from then on: by a mail each time, or by one a morning. */
  z.strictObject({ ...who, do: z.literal('choose-reminders'), reminding: Reminding }),
  z.strictObject({ ...who, do: z.literal('recall'), unit: UnitId }),
  z.strictObject({ ...who, do: z.literal('return-estimate'), unit: UnitId, reason: z.string(), due: PlainDate }),
  z.strictObject({ ...who, do: z.literal('lock') }),
  /** Somebody is away; nobody stands in where none is named. */
  z.strictObject({
    ...who,
    do: z.literal('record-absence'),
    person: PersonId,
    from: PlainDate,
    until: PlainDate,
    reason: z.string().default(''),
    standIn: PersonId.nullable().default(null),
  }),
  z.strictObject({
    ...who,
    do: z.literal('record-leaving'),
    person: PersonId,
    lastDay: PlainDate,
    reason: z.string().default(''),
  }),
  /** Gives a unit more time for its estimate. */
  z.strictObject({ ...who, do: z.literal('extend'), unit: UnitId, due: PlainDate, reason: z.string() }),
  /** Lists a day of the working calendar. */
  z.strictObject({
    ...who,
    do: z.literal('list-day'),
    date: PlainDate,
    kind: DayKind.default('holiday'),
    name: z.string(),
    source: z.string(),
    certain: z.boolean().default(true),
  }),
  z.strictObject({ ...who, do: z.literal('load-codes'), text: z.string() }),
  z.strictObject({
    ...who,
    do: z.literal('set-figures'),
    package: ofPackage,
    unit: UnitId,
    /** `line` is the number of the line in the unit's estimate, counted from 1. */
    figures: z.array(z.strictObject({ line: z.int().min(1), amount: z.number(), reason: z.string().default('') })),
  }),
  z.strictObject({
    ...who,
    do: z.literal('return-part'),
    package: ofPackage,
    /** Whose part. */
    unit: UnitId,
    reason: z.string(),
    due: PlainDate,
  }),
  z.strictObject({
    ...who,
    do: z.literal('supplement'),
    units: z.array(UnitId),
    reason: z.string(),
    due: PlainDate,
  }),
  z.strictObject({ ...who, do: z.literal('close-collecting'), package: ofPackage }),
  z.strictObject({ ...who, do: z.literal('name-submitter'), activity: ActivityCode, unit: UnitId }),
  z.strictObject({
    ...who,
    do: z.literal('share-activity'),
    /** The submitter. */
    unit: UnitId,
    activity: ActivityCode,
    shares: z.array(z.strictObject({ unit: UnitId, amount: z.number() })),
  }),
  z.strictObject({
    ...who,
    do: z.literal('cut-to-ceiling'),
    package: ofPackage,
    /** What there is, in đồng. */
    ceiling: z.number(),
    spread: CutSpread.default('proportion'),
    /** Of activities, 1 (most urgent, and what is left out) to 9. */
    priorities: z.record(ActivityCode, z.int().min(1).max(LAST_PRIORITY)).default({}),
    /** By default what the page fills in. */
    reason: z.string().optional(),
  }),
  z.strictObject({
    ...who,
    do: z.literal('comment'),
    package: ofPackage,
    /** The unit whose estimate it is about; `line` is counted from 1, and left out of a comment on the whole. */
    unit: UnitId,
    line: z.int().min(1).optional(),
    text: z.string(),
  }),
  z.strictObject({ ...who, do: z.literal('forward'), package: ofPackage, remark: z.string().default('') }),
  z.strictObject({ ...who, do: z.literal('return'), package: ofPackage, to: StageKey, reason: z.string() }),
  z.strictObject({
    ...who,
    do: z.literal('approve'),
    package: ofPackage,
    number: z.string(),
    date: PlainDate.optional(),
    basis: SigningBasis.default('own_right'),
  }),
  z.strictObject({
    ...who,
    do: z.literal('sign-off'),
    /** The unit whose estimate is signed; left out where it is the package at its stage. */
    unit: UnitId.optional(),
    package: ofPackage,
    /** Of an approval: the decision's paper. */
    number: z.string().optional(),
    date: PlainDate.optional(),
    basis: SigningBasis.default('own_right'),
  }),
  z.strictObject({
    ...who,
    do: z.literal('hand-back'),
    unit: UnitId.optional(),
    package: ofPackage,
    remark: z.string(),
  }),
  z.strictObject({
    ...who,
    do: z.literal('record-authorisation'),
    office: UnitId,
    giver: PersonId,
    recipient: PersonId,
    number: z.string(),
    date: PlainDate.optional(),
    from: PlainDate,
    until: PlainDate,
    works: z.array(StageKey),
  }),
  z.strictObject({ ...who, do: z.literal('revoke-authorisation'), number: z.string(), reason: z.string() }),
  z.strictObject({
    ...who,
    do: z.literal('attach'),
    /** A file beside the package file, or anywhere. */
    file: z.string().min(1),
    /** The unit whose estimate it proves; without one, the package at the stage that it is at, or was decided at last. */
    unit: UnitId.optional(),
    package: ofPackage,
    /** The number of the line in the unit's estimate, counted from 1. */
    line: z.int().min(1).optional(),
  }),
  z.strictObject({
    ...who,
    do: z.literal('grant'),
    unit: UnitId,
    tranche: z.int().min(1),
    ...grantPaper,
    /** Đồng by activity: from the state budget, or by source. */
    amounts: z.record(z.string(), z.union([z.number(), z.partialRecord(SourceOfFunds, z.number())])),
  }),
  z.strictObject({
    ...who,
    do: z.literal('reverse-grant'),
    unit: UnitId,
    /** The number of the grant in the unit's ledger, counted from 1. */
    grant: z.int().min(1),
    ...grantPaper,
    reason: z.string(),
  }),
  z.strictObject({
    ...who,
    do: z.literal('adjust'),
    kind: AdjustmentKind.default('change'),
    cites: z.strictObject({ number: z.string(), date: PlainDate }),
    reason: z.string(),
    /** `line` is the number of the line in the unit's estimate, counted from 1. */
    lines: z.array(z.strictObject({ unit: UnitId, line: z.int().min(1), amount: z.number() })),
  }),
  z.strictObject({ ...who, do: z.literal('withdraw'), package: ofPackage, reason: z.string() }),
  z.strictObject({ ...who, do: z.literal('close-round'), remark: z.string().default('') }),
  ...reportActions(who),
]);
export type RehearsedAction = z.infer<typeof RehearsedAction>;

/**
 * A year's round as it might go, for `npm run rehearse -- --package FILE`. Estimates and actions happen in the order
 * of their moments; `open` is by default the standing office's officer, five working days before estimates are due.
 * Without `due` there is no round, as in a plan without a chain: only reports. `from` and `until` are its first and last
 * day, where that is not those of what happens: cycles open and are cut off by themselves in between.
 */
export const Rehearsal = z.strictObject({
  plan: PlanId,
  year: Year,
  due: DueDates.optional(),
  from: PlainDate.optional(),
  until: PlainDate.optional(),
  /** What the office adds to its plan: units and their people, members of groups, and who takes whose duties over when. */
  additions: z
    .strictObject({
      units: z.array(Unit),
      people: z.array(Person),
      members: z.record(UnitId, z.array(UnitId)).default({}),
      successions: z.array(Succession).min(1).optional(),
    })
    .optional(),
  open: z.strictObject({ ...who, members: z.record(UnitId, z.array(UnitId)).optional() }).optional(),
  estimates: z.array(z.strictObject({ ...who, unit: UnitId, lines: z.array(RehearsedLine) })).default([]),
  actions: z.array(RehearsedAction).default([]),
});
export type Rehearsal = z.infer<typeof Rehearsal>;

/** Figures in đồng; one that no stage has answered for is null, as silence appraises and approves nothing. */
const totals = z.strictObject({
  proposed: z.int().min(0),
  appraised: z.int().min(0).nullable(),
  approved: z.int().min(0).nullable(),
});

const closed = { approved: z.int().min(0), granted: z.int().min(0), lapsed: z.int().min(0) };

/** What `--json` prints; money in whole đồng. A unit that proposes nothing, or sent nothing, has no totals. */
export const RehearsalReport = z.strictObject({
  plan: PlanId,
  year: Year,
  totals,
  /** Every package of the round: the main one, parts, supplements, adjustments. */
  packages: z.array(
    z.strictObject({
      number: z.int().min(1),
      kind: z.enum(['main', 'part', 'supplement', 'adjustment']),
      stage: z.enum([...StageKey.options, 'approved', 'withdrawn']),
      submissions: z.int().min(1),
      totals,
      decision: SignedDecision.nullable(),
      published: z.boolean(),
    }),
  ),
  units: z.array(
    z.strictObject({
      unit: UnitId,
      standing: z.enum(['submitted', 'nil', 'missing']),
      version: z.int().min(1).nullable(),
      late: z.boolean(),
      totals: totals.nullable(),
      /** What the unit was told of its result; null before it is published. */
      result: z.int().min(0).nullable(),
      /** What it was granted by then; null before its first grant. */
      granted: z.int().min(0).nullable(),
    }),
  ),
  tasks: z.array(
    z.strictObject({
      id: z.string(),
      office: UnitId,
      state: z.enum(['open', 'done', 'lapsed']),
      due: PlainDate,
      openedAt: Instant,
      closedAt: Instant.nullable(),
    }),
  ),
  /** Every task's date, how it came about, and its rungs. */
  ladders: z.array(
    z.strictObject({
      task: TaskId,
      kind: TaskKind,
      office: UnitId,
      due: PlainDate,
      counted: Counted.optional(),
      extendedFrom: PlainDate.optional(),
      steps: z.array(
        z.strictObject({ rung: z.string(), at: Instant, state: z.enum(['climbed', 'ahead', 'spared', 'passed']) }),
      ),
    }),
  ),
  /** Whose work fell due while he was away, by the dates with which the round opened; who stood in. */
  absences: z.array(
    z.strictObject({
      kind: TaskKind,
      office: UnitId,
      person: PersonId,
      due: PlainDate,
      from: PlainDate,
      until: PlainDate,
      standIn: PersonId.nullable(),
    }),
  ),
  mails: z.array(z.strictObject({ at: Instant, to: z.string(), subject: z.string() })),
  late: z.array(UnitId),
  missing: z.array(UnitId),
  /** The year's cycles of reports, soonest due first. */
  reports: z.array(RehearsedCycle),
  executions: z.array(
    z.strictObject({
      name: z.string(),
      machine: z.string(),
      /** What it carries. */
      of: z.enum(['round', 'package', 'cycle', 'edition']),
      status: z.string(),
      events: z.int().min(1),
    }),
  ),
  /** How often the package was submitted (lần trình). */
  submissions: z.int().min(1),
  decision: SignedDecision.nullable(),
  published: z.boolean(),
  /** What was approved, granted and lapsed, in all and by source, once the round was closed at the year's end. */
  closed: z
    .strictObject({ ...closed, sources: z.array(z.strictObject({ source: SourceOfFunds, ...closed })) })
    .nullable(),
});
export type RehearsalReport = z.infer<typeof RehearsalReport>;
