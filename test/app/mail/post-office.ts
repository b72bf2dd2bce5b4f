import { hearFeedback } from '../../../shared/app/mail/hear-feedback.ts';
import { queueMail } from '../../../shared/app/mail/queue-mail.ts';
import { sendMail } from '../../../shared/app/mail/send-mail.ts';
import type { MailRequest, OutgoingMail } from '../../../shared/app/ports.ts';
import { registerPlan } from '../../../shared/app/register-plan.ts';
import { addressKey } from '../../../shared/app/sign-in/people.ts';
import { REQUEST_HEADER, writeRequest } from '../../../shared/contracts/mail-feedback.ts';
import type { Sha256 } from '../../../shared/domain/ids.ts';
import { MailAddress } from '../../../shared/domain/mail-address.ts';
import { Plan } from '../../../shared/domain/plan.ts';
import { memoryDirectory, peopleIn } from '../../support/memory-sign-in.ts';
import { memoryLedger } from '../../support/memory-ledger.ts';
import { type Office, planFile } from '../../support/office.ts';
import { composePorts } from './mails.ts';

const SENT = '2022-02-14T01:00:00.000Z';

/** What SES would say of a mail, or of one to a made address where none is given. */
export const noticeOf = (
  mail: Pick<OutgoingMail, 'request'> & { readonly to?: OutgoingMail['to'] },
  type: 'Bounce' | 'Complaint',
  more: { readonly to?: string; readonly sentAt?: string; readonly [detail: string]: unknown } = {},
): string => {
  const { to = mail.to?.address ?? 'cv.kt@tay-giang.example', sentAt = SENT, ...details } = more;
  const recipients = [{ emailAddress: to, diagnosticCode: 'smtp; 550 5.1.1 user unknown' }];
  const bounce = { bounceType: 'Permanent', bounceSubType: 'General', bouncedRecipients: recipients };
  const complaint = { complainedRecipients: [{ emailAddress: to }], complaintFeedbackType: 'abuse' };
  const about = { ...(type === 'Bounce' ? bounce : complaint), timestamp: '2022-02-14T01:00:03.000Z', ...details };
  const headers = mail.request === undefined ? [] : [{ name: REQUEST_HEADER, value: writeRequest(mail.request) }];
  return JSON.stringify({
    eventType: type,
    mail: { timestamp: sentAt, destination: [to], headersTruncated: false, headers },
    [type.toLowerCase()]: about,
  });
};

/** Everything between an entry of the journal and its mails, and back, in memory. */
export const aPostOffice = (office: Office) => {
  const queued: MailRequest[] = [];
  const out: OutgoingMail[] = [];
  const all: OutgoingMail[] = [];
  const directory = memoryDirectory();
  void directory.add(peopleIn(office.plan));
  const ports = {
    ...composePorts(office),
    directory,
    ledger: memoryLedger(),
    queue: {
      add: (requests: readonly MailRequest[]) => {
        queued.push(...requests);
        return Promise.resolve();
      },
    },
    mailer: {
      send: (mail: OutgoingMail) => {
        out.push(mail);
        all.push(mail);
        return Promise.resolve();
      },
    },
  };
  const queueAll = async (): Promise<void> => {
    for (const { stream, seq } of [...office.memory.journal.values()].flat()) await queueMail(ports, { stream, seq });
  };
  /** Sends what is queued, each message twice, as a queue may bring it. */
  const send = async (): Promise<void> => {
    for (const request of queued.splice(0).flatMap((one) => [one, one])) await sendMail(ports, request);
  };
  /** The mails to an address that begins so. */
  const to = (address: string): OutgoingMail[] => all.filter((mail) => mail.to.address.startsWith(address));
  const keyOf = (person: string): Sha256 => {
    const found = office.plan.people.find(({ id }) => id === person);
    return addressKey(office.ports.hash, MailAddress.parse(found?.email));
  };
  /** Has SES say of the last mail to an address what became of it. */
  const comesBack = async (
    address: string,
    type: 'Bounce' | 'Complaint' = 'Bounce',
    more: object = {},
  ): Promise<string> => {
    const mail = to(address).at(-1);
    if (mail === undefined) throw new Error(`There is no mail to ${address}.`);
    return hearFeedback(ports, noticeOf(mail, type, { ...more }));
  };
  /** Puts another plan in force, of another locality, whose first person has this address. */
  const alsoIn = async (id: string, email: string): Promise<void> => {
    const plan = Plan.parse(planFile(id));
    const people = plan.people.map((person, index) => (index === 0 ? { ...person, email } : person));
    await registerPlan(office.ports, { ...plan, people });
    await directory.add(peopleIn({ ...plan, people }));
  };
  return { ports, queued, out, all, queueAll, send, to, keyOf, comesBack, alsoIn };
};
