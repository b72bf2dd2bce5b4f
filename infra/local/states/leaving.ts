import type { Branch, Frame } from './execution.ts';
import type { Json } from './json.ts';
import type { Scope } from './jsonata.ts';
import type { Payload } from './payload.ts';
import type { Recorder } from './recorder.ts';
import { evaluateTemplate } from './template.ts';

/** What a step records once everything in it has been evaluated. */
export type Commit = () => void;

/** The same, at once where there is nothing to evaluate. */
export type Planned = Commit | Promise<Commit>;

type Fields = { Output?: Json | undefined; Assign?: { [name: string]: Json } | undefined };

/** Whether a state is left without anything to evaluate. */
export const isPlain = ({ Output: output, Assign: assign }: Fields): boolean =>
  output === undefined && assign === undefined;

type Leaving = {
  /** Where the fields stand: empty, `Choices[0]/` or `Catch[0]/`. */
  prefix: string;
  /** The output where the state gives none. */
  otherwise: Payload;
  /** The next state; undefined ends the flow. */
  next: string | undefined;
  /** Asked for only where a field is there to be evaluated. */
  scope: () => Scope;
};

/** What a flow's variables may take together, in bytes: those of one Assign, and all of them. */
const assignLimit = 262_144;
const variablesLimit = 10 * 1024 * 1024;

/** The cause that AWS gives for a payload over 256 KiB; what nests too deep has one of its own. */
export const excessCause = (what: string, excess: 'size' | 'depth'): string =>
  `The state/task '${what}' returned a result ` +
  (excess === 'size'
    ? 'with a size exceeding the maximum number of bytes service limit.'
    : 'that nests deeper than a thousand levels.');

/** The failure of a state by a payload that is not carried; nothing catches it. */
export const exceeded =
  (recorder: Recorder, branch: Branch, what: string, excess: 'size' | 'depth'): Commit =>
  () =>
    recorder.record(branch, {
      type: 'StateFailed',
      error: 'States.DataLimitExceeded',
      cause: excessCause(what, excess),
      final: true,
    });

const bytesOf = (variables: Readonly<Record<string, Payload>>): number =>
  Object.values(variables).reduce((sum, { bytes }) => sum + bytes, 0);

/** Why variables would not be kept: one of them, all of one Assign, or all that the flow sees are too much. */
const excessOf = (
  assigned: Readonly<Record<string, Payload>>,
  variables: Readonly<Record<string, Payload>>,
): 'size' | 'depth' | undefined => {
  for (const { excess } of Object.values(assigned)) if (excess !== undefined) return excess;
  if (bytesOf(assigned) > assignLimit) return 'size';
  return bytesOf({ ...variables, ...assigned }) > variablesLimit ? 'size' : undefined;
};

/**
 * Leaves a state: Output and Assign are evaluated with the variables as they were before it, then the assigned ones
 * take their new values.
 * @throws {QueryFailure}
 */
export const leave = (recorder: Recorder, branch: Branch, frame: Frame, fields: Fields, leaving: Leaving): Planned => {
  const { otherwise: output, next } = leaving;
  if (isPlain(fields)) return exit(recorder, branch, frame, { output, assigned: undefined, next });
  return evaluateFields(fields, leaving).then((evaluated) => exit(recorder, branch, frame, { ...evaluated, next }));
};

const evaluateFields = async (
  fields: Fields,
  { prefix, otherwise, scope }: Leaving,
): Promise<{ output: Payload; assigned: { [name: string]: Payload } | undefined }> => {
  const seen = scope();
  let assigned: { [name: string]: Payload } | undefined;
  for (const [name, template] of Object.entries(fields.Assign ?? {})) {
    assigned ??= {};
    assigned[name] = await evaluateTemplate(template, `${prefix}Assign/${name}`, seen);
  }
  const output =
    fields.Output === undefined ? otherwise : await evaluateTemplate(fields.Output, `${prefix}Output`, seen);
  return { output, assigned };
};

const exit = (
  recorder: Recorder,
  branch: Branch,
  frame: Frame,
  {
    output,
    assigned,
    next,
  }: { output: Payload; assigned: { [name: string]: Payload } | undefined; next: string | undefined },
): Commit => {
  const excess = output.excess ?? (assigned === undefined ? undefined : excessOf(assigned, branch.variables));
  if (excess !== undefined) return exceeded(recorder, branch, frame.state, excess);
  const { state, definition } = frame;
  return () => recorder.record(branch, { type: 'StateExited', kind: definition.Type, state, output, assigned, next });
};
