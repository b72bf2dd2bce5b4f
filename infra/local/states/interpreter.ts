import { type Checkpoint, type Frame, isReady } from './checkpoint.ts';
import { type ChoiceState, type FailState, instantOf, type WaitState } from './definition.ts';
import { QueryFailure } from './errors.ts';
import { failureDetails, inputDetails } from './history.ts';
import type { Json } from './json.ts';
import { leave } from './leaving.ts';
import { evaluateCondition, evaluateSeconds, evaluateText } from './template.ts';
import { attempt, recover } from './tasks.ts';
import { during, type Execution, type Surroundings, Turn } from './turn.ts';

/** Transitions that one write may cover: a machine that loops without waiting is kept in parts. */
const transitionsPerWrite = 200;

const enter = (turn: Turn, name: string, input: Json): Frame => {
  const state = turn.state(name);
  const enteredId = turn.record(`${state.Type}StateEntered`, { name, ...inputDetails(JSON.stringify(input)) });
  return { state: name, input, enteredId, enteredAt: turn.surroundings.now(), retryCount: 0, retries: [] };
};

const choose = async (turn: Turn, frame: Frame, state: ChoiceState): Promise<void> => {
  const scope = turn.scope(frame);
  for (const [index, rule] of state.Choices.entries()) {
    const place = `Choices[${String(index)}]`;
    if (!(await evaluateCondition(rule.Condition, `${place}/Condition`, scope))) continue;
    await leave(turn, frame, rule, { prefix: `${place}/`, otherwise: frame.input, next: rule.Next, scope });
    return;
  }
  if (state.Default === undefined) {
    const cause = during(frame, 'Failed to transition out of the state. The state does not point to a next state.');
    turn.end({ status: 'FAILED', error: 'States.Runtime', cause });
    return;
  }
  await leave(turn, frame, state, { prefix: '', otherwise: frame.input, next: state.Default, scope });
};

const waitUntil = async (turn: Turn, frame: Frame, state: WaitState): Promise<number> => {
  const scope = turn.scope(frame);
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

const fail = async (turn: Turn, frame: Frame, state: FailState): Promise<void> => {
  const scope = turn.scope(frame);
  const error = state.Error === undefined ? undefined : await evaluateText(state.Error, 'Error', scope);
  const cause = state.Cause === undefined ? undefined : await evaluateText(state.Cause, 'Cause', scope);
  turn.end({ status: 'FAILED', error, cause });
};

/** Leaves a state by its own Output, Assign and Next; `result` is what a Task brought. */
const pass = (turn: Turn, frame: Frame, result?: Json): Promise<void> => {
  const state = turn.state(frame.state);
  const fields = {
    Output: 'Output' in state ? state.Output : undefined,
    Assign: 'Assign' in state ? state.Assign : undefined,
  };
  const next = 'Next' in state ? state.Next : undefined;
  const scope = turn.scope(frame, result === undefined ? {} : { result });
  return leave(turn, frame, fields, {
    prefix: '',
    otherwise: result === undefined ? frame.input : result,
    next,
    scope,
  });
};

const begin = async (turn: Turn, frame: Frame): Promise<void> => {
  const state = turn.state(frame.state);
  switch (state.Type) {
    case 'Pass':
    case 'Succeed':
      return pass(turn, frame);
    case 'Choice':
      return choose(turn, frame, state);
    case 'Wait': {
      const until = await waitUntil(turn, frame, state);
      if (until <= turn.surroundings.now()) return pass(turn, frame);
      turn.phase = { kind: 'waiting', frame, until };
      return;
    }
    case 'Fail':
      return fail(turn, frame, state);
    case 'Task':
      return attempt(turn, frame, state);
  }
};

/** A failed evaluation: a Task may retry or catch it, anything else ends. */
const failEvaluation = (turn: Turn, frame: Frame, fault: unknown): void => {
  if (!(fault instanceof QueryFailure)) throw fault;
  const cause = during(frame, fault.message);
  const failure = { error: 'States.QueryEvaluationError', cause };
  turn.record('EvaluationFailed', {
    ...failureDetails(failure),
    location: fault.location,
    state: frame.state,
  });
  const recovering = turn.phase.kind === 'failed';
  if (turn.state(frame.state).Type === 'Task' && !recovering) turn.phase = { kind: 'failed', frame, failure };
  else turn.end({ status: 'FAILED', ...failure });
};

const evaluating = async (turn: Turn, frame: Frame, work: Promise<void>): Promise<void> => {
  try {
    await work;
  } catch (fault) {
    failEvaluation(turn, frame, fault);
  }
};

const move = async (turn: Turn): Promise<void> => {
  const { phase } = turn;
  switch (phase.kind) {
    case 'enter': {
      const frame = enter(turn, phase.state, phase.input);
      return evaluating(turn, frame, begin(turn, frame));
    }
    case 'attempt':
      return evaluating(turn, phase.frame, begin(turn, phase.frame));
    case 'waited':
      return evaluating(turn, phase.frame, pass(turn, phase.frame));
    case 'succeeded':
      return evaluating(turn, phase.frame, pass(turn, phase.frame, phase.result));
    case 'failed':
      return evaluating(turn, phase.frame, recover(turn, phase.frame, phase.failure));
    case 'task':
    case 'waiting':
    case 'retrying':
    case 'ended':
      return;
  }
};

/**
 * Carries an execution on from a checkpoint until it waits for something outside, has ended, or has made enough
 * transitions for one write. Writes nothing: events and next checkpoint are in the turn that it returns.
 */
export const advance = async (
  execution: Execution,
  checkpoint: Checkpoint,
  surroundings: Surroundings,
): Promise<Turn> => {
  const turn = new Turn(execution, checkpoint, surroundings);
  try {
    for (let moves = 0; moves < transitionsPerWrite && isReady(turn.phase); moves += 1) await move(turn);
  } catch (fault) {
    turn.endWhenFull(fault);
  }
  return turn;
};
