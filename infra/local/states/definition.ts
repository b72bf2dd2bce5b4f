import * as z from 'zod';
import { isJson, type Json } from './json.ts';

/** Where a JSONata expression may stand instead of a value. */
export const isExpression = (text: string): boolean => text.length >= 4 && text.startsWith('{%') && text.endsWith('%}');

/** The expression between its delimiters, trimmed as AWS quotes it. */
export const expressionIn = (text: string): string => text.slice(2, -2).trim();

/** The longest time that a state may name, in seconds. */
export const longestSeconds = 99_999_999;

const stateName = z.string().min(1).max(80);
const template = z.custom<Json>(isJson, { error: 'Value must be JSON' });
const variables = z.record(z.string().max(80), template);

const numeric = (least: number, most: number, whole: boolean): z.ZodType<number | string> =>
  z.custom<number | string>(
    (value) =>
      (typeof value === 'string' && isExpression(value)) ||
      (typeof value === 'number' && (!whole || Number.isInteger(value)) && value >= least && value <= most),
    {
      error: `Expected ${whole ? 'an integer' : 'a number'} from ${String(least)} to ${String(most)} or a JSONata expression`,
    },
  );
const seconds = (least: number): z.ZodType<number | string> => numeric(least, longestSeconds, true);

const offsetDateTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Epoch milliseconds of an ISO-8601 extended offset date-time, or undefined where the text is none. */
export const instantOf = (text: string): number | undefined => {
  if (!offsetDateTime.test(text)) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0] = text.split(/[-T:]/).map(Number);
  const isDay = new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day && month <= 12;
  const offset = /[+-](\d{2}):(\d{2})$/.exec(text);
  const isOffset = offset === null || (Number(offset[1]) <= 18 && Number(offset[2]) <= 59);
  const instant = Date.parse(text);
  return Number.isNaN(instant) || !isDay || hour > 23 || !isOffset ? undefined : instant;
};

const timestamp = z.custom<string>(
  (value) => typeof value === 'string' && (isExpression(value) || instantOf(value) !== undefined),
  { error: 'String does not match RFC3339 timestamp' },
);

const described = { Comment: z.string().optional(), QueryLanguage: z.string().optional() };
const leaving = { Output: template.optional(), Assign: variables.optional() };
const moving = { Next: stateName.optional(), End: z.boolean().optional() };

const errorNames = z.array(z.string().min(1).max(256)).min(1);

/** One entry of a state's Retry; delays in seconds. */
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

/** One entry of a state's Catch. */
export const Catcher = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: errorNames,
  Next: stateName,
  ...leaving,
});
export type Catcher = z.infer<typeof Catcher>;

const recovering = { Retry: z.array(Retrier).optional(), Catch: z.array(Catcher).optional() };

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
  ...recovering,
  Resource: z.string(),
  Arguments: template.optional(),
  Credentials: z.strictObject({ RoleArn: z.string().min(1) }).optional(),
  TimeoutSeconds: seconds(1).optional(),
  HeartbeatSeconds: seconds(1).optional(),
});

/** A flow of states: a machine, a branch of a Parallel, or what a Map does with each item. */
export type Flow = { StartAt: string; States: { [name: string]: State } };

const states: z.ZodType<{ [name: string]: State }> = z.lazy(() => z.record(stateName, State));
const flow = { Comment: z.string().optional(), StartAt: stateName, States: states };

const ParallelState = z.strictObject({
  Type: z.literal('Parallel'),
  ...described,
  ...leaving,
  ...moving,
  ...recovering,
  Arguments: template.optional(),
  Branches: z.array(z.strictObject(flow)).min(1),
});
const MapState = z.strictObject({
  Type: z.literal('Map'),
  ...described,
  ...leaving,
  ...moving,
  ...recovering,
  Items: z
    .custom<Json>(
      (value) => (typeof value === 'string' && isExpression(value)) || (Array.isArray(value) && isJson(value)),
      {
        error: 'Items must be an array or a JSONata expression',
      },
    )
    .optional(),
  ItemSelector: template.optional(),
  ItemProcessor: z.strictObject({
    ProcessorConfig: z
      .strictObject({ Mode: z.literal('INLINE', { error: "Only the mode 'INLINE' is supported" }) })
      .optional(),
    ...flow,
  }),
  MaxConcurrency: numeric(0, Number.MAX_SAFE_INTEGER, true).optional(),
  ToleratedFailureCount: numeric(0, Number.MAX_SAFE_INTEGER, true).optional(),
  ToleratedFailurePercentage: numeric(0, 100, false).optional(),
});

export type TaskState = z.infer<typeof TaskState>;
export type ChoiceState = z.infer<typeof ChoiceState>;
export type WaitState = z.infer<typeof WaitState>;
export type FailState = z.infer<typeof FailState>;
export type MapState = z.infer<typeof MapState>;
export type ParallelState = z.infer<typeof ParallelState>;

/** The state types that the runner carries out. */
export type State =
  | z.infer<typeof PassState>
  | z.infer<typeof SucceedState>
  | TaskState
  | ChoiceState
  | WaitState
  | FailState
  | MapState
  | ParallelState;

export const State: z.ZodType<State> = z.discriminatedUnion('Type', [
  PassState,
  TaskState,
  ChoiceState,
  WaitState,
  SucceedState,
  FailState,
  MapState,
  ParallelState,
]);

/** Whether a state may have Retry and Catch. */
export const mayRecover = (state: State): state is TaskState | MapState | ParallelState =>
  state.Type === 'Task' || state.Type === 'Map' || state.Type === 'Parallel';

/** The type of a state, as events are named after it. */
export const StateType = z.enum(['Pass', 'Task', 'Choice', 'Wait', 'Succeed', 'Fail', 'Map', 'Parallel']);
export type StateType = z.infer<typeof StateType>;

/** A state machine in the Amazon States Language, as far as the runner knows it. */
export const Machine = z.strictObject({
  Comment: z.string().optional(),
  Version: z.literal('1.0').optional(),
  QueryLanguage: z.string().optional(),
  StartAt: stateName,
  TimeoutSeconds: z.int().min(1).max(longestSeconds).optional(),
  States: states,
});
export type Machine = z.infer<typeof Machine>;

/** The flows inside a state, each with its place in the definition. */
export const flowsIn = (state: State): { flow: Flow; place: string }[] => {
  if (state.Type === 'Map') return [{ flow: state.ItemProcessor, place: 'ItemProcessor' }];
  if (state.Type !== 'Parallel') return [];
  return state.Branches.map((branch, index) => ({ flow: branch, place: `Branches[${String(index)}]` }));
};
