import * as z from 'zod';

const slug = z
  .string()
  .regex(/^[a-z0-9]+(?:[._-][a-z0-9]+)*$/, 'small letters, digits, and . _ - between them')
  .max(80);

/** A deployment's locality (huyện, xã, thành phố, tỉnh); the prefix of every key, e.g. `tay-giang`. */
export const LocalityId = slug.brand<'LocalityId'>();
export type LocalityId = z.infer<typeof LocalityId>;

/** A communication plan (kế hoạch), e.g. `tay-giang-2021-2025`. */
export const PlanId = slug.brand<'PlanId'>();
export type PlanId = z.infer<typeof PlanId>;

/** A unit (đơn vị) or a group of units of one plan, e.g. `tg.vhtt`. */
export const UnitId = slug.brand<'UnitId'>();
export type UnitId = z.infer<typeof UnitId>;

/** A person with a post in an office, e.g. `tg.vhtt.truong`. */
export const PersonId = slug.brand<'PersonId'>();
export type PersonId = z.infer<typeof PersonId>;

/** The code of an activity (nhiệm vụ) as the plan prints it, e.g. `c.1`, `IV.1.2`. */
export const ActivityCode = z
  .string()
  .regex(/^[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*$/, 'letters and digits, with dots between them')
  .max(20)
  .brand<'ActivityCode'>();
export type ActivityCode = z.infer<typeof ActivityCode>;

/** One yearly run of the budget chain of one plan (đợt): `PLAN.YEAR`. */
export const RoundId = slug.brand<'RoundId'>();
export type RoundId = z.infer<typeof RoundId>;

/** One unit's estimate (dự toán) in a round: `ROUND.UNIT`. */
export const EstimateId = z.string().max(170).brand<'EstimateId'>();
export type EstimateId = z.infer<typeof EstimateId>;

/** What goes up the chain together (hồ sơ trình): `ROUND.pN`. */
export const PackageId = slug.brand<'PackageId'>();
export type PackageId = z.infer<typeof PackageId>;

/** One piece of work that an office owes: a kind and what it is about. */
export const TaskId = z.string().max(200).brand<'TaskId'>();
export type TaskId = z.infer<typeof TaskId>;

/** Names one request for a change; the same id twice is the same request. Chosen by who asks. */
export const CommandId = z
  .string()
  .regex(/^[A-Za-z0-9._:-]{8,120}$/, '8 to 120 letters, digits, and . _ : -')
  .brand<'CommandId'>();
export type CommandId = z.infer<typeof CommandId>;

/** A SHA-256, 64 small hexadecimal digits. */
export const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'Sha256'>();
export type Sha256 = z.infer<typeof Sha256>;

/** Hashes UTF-8 text; handed in, for the domain does no input or output of its own. */
export type HashText = (text: string) => Sha256;

/** Years a plan can have rounds in. */
export const Year = z.int().min(2000).max(2100);
export type Year = z.infer<typeof Year>;

/** The round of a plan in a year. */
export const roundIdOf = (plan: PlanId, year: Year): RoundId => RoundId.parse(`${plan}.${year}`);

/** The estimate of a unit in a round. */
export const estimateIdOf = (round: RoundId, unit: UnitId): EstimateId => EstimateId.parse(`${round}:${unit}`);

/** The n-th package of a round, counted from 1 (the main package). */
export const packageIdOf = (round: RoundId, n: number): PackageId => PackageId.parse(`${round}.p${n}`);

/** The round that an estimate's id names; whether there is one is for the store to say. */
export const roundOfEstimate = (estimate: EstimateId): string => estimate.split(':')[0] ?? estimate;

/** The unit that an estimate's id names, or undefined where it names none. */
export const unitOfEstimate = (estimate: EstimateId): UnitId | undefined =>
  UnitId.safeParse(estimate.split(':').at(-1)).data;

/** The round that a package's id names; whether there is one is for the store to say. */
export const roundOfPackage = (pkg: PackageId): string => pkg.replace(/\.p\d+$/, '');

/** What one unit was approved and granted in a round: `ROUND:UNIT`, as its estimate is named. */
export const LedgerId = z.string().max(170).brand<'LedgerId'>();
export type LedgerId = z.infer<typeof LedgerId>;

/** The ledger of a unit in a round. */
export const ledgerIdOf = (round: RoundId, unit: UnitId): LedgerId => LedgerId.parse(`${round}:${unit}`);

/** One occasion on which reports are owed under one obligation (kỳ báo cáo): `PLAN.YEAR.OBLIGATION.N`. */
export const CycleId = slug.brand<'CycleId'>();
export type CycleId = z.infer<typeof CycleId>;

/** One unit's report in a cycle (báo cáo của đơn vị): `CYCLE:UNIT`. */
export const ReturnId = z.string().max(170).brand<'ReturnId'>();
export type ReturnId = z.infer<typeof ReturnId>;

/** What was put together from a cycle's reports (báo cáo tổng hợp): `CYCLE.eN`. */
export const EditionId = slug.brand<'EditionId'>();
export type EditionId = z.infer<typeof EditionId>;

/** The n-th edition of a cycle, counted from 1. */
export const editionIdOf = (cycle: CycleId, n: number): EditionId => EditionId.parse(`${cycle}.e${n}`);

/** The n-th cycle of an obligation in a year, counted from 1; only what is asked ad hoc has a second. */
export const cycleIdOf = (plan: PlanId, year: Year, obligation: string, n: number): CycleId =>
  CycleId.parse(`${plan}.${year}.${obligation}.${n}`);

/** The report of a unit in a cycle. */
export const returnIdOf = (cycle: CycleId, unit: UnitId): ReturnId => ReturnId.parse(`${cycle}:${unit}`);

/** The cycle that a report's id names; whether there is one is for the store to say. */
export const cycleOfReturn = (report: ReturnId): string => report.split(':')[0] ?? report;

/** The unit that a report's id names, or undefined where it names none. */
export const unitOfReturn = (report: ReturnId): UnitId | undefined => UnitId.safeParse(report.split(':').at(-1)).data;

/** The cycle that an edition's id names; whether there is one is for the store to say. */
export const cycleOfEdition = (edition: EditionId): string => edition.replace(/\.e\d+$/, '');

/** A name within one plan: of an obligation, a rule, a target. */
export const LocalKey = z
  .string()
  .regex(/^[a-z0-9]+(?:[._-][a-z0-9]+)*$/, 'small letters, digits, and . _ - between them');
