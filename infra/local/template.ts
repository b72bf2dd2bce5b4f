import path from 'node:path';
import * as z from 'zod';
import { arnOf, nameOfArn } from './addresses.ts';
import type {
  Deployment,
  FunctionDefinition,
  InvokePermission,
  MachineDefinition,
  RouteDefinition,
  TableDefinition,
} from './deployment.ts';
import { rightsOfRole } from './rights.ts';
import { checkBucketPolicy, readBucket } from './template-buckets.ts';
import {
  FunctionShape,
  IntegrationShape,
  MachineShape,
  PermissionShape,
  RouteShape,
  TableShape,
  withoutEffect,
} from './template-shapes.ts';
import { readEventInvokeConfig, readMapping, readQueue, readSchedule } from './template-sources.ts';
import { maySesPublish, readDestination, readIdentitySet, readSubscription, readTopic } from './template-topics.ts';
import {
  type Addresses,
  createResolver,
  physicalName,
  readShape,
  type Resource,
  type Source,
  Template,
  TemplateError,
} from './template-values.ts';

const readTable = (source: Source, id: string, resource: Resource): TableDefinition => {
  const shape = readShape(TableShape, source, id, resource);
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
  const shape = readShape(FunctionShape, source, id, resource);
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

const readRoute = (source: Source, id: string, resource: Resource): RouteDefinition => {
  const shape = readShape(RouteShape, source, id, resource);
  const integration = shape.Target.slice('integrations/'.length);
  const target = source.template.Resources[integration];
  if (target === undefined) throw new TemplateError(`The template's ${id} leads to ${integration}, which is nowhere.`);
  const { IntegrationUri, TimeoutInMillis: timeout } = readShape(IntegrationShape, source, integration, target);
  return {
    key: shape.RouteKey,
    function: nameOfArn(IntegrationUri),
    ...(timeout === undefined ? {} : { timeout }),
  };
};

const readPermission = (source: Source, id: string, resource: Resource): InvokePermission[] => {
  const { Action, FunctionName, Principal } = readShape(PermissionShape, source, id, resource);
  return Action === 'lambda:InvokeFunction' ? [{ function: nameOfArn(FunctionName), principal: Principal }] : [];
};

const readMachine = (source: Source, id: string, resource: Resource): MachineDefinition => {
  const shape = readShape(MachineShape, source, id, resource);
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
    asyncs: [],
    machines: [],
    buckets: [],
    senders: [],
    senderSets: [],
    topics: [],
    subscriptions: [],
    feedback: [],
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
        readShape(IntegrationShape, source, id, resource);
        break;
      case 'AWS::Scheduler::Schedule':
        deployment.schedules.push(...[readSchedule(source, id, resource)].filter((one) => one !== undefined));
        break;
      case 'AWS::Lambda::EventInvokeConfig':
        deployment.asyncs.push(readEventInvokeConfig(source, id, resource));
        break;
      case 'AWS::StepFunctions::StateMachine':
        deployment.machines.push(readMachine(source, id, resource));
        break;
      case 'AWS::S3::Bucket':
        deployment.buckets.push(readBucket(source, id, resource));
        break;
      case 'AWS::S3::BucketPolicy':
        checkBucketPolicy(source, id, resource);
        break;
      case 'AWS::SES::EmailIdentity': {
        const sender = physicalName(template, source.resolver, id);
        const set = readIdentitySet(source, id, resource);
        deployment.senders.push(sender);
        if (set !== undefined) deployment.senderSets.push({ sender, set });
        break;
      }
      case 'AWS::SES::ConfigurationSetEventDestination': {
        const destination = readDestination(source, id, resource);
        deployment.feedback.push({ ...destination, mayPublish: maySesPublish(source, destination) });
        break;
      }
      case 'AWS::SNS::Topic':
        deployment.topics.push(readTopic(source, id, resource));
        break;
      case 'AWS::SNS::Subscription':
        deployment.subscriptions.push(readSubscription(source, id, resource));
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
