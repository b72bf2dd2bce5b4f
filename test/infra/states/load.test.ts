import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../infra/local/sqlite.ts';
import { openLab, result, task, tokenIn, waitForToken } from './lab.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'states-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const many = 700;
const selfArn = '{% $states.context.StateMachine.Id %}';

describe('more executions than are kept in memory', () => {
  test('begun at once, and one of them stopped, each comes to its own end once', async () => {
    const lab = openLab({});
    const stateMachineArn = lab.define({ P: { Type: 'Pass', End: true } });
    const arns = Array.from({ length: many }, () => lab.runner.startExecution({ stateMachineArn }).executionArn);
    const [first = ''] = arns;
    lab.runner.stopExecution({ executionArn: first });
    await lab.settled();
    expect(lab.types(first)).toEqual(['ExecutionStarted', 'ExecutionAborted']);
    expect(new Set(arns.slice(1).map((arn) => lab.types(arn).join(' ')))).toEqual(
      new Set(['ExecutionStarted PassStateEntered PassStateExited ExecutionSucceeded']),
    );
    expect(lab.faults).toEqual([]);
  });

  test('whose calls are made again after a restart, and answered while they run, all go on', async () => {
    const file = path.join(folder, 'many.sqlite');
    const states = { T: waitForToken('ask', { Next: 'W' }), W: { Type: 'Wait', Seconds: 9, End: true } };
    const held = Promise.withResolvers<ReturnType<typeof result>>();
    const before = openLab({ functions: { ask: () => held.promise }, database: openDatabase(file) });
    const stateMachineArn = before.define(states);
    const arns = Array.from({ length: many }, () => before.runner.startExecution({ stateMachineArn }).executionArn);
    await new Promise<void>((resolve) => {
      before.runner.timers.next();
      resolve();
    });
    before.runner.close();
    before.database.close();
    held.resolve(result({}));
    const lab = openLab({
      functions: {
        ask: (payload) => {
          lab.runner.sendTaskSuccess({ taskToken: tokenIn(payload), output: '{}' });
          return result({});
        },
      },
      database: openDatabase(file),
    });
    lab.runner.resume();
    await lab.settled();
    await lab.step(9);
    expect(new Set(arns.map((arn) => lab.describe(arn).status))).toEqual(new Set(['SUCCEEDED']));
    expect(lab.faults).toEqual([]);
    lab.database.close();
  });
});

describe('a machine that starts itself without end', () => {
  test('leaves timers and calls their turn', async () => {
    const lab = openLab({});
    const stateMachineArn = lab.define({
      R: {
        Type: 'Task',
        Resource: 'arn:aws:states:::states:startExecution',
        Arguments: { StateMachineArn: selfArn },
        End: true,
      },
    });
    lab.runner.startExecution({ stateMachineArn });
    const turn = Promise.withResolvers<void>();
    // Another machine's execution is begun from a macrotask of its own, and comes to its end all the same.
    new MessageChannelTurn(() => turn.resolve()).begin();
    await turn.promise;
    const other = lab.define({ P: { Type: 'Pass', Output: 'done', End: true } }, {}, 'other');
    const { executionArn } = lab.runner.startExecution({ stateMachineArn: other });
    for (let turns = 0; turns < 1000 && lab.describe(executionArn).status === 'RUNNING'; turns += 1)
      await new Promise<void>((resolve) => new MessageChannelTurn(resolve).begin());
    lab.runner.close();
    await lab.settled();
    expect(lab.invocations).toEqual([]);
    expect(lab.faults).toEqual([]);
  });
});

/** A turn of the event loop, without a timer. */
class MessageChannelTurn {
  private readonly channel = new MessageChannel();

  constructor(done: () => void) {
    this.channel.port1.addEventListener('message', () => {
      this.channel.port1.close();
      done();
    });
    this.channel.port1.start();
  }

  begin(): void {
    this.channel.port2.postMessage(0);
  }
}

describe('a long chain of runs that wait for each other', () => {
  test('is stopped with its first', async () => {
    const lab = openLab({});
    const depth = 3000;
    const stateMachineArn = lab.define({
      C: {
        Type: 'Choice',
        Choices: [{ Condition: `{% $states.input.n < ${String(depth)} %}`, Next: 'R' }],
        Default: 'W',
      },
      R: {
        Type: 'Task',
        Resource: 'arn:aws:states:::states:startExecution.sync:2',
        Arguments: { StateMachineArn: selfArn, Input: { n: '{% $states.input.n + 1 %}' } },
        End: true,
      },
      W: { Type: 'Wait', Seconds: 3600, End: true },
    });
    const { executionArn } = lab.runner.startExecution({ stateMachineArn, input: '{"n":1}' });
    await lab.settled();
    expect(lab.runner.listExecutions({ stateMachineArn, maxResults: 1000 }).executions).toHaveLength(1000);
    lab.runner.stopExecution({ executionArn });
    await lab.settled();
    expect(lab.runner.listExecutions({ stateMachineArn, statusFilter: 'RUNNING' }).executions).toEqual([]);
    expect(lab.faults).toEqual([]);
  });
});

describe('what ended more than 90 days ago', () => {
  test('is forgotten at a start', async () => {
    const file = path.join(folder, 'old.sqlite');
    const before = openLab({ database: openDatabase(file) });
    const old = await before.run({ P: { Type: 'Pass', End: true } });
    const waiting = await before.run({ W: { Type: 'Wait', Seconds: 99_999_999, End: true } });
    before.database.close();
    const clock = { at: before.clock.at + 91 * 24 * 60 * 60 * 1000 };
    const lab = openLab({ database: openDatabase(file), clock });
    lab.runner.resume();
    await lab.settled();
    expect(() => lab.describe(old)).toThrow('Execution Does Not Exist');
    expect(lab.describe(waiting).status).toBe('RUNNING');
    lab.database.close();
  });
});

describe('an execution that cannot be read back', () => {
  test('ends by itself and says why; the others go on', async () => {
    const file = path.join(folder, 'broken.sqlite');
    const before = openLab({ functions: { f: () => result(1) }, database: openDatabase(file) });
    const wait = { W: { Type: 'Wait', Seconds: 10, Next: 'T' }, T: task('f', { Output: 'whole', End: true }) };
    const broken = await before.run(wait);
    const whole = await before.run({ ...wait, W: { ...wait.W, Seconds: 11 } });
    before.database.exec(
      'UPDATE states_written SET events = replace(events, \'"WaitStarted"\', \'"WaitElapsed"\') WHERE place < 2 << 26',
    );
    before.database.exec(
      'UPDATE states_written SET events = replace(events, \'"state":"W"\', \'"state":"Gone"\') WHERE place < 2 << 26',
    );
    before.database.exec('UPDATE states_run SET active = 1 WHERE key = 1');
    before.database.close();
    const lab = openLab({ functions: { f: () => result(1) }, database: openDatabase(file), clock: before.clock });
    lab.runner.resume();
    await lab.settled();
    await lab.step(20);
    expect(lab.describe(broken)).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(lab.outcome(whole)).toBe('whole');
    expect(lab.faults).toEqual([]);
    lab.database.close();
  });
});
