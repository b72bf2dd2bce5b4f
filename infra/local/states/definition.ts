import * as z from 'zod';
import { isJson, type Json } from './json.ts';

/** Where a JSONata expression may stand instead of a value. */
export const isExpression = (text: string): boolean => text.length >= 4 && text.startsWith('{%') && text.endsWith('%}');

/** The expression between its delimiters, trimmed as AWS quotes it. */
export const expressionIn = (text: string): string => text.slice(2, -2).trim();

const stateName = z.string().min(1).max(80);
const template = z.custom<Json>(isJson, { error: 'Value must be JSON' });
const variables = z.record(z.string().max(80), template);

const longestSeconds = 99_999_999;
const isSeconds =
  (least: number) =>
  (value: unknown): boolean =>
    (typeof value === 'string' && isExpression(value)) ||
    (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= longestSeconds);
const seconds = (least: number): z.ZodType<number | string> =>
  z.custom<number | string>(isSeconds(least), {
    error: `Expected an integer from ${String(least)} to ${String(longestSeconds)} or a JSONata expression`,
  });

const offsetDateTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Epoch milliseconds of an ISO-8601 extended offset date-time, or undefined where the text is none. */
export const instantOf = (text: string): number | undefined => {
  if (!offsetDateTime.test(text)) return undefined;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? undefined : instant;
};

const timestamp = z.custom<string>(
  (value) => typeof value === 'string' && (isExpression(value) || instantOf(value) !== undefined),
  { error: 'String does not match RFC3339 timestamp' },
);

const described = { Comment: z.string().optional(), QueryLanguage: z.string().optional() };
const leaving = { Output: template.optional(), Assign: variables.optional() };
const moving = { Next: stateName.optional(), End: z.boolean().optional() };

const errorNames = z.array(z.string().min(1).max(256)).min(1);

/** One entry of a Task's Retry; delays in seconds. */
export const Retrier = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: errorNames,
  IntervalSeconds: z.int().min(1).max(longestSeconds).default(1),
  MaxAttempts: z.int().min(0).max(longestSeconds).default(3),
  BackoffRate: z.number().min(1).default(2),
  MaxDelaySeconds: z.int().min(1).max(31_622_400).optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).default('NONE'),
});
export type Retrier = z.infer<typeof Retrier>;

/** One entry of a Task's Catch. */
export const Catcher = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: errorNames,
  Next: stateName,
  ...leaving,
});
export type Catcher = z.infer<typeof Catcher>;

/** One rule of a Choice; Condition is an expression or a constant. */
export const ChoiceRule = z.strictObject({
  Comment: z.string().optional(),
  Condition: z.custom<string | boolean>(
    (value) => typeof value === 'boolean' || (typeof value === 'string' && isExpression(value)),
    { error: 'Condition must be a JSONata expression or a boolean' },
  ),
  Next: stateName,
  ...leaving,
});
export type ChoiceRule = z.infer<typeof ChoiceRule>;

const PassState = z.strictObject({ Type: z.literal('Pass'), ...described, ...leaving, ...moving });
const SucceedState = z.strictObject({ Type: z.literal('Succeed'), ...described, Output: template.optional() });
const FailState = z.strictObject({
  Type: z.literal('Fail'),
  ...described,
  Error: z.string().optional(),
  Cause: z.string().optional(),
});
const WaitState = z.strictObject({
  Type: z.literal('Wait'),
  ...described,
  ...leaving,
  ...moving,
  Seconds: seconds(0).optional(),
  Timestamp: timestamp.optional(),
});
const ChoiceState = z.strictObject({
  Type: z.literal('Choice'),
  ...described,
  ...leaving,
  Choices: z.array(ChoiceRule).min(1),
  Default: stateName.optional(),
});
const TaskState = z.strictObject({
  Type: z.literal('Task'),
  ...described,
  ...leaving,
  ...moving,
  Resource: z.string(),
  Arguments: template.optional(),
  TimeoutSeconds: seconds(1).optional(),
  HeartbeatSeconds: seconds(1).optional(),
  Retry: z.array(Retrier).optional(),
  Catch: z.array(Catcher).optional(),
});

/** The state types that the runner carries out. */
export const State = z.discriminatedUnion('Type', [
  PassState,
  TaskState,
  ChoiceState,
  WaitState,
  SucceedState,
  FailState,
]);
export type State = z.infer<typeof State>;
export type TaskState = z.infer<typeof TaskState>;
export type ChoiceState = z.infer<typeof ChoiceState>;
export type WaitState = z.infer<typeof WaitState>;
export type FailState = z.infer<typeof FailState>;

/** A state machine in the Amazon States Language, as far as the runner knows it. */
export const Machine = z.strictObject({
  Comment: z.string().optional(),
  Version: z.literal('1.0').optional(),
  QueryLanguage: z.string().optional(),
  StartAt: stateName,
  TimeoutSeconds: z.int().min(1).max(longestSeconds).optional(),
  States: z.record(stateName, State),
});
export type Machine = z.infer<typeof Machine>;

/** Resources that a Task may name, and whether the task then waits for its token. */
export const taskResources: ReadonlyMap<string, { waitsForToken: boolean }> = new Map([
  ['arn:aws:states:::lambda:invoke', { waitsForToken: false }],
  ['arn:aws:states:::lambda:invoke.waitForTaskToken', { waitsForToken: true }],
]);
