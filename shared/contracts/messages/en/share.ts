import type { share as vi } from '../vi/share.ts';

/** A summary to paste into a chat, its short link, and what the chat shows of that. */
export const share: typeof vi = {
  make: 'Summary to send by Zalo',
  makeOf: (what) => `Summary to send by Zalo: ${what}`,
  title: 'Summary to send by Zalo',
  intro:
    'Copy the text below. There is no amount in it; whoever opens the link has to sign in, and sees only what is theirs.',
  label: 'Text to copy',
  back: 'Back',
  stage: (action, offices) => `Now at: ${action} (${offices})`,
  due: (due) => `Due: ${due}`,
  office: (office) => `Office: ${office}`,
  missing: (units, more, expected) =>
    units.length === 0
      ? `All ${expected} units are in.`
      : `Missing ${units.length + more} of ${expected} units: ${units.join(', ')}${more === 0 ? '' : ` and ${more} more`}.`,
  ended: 'This is done.',
  open: (url) => `Open (sign in first): ${url}`,
  previewDue: (day) => `Due: ${day}. Sign in to see it.`,
  preview: 'Sign in to see it.',
  signIn: 'Sign in to open it',
  unknown: {
    what: 'This short link is wrong, or is no longer good.',
    next: 'Copy the whole link again, or sign in and start from “My work”.',
  },
  tooOften: {
    what: (again) => `Too many short links were opened from this network. Try again from ${again}.`,
    next: 'Whoever is signed in can open them at once.',
  },
};
