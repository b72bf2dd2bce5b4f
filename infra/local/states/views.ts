import * as z from 'zod';
import type { Arns } from './arns.ts';
import { Checkpoint } from './checkpoint.ts';
import { isJson, type Json } from './json.ts';
import type { EventRow, ExecutionRow, ExecutionSummary, MachineRow } from './schema.ts';

/** What DescribeStateMachine answers. */
export const machineView = (arns: Arns, row: MachineRow) => ({
  stateMachineArn: arns.machine(row.name),
  name: row.name,
  status: 'ACTIVE',
  definition: row.text,
  roleArn: row.role_arn,
  type: 'STANDARD',
  creationDate: new Date(row.created),
  loggingConfiguration: { level: 'OFF', includeExecutionData: false },
  tracingConfiguration: { enabled: false },
});

/** One line of ListStateMachines. */
export const machineLine = (arns: Arns, row: MachineRow) => ({
  stateMachineArn: arns.machine(row.name),
  name: row.name,
  type: 'STANDARD',
  creationDate: new Date(row.created),
});

/** One line of ListExecutions. */
export const executionLine = (arns: Arns, row: ExecutionSummary) => ({
  executionArn: arns.execution(row.machine, row.name),
  stateMachineArn: arns.machine(row.machine),
  name: row.name,
  status: row.status,
  startDate: new Date(row.started),
  ...(row.stopped === null ? {} : { stopDate: new Date(row.stopped) }),
  redriveCount: 0,
});

const redrive = (row: ExecutionSummary) =>
  row.status === 'RUNNING' || row.status === 'SUCCEEDED'
    ? {
        redriveStatus: 'NOT_REDRIVABLE',
        redriveStatusReason: `Execution is ${row.status} and cannot be redriven`,
      }
    : { redriveStatus: 'REDRIVABLE' };

/** What DescribeExecution answers. Output is there only after success, error and cause only after a failure. */
export const executionView = (arns: Arns, row: ExecutionRow) => {
  const { phase } = Checkpoint.parse(JSON.parse(row.checkpoint));
  const outcome = phase.kind === 'ended' ? phase.outcome : undefined;
  return {
    ...executionLine(arns, row),
    input: row.input,
    inputDetails: { included: true },
    ...(outcome?.status === 'SUCCEEDED'
      ? { output: JSON.stringify(outcome.output), outputDetails: { included: true } }
      : {}),
    ...(outcome === undefined || outcome.status === 'SUCCEEDED' || outcome.error === undefined
      ? {}
      : { error: outcome.error }),
    ...(outcome === undefined || outcome.status === 'SUCCEEDED' || outcome.cause === undefined
      ? {}
      : { cause: outcome.cause }),
    ...redrive(row),
  };
};

const Body = z.looseObject({ type: z.string(), previousEventId: z.int() });
const Details = z.record(z.string(), z.custom<Json>(isJson));
const executionData: ReadonlySet<string> = new Set(['input', 'output', 'parameters', 'assignedVariables']);

const withoutData = (body: z.infer<typeof Body>): z.infer<typeof Body> => {
  const shown = Object.entries(body).map(([field, value]): [string, unknown] => {
    const details = Details.safeParse(value);
    if (!details.success) return [field, value];
    return [field, Object.fromEntries(Object.entries(details.data).filter(([name]) => !executionData.has(name)))];
  });
  return { ...body, ...Object.fromEntries(shown) };
};

/** One event of GetExecutionHistory. */
export const eventView = (row: EventRow, includeData: boolean) => {
  const body = Body.parse(JSON.parse(row.body));
  return { timestamp: new Date(row.at), id: row.id, ...(includeData ? body : withoutData(body)) };
};
