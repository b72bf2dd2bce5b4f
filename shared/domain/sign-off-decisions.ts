import { approvePackage, type DecisionPaper } from './approval-decision.ts';
import { remarkProblem } from './hand-back.ts';
import { type ActingSetting, nextRungAt } from './context.ts';
import {
  decided,
  mayDecide,
  type OpenPackage,
  type Part,
  packageChange,
  readyToDecide,
  type Shown,
} from './package-decisions.ts';
import { nextStage, type PackageEvent, type PreparedStage } from './package.ts';
import { type Decision, problems, type Refusal } from './refusal.ts';
import { mustBeAnother, powerFor, signedBy } from './signing.ts';

type Ready = { readonly kind: 'ready'; readonly prepared: PreparedStage };

const toSign = ({ pkg }: OpenPackage, shown: Shown, setting: ActingSetting): Ready | Refusal => {
  const refusal = mayDecide(pkg, shown, setting);
  if (refusal !== undefined) return refusal;
  const { prepared } = pkg.body;
  return prepared === undefined ? { kind: 'nothing-to-sign' } : { kind: 'ready', prepared };
};

const signedEvent = (
  { pkg }: OpenPackage,
  { stage, submission }: Shown,
  prepared: PreparedStage,
): PackageEvent | undefined => {
  const { act, by: preparedBy } = prepared;
  const next = nextStage(pkg.body, stage);
  switch (act.do) {
    case 'return':
      return { type: 'StageReturned', stage, submission, to: act.to, reason: act.reason, preparedBy };
    case 'forward':
    case 'approve':
      return next === undefined
        ? undefined
        : {
            type: 'StageForwarded',
            stage,
            submission,
            next,
            content: pkg.body.content,
            remark: act.remark,
            preparedBy,
          };
  }
};

/**
 * The head, or who signs for him, signs what an officer prepared: from now on it is the office's act. An approval is
 * signed with its paper: number, date and basis.
 */
export const signOffPackage = (
  open: OpenPackage,
  part: Part,
  command: Shown & { readonly paper?: DecisionPaper | undefined },
  setting: ActingSetting,
): Decision => {
  const ready = toSign(open, command, setting);
  if (ready.kind !== 'ready') return ready;
  const { prepared } = ready;
  if (prepared.act.do === 'approve') {
    const { paper } = command;
    if (paper === undefined) return problems({ path: 'number', code: 'missing' });
    return approvePackage(open, part, { ...command, paper }, setting);
  }
  const found = powerFor(setting, part.work, part.conflict);
  if (found.kind !== 'power') return found;
  const refusal = mustBeAnother(setting, part.work, prepared.by) ?? readyToDecide(open.pkg.body, command.stage);
  if (refusal !== undefined) return refusal;
  const event = signedEvent(open, command, prepared);
  if (event === undefined) return { kind: 'not-at-stage', stage: command.stage, now: open.pkg.body.position.stage };
  return signedBy(found.power, setting, decided(open, event));
};

/** The head gives back what was prepared, with a remark; the figures are open again. */
export const handBackPackage = (
  open: OpenPackage,
  part: Part,
  command: Shown & { readonly remark: string },
  setting: ActingSetting,
): Decision => {
  const ready = toSign(open, command, setting);
  if (ready.kind !== 'ready') return ready;
  const found = powerFor(setting, part.work);
  if (found.kind !== 'power') return found;
  const { pkg, task } = open;
  const { stage, submission } = command;
  const remark = command.remark.normalize('NFC').trim();
  const refusal = mustBeAnother(setting, part.work, ready.prepared.by) ?? remarkProblem(remark);
  if (refusal !== undefined) return refusal;
  const { due } = task.body;
  return signedBy(found.power, setting, {
    kind: 'accepted',
    changes: [
      packageChange(pkg, { type: 'StageHandedBack', stage, submission, remark }),
      {
        type: 'task',
        id: task.id,
        before: task,
        event: {
          type: 'TaskReopened',
          cause: 'handed-back',
          due,
          nextRungAt: nextRungAt(setting, due),
          reason: remark,
        },
      },
    ],
  });
};
