import { Arn, Duration, Stack, Validations } from 'aws-cdk-lib';
import { EventSourceMapping, FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DeadLetters } from './dead-letters.ts';
import { Feedback } from './feedback.ts';
import type { ProjectFunction } from './function.ts';
import type { Tables } from './tables.ts';

/** How many calls of the sender run at once: enough for SES's higher rates, few enough that none waits long. */
const SENDERS = 10;

/** The outgoing mail: its queue, what could not be sent, the sender's identity at SES, and what SES says of mails. */
export class Mail extends Construct {
  readonly queue: Queue;
  readonly dead: Queue;
  readonly sender: string;
  readonly feedback: Feedback;
  private readonly identity: EmailIdentity;

  constructor(scope: Construct, id: string, props: { domain: string; name: string; visibility: Duration }) {
    super(scope, id);
    this.dead = new DeadLetters(this, 'Dead');
    this.queue = new Queue(this, 'Queue', {
      enforceSSL: true,
      visibilityTimeout: props.visibility,
      retentionPeriod: Duration.days(14),
      deadLetterQueue: { queue: this.dead, maxReceiveCount: 5 },
    });
    this.feedback = new Feedback(this, 'Feedback');
    this.identity = new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(props.domain),
      configurationSet: this.feedback.configurationSet,
      // What comes back is published instead: nobody reads the sender's mailbox.
      feedbackForwarding: false,
    });
    this.sender = `${props.name}@${props.domain}`;
  }

  /** Lets a function put mails on the queue. */
  allowQueueing(fn: ProjectFunction): void {
    fn.allow(['sqs:SendMessage'], [this.queue.queueArn]);
  }

  /** Feeds a function from the queue, ten mails at a time, and lets it send as fast as SES says. */
  deliverTo(fn: ProjectFunction): void {
    fn.allow(
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'],
      [this.queue.queueArn],
    );
    const set = Arn.format(
      {
        service: 'ses',
        resource: 'configuration-set',
        resourceName: this.feedback.configurationSet.configurationSetName,
      },
      Stack.of(this),
    );
    // A set that the identity applies by itself takes the right to it besides.
    fn.allow(['ses:SendRawEmail'], [this.identity.emailIdentityArn, set]);
    fn.allow(['ses:GetSendQuota'], ['*']);
    Validations.of(fn).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: "The account's quota at SES is no resource: the right to ask for it can name none.",
    });
    new EventSourceMapping(this, 'Delivery', {
      target: fn.lambda,
      eventSourceArn: this.queue.queueArn,
      batchSize: 10,
      maxConcurrency: SENDERS,
      reportBatchItemFailures: true,
    });
  }
}

/** Feeds a function from what is added to the journal. A stream shard bears two such readers. */
export class JournalReader extends Construct {
  readonly dead: Queue;

  constructor(scope: Construct, id: string, props: { tables: Tables; fn: ProjectFunction }) {
    super(scope, id);
    const { tables, fn } = props;
    const stream = tables.journal.tableStreamArn;
    if (stream === undefined) throw new Error('The journal has no stream.');
    this.dead = new DeadLetters(this, 'Dead');
    fn.allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], [stream]);
    fn.allow(['dynamodb:ListStreams'], [`${tables.journal.tableArn}/stream/*`]);
    Validations.of(fn).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${tables.journalId}.Arn>/stream/*]`,
      reason: 'Lambda lists the streams of this one table before it reads; a stream is named by its creation time.',
    });
    new EventSourceMapping(this, 'Source', {
      target: fn.lambda,
      eventSourceArn: stream,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 25,
      bisectBatchOnError: true,
      // Until an outage ends: what cannot be read at all is set aside by the function itself.
      retryAttempts: 10_000,
      maxRecordAge: Duration.hours(23),
      reportBatchItemFailures: true,
      filters: [FilterCriteria.filter({ eventName: ['INSERT'] })],
      onFailure: new SqsDlq(this.dead),
    });
  }
}
