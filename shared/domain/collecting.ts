import { type ActingSetting, mustBelong, startLadder, type Setting } from './context.ts';
import type { Estimate, EstimateEvent } from './estimate.ts';
import { nextStage, type Package, type PackageEvent, phaseOf } from './package.ts';
import { packageChange } from './package-decisions.ts';
import { paginate } from './pages.ts';
import type { StageKey } from './plan.ts';
import type { Change, Stored } from './records.ts';
import type { Accepted, Decision, Guard, Refusal } from './refusal.ts';
import { countsOf, memberOf, sealedContent } from './round-decisions.ts';

/** Whether a package waits for estimates now, so that its units may still change what they send. */
const waits = ({ position }: Package): boolean => position.stage === 'estimate' && position.state === 'open';

/** Refuses what a unit does in a part or supplement that does not wait for it, or not yet. */
export const refuseOutsideCollecting = ({ body }: Stored<'package'>, setting: Setting): Refusal | undefined => {
  if (waits(body)) return undefined;
  if (body.position.stage === 'estimate' && body.position.state === 'arriving') return { kind: 'still-opening' };
  return {
    kind: 'locked',
    lockedBy: setting.plan.chain?.lockedBy ?? setting.plan.standing,
    package: body.id,
  };
};

const afterEstimates = (pkg: Package): StageKey => {
  const next = nextStage(pkg, 'estimate');
  if (next === undefined) throw new Error(`The package ${pkg.id} has no stage after the estimates.`);
  return next;
};

const cameIn = ({ body }: Stored<'package'>, { unit }: Estimate): PackageEvent | undefined => {
  const awaited = body.collecting?.awaited ?? [];
  if (!awaited.includes(unit)) return undefined;
  const next = awaited.length === 1 ? { next: afterEstimates(body) } : {};
  return { type: 'UnitCameIn', stage: 'estimate', submission: body.position.submission, unit, ...next };
};

const tookBack = ({ body }: Stored<'package'>, { unit }: Estimate): PackageEvent | undefined =>
  body.collecting?.awaited.includes(unit) === false ? { type: 'UnitTookBack', unit } : undefined;

const packageEvent = (
  pkg: Stored<'package'>,
  estimate: Estimate,
  { type }: EstimateEvent,
): PackageEvent | undefined => {
  if (type === 'EstimateSubmitted' || type === 'NilSigned') return cameIn(pkg, estimate);
  return type === 'EstimateRecalled' && estimate.prepared === undefined ? tookBack(pkg, estimate) : undefined;
};

/**
 * What a unit's act means to the part or supplement that waits for it: the last estimate to come in sends it on, in the
 * same transaction. Whatever else the unit does holds only while the package still waits.
 */
export const heldToCollecting = (
  pkg: Stored<'package'> | undefined,
  estimate: Stored<'estimate'>,
  decision: Decision,
): Decision => {
  if (pkg === undefined || decision.kind !== 'accepted') return decision;
  const events = decision.changes.flatMap((change) => (change.type === 'estimate' ? [change.event] : []));
  const event = events.map((one) => packageEvent(pkg, estimate.body, one)).find((one) => one !== undefined);
  if (event !== undefined) return { ...decision, changes: [...decision.changes, packageChange(pkg, event)] };
  const guard: Guard = { type: 'package', id: pkg.body.id, phase: phaseOf(pkg.body.position) };
  return { ...decision, guards: [...(decision.guards ?? []), guard] };
};

/** The office that locks goes on without those who are still awaited: a decision about time, not a signature. */
export const closeCollecting = (
  pkg: Stored<'package'>,
  { seen }: { readonly seen: Stored<'package'>['head'] },
  setting: ActingSetting,
): Decision => {
  const { body } = pkg;
  const refusal =
    mustBelong(setting, [setting.plan.chain?.lockedBy ?? setting.plan.standing]) ??
    refuseOutsideCollecting(pkg, setting) ??
    (pkg.head === seen ? undefined : ({ kind: 'changed-since-shown', by: null, at: null } as const));
  if (refusal !== undefined) return refusal;
  const { submission } = body.position;
  const event: PackageEvent = { type: 'CollectingClosed', stage: 'estimate', submission, next: afterEstimates(body) };
  return { kind: 'accepted', changes: [packageChange(pkg, event)] };
};

/** Asks the units of a part or supplement for their estimates: each has its task again, until the package's day. */
export const openCollecting = (
  pkg: Stored<'package'>,
  tasks: readonly Stored<'task'>[],
  setting: Setting,
): Decision => {
  const { collecting, position, origin, content } = pkg.body;
  if (collecting === undefined || position.state !== 'arriving') return { kind: 'accepted', changes: [] };
  const { due } = collecting;
  const cause = origin?.kind === 'supplement' ? 'supplement' : 'returned';
  return {
    kind: 'accepted',
    changes: [
      packageChange(pkg, { type: 'StageOpened', stage: 'estimate', submission: position.submission, due, content }),
      ...tasks.map(
        (task): Change => ({
          type: 'task',
          id: task.id,
          before: task,
          event: {
            type: 'TaskReopened',
            cause,
            due,
            reason: origin?.reason ?? null,
            ...startLadder(setting, due),
          },
        }),
      ),
    ],
  };
};

/** Seals a part or supplement from exactly the estimates locked into it; one in which nothing came in ends there. */
export const sealMembers = (pkg: Stored<'package'>, estimates: readonly Estimate[], setting: Setting): Decision => {
  if (pkg.body.collecting?.sealed !== false) return { kind: 'accepted', changes: [] };
  const members = estimates.map(memberOf);
  const { ref, pages } = paginate('members', members, setting.hash);
  const accepted: Accepted = {
    kind: 'accepted',
    pages,
    changes: [
      packageChange(pkg, {
        type: 'MembersSealed',
        members: ref,
        counts: countsOf(members),
        content: sealedContent(members, ref.root),
      }),
    ],
  };
  return accepted;
};
