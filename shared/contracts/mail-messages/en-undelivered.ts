import { moment } from './en-words.ts';
import type { UndeliveredFact } from './facts.ts';
import type { MailBlock, MailText } from './messages.ts';

/** Somebody's address takes no mail. */
export const undelivered = ({ plan, people, address, kind, at, detail }: UndeliveredFact): MailText => ({
  subject: `Check the address of ${people.join(', ')}: ${kind === 'bounced' ? 'mail came back' : 'mail was reported as unwanted'}`,
  blocks: [
    {
      kind: 'paragraph',
      text:
        kind === 'bounced'
          ? `Mail to ${address} came back. No more is sent there from now on; mail about work goes to whoever comes next in the office.`
          : `Whoever reads ${address} reported our mail as unwanted. No more is sent there from now on; mail about work goes to whoever comes next in the office.`,
    },
    {
      kind: 'paragraph',
      text: 'Please ask the person, correct the address in the plan, or have mail tried again where the mailbox takes it by now.',
    },
    {
      kind: 'facts',
      rows: [
        { label: 'Address', value: address },
        { label: 'Of', value: people.join(', ') },
        { label: 'Since', value: moment(at) },
        ...(detail === undefined ? [] : [{ label: 'The mail server said', value: detail }]),
        { label: 'Plan', value: plan },
      ],
    },
  ],
  button: 'See addresses that take no mail',
});

/** Above a mail that goes to another than whom it is meant for. */
export const passedOn = (post: string): MailBlock => ({
  kind: 'paragraph',
  text: `This mail is meant for ${post}, whose address takes no mail; so it comes to you.`,
});
