import type { Branch, Frame } from './execution.ts';
import type { Json } from './json.ts';
import type { Scope } from './jsonata.ts';
import type { Payload } from './payload.ts';
import type { Recorder } from './recorder.ts';

const iterationOf = (branch: Branch): Branch | undefined => {
  for (let at: Branch | undefined = branch; at !== undefined; at = at.parent) if (at.item !== undefined) return at;
  return undefined;
};

/** What a field may see besides input, context and variables. */
export type Seen = {
  token?: string | undefined;
  result?: Payload;
  errorOutput?: Json;
  /** The item for which a Map's ItemSelector is evaluated. */
  item?: { index: number; value: Payload } | undefined;
};

const valuesOf = (variables: Branch['variables']): { [name: string]: Json } => {
  const values: { [name: string]: Json } = {};
  for (const [name, payload] of Object.entries(variables)) values[name] = payload.value;
  return values;
};

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
const contextOf = (
  recorder: Recorder,
  branch: Branch,
  frame: Frame,
  { token, item }: Pick<Seen, 'token' | 'item'>,
): Json => {
  const iteration = iterationOf(branch);
  const shown = item ?? (iteration?.item === undefined ? undefined : { index: iteration.index, value: iteration.item });
  return {
    ...recorder.context,
    State: { Name: frame.state, EnteredTime: new Date(frame.enteredAt).toISOString(), RetryCount: frame.retryCount },
    ...(token === undefined ? {} : { Task: { Token: token } }),
    ...(shown === undefined ? {} : { Map: { Item: { Index: shown.index, Value: shown.value.value } } }),
  };
};

/** What the expressions of a state see. */
export const scopeOf = (recorder: Recorder, branch: Branch, frame: Frame, seen: Seen = {}): Scope => {
  const { token, result, errorOutput } = seen;
  return {
    states: {
      input: frame.input.value,
      // Few expressions read it, and it takes longer to make than to evaluate them.
      get context() {
        return contextOf(recorder, branch, frame, { token, item: seen.item });
      },
      ...(result === undefined ? {} : { result: result.value }),
      ...(errorOutput === undefined ? {} : { errorOutput }),
    },
    variables: valuesOf(branch.variables),
    now: recorder.surroundings.now(),
  };
};
