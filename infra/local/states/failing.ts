import { mayRecover, type Retrier, type State } from './definition.ts';
import { matchesError, type StateError } from './errors.ts';
import { type Branch, type Frame, type Join, type Phase } from './execution.ts';
import type { Json } from './json.ts';
import { type Commit, leave } from './leaving.ts';
import { Payload } from './payload.ts';
import type { Recorder } from './recorder.ts';
import { scopeOf } from './scope.ts';

type Failed = Extract<Phase, { kind: 'failed' }>;

/** Milliseconds until the next attempt. */
const delayOf = (retrier: Retrier, used: number, random: () => number): number => {
  const seconds = Math.min(
    retrier.IntervalSeconds * retrier.BackoffRate ** used,
    retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY,
    99_999_999,
  );
  return Math.round(seconds * (retrier.JitterStrategy === 'FULL' ? random() : 1) * 1000);
};

/** The entry of Retry that takes the failure and is not used up. */
const retrierFor = (
  retriers: readonly Retrier[],
  frame: Frame,
  failure: StateError,
): { index: number; retrier: Retrier; used: number } | undefined => {
  const index = retriers.findIndex((retrier) => matchesError(retrier.ErrorEquals, failure));
  const retrier = retriers[index];
  const used = frame.retries[index] ?? 0;
  return retrier === undefined || used >= retrier.MaxAttempts ? undefined : { index, retrier, used };
};

/** `$states.errorOutput`: AWS gives a time-out an empty cause, and null for what a caller left out. */
const errorOutput = (failure: StateError): Json => ({
  Error: failure.error ?? null,
  Cause: failure.cause ?? (failure.error === 'States.Timeout' ? '' : null),
});

const isAbortable = (state: State): boolean =>
  state.Type === 'Task' || state.Type === 'Wait' || state.Type === 'Map' || state.Type === 'Parallel';

const joinAround = (branch: Branch): Join | undefined =>
  branch.parent?.phase.kind === 'joining' ? branch.parent.phase : undefined;

/** Tells the history that a flow was cut off in its state; `teller` is the flow whose failure did it. */
const abortFlow = (recorder: Recorder, teller: Branch, cut: Branch): void => {
  const { phase } = cut;
  const join = joinAround(cut);
  if (phase.kind === 'joining') abortChildren(recorder, teller, phase, undefined);
  if (cut.item !== undefined && join !== undefined && cut !== teller)
    recorder.record(teller, {
      type: 'MapIterationAborted',
      state: join.frame.state,
      index: cut.index,
      child: cut.id,
    });
  if (phase.kind === 'enter' || phase.kind === 'done') return;
  const state = phase.frame.definition;
  if (isAbortable(state)) recorder.record(teller, { type: 'StateAborted', kind: state.Type, state: phase.frame.state });
};

/** Cuts off the flows of a Map or Parallel where they stand, and tells the history of each. */
export const abortChildren = (recorder: Recorder, teller: Branch, join: Join, except: Branch | undefined): void => {
  const running = Array.from(join.running);
  for (const id of running) {
    const child = recorder.execution.branches.get(id);
    if (child !== undefined && child !== except) abortFlow(recorder, teller, child);
  }
};

/** A Task whose failure fails its branch is told to be aborted too. */
const abortOwnTask = (recorder: Recorder, branch: Branch, { state, definition }: Frame): void => {
  const { Type: kind } = definition;
  if (kind === 'Task') recorder.record(branch, { type: 'StateAborted', kind, state });
};

/** The failure of a flow inside a Map or Parallel: tolerated, or the failure of that state. */
const failParent = (recorder: Recorder, branch: Branch, parent: Branch, failure: StateError): void => {
  const { error, cause } = failure;
  const join = joinAround(branch);
  if (join === undefined) return;
  const { state } = join.frame;
  if (join.frame.definition.Type === 'Parallel') {
    if (branch.phase.kind === 'failed') abortOwnTask(recorder, branch, branch.phase.frame);
    abortChildren(recorder, branch, join, branch);
    recorder.record(parent, { type: 'StateFailed', error, cause, final: false });
    return;
  }
  const isTolerated = join.failed < join.tolerated;
  if (!isTolerated) abortChildren(recorder, branch, join, branch);
  recorder.record(branch, { type: 'MapIterationFailed', state, index: branch.index, error, cause });
  if (isTolerated) return;
  const exceeded = {
    error: 'States.ExceedToleratedFailureThreshold',
    cause: 'The specified tolerated failure threshold was exceeded',
  };
  recorder.record(parent, { type: 'StateFailed', ...(join.tolerated > 0 ? exceeded : { error, cause }), final: false });
};

/** A failure that nothing in its state takes: it fails the flow, and so the state around it or the execution. */
const giveUp = (recorder: Recorder, branch: Branch, { frame, failure }: Failed): void => {
  const { error, cause } = failure;
  // A state that cannot be carried out ends everything at once, whatever stands around it.
  if (error === 'States.Runtime') {
    recorder.end({ type: 'ExecutionFailed', error, cause });
    return;
  }
  const { Type: type } = frame.definition;
  if (type === 'Map') recorder.record(branch, { type: 'MapStateFailed', error, cause });
  if (type === 'Parallel') recorder.record(branch, { type: 'ParallelStateFailed', error, cause });
  if (branch.parent === undefined) recorder.record(branch, { type: 'ExecutionFailed', error, cause });
  else failParent(recorder, branch, branch.parent, failure);
};

/** Retries a failed state, or goes where its Catch says, or fails its flow. @throws {QueryFailure} */
export const recover = async (recorder: Recorder, branch: Branch, failed: Failed): Promise<Commit> => {
  const { frame, failure, final } = failed;
  const state = frame.definition;
  if (!final && failure.error !== 'States.Runtime' && mayRecover(state)) {
    const retry = retrierFor(state.Retry ?? [], frame, failure);
    if (retry !== undefined) {
      const { now, random } = recorder.surroundings;
      const until = now() + delayOf(retry.retrier, retry.used, random);
      return () => recorder.record(branch, { type: 'RetryScheduled', retrier: retry.index, until });
    }
    for (const [index, catcher] of (state.Catch ?? []).entries()) {
      if (!matchesError(catcher.ErrorEquals, failure)) continue;
      const caught = errorOutput(failure);
      const commit = await leave(recorder, branch, frame, catcher, {
        prefix: `Catch[${String(index)}]/`,
        otherwise: Payload.of(caught),
        next: catcher.Next,
        scope: () => scopeOf(recorder, branch, frame, { errorOutput: caught }),
      });
      return () => {
        const { error, cause } = failure;
        if (state.Type === 'Map') recorder.record(branch, { type: 'MapStateFailed', error, cause });
        commit();
      };
    }
  }
  return () => giveUp(recorder, branch, failed);
};
