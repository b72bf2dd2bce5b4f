import type { Lines } from '../../../shared/app/views/estimate-view.ts';
import { type DraftLine, readDraft } from '../../../shared/domain/draft.ts';
import { type Line, SourceOfFunds } from '../../../shared/domain/lines.ts';
import type { FieldProblem } from '../../../shared/domain/refusal.ts';
import { writeDong } from '../../../shared/domain/money.ts';
import { dateText, type FormFields, wholeNumber } from './form-data.ts';
import { type Parsed, parseCommand } from './parsed.ts';

/** The codes of the budget index that a line can carry. */
export const CLASSIFICATION = ['chapter', 'category', 'item', 'section', 'subsection'] as const;

/** A row that nobody has typed into. */
export const blankRow: DraftLine = {
  activity: '',
  content: '',
  measure: '',
  quantity: '',
  times: '1',
  unitPrice: '',
  amount: '',
  source: 'state_budget',
  basis: '',
  note: '',
};

/** A line as its form shows it. Its amount is left to be worked out, so that changing a price is enough. */
const rowOf = (line: Line): DraftLine => ({
  ...line,
  quantity: writeDong(line.quantity),
  times: writeDong(line.times),
  unitPrice: writeDong(line.unitPrice),
  amount: '',
  classification: Object.fromEntries(
    Object.entries(line.classification ?? {}).flatMap(([name, code]) => (code === undefined ? [] : [[name, code]])),
  ),
});

/** The rows that a form starts from. */
export const rowsOf = (lines: Lines): readonly DraftLine[] => {
  switch (lines.of) {
    case 'draft':
      return lines.lines;
    case 'version':
      return lines.lines.map(rowOf);
    case 'nothing':
      return [];
  }
};

/** The longest text that a cell takes; what is longer is cut off and then complained of as too long. */
const CELL = 2000;

const readRow = (form: FormFields, index: number): DraftLine => {
  const cell = (name: string): string => form.get(`lines[${index}].${name}`).slice(0, CELL);
  const no = wholeNumber(cell('no'));
  const codes = CLASSIFICATION.map((name) => [name, cell(`classification.${name}`).trim().slice(0, 10)] as const);
  const given = codes.filter(([, code]) => code !== '');
  return {
    ...(no >= 1 && no <= 9999 ? { no } : {}),
    activity: cell('activity'),
    content: cell('content'),
    measure: cell('measure'),
    quantity: cell('quantity'),
    times: cell('times'),
    unitPrice: cell('unitPrice'),
    amount: cell('amount'),
    source: SourceOfFunds.catch('state_budget').parse(cell('source')),
    basis: cell('basis'),
    note: cell('note'),
    ...(given.length > 0 ? { classification: Object.fromEntries(given) } : {}),
  };
};

/** More rows than this are not read; the command refuses far fewer. */
const MOST_ROWS = 2001;

/** The numbers of the rows that a form carries, in order, whatever is between them. */
const rowNumbers = (form: FormFields): readonly number[] => {
  const numbers = form.names().flatMap((name) => {
    const [, digits] = /^lines\[(\d{1,6})\]\.content$/.exec(name) ?? [];
    return digits === undefined ? [] : [Number(digits)];
  });
  return numbers.toSorted((a, b) => a - b).slice(0, MOST_ROWS);
};

/** The rows typed, without those left empty or marked to be taken out, so that messages count what is shown. */
export const readRows = (form: FormFields): readonly DraftLine[] =>
  readDraft(
    rowNumbers(form)
      .filter((index) => !form.has(`lines[${index}].remove`))
      .map((index) => readRow(form, index)),
  ).lines;

/** What only a form that was not ours can carry: a source of funds that is none, a line's number that is none. */
const madeUp = (form: FormFields): readonly FieldProblem[] =>
  form.names().flatMap((path): FieldProblem[] => {
    const [, field] = /^lines\[\d+\]\.(source|no)$/.exec(path) ?? [];
    const text = form.get(path);
    const no = wholeNumber(text);
    const holds =
      field === undefined ||
      (field === 'source' ? SourceOfFunds.safeParse(text).success : text === '' || (no >= 1 && no <= 9999));
    return holds ? [] : [{ path, code: 'invalid' }];
  });

/** Saves or submits the rows typed. */
export const linesCommand = (
  form: FormFields,
  action: 'save-draft' | 'submit-estimate',
  estimate: string,
  lines: readonly DraftLine[],
): Parsed => {
  const problems = madeUp(form);
  return problems.length > 0
    ? { ok: false, refusal: { kind: 'problems', problems } }
    : parseCommand(form, { do: action, estimate, seen: wholeNumber(form.get('seen')), lines });
};

/** Takes back what was submitted. */
export const recallCommand = (form: FormFields, estimate: string): Parsed =>
  parseCommand(form, { do: 'recall-estimate', estimate, seen: wholeNumber(form.get('seen')) });

/** Signs that nothing is proposed. */
export const nilCommand = (form: FormFields, estimate: string): Parsed =>
  parseCommand(form, { do: 'sign-nil', estimate, seen: wholeNumber(form.get('seen')), reason: form.get('reason') });

/** Sends an estimate back to its unit. */
export const returnCommand = (form: FormFields, estimate: string): Parsed =>
  parseCommand(form, {
    do: 'return-estimate',
    estimate,
    seen: wholeNumber(form.get('seen')),
    reason: form.get('reason'),
    due: dateText(form.get('due')),
  });
