import { advanceChain, openChainStage, publishChain } from '../../shared/app/chain-steps.ts';
import { awaitReturns, cutReturns, openReturns } from '../../shared/app/cycle-steps.ts';
import { consolidateReturns } from '../../shared/app/edition-steps.ts';
import type { MachineName, Ports, Wait, Waits, Workflows } from '../../shared/app/ports.ts';
import { awaitLock, lockEstimates, openEstimates, sealRoundPackage } from '../../shared/app/round-steps.ts';
import type { WakePorts } from '../../shared/app/wake-workflow.ts';
import { wakeWorkflow } from '../../shared/app/wake-workflow.ts';
import {
  ChainExecution,
  CycleExecution,
  OpenChainStage,
  RoundExecution,
} from '../../shared/contracts/workflow-steps.ts';
import type { StoredEntry } from '../../shared/domain/journal.ts';
import type { Memory } from './memory-store.ts';

const orderOf = ({ number }: Omit<Wait, 'resumed'>): number =>
  number.attempt * 1e12 + number.visit * 1e6 + number.retry;

/** Waits in memory, under the contract of the ones on DynamoDB. */
export const memoryWaits = (): Waits & { readonly kept: Map<string, Wait> } => {
  const kept = new Map<string, Wait>();
  const keyOf = (...parts: readonly string[]): string => parts.join('#');
  return {
    kept,
    arm: (wait) => {
      const key = keyOf(wait.locality, wait.record, wait.name);
      const there = kept.get(key);
      if (there !== undefined && orderOf(there) > orderOf(wait)) return Promise.resolve(false);
      kept.set(key, { ...wait, resumed: false });
      return Promise.resolve(true);
    },
    find: (locality, record, name) => Promise.resolve(kept.get(keyOf(locality, record, name))),
    markResumed: (locality, record, name) => {
      const key = keyOf(locality, record, name);
      const there = kept.get(key);
      if (there !== undefined) kept.set(key, { ...there, resumed: true });
      return Promise.resolve();
    },
  };
};

type Execution = {
  readonly machine: MachineName;
  readonly input: object;
  visit: number;
  /** Its wait was answered: the next state is the one after the wait, not the first. */
  answered: boolean;
  status: 'running' | 'ended';
  waitingOn: string | undefined;
};

/** Executions that take the steps of the machines in plain code, one call of `run` at a time. */
export const memoryWorkflows = (ports: Ports, memory: Memory) => {
  const waits = memoryWaits();
  const executions = new Map<string, Execution>();
  const delivered = new Set<string>();
  const refused: string[] = [];
  let refuseNext = 0;
  let tokens = 0;

  const workflows: Workflows = {
    start: (machine, name, input) => {
      if (!executions.has(name))
        executions.set(name, {
          machine,
          input,
          visit: 0,
          answered: false,
          status: 'running',
          waitingOn: undefined,
        });
      return Promise.resolve();
    },
    resume: (token) => {
      const execution = [...executions.values()].find(({ waitingOn }) => waitingOn === token);
      if (execution === undefined || refuseNext > 0) {
        refuseNext = Math.max(0, refuseNext - 1);
        refused.push(token);
        return Promise.resolve('refused' as const);
      }
      execution.waitingOn = undefined;
      execution.answered = true;
      return Promise.resolve('sent' as const);
    },
    status: (_machine, name) => Promise.resolve(executions.get(name)?.status ?? 'unknown'),
  };
  const steps: WakePorts & Ports = { ...ports, waits, workflows };

  const waitIn = async (execution: Execution, arm: (token: string) => Promise<void>): Promise<void> => {
    tokens += 1;
    const token = `token-${tokens}`;
    execution.waitingOn = token;
    await arm(token);
  };

  const stepRound = async (execution: Execution): Promise<void> => {
    const input = RoundExecution.parse(execution.input);
    execution.visit += 1;
    const { answered } = execution;
    execution.answered = false;
    let { next } = answered ? await lockEstimates(steps, input) : await openEstimates(steps, input);
    while (next === 'open-more') ({ next } = await openEstimates(steps, input));
    if (next === 'lock') ({ next } = await lockEstimates(steps, input));
    while (next === 'lock') ({ next } = await lockEstimates(steps, input));
    if (next === 'wait')
      return waitIn(execution, (token) => awaitLock(steps, { ...input, token, visit: execution.visit, retry: 0 }));
    if (next === 'seal') await sealRoundPackage(steps, input);
    execution.status = 'ended';
  };

  const stepPackage = async (execution: Execution): Promise<void> => {
    const input = ChainExecution.parse(execution.input);
    execution.visit += 1;
    const step = await advanceChain(steps, input);
    if (step.next === 'open-stage') {
      const { stage, submission } = step;
      return waitIn(execution, (token) =>
        openChainStage(
          steps,
          OpenChainStage.parse({ ...input, token, visit: execution.visit, retry: 0, stage, submission }),
        ),
      );
    }
    if (step.next === 'publish') while ((await publishChain(steps, input)).more);
    execution.status = 'ended';
  };

  const stepCycle = async (execution: Execution): Promise<void> => {
    const input = CycleExecution.parse(execution.input);
    execution.visit += 1;
    const { answered } = execution;
    execution.answered = false;
    let { next } = answered ? await cutReturns(steps, input) : await openReturns(steps, input);
    while (next === 'open-more') ({ next } = await openReturns(steps, input));
    while (next === 'cut') ({ next } = await cutReturns(steps, input));
    while (next === 'consolidate') ({ next } = await consolidateReturns(steps, input));
    if (next === 'wait')
      return waitIn(execution, (token) => awaitReturns(steps, { ...input, token, visit: execution.visit, retry: 0 }));
    execution.status = 'ended';
  };

  const STEPS = { 'budget-round': stepRound, 'approval-chain': stepPackage, 'reporting-cycle': stepCycle } as const;

  const undelivered = (): StoredEntry[] =>
    [...memory.journal.values()].flat().filter(({ stream, seq }) => !delivered.has(`${stream}#${seq}`));

  /** Delivers entries and takes steps until nothing moves. */
  const settle = async (): Promise<void> => {
    for (;;) {
      const entries = undelivered();
      for (const entry of entries) {
        delivered.add(`${entry.stream}#${entry.seq}`);
        await wakeWorkflow(steps, entry);
      }
      const ready = [...executions.values()].filter((e) => e.status === 'running' && e.waitingOn === undefined);
      for (const execution of ready) await STEPS[execution.machine](execution);
      if (entries.length === 0 && ready.length === 0) return;
    }
  };

  return {
    steps,
    settle,
    executions,
    waits,
    refused,
    /** The next sends of an outcome are refused, as by a token that timed out. */
    refuse: (times: number) => {
      refuseNext = times;
    },
    /** Every running execution dies, as when a machine is stopped. */
    kill: () => {
      for (const execution of executions.values()) {
        execution.status = 'ended';
        execution.waitingOn = undefined;
      }
    },
    /** Waits time out: the executions go to their first state again. */
    timeOut: () => {
      for (const execution of executions.values()) execution.waitingOn = undefined;
    },
  };
};
