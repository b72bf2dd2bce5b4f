import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  CalendarTable,
  Instant,
  isWorkingDay,
  localDate,
  localTime,
  PlainDate,
} from '../../shared/domain/calendar.ts';
import { dueRungs, nextRung, Rung, rungMoments } from '../../shared/domain/ladder.ts';

const table = CalendarTable.parse(
  JSON.parse(readFileSync(new URL('../../shared/calendars/vietnam.json', import.meta.url), 'utf8')),
);
const day = (text: string) => PlainDate.parse(text);
const ladder = [
  { id: 'T-5', offset: -5, hears: ['assignee'] },
  { id: 'T-1', offset: -1, hears: ['assignee', 'deputy'] },
  { id: 'T', offset: 0, hears: ['assignee', 'head'] },
  { id: 'T+1', offset: 1, hears: ['assignee', 'head', 'standing'] },
  { id: 'T+3', offset: 3, hears: ['assignee', 'head', 'standing', 'superior'] },
].map((rung) => Rung.parse(rung));
const climb = (due: string) =>
  rungMoments(table, ladder, day(due)).map(({ rung, at }) => `${rung.id} ${localDate(at)}`);

describe('the ladder', () => {
  it('counts in working days around an ordinary Thursday', () => {
    expect(climb('2022-03-10')).toEqual([
      'T-5 2022-03-03',
      'T-1 2022-03-09',
      'T 2022-03-10',
      'T+1 2022-03-11',
      'T+3 2022-03-15',
    ]);
  });

  it('comes at 07:30 in Vietnam', () => {
    expect(rungMoments(table, ladder, day('2022-03-10'))[2]?.at).toBe('2022-03-10T00:30:00.000Z');
  });

  it('comes before a due date that is a Sunday, and goes on after it', () => {
    expect(climb('2026-05-31')).toEqual([
      'T-5 2026-05-25',
      'T-1 2026-05-29',
      'T 2026-05-29',
      'T+1 2026-06-01',
      'T+3 2026-06-03',
    ]);
  });

  it('steps over Tết', () => {
    expect(climb('2022-02-02')).toEqual([
      'T-5 2022-01-24',
      'T-1 2022-01-28',
      'T 2022-01-28',
      'T+1 2022-02-07',
      'T+3 2022-02-09',
    ]);
  });

  it('uses a Saturday worked in exchange', () => {
    expect(climb('2026-01-12')).toContain('T-1 2026-01-10');
  });

  it('is climbed on working days only, in order, with warnings no later than the due date', () => {
    fc.assert(
      fc.property(fc.nat(2500), (n) => {
        const due = addDays(day('2021-01-20'), n);
        const moments = rungMoments(table, ladder, due);
        expect(moments.every(({ at }) => isWorkingDay(table, localDate(at)))).toBe(true);
        expect(moments.map(({ at }) => at)).toEqual(moments.map(({ at }) => at).toSorted());
        for (const { rung, at } of moments) expect(rung.offset > 0).toBe(localDate(at) > due);
      }),
    );
  });
});

describe('climbing', () => {
  const moments = rungMoments(table, ladder, day('2022-03-10'));
  const at = (text: string, hour = 7, minute = 30) => localTime(day(text), hour, minute);

  it('finds the next rung after a moment, and none after the last', () => {
    expect(nextRung(moments, at('2022-03-03', 7, 29))?.rung.id).toBe('T-5');
    expect(nextRung(moments, at('2022-03-03'))?.rung.id).toBe('T-1');
    expect(nextRung(moments, at('2022-03-15'))).toBeUndefined();
  });

  it('climbs nothing before the first rung, and no rung twice', () => {
    expect(dueRungs(moments, undefined, at('2022-03-03', 7, 29))).toBeUndefined();
    expect(dueRungs(moments, at('2022-03-03'), at('2022-03-09', 7, 29))).toBeUndefined();
  });

  it('climbs one rung at its time', () => {
    const step = dueRungs(moments, at('2022-03-03'), at('2022-03-09'));
    expect(step).toMatchObject({ rung: { id: 'T-1' }, hears: ['assignee', 'deputy'], at: at('2022-03-09') });
  });

  it('merges rungs of the same day: the furthest names the step, all of their people hear', () => {
    const sunday = rungMoments(table, ladder, day('2026-05-31'));
    const step = dueRungs(sunday, at('2026-05-25'), at('2026-05-29'));
    expect(step?.rung.id).toBe('T');
    expect(step?.merged.map(({ id }) => id)).toEqual(['T-1', 'T']);
    expect(step?.hears).toEqual(['assignee', 'deputy', 'head']);
  });

  it('merges what an outage held up into one step', () => {
    const step = dueRungs(moments, undefined, at('2022-03-20'));
    expect(step?.merged).toHaveLength(5);
    expect(step?.rung.id).toBe('T+3');
    expect(nextRung(moments, at('2022-03-20'))).toBeUndefined();
  });

  it('climbs every rung exactly once, however the time is cut up', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 * 96 }), { maxLength: 20 }), (quarters) => {
        const start = Date.parse('2022-02-20T00:00:00.000Z');
        const stops = [...quarters.toSorted((a, b) => a - b), 40 * 96].map((n) =>
          Instant.parse(new Date(start + n * 900_000).toISOString()),
        );
        const steps = stops.flatMap((stop, index) => dueRungs(moments, stops[index - 1], stop)?.merged ?? []);
        expect(steps.map(({ id }) => id)).toEqual(ladder.map(({ id }) => id));
      }),
    );
  });
});
