import type { Browser } from '../../../domain/browser.ts';
import type { signIn as vi } from '../vi/sign-in.ts';

const NAMES: { readonly [N in Browser['name']]: string } = {
  coccoc: 'Cốc Cốc',
  edge: 'Edge',
  opera: 'Opera',
  samsung: 'Samsung Internet',
  firefox: 'Firefox',
  chrome: 'Chrome',
  safari: 'Safari',
  zalo: 'Zalo',
  other: 'another browser',
};

const SYSTEMS: { readonly [S in Browser['system']]: string } = {
  windows: 'a Windows computer',
  mac: 'a Mac',
  iphone: 'an iPhone',
  ipad: 'an iPad',
  android: 'an Android phone or tablet',
  linux: 'a Linux computer',
  other: 'another device',
};

/** A browser in words. */
export const browserIn = ({ name, system }: Browser): string => `${NAMES[name]} on ${SYSTEMS[system]}`;

/** Signing in by a mailed link, the list of sessions, and the code for one task. */
export const signIn: typeof vi = {
  title: 'Sign in to Trình',
  intro: 'Type the mail address that the plan has for you. A link to sign in by is mailed there; there is no password.',
  address: 'Mail address',
  addressHint: 'For example: name@office.example',
  send: 'Mail me a link',
  noAddress: 'This is no mail address. Type one address, such as name@office.example.',
  tooOften: {
    what: (again) => `This was asked for too often. Try again from ${again}.`,
    next: 'Look into your mailbox and its spam folder: an earlier mail may have arrived.',
  },
  sent: {
    title: 'Open your mailbox',
    what: (minutes) =>
      `If this address is in a plan, a mail to sign in by is on its way; its link works for ${minutes} minutes, once.`,
    here: 'If you open the mail in this very browser, pressing Sign in is all there is to do.',
    code: 'If you open it on another device (a phone, the Zalo app), type this code there as well:',
    keep: 'Read this code out to nobody.',
    none: 'No mail after some minutes? Look into the spam folder, check the address, or ask the standing office which address the plan has.',
    again: 'Type the address again',
  },
  open: {
    title: 'Sign in to Trình',
    as: (title, plan) => `${title} · ${plan}`,
    choose: 'Several people of plans have this address. Sign in as whom?',
    chooseMissing: 'Choose one.',
    elsewhere:
      'This link was opened in another browser than the one that asked for it. Type the code that the page there shows, or open the link there.',
    code: 'The code on the page that asked',
    codeHint: 'Eight letters and digits, such as K7PM-3XQD',
    codeWrong: 'This is not the code. It is on the page that asked for this link, not in the mail.',
    until: (at) => `Works until ${at}, once.`,
    enter: 'Sign in',
  },
  gone: {
    unknown: {
      what: 'This link to sign in by is not right, or can no longer be used.',
      next: 'Open it again from the latest mail (the whole address), or ask for a fresh one.',
    },
    expired: (until) => ({
      what: `This link to sign in by ended at ${until}.`,
      next: 'Ask for a fresh one; it only goes to the registered address.',
    }),
    used: (at) => ({
      what: `This link to sign in by was used at ${at}.`,
      next: 'Ask for a fresh one. If it was not you who used it, sign in and press “Sign out everywhere”.',
    }),
    nobody: {
      what: 'This address is no longer in any plan.',
      next: 'Ask the standing office which address the plan in force has.',
    },
  },
  askAgain: 'Ask for a fresh link',
  goOn: 'Go on',
  browser: browserIn,
  sessions: {
    title: 'Where I am signed in',
    link: 'Sessions',
    intro: 'Each line is a browser that is signed in as you. End at once what you do not know.',
    browser: 'Browser',
    started: 'Signed in',
    seen: 'Last used',
    seenAbout: (at) => `about ${at}`,
    this: 'this one',
    only: 'for one task only, opened from a mail',
    end: 'End',
    endOf: (browser, at) => `End the session of ${browser}, ${at}`,
    endAll: 'Sign out everywhere',
    endAllNote: 'Ends all sessions, this one too; then you sign in again.',
  },
  code: {
    title: 'Act on this task by a mailed code',
    intro:
      'Type the address at which you got this mail; if it is right, a code of six digits goes there. It serves for this task alone, instead of signing in.',
    send: 'Mail me a code',
    enterTitle: 'Type the code',
    sent: (minutes) =>
      `If the address is right, a code of six digits is on its way; it works for ${minutes} minutes, once.`,
    label: 'Code of six digits',
    enter: 'Go on',
    noCode: 'Type all six digits of the mail.',
    wrong: (left) => `This is not the code; ${left} more ${left === 1 ? 'try' : 'tries'}.`,
    spent: 'This code can no longer be used: it was used, is too old, or was tried too often. Ask for a new one.',
    needsSession: 'The plan has this decided only after signing in.',
  },
  only: {
    what: 'You have one task open from a mail, by a code; this page is outside it.',
    done: 'The task that you opened from the mail is done, was given out again, or no longer waits for you; the request was not recorded.',
    next: 'Sign in to open other things.',
  },
};
