import * as z from 'zod';
import { ConditionShape } from './conditions.ts';

// The shapes of the resources that the laptop runs, their values resolved. Every property is named: what has no effect
// on a laptop is let through, what is not here makes the runtime refuse the template rather than run something else.

const ignored = z.unknown().optional();
const Key = z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) });
const Index = z.strictObject({
  IndexName: z.string(),
  KeySchema: z.array(Key),
  Projection: z.strictObject({
    ProjectionType: z.string().optional(),
    NonKeyAttributes: z.array(z.string()).optional(),
  }),
  ContributorInsightsSpecification: ignored,
  OnDemandThroughput: ignored,
  WarmThroughput: ignored,
  WriteOnDemandThroughputSettings: ignored,
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-globaltable.html */
export const TableShape = z.strictObject({
  TableName: ignored,
  KeySchema: z.array(Key),
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  GlobalSecondaryIndexes: z.array(Index).default([]),
  StreamSpecification: z
    .object({ StreamViewType: z.enum(['NEW_IMAGE', 'NEW_AND_OLD_IMAGES'], 'streams carry the new image here') })
    .optional(),
  TimeToLiveSpecification: z.object({ AttributeName: z.string().optional(), Enabled: z.boolean() }).optional(),
  BillingMode: ignored,
  Replicas: ignored,
  SSESpecification: ignored,
  PointInTimeRecoverySpecification: ignored,
  DeletionProtectionEnabled: ignored,
  ContributorInsightsSpecification: ignored,
  WarmThroughput: ignored,
  WriteOnDemandThroughputSettings: ignored,
  TableClass: ignored,
  Tags: ignored,
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-function.html */
export const FunctionShape = z.strictObject({
  FunctionName: ignored,
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }).default({ Variables: {} }),
  Timeout: z.number().default(3),
  MemorySize: z.number().default(128),
  Role: z.string().optional(),
  Architectures: ignored,
  Code: ignored,
  Description: ignored,
  EphemeralStorage: ignored,
  Handler: ignored,
  KmsKeyArn: ignored,
  LoggingConfig: ignored,
  RecursiveLoop: ignored,
  ReservedConcurrentExecutions: ignored,
  Runtime: ignored,
  RuntimeManagementConfig: ignored,
  Tags: ignored,
  TracingConfig: ignored,
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigatewayv2-route.html */
export const RouteShape = z.strictObject({
  ApiId: ignored,
  RouteKey: z.string(),
  Target: z.string().startsWith('integrations/'),
  AuthorizationType: z.literal('NONE').optional(),
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigatewayv2-integration.html */
export const IntegrationShape = z.strictObject({
  ApiId: ignored,
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0'),
  IntegrationMethod: ignored,
  TimeoutInMillis: z.number().optional(),
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-permission.html */
export const PermissionShape = z.object({
  Action: z.string(),
  FunctionName: z.string(),
  Principal: z.string(),
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-stepfunctions-statemachine.html */
export const MachineShape = z.strictObject({
  StateMachineName: ignored,
  DefinitionString: z.string(),
  DefinitionSubstitutions: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  StateMachineType: z.literal('STANDARD').optional(),
  RoleArn: z.string().optional(),
  EncryptionConfiguration: ignored,
  LoggingConfiguration: ignored,
  Tags: ignored,
  TracingConfiguration: ignored,
});

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

/** A policy document of a role. */
export const PolicyShape = z.object({
  Statement: z.array(
    z.strictObject({
      Sid: ignored,
      Effect: z.enum(['Allow', 'Deny']),
      Action: oneOrMore,
      Resource: oneOrMore,
      Condition: ConditionShape,
    }),
  ),
});

/** Resources that AWS needs and a laptop does not: they are read over. */
export const withoutEffect: ReadonlySet<string> = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Stage',
  'AWS::Budgets::Budget',
  'AWS::CDK::Metadata',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::KMS::Alias',
  'AWS::KMS::Key',
  'AWS::Logs::LogGroup',
  'AWS::Logs::MetricFilter',
  'AWS::Logs::ResourcePolicy',
  'AWS::SES::ConfigurationSet',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::Scheduler::ScheduleGroup',
]);
