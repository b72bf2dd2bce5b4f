import { describe, expect, it } from 'vitest';
import { createAsyncInvocations } from '../../../infra/local/async-invocations.ts';
import type { AsyncDefinition, ScheduleDefinition } from '../../../infra/local/deployment.ts';
import { createSchedules, fillInput } from '../../../infra/local/schedules.ts';
import type { Database } from '../../../infra/local/sqlite.ts';
import type { OwnTimeline } from '../../../infra/local/timeline.ts';
import { aFunction, after, aTimeline } from './stand-ins.ts';

const definition: ScheduleDefinition = {
  name: 'QuarterHour',
  arn: 'arn:schedule',
  expression: 'cron(0/15 * * * ? *)',
  zone: 'Asia/Ho_Chi_Minh',
  start: undefined,
  end: undefined,
  function: 'tick',
  input: '{"at":"<aws.scheduler.scheduled-time>"}',
  rights: [],
};

const retried: AsyncDefinition = { function: 'tick', retries: 2, maximumAge: 900, deadLetters: 'Dead' };

const open = (
  answer: (payload: unknown, call: number) => unknown,
  own: { schedule?: Partial<ScheduleDefinition>; config?: Partial<AsyncDefinition> } = {},
  { timeline, database }: { timeline: OwnTimeline; database: Database } = aTimeline('2022-03-04T00:07:00Z'),
) => {
  const fn = aFunction(answer);
  const dead: string[] = [];
  let others = 0;
  const asyncs = createAsyncInvocations({
    database,
    definitions: [{ ...retried, ...own.config }],
    invoke: fn.invoke,
    timeline,
    giveUp: (_queue, body) => void dead.push(body),
  });
  const schedules = createSchedules({
    database,
    definitions: [{ ...definition, ...own.schedule }],
    asyncs,
    calls: () => fn.payloads.length + others,
    timeline,
    isStepped: () => true,
  });
  asyncs.pump();
  timeline.add(asyncs.timers);
  timeline.add(schedules);
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
    const { payloads } = open(() => undefined, {}, { timeline: second.timeline, database: first.database });
    await second.timeline.settled();
    expect(payloads).toEqual([{ at: '2022-03-06T00:45:00Z' }]);
  });

  it('leave a failed call to Lambda, which tries it again after one minute and after two', async () => {
    const { timeline, payloads, dead } = open(() => Promise.reject(new Error('down')));
    await timeline.stepTo(new Date('2022-03-04T00:15:59Z'));
    expect(payloads).toHaveLength(1);
    await timeline.stepTo(new Date('2022-03-04T00:16:00Z'));
    expect(payloads).toHaveLength(2);
    await timeline.stepTo(new Date('2022-03-04T00:17:59Z'));
    expect(payloads).toHaveLength(2);
    await timeline.stepTo(new Date('2022-03-04T00:18:00Z'));
    expect(payloads).toEqual(Array.from({ length: 3 }, () => ({ at: '2022-03-04T00:15:00Z' })));
    expect(dead.map((body): unknown => JSON.parse(body))).toMatchObject([
      {
        version: '1.0',
        requestContext: {
          functionArn: 'arn:aws:lambda:ap-southeast-1:000000000000:function:tick:$LATEST',
          condition: 'RetriesExhausted',
          approximateInvokeCount: 3,
        },
        requestPayload: { at: '2022-03-04T00:15:00Z' },
        responseContext: { statusCode: 200, functionError: 'Unhandled' },
        responsePayload: { errorMessage: 'down' },
      },
    ]);
  });

  it('give an event up that grew too old between its retries', async () => {
    const { timeline, payloads, dead } = open(() => Promise.reject(new Error('down')), { config: { maximumAge: 60 } });
    await timeline.stepTo(new Date('2022-03-04T00:20:00Z'));
    expect(payloads).toHaveLength(2);
    expect(dead[0]).toContain('"condition":"EventAgeExceeded"');
  });

  it('come on time beside the retries of an earlier call', async () => {
    const { timeline, payloads } = open(
      (_payload, call) => {
        if (call <= 2) throw new Error('down');
      },
      { schedule: { expression: 'cron(0/1 * * * ? *)' } },
    );
    await timeline.stepTo(new Date('2022-03-04T00:11:00Z'));
    expect(payloads.map((payload) => JSON.stringify(payload)).toSorted()).toEqual(
      ['08', '08', '08', '09', '10', '11'].map((minute) => `{"at":"2022-03-04T00:${minute}:00Z"}`),
    );
  });

  it('call again after a crash with what was handed over', async () => {
    const first = open(() => new Promise(() => undefined));
    void first.timeline.stepTo(new Date('2022-03-04T00:15:00Z'));
    await expect.poll(() => first.payloads).toHaveLength(1);
    first.timeline.stop();
    const second = aTimeline('2022-03-04T00:16:00Z');
    const { payloads } = open(() => undefined, {}, { timeline: second.timeline, database: first.database });
    await second.timeline.settled();
    expect(payloads).toEqual([{ at: '2022-03-04T00:15:00Z' }]);
  });

  it('come from their start to their end, a rate in even steps from its start', async () => {
    const start = Date.parse('2022-03-04T00:10:00Z');
    const end = Date.parse('2022-03-04T00:30:00Z');
    const { timeline, payloads } = open(() => undefined, { schedule: { expression: 'rate(10 minutes)', start, end } });
    await timeline.stepTo(new Date('2022-03-05T00:00:00Z'));
    expect(payloads).toEqual(['10', '20', '30'].map((minute) => ({ at: `2022-03-04T00:${minute}:00Z` })));
  });

  it('begin with a rate at once where it has no start', async () => {
    const { timeline, payloads } = open(() => undefined, { schedule: { expression: 'rate(1 hour)' } });
    await timeline.stepTo(new Date('2022-03-04T02:00:00Z'));
    expect(payloads).toEqual([{ at: '2022-03-04T00:07:00Z' }, { at: '2022-03-04T01:07:00Z' }]);
  });

  it('come once where they are of one time, whatever their start and end', async () => {
    const schedule = { expression: 'at(2022-03-04T08:00:00)', end: Date.parse('2022-03-04T00:10:00Z') };
    const { timeline, payloads } = open(() => undefined, { schedule });
    await timeline.stepTo(new Date('2022-03-06T00:00:00Z'));
    expect(payloads).toEqual([{ at: '2022-03-04T01:00:00Z' }]);
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

  it('fill in what the scheduler knows, also where the template gives no input', () => {
    const at = Date.parse('2022-03-04T00:15:00Z');
    expect(JSON.parse(fillInput(undefined, definition, at))).toMatchObject({
      time: '2022-03-04T00:15:00Z',
      resources: ['arn:schedule'],
    });
    const names = ['scheduled-time', 'schedule-arn', 'attempt-number'].map((name) => `<aws.scheduler.${name}>`);
    expect(fillInput(names.join(' '), definition, at)).toBe('2022-03-04T00:15:00Z arn:schedule 1');
    const id = () => fillInput('<aws.scheduler.execution-id>', definition, at);
    expect(id()).not.toBe(id());
  });
});
