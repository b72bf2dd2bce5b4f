import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, CfnFunction, type Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** Gives the code of a function by its folder's name: a bundle to deploy, or a placeholder for the laptop. */
export type CodeOf = (name: string) => Code;

export type ProjectFunctionProps<Environment extends Record<string, string>> = {
  /** The folder under `functions/`. */
  readonly name: string;
  readonly description: string;
  readonly code: CodeOf;
  /** Typed by the function's own `env.ts`, so a missing name does not compile. */
  readonly environment: Environment;
  readonly memoryMiB?: number;
  readonly timeout?: Duration;
};

/** One folder of `functions/` as a Lambda, with a role and a log group of its own. */
export class ProjectFunction<Environment extends Record<string, string> = Record<string, string>> extends Construct {
  readonly name: string;
  readonly lambda: LambdaFunction;
  readonly timeout: Duration;
  readonly logs: LogGroup;
  /** The function's name within the template. */
  readonly logicalId: string;
  private readonly role: Role;

  constructor(scope: Construct, props: ProjectFunctionProps<Environment>) {
    super(scope, pascalCase(props.name));
    this.name = props.name;
    this.timeout = props.timeout ?? Duration.seconds(60);
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.logs = new LogGroup(this, 'Logs', {
      retention: RetentionDays.SIX_MONTHS,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.logs.grantWrite(this.role);
    this.lambda = new LambdaFunction(this, 'Function', {
      functionName: `${Stack.of(this).stackName}-${props.name}`,
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: props.code(props.name),
      environment: props.environment,
      memorySize: props.memoryMiB ?? 512,
      timeout: this.timeout,
      role: this.role,
      logGroup: this.logs,
    });
    const resource = this.lambda.node.defaultChild;
    if (!(resource instanceof CfnFunction)) throw new Error(`${props.name} has no CloudFormation function.`);
    this.logicalId = Stack.of(this).getLogicalId(resource);
    // The template names no source file; the laptop runtime imports this one.
    resource.addMetadata('local:entry', `functions/${props.name}/handler.ts`);
  }

  /** The name by which a state machine's definition calls this function: `${OpenEstimatesFn}`. */
  get substitution(): string {
    return `${pascalCase(this.name)}Fn`;
  }

  allow(actions: string[], resources: string[]): void {
    this.role.addToPolicy(new PolicyStatement({ effect: Effect.ALLOW, actions, resources }));
  }

  deny(actions: string[], resources: string[]): void {
    this.role.addToPolicy(new PolicyStatement({ effect: Effect.DENY, actions, resources }));
  }
}

function pascalCase(name: string): string {
  return name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
