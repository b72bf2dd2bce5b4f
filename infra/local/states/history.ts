import type { Event, EventBody } from './events.ts';
import type { Json } from './json.ts';
import type { Payload } from './payload.ts';
import { type Resource, resourceDetails } from './resources.ts';

type Details = { [field: string]: Json };
type Shown = { type: string; details?: Details };

/** How an event is shown: in which region it happened, and whether with inputs and outputs. */
export type View = { region: string; includeData: boolean };

const notTruncated: Json = { truncated: false };

const without = (details: { [field: string]: Json | undefined }): Details => {
  const kept: Details = {};
  for (const [field, value] of Object.entries(details)) if (value !== undefined) kept[field] = value;
  return kept;
};

const failureOf = ({ error, cause }: { error?: string | undefined; cause?: string | undefined }): Details =>
  without({ error, cause });

const inputOf = ({ includeData }: View, input: Payload): Details =>
  includeData ? { input: input.text, inputDetails: notTruncated } : {};

const outputOf = ({ includeData }: View, output: Payload): Details =>
  includeData ? { output: output.text, outputDetails: notTruncated } : {};

const assignedOf = ({ includeData }: View, assigned: Readonly<Record<string, Payload>> | undefined): Details =>
  assigned === undefined || !includeData
    ? {}
    : {
        assignedVariables: Object.fromEntries(Object.entries(assigned).map(([name, { text }]) => [name, text])),
        assignedVariablesDetails: notTruncated,
      };

/** A Task's event by its integration: a function called by its ARN has events of its own. */
const taskEvent = (resource: Resource, what: string, details: Details): Shown => {
  if (resource.service !== 'function')
    return { type: `Task${what}`, details: { ...resourceDetails(resource), ...details } };
  return { type: `LambdaFunction${what}`, ...(what === 'Started' ? {} : { details }) };
};

const scheduled = (event: Extract<EventBody, { type: 'TaskScheduled' }>, view: View): Shown => {
  const { resource, parameters, timeout, heartbeat, roleArn } = event;
  const limits = without({
    timeoutInSeconds: timeout,
    heartbeatInSeconds: resource.service === 'function' ? undefined : heartbeat,
    taskCredentials: roleArn === undefined ? undefined : { roleArn },
  });
  const asked =
    resource.service === 'function'
      ? { resource: resource.arn, ...inputOf(view, parameters) }
      : { region: view.region, parameters: parameters.text };
  return taskEvent(resource, 'Scheduled', { ...asked, ...limits });
};

const shown = (event: EventBody, view: View): Shown => {
  switch (event.type) {
    case 'ExecutionStarted':
      return { type: event.type, details: { ...inputOf(view, event.input), roleArn: event.roleArn } };
    case 'ExecutionSucceeded':
      return { type: event.type, details: outputOf(view, event.output) };
    case 'ExecutionFailed':
    case 'ExecutionAborted':
      return { type: event.type, details: failureOf(event) };
    case 'ExecutionTimedOut':
      return { type: event.type, details: { error: 'States.Timeout' } };
    case 'StateEntered':
      return { type: `${event.kind}StateEntered`, details: { name: event.state, ...inputOf(view, event.input) } };
    case 'StateExited':
      return {
        type: `${event.kind}StateExited`,
        details: { name: event.state, ...outputOf(view, event.output), ...assignedOf(view, event.assigned) },
      };
    case 'StateAborted':
      return { type: `${event.kind}StateAborted` };
    case 'EvaluationFailed': {
      const { cause, location, state } = event;
      return { type: event.type, details: { error: 'States.QueryEvaluationError', cause, location, state } };
    }
    case 'TaskScheduled':
      return scheduled(event, view);
    case 'TaskStarted':
      return taskEvent(event.resource, 'Started', {});
    case 'TaskSubmitted':
      return taskEvent(event.resource, 'Submitted', outputOf(view, event.output));
    case 'TaskSucceeded':
      return taskEvent(event.resource, 'Succeeded', outputOf(view, event.output));
    case 'TaskFailed':
      return taskEvent(event.resource, 'Failed', failureOf(event));
    case 'TaskSubmitFailed':
      return taskEvent(event.resource, 'SubmitFailed', failureOf(event));
    case 'TaskTimedOut':
      return taskEvent(event.resource, 'TimedOut', { error: 'States.Timeout' });
    case 'MapStateStarted':
      return { type: event.type, details: { length: Array.isArray(event.items.value) ? event.items.value.length : 0 } };
    case 'MapIterationStarted':
    case 'MapIterationSucceeded':
    case 'MapIterationFailed':
    case 'MapIterationAborted':
      return { type: event.type, details: { name: event.state, index: event.index } };
    case 'ParallelStateStarted':
    case 'MapStateSucceeded':
    case 'ParallelStateSucceeded':
    case 'MapStateFailed':
    case 'ParallelStateFailed':
    case 'BranchStarted':
    case 'BranchSucceeded':
    case 'StateFailed':
    case 'WaitStarted':
    case 'WaitElapsed':
    case 'RetryScheduled':
    case 'RetryStarted':
    case 'HeartbeatReceived':
    case 'StatePassed':
    case 'TaskCalled':
    case 'TaskReturned':
      return { type: event.type };
  }
};

/** The field that holds an event's details: `taskFailedEventDetails`. */
const fieldOf = (type: string): string => {
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails';
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails';
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
};

/**
 * One event as GetExecutionHistory answers it.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
 */
export const eventView = (event: Event, view: View) => {
  const { type, details } = shown(event.body, view);
  return {
    timestamp: new Date(event.at),
    id: event.id,
    previousEventId: event.previous,
    type,
    ...(details === undefined ? {} : { [fieldOf(type)]: details }),
  };
};
