import { readDong } from '../../../shared/domain/money.ts';
import type { FieldProblem, Refusal } from '../../../shared/domain/refusal.ts';
import { dateText, type FormFields } from './form-data.ts';
import { type Parsed, parseCommand } from './parsed.ts';

/** What was typed on the form of an adjustment. */
export type AdjustmentTyped = {
  readonly kind: string;
  readonly number: string;
  readonly date: string;
  readonly reason: string;
  /** Amounts as typed, by the number of the line. */
  readonly lines: Readonly<Record<string, string>>;
};

const LINE = 'line.';

/** Reads the form. */
export const readAdjustment = (form: FormFields): AdjustmentTyped => ({
  kind: form.get('kind'),
  number: form.get('number'),
  date: dateText(form.get('date')),
  reason: form.get('reason'),
  lines: Object.fromEntries(
    form
      .names()
      .filter((name) => name.startsWith(LINE))
      .map((name) => [name.slice(LINE.length), form.get(name)]),
  ),
});

/** The lines whose amount is another than the one that the form showed, in the order of the command. */
const changedLines = (form: FormFields, { lines }: AdjustmentTyped): readonly string[] =>
  Object.keys(lines).filter((no) => {
    const read = readDong(lines[no] ?? '');
    return !read.ok || String(read.dong) !== form.get(`was.${no}`);
  });

/** The command that opens the adjustment, with the lines that were changed. */
export const adjustmentCommand = (
  form: FormFields,
  { round, unit }: { readonly round: string; readonly unit: string },
  typed: AdjustmentTyped,
): Parsed => {
  const wrong: FieldProblem[] = [];
  if (typed.number.trim() === '') wrong.push({ path: 'number', code: 'missing' });
  if (typed.date === '') wrong.push({ path: 'date', code: 'missing' });
  const lines = changedLines(form, typed).flatMap((no) => {
    const given = typed.lines[no] ?? '';
    const read = readDong(given);
    if (read.ok) return [{ unit, no: Number(no), amount: read.dong }];
    wrong.push({ path: `${LINE}${no}`, code: read.why === 'comma' ? 'comma-in-amount' : 'not-an-amount', given });
    return [];
  });
  if (wrong.length > 0) return { ok: false, refusal: { kind: 'problems', problems: wrong } };
  const { kind, number, date, reason } = typed;
  const parsed = parseCommand(form, { do: 'open-adjustment', round, kind, cites: { number, date }, reason, lines });
  if (parsed.ok || parsed.refusal.kind !== 'problems') return parsed;
  const problems = parsed.refusal.problems.map((found) => ({ ...found, path: found.path.replace(/^cites\./, '') }));
  return { ok: false, refusal: { kind: 'problems', problems } };
};

/** Problems of lines at the fields they were typed in. */
export const atLines = (refusal: Refusal, form: FormFields, typed: AdjustmentTyped): Refusal => {
  if (refusal.kind !== 'problems') return refusal;
  const changed = changedLines(form, typed);
  const problems = refusal.problems.map((found) => {
    const [, index] = /^lines\[(\d+)\]/.exec(found.path) ?? [];
    const no = index === undefined ? undefined : changed[Number(index)];
    return no === undefined ? found : { ...found, path: `${LINE}${no}` };
  });
  return { kind: 'problems', problems };
};

/** The command that withdraws an adjustment. */
export const withdrawCommand = (
  form: FormFields,
  at: { readonly package: string; readonly stage: string; readonly submission: number },
  reason: string,
): Parsed => parseCommand(form, { do: 'withdraw-adjustment', ...at, shown: form.get('shown'), reason });
