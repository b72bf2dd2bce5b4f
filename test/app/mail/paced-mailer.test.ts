import { describe, expect, it } from 'vitest';
import { pacedMailer } from '../../../shared/app/mail/paced-mailer.ts';
import { PutOffError } from '../../../shared/app/mail/put-off.ts';
import type { OutgoingMail, SendQuota } from '../../../shared/app/ports.ts';
import { aPace } from '../../support/pace.ts';

const mail: OutgoingMail = {
  to: { name: 'Chuyên viên', address: 'cv@tg.example' },
  subject: 'Thư',
  text: 'chữ',
  html: '<p>chữ</p>',
  language: 'vi',
  references: '<x@trinh.invalid>',
};

/** Senders that share slots and a clock, over an SES that answers by `says`. */
const open = (
  senders: number,
  quota: SendQuota,
  says: (at: number) => PutOffError | Error | undefined = () => undefined,
) => {
  const pace = aPace();
  const sentAt: number[] = [];
  const asked: number[] = [];
  const mailers = Array.from({ length: senders }, () =>
    pacedMailer({
      ...pace,
      quotas: {
        read: () => {
          asked.push(pace.now());
          return Promise.resolve(quota);
        },
      },
      mailer: {
        send: () => {
          const refused = says(pace.now());
          if (refused !== undefined) return Promise.reject(refused);
          sentAt.push(pace.now());
          return Promise.resolve();
        },
      },
    }),
  );
  const [first] = mailers;
  if (first === undefined) throw new Error('There is no sender.');
  const send = (): Promise<void> => pace.until(first.send(mail));
  return { ...pace, mailers, send, sentAt, asked };
};

/** The most that fell into any second. */
const mostInASecond = (moments: readonly number[]): number =>
  Math.max(...moments.map((from) => moments.filter((at) => at >= from && at < from + 1000).length));

describe('keeping to the rate of SES', () => {
  it('sends the first at once, and the others apart, a twentieth slower than SES lets it', async () => {
    const { send, sentAt, now } = open(1, { rate: 4, left: 100 });
    const start = now();
    for (let n = 0; n < 5; n += 1) await send();
    expect(sentAt.map((at) => Math.round(at - start))).toEqual([0, 263, 526, 789, 1053]);
  });

  it('keeps many senders together within it', async () => {
    const { mailers, sentAt, now, until } = open(10, { rate: 14, left: 10_000 });
    const start = now();
    const senders = mailers.map(async (mailer) => {
      for (let n = 0; n < 20; n += 1) await mailer.send(mail);
    });
    await until(Promise.all(senders));
    expect(sentAt).toHaveLength(200);
    expect(mostInASecond(sentAt)).toBeLessThanOrEqual(14);
    expect((now() - start) / 1000).toBeCloseTo(199 / (14 * 0.95), 1);
  });

  it('asks for the quota once in five minutes', async () => {
    const { send, asked } = open(1, { rate: 1, left: 10_000 });
    for (let n = 0; n < 700; n += 1) await send();
    expect(asked).toHaveLength(3);
  });

  it('takes another moment where SES refuses its rate all the same, and puts the mail off at the third time', async () => {
    let refusals = 2;
    const { send, sentAt } = open(1, { rate: 10, left: 100 }, () => {
      refusals -= 1;
      return refusals >= 0 ? new PutOffError('rate') : undefined;
    });
    await send();
    expect(sentAt).toHaveLength(1);
    refusals = 3;
    await expect(send()).rejects.toMatchObject({ name: 'PutOffError', because: 'rate' });
    await send();
    expect(sentAt).toHaveLength(2);
  });

  it('puts off what would wait for longer than a delivery has it', async () => {
    const { mailers, sentAt, until } = open(30, { rate: 1, left: 100 });
    const outcomes = await until(Promise.allSettled(mailers.map((mailer) => mailer.send(mail))));
    const putOff = outcomes.filter(({ status }) => status === 'rejected');
    expect(sentAt).toHaveLength(19);
    expect(putOff).toHaveLength(11);
  });

  it('asks SES for nothing once the quota of 24 hours is used up, until it may have changed', async () => {
    const quota = { rate: 10, left: 2 };
    const { send, sentAt, sleep, until } = open(1, quota);
    await send();
    await send();
    await expect(send()).rejects.toMatchObject({ because: 'quota' });
    expect(sentAt).toHaveLength(2);
    quota.left = 1;
    await expect(send()).rejects.toMatchObject({ because: 'quota' });
    await until(sleep(5 * 60_000));
    await send();
    expect(sentAt).toHaveLength(3);
  });

  it('believes SES where it says so itself', async () => {
    let calls = 0;
    const { send } = open(1, { rate: 10, left: 100 }, () => {
      calls += 1;
      return new PutOffError('quota');
    });
    await expect(send()).rejects.toMatchObject({ because: 'quota' });
    await expect(send()).rejects.toMatchObject({ because: 'quota' });
    expect(calls).toBe(1);
  });

  it('passes on what is wrong with a mail itself', async () => {
    const { send } = open(1, { rate: 10, left: 100 }, () => new Error('No such address.'));
    await expect(send()).rejects.toThrow('No such address.');
  });
});
