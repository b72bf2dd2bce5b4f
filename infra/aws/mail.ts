import { Duration, Validations } from 'aws-cdk-lib';
import { EventSourceMapping, FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ProjectFunction } from './function.ts';
import type { Tables } from './tables.ts';

/** A queue for what could not be handled; somebody looks when its alarm rings. */
export class DeadLetters extends Queue {
  constructor(scope: Construct, id: string) {
    super(scope, id, { enforceSSL: true, retentionPeriod: Duration.days(14) });
    Validations.of(this).acknowledge({ id: 'AwsSolutions-SQS3', reason: 'This is itself a dead-letter queue.' });
  }
}

/** The outgoing mail: its queue, the letters that could not be sent, and the sender's identity at SES. */
export class Mail extends Construct {
  readonly queue: Queue;
  readonly dead: Queue;
  readonly sender: string;
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
    this.identity = new EmailIdentity(this, 'Identity', { identity: Identity.domain(props.domain) });
    this.sender = `${props.name}@${props.domain}`;
  }

  /** Lets a function put mails on the queue. */
  allowQueueing(fn: ProjectFunction): void {
    fn.allow(['sqs:SendMessage'], [this.queue.queueArn]);
  }

  /** Feeds a function from the queue, ten mails at a time, and lets it send. */
  deliverTo(fn: ProjectFunction): void {
    fn.allow(
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'],
      [this.queue.queueArn],
    );
    fn.allow(['ses:SendRawEmail'], [this.identity.emailIdentityArn]);
    new EventSourceMapping(this, 'Delivery', {
      target: fn.lambda,
      eventSourceArn: this.queue.queueArn,
      batchSize: 10,
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
