import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { queueMail } from '../../../shared/app/mail/queue-mail.ts';
import { sendMail } from '../../../shared/app/mail/send-mail.ts';
import type { MailLedger, MailRequest, OutgoingMail } from '../../../shared/app/ports.ts';
import { Instant } from '../../../shared/domain/calendar.ts';
import { anOffice, type Office } from '../../support/office.ts';
import { aYear, climb } from './a-year.ts';
import { composePorts, requestsOf } from './mails.ts';

const farOff = Instant.parse('2030-01-01T00:00:00.000Z');

const keyOf = ({ cause, person }: MailRequest): string => `${cause.stream}#${cause.seq}#${person}`;

/** The ledger in memory, under the port's contract. */
const memoryLedger = () => {
  const kept = new Map<string, { request: MailRequest; owedAt: Instant; leaseUntil: number; sent: boolean }>();
  const ledger: MailLedger = {
    owe: (request, at) => {
      const key = keyOf(request);
      if (!kept.has(key)) kept.set(key, { request, owedAt: at, leaseUntil: 0, sent: false });
      return Promise.resolve();
    },
    take: (request, at) => {
      const key = keyOf(request);
      const there = kept.get(key) ?? { request, owedAt: at, leaseUntil: 0, sent: false };
      if (there.sent) return Promise.resolve('sent');
      if (there.leaseUntil > Date.parse(at)) return Promise.resolve('busy');
      kept.set(key, { ...there, leaseUntil: Date.parse(at) + 60_000 });
      return Promise.resolve('taken');
    },
    markSent: (request) => {
      const there = kept.get(keyOf(request));
      if (there !== undefined) kept.set(keyOf(request), { ...there, sent: true });
      return Promise.resolve();
    },
    overdue: (before) =>
      Promise.resolve(
        [...kept.values()].filter(({ sent, owedAt }) => !sent && owedAt < before).map(({ request }) => request),
      ),
  };
  return ledger;
};

const aPostOffice = (office: Office) => {
  const queued: MailRequest[] = [];
  const out: OutgoingMail[] = [];
  const refusals = new Set<number>();
  let sends = 0;
  const ports = {
    ...composePorts(office),
    ledger: memoryLedger(),
    queue: {
      add: (requests: readonly MailRequest[]) => {
        queued.push(...requests);
        return Promise.resolve();
      },
    },
    mailer: {
      send: (mail: OutgoingMail) => {
        sends += 1;
        if (refusals.has(sends)) return Promise.reject(new Error('SES does not answer'));
        out.push(mail);
        return Promise.resolve();
      },
    },
  };
  const queueAll = async (): Promise<void> => {
    for (const { stream, seq } of [...office.memory.journal.values()].flat()) await queueMail(ports, { stream, seq });
  };
  return { ports, queued, out, refusals, queueAll };
};

/** An hour later: every lease is over. */
const later = (office: Office): void => {
  office.clock.set(new Date(office.clock.now().getTime() + 3_600_000).toISOString());
};

describe('sending what an entry caused', () => {
  it('sends each mail of a year once, though every entry and message is delivered twice', async () => {
    const office = await anOffice();
    await aYear(office);
    const { ports, queued, out, queueAll } = aPostOffice(office);
    const expected = new Set((await requestsOf(office)).map(keyOf)).size;
    await queueAll();
    await queueAll();
    expect(queued).toHaveLength(expected * 2);
    for (const request of [...queued, ...queued]) await sendMail(ports, request);
    expect(out).toHaveLength(expected);
    expect(await ports.ledger.overdue(farOff)).toEqual([]);
  });

  it('sends each mail once in any order, with faults of SES in between, and leaves none behind', async () => {
    const office = await anOffice();
    await office.open();
    const expected = new Set((await requestsOf(office)).map(keyOf)).size;
    const order = fc.array(fc.nat({ max: expected * 2 - 1 }), { minLength: 10, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(order, fc.uniqueArray(fc.integer({ min: 1, max: 12 })), async (picks, faults) => {
        const { ports, queued, out, refusals, queueAll } = aPostOffice(office);
        for (const fault of faults) refusals.add(fault);
        await queueAll();
        await queueAll();
        for (const pick of picks) {
          const request = queued[pick];
          if (request !== undefined) await sendMail(ports, request).catch(() => undefined);
        }
        for (let round = 0; round < 13; round += 1) {
          later(office);
          for (const request of queued) await sendMail(ports, request).catch(() => undefined);
        }
        expect(out).toHaveLength(expected);
        expect(new Set(out.map(({ to, text }) => `${to.address} ${text}`)).size).toBe(expected);
      }),
      { numRuns: 15 },
    );
  });

  it('tells the queue to bring a mail again while another delivery has it', async () => {
    const office = await anOffice();
    await office.open();
    const { ports, queued, refusals, out, queueAll } = aPostOffice(office);
    await queueAll();
    const [request] = queued;
    if (request === undefined) throw new Error('Nothing is queued.');
    refusals.add(1);
    await expect(sendMail(ports, request)).rejects.toThrow('SES does not answer');
    await expect(sendMail(ports, request)).rejects.toMatchObject({ name: 'TransientError' });
    later(office);
    await sendMail(ports, request);
    expect(out).toHaveLength(1);
  });

  it('marks a reminder as sent without sending it where the task is done by now', async () => {
    const office = await anOffice();
    await office.open();
    office.workingDaysLater(4);
    await climb(office);
    const { ports, queued, out, queueAll } = aPostOffice(office);
    await queueAll();
    const reminder = queued.find(({ notice, person }) => notice === 'reminder' && person === 'tg.nn.cv');
    if (reminder === undefined) throw new Error('Nobody was reminded.');
    await office.signNil('tg.nn');
    await sendMail(ports, reminder);
    expect(out).toEqual([]);
    later(office);
    expect(await ports.ledger.take(reminder, farOff)).toBe('sent');
  });

  it('notes what is owed before it is queued, so that a queue that fails loses nothing', async () => {
    const office = await anOffice();
    await office.open();
    const { ports } = aPostOffice(office);
    const broken = { ...ports, queue: { add: () => Promise.reject(new Error('SQS does not answer')) } };
    const stream = `${office.locality}#task#estimate:${office.round}:tg.kt`;
    await expect(queueMail(broken, { stream, seq: 1 })).rejects.toThrow('SQS does not answer');
    expect((await ports.ledger.overdue(farOff)).map(({ person }) => person)).toEqual(['tg.kt.cv']);
  });
});
