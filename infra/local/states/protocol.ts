import * as z from 'zod';
import { StatesApiError } from './errors.ts';
import { parseMachine } from './machine.ts';
import type { Runner } from './runner.ts';
import { Status } from './store.ts';

const arn = z.string().min(1).max(256);
/** What a request may say as long as it asks for nothing that the laptop has not. */
const off = {
  publish: z.literal(false, { error: 'Versions are not supported' }).optional(),
  versionDescription: z.undefined({ error: 'Versions are not supported' }).optional(),
  loggingConfiguration: z.looseObject({ level: z.literal('OFF', { error: 'Logging is not supported' }) }).optional(),
  tracingConfiguration: z.strictObject({ enabled: z.literal(false, { error: 'Tracing is not supported' }) }).optional(),
  encryptionConfiguration: z
    .looseObject({ type: z.literal('AWS_OWNED_KEY', { error: 'Keys are not supported' }) })
    .optional(),
};
const roleOf = arn.regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, { error: 'Invalid Arn' });
const text = (longest: number): z.ZodString => z.string().max(longest);
const paging = { maxResults: z.int().min(0).max(1000).optional(), nextToken: text(3096).optional() };
const taskToken = text(2048).min(1);

const CreateStateMachine = z.strictObject({
  name: z.string(),
  definition: text(1_048_576),
  roleArn: roleOf,
  type: z.enum(['STANDARD', 'EXPRESS']).optional(),
  tags: z.array(z.unknown()).max(0, { error: 'Tags are not supported' }).optional(),
  ...off,
});
const UpdateStateMachine = z.strictObject({
  stateMachineArn: arn,
  definition: text(1_048_576).optional(),
  roleArn: roleOf.optional(),
  ...off,
});
const included = { includedData: z.literal('ALL_DATA', { error: 'Only ALL_DATA is supported' }).optional() };
const OfMachine = z.strictObject({ stateMachineArn: arn, ...included });
const OfExecution = z.strictObject({ executionArn: arn, ...included });
const StartExecution = z.strictObject({
  stateMachineArn: arn,
  name: z.string().optional(),
  input: z.string().optional(),
  traceHeader: z.string().optional(),
});
const StopExecution = z.strictObject({
  executionArn: arn,
  error: text(256).optional(),
  cause: text(32_768).optional(),
});
const ListExecutions = z.strictObject({ ...paging, stateMachineArn: arn, statusFilter: Status.optional() });
const GetExecutionHistory = z.strictObject({
  ...paging,
  executionArn: arn,
  reverseOrder: z.boolean().optional(),
  includeExecutionData: z.boolean().optional(),
});
const ValidateStateMachineDefinition = z.strictObject({
  definition: text(1_048_576).min(1),
  type: z.literal('STANDARD').optional(),
  severity: z.enum(['ERROR', 'WARNING']).optional(),
  maxResults: z.int().min(0).max(100).optional(),
});
const TestState = z.strictObject({
  definition: text(1_048_576).min(1),
  stateName: text(80).min(1).optional(),
  roleArn: arn.optional(),
  input: text(262_144).default('{}'),
  variables: text(262_144).default('{}'),
  inspectionLevel: z.enum(['INFO', 'DEBUG', 'TRACE']).default('INFO'),
  revealSecrets: z.boolean().optional(),
  mock: z
    .object({
      result: text(262_144).optional(),
      errorOutput: z.strictObject({ error: text(256).optional(), cause: text(32_768).optional() }).optional(),
      fieldValidationMode: z.enum(['STRICT', 'PRESENT', 'NONE']).optional(),
    })
    .optional(),
  context: z.undefined({ error: 'context is not supported' }).optional(),
  stateConfiguration: z.undefined({ error: 'stateConfiguration is not supported' }).optional(),
});
const SendTaskSuccess = z.strictObject({ taskToken, output: z.string() });
const SendTaskFailure = z.strictObject({ taskToken, error: text(256).optional(), cause: text(32_768).optional() });
const SendTaskHeartbeat = z.strictObject({ taskToken });

type Operation = (runner: Runner, body: unknown) => unknown;

const operation =
  <Request>(schema: z.ZodType<Request>, run: (runner: Runner, request: Request) => unknown): Operation =>
  (runner, body) => {
    const parsed = schema.safeParse(body ?? {});
    if (parsed.success) return run(runner, parsed.data);
    const problems = parsed.error.issues.map(({ path, message }) => `'${path.map(String).join('.')}': ${message}`);
    const count = `${String(problems.length)} validation error${problems.length === 1 ? '' : 's'} detected`;
    throw new StatesApiError('ValidationException', `${count}: ${problems.join('; ')}`);
  };

const create = (runner: Runner, { name, definition, roleArn, type }: z.infer<typeof CreateStateMachine>): unknown => {
  if (type === 'EXPRESS')
    throw new StatesApiError('StateMachineTypeNotSupported', 'State machines of type EXPRESS are not supported');
  return runner.createStateMachine({ name, definition, roleArn });
};

const update = (runner: Runner, request: z.infer<typeof UpdateStateMachine>): unknown => {
  const { stateMachineArn, definition, roleArn } = request;
  if (definition === undefined && roleArn === undefined)
    throw new StatesApiError(
      'MissingRequiredParameter',
      'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
    );
  return runner.updateStateMachine({ stateMachineArn, definition, roleArn });
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html */
const validate = ({ definition }: z.infer<typeof ValidateStateMachineDefinition>): unknown => {
  const parsed = parseMachine(definition);
  if (parsed.ok) return { result: 'OK', diagnostics: [], truncated: false };
  const [code = ''] = parsed.problem.split(':');
  const message = parsed.problem.slice(code.length + 2);
  return { result: 'FAIL', diagnostics: [{ severity: 'ERROR', code, message }], truncated: false };
};

const test = (runner: Runner, { roleArn, ...request }: z.infer<typeof TestState>): unknown =>
  runner.testState({ ...request, roleArn: roleArn ?? 'arn:aws:iam::000000000000:role/local' });

const operations: ReadonlyMap<string, Operation> = new Map([
  ['CreateStateMachine', operation(CreateStateMachine, create)],
  ['UpdateStateMachine', operation(UpdateStateMachine, update)],
  ['DeleteStateMachine', operation(OfMachine, (runner, request) => runner.deleteStateMachine(request))],
  ['DescribeStateMachine', operation(OfMachine, (runner, request) => runner.describeStateMachine(request))],
  ['ListStateMachines', operation(z.strictObject(paging), (runner, request) => runner.listStateMachines(request))],
  ['StartExecution', operation(StartExecution, (runner, request) => runner.startExecution(request))],
  ['StopExecution', operation(StopExecution, (runner, request) => runner.stopExecution(request))],
  ['DescribeExecution', operation(OfExecution, (runner, request) => runner.describeExecution(request))],
  [
    'DescribeStateMachineForExecution',
    operation(OfExecution, (runner, request) => runner.describeStateMachineForExecution(request)),
  ],
  [
    'ValidateStateMachineDefinition',
    operation(ValidateStateMachineDefinition, (_runner, request) => validate(request)),
  ],
  ['TestState', operation(TestState, test)],
  ['ListExecutions', operation(ListExecutions, (runner, request) => runner.listExecutions(request))],
  ['GetExecutionHistory', operation(GetExecutionHistory, (runner, request) => runner.getExecutionHistory(request))],
  ['SendTaskSuccess', operation(SendTaskSuccess, (runner, request) => runner.sendTaskSuccess(request))],
  ['SendTaskFailure', operation(SendTaskFailure, (runner, request) => runner.sendTaskFailure(request))],
  ['SendTaskHeartbeat', operation(SendTaskHeartbeat, (runner, request) => runner.sendTaskHeartbeat(request))],
]);

/** Dates travel as seconds since the epoch in AWS JSON 1.0. */
const onWire = (value: unknown): unknown => {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(onWire);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, onWire(member)]));
};

/** The namespace in which AWS names an error of this service. */
const typeOf = (code: string): string =>
  `${code === 'ValidationException' ? 'com.amazon.coral.validate' : 'com.amazonaws.swf.service.v2.model'}#${code}`;

/**
 * Answers one request of the Step Functions API in AWS JSON 1.0: `target` is the X-Amz-Target header
 * (`AWSStepFunctions.StartExecution`), `body` the parsed request. Refusals are 400 with `{__type, message}`.
 */
export const answerStates = async (
  runner: Runner,
  target: string,
  body: unknown,
): Promise<{ status: number; body: unknown }> => {
  const [service, name = ''] = target.split('.');
  const run = service === 'AWSStepFunctions' ? operations.get(name) : undefined;
  if (run === undefined) {
    const message = `The operation '${target}' is not supported`;
    return { status: 400, body: { __type: 'com.amazon.coral.service#UnknownOperationException', message } };
  }
  try {
    return { status: 200, body: onWire((await run(runner, body)) ?? {}) };
  } catch (fault) {
    if (fault instanceof StatesApiError)
      return { status: 400, body: { __type: typeOf(fault.code), message: fault.message } };
    const message = fault instanceof Error ? fault.message : String(fault);
    return { status: 500, body: { __type: 'InternalFailure', message } };
  }
};
