import { accountId, region } from './addresses.ts';
import { createAsyncInvocations } from './async-invocations.ts';
import type { Waiting } from './clock-page.ts';
import type { Deployment } from './deployment.ts';
import { createDynamoProxy } from './dynamodb-proxy.ts';
import { createEndpoint } from './endpoint.ts';
import type { Faults } from './faults.ts';
import { createFaultyDynamo } from './faulty-dynamodb.ts';
import { createIntents } from './intents.ts';
import { createFunctions, type FunctionFault } from './lambda.ts';
import { createMailbox } from './mail.ts';
import { createQueues } from './queues.ts';
import { createSchedules } from './schedules.ts';
import { type Database, inTransaction } from './sqlite.ts';
import { createSqsProtocol } from './sqs-protocol.ts';
import { answerStates } from './states/protocol.ts';
import { createRunner } from './states/runner.ts';
import { createSqliteStore } from './states/sqlite-store.ts';
import { createStreams } from './streams.ts';
import { createTables, dropTables } from './tables.ts';
import type { OwnTimeline } from './timeline.ts';

/** What the services of a deployment stand on. */
export type Ground = {
  deployment: Deployment;
  database: Database;
  timeline: OwnTimeline;
  dynamoUrl: string;
  endpointUrl: string;
  root: string;
  isStepped: () => boolean;
  faults?: Faults | undefined;
  onFunctionFault: (name: string, fault: FunctionFault) => void;
  onFault: (fault: unknown) => void;
};

/** Everything that a deployment consists of, wired as its template says. */
export type Services = ReturnType<typeof createServices>;

/** Puts the services together; nothing runs before `begin`. */
export const createServices = (ground: Ground) => {
  const { deployment, database, timeline, dynamoUrl, endpointUrl, root, isStepped, faults, onFault } = ground;

  const functions = createFunctions({
    definitions: deployment.functions,
    root,
    timeline,
    environment: {
      AWS_ENDPOINT_URL: endpointUrl,
      AWS_ENDPOINT_URL_DYNAMODB: endpointUrl,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: 'laptop',
      AWS_SECRET_ACCESS_KEY: 'laptop',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    onFault: ground.onFunctionFault,
  });

  const queues = createQueues({
    database,
    definitions: deployment.queues,
    feeds: deployment.queueFeeds,
    invoke: functions.invoke,
    timeline,
    onFault,
    faults,
  });
  const giveUp = (queue: string, body: string): void => void queues.send(queue, body);

  const streams = createStreams({
    database,
    mappings: deployment.streams,
    invoke: functions.invoke,
    timeline,
    giveUp,
    onFault,
    faults,
  });
  const intents = createIntents(database, deployment.tables, {
    deliver: (inserted) => streams.enqueue(inserted),
    delivered: () => streams.pump(),
  });
  const streamed = new Set(deployment.streams.map(({ table }) => table));
  const dynamo = createDynamoProxy(dynamoUrl, streamed, intents);
  let writesMayFail = false;
  const faulty =
    faults &&
    createFaultyDynamo({
      dynamo,
      tables: deployment.tables,
      faults: { ...faults, write: (...of) => (writesMayFail ? faults.write(...of) : undefined) },
      now: () => timeline.now().getTime(),
    });
  const mailbox = createMailbox({ database, senders: deployment.senders, now: () => timeline.now() });

  const runner = createRunner({
    store: createSqliteStore(database),
    clock: timeline,
    region,
    accountId,
    track: (work) => timeline.track(work),
    wake: () => timeline.wake(),
    onFault,
    invoke: async (name, payload) => {
      const outcome = await functions.invoke(name, payload);
      if (outcome.ok) return { kind: 'result', payload: outcome.payload };
      return { kind: 'error', error: outcome.error.errorType, cause: JSON.stringify(outcome.error) };
    },
  });
  const asyncs = createAsyncInvocations({
    database,
    definitions: deployment.asyncs,
    invoke: functions.invoke,
    timeline,
    giveUp,
  });
  const schedules = createSchedules({
    database,
    definitions: deployment.schedules,
    asyncs,
    calls: () => functions.calls(),
    timeline,
    isStepped,
  });

  const answer = createEndpoint(
    {
      dynamo: faulty?.answer ?? ((operation, request) => dynamo.answer(operation, request)),
      states: (target, body) => answerStates(runner, target, body),
      sqs: createSqsProtocol(queues, deployment.queues, endpointUrl),
      mailbox,
      functions,
      asyncs,
    },
    deployment,
    timeline,
  );

  const waiting = (): Waiting[] => [
    ...deployment.machines.map(({ name, arn }) => ({
      name,
      count: runner.listExecutions({ stateMachineArn: arn, statusFilter: 'RUNNING', maxResults: 1000 }).executions
        .length,
    })),
    ...streams.waiting().map(({ function: name, count }) => ({ name, count })),
    ...deployment.queues.map(({ name }) => {
      const { visible, hidden } = queues.counts(name);
      return { name, count: visible + hidden };
    }),
  ];

  /** Makes tables (anew, on wish) and machines, carries on what an earlier run left, and lets timers fire. */
  const begin = async ({ anew }: { anew: boolean }): Promise<void> => {
    if (anew) await dropTables(dynamo.call, deployment.tables);
    await createTables(dynamo.call, deployment.tables);
    inTransaction(database, () => {
      for (const { name, definition } of deployment.machines) runner.putStateMachine({ name, definition });
    });
    await intents.recover(dynamo.call);
    await faulty?.open();
    runner.resume();
    streams.pump();
    queues.pump();
    asyncs.pump();
    for (const source of [runner.timers, streams.timers, queues.timers, asyncs.timers, schedules]) timeline.add(source);
  };

  /** From here on writes fail where faults are wanted; what a start needs is done. */
  const letWritesFail = (): void => {
    writesMayFail = true;
  };

  /** Starts nothing new; what functions still do is left to finish. */
  const quiesce = (): void => {
    streams.stop();
    queues.stop();
    asyncs.stop();
  };

  const close = (): void => {
    runner.close();
    functions.stop();
    dynamo.stop();
  };

  return {
    routes: deployment.routes,
    functions,
    queues,
    mailbox,
    runner,
    dynamo,
    answer,
    waiting,
    begin,
    letWritesFail,
    quiesce,
    close,
  };
};
