import { type Branch, type Frame, stateOf } from './execution.ts';
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

/** The cause that AWS gives for a payload over 256 KiB. */
export const tooLarge = (what: string): string =>
  `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`;

/**
 * Leaves a state: Output and Assign are evaluated with the variables as they were before it, then the assigned ones
 * take their new values.
 * @throws {QueryFailure}
 */
export const leave = (recorder: Recorder, branch: Branch, frame: Frame, fields: Fields, leaving: Leaving): Planned => {
  const { otherwise: output, next } = leaving;
  if (fields.Output === undefined && fields.Assign === undefined)
    return exit(recorder, branch, frame, { output, assigned: undefined, next });
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
  if (output.isOversized || (assigned !== undefined && Object.values(assigned).some((value) => value.isOversized))) {
    const cause = tooLarge(frame.state);
    return () =>
      recorder.record(branch, { type: 'StateFailed', error: 'States.DataLimitExceeded', cause, final: true });
  }
  const { Type: kind } = stateOf(branch.flow, frame.state);
  return () => recorder.record(branch, { type: 'StateExited', kind, state: frame.state, output, assigned, next });
};
