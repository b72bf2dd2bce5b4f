import { TransientError } from '../../../shared/app/faults.ts';
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
import { memoryDigests, memoryPreferences } from '../../support/memory-digests.ts';
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

/** Everything between an entry of the journal and its mails, and back, in memory; which sends are refused is given. */
export const aPostOffice = (office: Office) => {
  const queued: MailRequest[] = [];
  /** What is queued for later, with the moment from which on it is handed out. */
  const delayed: { readonly request: MailRequest; readonly from: number }[] = [];
  const out: OutgoingMail[] = [];
  const all: OutgoingMail[] = [];
  const refusals = new Set<number>();
  let sends = 0;
  const directory = memoryDirectory();
  void directory.add(peopleIn(office.plan));
  const ports = {
    ...composePorts(office),
    directory,
    ledger: memoryLedger(),
    preferences: memoryPreferences(),
    digests: memoryDigests(),
    queue: {
      add: (requests: readonly MailRequest[], seconds = 0) => {
        const from = office.clock.now().getTime() + seconds * 1_000;
        if (seconds === 0) queued.push(...requests);
        else delayed.push(...requests.map((request) => ({ request, from })));
        return Promise.resolve();
      },
    },
    mailer: {
      send: (mail: OutgoingMail) => {
        sends += 1;
        if (refusals.has(sends)) return Promise.reject(new TransientError('SES does not answer'));
        out.push(mail);
        all.push(mail);
        return Promise.resolve();
      },
    },
  };
  const queueAll = async (): Promise<void> => {
    for (const { stream, seq } of [...office.memory.journal.values()].flat()) await queueMail(ports, { stream, seq });
  };
  /** Hands out what the queue has by now, each message twice; gives the mails that went out by that. */
  const deliver = async (): Promise<readonly OutgoingMail[]> => {
    const before = out.length;
    for (const request of queued.splice(0).flatMap((one) => [one, one])) await sendMail(ports, request);
    const now = office.clock.now().getTime();
    for (const { request } of delayed.splice(0, delayed.filter(({ from }) => from <= now).length))
      await sendMail(ports, request);
    return out.slice(before);
  };
  /** Takes everything off the queue, as if it were due. */
  const takeAll = (): MailRequest[] => [...queued.splice(0), ...delayed.splice(0).map(({ request }) => request)];
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
  return { ports, queued, delayed, out, all, refusals, queueAll, deliver, takeAll, to, keyOf, comesBack, alsoIn };
};
