import { GetSendQuotaCommand, SESClient } from '@aws-sdk/client-ses';
import { PermanentError } from '../app/faults.ts';
import type { SendQuotas } from '../app/ports.ts';
import { called } from './dynamodb.ts';

/** The account's quota as Amazon SES reports it. */
export const sesQuotas = (client = new SESClient({})): SendQuotas => ({
  read: () =>
    called("Asking SES for the account's quota", async () => {
      const {
        MaxSendRate: rate,
        Max24HourSend: most,
        SentLast24Hours: sent,
      } = await client.send(new GetSendQuotaCommand({}));
      if (rate === undefined || most === undefined || sent === undefined || rate <= 0)
        throw new PermanentError('SES reports a quota without a rate.');
      // SES writes -1 where there is no limit of 24 hours.
      return { rate, left: most < 0 ? Number.POSITIVE_INFINITY : Math.max(0, most - sent) };
    }),
});
