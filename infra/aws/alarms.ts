import { Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { FilterPattern } from 'aws-cdk-lib/aws-logs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ProjectFunction } from './function.ts';

const period = Duration.minutes(5);

/** What a person has to hear of. Whoever runs the deployment subscribes to the topic. */
export class Alarms extends Construct {
  private readonly action: SnsAction;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const topic = new Topic(this, 'Topic', { enforceSSL: true });
    // A policy of its own takes the place of the one that SNS gives each topic, by which CloudWatch may publish.
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccountPublish',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    this.action = new SnsAction(topic);
  }

  /** Something was given up on. */
  onDeadLetters(id: string, queue: Queue): void {
    this.raise(id, 'Work was given up on and waits in a dead-letter queue.', {
      metric: queue.metricApproximateNumberOfMessagesVisible({ period, statistic: Stats.MAXIMUM }),
    });
  }

  /** A reader of the journal is an hour behind; records are lost to it after 24. */
  onLag(id: string, fn: ProjectFunction): void {
    this.raise(id, `${fn.name} is an hour behind the journal.`, {
      metric: fn.lambda.metric('IteratorAge', { period, statistic: Stats.MAXIMUM }),
      threshold: Duration.hours(1).toMilliseconds(),
    });
  }

  /** A machine ended other than by its own last state. */
  onFailedExecutions(id: string, machine: StateMachine): void {
    this.raise(`${id}Failed`, 'An execution failed.', { metric: machine.metricFailed({ period }) });
    this.raise(`${id}TimedOut`, 'An execution passed a time limit.', { metric: machine.metricTimedOut({ period }) });
    this.raise(`${id}Aborted`, 'An execution was stopped by hand.', { metric: machine.metricAborted({ period }) });
  }

  /** A function logged a fault of that name, which it left behind without failing. */
  onLoggedFault(id: string, description: string, on: { fn: ProjectFunction; fault: string }): void {
    const filter = on.fn.logs.addMetricFilter(id, {
      filterPattern: FilterPattern.stringValue('$.fault', '=', on.fault),
      metricNamespace: Stack.of(this).stackName,
      metricName: on.fault,
    });
    this.raise(id, description, { metric: filter.metric({ period, statistic: Stats.SUM }) });
  }

  /** A call failed for good: once, and at both of Lambda's own retries, which may lie its whole time limit apart. */
  onErrors(id: string, fn: ProjectFunction): void {
    const metric = fn.lambda.metricErrors({ period: Duration.hours(1) });
    this.raise(id, `${fn.name} failed.`, { metric, threshold: 3 });
  }

  /**
   * The journal was written other than by a transaction. Its stream already has the two readers that it bears, so
   * this counts calls by kind instead; what a transaction overwrote shows in the hash chain.
   */
  onRewriting(id: string, table: TableV2): void {
    for (const operation of ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem']) {
      this.raise(`${id}${operation}`, `The journal saw ${operation} outside a transaction.`, {
        metric: new Metric({
          namespace: 'AWS/DynamoDB',
          metricName: 'SuccessfulRequestLatency',
          dimensionsMap: { TableName: table.tableName, Operation: operation },
          statistic: Stats.SAMPLE_COUNT,
          period,
        }),
      });
    }
  }

  /** Nothing has called a function that runs every quarter of an hour. */
  onSilence(id: string, fn: ProjectFunction): void {
    const alarm = new Alarm(this, id, {
      alarmDescription: `${fn.name} has not run for an hour.`,
      metric: fn.lambda.metricInvocations({ period: Duration.hours(1) }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.BREACHING,
    });
    alarm.addAlarmAction(this.action);
  }

  private raise(id: string, description: string, on: { metric: IMetric; threshold?: number }): void {
    const alarm = new Alarm(this, id, {
      alarmDescription: description,
      metric: on.metric,
      threshold: on.threshold ?? 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(this.action);
  }
}
