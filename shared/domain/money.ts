import * as z from 'zod';

/** The largest amount of one line, in đồng (one thousand tỷ); what is larger is a slip of the keys. */
export const LARGEST_LINE = 1_000_000_000_000;

/** The most that one estimate adds up to, in đồng: what a thousand of them come to still is an amount. */
export const LARGEST_ESTIMATE = 1_000_000_000_000;

/**
 * Whole đồng, zero or more, at most one thousand of the largest estimates (10^15): far inside the integers that a
 * double holds exactly.
 */
export const Dong = z
  .int()
  .min(0)
  .max(LARGEST_ESTIMATE * 1000)
  .brand<'Dong'>();
export type Dong = z.infer<typeof Dong>;

/** A difference of two amounts in whole đồng; negative for a cut. */
export const DongChange = z.int().brand<'DongChange'>();
export type DongChange = z.infer<typeof DongChange>;

/** The sum of amounts. Throws where it passes what `Dong` holds. */
export const sum = (amounts: Iterable<Dong>): Dong => {
  let total = 0;
  for (const amount of amounts) total += amount;
  return Dong.parse(total);
};

/** What `after` has more than `before`, negative where it has less. */
export const change = (before: Dong, after: Dong): DongChange => DongChange.parse(after - before);

/**
 * Reads an amount as people in Vietnamese offices write it: `1.234.567`, `1234567`, `1 234 567`, `1.234.567 đ`.
 * A comma is refused rather than guessed at: `1,5` is a fraction here and `1,234,567` is not how the form writes it.
 */
export const readDong = (text: string): { ok: true; dong: number } | { ok: false; why: 'not-a-number' | 'comma' } => {
  const bare = text
    .normalize('NFC')
    .trim()
    .replace(/\s*(?:đồng|đ|vnd|₫)$/iu, '');
  if (bare.includes(',')) return { ok: false, why: 'comma' };
  const compact = bare.replace(/[\s\u00a0\u202f]/gu, '');
  if (/^-?\d{1,3}(?:\.\d{3})+$/u.test(compact)) return { ok: true, dong: Number(compact.replaceAll('.', '')) };
  if (/^-?\d+(?:\.\d{1,2})?$/u.test(compact)) return { ok: true, dong: Number(compact) };
  return { ok: false, why: 'not-a-number' };
};

/** `1234567` as `1.234.567`, the way every page and mail writes amounts; a cut has the sign `−`. */
export const writeDong = (dong: number): string => {
  const digits = Math.abs(dong)
    .toString()
    .replace(/\B(?=(?:\d{3})+$)/gu, '.');
  return dong < 0 ? `\u2212${digits}` : digits;
};
