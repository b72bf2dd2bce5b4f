import { flowsIn } from './definition.ts';
import { type Event, isChained, lastNumberOf } from './events.ts';
import {
  type Branch,
  type Execution,
  type Frame,
  frameOf,
  isReady,
  type Join,
  type OpenTask,
  type Phase,
  stateOf,
} from './execution.ts';
import { Payload } from './payload.ts';

const enterPhase = (execution: Execution, branch: Branch, phase: Phase): void => {
  branch.phase = phase;
  if (isReady(phase)) execution.ready.add(branch);
  else execution.ready.delete(branch);
};

const branchOf = (execution: Execution, id: number): Branch => {
  const branch = execution.branches.get(id);
  if (branch === undefined) throw new Error(`There is no branch ${String(id)}.`);
  return branch;
};

const frameIn = (branch: Branch): Frame => {
  const frame = frameOf(branch.phase);
  if (frame === undefined) throw new Error(`Branch ${String(branch.id)} is in no state.`);
  return frame;
};

const joinOf = (branch: Branch | undefined): Join => {
  if (branch?.phase.kind !== 'joining') throw new Error('A flow has no state that waits for it.');
  return branch.phase;
};

const drop = (execution: Execution, branch: Branch): void => {
  if (branch.phase.kind === 'joining') dropChildren(execution, branch.phase);
  execution.branches.delete(branch.id);
  execution.ready.delete(branch);
};

const dropChildren = (execution: Execution, join: Join): void => {
  for (const id of join.running) {
    const child = execution.branches.get(id);
    if (child !== undefined) drop(execution, child);
  }
};

const fail = (execution: Execution, branch: Branch, phase: Extract<Phase, { kind: 'failed' }>): void => {
  if (branch.phase.kind === 'joining') dropChildren(execution, branch.phase);
  enterPhase(execution, branch, phase);
};

/** A child is over; whoever waits for it may go on. */
const leaveJoin = (execution: Execution, child: Branch): void => {
  const join = joinOf(child.parent);
  join.running.delete(child.id);
  drop(execution, child);
  if (child.parent !== undefined) enterPhase(execution, child.parent, join);
};

type Begun = { id: number; index: number; child: number; input: Payload; item: Payload | undefined };

const begin = (execution: Execution, parent: Branch, { id, index, child, input, item }: Begun): void => {
  const join = joinOf(parent);
  const flows = flowsIn(join.frame.definition);
  const flow = flows[item === undefined ? index : 0]?.flow;
  if (flow === undefined) throw new Error(`There is no flow ${String(index)} in '${join.frame.state}'.`);
  const branch: Branch = {
    id: child,
    parent,
    index,
    item,
    flow,
    variables: parent.variables,
    phase: { kind: 'enter', state: flow.StartAt, input },
    lastId: item === undefined ? join.startedId : id,
  };
  execution.nextBranch = child + 1;
  execution.branches.set(child, branch);
  execution.ready.add(branch);
  join.running.add(child);
  join.next = index + 1;
  enterPhase(execution, parent, join);
};

const end = (execution: Execution, outcome: Execution['outcome']): void => {
  execution.outcome = outcome;
  execution.branches.clear();
  execution.ready.clear();
};

const joinFor = (frame: Frame, limits: Pick<Join, 'startedId' | 'items' | 'concurrency' | 'tolerated'>): Join => ({
  kind: 'joining',
  frame,
  ...limits,
  next: 0,
  running: new Set(),
  failed: 0,
  results: limits.items.map(() => undefined),
});

const frameFor = (branch: Branch, state: string, input: Payload, { id, at }: Event): Frame => ({
  state,
  definition: stateOf(branch.flow, state),
  input,
  enteredId: id,
  enteredAt: at,
  retryCount: 0,
  retries: [],
});

const goOn = (execution: Execution, branch: Branch, next: string | undefined, output: Payload): void =>
  enterPhase(
    execution,
    branch,
    next === undefined ? { kind: 'done', output } : { kind: 'enter', state: next, input: output },
  );

type Scheduled = Pick<OpenTask, 'frame' | 'scheduledId' | 'resource' | 'parameters'> & {
  /** Seconds. */
  limits: { timeout?: number | undefined; heartbeat?: number | undefined };
};

const openTask = (at: number, { frame, scheduledId, resource, parameters, limits }: Scheduled): OpenTask => ({
  kind: 'task',
  frame,
  scheduledId,
  resource,
  parameters,
  answered: false,
  called: false,
  run: undefined,
  timeoutAt: limits.timeout === undefined ? undefined : at + limits.timeout * 1000,
  heartbeatSeconds: limits.heartbeat,
  heartbeatAt: limits.heartbeat === undefined ? undefined : at + limits.heartbeat * 1000,
});

const apply = (execution: Execution, branch: Branch, event: Event): void => {
  const { id, at, body } = event;
  switch (body.type) {
    case 'ExecutionStarted':
      break;
    case 'StateEntered':
      enterPhase(execution, branch, { kind: 'begin', frame: frameFor(branch, body.state, body.input, event) });
      break;
    case 'StatePassed':
      goOn(execution, branch, body.next, body.input);
      break;
    case 'StateExited':
      if (body.assigned !== undefined) branch.variables = { ...branch.variables, ...body.assigned };
      goOn(execution, branch, body.next, body.output);
      break;
    case 'TaskReturned':
      goOn(execution, branch, body.next, body.output);
      break;
    case 'StateAborted':
      break;
    case 'EvaluationFailed': {
      const failure = { error: 'States.QueryEvaluationError', cause: body.cause };
      fail(execution, branch, { kind: 'failed', frame: frameIn(branch), failure, final: body.final });
      break;
    }
    case 'StateFailed': {
      const { error, cause, heartbeat, final } = body;
      fail(execution, branch, { kind: 'failed', frame: frameIn(branch), failure: { error, cause, heartbeat }, final });
      break;
    }
    case 'TaskScheduled': {
      const { resource, parameters } = body;
      const frame = frameIn(branch);
      enterPhase(execution, branch, openTask(at, { frame, scheduledId: id, resource, parameters, limits: body }));
      break;
    }
    case 'TaskCalled': {
      const { state, input, resource } = body;
      const frame = frameFor(branch, state, input, event);
      const scheduled = { frame, scheduledId: id + 1, resource, parameters: input, limits: body };
      enterPhase(execution, branch, openTask(at, scheduled));
      break;
    }
    case 'TaskStarted':
      break;
    case 'TaskSubmitted':
      if (branch.phase.kind === 'task')
        enterPhase(execution, branch, { ...branch.phase, answered: true, run: body.run });
      break;
    case 'HeartbeatReceived':
      if (branch.phase.kind === 'task') enterPhase(execution, branch, { ...branch.phase, heartbeatAt: body.until });
      break;
    case 'TaskSucceeded':
      enterPhase(execution, branch, { kind: 'succeeded', frame: frameIn(branch), result: body.output });
      break;
    case 'TaskFailed':
    case 'TaskSubmitFailed': {
      const { error, cause } = body;
      enterPhase(execution, branch, {
        kind: 'failed',
        frame: frameIn(branch),
        failure: { error, cause },
        final: false,
      });
      break;
    }
    case 'TaskTimedOut': {
      const failure = { error: 'States.Timeout', heartbeat: body.heartbeat };
      enterPhase(execution, branch, { kind: 'failed', frame: frameIn(branch), failure, final: false });
      break;
    }
    case 'WaitStarted':
      enterPhase(execution, branch, { kind: 'waiting', frame: frameIn(branch), until: body.until });
      break;
    case 'WaitElapsed':
      enterPhase(execution, branch, { kind: 'waited', frame: frameIn(branch) });
      break;
    case 'RetryScheduled': {
      const frame = frameIn(branch);
      const retries = [...frame.retries];
      for (let index = retries.length; index <= body.retrier; index += 1) retries.push(0);
      retries[body.retrier] = (retries[body.retrier] ?? 0) + 1;
      const again = { ...frame, retryCount: frame.retryCount + 1, retries };
      enterPhase(execution, branch, { kind: 'retrying', frame: again, until: body.until });
      break;
    }
    case 'RetryStarted':
      enterPhase(execution, branch, { kind: 'begin', frame: frameIn(branch) });
      break;
    case 'MapStateStarted': {
      const { value } = body.items;
      const items = Array.isArray(value) ? value.map((item) => Payload.of(item)) : [];
      const { concurrency, tolerated } = body;
      enterPhase(execution, branch, joinFor(frameIn(branch), { startedId: id, items, concurrency, tolerated }));
      break;
    }
    case 'ParallelStateStarted': {
      const frame = frameIn(branch);
      const items = flowsIn(frame.definition).map(() => body.input);
      const limits = { startedId: id, items, concurrency: items.length, tolerated: 0 };
      enterPhase(execution, branch, joinFor(frame, limits));
      break;
    }
    case 'MapIterationStarted':
      begin(execution, branch, { ...body, id, item: joinOf(branch).items[body.index] });
      break;
    case 'BranchStarted':
      begin(execution, branch, { ...body, id, item: undefined });
      break;
    case 'MapIterationSucceeded':
    case 'BranchSucceeded':
      if (branch.phase.kind === 'done') joinOf(branch.parent).results[branch.index] = branch.phase.output;
      leaveJoin(execution, branch);
      break;
    case 'MapIterationFailed':
      joinOf(branch.parent).failed += 1;
      leaveJoin(execution, branch);
      break;
    case 'MapIterationAborted':
      leaveJoin(execution, branchOf(execution, body.child));
      break;
    case 'MapStateSucceeded':
    case 'ParallelStateSucceeded': {
      const { frame, results } = joinOf(branch);
      const result = Payload.of(results.flatMap((output) => (output === undefined ? [] : [output.value])));
      enterPhase(execution, branch, { kind: 'succeeded', frame, result });
      break;
    }
    case 'MapStateFailed':
    case 'ParallelStateFailed':
      break;
    case 'ExecutionSucceeded':
      end(execution, { status: 'SUCCEEDED', output: body.output });
      break;
    case 'ExecutionFailed':
      end(execution, { status: 'FAILED', error: body.error, cause: body.cause });
      break;
    case 'ExecutionAborted':
      end(execution, { status: 'ABORTED', error: body.error, cause: body.cause });
      break;
    case 'ExecutionTimedOut':
      end(execution, { status: 'TIMED_OUT' });
      break;
  }
};

/** The machine's own flow, before its first state. */
const root = ({ facts }: Execution): Branch => ({
  id: 0,
  parent: undefined,
  index: 0,
  item: undefined,
  flow: facts.machine,
  variables: {},
  phase: { kind: 'enter', state: facts.machine.StartAt, input: facts.input },
  lastId: 0,
});

/**
 * Takes one event into the execution, in place. The runner changes an execution in no other way, so what is read back
 * from the stored events is what was in memory.
 */
export const evolve = (execution: Execution, event: Event): void => {
  if (event.body.type === 'ExecutionStarted') {
    const branch = root(execution);
    execution.branches.set(0, branch);
    execution.ready.add(branch);
    execution.nextBranch = 1;
  }
  const branch = branchOf(execution, event.branch);
  if (event.id > 0) {
    const last = lastNumberOf(event);
    execution.lastId = last;
    if (isChained(event.body))
      for (let at: Branch | undefined = branch; at !== undefined; at = at.parent) at.lastId = last;
  }
  apply(execution, branch, event);
};
