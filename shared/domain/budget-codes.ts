import * as z from 'zod';
import { Instant } from './calendar.ts';
import { PagesRef } from './estimate.ts';
import { PersonId } from './ids.ts';
import type { PersonActor } from './journal.ts';

/** The five kinds of code of the state budget index: Chương, Loại, Khoản, Mục, Tiểu mục (Thông tư 324/2016/TT-BTC). */
export const CodePart = z.enum(['chapter', 'category', 'item', 'section', 'subsection']);
export type CodePart = z.infer<typeof CodePart>;

/** One row of the table that an office loads. */
export const BudgetCode = z.strictObject({
  part: CodePart,
  code: z.string().regex(/^\d{3,4}$/),
  name: z.string().min(1).max(300),
});
export type BudgetCode = z.infer<typeof BudgetCode>;

/** The state budget index (Mục lục NSNN) in force for a locality: its rows on pages, who loaded it and when. */
export const CodesRecord = z.strictObject({
  id: z.string(),
  codes: PagesRef,
  editions: z.int().min(1),
  by: PersonId,
  at: Instant,
});
export type CodesRecord = z.infer<typeof CodesRecord>;

/** What can happen to a locality's budget index. */
export const CodesEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('CodesLoaded'), codes: PagesRef }),
]);
export type CodesEvent = z.infer<typeof CodesEvent>;

/** The one table of a locality. */
export const BUDGET_INDEX = 'budget-index';

/** The record after a table was loaded: the newest table counts, for what is submitted from then on. */
export const evolveCodes = (
  id: string,
  state: CodesRecord | undefined,
  event: CodesEvent,
  { at, by }: { readonly at: Instant; readonly by: PersonActor | undefined },
): CodesRecord => {
  if (by === undefined) throw new Error('A person loads the budget index.');
  return { id, codes: event.codes, editions: (state?.editions ?? 0) + 1, by: by.person, at };
};

/** What is wrong with one row of a table, counted from 0 in what was sent. */
export type CodeProblem = { readonly path: string } & (
  | { readonly code: 'no-codes' | 'code-row'; readonly given: string }
  | { readonly code: 'doubled-code'; readonly given: string }
  | { readonly code: 'too-many-codes'; readonly most: number }
);

/** More rows than this are no budget index: the circular has some two thousand. */
export const MOST_CODES = 5000;

const PARTS: ReadonlyMap<string, CodePart> = new Map([
  ['chương', 'chapter'],
  ['loại', 'category'],
  ['khoản', 'item'],
  ['mục', 'section'],
  ['tiểu mục', 'subsection'],
  ...CodePart.options.map((part) => [part, part] as const),
]);

const digitsOf = (part: CodePart): number => (part === 'section' || part === 'subsection' ? 4 : 3);

const readRow = (row: string): BudgetCode | undefined => {
  const [kind = '', code = '', ...rest] = row.split(/[;\t]/u).map((cell) => cell.trim());
  const part = PARTS.get(kind.toLocaleLowerCase('vi'));
  if (part === undefined || code.length !== digitsOf(part)) return undefined;
  return BudgetCode.safeParse({ part, code, name: rest.join('; ').replace(/(?:; )+$/u, '') }).data;
};

/** How a code is looked up. */
export const codeKey = (part: CodePart, code: string): string => `${part} ${code}`;

/** A table that holds, or everything that is wrong with it. */
export type ReadCodes =
  | { readonly ok: true; readonly codes: readonly BudgetCode[] }
  | { readonly ok: false; readonly problems: readonly CodeProblem[] };

/**
 * Reads a table as an office pastes it from its spreadsheet: a row a line, `Tiểu mục; 6606; Tuyên truyền, quảng cáo`,
 * separated by semicolons or tabs. Blank rows are left out; the first fault of each row is named.
 */
export const readCodes = (text: string): ReadCodes => {
  const rows = text
    .normalize('NFC')
    .split(/\r?\n/u)
    .map((row, index) => ({ row: row.trim(), index }))
    .filter(({ row }) => row !== '');
  if (rows.length === 0) return { ok: false, problems: [{ path: 'text', code: 'no-codes', given: '' }] };
  if (rows.length > MOST_CODES)
    return { ok: false, problems: [{ path: 'text', code: 'too-many-codes', most: MOST_CODES }] };
  const problems: CodeProblem[] = [];
  const seen = new Set<string>();
  const codes: BudgetCode[] = [];
  for (const { row, index } of rows) {
    const path = `codes[${index}]`;
    const read = readRow(row);
    if (read === undefined) problems.push({ path, code: 'code-row', given: row.slice(0, 80) });
    else if (seen.has(codeKey(read.part, read.code)))
      problems.push({ path, code: 'doubled-code', given: row.slice(0, 80) });
    else {
      seen.add(codeKey(read.part, read.code));
      codes.push(read);
    }
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, codes };
};
