import type { Mailer, OutgoingMail, SendQuota, SendQuotas, SendSlots } from '../ports.ts';
import { PutOffError } from './put-off.ts';

/** What keeping to SES's rate takes. Time is real time, whatever clock the office's work goes by. */
export type PacePorts = {
  readonly mailer: Mailer;
  readonly quotas: SendQuotas;
  readonly slots: SendSlots;
  /** In epoch milliseconds. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

/** How long an answer about the quota is good for, in milliseconds. SES answers such a question once a second. */
const FRESH = 5 * 60_000;

/** How long a mail waits for its moment, in milliseconds: less than a delivery has it to itself for. */
const PATIENCE = 20_000;

/** How much of the rate is used: calls take now longer and now shorter, and SES counts when they arrive. */
const USED = 0.95;

/** How often a mail takes another moment where SES refuses it for its rate: somebody else may use the same account. */
const TRIES = 3;

/**
 * Sends no faster than SES lets the account, however many do so at once: each mail takes the next free moment of all,
 * and waits for it. Throws `PutOffError` where that is too far off, where SES refuses its rate again and again, or where
 * the quota of 24 hours is used up. What SES counts is asked again every five minutes.
 */
export const pacedMailer = ({ mailer, quotas, slots, now, sleep }: PacePorts): Mailer => {
  let known: { readonly quota: SendQuota; readonly at: number } | undefined;
  let left = 0;

  const current = async (): Promise<SendQuota> => {
    if (known !== undefined && now() - known.at < FRESH) return known.quota;
    const quota = await quotas.read();
    known = { quota, at: now() };
    left = quota.left;
    return quota;
  };

  /** Tries once; answers whether SES took it, and not only refused its rate. */
  const attempt = async (mail: OutgoingMail): Promise<boolean> => {
    const { rate } = await current();
    if (left <= 0) throw new PutOffError('quota');
    const slot = await slots.take(now(), 1000 / (rate * USED), now() + PATIENCE);
    if (slot === undefined) throw new PutOffError('rate');
    const wait = slot - now();
    if (wait > 0) await sleep(wait);
    try {
      await mailer.send(mail);
      left -= 1;
      return true;
    } catch (cause) {
      if (!(cause instanceof PutOffError)) throw cause;
      if (cause.because === 'rate') return false;
      left = 0;
      throw cause;
    }
  };

  return {
    send: async (mail) => {
      for (let tries = 1; tries <= TRIES; tries += 1) if (await attempt(mail)) return;
      throw new PutOffError('rate');
    },
  };
};
