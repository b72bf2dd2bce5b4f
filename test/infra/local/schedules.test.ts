import { describe, expect, it } from 'vitest';
import type { ScheduleDefinition } from '../../../infra/local/deployment.ts';
import type { Functions } from '../../../infra/local/lambda.ts';
import { readRecurrence } from '../../../infra/local/schedule-expression.ts';
import { createSchedules, fillInput } from '../../../infra/local/schedules.ts';
import type { OwnTimeline } from '../../../infra/local/timeline.ts';
import type { Database } from '../../../infra/local/sqlite.ts';
import { aFunction, after, aTimeline } from './stand-ins.ts';

const zone = 'Asia/Ho_Chi_Minh';
const iso = (moment: number | undefined): string | undefined =>
  moment === undefined ? undefined : new Date(moment).toISOString();

describe('the next moment of a schedule', () => {
  it.each([
    ['cron(0/15 * * * ? *)', '2022-03-04T00:07:00Z', '2022-03-04T00:15:00.000Z'],
    ['rate(15 minutes)', '2022-03-04T00:15:00Z', '2022-03-04T00:30:00.000Z'],
    ['cron(30 7 * * ? *)', '2022-03-04T00:29:59Z', '2022-03-04T00:30:00.000Z'],
    ['cron(30 7 * * ? *)', '2022-03-04T00:30:00Z', '2022-03-05T00:30:00.000Z'],
    ['cron(30 7 ? * MON-FRI *)', '2022-03-04T01:00:00Z', '2022-03-07T00:30:00.000Z'],
    ['cron(0 0 1 1 ? *)', '2022-03-04T00:00:00Z', '2022-12-31T17:00:00.000Z'],
    ['cron(0 6 29 2 ? *)', '2022-03-04T00:00:00Z', '2024-02-28T23:00:00.000Z'],
    ['cron(0 8 ? JAN,JUL * *)', '2022-03-04T00:00:00Z', '2022-07-01T01:00:00.000Z'],
  ])('%s after %s, in Việt Nam', (expression, from, expected) => {
    const recurrence = readRecurrence(expression, zone);
    expect(iso(recurrence?.after(Date.parse(from)))).toBe(expected);
  });

  it('passes over a local time that the clocks skip', () => {
    const recurrence = readRecurrence('cron(30 2 * * ? *)', 'Europe/Berlin');
    expect(iso(recurrence?.after(Date.parse('2022-03-26T12:00:00Z')))).toBe('2022-03-28T00:30:00.000Z');
  });

  it('looks back for the last one, and may find none ahead', () => {
    const daily = readRecurrence('cron(30 7 * * ? *)', zone);
    expect(iso(daily?.upTo(Date.parse('2022-03-04T00:29:00Z')))).toBe('2022-03-03T00:30:00.000Z');
    expect(readRecurrence('cron(0 0 1 1 ? 2020)', zone)?.after(Date.parse('2022-01-01T00:00:00Z'))).toBeUndefined();
  });

  it.each(['at(2022-01-01T00:00:00)', 'rate(0 minutes)', 'cron(0 0 L * ? *)', 'cron(60 * * * ? *)', 'cron(* * *)'])(
    'is not guessed for %s',
    (expression) => {
      expect(readRecurrence(expression, zone)).toBeUndefined();
    },
  );
});

const definition: ScheduleDefinition = {
  name: 'QuarterHour',
  arn: 'arn:schedule',
  expression: 'cron(0/15 * * * ? *)',
  zone,
  function: 'tick',
  input: '{"at":"<aws.scheduler.scheduled-time>"}',
  retries: 2,
  deadLetters: 'Dead',
  rights: [],
};

const open = (
  answer: (payload: unknown, call: number) => unknown,
  { timeline, database }: { timeline: OwnTimeline; database: Database } = aTimeline('2022-03-04T00:07:00Z'),
) => {
  const fn = aFunction(answer);
  const dead: string[] = [];
  let others = 0;
  const functions: Pick<Functions, 'invoke' | 'calls'> = {
    invoke: fn.invoke,
    calls: () => fn.payloads.length + others,
  };
  timeline.add(
    createSchedules({
      database,
      definitions: [definition],
      functions,
      timeline,
      isStepped: () => true,
      giveUp: (_queue, body) => void dead.push(body),
    }),
  );
  return { timeline, database, payloads: fn.payloads, dead, runAnother: () => (others += 1) };
};

describe('schedules', () => {
  it('call at each moment, and say which one it was', async () => {
    const { timeline, payloads } = open(() => undefined);
    await timeline.stepTo(new Date('2022-03-04T00:45:00Z'));
    expect(payloads).toEqual([
      { at: '2022-03-04T00:15:00Z' },
      { at: '2022-03-04T00:30:00Z' },
      { at: '2022-03-04T00:45:00Z' },
    ]);
  });

  it('call once for all that a stopped runtime missed', async () => {
    const first = open(() => undefined);
    await first.timeline.stepTo(new Date('2022-03-04T00:15:00Z'));
    first.timeline.stop();
    const second = aTimeline('2022-03-06T00:50:00Z');
    const { payloads } = open(() => undefined, { timeline: second.timeline, database: first.database });
    await second.timeline.settled();
    expect(payloads).toEqual([{ at: '2022-03-06T00:45:00Z' }]);
  });

  it('try a failed call again, and in the end hand its input to the queue', async () => {
    const { timeline, payloads, dead } = open(() => Promise.reject(new Error('down')));
    await timeline.stepTo(new Date('2022-03-04T00:20:00Z'));
    expect(payloads).toHaveLength(3);
    expect(new Set(payloads.map((payload) => JSON.stringify(payload)))).toEqual(
      new Set(['{"at":"2022-03-04T00:15:00Z"}']),
    );
    expect(dead).toEqual(['{"at":"2022-03-04T00:15:00Z"}']);
  });

  it('pass over calls that the function itself calls idle, until something else runs', async () => {
    const { timeline, payloads, runAnother } = open(() => ({ idleUntil: '2022-03-10T00:20:00.000Z' }));
    await timeline.stepTo(new Date('2022-03-08T00:00:00Z'));
    expect(payloads).toEqual([{ at: '2022-03-04T00:15:00Z' }]);
    runAnother();
    await timeline.stepTo(after(timeline.now(), 1));
    expect(payloads.slice(1)).toEqual([{ at: '2022-03-08T00:00:00Z' }]);
    await timeline.stepTo(new Date('2022-03-10T00:30:00Z'));
    expect(payloads.slice(2)).toEqual([{ at: '2022-03-10T00:30:00Z' }]);
  });

  it('fill in what the scheduler knows where the template gives no input', () => {
    expect(JSON.parse(fillInput(undefined, definition, Date.parse('2022-03-04T00:15:00Z')))).toMatchObject({
      time: '2022-03-04T00:15:00Z',
      resources: ['arn:schedule'],
    });
  });
});
