import * as z from 'zod';
import { StateType } from './definition.ts';
import { Payload } from './payload.ts';
import { Resource } from './resources.ts';

const payload = z.string().transform((text) => Payload.read(text));
const failure = { error: z.string().optional(), cause: z.string().optional() };
const iteration = { state: z.string(), index: z.int() };
const moment = z.int();

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
    /** Seconds. */
    timeout: z.int().optional(),
    heartbeat: z.int().optional(),
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
]);

/** What an event says. */
export type EventBody = z.infer<typeof Body>;

const Header = z.object({
  /** Its number in the history; 0 where AWS does not show it. */
  id: z.int(),
  previous: z.int(),
  /** Epoch milliseconds. */
  at: moment,
  /** The flow in which it happened: 0 is the machine's own, others are branches and iterations. */
  branch: z.int(),
});

/** One entry of an execution's append-only list: the state of an execution is the fold of its events. */
export type Event = z.infer<typeof Header> & EventBody;

const Events = z.array(Header.and(Body));

/** The events in a stored text. */
export const readEvents = (text: string): Event[] => Events.parse(JSON.parse(text));

/** The text that stores events. */
export const writeEvents = (events: readonly Event[]): string => JSON.stringify(events);

const hidden: ReadonlySet<EventBody['type']> = new Set<EventBody['type']>([
  'BranchStarted',
  'BranchSucceeded',
  'StateFailed',
  'WaitStarted',
  'WaitElapsed',
  'RetryScheduled',
  'RetryStarted',
  'HeartbeatReceived',
]);

/** Whether the history that AWS shows has this event. */
export const isVisible = (body: EventBody): boolean => !hidden.has(body.type);

const beside: ReadonlySet<EventBody['type']> = new Set<EventBody['type']>([
  'MapIterationAborted',
  'MapIterationFailed',
  'MapStateSucceeded',
  'ParallelStateSucceeded',
  'StateAborted',
]);

/** Whether the next event of its flow points back at this one. As recorded on AWS, some stand beside the chain. */
export const isChained = (body: EventBody): boolean => !beside.has(body.type);
