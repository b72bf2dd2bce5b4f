import type { Arns } from './arns.ts';
import type { Event, EventBody } from './events.ts';
import type { ExecutionSummary, StoredExecution, StoredMachine } from './store.ts';

/** What DescribeStateMachine answers. */
export const machineView = (arns: Arns, stored: StoredMachine) => ({
  stateMachineArn: arns.machine(stored.name),
  name: stored.name,
  status: 'ACTIVE',
  definition: stored.text,
  roleArn: stored.roleArn,
  type: 'STANDARD',
  creationDate: new Date(stored.created),
  loggingConfiguration: { level: 'OFF', includeExecutionData: false },
  tracingConfiguration: { enabled: false },
});

/** One line of ListStateMachines. */
export const machineLine = (arns: Arns, stored: StoredMachine) => ({
  stateMachineArn: arns.machine(stored.name),
  name: stored.name,
  type: 'STANDARD',
  creationDate: new Date(stored.created),
});

/** One line of ListExecutions. */
export const executionLine = (arns: Arns, stored: ExecutionSummary) => ({
  executionArn: arns.execution(stored.machine, stored.name),
  stateMachineArn: arns.machine(stored.machine),
  name: stored.name,
  status: stored.status,
  startDate: new Date(stored.started),
  ...(stored.stopped === null ? {} : { stopDate: new Date(stored.stopped) }),
  redriveCount: 0,
});

type Redrive = { redriveCount: number; redriveStatus: string; redriveStatusReason?: string };

/** Whether AWS would let an execution be redriven, which the laptop never does. */
export const redriveOf = ({ status }: ExecutionSummary): Redrive =>
  status === 'RUNNING' || status === 'SUCCEEDED'
    ? {
        redriveCount: 0,
        redriveStatus: 'NOT_REDRIVABLE',
        redriveStatusReason: `Execution is ${status} and cannot be redriven`,
      }
    : { redriveCount: 0, redriveStatus: 'REDRIVABLE' };

const outcomeIn = (last: EventBody | undefined): { [field: string]: unknown } => {
  if (last?.type === 'ExecutionSucceeded') return { output: last.output.text, outputDetails: { included: true } };
  if (last?.type !== 'ExecutionFailed' && last?.type !== 'ExecutionAborted') return {};
  const { error, cause } = last;
  return { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
};

/** What DescribeExecution answers. Output is there only after success, error and cause only after a failure. */
export const executionView = (arns: Arns, stored: StoredExecution, last: Event | undefined) => {
  const outcome: { output?: string; error?: string; cause?: string } = outcomeIn(last?.body);
  return {
    ...executionLine(arns, stored),
    input: stored.input,
    inputDetails: { included: true },
    ...outcome,
    ...redriveOf(stored),
  };
};
