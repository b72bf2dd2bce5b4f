import { type ActingSetting, mustBelong } from './context.ts';
import { currentVersion } from './estimate.ts';
import type { ActivityCode, UnitId } from './ids.ts';
import { jointLeads, type Share, submitterOf } from './joint-leads.ts';
import { chainLines, type Line } from './lines.ts';
import { Dong, sum } from './money.ts';
import type { Stored } from './records.ts';
import { type AnyProblem, type Decision, problems, type Refusal } from './refusal.ts';
import type { Round } from './round.ts';

/** One lead's estimate with the lines that it stands by. */
export type LeadEstimate = { readonly estimate: Stored<'estimate'>; readonly lines: readonly Line[] };

const locked = (round: Round): Refusal | undefined =>
  round.lock === null ? undefined : { kind: 'locked', lockedBy: round.lockedBy, package: null };

/**
 * The standing unit names who submits a joint activity. It is said to every lead's estimate in one transaction, so that
 * nobody submits meanwhile under what was said before; once one of them has lines of it in, those come back first.
 */
export const nameSubmitter = (
  round: Stored<'round'>,
  leads: readonly LeadEstimate[],
  { activity, unit }: { readonly activity: ActivityCode; readonly unit: UnitId },
  setting: ActingSetting,
): Decision => {
  const units = jointLeads(setting.plan, activity);
  const refusal = mustBelong(setting, [setting.plan.standing]) ?? locked(round.body);
  if (refusal !== undefined) return refusal;
  if (units.length === 0) return problems({ path: 'activity', code: 'not-joint', given: activity });
  if (!units.includes(unit)) return problems({ path: 'unit', code: 'unknown-unit', given: unit });
  const [first] = leads;
  if (first === undefined || leads.length < units.length) return { kind: 'still-opening' };
  if (submitterOf(setting.plan, first.estimate.body.joint, activity) === unit) return { kind: 'accepted', changes: [] };
  const filed = leads.filter(({ lines }) => lines.some((line) => line.activity === activity));
  if (filed.length > 0)
    return { kind: 'already-claimed', activity, units: filed.map(({ estimate }) => estimate.body.unit) };
  return {
    kind: 'accepted',
    guards: [{ type: 'round', id: round.body.id, phase: round.body.phase }],
    changes: leads.map(({ estimate }) => ({
      type: 'estimate',
      id: estimate.id,
      before: estimate,
      event: { type: 'SubmitterNamed', activity, unit },
    })),
  };
};

const shareProblems = (
  shares: readonly { readonly unit: UnitId; readonly amount: number }[],
  units: readonly UnitId[],
  total: Dong,
): AnyProblem[] => {
  const found = shares.flatMap(({ unit, amount }, index): AnyProblem[] => {
    const path = `shares[${index}]`;
    if (!units.includes(unit) || shares.findIndex((one) => one.unit === unit) !== index)
      return [{ path: `${path}.unit`, code: 'unknown-unit', given: unit }];
    if (!Number.isSafeInteger(amount)) return [{ path: `${path}.amount`, code: 'not-whole' }];
    return amount < 0 ? [{ path: `${path}.amount`, code: 'negative' }] : [];
  });
  if (found.length > 0) return found;
  const shared = shares.reduce((sharing, { amount }) => sharing + amount, 0);
  return shared > total ? [{ path: 'shares', code: 'above-activity', total, shared }] : [];
};

/** The submitter says what of a joint activity's money is for which lead: never more than the activity's own total. */
export const shareActivity = (
  { estimate, lines }: LeadEstimate,
  command: {
    readonly activity: ActivityCode;
    readonly seen: number;
    readonly shares: readonly { readonly unit: UnitId; readonly amount: number }[];
  },
  setting: ActingSetting,
): Decision => {
  const { body } = estimate;
  const { activity } = command;
  const refusal = mustBelong(setting, [body.unit]);
  if (refusal !== undefined) return refusal;
  if (body.lockedInto !== null)
    return {
      kind: 'locked',
      lockedBy: setting.plan.chain?.lockedBy ?? setting.plan.standing,
      package: body.lockedInto.package,
    };
  if (estimate.version !== command.seen) return { kind: 'changed-since-shown', by: null, at: null };
  const units = jointLeads(setting.plan, activity);
  if (units.length === 0) return problems({ path: 'activity', code: 'not-joint', given: activity });
  const submitter = submitterOf(setting.plan, body.joint, activity);
  if (submitter !== undefined && submitter !== body.unit) return { kind: 'not-yours', offices: [submitter] };
  const own = chainLines(lines).filter((line) => line.activity === activity);
  if (currentVersion(body) === undefined || own.length === 0) return { kind: 'nothing-to-share', activity };
  const wrong = shareProblems(command.shares, units, sum(own.map(({ amount }) => amount)));
  if (wrong.length > 0) return problems(...wrong);
  const shares = command.shares.map(({ unit, amount }): Share => ({ unit, amount: Dong.parse(amount) }));
  return {
    kind: 'accepted',
    changes: [
      { type: 'estimate', id: estimate.id, before: estimate, event: { type: 'ActivityShared', activity, shares } },
    ],
  };
};
