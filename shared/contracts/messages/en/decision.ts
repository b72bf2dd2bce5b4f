import type { decision as vi } from '../vi/decision.ts';

/** Deciding on a package: figures, choices, the signature. */
export const decision: typeof vi = {
  title: {
    estimate: (year) => `Estimates of ${year}`,
    synthesis: (year) => `Synthesis of the estimates of ${year}`,
    appraisal: (year) => `Appraisal of the estimates of ${year}`,
    approval: (year) => `Approval of the estimates of ${year}`,
  },
  confirmTitle: {
    estimate: (year) => `Confirm the estimates of ${year}`,
    synthesis: (year) => `Confirm the synthesis of ${year}`,
    appraisal: (year) => `Confirm and submit the estimates of ${year}`,
    approval: (year) => `Sign the approval of the estimates of ${year}`,
  },
  figuresTitle: {
    appraisal: (year) => `Appraisal of the estimates of ${year}`,
    approval: (year) => `Other amounts to approve, estimates of ${year}`,
  },
  figuresHint: {
    appraisal:
      'Each line starts from what was proposed. Keep it, or lower it and say why. It cannot be raised; to raise it, return it.',
    approval:
      'Each line starts from what was appraised. Say why wherever you change it; it cannot be above what the unit proposed.',
  },
  cameBack: (submission, who, at) => `Returned at ${submission}: ${who}, ${at}`,
  unitsRefused: (n) =>
    `${n === 1 ? 'One place has' : `${n} places have`} to be corrected. The figures of the units below are not recorded; those of other units are saved.`,
  figureAt: (line, field, explained) => `${line}, ${field}: ${explained}`,
  saveFigures: 'Save',
  toSign: 'Fix the figures for signing',
  otherWays: 'Return the package, or another way',
  proposedBy: (proposed, { submitted, nil, missing, left }) =>
    `${[
      `${proposed} proposed by ${submitted === 1 ? 'one unit' : `${submitted} units`}`,
      ...(nil === 0 ? [] : [`${nil} with no request`]),
      ...(missing === 0 ? [] : [`${missing} missing at the lock`]),
      ...(left === 0 ? [] : [`the part of ${left === 1 ? 'one unit' : `${left} units`} returned, on its own`]),
    ].join('; ')}.`,
  cutBy: (amount, lines) => `${amount} was cut from ${lines === 1 ? 'one line' : `${lines} lines`}.`,
  nothingChanged: 'No line differs from what was proposed.',
  changedLines: (n) => `${n === 1 ? 'One line' : `${n} lines`} changed, with reasons`,
  allLines: 'See every line of every unit',
  legend: 'Your decision',
  choices: {
    approve: (amount) => `Approve ${amount}`,
    approveFollows: "The next page asks for the decision's number and date, and signs; the units are told right after.",
    forward: {
      synthesis: (amount) => `The synthesis is done: ${amount}`,
      appraisal: (amount) => `Submit upward with ${amount} appraised`,
    },
    forwardFollows: (next) => `The package goes on to: ${next}.`,
    amounts: 'Other amounts for some lines',
    amountsFollow: 'The next page changes line by line, with reasons.',
    return: 'Return it',
    returnFollows: 'Choose who gets it back and say why; this submission is kept as it is, the next one is numbered.',
  },
  bound:
    'The decision binds exactly what this page shows. If anything changes after you opened it, nothing is recorded and you are shown the change.',
  optional: 'Optional',
  continue: 'Continue',
  pass: 'Sign and pass on',
  isPrepared: 'The figures are fixed and wait to be signed.',
  toConfirm: 'Check and sign',
  paper: 'The decision on paper',
  numberHint: 'As on the document, for example 145/QĐ-UBND',
  basis: {
    own_right: 'In his or her own right',
    kt: 'KT. (signing for the head)',
    tl: 'TL. (by the head’s order)',
    tuq: 'TUQ. (by written authorisation)',
  },
  root: 'Code of the content signed:',
  sign: (amount) => `Sign the approval of ${amount}`,
  submitUpward: (next, amount) => `Sign and pass on to ${next}: ${amount}`,
  reopen: 'Reopen the figures',
};
