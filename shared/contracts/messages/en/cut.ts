import type { CutSpread } from '../../../domain/ceiling.ts';
import type { cut as vi } from '../vi/cut.ts';

const spreads: { readonly [S in CutSpread]: { readonly what: string; readonly follows: string } } = {
  proportion: { what: 'In proportion', follows: 'Every line is lowered by the same share, to the đồng.' },
  priority: {
    what: 'By priority',
    follows: 'The least urgent activities are cut first; the most urgent are kept longest.',
  },
};

/** Cutting a package to a ceiling: the proposal, its adjustment, its line decisions. */
export const cut: typeof vi = {
  title: (year) => `Cut to a ceiling, estimates ${year}`,
  open: 'Cut to a ceiling',
  hint: {
    appraisal:
      'Type what there is. An amount is proposed for every line, and each can be changed. Only when the cut is applied are they recorded as appraised figures, with the reason.',
    approval:
      'Type what there is. An amount is proposed for every line, and each can be changed. Only when the cut is applied are they recorded as approved figures, with the reason.',
  },
  ceilingHint: (total) => `From 0 to what there is now: ${total}`,
  spread: 'Way to cut',
  spreads,
  priorities: 'Priority of each activity',
  prioritiesHint: 'A number from 1 to 9; 1 is the most urgent. Used only when cutting by priority.',
  reasonHint: 'Written to every line that is lowered; left empty, it is filled in.',
  reason: (ceiling, spread) => `Cut to the ceiling of ${ceiling}, ${spreads[spread].what.toLowerCase()}`,
  lines: 'What is proposed for each line',
  linesHint:
    'An amount that you change stays, and the rest is spread anew when you work it out again. Clear “keep this amount” to have that line spread too.',
  fixed: 'keep this amount',
  standing: 'Now',
  proposed: 'After the cut',
  balance: 'Left of the ceiling',
  propose: 'Propose the cut',
  again: 'Work it out again',
  apply: 'Apply these amounts',
  changed: 'It was worked out anew from what you changed. Look at the amounts below, then apply them.',
  more: (recorded, left) =>
    `${recorded} units are recorded and ${left} are left. Apply again to record the rest, as shown below.`,
  byHand: 'Set line by line, without a ceiling',
};
