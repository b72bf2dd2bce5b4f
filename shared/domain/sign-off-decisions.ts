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
import { nextStage, type PreparedStage } from './package.ts';
import { leave, type PartGround } from './part-decisions.ts';
import { type Decision, problems, type Refusal } from './refusal.ts';
import { mustBeAnother, powerFor, signedBy } from './signing.ts';

type Ready = { readonly kind: 'ready'; readonly prepared: PreparedStage };

const toSign = ({ pkg }: OpenPackage, shown: Shown, setting: ActingSetting): Ready | Refusal => {
  const refusal = mayDecide(pkg, shown, setting);
  if (refusal !== undefined) return refusal;
  const { prepared } = pkg.body;
  return prepared === undefined ? { kind: 'nothing-to-sign' } : { kind: 'ready', prepared };
};

const signedAct = (
  open: OpenPackage,
  { stage, submission }: Shown,
  { act, by: preparedBy }: PreparedStage,
  ground: PartGround | undefined,
  setting: ActingSetting,
): Decision => {
  const { body } = open.pkg;
  switch (act.do) {
    case 'return':
      return decided(open, { type: 'StageReturned', stage, submission, to: act.to, reason: act.reason, preparedBy });
    case 'return-part': {
      const { estimate, reason, due } = act;
      if (ground === undefined) return { kind: 'not-found', what: 'estimate' };
      return leave(open, ground, { stage, submission, estimate, reason, due, preparedBy }, setting);
    }
    case 'forward':
    case 'approve': {
      const refusal = readyToDecide(body, stage);
      if (refusal !== undefined) return refusal;
      const next = nextStage(body, stage);
      if (next === undefined) return { kind: 'not-at-stage', stage, now: body.position.stage };
      const { content } = body;
      return decided(open, {
        type: 'StageForwarded',
        stage,
        submission,
        next,
        content,
        remark: act.remark,
        preparedBy,
      });
    }
  }
};

/**
 * The head, or who signs for him, signs what an officer prepared: from now on it is the office's act. An approval is
 * signed with its paper: number, date and basis; the return of a part with the estimates that it leaves (`ground`).
 */
export const signOffPackage = (
  open: OpenPackage,
  part: Part,
  command: Shown & { readonly paper?: DecisionPaper | undefined },
  setting: ActingSetting,
  ground?: PartGround,
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
  const refusal = mustBeAnother(setting, part.work, prepared.by);
  if (refusal !== undefined) return refusal;
  return signedBy(found.power, setting, signedAct(open, command, prepared, ground, setting));
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
