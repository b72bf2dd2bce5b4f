import type { MailLedger, MailRequest, OwedCause } from '../../shared/app/ports.ts';
import type { Instant } from '../../shared/domain/calendar.ts';

const keyOf = ({ cause, person }: MailRequest): string => `${cause.stream}#${cause.seq}#${person}`;
const causeKey = ({ stream, seq }: OwedCause): string => `${stream}#${seq}`;

type Kept = {
  readonly request: MailRequest;
  readonly owedAt: Instant;
  readonly leaseUntil: number;
  readonly state: 'owed' | 'failed' | 'sent';
};

/** The mail ledger in memory, under the contract of the one on DynamoDB. */
export const memoryLedger = (): MailLedger => {
  const kept = new Map<string, Kept>();
  const causes = new Map<string, OwedCause>();
  const endAs = (state: 'failed' | 'sent', request: MailRequest): Promise<void> => {
    const there = kept.get(keyOf(request));
    if (there !== undefined) kept.set(keyOf(request), { ...there, state, leaseUntil: 0 });
    return Promise.resolve();
  };
  return {
    owe: (request, at) => {
      const key = keyOf(request);
      if (!kept.has(key)) kept.set(key, { request, owedAt: at, leaseUntil: 0, state: 'owed' });
      return Promise.resolve();
    },
    take: (request, at) => {
      const key = keyOf(request);
      const there = kept.get(key) ?? { request, owedAt: at, leaseUntil: 0, state: 'owed' };
      if (there.state === 'sent') return Promise.resolve('sent');
      if (there.leaseUntil > Date.parse(at)) return Promise.resolve('busy');
      kept.set(key, { ...there, leaseUntil: Date.parse(at) + 60_000 });
      return Promise.resolve('taken');
    },
    markSent: (request) => endAs('sent', request),
    markFailed: (request) => endAs('failed', request),
    overdue: (before) =>
      Promise.resolve(
        [...kept.values()]
          .filter(({ state, owedAt }) => state === 'owed' && owedAt < before)
          .map(({ request }) => request),
      ),
    oweCause: (cause) => {
      causes.set(causeKey(cause), cause);
      return Promise.resolve();
    },
    clearCause: (cause) => {
      causes.delete(causeKey(cause));
      return Promise.resolve();
    },
    owedCauses: () => Promise.resolve([...causes.values()]),
  };
};
