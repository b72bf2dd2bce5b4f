import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  InvalidToken,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import type { MachineName, Workflows } from '../app/ports.ts';
import { faultOf } from './dynamodb.ts';

/** The machines' ARNs; a function that only answers waits knows none. */
export type Machines = {
  readonly budgetRound?: string;
  readonly approvalChain?: string;
  readonly reportingCycle?: string;
};

/** The ARN of a standard execution, from its machine's and its name (AWS, Step Functions resource ARNs). */
const executionArn = (machine: string, name: string): string =>
  `${machine.replace(':stateMachine:', ':execution:')}:${name}`;

/** Step Functions behind the port. */
export const stepFunctions = (machines: Machines, client: SFNClient = new SFNClient({})): Workflows => {
  const arnOf = (machine: MachineName): string => {
    const arn = {
      'budget-round': machines.budgetRound,
      'approval-chain': machines.approvalChain,
      'reporting-cycle': machines.reportingCycle,
    }[machine];
    if (arn === undefined) throw new Error(`This function was not told the machine ${machine}.`);
    return arn;
  };
  return {
    start: async (machine, name, input) => {
      try {
        await client.send(
          new StartExecutionCommand({ stateMachineArn: arnOf(machine), name, input: JSON.stringify(input) }),
        );
      } catch (cause) {
        if (cause instanceof ExecutionAlreadyExists) return;
        throw faultOf('Starting an execution', cause);
      }
    },
    resume: async (token, outcome) => {
      try {
        await client.send(new SendTaskSuccessCommand({ taskToken: token, output: JSON.stringify(outcome) }));
        return 'sent';
      } catch (cause) {
        if (cause instanceof TaskTimedOut || cause instanceof TaskDoesNotExist || cause instanceof InvalidToken)
          return 'refused';
        throw faultOf('Answering a wait', cause);
      }
    },
    status: async (machine, name) => {
      try {
        const { status } = await client.send(
          new DescribeExecutionCommand({ executionArn: executionArn(arnOf(machine), name) }),
        );
        return status === 'RUNNING' || status === 'PENDING_REDRIVE' ? 'running' : 'ended';
      } catch (cause) {
        if (cause instanceof ExecutionDoesNotExist) return 'unknown';
        throw faultOf('Looking up an execution', cause);
      }
    },
  };
};
