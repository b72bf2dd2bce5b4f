import type { unreached as vi } from '../vi/unreached.ts';

/** Whose address takes no mail. */
export const unreached: typeof vi = {
  title: 'Addresses that take no mail',
  about:
    'Mail to these addresses came back or was reported as unwanted, so no more is sent there. Mail about work goes to whoever comes next in the office; dates and reminders stay as they are.',
  none: 'Every address of this plan takes mail.',
  whose: 'Whose',
  why: 'Why',
  since: 'Since',
  kinds: { bounced: 'Mail came back', complained: 'Reported as spam by its reader' },
  server: (words) => `The mail server said: ${words}`,
  again: 'Try again',
  againTo: (address) => `Try ${address} again`,
  next: 'A wrong address is corrected in the plan, which is then registered again: the new one gets mail at once. Where the mailbox takes mail by now, press “Try again”: mail goes there from then on.',
  count: (n) => (n === 1 ? '1 address takes no mail' : `${n} addresses take no mail`),
  countNext: 'See whose, and what to do',
  letters: 'Each letter that has not left',
};
