import { describe, expect, it } from 'vitest';
import { readRecurrence } from '../../../infra/local/schedule-expression.ts';

const zone = 'Asia/Ho_Chi_Minh';
const anchor = Date.parse('2022-03-04T00:07:00Z');
const iso = (moment: number | undefined): string | undefined =>
  moment === undefined ? undefined : new Date(moment).toISOString();
const after = (expression: string, from: string, inZone = zone): string | undefined =>
  iso(readRecurrence(expression, inZone, anchor)?.after(Date.parse(from)));

/** The first moments of an expression from one on. */
const moments = (expression: string, from: string, count: number, inZone: string): (string | undefined)[] => {
  const found: (string | undefined)[] = [];
  for (let at: string | undefined = from; found.length < count && at !== undefined; found.push(at))
    at = after(expression, at, inZone);
  return found;
};

describe('the next moment of a schedule', () => {
  it.each([
    ['cron(0/15 * * * ? *)', '2022-03-04T00:07:00Z', '2022-03-04T00:15:00.000Z'],
    ['rate(15 minutes)', '2022-03-04T00:15:00Z', '2022-03-04T00:22:00.000Z'],
    ['rate(1 day)', '2022-03-03T00:00:00Z', '2022-03-04T00:07:00.000Z'],
    ['cron(30 7 * * ? *)', '2022-03-04T00:29:59Z', '2022-03-04T00:30:00.000Z'],
    ['cron(30 7 * * ? *)', '2022-03-04T00:30:00Z', '2022-03-05T00:30:00.000Z'],
    ['cron(30 7 * * ?)', '2022-03-04T00:30:00Z', '2022-03-05T00:30:00.000Z'],
    ['cron(30 7 ? * MON-FRI *)', '2022-03-04T01:00:00Z', '2022-03-07T00:30:00.000Z'],
    ['cron(0 0 1 1 ? *)', '2022-03-04T00:00:00Z', '2022-12-31T17:00:00.000Z'],
    ['cron(0 6 29 2 ? *)', '2022-03-04T00:00:00Z', '2024-02-28T23:00:00.000Z'],
    ['cron(0 8 ? JAN,JUL * *)', '2022-03-04T00:00:00Z', '2022-07-01T01:00:00.000Z'],
    ['cron(0 8 1 1 ? 2150-2199)', '2022-03-04T00:00:00Z', '2150-01-01T01:00:00.000Z'],
    ['cron(0 8 L * ? *)', '2022-02-04T00:00:00Z', '2022-02-28T01:00:00.000Z'],
    ['cron(0 8 LW * ? *)', '2022-04-04T00:00:00Z', '2022-04-29T01:00:00.000Z'],
    // 1 May 2022 is a Sunday, 15 October a Saturday, 31 December a Saturday.
    ['cron(0 8 1W MAY ? *)', '2022-03-04T00:00:00Z', '2022-05-02T01:00:00.000Z'],
    ['cron(0 8 15W OCT ? *)', '2022-03-04T00:00:00Z', '2022-10-14T01:00:00.000Z'],
    ['cron(0 8 31W * ? *)', '2022-11-04T00:00:00Z', '2022-12-30T01:00:00.000Z'],
    ['cron(0 8 1W OCT ? *)', '2022-03-04T00:00:00Z', '2022-10-03T01:00:00.000Z'],
    ['cron(15 10 ? * 6L 2022-2023)', '2022-03-04T04:00:00Z', '2022-03-25T03:15:00.000Z'],
    ['cron(0 8 ? * FRIL *)', '2022-03-26T00:00:00Z', '2022-04-29T01:00:00.000Z'],
    ['cron(0 8 ? * L *)', '2022-03-04T02:00:00Z', '2022-03-05T01:00:00.000Z'],
    ['cron(0 8 ? * 3#2 *)', '2022-03-04T00:00:00Z', '2022-03-08T01:00:00.000Z'],
    ['cron(0 8 ? * MON#5 *)', '2022-03-04T00:00:00Z', '2022-05-30T01:00:00.000Z'],
    ['at(2022-03-04T08:00:00)', '2022-03-04T00:00:00Z', '2022-03-04T01:00:00.000Z'],
    ['at(2022-03-04T08:00:00)', '2022-03-04T01:00:00Z', undefined],
    ['cron(0 0 1 1 ? 2020)', '2022-01-01T00:00:00Z', undefined],
  ])('%s after %s, in Việt Nam', (expression, from, expected) => {
    expect(after(expression, from)).toBe(expected);
  });

  it('passes over a local time that the clocks skip', () => {
    const daily = 'cron(30 2 * * ? *)';
    expect(moments(daily, '2022-03-25T12:00:00Z', 2, 'Europe/Berlin')).toEqual([
      '2022-03-26T01:30:00.000Z',
      '2022-03-28T00:30:00.000Z',
    ]);
    expect(moments('cron(30 2 * * ? *)', '2022-03-12T00:00:00Z', 2, 'America/Los_Angeles')).toEqual([
      '2022-03-12T10:30:00.000Z',
      '2022-03-14T09:30:00.000Z',
    ]);
    expect(after('at(2022-03-27T02:30:00)', '2022-01-01T00:00:00Z', 'Europe/Berlin')).toBeUndefined();
  });

  it('comes once, the first time, at a local time that the clocks repeat', () => {
    expect(moments('cron(30 2 * * ? *)', '2022-10-29T12:00:00Z', 2, 'Europe/Berlin')).toEqual([
      '2022-10-30T00:30:00.000Z',
      '2022-10-31T01:30:00.000Z',
    ]);
    expect(moments('cron(30 1 * * ? *)', '2022-11-05T12:00:00Z', 2, 'America/Los_Angeles')).toEqual([
      '2022-11-06T08:30:00.000Z',
      '2022-11-07T09:30:00.000Z',
    ]);
  });

  it('follows a zone whose clocks shift by half an hour', () => {
    expect(moments('cron(0 12 * * ? *)', '2022-04-01T12:00:00Z', 2, 'Australia/Lord_Howe')).toEqual([
      '2022-04-02T01:00:00.000Z',
      '2022-04-03T01:30:00.000Z',
    ]);
  });

  it('is counted in hours of 24 for a rate, whatever the clocks do', () => {
    const from = Date.parse('2022-03-26T12:00:00Z');
    expect(iso(readRecurrence('rate(1 day)', 'Europe/Berlin', from)?.after(from))).toBe('2022-03-27T12:00:00.000Z');
  });

  it('looks back for the last one', () => {
    const daily = readRecurrence('cron(30 7 * * ? *)', zone, anchor);
    expect(iso(daily?.upTo(Date.parse('2022-03-04T00:29:00Z')))).toBe('2022-03-03T00:30:00.000Z');
    const rate = readRecurrence('rate(1 hour)', zone, anchor);
    expect(iso(rate?.upTo(Date.parse('2022-03-04T03:00:00Z')))).toBe('2022-03-04T02:07:00.000Z');
    expect(rate?.upTo(anchor - 1)).toBeUndefined();
  });

  it.each([
    'at(2022-01-01)',
    'at(2022-13-01T00:00:00)',
    'rate(0 minutes)',
    'rate(1 week)',
    'cron(60 * * * ? *)',
    'cron(* * *)',
    'cron(0 0 * * * *)',
    'cron(0 0 ? * ? *)',
    'cron(0 0 1 * MON *)',
    'cron(0 0 32W * ? *)',
    'cron(0 0 L-3 * ? *)',
    'cron(0 0 ? * 3#1,6#3 *)',
    'cron(0 0 ? * 3#6 *)',
    'cron(0 0 ? * FRI-MON *)',
    'cron(0 0 ? * ABC *)',
    'cron(? 0 1 * ? *)',
    'every day',
  ])('is not guessed for %s', (expression) => {
    expect(readRecurrence(expression, zone, anchor)).toBeUndefined();
  });
});
