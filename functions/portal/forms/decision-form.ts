import { dateText, type FormFields } from './form-data.ts';
import type { AtStage } from './figures-form.ts';
import { type Parsed, parseCommand } from './parsed.ts';

/** What was typed on a decision or confirmation page. */
export type DecisionTyped = {
  readonly choice: string;
  readonly to: string;
  readonly reason: string;
  readonly remark: string;
  readonly number: string;
  readonly date: string;
};

/** A page that nobody has typed into: nothing is chosen. */
export const freshDecision: DecisionTyped = { choice: '', to: '', reason: '', remark: '', number: '', date: '' };

/** Reads the page. */
export const readDecision = (form: FormFields): DecisionTyped => ({
  choice: form.get('choice'),
  to: form.get('to'),
  reason: form.get('reason'),
  remark: form.get('remark'),
  number: form.get('number'),
  date: dateText(form.get('date')),
});

const shownAt = (form: FormFields, at: AtStage) => ({ ...at, shown: form.get('shown') });

/** Fixes the figures so that they can be signed. */
export const prepareCommand = (form: FormFields, at: AtStage): Parsed =>
  parseCommand(form, { do: 'prepare-decision', ...shownAt(form, at) });

/** Lets the figures be set again. */
export const reopenCommand = (form: FormFields, at: AtStage): Parsed =>
  parseCommand(form, { do: 'reopen-figures', ...shownAt(form, at) });

/** Passes the package on. */
export const forwardCommand = (form: FormFields, at: AtStage, { remark }: DecisionTyped): Parsed =>
  parseCommand(form, { do: 'forward-package', ...shownAt(form, at), remark });

/** Sends the package back. A stage that was not chosen is said so at its field. */
export const returnPackageCommand = (form: FormFields, at: AtStage, { to, reason }: DecisionTyped): Parsed => {
  if (to !== '') return parseCommand(form, { do: 'return-package', ...shownAt(form, at), to, reason });
  const missing = [
    { path: 'to', code: 'missing' as const },
    ...(reason.trim() === '' ? [{ path: 'reason', code: 'reason-missing' as const }] : []),
  ];
  return { ok: false, refusal: { kind: 'problems', problems: missing } };
};

/** Approves what was prepared and shown. */
export const approveCommand = (form: FormFields, at: AtStage, typed: DecisionTyped): Parsed =>
  paperProblem(typed) ?? withPaper(form, { do: 'approve-package', ...shownAt(form, at) }, typed);

/** What a decision's paper lacks. */
export const paperProblem = ({ number, date }: DecisionTyped): Parsed | undefined => {
  if (number.trim() !== '' && date !== '') return undefined;
  const missing = [
    ...(number.trim() === '' ? [{ path: 'number', code: 'missing' as const }] : []),
    ...(date === '' ? [{ path: 'date', code: 'missing' as const }] : []),
  ];
  return { ok: false, refusal: { kind: 'problems', problems: missing } };
};

/** A command with the decision's paper; what is wrong with the paper is said at the page's fields. */
export const withPaper = (
  form: FormFields,
  asks: { readonly do: 'approve-package' | 'sign-off-package' } & Record<string, unknown>,
  { number, date }: DecisionTyped,
): Parsed => {
  const parsed = parseCommand(form, { ...asks, paper: { number, date, basis: form.get('basis') } });
  if (parsed.ok || parsed.refusal.kind !== 'problems') return parsed;
  const problems = parsed.refusal.problems.map((found) => ({ ...found, path: found.path.replace(/^paper\./, '') }));
  return { ok: false, refusal: { kind: 'problems', problems } };
};
