import * as z from 'zod';
import { Instant, PlainDate } from '../domain/calendar.ts';
import { CutCause, Cycle } from '../domain/cycle.ts';
import { ActivityCode, CycleId, LocalKey, type PersonId, UnitId } from '../domain/ids.ts';
import { Dong } from '../domain/money.ts';
import { Obligation } from '../domain/plan.ts';
import { Progress } from '../domain/return-content.ts';
import { Channel, OutgoingPaper } from '../domain/sending.ts';

const figure = z.union([z.number(), z.string().max(40)]).transform(String);
const unsaid = figure.default('');

/** A row of a rehearsed report; what is left out is not said. `counts` is by span, as `2022-03` or `2022-Q1`. */
export const RehearsedRow = z.strictObject({
  activity: ActivityCode,
  progress: Progress.default('done'),
  planned: unsaid,
  done: unsaid,
  estimated: unsaid,
  spent: unsaid,
  actual: unsaid,
  counts: z.record(z.string(), z.strictObject({ count: unsaid, airings: unsaid, minutes: unsaid })).default({}),
  remark: z.string().default(''),
});
export type RehearsedRow = z.infer<typeof RehearsedRow>;

/** What somebody does about reports in a rehearsal; `who` has the moment and the person. */
export const reportActions = <W extends { readonly at: z.ZodType; readonly by: typeof PersonId }>(who: W) => {
  const cycle = { obligation: Obligation.shape.id, number: z.int().min(1).default(1) };
  const ofUnit = { ...cycle, unit: UnitId };
  const edition = { ...cycle, edition: z.int().min(1).default(1) };
  return [
    /** Opens a cycle: due on a day, or within so many working days; its period by default as the plan has it. */
    z.strictObject({
      ...who,
      do: z.literal('open-cycle'),
      ...cycle,
      due: PlainDate.optional(),
      within: z.int().min(1).optional(),
      cutOff: PlainDate,
      from: PlainDate.optional(),
      to: PlainDate.optional(),
      asks: z.string().default(''),
    }),
    /** Files a unit's report; activities without a row are said to be not done. */
    z.strictObject({
      ...who,
      do: z.literal('report'),
      ...ofUnit,
      rows: z.array(RehearsedRow).default([]),
      summary: z.string().default(''),
      difficulties: z.string().default(''),
      proposals: z.string().default(''),
      links: z.array(z.string()).default([]),
      targets: z.array(z.strictObject({ target: z.string(), reached: figure, of: figure })).default([]),
    }),
    z.strictObject({ ...who, do: z.literal('report-nil'), ...ofUnit, reason: z.string() }),
    z.strictObject({ ...who, do: z.literal('sign-report'), ...ofUnit }),
    z.strictObject({ ...who, do: z.literal('hand-back-report'), ...ofUnit, remark: z.string() }),
    z.strictObject({ ...who, do: z.literal('excuse'), ...ofUnit, reason: z.string() }),
    z.strictObject({ ...who, do: z.literal('cut-cycle'), ...cycle }),
    z.strictObject({ ...who, do: z.literal('next-edition'), ...cycle }),
    z.strictObject({ ...who, do: z.literal('finish-consolidated'), ...edition, narrative: z.string() }),
    z.strictObject({ ...who, do: z.literal('sign-consolidated'), ...edition }),
    z.strictObject({ ...who, do: z.literal('hand-back-consolidated'), ...edition, remark: z.string() }),
    z.strictObject({
      ...who,
      do: z.literal('send-up'),
      ...edition,
      paper: z.string(),
      date: PlainDate.optional(),
      channel: Channel.default('document-system'),
    }),
    z.strictObject({
      ...who,
      do: z.literal('receipt'),
      ...edition,
      recipient: UnitId,
      incoming: z.string().default(''),
    }),
  ] as const;
};

/** What `--json` prints of a year's reports: each cycle with both facts of every unit, and its editions. */
export const RehearsedCycle = z.strictObject({
  cycle: CycleId,
  obligation: Obligation.shape.id,
  number: z.int().min(1),
  due: PlainDate,
  cutOff: PlainDate,
  phase: Cycle.shape.phase,
  cut: z.strictObject({ cause: CutCause, at: Instant }).nullable(),
  /** Groups that the plan obliges and lists nobody of. */
  unnamed: z.array(UnitId),
  units: z.array(
    z.strictObject({
      unit: UnitId,
      came: z.enum(['not-due', 'missing', 'received', 'nil', 'excused']),
      when: z.enum(['on-time', 'extended', 'late']).nullable(),
      daysLate: z.int().min(0),
      versions: z.int().min(0),
    }),
  ),
  late: z.array(UnitId),
  missing: z.array(UnitId),
  editions: z.array(
    z.strictObject({
      number: z.int().min(1),
      added: z.array(UnitId),
      replaced: z.array(UnitId),
      signed: z.boolean(),
      sent: OutgoingPaper.nullable(),
      receipts: z.array(UnitId),
      /** What it comes to by activity: how many were done, of the whole period, and đồng spent of the chain and besides. */
      totals: z.array(
        z.strictObject({
          activity: ActivityCode,
          done: z.int().min(0),
          whole: z.int().min(0),
          spent: Dong,
          memo: Dong,
          approved: Dong,
          granted: Dong,
        }),
      ),
      /** The plan's targets that somebody counted: so many of so many. */
      targets: z.array(z.strictObject({ target: LocalKey, reached: z.int().min(0), of: z.int().min(1) })),
    }),
  ),
});
export type RehearsedCycle = z.infer<typeof RehearsedCycle>;
