import * as z from 'zod';
import { accountId, arnOf, nameOfArn } from './addresses.ts';
import { ConditionShape } from './conditions.ts';
import type { FeedbackDefinition, SubscriptionDefinition, TopicDefinition } from './deployment.ts';
import { decide } from './rights.ts';
import { physicalName, readShape, type Resource, type Source } from './template-values.ts';

// Topics of a template, and what SES publishes to them. As everywhere: what is not named here is refused.

const ignored = z.unknown().optional();
const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-topic.html */
const TopicShape = z.strictObject({
  TopicName: ignored,
  DisplayName: ignored,
  FifoTopic: z.literal(false).optional(),
  KmsMasterKeyId: ignored,
  Tags: ignored,
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-subscription.html */
const SubscriptionShape = z.strictObject({
  TopicArn: z.string().includes(':sns:'),
  Protocol: z.literal('lambda', { error: 'a topic calls functions only here' }),
  Endpoint: z.string().includes(':lambda:', { error: 'a topic calls functions only here' }),
  // Of what SNS could not hand to Lambda, which takes everything here.
  RedrivePolicy: z.strictObject({ deadLetterTargetArn: z.string() }).optional(),
});

const Statement = z.looseObject({
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.union([z.literal('*'), z.looseObject({ Service: oneOrMore.optional() })]),
  Action: oneOrMore,
  Resource: oneOrMore,
  Condition: ConditionShape,
});
const TopicPolicyShape = z.strictObject({
  Topics: z.array(z.string()),
  PolicyDocument: z.looseObject({ Statement: z.array(Statement) }),
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ses-configurationseteventdestination.html */
const DestinationShape = z.strictObject({
  ConfigurationSetName: z.string(),
  EventDestination: z.strictObject({
    Name: ignored,
    Enabled: z.literal(true),
    MatchingEventTypes: z
      .array(
        z.enum(['bounce', 'complaint'], { error: 'of what becomes of mails, bounces and complaints are known here' }),
      )
      .min(1),
    SnsDestination: z.strictObject({ TopicARN: z.string() }),
  }),
});

const IdentityShape = z.looseObject({
  ConfigurationSetAttributes: z.strictObject({ ConfigurationSetName: z.string().optional() }).default({}),
});

/** The set that SES applies to what an identity sends; undefined where it has none of its own. */
export const readIdentitySet = (source: Source, id: string, resource: Resource): string | undefined =>
  readShape(IdentityShape, source, id, resource).ConfigurationSetAttributes.ConfigurationSetName;

/** Reads a topic. */
export const readTopic = (source: Source, id: string, resource: Resource): TopicDefinition => {
  readShape(TopicShape, source, id, resource);
  const name = physicalName(source.template, source.resolver, id);
  return { name, arn: arnOf('sns', name) };
};

/** Reads a subscription of a function to a topic. */
export const readSubscription = (source: Source, id: string, resource: Resource): SubscriptionDefinition => {
  const { TopicArn, Endpoint } = readShape(SubscriptionShape, source, id, resource);
  return { topic: nameOfArn(TopicArn), function: nameOfArn(Endpoint) };
};

/** Reads where SES publishes what becomes of the mails of a set. */
export const readDestination = (source: Source, id: string, resource: Resource): FeedbackDefinition => {
  const { ConfigurationSetName, EventDestination } = readShape(DestinationShape, source, id, resource);
  return {
    set: ConfigurationSetName,
    topic: nameOfArn(EventDestination.SnsDestination.TopicARN),
    types: EventDestination.MatchingEventTypes,
  };
};

/** Whether a topic's own policy lets SES publish for one set of this account. */
export const maySesPublish = (source: Source, { topic, set }: FeedbackDefinition): boolean => {
  const arn = arnOf('sns', topic);
  const statements = Object.entries(source.template.Resources)
    .filter(([, { Type }]) => Type === 'AWS::SNS::TopicPolicy')
    .map(([id, resource]) => readShape(TopicPolicyShape, source, id, resource))
    .filter(({ Topics }) => Topics.includes(arn))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .filter(({ Principal }) => Principal === '*' || Principal.Service?.includes('ses.amazonaws.com') === true);
  const rights = statements.map(({ Effect, Action, Resource, Condition: conditions }) => ({
    effect: Effect,
    actions: Action,
    resources: Resource,
    conditions,
  }));
  const context = { 'aws:sourceaccount': [accountId], 'aws:sourcearn': [arnOf('ses', `configuration-set/${set}`)] };
  return decide(rights, 'sns:Publish', arn, context) === 'allowed';
};
