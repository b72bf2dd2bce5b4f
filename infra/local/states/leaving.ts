import { type Branch, type Frame, stateOf } from './execution.ts';
import type { Json } from './json.ts';
import type { Scope } from './jsonata.ts';
import type { Payload } from './payload.ts';
import type { Recorder } from './recorder.ts';
import { evaluateTemplate } from './template.ts';

/** What a step records once everything in it has been evaluated. */
export type Commit = () => void;

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
export const leave = async (
  recorder: Recorder,
  branch: Branch,
  frame: Frame,
  fields: { Output?: Json | undefined; Assign?: { [name: string]: Json } | undefined },
  { prefix, otherwise, next, scope }: Leaving,
): Promise<Commit> => {
  let assigned: { [name: string]: Payload } | undefined;
  let output = otherwise;
  if (fields.Output !== undefined || fields.Assign !== undefined) {
    const seen = scope();
    for (const [name, template] of Object.entries(fields.Assign ?? {})) {
      assigned ??= {};
      assigned[name] = await evaluateTemplate(template, `${prefix}Assign/${name}`, seen);
    }
    if (fields.Output !== undefined) output = await evaluateTemplate(fields.Output, `${prefix}Output`, seen);
  }
  if (output.isOversized || Object.values(assigned ?? {}).some((value) => value.isOversized)) {
    const cause = tooLarge(frame.state);
    return () =>
      recorder.record(branch, { type: 'StateFailed', error: 'States.DataLimitExceeded', cause, final: true });
  }
  const { Type: kind } = stateOf(branch.flow, frame.state);
  return () => recorder.record(branch, { type: 'StateExited', kind, state: frame.state, output, assigned, next });
};
