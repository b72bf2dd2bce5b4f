import type { Condition } from './conditions.ts';
import type { Pattern } from './event-pattern.ts';

/** A DynamoDB table, in the words of CreateTable. */
export type TableDefinition = {
  name: string;
  keys: { AttributeName: string; KeyType: string }[];
  attributes: { AttributeName: string; AttributeType: string }[];
  indexes: {
    IndexName: string;
    KeySchema: { AttributeName: string; KeyType: string }[];
    Projection: { ProjectionType?: string | undefined; NonKeyAttributes?: string[] | undefined };
  }[];
  /** The attribute whose epoch seconds end an item's life. */
  expires: string | undefined;
};

/** A Lambda function. Times in seconds. */
export type FunctionDefinition = {
  name: string;
  arn: string;
  /** The source file, from the project's root: `functions/portal/handler.ts`. */
  entry: string;
  /** The folder of its entry, by which people call it: `portal`. */
  verb: string;
  environment: Readonly<Record<string, string>>;
  timeout: number;
  memory: number;
  /** The name of its role. */
  role: string;
  /** What the role allows and forbids. */
  rights: Right[];
};

/** One statement of a policy, actions and resources as patterns with `*`. */
export type Right = {
  effect: 'Allow' | 'Deny';
  actions: string[];
  resources: string[];
  conditions?: readonly Condition[];
};

/** A DynamoDB stream that feeds a function. Times in seconds. */
export type StreamMapping = {
  id: string;
  table: string;
  function: string;
  batchSize: number;
  /** How long records gather before a call. */
  window: number;
  /** A record is wanted where any of them matches. */
  filters: Pattern[];
  bisect: boolean;
  retries: number;
  maximumAge: number;
  reportsFailures: boolean;
  /** The queue that hears of records given up. */
  deadLetters: string | undefined;
};

/** A queue that feeds a function. Times in seconds. */
export type QueueMapping = {
  id: string;
  queue: string;
  function: string;
  batchSize: number;
  /** How long messages gather before a call. */
  window: number;
  /** A message is wanted where any of them matches, or there is none. */
  filters: Pattern[];
  reportsFailures: boolean;
};

/** An SQS queue. Times in seconds. */
export type QueueDefinition = {
  name: string;
  arn: string;
  visibility: number;
  delay: number;
  /** How long a message is kept. */
  retention: number;
  /** The most that a message holds, in bytes. */
  largest: number;
  redrive: { to: string; after: number } | undefined;
};

/** A route of the HTTP API: `ANY /{proxy+}`, `GET /`, `$default`. */
export type RouteDefinition = {
  key: string;
  function: string;
  /** How long the function may take, in milliseconds; 30,000 without it. */
  timeout?: number;
};

/** A service that may invoke a function by the function's own policy. */
export type InvokePermission = { function: string; principal: string };

/** An EventBridge schedule that is enabled. */
export type ScheduleDefinition = {
  name: string;
  arn: string;
  expression: string;
  zone: string;
  /** Before and after these moments nothing comes, in epoch milliseconds; a one-time schedule does not ask for them. */
  start: number | undefined;
  end: number | undefined;
  function: string;
  /** JSON with `<aws.scheduler.…>` to be filled in. */
  input: string | undefined;
  /** The queue for events that Lambda does not take; here it takes them all. */
  deadLetters: string | undefined;
  /** What the schedule's role allows and forbids. */
  rights: Right[];
};

/** How Lambda calls a function with the events that it is handed. Times in seconds. */
export type AsyncDefinition = {
  function: string;
  retries: number;
  maximumAge: number;
  /** The queue that hears of events given up. */
  deadLetters: string | undefined;
};

/** A state machine, its definition substituted. */
export type MachineDefinition = { name: string; arn: string; definition: string; rights: Right[] };

/** An S3 bucket: objects under a prefix go after so many days. */
export type BucketDefinition = {
  name: string;
  arn: string;
  expiry: { prefix: string; days: number }[];
};

/** An SNS topic. */
export type TopicDefinition = { name: string; arn: string };

/** A function that is called with each message of a topic. */
export type SubscriptionDefinition = { topic: string; function: string };

/** Where SES publishes what becomes of the mails of a configuration set. */
export type FeedbackDefinition = { set: string; topic: string; types: readonly ('bounce' | 'complaint')[] };

/** Everything of the template that the laptop runs. */
export type Deployment = {
  tables: TableDefinition[];
  functions: FunctionDefinition[];
  streams: StreamMapping[];
  queueFeeds: QueueMapping[];
  queues: QueueDefinition[];
  routes: RouteDefinition[];
  permissions: InvokePermission[];
  schedules: ScheduleDefinition[];
  asyncs: AsyncDefinition[];
  machines: MachineDefinition[];
  buckets: BucketDefinition[];
  /** Addresses and domains that mail may come from. */
  senders: string[];
  /** The configuration sets that SES applies by itself, by the sender. */
  senderSets: { sender: string; set: string }[];
  topics: TopicDefinition[];
  subscriptions: SubscriptionDefinition[];
  feedback: (FeedbackDefinition & { mayPublish: boolean })[];
};
