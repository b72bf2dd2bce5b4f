import { type AskedCut, cutItems } from '../../../shared/app/cut-lines.ts';
import type { CutView } from '../../../shared/app/views/cut-view.ts';
import {
  type CutProblem,
  CutSpread,
  cutToCeiling,
  LAST_PRIORITY,
  type ProposedCut,
} from '../../../shared/domain/ceiling.ts';
import { readDong } from '../../../shared/domain/money.ts';
import type { AnyProblem } from '../../../shared/domain/refusal.ts';
import type { FormFields } from './form-data.ts';

/** The form as it was sent: what was asked, which lines a person fixed, which unit of the package is shown. */
export type CutTyped = {
  readonly ceiling: string;
  /** Empty until it is chosen. */
  readonly spread: CutSpread | '';
  readonly priorities: ReadonlyMap<string, string>;
  readonly reason: string;
  readonly fixed: ReadonlyMap<string, string>;
  /** Estimates whose part of this cut is recorded already: they stay as they are. */
  readonly done: ReadonlySet<string>;
};

/** The form before anybody typed. */
export const freshCut: CutTyped = {
  ceiling: '',
  spread: '',
  priorities: new Map(),
  reason: '',
  fixed: new Map(),
  done: new Set(),
};

/** Where a line's amount is in the form. */
export const cutPath = (key: string): string => `cut.${key}`;

/** Where an activity's priority is in the form. */
export const priorityPath = (code: string): string => `priority.${code}`;

/**
 * Reads the form. A line is fixed where its box says so, or where its amount is no longer the one that was proposed.
 */
export const readCut = (form: FormFields): CutTyped => {
  const fixed = new Map<string, string>();
  const priorities = new Map<string, string>();
  for (const name of form.names()) {
    const [, key] = /^cut\.(.+)\.amount$/.exec(name) ?? [];
    const [, code] = /^priority\.(.+)$/.exec(name) ?? [];
    if (code !== undefined) priorities.set(code, form.get(name).trim());
    if (key === undefined) continue;
    const at = cutPath(key);
    const amount = form.get(name).trim();
    if (form.has(`${at}.fixed`) || amount !== form.get(`${at}.was`)) fixed.set(key, amount);
  }
  return {
    ceiling: form.get('ceiling'),
    spread: CutSpread.safeParse(form.get('spread')).data ?? '',
    priorities,
    reason: form.get('reason'),
    fixed,
    done: new Set(
      form
        .get('done')
        .split(' ')
        .filter((id) => id !== ''),
    ),
  };
};

const readAmount = (path: string, text: string): { readonly dong: number } | { readonly problem: AnyProblem } => {
  if (text.trim() === '') return { problem: { path, code: 'missing' } };
  const read = readDong(text);
  if (read.ok) return { dong: read.dong };
  const code = read.why === 'comma' ? 'comma-in-amount' : 'not-an-amount';
  return { problem: { path, code, given: text.slice(0, 100) } };
};

const placed = (found: CutProblem): AnyProblem =>
  found.path === 'ceiling' ? found : { ...found, path: `${cutPath(found.path)}.amount` };

/** What came of a form: the proposal, or everything that is wrong with what was typed. */
export type CutAnswer =
  | { readonly ok: true; readonly cut: Extract<ProposedCut, { ok: true }>['cut']; readonly asked: AskedCut }
  | { readonly ok: false; readonly problems: readonly AnyProblem[] };

/** Works the proposal out anew from what was typed, on the figures as they stand. */
export const proposeCut = (view: CutView, typed: CutTyped): CutAnswer => {
  const problems: AnyProblem[] = [];
  const priorities = new Map<string, number>();
  for (const [code, text] of typed.priorities) {
    const holds = /^[1-9]$/.test(text) && Number(text) <= LAST_PRIORITY;
    if (holds) priorities.set(code, Number(text));
    else problems.push({ path: priorityPath(code), code: 'not-a-priority', least: 1, most: LAST_PRIORITY });
  }
  if (typed.spread === '') problems.push({ path: 'spread', code: 'missing' });
  const ceiling = readAmount('ceiling', typed.ceiling);
  if ('problem' in ceiling) problems.push(ceiling.problem);
  const fixed = new Map<string, number>();
  for (const [key, text] of typed.fixed) {
    const read = readAmount(`${cutPath(key)}.amount`, text);
    if ('problem' in read) problems.push(read.problem);
    else fixed.set(key, read.dong);
  }
  for (const { estimate, lines } of view.cutUnits)
    if (typed.done.has(estimate.body.id)) for (const { key, standing } of lines) fixed.set(key, standing);
  if (problems.length > 0 || 'problem' in ceiling || typed.spread === '') return { ok: false, problems };
  const asked = { ceiling: ceiling.dong, spread: typed.spread, priorities };
  const proposed = cutToCeiling(cutItems(view.cutUnits, priorities), { ...asked, fixed });
  return proposed.ok ? { ok: true, cut: proposed.cut, asked } : { ok: false, problems: proposed.problems.map(placed) };
};

const inOrder = (typed: ReadonlyMap<string, string>) => [...typed].toSorted(([one], [other]) => (one < other ? -1 : 1));

/** What a proposal was worked out from: a form that says something else has to be shown its own proposal first. */
export const basisOf = ({ ceiling, spread, priorities, fixed }: CutTyped): string =>
  JSON.stringify([ceiling.trim(), spread, inOrder(priorities), inOrder(fixed)]);
