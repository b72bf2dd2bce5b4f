import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDataFolder } from '../../../infra/local/data-folder.ts';
import { nextWorkingMorning, readMoment } from '../../../infra/local/moments.ts';
import { readClockOptions, readStartOptions } from '../../../infra/local/options.ts';
import { readPlans } from '../../../infra/local/plan-files.ts';
import { StartError } from '../../../infra/local/start-error.ts';
import { aFolder } from './stand-ins.ts';

describe('the command line', () => {
  it('has a fixed port and folder unless told otherwise', () => {
    expect(readStartOptions([], '/project')).toMatchObject({
      port: 4380,
      data: path.resolve('/project/.data'),
      fresh: false,
    });
  });

  it('reads every option', () => {
    const args = [
      '--port',
      '0',
      '--data',
      '/x',
      '--fresh',
      '--clock',
      '2022-03-01T08:00',
      '--plan',
      'tay-giang-2021-2025',
    ];
    expect(readStartOptions(args, '/project')).toEqual({
      port: 0,
      data: path.resolve('/x'),
      fresh: true,
      clock: new Date('2022-03-01T01:00:00Z'),
      plan: 'tay-giang-2021-2025',
      help: false,
    });
  });

  it.each([
    [['--port', 'many'], '--port takes a number from 0 to 65535, not many.'],
    [['--port', '70000'], '--port takes a number from 0 to 65535, not 70000.'],
    [['--clock', 'yesterday'], '--clock takes a date or time such as 2022-03-01 or 2022-03-01T08:00, not yesterday.'],
    [['--colour'], "Unknown option '--colour'"],
    [['--data'], "Option '--data <value>' argument missing; npm start -- --help lists the options."],
  ])('%j is refused in one sentence', (args, sentence) => {
    expect(() => readStartOptions(args, '/project')).toThrow(StartError);
    expect(() => readStartOptions(args, '/project')).toThrow(sentence);
  });

  it('tells the clock where to go, one way at a time', () => {
    expect(readClockOptions(['--to', '2022-03-01'], '/project').to).toEqual({
      by: 'moment',
      at: new Date('2022-02-28T17:00:00Z'),
    });
    expect(readClockOptions(['--morning'], '/project').to).toEqual({ by: 'morning' });
    expect(readClockOptions(['--next'], '/project').to).toEqual({ by: 'timer' });
    expect(readClockOptions([], '/project').to).toEqual({ by: 'show' });
    expect(() => readClockOptions(['--next', '--morning'], '/project')).toThrow('Give one of');
  });
});

describe('a moment', () => {
  it.each([
    ['2022-03-01', '2022-02-28T17:00:00.000Z'],
    ['2022-03-01 08:30', '2022-03-01T01:30:00.000Z'],
    ['2022-03-01T08:30:15Z', '2022-03-01T08:30:15.000Z'],
    ['2022-03-01T08:30+09:00', '2022-02-28T23:30:00.000Z'],
    ['2022-02-30', undefined],
    ['01/03/2022', undefined],
  ])('written %s', (text, expected) => {
    expect(readMoment(text)?.toISOString()).toBe(expected);
  });

  it('of the next working morning passes over weekends and holidays', () => {
    const next = (now: string) => nextWorkingMorning(new Date(now)).toISOString();
    expect(next('2022-03-04T00:00:00Z')).toBe('2022-03-04T00:30:00.000Z');
    expect(next('2022-03-04T01:00:00Z')).toBe('2022-03-07T00:30:00.000Z');
    expect(next('2022-04-29T10:00:00Z')).toBe('2022-05-04T00:30:00.000Z');
  });
});

describe('a data folder', () => {
  it('is made where there is none', () => {
    const folder = path.join(aFolder(), 'a', 'b');
    openDataFolder(folder, false).release();
    expect(readdirSync(folder)).toEqual(['runtime.lock']);
  });

  it('that cannot be written is refused in one sentence', () => {
    const file = path.join(aFolder(), 'file');
    writeFileSync(file, '');
    expect(() => openDataFolder(path.join(file, 'data'), false)).toThrow(
      /is not writable \(.*choose another with --data/,
    );
  });

  it('is free again after its user has gone', () => {
    const folder = aFolder();
    const first = openDataFolder(folder, false);
    expect(() => openDataFolder(folder, false)).toThrow('is in use by another runtime');
    first.release();
    openDataFolder(folder, false).release();
  });

  it('is emptied of what a runtime keeps, and of nothing else', () => {
    const folder = aFolder();
    for (const name of ['local.sqlite', 'dynamodb.sqlite', 'dynamodb.sqlite-wal', 'letter.docx']) {
      writeFileSync(path.join(folder, name), 'x');
    }
    openDataFolder(folder, true).release();
    expect(readdirSync(folder).toSorted()).toEqual(['letter.docx', 'runtime.lock']);
  });
});

describe('plan files', () => {
  const folder = path.resolve('shared/plans');

  it('are all read, or the one of an id or a path', () => {
    expect(readPlans(folder).length).toBeGreaterThan(1);
    expect(readPlans(folder, 'tay-giang-2021-2025').map(({ plan }) => plan.id)).toEqual(['tay-giang-2021-2025']);
    const file = path.join(folder, 'tay-giang-2021-2025.json');
    expect(readPlans(folder, file)).toHaveLength(1);
  });

  it('that are broken say where', () => {
    const file = path.join(aFolder(), 'plan.json');
    writeFileSync(file, '{"format":1,"units":[{"id":"A B"}]}');
    expect(() => readPlans(folder, file)).toThrow(/plan\.json is broken in \d+ places:[^]*units\[0\]\.id: /);
    writeFileSync(file, '{');
    expect(() => readPlans(folder, file)).toThrow(/plan\.json is not JSON/);
  });

  it('that are not there name those that are', () => {
    expect(() => readPlans(folder, 'no-such-plan')).toThrow(/no plan no-such-plan.*tay-giang-2021-2025/);
    expect(() => readPlans(folder, './no.json')).toThrow(/There is no plan file/);
  });
});
