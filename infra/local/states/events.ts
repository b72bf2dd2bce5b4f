import * as z from 'zod';
import { StateType } from './definition.ts';
import { Payload } from './payload.ts';
import { Resource } from './resources.ts';

const payload = z.string().transform((text) => Payload.read(text));
const failure = { error: z.string().optional(), cause: z.string().optional() };
const iteration = { state: z.string(), index: z.int() };
const moment = z.int();

/** Of a Task, in seconds. */
const limits = { timeout: z.int().optional(), heartbeat: z.int().optional() };

const Body = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ExecutionStarted'), input: payload, roleArn: z.string() }),
  z.object({ type: z.literal('ExecutionSucceeded'), output: payload }),
  z.object({ type: z.enum(['ExecutionFailed', 'ExecutionAborted']), ...failure }),
  z.object({ type: z.literal('ExecutionTimedOut') }),
  z.object({ type: z.literal('StateEntered'), kind: StateType, state: z.string(), input: payload }),
  z.object({
    type: z.literal('StateExited'),
    kind: StateType,
    state: z.string(),
    output: payload,
    assigned: z.record(z.string(), payload).optional(),
    /** Absent where the flow ends. */
    next: z.string().optional(),
  }),
  z.object({ type: z.literal('StateAborted'), kind: StateType, state: z.string() }),
  z.object({
    type: z.literal('EvaluationFailed'),
    state: z.string(),
    location: z.string(),
    cause: z.string(),
    final: z.boolean(),
  }),
  z.object({
    type: z.literal('TaskScheduled'),
    resource: Resource,
    parameters: payload,
    ...limits,
    roleArn: z.string().optional(),
  }),
  z.object({ type: z.literal('TaskStarted'), resource: Resource }),
  /** The call was taken; `run` is the execution whose end the task waits for. */
  z.object({ type: z.literal('TaskSubmitted'), resource: Resource, output: payload, run: z.string().optional() }),
  z.object({ type: z.literal('TaskSucceeded'), resource: Resource, output: payload }),
  z.object({ type: z.enum(['TaskFailed', 'TaskSubmitFailed']), resource: Resource, ...failure }),
  z.object({ type: z.literal('TaskTimedOut'), resource: Resource, heartbeat: z.boolean() }),
  z.object({
    type: z.literal('MapStateStarted'),
    items: payload,
    /** How many iterations run at once at most. */
    concurrency: z.int(),
    /** How many iterations may fail. */
    tolerated: z.int(),
  }),
  z.object({ type: z.literal('MapIterationStarted'), ...iteration, child: z.int(), input: payload }),
  z.object({ type: z.literal('MapIterationSucceeded'), ...iteration }),
  z.object({ type: z.literal('MapIterationAborted'), ...iteration, child: z.int() }),
  z.object({ type: z.literal('MapIterationFailed'), ...iteration, ...failure }),
  z.object({ type: z.literal('ParallelStateStarted'), input: payload }),
  z.object({ type: z.enum(['MapStateSucceeded', 'ParallelStateSucceeded']) }),
  z.object({ type: z.enum(['MapStateFailed', 'ParallelStateFailed']), ...failure }),
  // What follows AWS keeps to itself: it has no number and is not in the history that people read.
  z.object({ type: z.literal('BranchStarted'), index: z.int(), child: z.int(), input: payload }),
  z.object({ type: z.literal('BranchSucceeded') }),
  z.object({ type: z.literal('StateFailed'), ...failure, heartbeat: z.boolean().optional(), final: z.boolean() }),
  z.object({ type: z.literal('WaitStarted'), until: moment }),
  z.object({ type: z.literal('WaitElapsed') }),
  z.object({ type: z.literal('RetryScheduled'), retrier: z.int(), until: moment }),
  z.object({ type: z.literal('RetryStarted') }),
  z.object({ type: z.literal('HeartbeatReceived'), until: moment }),
  // What follows is several events in one, for a state in which nothing is evaluated.
  /** Entered and exited with the same payload. */
  z.object({
    type: z.literal('StatePassed'),
    kind: z.enum(['Pass', 'Succeed']),
    state: z.string(),
    input: payload,
    next: z.string().optional(),
  }),
  /** Entered, scheduled with its input and started. */
  z.object({ type: z.literal('TaskCalled'), state: z.string(), input: payload, resource: Resource, ...limits }),
  /** Succeeded, and exited with the result. */
  z.object({
    type: z.literal('TaskReturned'),
    state: z.string(),
    resource: Resource,
    output: payload,
    next: z.string().optional(),
  }),
]);

/** What an event says. */
export type EventBody = z.infer<typeof Body>;

const Header = z.object({
  /** Its number in the history, the first where it has several; 0 where AWS does not show it. */
  id: z.int(),
  previous: z.int(),
  /** Epoch milliseconds. */
  at: moment,
  /** The flow in which it happened: 0 is the machine's own, others are branches and iterations. */
  branch: z.int(),
});

/** One entry of an execution's append-only list: the state of an execution is the fold of its events. */
export type Event = z.infer<typeof Header> & { body: EventBody };

const { shape } = Header;

const Written = z
  .tuple([shape.id, shape.previous, shape.at, shape.branch, Body])
  .transform(([id, previous, at, branch, body]) => ({ id, previous, at, branch, body }));

/** As data folders of an earlier version hold an event. */
const WrittenFlat = Header.and(Body).transform(({ id, previous, at, branch, ...body }) => ({
  id,
  previous,
  at,
  branch,
  body,
}));

const Events = z.array(z.union([Written, WrittenFlat]));

/** The events in a stored text. */
export const readEvents = (text: string): Event[] => Events.parse(JSON.parse(text));

/** The text that stores events, short because each write of an execution holds one. */
export const writeEvents = (events: readonly Event[]): string =>
  JSON.stringify(events.map((event) => [event.id, event.previous, event.at, event.branch, event.body]));

/** How many events AWS shows for one of ours, where that is not one: these it keeps to itself, or shows as several. */
const shownAs: ReadonlyMap<EventBody['type'], number> = new Map<EventBody['type'], number>([
  ['BranchStarted', 0],
  ['BranchSucceeded', 0],
  ['StateFailed', 0],
  ['WaitStarted', 0],
  ['WaitElapsed', 0],
  ['RetryScheduled', 0],
  ['RetryStarted', 0],
  ['HeartbeatReceived', 0],
  ['StatePassed', 2],
  ['TaskCalled', 3],
  ['TaskReturned', 2],
]);

/** How many numbers an event takes in the history: none, where AWS does not show it. */
export const numbersOf = ({ type }: EventBody): number => shownAs.get(type) ?? 1;

/** The number of the last event that AWS shows for one of ours; 0 where it shows none. */
export const lastNumberOf = ({ id, body }: Event): number => (id === 0 ? 0 : id + numbersOf(body) - 1);

const beside: ReadonlySet<EventBody['type']> = new Set<EventBody['type']>([
  'MapIterationAborted',
  'MapIterationFailed',
  'MapStateSucceeded',
  'ParallelStateSucceeded',
  'StateAborted',
]);

/** Whether the next event of its flow points back at this one. As recorded on AWS, some stand beside the chain. */
export const isChained = (body: EventBody): boolean => !beside.has(body.type);

/** An event as AWS shows it: most are one, those that say several things at once are as many. */
export const partsOf = (body: EventBody): EventBody[] => {
  switch (body.type) {
    case 'StatePassed': {
      const { kind, state, input, next } = body;
      return [
        { type: 'StateEntered', kind, state, input },
        { type: 'StateExited', kind, state, output: input, next },
      ];
    }
    case 'TaskCalled': {
      const { state, input, resource, timeout, heartbeat } = body;
      return [
        { type: 'StateEntered', kind: 'Task', state, input },
        { type: 'TaskScheduled', resource, parameters: input, timeout, heartbeat },
        { type: 'TaskStarted', resource },
      ];
    }
    case 'TaskReturned': {
      const { state, resource, output, next } = body;
      return [
        { type: 'TaskSucceeded', resource, output },
        { type: 'StateExited', kind: 'Task', state, output, next },
      ];
    }
    default:
      return [body];
  }
};

/** The events that one stands for, each with its own number. */
export const apart = ({ id, previous, at, branch, body }: Event): Event[] =>
  partsOf(body).map((part, index) => ({
    id: id === 0 ? 0 : id + index,
    previous: index === 0 ? previous : id + index - 1,
    at,
    branch,
    body: part,
  }));
