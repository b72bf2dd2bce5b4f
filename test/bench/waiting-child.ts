import path from 'node:path';
import * as z from 'zod';
import { openDatabase } from '../../infra/local/sqlite.ts';
import { createSqliteStore } from '../../infra/local/states/sqlite-store.ts';
import { openRunner } from './runner-child.ts';

const definition = JSON.stringify({
  QueryLanguage: 'JSONata',
  StartAt: 'Wait',
  States: {
    Wait: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: { FunctionName: 'ask', Payload: { token: '{% $states.context.Task.Token %}' } },
      TimeoutSeconds: 2_592_000,
      Next: 'Done',
    },
    Done: { Type: 'Succeed' },
  },
});

const Scheduled = z.looseObject({
  type: z.literal('TaskScheduled'),
  taskScheduledEventDetails: z.object({ parameters: z.string() }),
});
const Parameters = z.object({ Payload: z.object({ token: z.string() }) });

const open = (folder: string) =>
  openRunner(createSqliteStore(openDatabase(path.join(folder, 'waiting.sqlite'))), async () => ({
    kind: 'result',
    payload: {},
  }));

/** Starts executions that wait for a token, and dies. */
const begin = async (folder: string, count: number): Promise<void> => {
  const { runner, settled } = open(folder);
  const { stateMachineArn } = runner.putStateMachine({ name: 'm', definition });
  for (let index = 0; index < count; index += 1) {
    runner.startExecution({ stateMachineArn, name: String(index), input: JSON.stringify({ index }) });
    if (index % 100 === 99) await settled();
  }
  await settled();
  process.kill(process.pid, 'SIGKILL');
};

const tokenOf = (events: readonly unknown[]): string => {
  for (const event of events) {
    const scheduled = Scheduled.safeParse(event);
    if (scheduled.success)
      return Parameters.parse(JSON.parse(scheduled.data.taskScheduledEventDetails.parameters)).Payload.token;
  }
  throw new Error('An execution waits for nothing.');
};

/** Opens what `begin` left, answers one token, then all, and prints how long each took and what is held. */
const resume = async (folder: string, count: number): Promise<void> => {
  const start = performance.now();
  const { runner, settled } = open(folder);
  runner.resume();
  const arnOf = (index: number): string => `arn:aws:states:ap-southeast-1:000000000000:execution:m:${String(index)}`;
  const answer = (index: number): void => {
    const { events } = runner.getExecutionHistory({ executionArn: arnOf(index) });
    runner.sendTaskSuccess({ taskToken: tokenOf(events), output: '{}' });
  };
  runner.timers.next();
  answer(0);
  await settled();
  const first = performance.now() - start;
  const bytes = process.memoryUsage().rss;
  for (let index = 1; index < count; index += 1) {
    answer(index);
    if (index % 100 === 99) await settled();
  }
  await settled();
  const all = performance.now() - start;
  const stateMachineArn = arnOf(0).replace(':execution:', ':stateMachine:').replace(/:0$/, '');
  const left = runner.listExecutions({ stateMachineArn, statusFilter: 'RUNNING' }).executions.length;
  if (left > 0) throw new Error(`${String(left)} executions still wait.`);
  console.log(JSON.stringify({ first, all, bytes, most: process.resourceUsage().maxRSS * 1024 }));
};

/** Runs one half of the measurement of waiting executions. */
export const main = async ([half = '', folder = '', count = '']: readonly string[]): Promise<void> =>
  half === 'begin' ? begin(folder, Number(count)) : resume(folder, Number(count));
