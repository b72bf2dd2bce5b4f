import { instantOf } from '../../domain/calendar.ts';
import { TransientError } from '../faults.ts';
import type { MailLedger, MailQueue, MailRequest, Ports } from '../ports.ts';
import type { EntryRef } from './cause.ts';
import type { MarkPorts } from './marks.ts';
import { noticesFor } from './notices.ts';

/** What queueing mail takes. */
export type QueueMailPorts = Pick<Ports, 'store' | 'clock'> &
  MarkPorts & {
    readonly ledger: MailLedger;
    readonly queue: MailQueue;
  };

/** How many mails of one entry are noted at the same time. */
const AT_ONCE = 10;

/**
 * Queues mails. Each is noted as owed before it is queued, so that one that gets lost on the way is missed; called again
 * it queues again, and the ledger keeps them from going out twice.
 */
export const queueAll = async (
  ports: Pick<QueueMailPorts, 'clock' | 'ledger' | 'queue'>,
  requests: readonly MailRequest[],
): Promise<void> => {
  const at = instantOf(ports.clock.now());
  for (let start = 0; start < requests.length; start += AT_ONCE)
    await Promise.all(requests.slice(start, start + AT_ONCE).map((request) => ports.ledger.owe(request, at)));
  if (requests.length > 0) await ports.queue.add(requests);
};

const queueCause = async (ports: QueueMailPorts, { stream, seq }: EntryRef): Promise<void> =>
  queueAll(ports, await noticesFor(ports, stream, seq));

/**
 * Queues an entry's mails. One that cannot be worked out is set aside, so that it holds up none behind it: tick tries
 * it again, and says so, until somebody has mended it. What passes by itself is thrown, and comes again.
 */
export const queueMail = async (
  ports: QueueMailPorts,
  { stream, seq }: EntryRef,
  report: (cause: unknown) => void = () => undefined,
): Promise<void> => {
  try {
    await queueCause(ports, { stream, seq });
  } catch (cause) {
    if (cause instanceof TransientError) throw cause;
    report(cause);
    await ports.ledger.oweCause({ stream, seq }, instantOf(ports.clock.now()));
  }
};

/** Tries again what was set aside, and clears it once its mails are queued. Throws what is still wrong with it. */
export const retryCause = async (ports: QueueMailPorts, cause: EntryRef): Promise<void> => {
  await queueCause(ports, cause);
  await ports.ledger.clearCause(cause);
};
