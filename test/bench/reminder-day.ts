import { createQuotaCount } from '../../infra/local/ses-quota.ts';
import { dynamoAddresses } from '../../shared/adapters/dynamodb-addresses.ts';
import { dynamoDigests } from '../../shared/adapters/dynamodb-digests.ts';
import { dynamoMailLedger } from '../../shared/adapters/dynamodb-mail-ledger.ts';
import { dynamoPreferences } from '../../shared/adapters/dynamodb-preferences.ts';
import { dynamoSendSlots } from '../../shared/adapters/dynamodb-send-slots.ts';
import { mimeOf } from '../../shared/adapters/ses-mailer.ts';
import { pacedMailer } from '../../shared/app/mail/paced-mailer.ts';
import { PutOffError } from '../../shared/app/mail/put-off.ts';
import { queueMail } from '../../shared/app/mail/queue-mail.ts';
import { sendMail } from '../../shared/app/mail/send-mail.ts';
import type { MailRequest, OutgoingMail } from '../../shared/app/ports.ts';
import { tick } from '../../shared/app/tick.ts';
import { Instant, localTime, PlainDate } from '../../shared/domain/calendar.ts';
import { estimateIdOf, UnitId } from '../../shared/domain/ids.ts';
import { streamOf } from '../../shared/domain/records.ts';
import { estimateTaskId } from '../../shared/domain/task.ts';
import { startEmulator } from '../support/emulator.ts';
import { inDistrict, manyUnits } from './many-units.ts';
import { countOn, openRound, type Wire } from './round-on-dynamodb.ts';
import { idleWorkflows, mostMemory } from './tick-ports.ts';
import { megabytes, print, type Row, time, timed } from './table.ts';

/** A province as the plans here have them: so many districts, each with a plan, and so many units that owe an estimate. */
const DISTRICTS = 18;
const UNITS = 250;
const MAILS = DISTRICTS * UNITS;

/** What SES gives an account that has left its sandbox. */
const QUOTA = { rate: 14, daily: 50_000 };

/** The calls of the sender that run at once, and the mails that each is given, as the stack says. */
const SENDERS = 10;
const BATCH = 10;

/** The morning on which a rung of every estimate is due. */
const NOW = new Date(localTime(PlainDate.parse('2022-02-18'), 9, 0));

/**
 * A time that passes as it does while anybody works, and is skipped while all wait: so what is measured is how long it
 * would have taken, and the bench does not take so long.
 */
const skippingTime = (workers: number) => {
  let skipped = 0;
  let working = workers;
  const asleep: { readonly until: number; readonly wake: () => void }[] = [];
  const now = (): number => performance.now() + skipped;
  const look = (): void => {
    const [first] = asleep.toSorted((a, b) => a.until - b.until);
    if (working > 0 || first === undefined) return;
    skipped += Math.max(0, first.until - now());
    asleep.splice(asleep.indexOf(first), 1);
    working += 1;
    first.wake();
  };
  return {
    now,
    sleep: (ms: number): Promise<void> =>
      new Promise((wake) => {
        asleep.push({ until: now() + ms, wake });
        working -= 1;
        look();
      }),
    /** A worker has nothing left to do. */
    ended: (): void => {
      working -= 1;
      look();
    },
  };
};

const links = { sign: () => Promise.resolve('s'.repeat(43)), check: () => Promise.resolve(true) };

/** SES as it counts: what comes faster than its rate is refused. */
const countingSes = (now: () => number) => {
  const counted = createQuotaCount(QUOTA, () => new Date(now()), []);
  let refused = 0;
  let sent = 0;
  const send = async (mail: OutgoingMail): Promise<void> => {
    await mimeOf(mail, 'trinh@tinh.example', NOW);
    if (counted.problem(1) !== undefined) {
      refused += 1;
      throw new PutOffError('rate');
    }
    counted.count(1);
    sent += 1;
  };
  return { send, refused: () => refused, sent: () => sent };
};

const since = (wire: Wire, before: Wire) => ({
  reads: wire.reads - before.reads - (wire.puts - before.puts),
  writes: wire.puts - before.puts + wire.transactions - before.transactions,
});

/** Measures a province's reminder day: a tick that reminds of every estimate, and every mail of it, paced. */
export const measureReminderDay = async (): Promise<void> => {
  const dynamo = await startEmulator();
  try {
    const made = manyUnits(UNITS);
    const districts: Awaited<ReturnType<typeof openRound>>[] = [];
    for (let n = 1; n <= DISTRICTS; n += 1)
      districts.push(await openRound(dynamo, UNITS, inDistrict(made, `huyen-${n}`)));
    const [first] = districts;
    if (first === undefined) throw new Error('There is no district.');
    const queued: MailRequest[] = [];
    const ports = {
      ...first.ports,
      clock: { now: () => NOW },
      addresses: dynamoAddresses(dynamo.client, dynamo.tables),
      ledger: dynamoMailLedger(dynamo.client, dynamo.tables),
      preferences: dynamoPreferences(dynamo.client, dynamo.tables),
      digests: dynamoDigests(dynamo.client, dynamo.tables),
      queue: {
        add: (requests: readonly MailRequest[]) => {
          queued.push(...requests);
          return Promise.resolve();
        },
      },
    };
    const memory = mostMemory();
    const wire = countOn(dynamo);
    const start = { ...wire };
    let reminded = 0;
    const ticked = await timed(async () => {
      reminded = (await tick({ ...ports, ...idleWorkflows })).reminded;
    });
    const afterTick = { ...wire };
    const queueing = await timed(async () => {
      for (const { locality, round, units } of districts)
        for (const unit of units) {
          const stream = streamOf(locality, 'task', estimateTaskId(estimateIdOf(round, UnitId.parse(unit))));
          await queueMail(ports, { stream, seq: 2 });
        }
    });
    const afterQueueing = { ...wire };
    const pace = skippingTime(SENDERS);
    const ses = countingSes(pace.now);
    const slots = dynamoSendSlots(dynamo.client, dynamo.tables);
    const begun = pace.now();
    let putOff = 0;
    const sender = async (): Promise<void> => {
      const quotas = { read: () => Promise.resolve({ rate: QUOTA.rate, left: QUOTA.daily }) };
      const mailer = pacedMailer({ mailer: ses, quotas, slots, now: pace.now, sleep: pace.sleep });
      const own = { ...ports, links, mailer, portalUrl: 'https://trinh.tinh.example' };
      for (let batch = queued.splice(0, BATCH); batch.length > 0; batch = queued.splice(0, BATCH))
        for (const request of batch) await sendMail(own, request, () => void (putOff += 1));
      pace.ended();
    };
    const worked = await timed(() => Promise.all(Array.from({ length: SENDERS }, sender)));
    const took = pace.now() - begun;
    const grown = memory.stop();
    const left = await ports.ledger.overdue(Instant.parse('2100-01-01T00:00:00.000Z'));
    const row = (what: string, ms: number, from: Wire, to: Wire): Row => {
      const { reads, writes } = since(to, from);
      const each = (n: number): string => (n / MAILS).toFixed(1);
      return [what, time(ms), `${each(reads)} reads and ${each(writes)} writes a mail`];
    };
    print(`A province's reminder day: ${MAILS} mails of ${DISTRICTS} districts, at ${QUOTA.rate} a second`, [
      ['reminded', `${reminded}`],
      row('the tick', ticked, start, afterTick),
      row('queueing', queueing, afterTick, afterQueueing),
      row(`sending, ${SENDERS} at once`, took, afterQueueing, wire),
      ['at that rate it takes', time((1000 * MAILS) / QUOTA.rate), `${time(worked)} of it were work on this machine`],
      ['sent', `${ses.sent()}`, `${ses.refused()} refused by SES's rate, ${putOff} put off, ${left.length} still owed`],
      ['memory more than before', megabytes(grown)],
    ]);
  } finally {
    await dynamo.stop();
  }
};
