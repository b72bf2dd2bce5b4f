import { readFileSync } from 'node:fs';
import { ArnFormat, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { ProjectFunction } from './function.ts';

/** The machines of `workflows/`, by the name of their file. */
export type MachineName = 'budget-round' | 'approval-chain' | 'reporting-cycle';

const machineNames: readonly MachineName[] = ['budget-round', 'approval-chain', 'reporting-cycle'];

/** Lets a function start executions of every machine. */
export const allowStarting = (fn: ProjectFunction): void => {
  fn.allow(
    ['states:StartExecution'],
    machineNames.map((name) => arn(fn, 'stateMachine', physicalName(fn, name))),
  );
};

/** Lets a function answer the waits of every machine. */
export const allowResuming = (fn: ProjectFunction): void => {
  fn.allow(
    ['states:SendTaskSuccess'],
    machineNames.map((name) => arn(fn, 'stateMachine', physicalName(fn, name))),
  );
};

/** Lets a function see whether an execution still runs. */
export const allowInspecting = (fn: ProjectFunction): void => {
  for (const name of machineNames) {
    const executions = `${physicalName(fn, name)}:*`;
    fn.allow(['states:DescribeExecution'], [arn(fn, 'execution', executions)]);
    Validations.of(fn).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${executions}]`,
      reason: 'An execution is named when it starts; the right reaches the executions of this one machine.',
    });
  }
};

/**
 * A machine from `workflows/<name>.asl.json`. Its substitutions and its right to invoke both come from the
 * `${…Fn}` names in the file, so they cannot differ.
 */
export class Machine extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: { name: MachineName; functions: readonly ProjectFunction[] }) {
    super(scope, id);
    const definition = readFileSync(new URL(`../../workflows/${props.name}.asl.json`, import.meta.url), 'utf8');
    const called = calledFunctions(props.name, definition, props.functions);
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName: physicalName(this, props.name),
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(definition),
      definitionSubstitutions: Object.fromEntries(called.map((fn) => [fn.substitution, fn.lambda.functionArn])),
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Logs', {
          // The prefix is what AWS wants of a log group that many deliveries share one policy on.
          logGroupName: `/aws/vendedlogs/states/${physicalName(this, props.name)}`,
          retention: RetentionDays.SIX_MONTHS,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ALL,
        // The data hold task tokens, which are never logged.
        includeExecutionData: false,
      },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.stateMachine.addToRolePolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: called.map((fn) => fn.lambda.functionArn),
      }),
    );
    Validations.of(this.stateMachine.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'Log delivery and X-Ray take no resource: AWS names "*" for both in the Step Functions guide.',
    });
  }
}

// By name and not by reference: a machine refers to the functions that it calls, and some of them answer it.
function arn(scope: Construct, resource: string, resourceName: string): string {
  return Stack.of(scope).formatArn({
    service: 'states',
    resource,
    resourceName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

function physicalName(scope: Construct, name: MachineName): string {
  return `${Stack.of(scope).stackName}-${name}`;
}

function calledFunctions(
  machine: string,
  definition: string,
  functions: readonly ProjectFunction[],
): ProjectFunction[] {
  const names = new Set(Array.from(definition.matchAll(/\$\{(\w+)\}/g), ([, name = '']) => name));
  return Array.from(names, (name) => {
    const fn = functions.find((candidate) => candidate.substitution === name);
    if (fn === undefined)
      throw new Error(`workflows/${machine}.asl.json calls \${${name}}, and no function has that name.`);
    return fn;
  });
}
