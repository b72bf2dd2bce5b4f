import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  failure,
  type LabClock,
  type LabFunction,
  openLab,
  result,
  start,
  task,
  tokenIn,
  waitForToken,
} from './lab.ts';

/** The process dies at this write: before it is durable, or right after. */
type Death = { write: number; moment: 'before' | 'after' };

/** A database of a process that can die: at its death it throws, and every write after it too. */
class MortalDatabase extends DatabaseSync {
  writes = 0;
  dead = false;
  private readonly death: Death | undefined;

  constructor(file: string, death: Death | undefined) {
    super(file);
    super.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;');
    this.death = death;
  }

  override exec(sql: string): void {
    if (this.dead) throw new Error('dead');
    if (sql === 'COMMIT') this.writes += 1;
    if (sql !== 'COMMIT' || this.writes !== this.death?.write) {
      super.exec(sql);
      return;
    }
    if (this.death.moment === 'after') super.exec(sql);
    this.dead = true;
    throw new Error('dead');
  }
}

/** What outlives the process: the clock, the functions' own doings, the tokens that people hold. */
type World = { clock: LabClock; done: string[]; tokens: string[]; acknowledged: number };

const noteArn = 'arn:aws:lambda:ap-southeast-1:000000000000:function:note';

const machine = {
  Begin: { Type: 'Pass', Assign: { round: 0 }, Next: 'Open' },
  Open: task('open', {
    Arguments: { FunctionName: 'open', Payload: '{% $states.context.State.RetryCount %}' },
    Output: '{% $states.result.Payload %}',
    Retry: [{ ErrorEquals: ['TransientError'], IntervalSeconds: 5 }],
    Next: 'Decide',
  }),
  Decide: waitForToken('ask', {
    TimeoutSeconds: 3600,
    HeartbeatSeconds: 600,
    Assign: { round: '{% $round + 1 %}' },
    Output: '{% $states.result %}',
    Catch: [{ ErrorEquals: ['Returned'], Assign: { round: '{% $round + 1 %}' }, Next: 'Rest' }],
    Next: 'More',
  }),
  Rest: { Type: 'Wait', Seconds: 86_400, Next: 'Decide' },
  More: { Type: 'Choice', Choices: [{ Condition: '{% $round < 3 %}', Next: 'Decide' }], Default: 'Look' },
  Look: { Type: 'Pass', Next: 'Note' },
  Note: { Type: 'Task', Resource: noteArn, Next: 'Note again' },
  'Note again': { Type: 'Task', Resource: noteArn, Next: 'Tell' },
  Tell: task('tell', { Output: { round: '{% $round %}', last: '{% $states.input %}' }, Next: 'End' }),
  End: { Type: 'Succeed' },
};

const functionsOf = (world: World): Record<string, LabFunction> => ({
  open: (retries) => {
    world.done.push('open');
    return retries === 0 ? failure('TransientError') : result({ opened: true });
  },
  ask: (payload) => {
    const token = tokenIn(payload);
    world.done.push(`ask ${token}`);
    if (!world.tokens.includes(token)) world.tokens.push(token);
    return result({});
  },
  [noteArn]: (payload) => {
    world.done.push('note');
    return result(payload);
  },
  tell: () => {
    world.done.push('tell');
    return result({});
  },
});

/** Answers a token until that is acknowledged: the first wait is returned, the others are decided. */
const answer = (lab: ReturnType<typeof openLab>, taskToken: string, index: number): void => {
  if (index === 0) lab.runner.sendTaskFailure({ taskToken, error: 'Returned', cause: 'page 2' });
  else lab.runner.sendTaskSuccess({ taskToken, output: JSON.stringify({ decision: index }) });
};

const isLate = (fault: unknown): boolean =>
  typeof fault === 'object' && fault !== null && 'code' in fault && fault.code === 'TaskTimedOut';

/** One life of the process. Returns whether the execution has ended by then. */
const live = async (
  file: string,
  world: World,
  death: Death | undefined,
): Promise<{ ended: boolean; writes: number }> => {
  const database = new MortalDatabase(file, death);
  let ended = false;
  try {
    const lab = openLab({ functions: functionsOf(world), database, clock: world.clock });
    const stateMachineArn = lab.define(machine);
    lab.runner.resume();
    await lab.settled();
    const known = lab.runner.listExecutions({ stateMachineArn }).executions[0];
    const { executionArn } = known ?? lab.runner.startExecution({ stateMachineArn, name: 'one' });
    for (let turns = 0; turns < 100; turns += 1) {
      await lab.settled();
      ended = lab.describe(executionArn).status !== 'RUNNING';
      const token = world.tokens[world.acknowledged];
      if (ended) break;
      if (token === undefined) {
        const next = lab.runner.timers.next();
        if (next !== undefined) world.clock.at = Math.max(world.clock.at, next);
        await lab.runner.timers.fire(world.clock.at);
        continue;
      }
      try {
        answer(lab, token, world.acknowledged);
      } catch (fault) {
        // The call before the crash was written but not acknowledged: then it is late now, and done.
        if (!isLate(fault)) throw fault;
      }
      world.acknowledged += 1;
    }
  } catch (fault) {
    if (!database.dead) throw fault;
  }
  const { writes } = database;
  database.close();
  return { ended, writes };
};

type Told = { outcome: unknown; types: unknown[] };

const readBack = (file: string): Told => {
  const lab = openLab({ database: new MortalDatabase(file, undefined) });
  const stateMachineArn = lab.define(machine);
  const [execution] = lab.runner.listExecutions({ stateMachineArn }).executions;
  const executionArn = String(execution?.executionArn);
  const types = lab.history(executionArn).map(({ id, type, previousEventId }) => [id, type, previousEventId]);
  const outcome = lab.outcome(executionArn);
  lab.database.close();
  return { outcome, types };
};

let folder: string;
let files = 0;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'states-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const newWorld = (): World => ({ clock: { at: start }, done: [], tokens: [], acknowledged: 0 });
const newFile = (): string => {
  files += 1;
  return path.join(folder, `${String(files)}.sqlite`);
};

const undisturbed = async () => {
  const file = newFile();
  const world = newWorld();
  const { writes, ended } = await live(file, world, undefined);
  expect(ended).toBe(true);
  return { ...readBack(file), writes, done: world.done };
};

describe('a process that dies', () => {
  test.each(['before', 'after'] as const)(
    'at any write (%s it is durable) ends as if it had lived, and repeats no completed step',
    async (moment) => {
      const expected = await undisturbed();
      expect(expected.outcome).toEqual({ round: 3, last: { decision: 2 } });
      expect(expected.writes).toBeGreaterThan(15);
      for (let write = 1; write <= expected.writes; write += 1) {
        const file = newFile();
        const world = newWorld();
        const first = await live(file, world, { write, moment });
        expect(first.writes).toBe(write);
        const second = await live(file, world, undefined);
        expect(second.ended).toBe(true);
        const { outcome, types } = readBack(file);
        expect(outcome).toEqual(expected.outcome);
        expect(types).toEqual(expected.types);
        // One invocation may be made again: the one whose answer was not yet written.
        expect(world.done.length).toBeLessThanOrEqual(expected.done.length + 1);
        expect(world.tokens).toHaveLength(3);
      }
    },
  );

  test('after every single write still comes to the same end', async () => {
    const expected = await undisturbed();
    const file = newFile();
    const world = newWorld();
    let lives = 0;
    for (let ended = false; !ended; lives += 1) {
      ({ ended } = await live(file, world, { write: 1, moment: 'after' }));
      expect(lives).toBeLessThan(200);
    }
    expect(lives).toBeGreaterThan(15);
    expect(readBack(file)).toMatchObject({ outcome: expected.outcome });
  });

  test('tells that it stopped, answers nothing more, and has lost nothing that it acknowledged', async () => {
    const file = newFile();
    const database = new MortalDatabase(file, { write: 5, moment: 'before' });
    const lab = openLab({ functions: functionsOf(newWorld()), database });
    const arn = lab.begin(machine);
    await lab.settled();
    expect(lab.faults).toHaveLength(1);
    expect(lab.faults[0]?.message).toContain('has stopped');
    expect(() => lab.describe(arn)).toThrow('has stopped');
    expect(lab.runner.timers.next()).toBe(undefined);
    database.close();
    const reopened = openLab({ functions: functionsOf(newWorld()), database: new MortalDatabase(file, undefined) });
    expect(reopened.describe(arn).status).toBe('RUNNING');
    reopened.database.close();
  });
});

const child = {
  T: task('child', { Output: '{% $states.result.Payload %}', Next: 'W' }),
  W: { Type: 'Wait', Seconds: 5, End: true },
};
const wide = {
  P: {
    Type: 'Parallel',
    Branches: [
      {
        StartAt: 'M',
        States: {
          M: {
            Type: 'Map',
            Items: [1, 2, 3],
            MaxConcurrency: 2,
            ItemProcessor: {
              StartAt: 'Work',
              States: {
                Work: task('work', {
                  Output: '{% $states.result.Payload %}',
                  Retry: [{ ErrorEquals: ['TransientError'], IntervalSeconds: 3 }],
                  Next: 'Rest',
                }),
                Rest: { Type: 'Wait', Seconds: 2, End: true },
              },
            },
            End: true,
          },
        },
      },
      {
        StartAt: 'Run',
        States: {
          Run: {
            Type: 'Task',
            Resource: 'arn:aws:states:::states:startExecution.sync:2',
            Arguments: {
              StateMachineArn: 'arn:aws:states:ap-southeast-1:000000000000:stateMachine:child',
              Name: 'run',
              Input: { from: 'parent' },
            },
            Output: '{% $states.result.Output %}',
            End: true,
          },
        },
      },
    ],
    Next: 'End',
  },
  End: { Type: 'Succeed' },
};

/** One life of a process with flows beside each other and a run of their own. */
const liveWide = async (file: string, clock: LabClock, done: string[], death: Death | undefined) => {
  const database = new MortalDatabase(file, death);
  let outcome: unknown;
  try {
    const functions: Record<string, LabFunction> = {
      work: (payload) => {
        done.push(`work ${JSON.stringify(payload)}`);
        const isFirst = done.filter((one) => one === `work ${JSON.stringify(payload)}`).length === 1;
        return payload === 2 && isFirst ? failure('TransientError') : result(payload);
      },
      child: (payload) => {
        done.push('child');
        return result(payload);
      },
    };
    const lab = openLab({ functions, database, clock });
    lab.define(child, {}, 'child');
    const stateMachineArn = lab.define(wide);
    lab.runner.resume();
    await lab.settled();
    const known = lab.runner.listExecutions({ stateMachineArn }).executions[0];
    const { executionArn } = known ?? lab.runner.startExecution({ stateMachineArn, name: 'one' });
    for (let turns = 0; turns < 100 && lab.describe(executionArn).status === 'RUNNING'; turns += 1) {
      await lab.settled();
      const next = lab.runner.timers.next();
      if (lab.describe(executionArn).status !== 'RUNNING' || next === undefined) continue;
      clock.at = Math.max(clock.at, next);
      await lab.runner.timers.fire(clock.at);
    }
    if (lab.faults.length === 0) outcome = lab.outcome(executionArn);
  } catch (fault) {
    if (!database.dead) throw fault;
  }
  const { writes } = database;
  database.close();
  return { outcome, writes };
};

describe('a process that dies with flows beside each other and a run that one of them started', () => {
  test.each(['before', 'after'] as const)('at any write (%s it is durable) comes to the same end', async (moment) => {
    const done: string[] = [];
    const expected = await liveWide(newFile(), { at: start }, done, undefined);
    expect(expected.outcome).toEqual([[1, 2, 3], { from: 'parent' }]);
    expect(expected.writes).toBeGreaterThan(10);
    for (let write = 1; write <= expected.writes; write += 1) {
      const file = newFile();
      const clock = { at: start };
      const doneAgain: string[] = [];
      const first = await liveWide(file, clock, doneAgain, { write, moment });
      expect(first.writes).toBe(write);
      const second = await liveWide(file, clock, doneAgain, undefined);
      expect(second.outcome).toEqual(expected.outcome);
      // Calls whose answers were not yet written may be made again: two of the Map's and the run's own.
      expect(doneAgain.length).toBeLessThanOrEqual(done.length + 3);
    }
  });
});

describe('a runner that is closed', () => {
  test('drops the answer of a function that still runs, and asks again at the next start', async () => {
    const file = newFile();
    const called = Promise.withResolvers<void>();
    const slow = Promise.withResolvers<ReturnType<typeof result>>();
    const first = openLab({
      functions: {
        f: () => {
          called.resolve();
          return slow.promise;
        },
      },
      database: new MortalDatabase(file, undefined),
    });
    const arn = first.begin({ T: task('f', { Output: '{% $states.result.Payload %}', End: true }) });
    await called.promise;
    first.runner.close();
    first.database.close();
    slow.resolve(result('dropped'));
    await first.settled();
    expect(first.faults).toEqual([]);
    const second = openLab({ functions: { f: () => result('again') }, database: new MortalDatabase(file, undefined) });
    second.runner.resume();
    await second.settled();
    expect(second.outcome(arn)).toBe('again');
    second.database.close();
  });
});
