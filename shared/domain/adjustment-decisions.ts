import * as z from 'zod';
import { type ApprovedLine, approvedByFund } from './approved-lines.ts';
import { type ActingSetting, mustBelong } from './context.ts';
import { currentVersion } from './estimate.ts';
import { type FundAmount, ofFund } from './funds.ts';
import { refuseAfterClosing } from './grant-decisions.ts';
import { ActivityCode, ledgerIdOf, type PackageId, UnitId } from './ids.ts';
import { grantedOf, type LedgerOpening, ledgerTotals, openBalances } from './ledger.ts';
import { Dong, sum } from './money.ts';
import type { AdjustmentKind, Content, Member } from './package.ts';
import { paginate } from './pages.ts';
import type { StageKey } from './plan.ts';
import { reasonProblems, written } from './reason.ts';
import type { Change, Stored } from './records.ts';
import { type AnyProblem, type Decision, problems, type Refusal } from './refusal.ts';
import { closingOffices } from './round-closing.ts';
import { stagesOf } from './round-decisions.ts';

/** At most this many lines, and units, are changed by one adjustment: it is decided in one transaction. */
export const MOST_ADJUSTED_LINES = 200;
const MOST_ADJUSTED_UNITS = 30;

/** So often is what one unit was approved changed in a year; its ledger keeps every layer. */
export const MOST_ADJUSTMENTS = 10;

/** A line with the figure that was approved for it and the one that an adjustment gives it, in đồng. */
export const AdjustedLine = z.strictObject({
  unit: UnitId,
  no: z.int().min(1),
  activity: ActivityCode,
  content: z.string(),
  proposed: Dong,
  before: Dong,
  after: Dong,
});
export type AdjustedLine = z.infer<typeof AdjustedLine>;

/** What an adjustment of one unit stands on. `opening` is what its ledger is opened with, where it has none. */
export type UnitGround = {
  readonly unit: UnitId;
  readonly estimate: Stored<'estimate'>;
  readonly ledger: Stored<'ledger'> | undefined;
  readonly opening: LedgerOpening | undefined;
  readonly lines: readonly ApprovedLine[];
};

/**
 * What an adjustment stands on: the units it names, and the packages that the decision it cites approved. One paper may
 * approve several, a part beside the rest; there is none where no decision has its number and date.
 */
export type AdjustmentGround = {
  readonly round: Stored<'round'>;
  readonly id: PackageId;
  readonly number: number;
  readonly units: ReadonlyMap<UnitId, UnitGround | 'unpublished' | 'nothing'>;
  readonly cited: readonly PackageId[];
};

/** What somebody asks an adjustment to do; nothing about it has been believed yet. */
export type OpenAdjustment = {
  readonly kind: AdjustmentKind;
  readonly cites: { readonly number: string; readonly date: Stored<'round'>['body']['due']['estimate'] };
  readonly reason: string;
  readonly lines: readonly { readonly unit: UnitId; readonly no: number; readonly amount: number }[];
};

/** The decision in force for a unit. */
export const inForce = ({ ledger, opening }: UnitGround) => ledger?.body.decision ?? opening?.decision;

const lineProblem = (
  path: string,
  amount: number,
  found: ApprovedLine | undefined,
  kind: AdjustmentKind,
): AnyProblem | undefined => {
  if (found === undefined) return { path: `${path}.no`, code: 'unknown-line' };
  if (!Number.isInteger(amount)) return { path: `${path}.amount`, code: 'not-whole' };
  if (amount < 0) return { path: `${path}.amount`, code: 'negative' };
  if (amount > found.line.amount)
    return { path: `${path}.amount`, code: 'above-proposed', proposed: found.line.amount };
  const wrong = (kind === 'supplement' && amount < found.approved) || (kind === 'recovery' && amount > found.approved);
  return wrong ? { path: `${path}.amount`, code: 'wrong-direction', before: found.approved, kind } : undefined;
};

/** What each activity of a unit would be approved from each source, with some lines at other amounts. */
const approvedWith = ({ lines }: UnitGround, amounts: ReadonlyMap<number, number>): FundAmount[] => [
  ...approvedByFund(lines.map((one) => ({ ...one, approved: Dong.parse(amounts.get(one.line.no) ?? one.approved) }))),
];

type Asked = OpenAdjustment['lines'][number] & { readonly path: string };

/** What is granted already cannot be taken from: the grant is taken back first. */
const grantedProblems = (ground: UnitGround, asked: readonly Asked[]): readonly AnyProblem[] => {
  const after = approvedWith(ground, new Map(asked.map(({ no, amount }) => [no, amount])));
  return asked.flatMap(({ no, path }): AnyProblem[] => {
    const fund = ground.lines.find(({ line }) => line.no === no)?.line;
    if (fund === undefined) return [];
    const granted = grantedOf(ground.ledger?.body.balances ?? [], fund);
    const left = ofFund(after, fund)?.amount ?? 0;
    return left < granted ? [{ path: `${path}.amount`, code: 'below-granted', granted }] : [];
  });
};

const citeProblems = (
  { cites }: OpenAdjustment,
  cited: readonly PackageId[],
  units: readonly UnitGround[],
): readonly AnyProblem[] => {
  if (cited.length === 0) return [{ path: 'cites', code: 'no-such-decision', given: cites.number }];
  const other = units.map(inForce).find((decision) => decision !== undefined && !cited.includes(decision.package));
  return other === undefined
    ? []
    : [{ path: 'cites', code: 'decision-replaced', number: other.number, date: other.date }];
};

const unitRefusal = ({ unit, ledger }: UnitGround): Refusal | undefined => {
  if (ledger === undefined) return undefined;
  const { pending, layers } = ledger.body;
  if (pending !== null) return { kind: 'adjustment-pending', unit, package: pending.package };
  return layers.length >= MOST_ADJUSTMENTS ? { kind: 'too-many-adjustments', most: MOST_ADJUSTMENTS } : undefined;
};

const memberOf = ({ unit, estimate }: UnitGround, { actor }: ActingSetting): Member => {
  const version = currentVersion(estimate.body);
  return {
    unit,
    estimate: estimate.body.id,
    standing: 'submitted',
    version: version?.n ?? null,
    lines: version?.lines ?? null,
    total: version?.total ?? null,
    late: false,
    preparers: [...new Set([...estimate.body.preparers, actor.person])],
  };
};

const USUAL: readonly StageKey[] = ['appraisal', 'approval'];

/** The stages that an adjustment passes, as the plan names them, in the chain's order. */
const stagesOfAdjustment = (setting: ActingSetting): readonly StageKey[] => {
  const named = setting.plan.chain?.adjustments ?? USUAL;
  return stagesOf(setting).filter((stage) => named.includes(stage));
};

const ledgerChange = (ground: UnitGround, round: Stored<'round'>, pkg: PackageId, approved: FundAmount[]): Change => ({
  type: 'ledger',
  id: ledgerIdOf(round.body.id, ground.unit),
  before: ground.ledger,
  event: { type: 'AdjustmentOpened', opening: ground.opening ?? null, package: pkg, approved },
});

const approvedNow = ({ ledger, opening }: UnitGround): Dong =>
  ledgerTotals(ledger?.body.balances ?? (opening === undefined ? [] : openBalances(opening))).approved;

const linesProblems = (
  asked: readonly Asked[],
  units: ReadonlyMap<UnitId, UnitGround>,
  kind: AdjustmentKind,
): readonly AnyProblem[] => {
  if (asked.length > MOST_ADJUSTED_LINES) return [{ path: 'lines', code: 'too-many-lines', most: MOST_ADJUSTED_LINES }];
  const seen = new Set<string>();
  const found = asked.flatMap(({ unit, no, amount, path }): readonly AnyProblem[] => {
    const key = `${unit} ${no}`;
    if (seen.has(key)) return [{ path: `${path}.no`, code: 'doubled-line' }];
    seen.add(key);
    const problem = lineProblem(
      path,
      amount,
      units.get(unit)?.lines.find(({ line }) => line.no === no),
      kind,
    );
    return problem === undefined ? [] : [problem];
  });
  return found.length > 0
    ? found
    : [...units.values()].flatMap((ground) =>
        grantedProblems(
          ground,
          asked.filter(({ unit }) => unit === ground.unit),
        ),
      );
};

/**
 * Opens an adjustment (điều chỉnh, bổ sung, thu hồi): a package of its own that cites the decision in force for its
 * units and goes through the chain. Until it is decided no more is granted than it would leave; the earlier package
 * stays as it was decided (invariant 10).
 */
export const openAdjustment = (ground: AdjustmentGround, command: OpenAdjustment, setting: ActingSetting): Decision => {
  const { round, id, number } = ground;
  const refusal = mustBelong(setting, closingOffices(setting.plan)) ?? refuseAfterClosing(round);
  if (refusal !== undefined) return refusal;
  const units = new Map<UnitId, UnitGround>();
  for (const [unit, found] of ground.units) {
    if (found === 'unpublished') return { kind: 'not-published' };
    if (found === 'nothing') return { kind: 'nothing-approved', unit };
    const held = unitRefusal(found);
    if (held !== undefined) return held;
    units.set(unit, found);
  }
  const asked = command.lines.map((line, index) => ({ ...line, path: `lines[${index}]` }));
  const reason = written(command.reason);
  const wrong = [
    ...citeProblems(command, ground.cited, [...units.values()]),
    ...reasonProblems(reason),
    ...linesProblems(asked, units, command.kind),
    ...(units.size > MOST_ADJUSTED_UNITS
      ? [{ path: 'lines', code: 'too-many-lines', most: MOST_ADJUSTED_UNITS } as const]
      : []),
  ];
  if (wrong.length > 0) return problems(...wrong);
  const changed = asked.flatMap(({ unit, no, amount }): AdjustedLine[] => {
    const found = units.get(unit)?.lines.find(({ line }) => line.no === no);
    if (found === undefined || found.approved === amount) return [];
    const { activity, content, amount: proposed } = found.line;
    return [{ unit, no, activity, content, proposed, before: found.approved, after: Dong.parse(amount) }];
  });
  const touched = [...units.values()].filter(({ unit }) => changed.some((line) => line.unit === unit));
  const cited = touched.map(inForce).find((decision) => decision !== undefined)?.package ?? ground.cited.at(-1);
  const [stage] = stagesOfAdjustment(setting);
  if (changed.length === 0 || cited === undefined) return problems({ path: 'lines', code: 'missing' });
  if (stage === undefined) return { kind: 'no-chain' };
  const approvedAfter = new Map(
    touched.map((one) => [
      one.unit,
      approvedWith(one, new Map(changed.flatMap(({ unit, no, after }) => (unit === one.unit ? [[no, after]] : [])))),
    ]),
  );
  const total = sum([...approvedAfter.values()].flat().map(({ amount }) => amount));
  const lines = paginate('adjusted', changed, setting.hash);
  const members = paginate(
    'members',
    touched.map((one) => memberOf(one, setting)),
    setting.hash,
  );
  const content: Content = {
    root: lines.ref.root,
    totals: { proposed: total, appraised: total, approved: total },
    changed: changed.length,
  };
  const { locality, plan, planContent, year } = round.body;
  const sealed: Change = {
    type: 'package',
    id,
    before: undefined,
    event: {
      type: 'PackageSealed',
      locality,
      plan,
      planContent,
      round: round.body.id,
      year,
      number,
      members: members.ref,
      counts: { submitted: touched.length, nil: 0, missing: 0 },
      stages: [...stagesOfAdjustment(setting)],
      content,
      adjusts: {
        kind: command.kind,
        cites: { package: cited, number: command.cites.number.trim(), date: command.cites.date },
        office: setting.actor.office,
        reason,
        lines: lines.ref,
        before: sum(touched.map(approvedNow)),
      },
    },
  };
  return {
    kind: 'accepted',
    pages: [...lines.pages, ...members.pages],
    guards: [{ type: 'round', id: round.body.id, phase: 'formed' }],
    changes: [sealed, ...touched.map((one) => ledgerChange(one, round, id, approvedAfter.get(one.unit) ?? []))],
  };
};
