import { StateMachine } from 'aws-local-stepfunctions';
import path from 'node:path';
import * as z from 'zod';
import { openDatabase } from '../../infra/local/sqlite.ts';
import { createMemoryStore } from '../../infra/local/states/memory-store.ts';
import { createRunner, type InvokeFunction } from '../../infra/local/states/runner.ts';
import { createSqliteStore } from '../../infra/local/states/sqlite-store.ts';
import type { StateStore } from '../../infra/local/states/store.ts';
import { counted } from '../support/counted.ts';
import { type Workload, workloads } from './runner-workloads.ts';

/** How long one engine runs before it is measured, and while it is, in milliseconds. */
const warming = 1000;
const measuring = 2000;

const Counted = z.object({ n: z.number() });
const count = (input: unknown): { n: number } => ({ n: Counted.parse(input).n + 1 });

/** A runner whose executions can be waited for. */
export const openRunner = (store: StateStore, invoke: InvokeFunction) => {
  const { track, settled } = counted();
  const runner = createRunner({
    store,
    clock: { now: () => new Date() },
    invoke,
    track,
    wake: () => undefined,
    region: 'ap-southeast-1',
    accountId: '000000000000',
  });
  return { runner, settled };
};

/** So many executions share a store, whose histories it keeps; then there is another one. */
const perStore = 60;

const ours = (open: () => StateStore, { ours: definition, input }: Workload) => {
  const text = JSON.stringify(input);
  const begin = () => {
    const { runner, settled } = openRunner(open(), async (_name, payload) => ({
      kind: 'result',
      payload: count(payload),
    }));
    const { stateMachineArn } = runner.putStateMachine({ name: 'm', definition: JSON.stringify(definition) });
    return { runner, settled, stateMachineArn };
  };
  let current = begin();
  let runs = 0;
  return async (): Promise<void> => {
    runs += 1;
    if (runs % perStore === 0) current = begin();
    const { runner, settled, stateMachineArn } = current;
    const { executionArn } = runner.startExecution({ stateMachineArn, input: text });
    await settled();
    const { status, cause } = runner.describeExecution({ executionArn });
    if (status !== 'SUCCEEDED') throw new Error(`${status}: ${cause ?? ''}`);
  };
};

const States = z.object({ States: z.record(z.string(), z.unknown()) });

const peer = ({ theirs, input }: Workload) => {
  const machine = new StateMachine(z.custom<ConstructorParameters<typeof StateMachine>[0]>().parse(theirs));
  const handlers = Object.keys(States.parse(theirs).States).map((name) => [
    name,
    async (given: unknown) => count(given),
  ]);
  const overrides = { taskResourceLocalHandlers: Object.fromEntries(handlers) };
  return async (): Promise<void> => {
    await machine.run(z.custom<Parameters<typeof machine.run>[0]>().parse(input), { overrides }).result;
  };
};

const runFor = async (milliseconds: number, once: () => Promise<void>): Promise<number> => {
  const start = performance.now();
  let runs = 0;
  for (; performance.now() - start < milliseconds || runs === 0; runs += 1) await once();
  return (runs * 1000) / (performance.now() - start);
};

/** Measures one engine at one workload in this process and prints it as JSON. */
export const main = async ([name = '', engine = '', folder = '']: readonly string[]): Promise<void> => {
  const workload = workloads[name];
  if (workload === undefined) throw new Error(`There is no workload ${name}.`);
  const engines: Record<string, () => () => Promise<void>> = {
    memory: () => ours(createMemoryStore, workload),
    durable: () => {
      const database = openDatabase(path.join(folder, `${name}.sqlite`));
      return ours(() => createSqliteStore(database), workload);
    },
    peer: () => peer(workload),
  };
  const once = engines[engine]?.();
  if (once === undefined) throw new Error(`There is no engine ${engine}.`);
  await runFor(warming, once);
  const perSecond = (await runFor(measuring, once)) * workload.transitions;
  console.log(JSON.stringify({ perSecond, bytes: process.memoryUsage().rss }));
};
