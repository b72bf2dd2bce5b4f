import type { Fund } from '../../../shared/domain/funds.ts';
import { readDong } from '../../../shared/domain/money.ts';
import type { FieldProblem, Refusal } from '../../../shared/domain/refusal.ts';
import { dateText, type FormFields, wholeNumber } from './form-data.ts';
import { type Parsed, parseCommand } from './parsed.ts';

/** What was typed on the form of a grant, or of taking one back. */
export type GrantTyped = {
  readonly tranche: string;
  readonly number: string;
  readonly date: string;
  readonly signer: string;
  readonly reason: string;
  /** Amounts as typed, by source and activity: `state_budget.c.1`. */
  readonly amounts: Readonly<Record<string, string>>;
};

/** A form that nobody has typed into. */
export const freshGrant: GrantTyped = { tranche: '', number: '', date: '', signer: '', reason: '', amounts: {} };

const AMOUNT = 'amount.';

/** Reads the form. */
export const readGrant = (form: FormFields): GrantTyped => ({
  tranche: form.get('tranche'),
  number: form.get('number'),
  date: dateText(form.get('date')),
  signer: form.get('signer'),
  reason: form.get('reason'),
  amounts: Object.fromEntries(
    form
      .names()
      .filter((name) => name.startsWith(AMOUNT))
      .map((name) => [name.slice(AMOUNT.length), form.get(name)]),
  ),
});

type Read = { readonly activity: string; readonly source: string; readonly amount: number } | FieldProblem;

/** The name of the field for an activity's money from a source. */
export const amountField = ({ activity, source }: Fund): string => `${AMOUNT}${source}.${activity}`;

const readAmount = (name: string, text: string, index: number): Read => {
  const read = readDong(text);
  const dot = name.indexOf('.');
  if (read.ok) return { activity: name.slice(dot + 1), source: name.slice(0, dot), amount: read.dong };
  const code = read.why === 'comma' ? 'comma-in-amount' : 'not-an-amount';
  return { path: `split[${index}].amount`, code, given: text };
};

const isProblem = (read: Read): read is FieldProblem => 'code' in read;

const refuse = (problems: readonly FieldProblem[]): Parsed => ({ ok: false, refusal: { kind: 'problems', problems } });

/** What has to be typed and was not: the paper's number, date and signer. */
const missing = ({ number, date, signer }: GrantTyped): readonly FieldProblem[] =>
  Object.entries({ number: number.trim(), date, signer }).flatMap(([path, text]) =>
    text === '' ? [{ path, code: 'missing' as const }] : [],
  );

const paperOf = ({ number, date, signer }: GrantTyped) => ({ number, date, signer });

const outOfPaper = (parsed: Parsed): Parsed => {
  if (parsed.ok || parsed.refusal.kind !== 'problems') return parsed;
  const problems = parsed.refusal.problems.map((found) => ({ ...found, path: found.path.replace(/^paper\./, '') }));
  return { ok: false, refusal: { kind: 'problems', problems } };
};

/** The rows that something was typed in, in the order in which the command has them. */
const filledRows = ({ amounts }: GrantTyped): readonly string[] =>
  Object.entries(amounts).flatMap(([name, text]) => (text.trim() === '' ? [] : [name]));

/** The command that records a grant; a row without an amount gets nothing. */
export const grantCommand = (
  form: FormFields,
  of: { readonly round: string; readonly unit: string },
  typed: GrantTyped,
): Parsed => {
  const reads = filledRows(typed).map((name, index) => readAmount(name, typed.amounts[name] ?? '', index));
  const wrong = [...reads.filter(isProblem), ...missing(typed)];
  if (wrong.length > 0) return refuse(wrong);
  return outOfPaper(
    parseCommand(form, {
      do: 'record-grant',
      ...of,
      seen: wholeNumber(form.get('seen')),
      tranche: wholeNumber(typed.tranche.trim()),
      split: reads,
      paper: paperOf(typed),
    }),
  );
};

/** The command that takes a grant back. */
export const reverseCommand = (
  form: FormFields,
  of: { readonly round: string; readonly unit: string; readonly grant: number },
  typed: GrantTyped,
): Parsed => {
  const wrong: readonly FieldProblem[] = [
    ...missing(typed),
    ...(typed.reason.trim() === '' ? [{ path: 'reason', code: 'reason-missing' } as const] : []),
  ];
  if (wrong.length > 0) return refuse(wrong);
  return outOfPaper(
    parseCommand(form, {
      do: 'reverse-grant',
      ...of,
      seen: wholeNumber(form.get('seen')),
      paper: paperOf(typed),
      reason: typed.reason,
    }),
  );
};

/** Problems of amounts at the fields they were typed in, which the form names by source and activity. */
export const atFields = (refusal: Refusal, typed: GrantTyped): Refusal => {
  if (refusal.kind !== 'problems') return refusal;
  const filled = filledRows(typed);
  const problems = refusal.problems.map((found) => {
    const [, index] = /^split\[(\d+)\]/.exec(found.path) ?? [];
    const name = index === undefined ? undefined : filled[Number(index)];
    return name === undefined ? found : { ...found, path: `${AMOUNT}${name}` };
  });
  return { kind: 'problems', problems };
};
