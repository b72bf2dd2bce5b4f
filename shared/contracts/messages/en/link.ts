import type { link as vi } from '../vi/link.ts';

/** The page behind a mailed link. */
export const link: typeof vi = {
  invalid: {
    what: 'This link is not right, or can no longer be used.',
    next: 'Open it again from the latest mail (the whole address), or sign in and start from “My work”.',
  },
  superseded: (who, at) =>
    `This task was given out again${who === '' ? '' : `: ${who}`}${at === '' ? '' : `, ${at}`}; the link of the earlier mail no longer serves to act on it.`,
  closed: (who, at) => `This task is done${who === '' ? '' : `: ${who}`}${at === '' ? '' : `, ${at}`}.`,
  next: {
    superseded: 'A new mail went to the registered address; you can also sign in to open the task.',
    closed: 'Nothing more is needed here; where it stands now is shown below.',
  },
  mustSignIn: (who) => `This page only shows. To act on it, sign in as: ${who}.`,
  signedIn: 'You are signed in; open the task to act on it.',
  see: 'See what came of it',
  signIn: (who) => `Sign in: ${who}`,
};
