import { Dong, sum } from './money.ts';

/** A figure that gets its share of an amount. `key` names it for good. */
export type Weighed<K extends string | number> = { readonly key: K; readonly before: Dong };

type Share<K extends string | number> = { readonly item: Weighed<K>; readonly whole: bigint; readonly rest: bigint };

const byLargestRest = <K extends string | number>(one: Share<K>, other: Share<K>): number => {
  if (one.rest !== other.rest) return one.rest > other.rest ? -1 : 1;
  if (one.item.before !== other.item.before) return other.item.before - one.item.before;
  return one.item.key < other.item.key ? -1 : 1;
};

/**
 * Divides `target` in proportion, in whole đồng by largest remainder; equal remainders go to the larger figure, then by
 * key, so that the order of the items says nothing. Never above a figure: target ≤ their sum.
 */
export const inProportion = <K extends string | number>(
  items: readonly Weighed<K>[],
  target: number,
): ReadonlyMap<K, Dong> => {
  const total = BigInt(sum(items.map(({ before }) => before)));
  if (total === 0n) return new Map(items.map(({ key, before }) => [key, before]));
  const shares = items.map((item): Share<K> => {
    const product = BigInt(item.before) * BigInt(target);
    return { item, whole: product / total, rest: product % total };
  });
  let left = BigInt(target) - shares.reduce((given, { whole }) => given + whole, 0n);
  const amounts = new Map<K, Dong>();
  for (const { item, whole } of shares.toSorted(byLargestRest)) {
    const extra = left > 0n ? 1n : 0n;
    left -= extra;
    amounts.set(item.key, Dong.parse(Number(whole + extra)));
  }
  return amounts;
};
