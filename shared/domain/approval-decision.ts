import { localDate, type PlainDate } from './calendar.ts';
import type { ActingSetting } from './context.ts';
import { nextStage, type Package, type SignedDecision } from './package.ts';
import { decided, mayDecide, type OpenPackage, type Part, readyToDecide, type Shown } from './package-decisions.ts';
import { type Decision, problems, type Refusal } from './refusal.ts';
import { mustBeAnother, needsSignature, type Power, powerFor, signedBy, signingOf } from './signing.ts';

/** The number, date and basis that a decision's paper carries. */
export type DecisionPaper = Pick<SignedDecision, 'number' | 'date' | 'basis'>;

/**
 * The first day that a decision's paper can bear: that on which the package came to be decided on, or was laid before
 * the signer, and the first of the authorisation that he signs by. No signature is older than what it signs.
 */
const earliestDate = ({ position, prepared: laid }: Package, power: Power | undefined): PlainDate => {
  const days = [localDate(position.since), localDate(laid?.at ?? position.since)];
  const lent = power === undefined || power.basis === 'own_right' ? undefined : power.authorisation?.from;
  return [...days, ...(lent === undefined ? [] : [lent])].reduce((a, b) => (a > b ? a : b));
};

const paperProblems = (
  pkg: Package,
  paper: DecisionPaper,
  powers: readonly Power[],
  setting: ActingSetting,
): Refusal | undefined => {
  const today = localDate(setting.at);
  const power = powers.find(({ basis }) => basis === paper.basis);
  const earliest = earliestDate(pkg, power);
  if (paper.number.trim() === '') return problems({ path: 'number', code: 'missing' });
  if (paper.number.length > 50) return problems({ path: 'number', code: 'too-long', most: 50 });
  if (paper.date > today) return problems({ path: 'date', code: 'date-in-future', today });
  if (paper.date < earliest) return problems({ path: 'date', code: 'date-too-early', earliest });
  if (power === undefined)
    return problems({ path: 'basis', code: 'wrong-basis', allowed: powers[0]?.basis ?? 'own_right' });
  return undefined;
};

/** Approves exactly the content that was prepared and shown. */
export const approvePackage = (
  open: OpenPackage,
  part: Part,
  command: Shown & { readonly paper: DecisionPaper },
  setting: ActingSetting,
): Decision => {
  const { pkg } = open;
  const { stage, submission, paper } = command;
  const early =
    mayDecide(pkg, command, setting) ??
    (nextStage(pkg.body, stage) === undefined ? undefined : ({ kind: 'not-at-stage', stage, now: stage } as const));
  if (early !== undefined) return early;
  const found = powerFor(setting, part.work, part.conflict);
  if (found.kind !== 'power') return found;
  const laid = pkg.body.prepared;
  const refusal =
    (laid === undefined ? mustBePrepared(part, setting) : mustBeAnother(setting, part.work, laid.by)) ??
    readyToDecide(pkg.body, stage) ??
    paperProblems(pkg.body, paper, found.usable, setting);
  if (refusal !== undefined) return refusal;
  const power = found.usable.find(({ basis }) => basis === paper.basis);
  const decision = signedDecision(paper, power, setting);
  const by = laid === undefined ? {} : { preparedBy: laid.by };
  const event = { type: 'PackageApproved' as const, stage, submission, content: pkg.body.content, decision, ...by };
  return signedBy(power, setting, decided(open, event));
};

/** Where officers prepare, or another person than prepared it signs, the approval is laid before its signer first. */
const mustBePrepared = ({ work }: Part, setting: ActingSetting): Refusal | undefined => {
  if (!needsSignature(setting, work.stage)) return undefined;
  const signing = signingOf(setting, work);
  if (signing.kind === 'signs') return undefined;
  return signing.kind === 'prepares' ? { kind: 'nothing-to-sign' } : signing;
};

const signedDecision = (
  { number, date, basis }: DecisionPaper,
  power: Power | undefined,
  { actor }: ActingSetting,
): SignedDecision => {
  const plain = { number: number.normalize('NFC').trim(), date, signer: actor.person, basis };
  if (power === undefined || power.basis === 'own_right') return plain;
  const { of, authorisation } = power;
  return { ...plain, of, ...(authorisation === undefined ? {} : { authorisation }) };
};
