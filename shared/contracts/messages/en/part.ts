import type { part as vi } from '../vi/part.ts';

/** Parts that are returned on their own, and supplements. */
export const part: typeof vi = {
  of: (unit, number, stage) =>
    `${unit}’s part, returned from package ${number} at the ${stage.toLowerCase()}, on its own`,
  supplement: 'Supplement: for units that had no estimate in at the lock',
  reason: (text, who) => `Reason: ${text} (${who})`,
  left: (number) => `returned, on its own in package ${number}`,
  awaits: (units, due) => `Waiting for the estimate of ${units}, due ${due}.`,
  allIn: 'No more estimates are waited for; the package is on its way to the next step.',
  close: 'Pass it on without waiting',
  closeFollows: 'Units that have sent nothing will not be in this package. If none has, the package ends here.',
  empty: 'The package ended without a decision: nothing is left in it to decide on.',
  returnTitle: 'Return one unit’s part',
  returnHint: 'Say what is to be mended, so that the unit can do it at once.',
  returnFollows:
    'The part becomes a package of its own and goes back to its unit; the rest goes on, and the totals no longer count it.',
  chooseUnit: 'Choose a unit…',
  returnDue: 'Due again',
  doReturn: 'Return this part',
  noUnits: 'No unit’s part is left in this package.',
  supplementTitle: (year) => `Open a supplement for ${year}`,
  supplementUnits: 'Units to join',
  supplementFollows:
    'Each unit chosen gets its task by mail. Once every estimate is in, the supplement passes the steps by itself and gets its own decision.',
  supplementDue: 'Estimates due',
  doSupplement: 'Open the supplement',
  toSupplement: 'Open a supplement',
  nobodyLate: 'Every unit has its estimate in a package.',
  openFor: (number) => `The estimate is open again for package ${number}.`,
  inPackage: (number) => `package ${number}`,
  uneven:
    'The packages are at different steps: the appraised and approved totals are of the units that have come so far.',
};
