import * as z from 'zod';
import { checkMachine } from './machine-checks.ts';
import { Machine } from './definition.ts';
import { isObject, parseJson } from './json.ts';

type Issue = z.core.$ZodIssue;

const pointer = (path: readonly PropertyKey[]): string => `/${path.map(String).join('/')}`;

const Typed = z.object({ Type: z.string() });

const typeIn = (state: unknown): string => {
  const typed = Typed.safeParse(state);
  return typed.success ? `'${typed.data.Type}'` : 'without a name';
};

const fieldsOf = (issue: Issue): string => {
  const at = pointer(issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => `Field '${key}' is not supported at ${at}`).join(', ');
    case 'invalid_union':
      return `State type ${typeIn(issue.input)} is not supported, only Task, Wait, Pass, Succeed, Fail and Choice, at ${at}`;
    case 'invalid_type':
      if (issue.input !== undefined || issue.path.length === 0) return `${issue.message} at ${at}`;
      return `These fields are required: [${String(issue.path.at(-1))}] at ${pointer(issue.path.slice(0, -1))}`;
    default:
      return `${issue.message} at ${at}`;
  }
};

/** A definition that was read, or why it is refused, worded after AWS: code, problem, place. */
export type ParsedMachine = { ok: true; machine: Machine } | { ok: false; problem: string };

/**
 * Reads a definition strictly: JSONata only, no field, state type or resource that the runner does not carry out
 * exactly. A refusal names state and field.
 */
export const parseMachine = (text: string): ParsedMachine => {
  const json = parseJson(text);
  if (!isObject(json))
    return { ok: false, problem: 'INVALID_JSON_DESCRIPTION: Definition must be a valid JSON object' };
  const parsed = Machine.safeParse(json, { reportInput: true });
  if (!parsed.success) {
    const problems = parsed.error.issues.map(fieldsOf).join(', ');
    return { ok: false, problem: `SCHEMA_VALIDATION_FAILED: ${problems}` };
  }
  const problems = checkMachine(parsed.data);
  return problems.length === 0 ? { ok: true, machine: parsed.data } : { ok: false, problem: problems.join(', ') };
};
