import type { ActingSetting } from './context.ts';
import { awaiting, mayDecide, type OpenPackage, type Part, decided, type Shown } from './package-decisions.ts';
import { refuseReason, written } from './reason.ts';
import type { Change, Stored } from './records.ts';
import type { Decision } from './refusal.ts';
import { type Found, needsSignature, powerFor, signedBy } from './signing.ts';

/** What nobody signed yet, its office takes back by itself; what was signed once, only who may sign it. */
const withdrawingRight = (
  { pkg }: OpenPackage,
  { work }: Part,
  setting: ActingSetting,
): Found | { readonly kind: 'free' } =>
  pkg.body.outcomes.length > 0 && needsSignature(setting, work.stage) ? powerFor(setting, work) : { kind: 'free' };

/** Takes an adjustment back before it is decided, with the reason: nothing of it takes effect. */
export const withdrawAdjustment = (
  open: OpenPackage,
  part: Part,
  ledgers: readonly Stored<'ledger'>[],
  command: Shown & { readonly reason: string },
  setting: ActingSetting,
): Decision => {
  const { pkg } = open;
  const { stage, submission } = command;
  const refusal = mayDecide(pkg, command, setting);
  if (refusal !== undefined) return refusal;
  if (pkg.body.adjusts === undefined || stage !== pkg.body.stages[0]) return { kind: 'not-an-adjustment' };
  const waits = awaiting(pkg.body, setting);
  if (waits !== undefined) return waits;
  const right = withdrawingRight(open, part, setting);
  if (right.kind !== 'free' && right.kind !== 'power') return right;
  const reason = written(command.reason);
  const unsaid = refuseReason(reason);
  if (unsaid !== undefined) return unsaid;
  const closed = ledgers.map(
    (ledger): Change => ({
      type: 'ledger',
      id: ledger.id,
      before: ledger,
      event: { type: 'AdjustmentClosed', package: pkg.body.id },
    }),
  );
  const { changes } = decided(open, { type: 'AdjustmentWithdrawn', stage, submission, reason });
  const power = right.kind === 'power' ? right.power : undefined;
  return signedBy(power, setting, { kind: 'accepted', changes: [...changes, ...closed] });
};
