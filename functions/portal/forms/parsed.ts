import type * as z from 'zod';
import { Command, type CommandRequest } from '../../../shared/contracts/commands.ts';
import { CommandId } from '../../../shared/domain/ids.ts';
import type { FieldProblem, Refusal } from '../../../shared/domain/refusal.ts';
import type { FormFields } from './form-data.ts';

/** A command that a form makes, or why it makes none. */
export type Parsed =
  | { readonly ok: true; readonly request: CommandRequest }
  | { readonly ok: false; readonly refusal: Refusal };

const pathOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  );

const DATES = /(?:^|\.)(?:due|date|from|until|asOf)(?:$|\.)/;

/** What a schema found wrong, as problems of fields; `under` is left out of their paths. */
export const problemsFromIssues = (issues: readonly z.core.$ZodIssue[], under = ''): readonly FieldProblem[] =>
  issues.map((issue): FieldProblem => {
    const whole = pathOf(issue.path);
    const path = under !== '' && whole.startsWith(`${under}.`) ? whole.slice(under.length + 1) : whole;
    if (issue.code === 'too_big' && issue.origin === 'string')
      return { path, code: 'too-long', most: Number(issue.maximum) };
    const missing = issue.code === 'invalid_type' && issue.input === undefined;
    if (missing) return { path, code: 'missing' };
    return { path, code: DATES.test(path) ? 'not-a-date' : 'invalid' };
  });

/** Reads what a form asks for. The action is part of the id: another button of the same page is another request. */
export const parseCommand = (
  form: FormFields,
  asks: { readonly do: Command['do'] } & Record<string, unknown>,
): Parsed => {
  const id = CommandId.safeParse(`${form.get('id')}:${asks.do}`);
  const command = Command.safeParse(asks, { reportInput: true });
  if (id.success && command.success) return { ok: true, request: { id: id.data, command: command.data } };
  const wrong = [
    ...(id.success ? [] : [{ path: 'id', code: 'missing' } as const]),
    ...(command.success ? [] : problemsFromIssues(command.error.issues)),
  ];
  return { ok: false, refusal: { kind: 'problems', problems: wrong } };
};
