import * as z from 'zod';
import { Dong, sum } from './money.ts';
import { inProportion } from './proportion.ts';

/** How a cut is spread: in proportion to the figures, or from the least urgent activities upward. */
export const CutSpread = z.enum(['proportion', 'priority']);
export type CutSpread = z.infer<typeof CutSpread>;

/** The lowest priority that can be given: 1 is cut last, this one first. */
export const LAST_PRIORITY = 9;

/** One figure to be cut. `key` names it for good; `priority` counts from 1, what is most urgent. */
export type CutItem = { readonly key: string; readonly before: Dong; readonly priority: number };

/** What is asked: the ceiling in đồng, how to spread the cut, and the figures that a person fixed himself. */
export type CutRequest = {
  readonly ceiling: number;
  readonly spread: CutSpread;
  readonly fixed: ReadonlyMap<string, number>;
};

/** What is wrong with it; `path` is `ceiling` or the key of a fixed figure. */
export type CutProblem = { readonly path: string } & (
  | { readonly code: 'not-whole' | 'negative' | 'unknown-line' }
  | { readonly code: 'above-total'; readonly total: Dong }
  | { readonly code: 'above-standing'; readonly standing: Dong }
);

/** The cut: every figure by its key, what they come to, and what of the ceiling is left (negative: still above it). */
export type Cut = {
  readonly amounts: ReadonlyMap<string, Dong>;
  readonly total: Dong;
  readonly balance: number;
};

/** A cut that holds, or everything that is wrong with what was asked. */
export type ProposedCut =
  | { readonly ok: true; readonly cut: Cut }
  | { readonly ok: false; readonly problems: readonly CutProblem[] };

const amountProblem = (path: string, amount: number): CutProblem | undefined => {
  if (!Number.isSafeInteger(amount)) return { path, code: 'not-whole' };
  return amount < 0 ? { path, code: 'negative' } : undefined;
};

const problemsOf = (items: readonly CutItem[], { ceiling, fixed }: CutRequest): CutProblem[] => {
  const total = sum(items.map(({ before }) => before));
  const standing = new Map(items.map(({ key, before }) => [key, before]));
  const wrong =
    amountProblem('ceiling', ceiling) ??
    (ceiling > total ? ({ path: 'ceiling', code: 'above-total', total } as const) : undefined);
  const fixedWrong = [...fixed].flatMap(([key, amount]): CutProblem[] => {
    const before = standing.get(key);
    if (before === undefined) return [{ path: key, code: 'unknown-line' }];
    const found = amountProblem(key, amount);
    if (found !== undefined) return [found];
    return amount > before ? [{ path: key, code: 'above-standing', standing: before }] : [];
  });
  return [...(wrong === undefined ? [] : [wrong]), ...fixedWrong];
};

/** Keeps what is most urgent whole while the money lasts; the priority at which it runs out is cut in proportion. */
const byPriority = (items: readonly CutItem[], target: number): Map<string, Dong> => {
  const amounts = new Map<string, Dong>();
  let left = target;
  for (const priority of [...new Set(items.map((item) => item.priority))].toSorted((a, b) => a - b)) {
    const level = items.filter((item) => item.priority === priority);
    const given = Math.min(left, sum(level.map(({ before }) => before)));
    for (const [key, amount] of inProportion(level, given)) amounts.set(key, amount);
    left -= given;
  }
  return amounts;
};

/**
 * Proposes figures that come to exactly the ceiling. What a person fixed stays as he set it and the rest is spread
 * anew; where that cannot be met, the balance says by how much. Integer đồng, never below zero, never above a figure
 * before, the same whatever the order of the items.
 */
export const cutToCeiling = (items: readonly CutItem[], request: CutRequest): ProposedCut => {
  const problems = problemsOf(items, request);
  if (problems.length > 0) return { ok: false, problems };
  const { ceiling, spread, fixed } = request;
  const free = items.filter(({ key }) => !fixed.has(key));
  const set = [...fixed.values()].reduce((total, amount) => total + amount, 0);
  const target = Math.max(0, Math.min(ceiling - set, sum(free.map(({ before }) => before))));
  const shares = spread === 'proportion' ? inProportion(free, target) : byPriority(free, target);
  const amounts = new Map(
    items.map(({ key, before }) => [key, shares.get(key) ?? Dong.parse(fixed.get(key) ?? before)]),
  );
  const total = sum(amounts.values());
  return { ok: true, cut: { amounts, total, balance: ceiling - total } };
};
