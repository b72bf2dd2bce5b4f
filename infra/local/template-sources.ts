import * as z from 'zod';
import { arnOf, nameOfArn } from './addresses.ts';
import type {
  AsyncDefinition,
  QueueDefinition,
  QueueMapping,
  ScheduleDefinition,
  StreamMapping,
} from './deployment.ts';
import { Pattern } from './event-pattern.ts';
import { rightsOfRole } from './rights.ts';
import { readRecurrence } from './schedule-expression.ts';
import { fillInput } from './schedules.ts';
import { physicalName, readShape, type Resource, type Source, TemplateError } from './template-values.ts';

// Event sources, queues and schedules of a template. As everywhere: what is not named here is refused.

const ignored = z.unknown().optional();
const queueArn = z.string().includes(':sqs:', { error: 'a destination can be an SQS queue only' });

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const mapping = {
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z.int().min(1).max(10_000).optional(),
  Enabled: z.literal(true).optional(),
  FilterCriteria: z
    .strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })).max(10) })
    .default({ Filters: [] }),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  MaximumBatchingWindowInSeconds: z.int().min(0).max(300).default(0),
  MetricsConfig: ignored,
  Tags: ignored,
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-eventsourcemapping.html */
const StreamMappingShape = z.strictObject({
  ...mapping,
  BisectBatchOnFunctionError: z.boolean().default(false),
  DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: queueArn }).optional() }).default({}),
  MaximumRecordAgeInSeconds: z.union([z.literal(-1), z.int().min(60).max(604_800)]).default(-1),
  MaximumRetryAttempts: z.int().min(-1).max(10_000).default(-1),
  ParallelizationFactor: z.literal(1, { error: 'one batch of a stream runs at a time here' }).optional(),
  StartingPosition: z.enum(['LATEST', 'TRIM_HORIZON']),
});

/** As above; of a queue. */
const QueueMappingShape = z
  .strictObject({
    ...mapping,
    ScalingConfig: z.strictObject({ MaximumConcurrency: z.int().min(2).max(1000).optional() }).optional(),
  })
  .refine(
    ({ BatchSize = 10, MaximumBatchingWindowInSeconds }) => BatchSize <= 10 || MaximumBatchingWindowInSeconds > 0,
    {
      path: ['BatchSize'],
      error: 'more than 10 messages need a MaximumBatchingWindowInSeconds',
    },
  );

const patternsIn = (id: string, { Filters }: { Filters: readonly { Pattern: string }[] }): Pattern[] =>
  Filters.map(({ Pattern: text }, index) => {
    const read = Pattern.safeParse(isJson(text) ? JSON.parse(text) : undefined);
    if (read.success) return read.data;
    throw new TemplateError(
      `The template's ${id} has in FilterCriteria.Filters[${index}] a pattern that the laptop runtime does not know: ${text}.`,
    );
  });

/** The fields at the top that a pattern looks at. */
const fieldsOf = ({ fields, or }: Pattern): string[] => [fields, ...or].flatMap((part) => Object.keys(part));

const onlyInserts = ({ fields: { eventName } }: Pattern): boolean =>
  Array.isArray(eventName) && eventName.every((name) => name === 'INSERT');

/** Reads an event-source mapping, of a stream or of a queue. */
export const readMapping = (
  source: Source,
  id: string,
  resource: Resource,
): { stream: StreamMapping } | { queue: QueueMapping } => {
  const arn = String(source.resolver.value(resource.Properties['EventSourceArn'], `${id}.EventSourceArn`));
  if (arn.includes(':sqs:')) {
    const shape = readShape(QueueMappingShape, source, id, resource);
    const filters = patternsIn(id, shape.FilterCriteria);
    if (filters.some((filter) => fieldsOf(filter).some((field) => field !== 'body'))) {
      throw new TemplateError(
        `The template's ${id} has a FilterCriteria that looks at more of a message than its body.`,
      );
    }
    return {
      queue: {
        id,
        function: nameOfArn(shape.FunctionName),
        queue: nameOfArn(arn),
        batchSize: shape.BatchSize ?? 10,
        window: shape.MaximumBatchingWindowInSeconds,
        filters,
        reportsFailures: shape.FunctionResponseTypes.length > 0,
      },
    };
  }
  if (!arn.includes('/stream/')) {
    throw new TemplateError(`The template's ${id} has the EventSourceArn ${arn}, which is neither stream nor queue.`);
  }
  const shape = readShape(StreamMappingShape, source, id, resource);
  const filters = patternsIn(id, shape.FilterCriteria);
  if (filters.length === 0 || !filters.every(onlyInserts)) {
    throw new TemplateError(
      `The template's ${id} wants by its FilterCriteria more of a stream than INSERT, which is all that a laptop has.`,
    );
  }
  const { OnFailure } = shape.DestinationConfig;
  return {
    stream: {
      id,
      function: nameOfArn(shape.FunctionName),
      table: nameOfArn(arn),
      batchSize: shape.BatchSize ?? 100,
      window: shape.MaximumBatchingWindowInSeconds,
      filters,
      bisect: shape.BisectBatchOnFunctionError,
      retries: shape.MaximumRetryAttempts < 0 ? Number.POSITIVE_INFINITY : shape.MaximumRetryAttempts,
      maximumAge: shape.MaximumRecordAgeInSeconds < 0 ? 86_400 : shape.MaximumRecordAgeInSeconds,
      reportsFailures: shape.FunctionResponseTypes.length > 0,
      deadLetters: OnFailure === undefined ? undefined : nameOfArn(OnFailure.Destination),
    },
  };
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sqs-queue.html */
const QueueShape = z.strictObject({
  QueueName: ignored,
  VisibilityTimeout: z.int().min(0).max(43_200).default(30),
  DelaySeconds: z.int().min(0).max(900).default(0),
  MaximumMessageSize: z.int().min(1024).max(1_048_576).default(1_048_576),
  MessageRetentionPeriod: z.int().min(60).max(1_209_600).default(345_600),
  RedrivePolicy: z
    .strictObject({ deadLetterTargetArn: queueArn, maxReceiveCount: z.coerce.number().int().min(1).max(1000) })
    .optional(),
  FifoQueue: z.literal(false).optional(),
  ReceiveMessageWaitTimeSeconds: z.literal(0, { error: 'a queue answers at once here' }).optional(),
  KmsDataKeyReusePeriodSeconds: ignored,
  KmsMasterKeyId: ignored,
  SqsManagedSseEnabled: ignored,
  Tags: ignored,
});

/** Reads a queue. */
export const readQueue = (source: Source, id: string, resource: Resource): QueueDefinition => {
  const shape = readShape(QueueShape, source, id, resource);
  const name = physicalName(source.template, source.resolver, id);
  const redrive = shape.RedrivePolicy;
  return {
    name,
    arn: arnOf('sqs', name),
    visibility: shape.VisibilityTimeout,
    delay: shape.DelaySeconds,
    retention: shape.MessageRetentionPeriod,
    largest: shape.MaximumMessageSize,
    redrive:
      redrive === undefined
        ? undefined
        : { to: nameOfArn(redrive.deadLetterTargetArn), after: redrive.maxReceiveCount },
  };
};

const isZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

const moment = z.iso.datetime({ offset: true, local: true }).optional();

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-scheduler-schedule.html */
const ScheduleShape = z.strictObject({
  Name: ignored,
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().refine(isZone, { error: 'no zone of the tz database' }).default('UTC'),
  StartDate: moment,
  EndDate: moment,
  FlexibleTimeWindow: z.strictObject({ Mode: z.literal('OFF') }),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Target: z.strictObject({
    Arn: z.string().includes(':lambda:', { error: 'a schedule calls a function only' }),
    Input: z
      .string()
      .refine((input) => isJson(fillInput(input, { name: '', arn: '' }, 0)), { error: 'a function takes JSON' })
      .optional(),
    RoleArn: z.string(),
    // Both are about handing the event to Lambda, which cannot fail here; what the function does is Lambda's to retry.
    RetryPolicy: z
      .strictObject({
        MaximumRetryAttempts: z.int().min(0).max(185).optional(),
        MaximumEventAgeInSeconds: z.int().min(60).max(86_400).optional(),
      })
      .optional(),
    DeadLetterConfig: z.strictObject({ Arn: queueArn }).optional(),
  }),
  GroupName: z.literal('default').optional(),
  Description: ignored,
  KmsKeyArn: ignored,
});

const momentOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Date.parse(/(?:Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`);

/** Reads a schedule; undefined for one that is disabled. */
export const readSchedule = (source: Source, id: string, resource: Resource): ScheduleDefinition | undefined => {
  const shape = readShape(ScheduleShape, source, id, resource);
  const name = physicalName(source.template, source.resolver, id);
  const expression = shape.ScheduleExpression;
  const zone = shape.ScheduleExpressionTimezone;
  if (readRecurrence(expression, zone, 0) === undefined) {
    throw new TemplateError(
      `The template's ${id} has the ScheduleExpression ${expression}, which EventBridge Scheduler does not know.`,
    );
  }
  if (shape.State === 'DISABLED') return undefined;
  return {
    name,
    arn: arnOf('scheduler', `schedule/default/${name}`),
    expression,
    zone,
    start: momentOf(shape.StartDate),
    end: momentOf(shape.EndDate),
    function: nameOfArn(shape.Target.Arn),
    input: shape.Target.Input,
    rights: rightsOfRole(source.template, source.resolver, nameOfArn(shape.Target.RoleArn)),
  };
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-eventinvokeconfig.html */
const EventInvokeShape = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.literal('$LATEST'),
  MaximumRetryAttempts: z.int().min(0).max(2).default(2),
  MaximumEventAgeInSeconds: z.int().min(60).max(21_600).default(21_600),
  DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: queueArn }).optional() }).default({}),
});

/** Reads how a function's events are retried. */
export const readEventInvokeConfig = (source: Source, id: string, resource: Resource): AsyncDefinition => {
  const shape = readShape(EventInvokeShape, source, id, resource);
  const { OnFailure } = shape.DestinationConfig;
  return {
    function: nameOfArn(shape.FunctionName),
    retries: shape.MaximumRetryAttempts,
    maximumAge: shape.MaximumEventAgeInSeconds,
    deadLetters: OnFailure === undefined ? undefined : nameOfArn(OnFailure.Destination),
  };
};
