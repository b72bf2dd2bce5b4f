import type { Frame } from './checkpoint.ts';
import { assignedDetails, outputDetails } from './history.ts';
import { isOversized, type Json } from './json.ts';
import type { Scope } from './jsonata.ts';
import { evaluateTemplate } from './template.ts';
import type { Turn } from './turn.ts';

type Leaving = {
  /** Where the fields stand: empty, `Choices[0]/` or `Catch[0]/`. */
  prefix: string;
  /** The output where the state gives none. */
  otherwise: Json;
  /** The next state; undefined ends the execution. */
  next: string | undefined;
  scope: Scope;
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
  turn: Turn,
  frame: Frame,
  fields: { Output?: Json | undefined; Assign?: { [name: string]: Json } | undefined },
  { prefix, otherwise, next, scope }: Leaving,
): Promise<void> => {
  const assigned: [string, Json][] = [];
  for (const [name, template] of Object.entries(fields.Assign ?? {}))
    assigned.push([name, await evaluateTemplate(template, `${prefix}Assign/${name}`, scope)]);
  const output =
    fields.Output === undefined ? otherwise : await evaluateTemplate(fields.Output, `${prefix}Output`, scope);
  const text = JSON.stringify(output);
  const variables = assigned.map(([, value]) => JSON.stringify(value));
  if (isOversized(text) || variables.some(isOversized)) {
    turn.end({ status: 'FAILED', error: 'States.DataLimitExceeded', cause: tooLarge(frame.state) });
    return;
  }
  turn.record(`${turn.state(frame.state).Type}StateExited`, {
    name: frame.state,
    ...outputDetails(text),
    ...assignedDetails(assigned),
  });
  turn.variables = { ...turn.variables, ...Object.fromEntries(assigned) };
  if (next === undefined) turn.end({ status: 'SUCCEEDED', output });
  else turn.phase = { kind: 'enter', state: next, input: output };
};
