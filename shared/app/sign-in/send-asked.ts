import type { AskedMail } from '../../contracts/asked-mail.ts';
import { caseOf } from '../../domain/task.ts';
import { mailMessages } from '../../contracts/mail-messages/index.ts';
import type { MailText } from '../../contracts/mail-messages/messages.ts';
import { instantOf } from '../../domain/calendar.ts';
import type { Sha256 } from '../../domain/ids.ts';
import { isSameAddress } from '../../domain/mail-address.ts';
import type { Person } from '../../domain/plan.ts';
import { TransientError } from '../faults.ts';
import { base } from '../mail/addresses.ts';
import { htmlOf, textOf } from '../mail/layout.ts';
import { clip, oneLine } from '../mail/plain-text.ts';
import { momentFact } from '../mail/reader.ts';
import type { OutgoingMail, Session } from '../ports.ts';
import { codeSecret, linkSecret } from './enter.ts';
import { linkedTask } from './link-rights.ts';
import { peopleOf } from './people.ts';
import type { CodeAsked, SendAskedPorts, SignInAsked } from './ports.ts';

/** A mail ready to leave, with what has to be noted of it first. */
type Written = { readonly secret: Sha256; readonly people: readonly Session[]; readonly mail: OutgoingMail };

const letter = (person: Person, words: MailText, url: string, references: string): OutgoingMail => {
  const { language, email, title } = person;
  const messages = mailMessages[language];
  const post = oneLine(title[language]);
  const whole = { words, greeting: messages.greeting(post), url, footer: messages.footer('personal') };
  return {
    to: { name: post, address: email },
    subject: clip(words.subject, 200),
    text: textOf(whole),
    html: htmlOf(whole, messages),
    language,
    references,
  };
};

const signInMail = async (ports: SendAskedPorts, asked: SignInAsked): Promise<Written | undefined> => {
  const people = await peopleOf(ports, asked.address);
  const [first] = people;
  if (first === undefined) return undefined;
  const token = ports.secrets.token();
  const words = mailMessages[first.person.language].signIn({
    plans: people.map(({ plan }) => plan.shortTitle[first.person.language]),
    from: asked.from,
    at: momentFact(asked.at),
    until: momentFact(asked.until),
  });
  const url = `${base(ports.portalUrl)}/sign-in/by-mail/${asked.id}/${token}`;
  return {
    secret: linkSecret(ports.hash, asked.id, token),
    people: people.map(({ who }) => who),
    mail: letter(first.person, words, url, `<sign-in.${asked.id}@trinh.invalid>`),
  };
};

const codeMail = async (ports: SendAskedPorts, asked: CodeAsked): Promise<Written | undefined> => {
  const found = await linkedTask(ports, asked.claim);
  if (found === undefined || !isSameAddress(found.person.email, asked.address)) return undefined;
  const { person, plan, task, who } = found;
  const digits = ports.secrets.digits();
  const words = mailMessages[person.language].code({
    digits,
    plan: plan.shortTitle[person.language],
    kind: task.body.kind,
    from: asked.from,
    at: momentFact(asked.at),
    until: momentFact(asked.until),
  });
  // Not the task's own link: whoever got this mail forwarded would have the link and the code together.
  const url = `${base(ports.portalUrl)}/tasks/${encodeURIComponent(task.id)}`;
  return {
    secret: codeSecret(ports.hash, asked.id, digits),
    people: [who],
    mail: letter(person, words, url, `<${who.locality}.${caseOf(task.body.subject)}@trinh.invalid>`),
  };
};

/**
 * Sends a mail that a visitor asked for, to the address that the plan in force has, if anybody's is the one that was
 * typed; nothing otherwise. Its secret is made here, noted as a hash, and put into the mail: the queue never holds it.
 * The queue may bring a request more than once; it is mailed once unless SES's answer or our mark of it is lost, and
 * then the later mail's secret is the one that holds.
 */
export const sendAsked = async (ports: SendAskedPorts, { asked: id }: AskedMail): Promise<void> => {
  const now = await ports.asked.find(id);
  const at = instantOf(ports.clock.now());
  // A day later nobody remembers it, and after its minutes it would open nothing.
  if (now === undefined || now.asked.until <= at) return;
  const taken = await ports.asked.take(id, at);
  if (taken === 'sent') return;
  if (taken === 'busy') throw new TransientError('Another delivery of this mail is being sent.');
  const written = await (now.asked.kind === 'sign-in' ? signInMail(ports, now.asked) : codeMail(ports, now.asked));
  if (written !== undefined) {
    const { secret, people, mail } = written;
    // Where an earlier delivery's mail went out and was used, there is nothing to add.
    if (await ports.asked.issue(id, { secret, people })) await ports.mailer.send(mail);
  }
  await ports.asked.markSent(id);
};
