import { Duration } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { ConfigurationSet, EmailSendingEvent, EventDestination } from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DeadLetters } from './dead-letters.ts';
import type { ProjectFunction } from './function.ts';

/**
 * What SES says of mails that left: it publishes what came back, and what was reported as unwanted, to a topic that is
 * encrypted and takes messages of SES for this account alone. Which set SES applies is said by the sender's identity.
 */
export class Feedback extends Construct {
  readonly configurationSet: ConfigurationSet;
  readonly dead: Queue;
  private readonly topic: Topic;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const ses = new ServicePrincipal('ses.amazonaws.com');
    const key = new Key(this, 'Key', { enableKeyRotation: true, description: 'What SES says of mails that left.' });
    // Whom SES publishes for is the topic's policy to say: services do not all tell KMS for which account they ask.
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'SesEncrypts',
        principals: [ses],
        actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
        resources: ['*'],
      }),
    );
    this.topic = new Topic(this, 'Topic', { enforceSSL: true, masterKey: key });
    this.dead = new DeadLetters(this, 'Dead');
    this.configurationSet = new ConfigurationSet(this, 'Set', { reputationMetrics: true });
    // Lets SES publish for this account and this set, and nobody else.
    this.configurationSet.addEventDestination('Bounces', {
      destination: EventDestination.snsTopic(this.topic),
      events: [EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT],
    });
  }

  /** Calls a function with each message. What it fails at is tried twice more, then it waits for a person. */
  subscribe(fn: ProjectFunction): void {
    fn.lambda.configureAsyncInvoke({
      maxEventAge: Duration.hours(6),
      retryAttempts: 2,
      onFailure: new SqsDestination(this.dead),
    });
    this.topic.addSubscription(new LambdaSubscription(fn.lambda, { deadLetterQueue: this.dead }));
  }
}
