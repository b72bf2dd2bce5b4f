import type { MapState, ParallelState } from './definition.ts';
import { QueryFailure } from './errors.ts';
import type { Branch, Frame, Join } from './execution.ts';
import type { Json } from './json.ts';
import type { Scope } from './jsonata.ts';
import { type Commit, exceeded } from './leaving.ts';
import type { Payload } from './payload.ts';
import type { Recorder } from './recorder.ts';
import { scopeOf } from './scope.ts';
import { evaluateList, evaluateNumber, evaluateTemplate } from './template.ts';

/** An inline Map runs no more iterations at once. https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html */
const mostIterations = 40;

const countable = { least: 0, most: Number.MAX_SAFE_INTEGER, whole: true };

const itemsOf = async (frame: Frame, state: MapState, scope: Scope): Promise<Payload> => {
  if (state.Items !== undefined) return evaluateList(state.Items, 'Items', scope);
  if (Array.isArray(frame.input.value)) return frame.input;
  throw new QueryFailure('Items', `Map state input must be an array but was: ${frame.input.text}`);
};

const sizeOf = (items: Json): number => (Array.isArray(items) ? items.length : 0);

/** How many iterations may fail: the smaller of the two thresholds, none without either. */
const toleratedOf = async (state: MapState, size: number, scope: Scope): Promise<number> => {
  const { ToleratedFailureCount: count, ToleratedFailurePercentage: percentage } = state;
  const limits: number[] = [];
  if (count !== undefined) limits.push(await evaluateNumber(count, 'ToleratedFailureCount', countable, scope));
  if (percentage !== undefined) {
    const range = { least: 0, most: 100, whole: false };
    limits.push(
      Math.floor((size * (await evaluateNumber(percentage, 'ToleratedFailurePercentage', range, scope))) / 100),
    );
  }
  return limits.length === 0 ? 0 : Math.min(...limits);
};

/** Starts a Map on its items. @throws {QueryFailure} */
export const startMap = async (recorder: Recorder, branch: Branch, frame: Frame, state: MapState): Promise<Commit> => {
  const scope = scopeOf(recorder, branch, frame);
  const items = await itemsOf(frame, state, scope);
  const asked = await evaluateNumber(state.MaxConcurrency ?? 0, 'MaxConcurrency', countable, scope);
  const concurrency = asked === 0 ? mostIterations : Math.min(asked, mostIterations);
  const tolerated = await toleratedOf(state, sizeOf(items.value), scope);
  if (items.excess !== undefined) return exceeded(recorder, branch, frame.state, items.excess);
  return () => recorder.record(branch, { type: 'MapStateStarted', items, concurrency, tolerated });
};

/** Starts a Parallel, whose branches all begin at once. @throws {QueryFailure} */
export const startParallel = async (
  recorder: Recorder,
  branch: Branch,
  frame: Frame,
  state: ParallelState,
): Promise<Commit> => {
  const input =
    state.Arguments === undefined
      ? frame.input
      : await evaluateTemplate(state.Arguments, 'Arguments', scopeOf(recorder, branch, frame));
  if (input.excess !== undefined) return exceeded(recorder, branch, frame.state, input.excess);
  return () => recorder.record(branch, { type: 'ParallelStateStarted', input });
};

const iterationInput = async (
  recorder: Recorder,
  branch: Branch,
  { frame, next }: Join,
  { state, value }: { state: MapState; value: Payload },
): Promise<Payload> =>
  state.ItemSelector === undefined
    ? value
    : evaluateTemplate(
        state.ItemSelector,
        'ItemSelector',
        scopeOf(recorder, branch, frame, { item: { index: next, value } }),
      );

/** Begins the next flow of a Map or Parallel, or ends the state once all are over. @throws {QueryFailure} */
export const continueJoin = async (recorder: Recorder, branch: Branch, join: Join): Promise<Commit> => {
  const state = join.frame.definition;
  const index = join.next;
  const value = join.items[index];
  if (value === undefined)
    return () =>
      recorder.record(branch, { type: state.Type === 'Map' ? 'MapStateSucceeded' : 'ParallelStateSucceeded' });
  if (state.Type !== 'Map')
    return () =>
      recorder.record(branch, { type: 'BranchStarted', index, child: recorder.execution.nextBranch, input: value });
  const input = await iterationInput(recorder, branch, join, { state, value });
  if (input.excess !== undefined) return exceeded(recorder, branch, join.frame.state, input.excess);
  return () =>
    recorder.record(
      { id: branch.id, lastId: join.startedId },
      {
        type: 'MapIterationStarted',
        state: join.frame.state,
        index,
        child: recorder.execution.nextBranch,
        input,
      },
    );
};

/** A flow came to its end: whoever waits for it has its output. */
export const finish = (recorder: Recorder, branch: Branch, output: Payload): void => {
  if (branch.parent?.phase.kind !== 'joining') {
    recorder.record(branch, { type: 'ExecutionSucceeded', output });
    return;
  }
  const { state } = branch.parent.phase.frame;
  if (branch.item === undefined) recorder.record(branch, { type: 'BranchSucceeded' });
  else recorder.record(branch, { type: 'MapIterationSucceeded', state, index: branch.index });
};
