import type { Addresses, CommandPorts, Links, Ports, Preferences, Sessions, Shares } from '../app/ports.ts';
import type { FeedbackPorts } from '../app/mail/hear-feedback.ts';
import { pacedMailer } from '../app/mail/paced-mailer.ts';
import type { QueueMailPorts } from '../app/mail/queue-mail.ts';
import type { SendMailPorts } from '../app/mail/send-mail.ts';
import type { AskPorts, Directory, SendAskedPorts } from '../app/sign-in/ports.ts';
import type { TickPorts } from '../app/tick.ts';
import type { WaitPorts } from '../app/wait-delivery.ts';
import type { WakePorts } from '../app/wake-workflow.ts';
import { vietnam } from '../calendars/vietnam.ts';
import { vietnamNorms } from '../norms/vietnam.ts';
import { processClock, systemClock } from './clock.ts';
import { documentClient, type Tables } from './dynamodb.ts';
import { dynamoAddresses } from './dynamodb-addresses.ts';
import { dynamoAsked } from './dynamodb-asked.ts';
import { dynamoDigests } from './dynamodb-digests.ts';
import { dynamoDirectory } from './dynamodb-directory.ts';
import { dynamoLimits } from './dynamodb-limits.ts';
import { dynamoMailLedger } from './dynamodb-mail-ledger.ts';
import { dynamoPreferences } from './dynamodb-preferences.ts';
import { dynamoSendSlots } from './dynamodb-send-slots.ts';
import { dynamoSessions } from './dynamodb-sessions.ts';
import { dynamoShares } from './dynamodb-shares.ts';
import { dynamoStore } from './dynamodb-store.ts';
import { dynamoWaits } from './dynamodb-waits.ts';
import { sha256 } from './hash.ts';
import { dynamoLinks } from './links.ts';
import { bucketIn, s3Files } from './s3-files.ts';
import { randomSecrets } from './secrets.ts';
import { sesMailer } from './ses-mailer.ts';
import { sesQuotas } from './ses-quota.ts';
import { sqsAskedQueue } from './sqs-asked-queue.ts';
import { sqsMailQueue } from './sqs-mail-queue.ts';
import { stepFunctions } from './step-functions.ts';

/** The tables' names, as every function's environment gives them. */
export type TableNames = {
  readonly RECORDS_TABLE: string;
  readonly JOURNAL_TABLE: string;
  readonly OPERATIONS_TABLE: string;
};
type MailQueueUrl = { readonly MAIL_QUEUE_URL: string };
type MachineArns = {
  readonly BUDGET_ROUND_ARN: string;
  readonly APPROVAL_CHAIN_ARN: string;
  readonly REPORTING_CYCLE_ARN: string;
};

const tablesOf = (env: TableNames): Tables => ({
  records: env.RECORDS_TABLE,
  journal: env.JOURNAL_TABLE,
  operations: env.OPERATIONS_TABLE,
});

/** Waits up to 25 ms more at each attempt, at random, so that writers who met do not meet again. */
const pauseAtRandom = (attempt: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * 25 * attempt));

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const connect = (env: TableNames) => {
  const client = documentClient();
  const tables = tablesOf(env);
  const ports: Ports = {
    store: dynamoStore(client, tables),
    clock: processClock,
    calendar: vietnam,
    norms: vietnamNorms,
    hash: sha256,
    pause: pauseAtRandom,
  };
  return { client, tables, ports };
};

type Connection = ReturnType<typeof connect>;

/** For taking in plans, whose people go into the directory of addresses. */
export const connectPlans = (env: TableNames): Ports & { readonly directory: Directory } => {
  const { client, tables, ports } = connect(env);
  return { ...ports, directory: dynamoDirectory(client, tables) };
};

/** For functions that only read and write records. */
export const connectRecords = (env: TableNames): Ports => connect(env).ports;

/** For the machines' steps, which arm and answer waits. */
export const connectSteps = (env: TableNames): Ports & WaitPorts => {
  const { client, tables, ports } = connect(env);
  return { ...ports, waits: dynamoWaits(client, tables, processClock), workflows: stepFunctions({}) };
};

const wakeOn = ({ client, tables, ports }: Connection, env: MachineArns): Ports & WakePorts => ({
  ...ports,
  waits: dynamoWaits(client, tables, processClock),
  workflows: stepFunctions({
    budgetRound: env.BUDGET_ROUND_ARN,
    approvalChain: env.APPROVAL_CHAIN_ARN,
    reportingCycle: env.REPORTING_CYCLE_ARN,
  }),
});

const mailQueueOn = ({ client, tables, ports }: Connection, env: MailQueueUrl) => ({
  ...ports,
  addresses: dynamoAddresses(client, tables),
  ledger: dynamoMailLedger(client, tables),
  queue: sqsMailQueue(env.MAIL_QUEUE_URL),
});

/** For the consumer that starts executions and answers waits. */
export const connectWake = (env: TableNames & MachineArns): WakePorts => wakeOn(connect(env), env);

/** For the clock's round. */
export const connectTick = (env: TableNames & MachineArns & MailQueueUrl): TickPorts => {
  const connection = connect(env);
  return { ...wakeOn(connection, env), ...mailQueueOn(connection, env) };
};

/** For the consumer that puts mails on their queue. */
export const connectMailQueue = (env: TableNames & MailQueueUrl): QueueMailPorts => mailQueueOn(connect(env), env);

/** For the subscriber that hears what became of mails. */
export const connectFeedback = (env: TableNames & MailQueueUrl): FeedbackPorts => {
  const connection = connect(env);
  const { client, tables } = connection;
  return {
    ...mailQueueOn(connection, env),
    digests: dynamoDigests(client, tables),
    directory: dynamoDirectory(client, tables),
  };
};

/** For the consumer that sends mails. */
export const connectMailer = (
  env: TableNames & MailQueueUrl & { readonly PORTAL_URL: string; readonly MAIL_FROM: string },
): SendMailPorts & SendAskedPorts & Ports => {
  const connection = connect(env);
  const { client, tables } = connection;
  return {
    ...mailQueueOn(connection, env),
    preferences: dynamoPreferences(client, tables),
    digests: dynamoDigests(client, tables),
    mailer: pacedMailer({
      mailer: sesMailer(env.MAIL_FROM),
      quotas: sesQuotas(),
      slots: dynamoSendSlots(client, tables),
      now: () => systemClock.now().getTime(),
      sleep,
    }),
    links: dynamoLinks(client, tables),
    asked: dynamoAsked(client, tables),
    directory: dynamoDirectory(client, tables),
    secrets: randomSecrets,
    portalUrl: env.PORTAL_URL,
  };
};

/** For the pages: records, files, sessions, the links that mails carry, and asking for mails to sign in by. */
export const connectPortal = (
  env: TableNames & MailQueueUrl & { readonly FILES_BUCKET: string },
): {
  ports: CommandPorts;
  sessions: Sessions;
  links: Links;
  preferences: Preferences;
  shares: Shares;
  addresses: Addresses;
  lettersPage: string | undefined;
  asking: Omit<AskPorts, 'clock' | 'hash'>;
} => {
  const { client, tables, ports } = connect(env);
  return {
    addresses: dynamoAddresses(client, tables),
    // Said by an office's own server, and by nothing of the template.
    lettersPage: process.env['TRINH_LETTERS_PAGE'],
    asking: {
      asked: dynamoAsked(client, tables),
      askedQueue: sqsAskedQueue(env.MAIL_QUEUE_URL),
      limits: dynamoLimits(client, tables),
      secrets: randomSecrets,
    },
    ports: {
      ...ports,
      files: s3Files(
        bucketIn(env.FILES_BUCKET, () => process.env),
        processClock,
      ),
    },
    sessions: dynamoSessions(client, tables, processClock),
    links: dynamoLinks(client, tables),
    preferences: dynamoPreferences(client, tables),
    shares: dynamoShares(client, tables),
  };
};
