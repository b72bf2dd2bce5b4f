import type { IncomingMessage } from 'node:http';
import { accountId, region } from './addresses.ts';
import { createAsyncInvocations } from './async-invocations.ts';
import type { AwsResponse } from './aws-http.ts';
import type { Waiting } from './clock-page.ts';
import type { Deployment } from './deployment.ts';
import { createDynamoProxy } from './dynamodb-proxy.ts';
import { createEndpoint } from './endpoint.ts';
import type { Faults } from './faults.ts';
import { createFaultyDynamo } from './faulty-dynamodb.ts';
import { createIntents } from './intents.ts';
import { createFunctions } from './lambda.ts';
import { createLocalInvoke } from './local-lambda.ts';
import { createMailbox, type Mail } from './mail.ts';
import { createGate } from './backup/gate.ts';
import { createOutbox } from './office/outbox.ts';
import { lettersPath } from './office/undelivered-page.ts';
import type { SmtpSender } from './office/smtp-sender.ts';
import type { FunctionFault } from './node-fault.ts';
import { createQueues } from './queues.ts';
import { createRemoteInvoke } from './remote-lambda.ts';
import { createSchedules } from './schedules.ts';
import { domainOf } from './ses-addresses.ts';
import { createSesFeedback, type Fate, simulatedFate } from './ses-feedback.ts';
import type { SendQuota } from './ses-quota.ts';
import { type Database, inTransaction } from './sqlite.ts';
import { createSqsProtocol } from './sqs-protocol.ts';
import { answerStates } from './states/protocol.ts';
import { createRunner } from './states/runner.ts';
import type { Blobs } from './object-blobs.ts';
import { createObjects } from './objects.ts';
import { s3Denied } from './s3-faults.ts';
import { createS3, laptopCredentials } from './s3-protocol.ts';
import { createSqliteStore } from './states/sqlite-store.ts';
import { createStreams } from './streams.ts';
import { createTables, dropTables } from './tables.ts';
import type { SetTimer } from './time-limit.ts';
import type { OwnTimeline } from './timeline.ts';
import { createTopics } from './topics.ts';

/** What the services of a deployment stand on. */
export type Ground = {
  deployment: Deployment;
  database: Database;
  /** Where the bytes of objects are. */
  blobs: Blobs;
  timeline: OwnTimeline;
  dynamoUrl: string;
  /** The Lambda that the state machines call; without one they call the functions here. */
  lambdaUrl: string | undefined;
  endpointUrl: string;
  root: string;
  isStepped: () => boolean;
  mailQuota: SendQuota | undefined;
  /** What an office's own server has beside: where its mail goes, and by which key and address its files are signed. */
  office: { mailServer: SmtpSender; publicUrl: string; secret: string; say: (line: string) => void } | undefined;
  timer: SetTimer | undefined;
  faults: Faults | undefined;
  onFunctionFault: (name: string, fault: FunctionFault) => void;
  onFault: (fault: unknown) => void;
};

/** Everything that a deployment consists of, wired as its template says. */
export type Services = ReturnType<typeof createServices>;

/** Puts the services together; nothing runs before `begin`. */
export const createServices = (ground: Ground) => {
  const { deployment, database, timeline, dynamoUrl, lambdaUrl, endpointUrl, root, isStepped, faults, onFault } =
    ground;
  const { office } = ground;

  const functions = createFunctions({
    definitions: deployment.functions,
    root,
    timeline,
    environment: {
      AWS_ENDPOINT_URL: endpointUrl,
      AWS_ENDPOINT_URL_DYNAMODB: endpointUrl,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: laptopCredentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: office?.secret ?? laptopCredentials.secretAccessKey,
      ...(office === undefined ? {} : { TRINH_FILES_URL: office.publicUrl, TRINH_LETTERS_PAGE: lettersPath }),
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    onFault: ground.onFunctionFault,
    timer: ground.timer,
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
  const setOf = (sender: string): string | undefined =>
    deployment.senderSets.find((one) => [sender.toLowerCase(), domainOf(sender)].includes(one.sender.toLowerCase()))
      ?.set;
  const topics = createTopics({
    subscriptions: deployment.subscriptions,
    accept: (name, event) => asyncs.accept(name, event),
    now: () => timeline.now(),
  });
  const tellFate = createSesFeedback({ definitions: deployment.feedback, setOf, topics, now: () => timeline.now() });
  const mailbox = createMailbox({
    database,
    senders: deployment.senders,
    setOf,
    now: () => timeline.now(),
    quota: ground.mailQuota,
    kept: (mail) => {
      if (outbox !== undefined) {
        outbox.accept(mail);
        return;
      }
      for (const to of mail.to) {
        const fate = simulatedFate(to);
        if (fate !== undefined) tellFate(mail, to, fate);
      }
    },
  });
  const outbox =
    office === undefined
      ? undefined
      : createOutbox({
          database,
          sender: office.mailServer,
          timeline,
          say: office.say,
          refused: ({ from, to, raw, code, acceptedAt: at }) => {
            const diagnostic = code === undefined ? 'smtp; given up' : `smtp; ${code}`;
            tellFate({ id: `office-${at.getTime()}`, from, raw, at }, to, {
              kind: 'bounced',
              subType: 'General',
              diagnostic,
            });
            return Promise.resolve();
          },
          onFault,
        });

  const runner = createRunner({
    store: createSqliteStore(database),
    clock: timeline,
    region,
    accountId,
    track: (work) => timeline.track(work),
    wake: () => timeline.wake(),
    onFault,
    invoke: lambdaUrl === undefined ? createLocalInvoke(functions) : createRemoteInvoke(lambdaUrl),
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

  const objects = createObjects({
    database,
    blobs: ground.blobs,
    buckets: deployment.buckets,
    now: () => timeline.now(),
  });

  const s3 = createS3(objects, deployment, office?.publicUrl ?? endpointUrl, () => timeline.now(), office?.secret);
  const gate = createGate();
  const answer = createEndpoint(
    {
      dynamo: (...call) => gate.pass(() => (faulty ?? dynamo).answer(...call)),
      states: (target, body) => answerStates(runner, target, body),
      sqs: createSqsProtocol(queues, deployment.queues, endpointUrl),
      mailbox,
      functions,
      asyncs,
      s3,
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
    objects.sweep();
    runner.resume();
    streams.pump();
    queues.pump();
    asyncs.pump();
    outbox?.pump();
    const sending = outbox === undefined ? [] : [outbox.timers];
    for (const source of [runner.timers, streams.timers, queues.timers, asyncs.timers, schedules, ...sending])
      timeline.add(source);
  };

  /** Whether the state machines' runner and its disk answer. */
  const runnerAnswers = (): boolean => {
    for (const { arn } of deployment.machines)
      runner.listExecutions({ stateMachineArn: arn, statusFilter: 'RUNNING', maxResults: 1 });
    return true;
  };

  /** What browsers bring and fetch with a signature, and nothing else of S3. */
  const signedFiles = {
    isOf: s3.isOf,
    answer: ({ method = 'GET', url: path = '/', headers }: IncomingMessage, body: Buffer): AwsResponse =>
      s3.isSigned({ method, path, type: headers['content-type'] ?? '' })
        ? s3.answer({ method, path, headers, body }, () => undefined)
        : s3Denied(),
  };

  /** Lets a mail of the mailbox have a fate, as the reader's provider would tell SES. */
  const letHaveFate = (mail: Mail, fate: Fate): void => {
    inTransaction(database, () => {
      for (const to of mail.to) tellFate(mail, to, fate);
    });
    asyncs.pump();
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
    outbox?.stop();
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
    outbox,
    signedFiles,
    runnerAnswers,
    gate,
    runner,
    dynamo,
    answer,
    waiting,
    begin,
    letHaveFate,
    letWritesFail,
    quiesce,
    close,
  };
};
