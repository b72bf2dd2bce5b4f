import { addWorkingDays, localDate, type PlainDate } from './calendar.ts';
import { type ActingSetting, mustBelong, nextRungAt, type Setting } from './context.ts';
import type { EstimateEvent } from './estimate.ts';
import { refuseAfterClosing } from './grant-decisions.ts';
import { type EstimateId, type PackageId, packageIdOf, type PersonId, type UnitId } from './ids.ts';
import type { Origin } from './package.ts';
import {
  awaitingBelow,
  contentOf,
  mayDecide,
  type OpenPackage,
  packageChange,
  type Part,
  prepared,
  returningRight,
  type Shown,
} from './package-decisions.ts';
import { paginate } from './pages.ts';
import { refuseReason, written } from './reason.ts';
import type { Change, Stored } from './records.ts';
import { type AnyProblem, type Decision, problems, type Refusal } from './refusal.ts';
import type { Round } from './round.ts';
import { memberOf, sealedContent, stagesOf } from './round-decisions.ts';
import { signedBy } from './signing.ts';

/** At most this many units join by one supplement: it opens in one transaction. */
export const MOST_LATE_UNITS = 20;

/** More packages than this in a round need a talk, not another one. */
export const MOST_PACKAGES = 60;

/** How long a unit has for its part, in working days, unless the office says otherwise. */
export const SUGGESTED_PART_DAYS = 5;

/** The date to suggest for what is opened today. */
export const suggestPartDue = ({ calendar, at }: Pick<Setting, 'calendar' | 'at'>): PlainDate =>
  addWorkingDays(calendar, localDate(at), SUGGESTED_PART_DAYS);

const isSubmitted = ({ body }: Stored<'estimate'>): boolean =>
  body.lockedInto !== null && body.lockedInto.version !== null;

const reopenedEstimate = (
  before: Stored<'estimate'>,
  event: Omit<Extract<EstimateEvent, { type: 'EstimateReopened' }>, 'type'>,
): Change => ({ type: 'estimate', id: before.id, before, event: { type: 'EstimateReopened', ...event } });

type Reopened = {
  readonly id: PackageId;
  readonly number: number;
  readonly origin: Origin;
  readonly due: PlainDate;
  readonly estimates: readonly Stored<'estimate'>[];
};

/** A package that waits for estimates: nothing is in it yet, so that every figure of it is nothing. */
const openedPackage = (round: Round, { id, number, origin, due, estimates }: Reopened, setting: Setting) => {
  const members = estimates.map(({ body }) => ({
    ...memberOf(body),
    standing: 'missing' as const,
    version: null,
    lines: null,
    total: null,
  }));
  const { ref, pages } = paginate('members', members, setting.hash);
  const change: Change = {
    type: 'package',
    id,
    before: undefined,
    event: {
      type: 'PackageOpened',
      locality: round.locality,
      plan: round.plan,
      planContent: round.planContent,
      round: round.id,
      year: round.year,
      number,
      members: ref,
      counts: { submitted: 0, nil: 0, missing: members.length },
      stages: [...stagesOf(setting)],
      content: sealedContent(members, ref.root),
      origin,
      units: estimates.map(({ body }) => body.unit),
      due,
    },
  };
  return { change, pages };
};

const askedWrong = (
  { reason, due }: { readonly reason: string; readonly due: PlainDate },
  { at }: Setting,
): Refusal | undefined => {
  const earliest = localDate(at);
  const early = due < earliest ? problems({ path: 'due', code: 'date-too-early', earliest }) : undefined;
  return refuseReason(reason) ?? early;
};

/** Refuses another package where the year's end was ordered, or the round has as many as it can. */
const noMore = ({ round, number }: Pick<PartGround, 'round' | 'number'>): Refusal | undefined =>
  refuseAfterClosing(round) ??
  (number > MOST_PACKAGES ? { kind: 'too-many-packages', most: MOST_PACKAGES } : undefined);

/** What somebody asks of a unit's part: whose, why, until when. */
export type ReturnPart = Shown & { readonly estimate: EstimateId; readonly reason: string; readonly due: PlainDate };

/** What returning a part stands on: the package's estimates that are still in it, and the next free number. */
export type PartGround = {
  readonly round: Stored<'round'>;
  readonly estimates: readonly Stored<'estimate'>[];
  readonly number: number;
};

/** The stage's task once a part left: done with the last of them, else with whoever works on the rest. */
const taskAfter = (task: Stored<'task'>, emptied: boolean, setting: Setting): readonly Change[] => {
  const { due, reason, forSignature } = task.body;
  if (emptied) return [{ type: 'task', id: task.id, before: task, event: { type: 'TaskDone' } }];
  if (forSignature === undefined) return [];
  const event = {
    type: 'TaskReopened' as const,
    cause: 'part-left' as const,
    due,
    reason,
    nextRungAt: nextRungAt(setting, due),
  };
  return [{ type: 'task', id: task.id, before: task, event }];
};

/**
 * What one unit's leaving comes to: the package goes on without it, open again at its stage; the part opens; the
 * estimate is the unit's again. Where it was the last in the package, that ends without a decision. Asked anew when a
 * head signs it, since days have passed since it was prepared.
 */
export const leave = (
  { pkg, task }: OpenPackage,
  ground: PartGround,
  asked: Omit<ReturnPart, 'shown'> & { readonly preparedBy?: PersonId },
  setting: ActingSetting,
): Decision => {
  const { round, estimates, number } = ground;
  const { stage, submission, estimate: id, reason, due, preparedBy } = asked;
  const wrong = askedWrong(asked, setting) ?? noMore(ground);
  if (wrong !== undefined) return wrong;
  const leaving = estimates.find(({ body }) => body.id === id);
  if (leaving === undefined) return { kind: 'not-found', what: 'estimate' };
  if (!isSubmitted(leaving)) return { kind: 'nothing-submitted' };
  const rest = estimates.filter((one) => one !== leaving);
  const { content, pages } = contentOf(rest, { package: pkg.body.id, submission }, setting);
  const part = packageIdOf(round.body.id, number);
  const { person: by } = setting.actor;
  const origin: Origin = { kind: 'part', from: pkg.body.id, number: pkg.body.number, stage, submission, reason, by };
  const opened = openedPackage(round.body, { id: part, number, origin, due, estimates: [leaving] }, setting);
  const emptied = !rest.some(isSubmitted);
  const { unit } = leaving.body;
  return {
    kind: 'accepted',
    pages: [...pages, ...opened.pages],
    guards: [{ type: 'round', id: round.body.id, phase: round.body.phase }],
    changes: [
      packageChange(pkg, {
        type: 'PartLeft',
        stage,
        submission,
        unit,
        estimate: id,
        part,
        reason,
        content,
        emptied,
        ...(preparedBy === undefined ? {} : { preparedBy }),
      }),
      opened.change,
      reopenedEstimate(leaving, { cause: 'returned', into: part, reason, due }),
      ...taskAfter(task, emptied, setting),
    ],
  };
};

/**
 * Returns one unit's part with the reason while the rest goes on: the part becomes a package of its own that waits for
 * the unit, and is in no total of this one any more.
 */
export const returnPart = (
  open: OpenPackage,
  part: Part,
  ground: PartGround,
  command: ReturnPart,
  setting: ActingSetting,
): Decision => {
  const { pkg } = open;
  const asked = { ...command, reason: written(command.reason) };
  const refusal = mayDecide(pkg, command, setting);
  if (refusal !== undefined) return refusal;
  if (pkg.body.adjusts !== undefined) return { kind: 'adjustment-fixed' };
  const right = returningRight(part, setting);
  if (right.kind !== 'signs' && right.kind !== 'prepares') return right;
  const waits = awaitingBelow(pkg.body, command.stage, setting);
  if (waits !== undefined) return waits;
  const decision = leave(open, ground, asked, setting);
  if (decision.kind !== 'accepted') return decision;
  if (right.kind === 'signs') return signedBy(right.power, setting, decision);
  const { estimate, reason, due } = asked;
  return prepared(open, command, { do: 'return-part', estimate, reason, due }, setting);
};

/** What somebody asks of a supplement: for whom, why, until when. */
export type OpenSupplement = { readonly units: readonly UnitId[]; readonly reason: string; readonly due: PlainDate };

/** What a supplement stands on: the round, the estimates of the units that it names, the next free number. */
export type SupplementGround = PartGround;

const joinProblems = (units: readonly UnitId[], estimates: readonly Stored<'estimate'>[]): AnyProblem[] =>
  units.flatMap((unit, index): AnyProblem[] => {
    const path = `units[${index}]`;
    const estimate = estimates.find(({ body }) => body.unit === unit);
    if (estimate === undefined || units.indexOf(unit) !== index) return [{ path, code: 'unknown-unit', given: unit }];
    const { lockedInto, into } = estimate.body;
    return lockedInto?.version !== null
      ? [{ path, code: 'in-a-package', unit, package: lockedInto?.package ?? into ?? null }]
      : [];
  });

/**
 * Opens a supplementary package (hồ sơ bổ sung) for units that had nothing in at the lock: each is asked for its
 * estimate again, and what comes in goes up by itself.
 */
export const openSupplement = (
  { round, estimates, number }: SupplementGround,
  command: OpenSupplement,
  setting: ActingSetting,
): Decision => {
  const { body } = round;
  const asked = { ...command, reason: written(command.reason) };
  const refusal = mustBelong(setting, [body.lockedBy]);
  if (refusal !== undefined) return refusal;
  if (body.phase !== 'formed') return { kind: 'not-locked', lockedBy: body.lockedBy };
  const wrong = askedWrong(asked, setting) ?? noMore({ round, number });
  if (wrong !== undefined) return wrong;
  if (asked.units.length === 0) return problems({ path: 'units', code: 'missing' });
  if (asked.units.length > MOST_LATE_UNITS)
    return problems({ path: 'units', code: 'too-many-units', most: MOST_LATE_UNITS });
  const found = joinProblems(asked.units, estimates);
  if (found.length > 0) return problems(...found);
  const { reason, due } = asked;
  const id = packageIdOf(body.id, number);
  const origin: Origin = { kind: 'supplement', reason, by: setting.actor.person };
  const opened = openedPackage(body, { id, number, origin, due, estimates }, setting);
  return {
    kind: 'accepted',
    pages: opened.pages,
    guards: [{ type: 'round', id: body.id, phase: body.phase }],
    changes: [
      opened.change,
      ...estimates.map((estimate) => reopenedEstimate(estimate, { cause: 'supplement', into: id, reason, due })),
    ],
  };
};
