import { Duration, TimeZone, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DeadLetters } from './dead-letters.ts';
import type { ProjectFunction } from './function.ts';

/** Calls `tick` every quarter of an hour, by the wall clock of Việt Nam. */
export class QuarterHour extends Construct {
  readonly dead: Queue;

  constructor(scope: Construct, id: string, props: { fn: ProjectFunction }) {
    super(scope, id);
    this.dead = new DeadLetters(this, 'Dead');
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${props.fn.logicalId}.Arn>:*]`,
      reason: 'The versions of this one function; CDK grants them with the function itself.',
    });
    // The next quarter catches up with whatever this one missed.
    const maxEventAge = Duration.minutes(15);
    const retryAttempts = 2;
    // The schedule only hands the event over: what the function itself fails at, Lambda retries and gives up.
    props.fn.lambda.configureAsyncInvoke({ maxEventAge, retryAttempts, onFailure: new SqsDestination(this.dead) });
    const target = new LambdaInvoke(props.fn.lambda, {
      role,
      input: ScheduleTargetInput.fromObject({}),
      deadLetterQueue: this.dead,
      maxEventAge,
      retryAttempts,
    });
    new Schedule(this, 'Schedule', {
      description: 'Climbs ladders and finds what is stuck.',
      schedule: ScheduleExpression.cron({ minute: '0/15', timeZone: TimeZone.ASIA_HO_CHI_MINH }),
      target,
    });
  }
}
