/**
 * What SES lets an account send, counted in recipients: `rate` in any second, `daily` in any 24 hours.
 * https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas.html
 */
export type SendQuota = { rate: number; daily: number };

/** Mails by the moment that they were sent at, in epoch milliseconds, and their recipients. */
export type Sent = { at: number; recipients: number };

const second = 1000;
const day = 24 * 60 * 60 * second;

const sum = (sent: readonly Sent[]): number => sent.reduce((count, { recipients }) => count + recipients, 0);

/** Counts what is sent against a quota, by the clock that it is given; `earlier` is what an earlier run sent. */
export const createQuotaCount = (quota: SendQuota, now: () => Date, earlier: readonly Sent[]) => {
  let ofDay = [...earlier];
  let ofSecond: Sent[] = [];
  let inDay = sum(ofDay);

  const forget = (): void => {
    const at = now().getTime();
    ofSecond = ofSecond.filter((sent) => sent.at > at - second);
    const past = ofDay.findIndex((sent) => sent.at > at - day);
    const gone = past < 0 ? ofDay : ofDay.slice(0, past);
    if (gone.length === 0) return;
    ofDay = ofDay.slice(gone.length);
    inDay -= sum(gone);
  };

  return {
    /** Recipients of the last 24 hours. */
    sentInDay: (): number => {
      forget();
      return inDay;
    },
    /** Why SES would not send to so many more now, in its own words; undefined where it would. */
    problem: (recipients: number): string | undefined => {
      forget();
      if (inDay + recipients > quota.daily) return 'Daily message quota exceeded.';
      return sum(ofSecond) + recipients > quota.rate ? 'Maximum sending rate exceeded.' : undefined;
    },
    count: (recipients: number): void => {
      const sent = { at: now().getTime(), recipients };
      ofDay.push(sent);
      ofSecond.push(sent);
      inDay += recipients;
    },
  };
};
