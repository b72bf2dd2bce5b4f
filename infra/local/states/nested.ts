import type { StateError } from './errors.ts';
import type { Execution } from './execution.ts';
import type { Json } from './json.ts';
import { Payload } from './payload.ts';
import type { Resource } from './resources.ts';
import type { StoredExecution } from './store.ts';
import { redriveOf } from './views.ts';

/** With `.sync:2` input and output of the run are JSON, with `.sync` text that holds it. */
const shown = (resource: Resource, payload: Payload): Json =>
  resource.service === 'states' && resource.pattern === 'sync:2' ? payload.value : payload.text;

/** A run as a task that waited for it sees it: DescribeExecution in capitals, moments in epoch milliseconds. */
const described = (
  resource: Resource,
  { facts, outcome }: Execution,
  run: StoredExecution,
): { [name: string]: Json } => {
  const { redriveCount, redriveStatus, redriveStatusReason } = redriveOf(run);
  return {
    ExecutionArn: facts.arn,
    Input: shown(resource, facts.input),
    InputDetails: { Included: true },
    Name: run.name,
    ...(outcome?.status === 'SUCCEEDED'
      ? { Output: shown(resource, outcome.output), OutputDetails: { Included: true } }
      : {}),
    RedriveCount: redriveCount,
    RedriveStatus: redriveStatus,
    ...(redriveStatusReason === undefined ? {} : { RedriveStatusReason: redriveStatusReason }),
    StartDate: run.started,
    StateMachineArn: facts.machineArn,
    Status: run.status,
    StopDate: run.stopped,
  };
};

/** The result of `startExecution.sync` and `.sync:2`. */
export const nestedResult = (resource: Resource, execution: Execution, run: StoredExecution): Payload =>
  Payload.of(described(resource, execution, run));

/** The failure of a task whose run did not succeed: error States.TaskFailed, and as cause the run as JSON text. */
export const nestedFailure = (resource: Resource, execution: Execution, run: StoredExecution): StateError => {
  const { outcome } = execution;
  const told: { [name: string]: Json } = {};
  if (outcome !== undefined && outcome.status !== 'SUCCEEDED') {
    if (outcome.cause !== undefined) told['Cause'] = outcome.cause;
    if (outcome.error !== undefined) told['Error'] = outcome.error;
  }
  return { error: 'States.TaskFailed', cause: JSON.stringify({ ...told, ...described(resource, execution, run) }) };
};
