import { type ChoiceState, type FailState, instantOf, type WaitState } from './definition.ts';
import { QueryFailure, shortCause, shortError } from './errors.ts';
import { type Branch, type Frame, frameOf, type Phase, stateOf } from './execution.ts';
import { abortChildren, recover } from './failing.ts';
import { continueJoin, finish, startMap, startParallel } from './joining.ts';
import { type Commit, exceeded, isPlain, leave, type Planned } from './leaving.ts';
import type { Payload } from './payload.ts';
import { during, type Recorder } from './recorder.ts';
import { scopeOf } from './scope.ts';
import { attempt, plainCall } from './tasks.ts';
import { evaluateCondition, evaluateSeconds, evaluateText } from './template.ts';

const choose = async (recorder: Recorder, branch: Branch, frame: Frame, state: ChoiceState): Promise<Commit> => {
  const scope = scopeOf(recorder, branch, frame);
  for (const [index, rule] of state.Choices.entries()) {
    const prefix = `Choices[${String(index)}]/`;
    if (!(await evaluateCondition(rule.Condition, `${prefix}Condition`, scope))) continue;
    return leave(recorder, branch, frame, rule, {
      prefix,
      otherwise: frame.input,
      next: rule.Next,
      scope: () => scope,
    });
  }
  if (state.Default !== undefined)
    return leave(recorder, branch, frame, state, {
      prefix: '',
      otherwise: frame.input,
      next: state.Default,
      scope: () => scope,
    });
  const cause = during(frame, 'Failed to transition out of the state. The state does not point to a next state.');
  return () => recorder.record(branch, { type: 'StateFailed', error: 'States.Runtime', cause, final: true });
};

const wait = async (recorder: Recorder, branch: Branch, frame: Frame, state: WaitState): Promise<Commit> => {
  const until = await waitUntil(recorder, branch, frame, state);
  if (until <= recorder.surroundings.now()) return pass(recorder, branch, frame);
  return () => recorder.record(branch, { type: 'WaitStarted', until });
};

const waitUntil = async (recorder: Recorder, branch: Branch, frame: Frame, state: WaitState): Promise<number> => {
  const scope = scopeOf(recorder, branch, frame);
  if (state.Timestamp === undefined) {
    const seconds = await evaluateSeconds(state.Seconds ?? 0, 'Seconds', 0, scope);
    return frame.enteredAt + seconds * 1000;
  }
  const text = await evaluateText(state.Timestamp, 'Timestamp', scope);
  const until = instantOf(text);
  if (until !== undefined) return until;
  throw new QueryFailure(
    'Timestamp',
    `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`,
  );
};

const fail = async (recorder: Recorder, branch: Branch, frame: Frame, state: FailState): Promise<Commit> => {
  const scope = scopeOf(recorder, branch, frame);
  const error = state.Error === undefined ? undefined : await evaluateText(state.Error, 'Error', scope);
  const cause = state.Cause === undefined ? undefined : await evaluateText(state.Cause, 'Cause', scope);
  return () =>
    recorder.record(branch, { type: 'StateFailed', error: shortError(error), cause: shortCause(cause), final: true });
};

/** Leaves a state by its own Output, Assign and Next; `result` is what a Task, Map or Parallel brought. */
export const pass = (recorder: Recorder, branch: Branch, frame: Frame, result?: Payload): Planned => {
  const state = frame.definition;
  const fields = {
    Output: 'Output' in state ? state.Output : undefined,
    Assign: 'Assign' in state ? state.Assign : undefined,
  };
  return leave(recorder, branch, frame, fields, {
    prefix: '',
    otherwise: result ?? frame.input,
    next: 'Next' in state ? state.Next : undefined,
    scope: () => scopeOf(recorder, branch, frame, result === undefined ? {} : { result }),
  });
};

const begin = (recorder: Recorder, branch: Branch, frame: Frame): Planned => {
  const state = frame.definition;
  switch (state.Type) {
    case 'Pass':
    case 'Succeed':
      return pass(recorder, branch, frame);
    case 'Choice':
      return choose(recorder, branch, frame, state);
    case 'Wait':
      return wait(recorder, branch, frame, state);
    case 'Fail':
      return fail(recorder, branch, frame, state);
    case 'Task':
      return attempt(recorder, branch, frame, state);
    case 'Map':
      return startMap(recorder, branch, frame, state);
    case 'Parallel':
      return startParallel(recorder, branch, frame, state);
  }
};

/** What a flow does next, evaluated but not yet recorded. @throws {QueryFailure} */
const plan = (recorder: Recorder, branch: Branch, phase: Phase): Planned => {
  switch (phase.kind) {
    case 'begin':
      return begin(recorder, branch, phase.frame);
    case 'waited':
      return pass(recorder, branch, phase.frame);
    case 'succeeded':
      if (phase.result.excess !== undefined) return exceeded(recorder, branch, phase.frame.state, phase.result.excess);
      return pass(recorder, branch, phase.frame, phase.result);
    case 'failed':
      return recover(recorder, branch, phase);
    case 'joining':
      return continueJoin(recorder, branch, phase);
    case 'done':
      return () => finish(recorder, branch, phase.output);
    case 'enter':
    case 'task':
    case 'waiting':
    case 'retrying':
      return () => undefined;
  }
};

/** A failed evaluation: a Task, Map or Parallel may retry or catch it, but not one inside its own Catch. */
const failEvaluation = (recorder: Recorder, branch: Branch, phase: Phase, fault: unknown): Commit => {
  const frame = frameOf(phase);
  if (!(fault instanceof QueryFailure) || frame === undefined) throw fault;
  const { location, message } = fault;
  return () => {
    if (phase.kind === 'joining') abortChildren(recorder, branch, phase, undefined);
    recorder.record(branch, {
      type: 'EvaluationFailed',
      state: frame.state,
      location,
      cause: during(frame, message),
      final: phase.kind === 'failed',
    });
  };
};

type Entering = Extract<Phase, { kind: 'enter' }>;

/** Enters the state that a flow goes to next. */
export const enter = (recorder: Recorder, branch: Branch): void => {
  if (branch.phase.kind !== 'enter') return;
  const { state, input } = branch.phase;
  recorder.record(branch, { type: 'StateEntered', kind: stateOf(branch.flow, state).Type, state, input });
};

/** Does all that a state does on entering it at once, where nothing in it is evaluated; tells whether that was so. */
const enterPlain = (recorder: Recorder, branch: Branch, { state, input }: Entering): boolean => {
  const definition = stateOf(branch.flow, state);
  if (input.excess !== undefined) return false;
  switch (definition.Type) {
    case 'Pass':
    case 'Succeed': {
      if (!isPlain(definition)) return false;
      const next = 'Next' in definition ? definition.Next : undefined;
      recorder.record(branch, { type: 'StatePassed', kind: definition.Type, state, input, next });
      return true;
    }
    case 'Task': {
      const call = plainCall(definition);
      if (call === undefined) return false;
      recorder.record(branch, { type: 'TaskCalled', state, input, ...call });
      return true;
    }
    default:
      return false;
  }
};

const settle = (recorder: Recorder, branch: Branch, phase: Phase, commit: Commit): void => {
  if (recorder.isStill(branch, phase)) recorder.guard(commit);
};

/**
 * Carries one flow on by one state, or by what that state does next. Expressions are evaluated first; what they came to
 * is recorded only if nothing moved the flow meanwhile. Without any it is done at once, and nothing is returned.
 */
export const step = (recorder: Recorder, branch: Branch): Promise<void> | undefined => {
  const entering = branch.phase;
  if (entering.kind === 'enter') {
    recorder.guard(() => {
      if (!enterPlain(recorder, branch, entering)) enter(recorder, branch);
    });
    if (branch.phase.kind !== 'begin') return undefined;
  }
  const { phase } = branch;
  const planned = plan(recorder, branch, phase);
  if (typeof planned !== 'function')
    return planned.then(
      (commit) => settle(recorder, branch, phase, commit),
      (fault: unknown) => settle(recorder, branch, phase, failEvaluation(recorder, branch, phase, fault)),
    );
  settle(recorder, branch, phase, planned);
  return undefined;
};
