import { Duration, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** A queue for what could not be handled; somebody looks when its alarm rings. */
export class DeadLetters extends Queue {
  constructor(scope: Construct, id: string) {
    super(scope, id, { enforceSSL: true, retentionPeriod: Duration.days(14) });
    Validations.of(this).acknowledge({ id: 'AwsSolutions-SQS3', reason: 'This is itself a dead-letter queue.' });
  }
}
