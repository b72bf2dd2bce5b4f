import { describe, expect, it } from 'vitest';
import { TransientError } from '../../shared/app/faults.ts';
import type { MailRequest } from '../../shared/app/ports.ts';
import { tick } from '../../shared/app/tick.ts';
import { addDays, instantOf, localTime, PlainDate } from '../../shared/domain/calendar.ts';
import { PersonId } from '../../shared/domain/ids.ts';
import { readEntry } from '../../shared/domain/journal.ts';
import { eventSchemas } from '../../shared/domain/records.ts';
import { anOffice, type Office } from '../support/office.ts';
import { packageP } from '../support/package-p.ts';
import { tickPorts, ticked } from '../support/whole-round.ts';

/** A round whose estimates are due on Tuesday 1 March 2022, opened two weeks before. */
const opened = async () => {
  let failing: (stream: string) => boolean = () => false;
  const office = await anOffice(undefined, undefined, ({ writes }) => {
    if (writes.some(({ stream }) => failing(stream))) throw new TransientError('The store is away.');
  });
  await office.act('tg.vhtt.cv', {
    do: 'open-round',
    plan: office.plan.id,
    year: 2022,
    members: { 'tg.cq': [] },
    due: { estimate: '2022-03-01', synthesis: '2022-03-08', appraisal: '2022-03-15', approval: '2022-03-22' },
  });
  return {
    office,
    fail: (which: (stream: string) => boolean): void => {
      failing = which;
    },
  };
};

const at = (office: Office, day: string, hour: number, minute: number): void =>
  office.clock.set(localTime(PlainDate.parse(day), hour, minute));

/** What a task was reminded of, and when. */
const reminders = (office: Office, task: string): [string, string][] =>
  (office.memory.journal.get(`${office.locality}#task#${task}`) ?? []).flatMap((stored): [string, string][] => {
    const entry = readEntry(stored);
    const event = eventSchemas.task.parse(entry?.event);
    return event.type === 'TaskReminded' ? [[entry?.at ?? '', event.rungs.join(' ')]] : [];
  });
const taskOf = (office: Office, unit: string): string => `estimate:${office.estimateOf(unit)}`;
const half8 = (day: string): string => localTime(PlainDate.parse(day), 7, 30);

describe("a task's ladder on a stepped clock", () => {
  it('is climbed at half past seven of T-5, T-1, T, T+1 and T+3, then every five working days, in order', async () => {
    const { office } = await opened();
    for (let day = PlainDate.parse('2022-02-15'); day < '2022-04-16'; day = addDays(day, 1))
      for (const [hour, minute] of [
        [7, 29],
        [7, 30],
        [16, 0],
      ] as const) {
        at(office, day, hour, minute);
        expect((await ticked(office)).failed).toEqual([]);
      }
    expect(reminders(office, taskOf(office, 'tg.hd'))).toEqual(
      [
        [half8('2022-02-22'), 'T-5'],
        [half8('2022-02-28'), 'T-1'],
        [half8('2022-03-01'), 'T'],
        [half8('2022-03-02'), 'T+1'],
        [half8('2022-03-04'), 'T+3'],
        [half8('2022-03-11'), 'again'],
        [half8('2022-03-18'), 'again'],
        [half8('2022-03-25'), 'again'],
        [half8('2022-04-01'), 'again'],
        [half8('2022-04-08'), 'again'],
        // 11 April 2022, the day of the Hùng Kings, was off.
        [half8('2022-04-18'), 'again'],
      ].filter(([moment]) => (moment ?? '') < '2022-04-16'),
    );
  });

  it('is climbed for the work that is owed only: not for what came in, and again once it is taken back', async () => {
    const { office } = await opened();
    await office.submit('tg.hd', packageP['tg.hd']);
    for (const day of ['2022-02-22', '2022-02-28']) {
      at(office, day, 8, 0);
      await ticked(office);
    }
    expect(reminders(office, taskOf(office, 'tg.hd'))).toEqual([]);
    const { version } = await office.estimate('tg.hd');
    await office.act('tg.hd.cb', { do: 'recall-estimate', estimate: office.estimateOf('tg.hd'), seen: version });
    at(office, '2022-03-01', 7, 30);
    await ticked(office);
    expect(reminders(office, taskOf(office, 'tg.hd')).map(([, rungs]) => rungs)).toEqual(['T']);
  });

  it('has what an outage held up merged into one reminder', async () => {
    const { office } = await opened();
    at(office, '2022-03-03', 10, 0);
    expect(await ticked(office)).toMatchObject({ failed: [] });
    await ticked(office);
    expect(reminders(office, taskOf(office, 'tg.hd')).map(([, rungs]) => rungs)).toEqual(['T-5 T-1 T T+1']);
    at(office, '2022-03-04', 7, 30);
    await ticked(office);
    expect(reminders(office, taskOf(office, 'tg.hd')).map(([, rungs]) => rungs)).toEqual(['T-5 T-1 T T+1', 'T+3']);
  });

  it('is climbed once, however many ticks run at the same time', async () => {
    const { office } = await opened();
    at(office, '2022-02-22', 7, 30);
    const done = await Promise.all(Array.from({ length: 10 }, () => ticked(office)));
    expect(reminders(office, taskOf(office, 'tg.hd')).length).toBe(1);
    expect(done.reduce((total, { reminded }) => total + reminded, 0)).toBe(6);
  });

  it("is the stage's own once the package has moved on", async () => {
    const { office } = await opened();
    await office.lock();
    await office.forward('synthesis');
    at(office, '2022-03-14', 7, 30);
    await ticked(office);
    expect(reminders(office, `appraisal:${office.pkg}:1`).map(([, rungs]) => rungs)).toEqual(['T-5 T-1']);
    expect(reminders(office, taskOf(office, 'tg.hd'))).toEqual([]);
  });
});

describe('one thing that fails', () => {
  it('stops no other, is named, and is tried again at the next tick', async () => {
    const { office, fail } = await opened();
    fail((stream) => stream.endsWith(taskOf(office, 'tg.hd')));
    at(office, '2022-02-22', 7, 30);
    expect(await ticked(office)).toMatchObject({
      reminded: 5,
      failed: [`${taskOf(office, 'tg.hd')}: The store is away.`],
    });
    fail(() => false);
    expect(await ticked(office)).toMatchObject({ reminded: 1, failed: [] });
  });

  it('does not keep a dead execution from its next attempt', async () => {
    const { office, fail } = await opened();
    office.machines.kill();
    fail((stream) => stream.includes('#task#'));
    at(office, '2022-02-22', 7, 30);
    const done = await ticked(office);
    expect([done.failed.length, done.restarted]).toEqual([6, 1]);
  });
});

const aRequest = (office: Office): MailRequest => {
  const [entry] = [...office.memory.journal.values()].flat();
  if (entry === undefined) throw new Error('Nothing was recorded.');
  return {
    locality: office.locality,
    cause: { stream: entry.stream, seq: entry.seq },
    plan: office.plan.id,
    person: PersonId.parse('tg.hd.cb'),
    notice: 'task-opened',
  };
};

describe('a mail that stayed behind', () => {
  it('is put on its queue again once it is a quarter of an hour late', async () => {
    const { office } = await opened();
    const request = aRequest(office);
    const asked: string[] = [];
    const queued: MailRequest[] = [];
    const ports = tickPorts(office);
    const done = await tick({
      ...ports,
      ledger: {
        ...ports.ledger,
        overdue: (before) => {
          asked.push(before);
          return Promise.resolve([request]);
        },
      },
      queue: {
        add: (requests) => {
          queued.push(...requests);
          return Promise.resolve();
        },
      },
    });
    expect([done.requeued, queued, asked]).toEqual([1, [request], ['2022-02-14T00:45:00.000Z']]);
  });

  it('leaves nothing idle while it may be on its way, and all once it is sent', async () => {
    const { office } = await opened();
    const ports = tickPorts(office);
    const request = aRequest(office);
    await ports.ledger.owe(request, instantOf(office.clock.now()));
    at(office, '2022-02-14', 8, 10);
    const { idleUntil, ...done } = await tick(ports);
    expect([idleUntil, done]).toEqual([
      undefined,
      { reminded: 0, restarted: 0, delivered: 0, requeued: 0, redated: 0, handedOver: 0, opened: 0, failed: [] },
    ]);
    await ports.ledger.markSent(request, instantOf(office.clock.now()));
    expect((await tick(ports)).idleUntil).toBe(half8('2022-02-22'));
  });
});
