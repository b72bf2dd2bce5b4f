import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noticesFor } from '../../shared/app/mail/notices.ts';
import { assigneesOf, orStanding } from '../../shared/app/mail/recipients.ts';
import { planNow } from '../../shared/app/plan-now.ts';
import { absenceOn } from '../../shared/domain/absence.ts';
import { addDays, localTime, PlainDate } from '../../shared/domain/calendar.ts';
import { withLadderEnds } from '../support/heads-sign.ts';
import { checkInvariants } from '../support/invariants.ts';
import { anOffice } from '../support/office.ts';
import { packageP } from '../support/package-p.ts';
import { ticked } from '../support/whole-round.ts';

const FIRST = PlainDate.parse('2022-01-04');
const DUE = { estimate: '2022-03-31', synthesis: '2022-05-31', appraisal: '2022-08-31', approval: '2022-10-31' };
const UNITS = Object.keys(packageP);

/** Something that somebody does on a day of the year, or fails to do. */
const aDeed = fc.record({
  day: fc.nat(360),
  what: fc.constantFrom('away', 'away', 'away', 'leave', 'file', 'file', 'lock', 'forward', 'extend', 'day-off'),
  who: fc.nat(39),
  long: fc.integer({ min: 1, max: 40 }),
  standIn: fc.boolean(),
});

describe('every day of a year with absent, late and silent people', () => {
  it('each open task has somebody who hears of it and a date ahead, and what lapses decides nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(aDeed, { minLength: 4, maxLength: 25 }),
        fc.constantFrom(
          {},
          { estimate: { do: 'lapse' } },
          { lock: { do: 'lock' } },
          {
            estimate: { do: 'escalate', to: { office: 'tg.ubnd', post: 'deputy' } },
            lock: { do: 'lock' },
          },
        ),
        async (deeds, ends) => {
          const office = await anOffice(undefined, '2022-01-04T01:00:00.000Z', undefined, withLadderEnds(ends));
          const { plan, locality, ports, memory } = office;
          await office.act('tg.vhtt.cv', {
            do: 'open-round',
            plan: plan.id,
            year: 2022,
            members: { 'tg.cq': [] },
            due: DUE,
          });
          const entries = new Map<string, number>();
          for (let n = 0; n < 365; n += 1) {
            const day = addDays(FIRST, n);
            office.clock.set(localTime(day, 10, 0));
            for (const deed of deeds.filter((one) => one.day === n)) {
              const person = plan.people[deed.who % plan.people.length];
              if (person === undefined) throw new Error('The plan has people.');
              const colleague = plan.people.find((one) => one.office === person.office && one.id !== person.id);
              const unit = UNITS[deed.who % UNITS.length] ?? '';
              const { version } = await office.estimate('tg.hd');
              const tasks = { estimate: `estimate:${office.estimateOf('tg.hd')}` };
              const command = {
                away: async () => ({
                  do: 'record-absence',
                  plan: plan.id,
                  person: person.id,
                  reason: '',
                  from: day,
                  until: addDays(day, deed.long),
                  standIn: deed.standIn ? (colleague?.id ?? null) : null,
                }),
                leave: async () => ({
                  do: 'record-leaving',
                  plan: plan.id,
                  person: person.id,
                  lastDay: day,
                  reason: '',
                }),
                file: async () => office.submission(unit, packageP['tg.hd']),
                lock: async () => ({ do: 'lock-round', round: office.round }),
                forward: async () => ({
                  do: 'return-estimate',
                  estimate: office.estimateOf('tg.hd'),
                  seen: version,
                  reason: 'Sửa',
                  due: addDays(day, deed.long),
                }),
                extend: async () => ({
                  do: 'extend-task',
                  case: office.round,
                  task: tasks.estimate,
                  reason: 'Thêm ngày',
                  seen: (await office.load('task', tasks.estimate)).version,
                  due: addDays(day, deed.long),
                }),
                'day-off': async () => ({
                  do: 'add-calendar-days',
                  plan: plan.id,
                  seen: (await office.store.load(locality, 'calendar', 'working-calendar'))?.version ?? 0,
                  rows: [
                    {
                      date: addDays(day, deed.long),
                      kind: 'holiday',
                      name: { vi: 'Nghỉ', en: 'Off' },
                      source: 'Thông báo',
                      asOf: day,
                      certain: true,
                    },
                  ],
                }),
              }[deed.what];
              const standing = 'tg.vhtt.cv';
              const by =
                deed.what === 'away' || deed.what === 'leave'
                  ? person.id
                  : deed.what === 'file'
                    ? office.someone(unit)
                    : standing;
              // The standing unit stays: somebody has to be told.
              if (deed.what === 'leave' && person.office === plan.standing) continue;
              await office.send(by, await command());
              await office.machines.settle();
            }
            expect((await ticked(office)).failed).toEqual([]);
            const now = office.clock.now().toISOString();
            const { planContent } = (await office.load('round', office.round)).body;
            const { plan: peopleNow, absences } = await planNow(ports, locality, planContent);
            for (const [stream, list] of memory.journal) {
              if (!stream.startsWith(`${locality}#task#`)) continue;
              const task = await office.load('task', stream.split('#')[2] ?? '');
              const ahead = task.body.state !== 'open' || task.body.nextRungAt > now;
              expect([stream, day, ahead]).toEqual([stream, day, true]);
              // Whoever is left of the office owns it, else the standing unit's officers.
              const owners = orStanding(peopleNow, assigneesOf(peopleNow, task.body));
              expect([stream, day, task.body.state !== 'open' || owners.length > 0]).toEqual([stream, day, true]);
              for (let seq = (entries.get(stream) ?? 0) + 1; seq <= list.length; seq += 1) {
                const requests = await noticesFor(ports, stream, seq);
                const told = requests.map(({ person }) => person);
                const there = told.some((person) => absenceOn(absences, person, day) === undefined);
                const everybodyAway = plan.people
                  .filter((one) => one.office === plan.standing)
                  .every(({ id }) => absenceOn(absences, id, day) !== undefined);
                expect([stream, day, told.length === 0 || there || everybodyAway]).toEqual([stream, day, true]);
                expect(new Set(told).size).toBe(told.length);
                // What asks for something that is still open is told to somebody.
                const asks = /"type":"Task(?:Opened|Reopened|Reminded|HandedOver)"/.test(list[seq - 1]?.entry ?? '');
                const isLast = seq === list.length && task.body.state === 'open';
                expect([stream, day, !asks || !isLast || told.length > 0]).toEqual([stream, day, true]);
              }
              entries.set(stream, list.length);
            }
          }
          await checkInvariants(office, new Map(), true);
          const decided = [...memory.journal.values()]
            .flat()
            .filter(({ entry }) => /"type":"(?:PackageApproved|GrantRecorded|FiguresSet|StageForwarded)"/.test(entry));
          expect(decided).toEqual([]);
        },
      ),
      { numRuns: 8 },
    );
  }, 120_000);
});
