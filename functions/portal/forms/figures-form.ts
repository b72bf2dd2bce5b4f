import type { UnitFigures } from '../../../shared/app/views/package-view.ts';
import { type FigureInput, type FigureStage } from '../../../shared/domain/figures.ts';
import { readDong } from '../../../shared/domain/money.ts';
import type { FieldProblem } from '../../../shared/domain/refusal.ts';
import { type FormFields, wholeNumber } from './form-data.ts';
import { type Parsed, parseCommand } from './parsed.ts';

/** One line as typed in the form that sets figures. */
export type FigureTyped = { readonly no: number; readonly amount: string; readonly reason: string };
/** One unit's part of that form. */
export type UnitTyped = {
  readonly seen: number;
  readonly figures: readonly FigureTyped[];
  readonly inputs: readonly FigureInput[];
  readonly problems: readonly FieldProblem[];
};

/** Where a unit's fields are in the form. */
export const unitPath = (estimate: string): string => `units.${estimate}`;

/** Reads one unit's part; undefined where the form has none of it. */
export const readUnit = (form: FormFields, estimate: string): UnitTyped | undefined => {
  const at = unitPath(estimate);
  if (!form.has(`${at}.seen`)) return undefined;
  const figures: FigureTyped[] = [];
  const inputs: FigureInput[] = [];
  const problems: FieldProblem[] = [];
  for (let index = 0; form.has(`${at}.figures[${index}].no`); index += 1) {
    const [no, amount, reason] = (['no', 'amount', 'reason'] as const).map((name) =>
      form.get(`${at}.figures[${index}].${name}`),
    );
    const typed = { no: wholeNumber(no ?? ''), amount: amount ?? '', reason: reason ?? '' };
    const path = `figures[${index}].amount`;
    figures.push(typed);
    const read = readDong(typed.amount);
    if (typed.amount.trim() === '') problems.push({ path, code: 'missing' });
    else if (!read.ok)
      problems.push({
        path,
        code: read.why === 'comma' ? 'comma-in-amount' : 'not-an-amount',
        given: typed.amount.slice(0, 100),
      });
    else inputs.push({ no: typed.no, amount: read.dong, reason: typed.reason });
  }
  return { seen: wholeNumber(form.get(`${at}.seen`)), figures, inputs, problems };
};

/** Whether a unit's part says something else than what stands. */
export const differs = ({ inputs }: UnitTyped, { lines }: UnitFigures, stage: FigureStage): boolean =>
  inputs.some(({ no, amount, reason }) => {
    const line = lines.find((one) => one.line.no === no);
    const standing = stage === 'appraisal' ? line?.appraised : line?.approved;
    return (
      standing?.amount !== amount ||
      (standing.reason !== reason.trim() && standing.reason !== '') ||
      (standing.reason === '' && reason.trim() !== '')
    );
  });

/** What names the work on a package: the stage and submission that the form showed. */
export type AtStage = { readonly package: string; readonly stage: string; readonly submission: number };

/** Sets one unit's figures; a form with several units makes one request for each. */
export const figuresCommand = (
  form: FormFields,
  at: AtStage,
  { estimate, n }: { readonly estimate: string; readonly n: number },
  typed: UnitTyped,
): Parsed => {
  if (typed.problems.length > 0) return { ok: false, refusal: { kind: 'problems', problems: typed.problems } };
  const named: FormFields = { ...form, get: (name) => (name === 'id' ? `${form.get('id')}:${n}` : form.get(name)) };
  return parseCommand(named, { do: 'set-figures', ...at, estimate, seen: typed.seen, figures: typed.inputs });
};
