import { browserIn } from '../messages/en/sign-in.ts';
import { moment } from './en-words.ts';
import type { MailText } from './messages.ts';
import type { CodeFact, SignInFact } from './sign-in-facts.ts';

const TASKS: { readonly [K in CodeFact['kind']]: string } = {
  estimate: 'estimate',
  lock: 'lock of the estimates',
  synthesis: 'synthesis',
  appraisal: 'appraisal',
  approval: 'approval',
  report: 'to report',
  consolidation: 'to finish the consolidated report',
  'send-up': 'to send the consolidated report up',
  receipt: 'to confirm that the report arrived',
};

const notAsked =
  'If you did not ask for this mail, there is nothing to do: nobody has been signed in. If such mails keep coming, tell the standing office.';

/** A link to sign in by. */
export const signIn = ({ plans, from, at, until }: SignInFact): MailText => ({
  subject: `Sign in to Trình: the link works until ${until.time}`,
  blocks: [
    {
      kind: 'paragraph',
      text: 'Somebody asked to sign in to Trình with this mail address. Open the link below in the very browser that asked, then press Sign in. On another device, type the code that the page there shows as well.',
    },
    {
      kind: 'facts',
      rows: [
        { label: 'Works until', value: `${moment(until)}, once` },
        { label: 'Asked for', value: moment(at) },
        { label: 'From', value: browserIn(from) },
        { label: 'Plan', value: plans.join('; ') },
      ],
    },
    { kind: 'paragraph', text: notAsked },
  ],
  button: 'Open the sign-in page',
});

/** A code to act by the link of a task. */
export const code = ({ digits, plan, kind, from, at, until }: CodeFact): MailText => ({
  subject: `Type the code to act on the ${TASKS[kind]}: it works until ${until.time}`,
  blocks: [
    {
      kind: 'paragraph',
      text: `Somebody opened the link of the task “${TASKS[kind]}” and asked for a code. Type it into the page that is open; it serves for this task alone, once. Read it out to nobody, not even to somebody who says he is from support.`,
    },
    {
      kind: 'facts',
      rows: [
        { label: 'Code', value: digits },
        { label: 'Works until', value: moment(until) },
        { label: 'Asked for', value: moment(at) },
        { label: 'From', value: browserIn(from) },
        { label: 'Plan', value: plan },
      ],
    },
    { kind: 'paragraph', text: notAsked },
  ],
  button: 'See the task (once signed in)',
});
