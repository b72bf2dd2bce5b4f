import { instantOf } from '../../domain/calendar.ts';
import type { MailLedger, MailQueue, Ports } from '../ports.ts';
import type { EntryRef } from './cause.ts';
import { noticesFor } from './notices.ts';

/** What queueing mail takes. */
export type QueueMailPorts = Pick<Ports, 'store' | 'clock'> & {
  readonly ledger: MailLedger;
  readonly queue: MailQueue;
};

/** How many mails of one entry are noted at the same time. */
const AT_ONCE = 10;

/**
 * Queues the mails that a journal entry causes. Each is noted as owed before it is queued, so that one that gets lost
 * on the way is missed; called again it queues again, and the ledger keeps them from going out twice.
 */
export const queueMail = async (ports: QueueMailPorts, { stream, seq }: EntryRef): Promise<void> => {
  const requests = await noticesFor(ports, stream, seq);
  const at = instantOf(ports.clock.now());
  for (let start = 0; start < requests.length; start += AT_ONCE)
    await Promise.all(requests.slice(start, start + AT_ONCE).map((request) => ports.ledger.owe(request, at)));
  if (requests.length > 0) await ports.queue.add(requests);
};
