import type { home as vi } from '../vi/home.ts';

/** The first page, and what tasks are called. */
export const home: typeof vi = {
  title: 'My work',
  waiting: (n) => (n === 0 ? 'Nothing is waiting' : n === 1 ? '1 task is waiting' : `${n} tasks are waiting`),
  empty: "When it is your office's turn, the task shows here and a mail is sent.",
  rounds: 'Budget rounds',
  noRounds: "There is no round yet. The standing unit opens each year's.",
  noChain: "This plan has no chain of estimates; the money is in each office's own recurrent estimate.",
  newRound: 'Open a new round',
  open: 'Open',
  openRound: 'See the round',
  ownEstimate: "My office's estimate",
  openPackage: 'See the package',
  openResult: 'See the result',
  packageLine: (submission, amount) => `Submission ${submission}: ${amount}`,
  returnedBecause: (reason) => `Reason for the return: ${reason}`,
  task: {
    estimate: (year) => `Estimate for ${year}`,
    lock: (year) => `Lock the estimates of ${year}`,
    synthesis: (year) => `Synthesize the package of ${year}`,
    appraisal: (year) => `Appraise the package of ${year}`,
    approval: (year) => `Approve the package of ${year}`,
  },
  act: {
    estimate: 'Estimate',
    lock: 'Review and lock',
    synthesis: 'Synthesize',
    appraisal: 'Appraise',
    approval: 'Review and decide',
  },
  nothingTyped: 'Nothing entered yet',
  draft: (amount) => `Draft of ${amount}`,
  submitted: (amount) => `Submitted ${amount}`,
  proposedOnly: (proposed) => `Proposed ${proposed}`,
  proposedNow: (proposed, now) => `Proposed ${proposed}, now ${now}`,
};
