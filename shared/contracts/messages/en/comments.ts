import type { StageKey } from '../../../domain/plan.ts';
import type { CommentRefusal, comments as vi } from '../vi/comments.ts';
import type { Names } from '../names.ts';
import type { Said } from '../vi/refusals.ts';

const STAGES: { readonly [K in StageKey]: string } = {
  estimate: 'estimate',
  synthesis: 'synthesis',
  appraisal: 'appraisal',
  approval: 'approval',
};

/** Why no comment was recorded or withdrawn, and what can be done. */
export const commentRefusal = (refused: CommentRefusal, names: Names): Said => {
  switch (refused.kind) {
    case 'not-consulted':
      return {
        what: `The plan does not have your office consulted at the ${STAGES[refused.stage]}, so it cannot comment here.`,
        next:
          refused.offices.length === 0
            ? 'Nobody is consulted at this step; write to the office that has the package.'
            : `Consulted at this step: ${names.units(refused.offices)}. Send your comment through that office.`,
      };
    case 'comments-closed':
      return {
        what: `The figures of the ${STAGES[refused.stage]} are fixed for signing, so comments are neither added nor withdrawn.`,
        next: 'What was said travels with the package. To add something, ask the office in charge to reopen the figures.',
      };
    case 'too-many-comments':
      return {
        what: `The package has ${refused.most} comments, as many as there can be.`,
        next: 'Send the rest in writing to the office in charge.',
      };
    case 'nothing-to-withdraw':
      return {
        what: 'This submission has no such comment, or it was withdrawn.',
        next: 'Reload the page to see the comments there are.',
      };
  }
};

/** Comments of consulted offices (ý kiến phối hợp thẩm định). */
export const comments: typeof vi = {
  title: 'Comments of the offices consulted',
  of: (stage) => `Comment at the ${STAGES[stage]}`,
  said: (kind, office, submission) => `${kind} by ${office}, ${submission}:`,
  by: (who, at) => `${who}, ${at}`,
  own: 'on its own work',
  withdrawn: (who, at) => `withdrawn (${who}, ${at})`,
  whole: 'The whole estimate of the unit',
  mayComment: (stage) =>
    `Your office is consulted at the ${STAGES[stage]}: choose “Comment” at a line or at a unit. Comments are taken until the office in charge fixes the figures.`,
  due: (day) => `This step is due by the end of ${day}.`,
  add: 'Comment',
  addLabel: (about) => `Comment on ${about}`,
  hint: 'At most 1.000 characters.',
  follows:
    'Your comment is recorded with your name and travels with the package to the approval. It is never edited; it can be withdrawn until the office in charge fixes the figures.',
  ownWarning:
    'This is the work of your own office, or your own. The comment is recorded all the same, marked so that whoever appraises and approves knows.',
  record: 'Record the comment',
  withdraw: 'Withdraw',
  withdrawLabel: (no) => `Withdraw comment ${no}`,
};
