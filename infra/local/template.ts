import path from 'node:path';
import * as z from 'zod';
import { arnOf, nameOfArn } from './addresses.ts';
import type {
  Deployment,
  FunctionDefinition,
  InvokePermission,
  MachineDefinition,
  QueueDefinition,
  QueueMapping,
  RouteDefinition,
  ScheduleDefinition,
  StreamMapping,
  TableDefinition,
} from './deployment.ts';
import { Pattern } from './event-pattern.ts';
import { rightsOfRole } from './rights.ts';
import {
  FunctionShape,
  IntegrationShape,
  MachineShape,
  MappingShape,
  PermissionShape,
  QueueShape,
  RouteShape,
  ScheduleShape,
  TableShape,
  withoutEffect,
} from './template-shapes.ts';
import {
  type Addresses,
  createResolver,
  physicalName,
  type Resource,
  type Resolver,
  Template,
  TemplateError,
} from './template-values.ts';

type Source = { template: Template; resolver: Resolver };

const read = <T>(shape: z.ZodType<T>, { resolver }: Source, id: string, resource: Resource): T => {
  const parsed = shape.safeParse(resolver.value(resource.Properties, id));
  if (parsed.success) return parsed.data;
  throw new TemplateError(
    `The template's ${id} (${resource.Type}) is not what the laptop runtime knows: ${z.prettifyError(parsed.error)}`,
  );
};

const readTable = (source: Source, id: string, resource: Resource): TableDefinition => {
  const shape = read(TableShape, source, id, resource);
  const ttl = shape.TimeToLiveSpecification;
  return {
    name: physicalName(source.template, source.resolver, id),
    keys: shape.KeySchema,
    attributes: shape.AttributeDefinitions,
    indexes: shape.GlobalSecondaryIndexes.map(({ IndexName, KeySchema, Projection }) => ({
      IndexName,
      KeySchema,
      Projection,
    })),
    expires: ttl?.Enabled === true ? ttl.AttributeName : undefined,
  };
};

const readFunction = (source: Source, id: string, resource: Resource): FunctionDefinition => {
  const shape = read(FunctionShape, source, id, resource);
  const name = physicalName(source.template, source.resolver, id);
  const role = shape.Role === undefined ? '' : nameOfArn(shape.Role);
  const entry = z.string().safeParse(resource.Metadata['local:entry']);
  if (!entry.success) throw new TemplateError(`The template's function ${id} does not say its local:entry.`);
  return {
    name,
    arn: arnOf('lambda', `function:${name}`),
    entry: entry.data,
    verb: path.basename(path.dirname(entry.data)),
    environment: shape.Environment.Variables,
    timeout: shape.Timeout,
    memory: shape.MemorySize,
    role,
    rights: rightsOfRole(source.template, source.resolver, role),
  };
};

const readMapping = (
  source: Source,
  id: string,
  resource: Resource,
): { stream: StreamMapping } | { queue: QueueMapping } => {
  const shape = read(MappingShape, source, id, resource);
  const reportsFailures = shape.FunctionResponseTypes.length > 0;
  const common = { id, function: nameOfArn(shape.FunctionName), reportsFailures };
  const filters = shape.FilterCriteria.Filters.map(({ Pattern: text }) => Pattern.parse(JSON.parse(text)));
  if (shape.EventSourceArn.includes(':sqs:')) {
    if (filters.length > 0) throw new TemplateError(`The template's ${id} filters a queue; only streams are filtered.`);
    return { queue: { ...common, queue: nameOfArn(shape.EventSourceArn), batchSize: shape.BatchSize ?? 10 } };
  }
  if (!shape.EventSourceArn.includes('/stream/')) {
    throw new TemplateError(`The template's ${id} reads ${shape.EventSourceArn}, which is neither stream nor queue.`);
  }
  const onlyInserts = filters.every(
    ({ eventName }) => Array.isArray(eventName) && eventName.every((name) => name === 'INSERT'),
  );
  if (filters.length === 0 || !onlyInserts) {
    throw new TemplateError(`The template's ${id} wants more of a stream than INSERT, which is all that a laptop has.`);
  }
  const deadLetters = shape.DestinationConfig.OnFailure?.Destination;
  return {
    stream: {
      ...common,
      table: nameOfArn(shape.EventSourceArn),
      batchSize: shape.BatchSize ?? 100,
      filters,
      bisect: shape.BisectBatchOnFunctionError,
      retries: shape.MaximumRetryAttempts < 0 ? Number.POSITIVE_INFINITY : shape.MaximumRetryAttempts,
      maximumAge: shape.MaximumRecordAgeInSeconds < 0 ? 86_400 : shape.MaximumRecordAgeInSeconds,
      deadLetters: deadLetters === undefined ? undefined : nameOfArn(deadLetters),
    },
  };
};

const readQueue = (source: Source, id: string, resource: Resource): QueueDefinition => {
  const shape = read(QueueShape, source, id, resource);
  const name = physicalName(source.template, source.resolver, id);
  const redrive = shape.RedrivePolicy;
  return {
    name,
    arn: arnOf('sqs', name),
    visibility: shape.VisibilityTimeout,
    delay: shape.DelaySeconds,
    redrive:
      redrive === undefined
        ? undefined
        : { to: nameOfArn(redrive.deadLetterTargetArn), after: redrive.maxReceiveCount },
  };
};

const readRoute = (source: Source, id: string, resource: Resource): RouteDefinition => {
  const shape = read(RouteShape, source, id, resource);
  const integration = shape.Target.slice('integrations/'.length);
  const target = source.template.Resources[integration];
  if (target === undefined) throw new TemplateError(`The template's ${id} leads to ${integration}, which is nowhere.`);
  const { IntegrationUri, TimeoutInMillis: timeout } = read(IntegrationShape, source, integration, target);
  return {
    key: shape.RouteKey,
    function: nameOfArn(IntegrationUri),
    ...(timeout === undefined ? {} : { timeout }),
  };
};

const readPermission = (source: Source, id: string, resource: Resource): InvokePermission[] => {
  const { Action, FunctionName, Principal } = read(PermissionShape, source, id, resource);
  return Action === 'lambda:InvokeFunction' ? [{ function: nameOfArn(FunctionName), principal: Principal }] : [];
};

const readSchedule = (source: Source, id: string, resource: Resource): ScheduleDefinition => {
  const shape = read(ScheduleShape, source, id, resource);
  const name = physicalName(source.template, source.resolver, id);
  return {
    name,
    arn: arnOf('scheduler', `schedule/default/${name}`),
    expression: shape.ScheduleExpression,
    zone: shape.ScheduleExpressionTimezone,
    function: nameOfArn(shape.Target.Arn),
    input: shape.Target.Input,
    retries: shape.Target.RetryPolicy.MaximumRetryAttempts ?? 185,
    deadLetters: shape.Target.DeadLetterConfig === undefined ? undefined : nameOfArn(shape.Target.DeadLetterConfig.Arn),
    rights: rightsOfRole(source.template, source.resolver, nameOfArn(shape.Target.RoleArn)),
  };
};

const readMachine = (source: Source, id: string, resource: Resource): MachineDefinition => {
  const shape = read(MachineShape, source, id, resource);
  const name = physicalName(source.template, source.resolver, id);
  let definition = shape.DefinitionString;
  for (const [key, value] of Object.entries(shape.DefinitionSubstitutions)) {
    definition = definition.replaceAll(`\${${key}}`, () => String(value));
  }
  const left = /\$\{[A-Za-z0-9_]+\}/.exec(definition);
  if (left !== null) throw new TemplateError(`The template's ${id} leaves ${left[0]} of its definition open.`);
  return {
    name,
    arn: arnOf('states', `stateMachine:${name}`),
    definition,
    rights: shape.RoleArn === undefined ? [] : rightsOfRole(source.template, source.resolver, nameOfArn(shape.RoleArn)),
  };
};

/** Reads a synthesized template. Throws a `TemplateError` on anything that the laptop would run differently or not. */
export const readTemplate = (json: unknown, addresses: Addresses): Deployment => {
  const template = Template.parse(json);
  const source: Source = { template, resolver: createResolver(template, addresses) };
  const deployment: Deployment = {
    tables: [],
    functions: [],
    streams: [],
    queueFeeds: [],
    queues: [],
    routes: [],
    permissions: [],
    schedules: [],
    machines: [],
    senders: [],
  };
  for (const [id, resource] of Object.entries(template.Resources)) {
    switch (resource.Type) {
      case 'AWS::DynamoDB::GlobalTable':
      case 'AWS::DynamoDB::Table':
        deployment.tables.push(readTable(source, id, resource));
        break;
      case 'AWS::Lambda::Function':
        deployment.functions.push(readFunction(source, id, resource));
        break;
      case 'AWS::Lambda::EventSourceMapping': {
        const mapping = readMapping(source, id, resource);
        if ('stream' in mapping) deployment.streams.push(mapping.stream);
        else deployment.queueFeeds.push(mapping.queue);
        break;
      }
      case 'AWS::SQS::Queue':
        deployment.queues.push(readQueue(source, id, resource));
        break;
      case 'AWS::ApiGatewayV2::Route':
        deployment.routes.push(readRoute(source, id, resource));
        break;
      case 'AWS::Lambda::Permission':
        deployment.permissions.push(...readPermission(source, id, resource));
        break;
      case 'AWS::ApiGatewayV2::Integration':
        read(IntegrationShape, source, id, resource);
        break;
      case 'AWS::Scheduler::Schedule':
        deployment.schedules.push(readSchedule(source, id, resource));
        break;
      case 'AWS::StepFunctions::StateMachine':
        deployment.machines.push(readMachine(source, id, resource));
        break;
      case 'AWS::SES::EmailIdentity':
        deployment.senders.push(physicalName(template, source.resolver, id));
        break;
      default:
        if (!withoutEffect.has(resource.Type)) {
          throw new TemplateError(
            `The template has a ${resource.Type} (${id}), which the laptop runtime does not know.`,
          );
        }
    }
  }
  return deployment;
};
