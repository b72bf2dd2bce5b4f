import type { shell as vi } from '../vi/shell.ts';

/** The frame of every page. */
export const shell: typeof vi = {
  brand: 'Trình',
  navigation: 'Navigation',
  home: 'My work',
  toHome: 'To My work',
  otherLanguage: 'Tiếng Việt',
  signIn: 'Sign in',
  signOut: 'Sign out',
  skip: 'Skip to the content',
  errorTitle: 'Error: ',
  done: {
    opened: 'The round is opened.',
    locked: 'The estimates of the units are locked.',
    saved: 'Saved.',
    submitted: 'The estimate is submitted.',
    recalled: 'The estimate is recalled.',
    nil: 'Signed: nothing is requested.',
    returned: 'Returned to the unit, with the reason.',
    sentBack: 'The package is returned, with the reason.',
    forwarded: 'The package has gone on to the next step.',
    reopened: 'The figures are open again.',
    approved: 'The decision is recorded.',
    forSignature: 'Laid before the head to sign.',
    signed: 'Signed.',
    handedBack: 'Handed back to the preparer with your remark.',
    authorised: 'The authorisation is recorded; both persons are told by mail.',
    revoked: 'The authorisation is revoked.',
    attached: 'The file is attached.',
    detached: 'The file was taken off.',
    granted: 'The grant is recorded; the unit is told by mail.',
    reversed: 'The grant is taken back; the unit is told by mail.',
    adjusting: 'The adjustment is opened; the appraising office is told by mail.',
    withdrawn: 'The adjustment is withdrawn.',
    closed: 'The round is closed; what was not granted has lapsed.',
  },
  foreign: {
    what: 'This request came from another site, so it was not carried out.',
    next: 'Open the page in Trình and do it there.',
  },
  tooLarge: {
    what: 'What was sent is larger than 1 MB, so it was not recorded.',
    next: 'Shorten bases and notes, or use fewer lines.',
  },
  notJson: {
    what: 'What was sent is not well-formed JSON; nothing has been recorded.',
    next: 'Check brackets and commas and send it again as {"id": …, "command": …}.',
  },
  signedOut: {
    what: 'Your session has ended, so the request was not recorded.',
    next: 'Sign in in another tab, then come back here and reload the page: it sends again exactly what you typed.',
  },
  noPage: { what: 'There is no such page.', next: 'Check the address, or start from “My work”.' },
  busy: {
    what: 'The system is busy and could not answer.',
    next: 'Send it again in a few minutes. That is safe: the same request is recorded once.',
  },
  broken: {
    what: 'The system met a fault with this request.',
    next: 'The fault has been logged. Reload the page to see whether it was recorded; sending again is safe, for the same request is recorded once.',
  },
};
