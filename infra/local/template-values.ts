import * as z from 'zod';
import { accountId, arnOf, region, streamArnOf } from './addresses.ts';

/** A resource of a CloudFormation template, its values unresolved. */
export const Resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Metadata: z.record(z.string(), z.unknown()).default({}),
  Condition: z.undefined({ error: 'conditions are not known here' }).optional(),
});
export type Resource = z.infer<typeof Resource>;

/** A CloudFormation template, as far as the laptop reads it. */
export const Template = z.looseObject({
  Resources: z.record(z.string(), Resource),
  Parameters: z.record(z.string(), z.looseObject({ Default: z.unknown().optional() })).default({}),
});
export type Template = z.infer<typeof Template>;

/** Where the laptop's own servers answer; part of what references resolve to. */
export type Addresses = {
  /** `http://127.0.0.1:PORT` of the portal, in the place of the HTTP API's address. */
  portalUrl: string;
  /** `http://127.0.0.1:PORT` of the AWS endpoint. */
  endpointUrl: string;
};

/** The template says something that the laptop runtime does not know. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

/** Resolves `Ref`, `Fn::GetAtt`, `Fn::Join` and `Fn::Sub`; throws a `TemplateError` on any other intrinsic. */
export type Resolver = {
  value(unresolved: unknown, where: string): unknown;
  ref(logicalId: string, where: string): unknown;
  attribute(logicalId: string, name: string, where: string): unknown;
};

/** A template with what resolves its references. */
export type Source = { template: Template; resolver: Resolver };

/** Reads a resource by its shape; throws a `TemplateError` that names what is not of it. */
export const readShape = <T>(shape: z.ZodType<T>, { resolver }: Source, id: string, resource: Resource): T => {
  const parsed = shape.safeParse(resolver.value(resource.Properties, id));
  if (parsed.success) return parsed.data;
  throw new TemplateError(
    `The template's ${id} (${resource.Type}) is not what the laptop runtime knows: ${z.prettifyError(parsed.error)}`,
  );
};

/** The properties in which a resource carries its own name. */
const nameProperties: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
  'AWS::SES::EmailIdentity': 'EmailIdentity',
  'AWS::SES::ConfigurationSet': 'Name',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Scheduler::Schedule': 'Name',
  'AWS::Scheduler::ScheduleGroup': 'Name',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::S3::Bucket': 'BucketName',
};

/** The ARN of a resource, by its type; a type that is not here has none that anything on the laptop reads. */
const arnByType: Readonly<Record<string, (name: string) => string>> = {
  'AWS::DynamoDB::GlobalTable': (name) => arnOf('dynamodb', `table/${name}`),
  'AWS::DynamoDB::Table': (name) => arnOf('dynamodb', `table/${name}`),
  'AWS::Lambda::Function': (name) => arnOf('lambda', `function:${name}`),
  'AWS::SQS::Queue': (name) => arnOf('sqs', name),
  'AWS::StepFunctions::StateMachine': (name) => arnOf('states', `stateMachine:${name}`),
  'AWS::Logs::LogGroup': (name) => arnOf('logs', `log-group:${name}:*`),
  'AWS::IAM::Role': (name) => `arn:aws:iam::${accountId}:role/${name}`,
  'AWS::KMS::Key': (name) => arnOf('kms', `key/${name}`),
  'AWS::Scheduler::Schedule': (name) => arnOf('scheduler', `schedule/default/${name}`),
  'AWS::Scheduler::ScheduleGroup': (name) => arnOf('scheduler', `schedule-group/${name}`),
  'AWS::SES::EmailIdentity': (name) => arnOf('ses', `identity/${name}`),
  'AWS::SNS::Topic': (name) => arnOf('sns', name),
  'AWS::S3::Bucket': (name) => `arn:aws:s3:::${name}`,
};

/** The physical name of a resource: the one it is given, else its logical id. */
export const physicalName = (template: Template, resolver: Resolver, logicalId: string): string => {
  const resource = template.Resources[logicalId];
  const property = resource === undefined ? undefined : nameProperties[resource.Type];
  const given = property === undefined ? undefined : resource?.Properties[property];
  if (given === undefined) return logicalId;
  return z.string().parse(resolver.value(given, `${logicalId}.${property}`));
};

const Sub = z.union([z.string(), z.tuple([z.string(), z.record(z.string(), z.unknown())])]);
const Join = z.tuple([z.string(), z.unknown()]);
const GetAtt = z.union([z.tuple([z.string(), z.string()]), z.string()]);

/** Makes the resolver of one template. */
export const createResolver = (template: Template, addresses: Addresses): Resolver => {
  const refuse = (where: string, what: string): never => {
    throw new TemplateError(`The template's ${where} has ${what}, which the laptop runtime does not know.`);
  };

  const pseudo: Readonly<Record<string, unknown>> = {
    'AWS::Region': region,
    'AWS::AccountId': accountId,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': 'trinh',
    'AWS::StackId': `arn:aws:cloudformation:${region}:${accountId}:stack/trinh/laptop`,
    'AWS::NoValue': undefined,
  };

  const ref = (logicalId: string, where: string): unknown => {
    if (logicalId in pseudo) return pseudo[logicalId];
    const parameter = template.Parameters[logicalId];
    if (parameter !== undefined) return parameter.Default ?? refuse(where, `parameter ${logicalId} without a default`);
    const resource = template.Resources[logicalId];
    if (resource === undefined) return refuse(where, `a Ref to ${logicalId}, which is nowhere`);
    const name = physicalName(template, resolver, logicalId);
    switch (resource.Type) {
      case 'AWS::SQS::Queue':
        return `${addresses.endpointUrl}/${accountId}/${name}`;
      case 'AWS::StepFunctions::StateMachine':
      case 'AWS::SNS::Topic':
        return arnByType[resource.Type]?.(name);
      default:
        return name;
    }
  };

  const attribute = (logicalId: string, name: string, where: string): unknown => {
    const resource = template.Resources[logicalId];
    if (resource === undefined) return refuse(where, `a GetAtt of ${logicalId}, which is nowhere`);
    const own = physicalName(template, resolver, logicalId);
    const arn = arnByType[resource.Type];
    switch (name) {
      case 'Arn':
        return arn === undefined ? refuse(where, `the ARN of a ${resource.Type}`) : arn(own);
      case 'StreamArn':
        return streamArnOf(own);
      case 'ApiEndpoint':
        return addresses.portalUrl;
      case 'QueueName':
      case 'Name':
        return own;
      case 'QueueUrl':
        return `${addresses.endpointUrl}/${accountId}/${own}`;
      default:
        return refuse(where, `the attribute ${name} of a ${resource.Type}`);
    }
  };

  const named = (name: string, where: string): unknown => {
    const dot = name.indexOf('.');
    return dot < 0 ? ref(name, where) : attribute(name.slice(0, dot), name.slice(dot + 1), where);
  };

  const text = (unresolved: unknown, where: string): string => {
    const resolved = value(unresolved, where);
    if (typeof resolved === 'string') return resolved;
    if (typeof resolved === 'number' || typeof resolved === 'boolean') return String(resolved);
    return refuse(where, 'a text made of something that is no text');
  };

  const substitute = (argument: unknown, where: string): string => {
    const read = Sub.parse(argument);
    const [pattern, own] = typeof read === 'string' ? [read, {}] : read;
    return pattern.replaceAll(/\$\{(!?)([^}]+)\}/g, (_all: string, literal: string, name: string) => {
      if (literal === '!') return `\${${name}}`;
      return text(name in own ? own[name] : named(name, where), where);
    });
  };

  const intrinsic = (name: string, argument: unknown, where: string): unknown => {
    switch (name) {
      case 'Ref':
        return ref(z.string().parse(argument), where);
      case 'Fn::GetAtt': {
        const read = GetAtt.parse(argument);
        return typeof read === 'string' ? named(read, where) : attribute(read[0], read[1], where);
      }
      case 'Fn::Join': {
        const [separator, parts] = Join.parse(argument);
        const list = z.array(z.unknown()).parse(value(parts, where));
        return list.map((part) => text(part, where)).join(separator);
      }
      case 'Fn::Sub':
        return substitute(argument, where);
      default:
        return refuse(where, name);
    }
  };

  const value = (unresolved: unknown, where: string): unknown => {
    if (Array.isArray(unresolved)) {
      return unresolved.map((part, index) => value(part, `${where}[${index}]`)).filter((part) => part !== undefined);
    }
    if (typeof unresolved !== 'object' || unresolved === null) return unresolved;
    const entries = Object.entries(unresolved);
    const [only] = entries;
    if (entries.length === 1 && only !== undefined && (only[0] === 'Ref' || only[0].startsWith('Fn::'))) {
      return intrinsic(only[0], only[1], where);
    }
    return Object.fromEntries(
      entries
        .map(([key, part]): [string, unknown] => [key, value(part, `${where}.${key}`)])
        .filter(([, part]) => part !== undefined),
    );
  };

  const resolver: Resolver = { value, ref, attribute };
  return resolver;
};
