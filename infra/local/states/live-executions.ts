import type { Arns } from './arns.ts';
import type { Machine } from './definition.ts';
import { type Branch, type Execution, newExecution, type OpenTask } from './execution.ts';
import { lastNumberOf } from './events.ts';
import { evolve } from './evolve.ts';
import type { Json } from './json.ts';
import { parseMachine } from './machine.ts';
import { Payload } from './payload.ts';
import { Recorder, type Surroundings } from './recorder.ts';
import type { NewExecution, StateStore, StoredExecution, Waiter } from './store.ts';

/** An execution in memory, and what the process is doing for it. */
export type Live = {
  key: number;
  waiter: Waiter | undefined;
  recorder: Recorder;
  /** Whether its steps are being taken just now. */
  isDriven: boolean;
  /** Calls under way and others that are about to take its steps: meanwhile nobody may read it into memory again. */
  claims: number;
};

/** Written anew, so that spaces of the one who started it do not travel on. */
const inputOf = (text: string): Json => Payload.read(text).value;

/** How many executions with nothing to do are kept in memory, so that they need not be read again. */
const mostIdle = 200;

/** The open task of one attempt, if it is still open. */
export const openTask = (
  { execution }: Recorder,
  wanted: { enteredId: number; retryCount: number },
): { branch: Branch; task: OpenTask } | undefined => {
  for (const branch of execution.branches.values()) {
    const { phase } = branch;
    if (phase.kind !== 'task' || phase.frame.enteredId !== wanted.enteredId) continue;
    return phase.frame.retryCount === wanted.retryCount ? { branch, task: phase } : undefined;
  }
  return undefined;
};

/** The machine in whose place one stands that cannot be read. */
const unreadable = 'unreadable';
const unreadableText = JSON.stringify({
  QueryLanguage: 'JSONata',
  StartAt: 'End',
  States: { End: { Type: 'Succeed' } },
});

type Options = {
  store: StateStore;
  arns: Arns;
  region: string;
  surroundingsOf: (key: () => number) => Surroundings;
};

/** The executions in memory: made when they start, else read back from their events when they are needed. */
export const createLiveExecutions = ({ store, arns, region, surroundingsOf }: Options) => {
  const machines = new Map<string, Machine>();
  const lives = new Map<number, Live>();

  const machineOf = (hash: string, text: string): Machine => {
    const known = machines.get(hash);
    if (known !== undefined) return known;
    const parsed = parseMachine(text);
    if (!parsed.ok) throw new Error(`A stored state machine cannot be read: ${parsed.problem}`);
    machines.set(hash, parsed.machine);
    return parsed.machine;
  };

  const executionOf = (stored: NewExecution | StoredExecution): Execution =>
    newExecution({
      arn: arns.execution(stored.machine, stored.name),
      name: stored.name,
      machineArn: arns.machine(stored.machine),
      machineName: stored.machine,
      roleArn: stored.roleArn,
      region,
      startedAt: stored.started,
      input: Payload.of(inputOf(stored.input)),
      machine: machineOf(stored.definition, stored.text),
    });

  const liveOf = (stored: NewExecution | StoredExecution, key: number): Live => {
    const live: Live = {
      key,
      waiter: stored.waiter,
      recorder: new Recorder(
        executionOf(stored),
        surroundingsOf(() => live.key),
      ),
      isDriven: false,
      claims: 0,
    };
    return live;
  };

  /** What cannot be read back ends by itself, and stops nobody else: its last event says why. */
  const replay = (stored: StoredExecution, key: number): Live => {
    const events = store.events(key);
    try {
      const live = liveOf(stored, key);
      for (const event of events) evolve(live.recorder.execution, event);
      return live;
    } catch (fault) {
      const live = liveOf({ ...stored, definition: unreadable, text: unreadableText }, key);
      const cause = `The execution cannot be read back: ${fault instanceof Error ? fault.message : String(fault)}`;
      const last = events.findLast(({ id }) => id > 0);
      live.recorder.breakOff(last === undefined ? 0 : lastNumberOf(last), cause);
      return live;
    }
  };

  const forgetIdle = (): void => {
    for (const [key, { isDriven, claims, recorder }] of lives) {
      if (lives.size <= mostIdle) return;
      if (!isDriven && claims === 0 && recorder.waiting === 0) lives.delete(key);
    }
  };

  const keep = (live: Live): Live => {
    lives.delete(live.key);
    lives.set(live.key, live);
    if (lives.size > mostIdle) forgetIdle();
    return live;
  };

  return {
    /** A new execution that is not stored yet; `admit` once it has its key. */
    begin: (created: NewExecution): Live => liveOf(created, 0),
    admit: (live: Live, key: number): Live => {
      live.key = key;
      return keep(live);
    },
    /** An execution by its key, replayed from its events where it is not in memory. */
    load: (key: number): Live | undefined => {
      const known = lives.get(key);
      if (known !== undefined) return keep(known);
      const stored = store.execution(key);
      if (stored === undefined) return undefined;
      return keep(replay(stored, key));
    },
    forget: (key: number): void => void lives.delete(key),
  };
};
