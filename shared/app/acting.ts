import type { Command } from '../contracts/commands.ts';
import type { AuthorityRegister } from '../domain/authority.ts';
import { mayLoadCodes } from '../domain/budget-code-decisions.ts';
import { grantingOffices } from '../domain/grant-decisions.ts';
import { type ActingSetting, consultedAt, officesOf } from '../domain/context.ts';
import { type PersonId, type UnitId, unitOfEstimate, unitOfReturn } from '../domain/ids.ts';
import { obligationNamedIn } from '../domain/obligations.ts';
import { type Plan, signingRule, type WorkKey } from '../domain/plan.ts';
import type { Decision } from '../domain/refusal.ts';
import { closingOffices } from '../domain/round-closing.ts';
import { servedBy } from '../domain/signing.ts';
import { postsOf } from '../domain/posts.ts';
import type { Ports } from './ports.ts';

/** The offices whose work a command is, and the stage it belongs to where it is one's. */
type Business = { readonly offices: readonly UnitId[]; readonly stage?: WorkKey };

/** The offices that may have dated a task; which one did, its own record says. */
const mayHaveDated = ({ standing, chain, obligations }: Plan): readonly UnitId[] => [
  standing,
  ...obligations.map(({ recipient }) => recipient),
  ...(chain === null
    ? []
    : [chain.lockedBy, ...chain.stages.filter(({ key }) => key !== 'estimate').flatMap(({ by }) => by)]),
];

const businessOf = (plan: Plan, command: Command): Business => {
  switch (command.do) {
    case 'open-round':
    case 'add-calendar-days':
    case 'correct-calendar-day':
      return { offices: [plan.standing] };
    case 'extend-task':
      return { offices: mayHaveDated(plan) };
    case 'record-authorisation':
      return { offices: [command.office] };
    case 'record-absence':
    case 'name-stand-in':
    case 'cancel-absence':
    case 'record-leaving':
      return { offices: [] };
    case 'load-codes':
      return { offices: mayLoadCodes(plan) };
    case 'name-submitter':
      return { offices: [plan.standing] };
    case 'revoke-authorisation':
      return { offices: [] };
    case 'record-grant':
    case 'reverse-grant':
      return { offices: grantingOffices(plan) };
    case 'open-adjustment':
    case 'close-round':
      return { offices: closingOffices(plan) };
    case 'lock-round':
    case 'return-estimate':
      return { offices: plan.chain === null ? [] : [plan.chain.lockedBy] };
    case 'save-draft':
    case 'submit-estimate':
    case 'recall-estimate':
    case 'sign-nil':
    case 'sign-off-estimate':
    case 'hand-back-estimate': {
      const unit = unitOfEstimate(command.estimate);
      return { offices: unit === undefined ? [] : [unit], stage: 'estimate' };
    }
    case 'set-figures':
    case 'prepare-decision':
    case 'reopen-figures':
    case 'forward-package':
    case 'return-package':
    case 'return-part':
    case 'approve-package':
    case 'sign-off-package':
    case 'hand-back-package':
    case 'withdraw-adjustment':
      return { offices: officesOf(plan, command.stage), stage: command.stage };
    case 'open-supplement':
    case 'close-collecting':
      return { offices: plan.chain === null ? [] : [plan.chain.lockedBy] };
    case 'share-activity': {
      const unit = unitOfEstimate(command.estimate);
      return { offices: unit === undefined ? [] : [unit] };
    }
    case 'open-cycle':
    case 'cut-cycle':
    case 'order-edition':
    case 'excuse-return':
      return { offices: [plan.standing, ...plan.obligations.map(({ recipient }) => recipient)] };
    case 'save-narrative':
    case 'finish-edition':
    case 'sign-edition':
    case 'hand-back-edition':
    case 'send-edition': {
      const obligation = obligationNamedIn(plan, command.edition);
      return { offices: obligation === undefined ? [] : [obligation.recipient], stage: 'report' };
    }
    case 'record-receipt':
      return { offices: [command.recipient, ...plan.obligations.map(({ recipient }) => recipient)] };
    case 'save-return':
    case 'file-return':
    case 'nil-return':
    case 'sign-return':
    case 'hand-back-return': {
      const unit = unitOfReturn(command.return);
      return { offices: unit === undefined ? [] : [unit], stage: 'report' };
    }
    // A comment decides nothing and is signed by nobody.
    case 'comment-line':
    case 'withdraw-comment':
      return { offices: consultedAt(plan, command.stage) };
    // Papers are put in and taken out by the office's own people: nobody's signature rests on that.
    case 'attach-file':
    case 'detach-file': {
      const { target } = command;
      if (target.of === 'stage') return { offices: officesOf(plan, target.stage) };
      const unit = target.of === 'estimate' ? unitOfEstimate(target.estimate) : unitOfReturn(target.return);
      return { offices: unit === undefined ? [] : [unit] };
    }
  }
};

const postedIn = (plan: Plan, person: PersonId): readonly UnitId[] =>
  plan.people
    .filter(({ id }) => id === person)
    .flatMap(postsOf)
    .map(({ office }) => office);

/**
 * Reads the plan's register of authorisations for a command that may rest on one; the rest is spared the read. Read
 * anew each time it is asked for, since what was lent may have been taken back meanwhile.
 */
export const registerReader = (
  { store }: Pick<Ports, 'store'>,
  plan: Plan,
  person: PersonId,
  command: Command,
): (() => Promise<AuthorityRegister | undefined>) => {
  const { offices, stage } = businessOf(plan, command);
  const belongs = postedIn(plan, person).some((office) => offices.includes(office));
  const signs = stage !== undefined && (stage === 'approval' || signingRule(plan, stage)?.signs !== 'any');
  if (stage === undefined || (belongs && !signs)) return () => Promise.resolve(undefined);
  return async () => (await store.load(plan.locality.id, 'authority', plan.id))?.body;
};

/** The decision on a command, on whose behalf it was where the person acts by an authorisation alone. */
export const onBehalf = (setting: ActingSetting, command: Command, decision: Decision): Decision => {
  const { stage } = businessOf(setting.plan, command);
  return stage === undefined ? decision : servedBy(setting, stage, decision);
};

/**
 * The office that a person acts for: that of the work where he has a post there, or its head's authorisation; else his
 * own, in which he will be told whose work it is. Undefined for whoever is nobody in the plan.
 */
export const actingOffice = (
  plan: Plan,
  person: PersonId,
  command: Command,
  register: AuthorityRegister | undefined,
): UnitId | undefined => {
  const { offices } = businessOf(plan, command);
  const posted = postedIn(plan, person);
  const lent = (register?.authorisations ?? []).filter(({ recipient }) => recipient === person);
  return (
    offices.find((office) => posted.includes(office)) ??
    lent.find(({ office }) => offices.includes(office))?.office ??
    posted[0]
  );
};
