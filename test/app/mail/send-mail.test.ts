import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PermanentError, TransientError } from '../../../shared/app/faults.ts';
import { PutOffError } from '../../../shared/app/mail/put-off.ts';
import { queueMail, retryCause } from '../../../shared/app/mail/queue-mail.ts';
import { sendMail } from '../../../shared/app/mail/send-mail.ts';
import type { MailRequest } from '../../../shared/app/ports.ts';
import { Instant } from '../../../shared/domain/calendar.ts';
import { anOffice, type Office } from '../../support/office.ts';
import { aYear, climb } from './a-year.ts';
import { requestsOf } from './mails.ts';
import { aPostOffice } from './post-office.ts';

const farOff = Instant.parse('2030-01-01T00:00:00.000Z');

const keyOf = ({ cause, person }: MailRequest): string => `${cause.stream}#${cause.seq}#${person}`;

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
    const broken = { ...ports, queue: { add: () => Promise.reject(new TransientError('SQS does not answer')) } };
    const stream = `${office.locality}#task#estimate:${office.round}:tg.kt`;
    await expect(queueMail(broken, { stream, seq: 1 })).rejects.toThrow('SQS does not answer');
    expect((await ports.ledger.overdue(farOff)).map(({ person }) => person)).toEqual(['tg.kt.cv']);
  });

  it('asks no more for a mail that cannot be sent, and sends it once it is brought back and can be', async () => {
    const office = await anOffice();
    await office.open();
    const { ports, queued, out, queueAll } = aPostOffice(office);
    await queueAll();
    const [request] = queued;
    if (request === undefined) throw new Error('Nothing is queued.');
    const refusing = { ...ports, mailer: { send: () => Promise.reject(new PermanentError('No such address.')) } };
    await expect(sendMail(refusing, request)).rejects.toBeInstanceOf(PermanentError);
    expect((await ports.ledger.overdue(farOff)).map(keyOf)).not.toContain(keyOf(request));
    await sendMail(ports, request);
    expect(out).toHaveLength(1);
  });

  it('leaves owed what SES puts off, says so, and gives nothing back to the queue that counts its tries', async () => {
    const office = await anOffice();
    await office.open();
    const { ports, queued, out, queueAll } = aPostOffice(office);
    await queueAll();
    const [request] = queued;
    if (request === undefined) throw new Error('Nothing is queued.');
    const said: unknown[] = [];
    const putOff = { ...ports, mailer: { send: () => Promise.reject(new PutOffError('quota')) } };
    for (let day = 0; day < 24; day += 1) {
      await sendMail(putOff, request, (cause) => said.push(cause));
      later(office);
    }
    expect(said).toHaveLength(24);
    expect(said[0]).toMatchObject({ name: 'PutOffError', message: expect.stringContaining('24 hours is used up') });
    const overdue = await ports.ledger.overdue(farOff);
    expect(overdue.map(keyOf)).toContain(keyOf(request));
    for (const one of overdue) await sendMail(ports, one);
    expect(out).toHaveLength(new Set(queued.map(keyOf)).size);
    expect(await ports.ledger.overdue(farOff)).toEqual([]);
  });

  it('sets an entry aside whose mails cannot be worked out, holds up none behind it, and tries it again', async () => {
    const office = await anOffice();
    await office.open();
    const { ports } = aPostOffice(office);
    const stream = `${office.locality}#task#estimate:${office.round}:tg.kt`;
    const entries = () => Promise.reject(new PermanentError('The page is not there.'));
    const broken = { ...ports, store: { ...ports.store, entries } };
    await queueMail(broken, { stream, seq: 1 });
    expect(await ports.ledger.owedCauses()).toEqual([{ stream, seq: 1 }]);
    await expect(retryCause(broken, { stream, seq: 1 })).rejects.toThrow('The page is not there');
    expect(await ports.ledger.owedCauses()).toHaveLength(1);
    await retryCause(ports, { stream, seq: 1 });
    expect(await ports.ledger.owedCauses()).toEqual([]);
    expect((await ports.ledger.overdue(farOff)).map(({ person }) => person)).toEqual(['tg.kt.cv']);
  });
});
