import { stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { createClock } from '../../../infra/local/clock.ts';
import { openDatabase } from '../../../infra/local/sqlite.ts';
import { createTimeline, type TimerSource } from '../../../infra/local/timeline.ts';
import { aTimeline } from './stand-ins.ts';

/** A source with its own moments; `work` runs for each. */
const source = (moments: string[], work: (now: number) => Promise<void> | void = () => undefined): TimerSource => {
  const left = moments.map((moment) => Date.parse(moment));
  return {
    next: () => left[0],
    fire: async (now) => {
      left.shift();
      await work(now);
    },
  };
};

describe('a stepped timeline', () => {
  it('fires timers of all sources in the order of their moments, each at its own moment', async () => {
    const { timeline } = aTimeline('2022-03-01T00:00:00Z');
    const story: string[] = [];
    const tell = (name: string) => (now: number) => void story.push(`${name} ${new Date(now).toISOString()}`);
    timeline.add(source(['2022-03-02T00:00:00Z', '2022-03-04T00:00:00Z'], tell('a')));
    timeline.add(source(['2022-03-03T00:00:00Z'], tell('b')));
    await timeline.stepTo(new Date('2022-03-05T00:00:00Z'));
    expect(story).toEqual(['a 2022-03-02T00:00:00.000Z', 'b 2022-03-03T00:00:00.000Z', 'a 2022-03-04T00:00:00.000Z']);
    expect(timeline.now()).toEqual(new Date('2022-03-05T00:00:00Z'));
  });

  it('finishes what a timer set off before it fires the next', async () => {
    const { timeline } = aTimeline('2022-03-01T00:00:00Z');
    const story: string[] = [];
    const slowly = async (name: string): Promise<void> => {
      for (let turn = 0; turn < 5; turn += 1) await stat('.');
      story.push(name);
    };
    timeline.add(
      source(['2022-03-02T00:00:00Z'], () => {
        void timeline.track(slowly('what the first set off').then(() => timeline.track(slowly('and what that did'))));
      }),
    );
    timeline.add(source(['2022-03-02T00:00:00Z'], () => void story.push('the second')));
    await timeline.stepTo(new Date('2022-03-02T00:00:00Z'));
    expect(story).toEqual(['what the first set off', 'and what that did', 'the second']);
  });

  it('leaves what comes later alone, and stands still by itself', async () => {
    const { timeline } = aTimeline('2022-03-01T00:00:00Z');
    let fired = 0;
    timeline.add(source(['2022-03-02T00:00:00Z'], () => void (fired += 1)));
    await timeline.stepTo(new Date('2022-03-01T23:59:59Z'));
    await timeline.settled();
    expect(fired).toBe(0);
    expect(timeline.nextTimer()).toBe(Date.parse('2022-03-02T00:00:00Z'));
  });

  it('refuses to go back', async () => {
    const { timeline } = aTimeline('2022-03-01T00:00:00Z');
    await expect(timeline.stepTo(new Date('2022-02-28T00:00:00Z'))).rejects.toThrow('only moves forward');
  });

  it('takes steps one after the other when they are asked for at once', async () => {
    const { timeline } = aTimeline('2022-03-01T00:00:00Z');
    await Promise.all([
      timeline.stepTo(new Date('2022-03-02T00:00:00Z')),
      timeline.stepTo(new Date('2022-03-03T00:00:00Z')),
    ]);
    expect(timeline.now()).toEqual(new Date('2022-03-03T00:00:00Z'));
  });

  it('says what a source threw', async () => {
    const { timeline } = aTimeline('2022-03-01T00:00:00Z');
    timeline.add(source(['2022-03-02T00:00:00Z'], () => Promise.reject(new Error('the disk is full'))));
    await expect(timeline.stepTo(new Date('2022-03-03T00:00:00Z'))).rejects.toThrow('the disk is full');
  });

  it('fires what is due already before it is settled', async () => {
    const { timeline } = aTimeline('2022-03-01T00:00:00Z');
    let fired = 0;
    timeline.add(source(['2022-02-28T00:00:00Z'], () => void (fired += 1)));
    await timeline.settled();
    expect(fired).toBe(1);
  });
});

describe('a running timeline', () => {
  it('fires what is due without being asked, and a step moves it ahead of real time', async () => {
    const database = openDatabase(':memory:');
    const real = Date.parse('2026-11-23T00:00:00Z');
    const timeline = createTimeline(createClock(database, { frozen: false, realNow: () => real }), () => undefined);
    let fired = 0;
    timeline.add(source(['2026-11-22T00:00:00Z', '2026-11-25T00:00:00Z'], () => void (fired += 1)));
    await timeline.settled();
    expect(fired).toBe(1);
    await timeline.stepTo(new Date('2026-11-26T00:00:00Z'));
    expect(fired).toBe(2);
    expect(timeline.now()).toEqual(new Date('2026-11-26T00:00:00Z'));
    timeline.stop();
  });
});

describe('the clock', () => {
  it('leaves no timer of the process behind, whoever wakes it while it fires', () => {
    const timers = (): number => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    const before = timers();
    const timeline = createTimeline(createClock(openDatabase(':memory:'), { frozen: false }), () => undefined);
    const now = timeline.now().getTime();
    timeline.add({ next: () => now + 60_000, fire: () => Promise.resolve() });
    timeline.add({
      next: () => now,
      fire: () => {
        timeline.wake();
        return new Promise(() => undefined);
      },
    });
    expect(timers()).toBe(before + 1);
    timeline.stop();
    expect(timers()).toBe(before);
  });

  it('goes on ahead of real time after a restart', () => {
    const database = openDatabase(':memory:');
    let real = Date.parse('2026-11-23T00:00:00Z');
    const first = createClock(database, { frozen: false, realNow: () => real, at: new Date('2022-03-01T00:00:00Z') });
    first.moveTo(Date.parse('2022-03-10T00:00:00Z'));
    real += 60_000;
    const second = createClock(database, { frozen: false, realNow: () => real });
    expect(new Date(second.now())).toEqual(new Date('2022-03-10T00:01:00Z'));
  });

  it('refuses to start before what it has shown, and says what to do', () => {
    const database = openDatabase(':memory:');
    createClock(database, { frozen: true, at: new Date('2022-03-10T00:00:00Z') });
    expect(() => createClock(database, { frozen: true, at: new Date('2022-03-01T00:00:00Z') })).toThrow(
      /already stands at 2022-03-10.*leave out --clock.*--fresh/,
    );
  });
});
