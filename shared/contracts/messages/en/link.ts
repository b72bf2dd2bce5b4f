import type { link as vi } from '../vi/link.ts';

/** The page behind a mailed link. */
export const link: typeof vi = {
  invalid: {
    what: 'This link is not right, or can no longer be used.',
    next: 'Open it again from the latest mail (the whole address), or sign in and start from “My work”.',
  },
  superseded: (who, at) =>
    `This task was given out again${who === '' ? '' : `: ${who}`}${at === '' ? '' : `, ${at}`}; the link of the earlier mail no longer serves to act on it.`,
  used: (who, at) => `This link was used: you yourself (${who}) did this task${at === '' ? '' : `, ${at}`}.`,
  decided: (who, at) => `This task is done${who === '' ? '' : `: ${who}`}${at === '' ? '' : `, ${at}`}.`,
  expired: (_who, at) =>
    `The time of this task has run out${at === '' ? '' : `, ${at}`}; its link no longer serves to act. Running out of time is no consent.`,
  next: {
    superseded: 'A new mail went to the registered address. To open it now, ask for a fresh link.',
    used: 'Nothing more is needed here; where it stands now is shown below.',
    decided: 'Nothing more is needed here; where it stands now is shown below.',
    expired: 'Where it stands now is shown below; if something has to be said, ask the office that has it.',
  },
  notYours: (theirs, mine) => `This link is for: ${theirs}. You are signed in as: ${mine}.`,
  notYoursNext:
    'This task does not wait for you. If the mail was forwarded to you by mistake there is nothing to do; whoever has the task acts by his own mail.',
  left: (who) => `${who} is no longer in the plan in force, so this link no longer serves to act.`,
  leftNext: 'Tell the standing office; somebody else will be given the task.',
  fresh: 'Ask for a fresh link',
  mustSignIn: (who) => `This page only shows. To act on it, sign in as: ${who}.`,
  signedIn: 'You are signed in; open the task to act on it.',
  see: 'See what came of it',
  signIn: (who) => `Sign in: ${who}`,
};
