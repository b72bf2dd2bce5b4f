import * as z from 'zod';
import { isMemo, type LineInput, type Problem, SourceOfFunds } from './lines.ts';
import { Dong, LARGEST_LINE, readDong } from './money.ts';

const cell = z.string().max(2000);

/** A line as it was typed: every cell is text, and nothing has been checked. What a saved draft keeps. */
export const DraftLine = z.strictObject({
  no: z.int().min(1).max(9999).optional(),
  activity: cell,
  content: cell,
  measure: cell,
  quantity: cell,
  times: cell,
  unitPrice: cell,
  amount: cell,
  source: SourceOfFunds,
  basis: cell,
  note: cell,
  classification: z.record(z.string(), z.string().max(10)).optional(),
});
export type DraftLine = z.infer<typeof DraftLine>;

const FIGURES = ['quantity', 'times', 'unitPrice', 'amount'] as const;
const TEXTS = ['activity', 'content', 'measure', 'basis', 'note'] as const;

/** Whether nothing was typed in a row: such rows are left out, not complained of. */
const isBlank = (line: DraftLine): boolean =>
  TEXTS.every((name) => line[name].trim() === '') &&
  FIGURES.every((name) => line[name].trim() === '' || (name === 'times' && line[name].trim() === '1'));

type ReadLine = { readonly input: LineInput; readonly problems: readonly Problem[] };

const readLine = (line: DraftLine, row: number): ReadLine => {
  const path = `lines[${row}]`;
  const problems: Problem[] = [];
  const figure = (name: (typeof FIGURES)[number], whenEmpty: number | undefined): number | undefined => {
    const text = line[name].trim();
    if (text === '') {
      if (whenEmpty === undefined && name !== 'amount') problems.push({ path: `${path}.${name}`, code: 'empty' });
      return whenEmpty;
    }
    const read = readDong(text);
    if (read.ok) return read.dong;
    problems.push({ path: `${path}.${name}`, code: read.why === 'comma' ? 'comma' : 'not-a-number', given: text });
    return undefined;
  };
  const [quantity, times, unitPrice] = [
    figure('quantity', undefined),
    figure('times', 1),
    figure('unitPrice', undefined),
  ];
  const amount = figure('amount', undefined);
  const input: LineInput = {
    row,
    no: line.no,
    activity: line.activity.trim(),
    content: line.content,
    measure: line.measure,
    quantity: quantity ?? 1,
    times: times ?? 1,
    unitPrice: unitPrice ?? 1,
    amount: problems.length > 0 ? undefined : amount,
    source: line.source,
    basis: line.basis,
    note: line.note,
    classification: line.classification,
  };
  return { input, problems };
};

/** The same line with its texts composed, as everything is stored. */
const composed = (line: DraftLine): DraftLine => ({
  ...line,
  activity: line.activity.normalize('NFC'),
  content: line.content.normalize('NFC'),
  measure: line.measure.normalize('NFC'),
  basis: line.basis.normalize('NFC'),
  note: line.note.normalize('NFC'),
});

/** What can be made of a draft: its rows, the lines read from them, what could not be read, the total so far. */
export type ReadDraft = {
  readonly lines: readonly DraftLine[];
  readonly inputs: readonly LineInput[];
  readonly problems: readonly Problem[];
  readonly total: Dong;
  /** What its rows of the communes' own budgets come to: in no total. */
  readonly memo: Dong;
};

/**
 * Reads typed lines. Empty rows are left out, and messages name the row that was typed; figures are read as Vietnamese offices write them. The total counts
 * each row whose figures hold, so that a draft shows a sum before it is complete.
 */
export const readDraft = (typed: readonly DraftLine[]): ReadDraft => {
  const rows = typed.map((line, row) => ({ line: composed(line), row })).filter(({ line }) => !isBlank(line));
  const read = rows.map(({ line, row }) => readLine(line, row));
  const amounts = read.map(({ input, problems }) => {
    const amount = input.quantity * input.times * input.unitPrice;
    const holds = problems.length === 0 && Number.isInteger(amount) && amount >= 0 && amount <= LARGEST_LINE;
    return holds ? amount : 0;
  });
  const totalWhere = (counts: (line: ReadLine) => boolean): Dong =>
    Dong.catch(Dong.parse(0)).parse(
      read.reduce((total, line, index) => total + (counts(line) ? (amounts[index] ?? 0) : 0), 0),
    );
  return {
    lines: rows.map(({ line }) => line),
    inputs: read.map(({ input }) => input),
    problems: read.flatMap(({ problems }) => problems),
    total: totalWhere(({ input }) => !isMemo(input)),
    memo: totalWhere(({ input }) => isMemo(input)),
  };
};
