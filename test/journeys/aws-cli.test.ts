import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { runningIn } from '../../infra/local/data-folder.ts';
import { skipped } from '../support/each-dynamo.ts';
import { awsCliAt, noAwsCli, refused } from './aws-cli.ts';
import { peopleOnPages, PLAN } from './people-on-pages.ts';
import { aFolder, started } from './started-runtime.ts';

const arn = (resource: string): string => `arn:aws:states:ap-southeast-1:000000000000:${resource}`;
const role = 'arn:aws:iam::000000000000:role/by-hand';

const Machines = z.object({ stateMachines: z.array(z.object({ name: z.string(), stateMachineArn: z.string() })) });
const Started = z.object({ executionArn: z.string(), startDate: z.iso.datetime({ offset: true }) });
const History = z.object({
  events: z.array(
    z.looseObject({
      id: z.int(),
      type: z.string(),
      taskScheduledEventDetails: z.object({ resource: z.string(), parameters: z.string() }).optional(),
    }),
  ),
});
type History = z.infer<typeof History>;
const Waiting = z.object({ Payload: z.object({ round: z.string(), visit: z.int(), token: z.string() }) });
const Machine = z.object({ name: z.string(), status: z.string(), type: z.string(), definition: z.string() });
const Execution = z.object({ status: z.string(), error: z.string().optional(), cause: z.string().optional() });
const TableNames = z.object({ TableNames: z.array(z.string()) });
const Scanned = z.object({ Count: z.int(), Items: z.array(z.object({ pk: z.object({ S: z.string() }) })) });
const Invoked = z.object({ StatusCode: z.int(), FunctionError: z.string().optional() });
const Sent = z.object({ MessageId: z.string().min(1) });
const QueueUrls = z.object({ QueueUrls: z.array(z.string()) });
const Attributes = z.object({ Attributes: z.record(z.string(), z.string()) });
const Nothing = z.object({});

/** `npm start` in a process of its own with one plan, and the CLI turned to it. */
const open = async () => {
  const folder = aFolder();
  const data = path.join(folder, 'data');
  const runtime = await started('--data', data, '--plan', PLAN, '--clock', '2022-02-14T08:00');
  const endpoint = runningIn(data)?.endpoint;
  if (endpoint === undefined) throw new Error('The runtime did not write down where its endpoint is.');
  return { runtime, folder, ...awsCliAt(endpoint, folder) };
};

/** What each wait of a `budget-round` was given with its token, in their order. */
const waitsIn = ({ events }: History) =>
  events.flatMap(({ taskScheduledEventDetails: scheduled }) =>
    scheduled?.resource === 'invoke.waitForTaskToken' ? [Waiting.parse(JSON.parse(scheduled.parameters)).Payload] : [],
  );

const passing = (states: readonly string[]): string =>
  JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: states[0],
    States: Object.fromEntries(
      states.map((name, n) => {
        const next = states[n + 1];
        return [name, next === undefined ? { Type: 'Succeed' } : { Type: 'Pass', Next: next }];
      }),
    ),
  });

describe.skipIf(noAwsCli !== undefined)(`the AWS CLI at the endpoint of npm start${skipped(noAwsCli)}`, () => {
  it('starts an execution of budget-round, reads its history, answers its wait and stops it', async () => {
    const { runtime, answer } = await open();
    await peopleOnPages(runtime.portal, 'vi', () => runtime.pass(1)).openRound();
    const { stateMachines } = await answer(Machines, 'stepfunctions', 'list-state-machines');
    const machine = stateMachines.find(({ name }) => name === 'trinh-budget-round')?.stateMachineArn ?? '';

    const input = JSON.stringify({ locality: 'tay-giang', round: `${PLAN}.2022`, attempt: 1 });
    const start = ['start-execution', '--state-machine-arn', machine, '--name', 'by-hand', '--input', input];
    const { executionArn } = await answer(Started, 'stepfunctions', ...start);
    expect(executionArn).toBe(arn('execution:trinh-budget-round:by-hand'));
    await runtime.pass(1);
    const read = () => answer(History, 'stepfunctions', 'get-execution-history', '--execution-arn', executionArn);
    const [waiting] = waitsIn(await read());
    expect(waiting).toMatchObject({ round: `${PLAN}.2022`, visit: 1 });

    const success = ['send-task-success', '--task-token', waiting?.token ?? '', '--task-output', '{}'];
    await answer(Nothing, 'stepfunctions', ...success);
    await runtime.pass(1);
    // Nobody has locked, and the record says so: it waits anew.
    const history = await read();
    expect(history.events.map(({ id }) => id)).toEqual(history.events.map((_, index) => index + 1));
    expect(history.events.filter(({ type }) => type === 'TaskSucceeded')).not.toEqual([]);
    expect(waitsIn(history).map(({ visit }) => visit)).toEqual([1, 2]);

    const stop = ['--execution-arn', executionArn, '--error', 'ByHand', '--cause', 'Dừng thử'];
    await answer(z.object({ stopDate: z.string() }), 'stepfunctions', 'stop-execution', ...stop);
    const stopped = await answer(Execution, 'stepfunctions', 'describe-execution', '--execution-arn', executionArn);
    expect(stopped).toEqual({ status: 'ABORTED', error: 'ByHand', cause: 'Dừng thử' });
    await runtime.stop();
  }, 120_000);

  it('makes machines, scans a table, invokes functions and sends mail', async () => {
    const { runtime, folder, aws, answer } = await open();
    const machines = async () => {
      const create = ['--name', 'by-hand', '--role-arn', role, '--definition', passing(['A', 'Z'])];
      await answer(Nothing, 'stepfunctions', 'create-state-machine', ...create);
      const update = ['--state-machine-arn', arn('stateMachine:by-hand'), '--definition', passing(['A', 'B', 'Z'])];
      await answer(Nothing, 'stepfunctions', 'update-state-machine', ...update);
      const which = ['--state-machine-arn', arn('stateMachine:by-hand')];
      return answer(Machine, 'stepfunctions', 'describe-state-machine', ...which);
    };
    const scanned = async () => {
      const { TableNames: names } = await answer(TableNames, 'dynamodb', 'list-tables');
      const records = names.find((name) => name.startsWith('TablesRecords')) ?? '';
      return answer(Scanned, 'dynamodb', 'scan', '--table-name', records, '--consistent-read');
    };
    const invoked = async (name: string, payload: string) => {
      const file = path.join(folder, `${name}.json`);
      const call = ['--function-name', 'trinh-register-plan', '--payload', payload, file];
      return { ...(await answer(Invoked, 'lambda', 'invoke', ...call)), says: readFileSync(file, 'utf8') };
    };
    const mail = ['--from', 'trinh@trinh.example', '--to', 'a@tay-giang.example'];
    const raw = 'From: trinh@trinh.example\nTo: b@tay-giang.example\nSubject: By hand\n\nIn the raw.\n';

    const [machine, scan, refusedPlan, failed] = await Promise.all([
      machines(),
      scanned(),
      invoked('refused', '{"plan":{"format":1}}'),
      invoked('failed', '{"no":"plan"}'),
      answer(Sent, 'ses', 'send-email', ...mail, '--subject', 'Gửi thử', '--text', 'Chào anh'),
      answer(Sent, 'ses', 'send-raw-email', '--raw-message', JSON.stringify({ Data: raw })),
    ]);
    expect(machine).toMatchObject({ name: 'by-hand', status: 'ACTIVE', type: 'STANDARD' });
    expect(JSON.parse(machine.definition)).toEqual(JSON.parse(passing(['A', 'B', 'Z'])));
    expect(scan.Count).toBe(scan.Items.length);
    expect(scan.Items.map(({ pk }) => pk.S)).toContain(`tay-giang#plan#${PLAN}`);
    expect(refusedPlan).toMatchObject({ StatusCode: 200, says: expect.stringContaining('“locality” is missing') });
    expect(refusedPlan.FunctionError).toBeUndefined();
    expect(failed).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(JSON.parse(failed.says)).toMatchObject({ errorType: 'PermanentError' });
    const mailbox = await (await fetch(`${runtime.portal}/mailbox`)).text();
    for (const shown of ['Gửi thử', 'a@tay-giang.example', 'By hand', 'b@tay-giang.example'])
      expect(mailbox).toContain(shown);

    const unknown = arn('execution:trinh-budget-round:unknown');
    const broken = ['--name', 'broken', '--role-arn', role, '--definition', '{"StartAt":"A"}'];
    const refusals = await Promise.all(
      [
        ['dynamodb', 'scan', '--table-name', 'NoSuchTable'],
        ['stepfunctions', 'describe-execution', '--execution-arn', unknown],
        ['stepfunctions', 'create-state-machine', ...broken],
        ['stepfunctions', 'send-task-success', '--task-token', 'no-token', '--task-output', '{}'],
        ['lambda', 'invoke', '--function-name', 'no-such-function', path.join(folder, 'none.json')],
        ['ses', 'send-email', '--from', 'a@elsewhere.example', ...mail.slice(2), '--subject', 'x', '--text', 'x'],
      ].map((args) => aws(...args)),
    );
    expect(refusals.map(({ code, complained }) => [code, /\((\w+)\)/.exec(complained)?.[1]])).toEqual([
      [refused, 'ResourceNotFoundException'],
      [refused, 'ExecutionDoesNotExist'],
      [refused, 'InvalidDefinition'],
      [refused, 'InvalidToken'],
      [refused, 'ResourceNotFoundException'],
      [refused, 'MessageRejected'],
    ]);
    await runtime.stop();
  }, 120_000);

  // Until the endpoint hands such requests to infra/local/sqs-query.ts and SQS's faults say their older code.
  it.fails('reads what waits in a queue', async () => {
    const { runtime, aws, answer } = await open();
    const { QueueUrls: urls } = await answer(QueueUrls, 'sqs', 'list-queues');
    const url = urls.find((one) => one.includes('MailDead')) ?? '';
    const which = ['--queue-url', url, '--attribute-names', 'All'];
    const [{ Attributes: attributes }, unknown] = await Promise.all([
      answer(Attributes, 'sqs', 'get-queue-attributes', ...which),
      aws('sqs', 'get-queue-attributes', '--queue-url', url.replace('MailDead', 'NoSuch')),
    ]);
    expect(attributes).toMatchObject({ ApproximateNumberOfMessages: '0' });
    expect([unknown.code, /\(([\w.]+)\)/.exec(unknown.complained)?.[1]]).toEqual([
      refused,
      'AWS.SimpleQueueService.NonExistentQueue',
    ]);
    await runtime.stop();
  }, 120_000);
});
