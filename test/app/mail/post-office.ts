import { TransientError } from '../../../shared/app/faults.ts';
import { queueMail } from '../../../shared/app/mail/queue-mail.ts';
import { sendMail } from '../../../shared/app/mail/send-mail.ts';
import type { MailRequest, OutgoingMail } from '../../../shared/app/ports.ts';
import { memoryDigests, memoryPreferences } from '../../support/memory-digests.ts';
import { memoryLedger } from '../../support/memory-ledger.ts';
import type { Office } from '../../support/office.ts';
import { composePorts } from './mails.ts';

/** The mails of an office in memory: what is queued, what went out, and which sends are refused. */
export const aPostOffice = (office: Office) => {
  const queued: MailRequest[] = [];
  /** What is queued for later, with the moment from which on it is handed out. */
  const delayed: { readonly request: MailRequest; readonly from: number }[] = [];
  const out: OutgoingMail[] = [];
  const refusals = new Set<number>();
  let sends = 0;
  const ports = {
    ...composePorts(office),
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
  return { ports, queued, delayed, out, refusals, queueAll, deliver, takeAll };
};
