import * as z from 'zod';

/** The unit that a table prints its amounts in. */
export const MoneyScale = z.enum(['dong', 'thousand', 'million']);
export type MoneyScale = z.infer<typeof MoneyScale>;

const UNITS: { readonly [S in MoneyScale]: number } = { dong: 1, thousand: 1_000, million: 1_000_000 };

/** Whole đồng in the unit, rounded half up; each amount from its own true value, a total never from rounded parts. */
export const inScale = (dong: number, scale: MoneyScale): number => {
  const unit = UNITS[scale];
  const rest = dong % unit;
  return (dong - rest) / unit + (rest * 2 >= unit && rest > 0 ? 1 : 0);
};

/** Whether printed parts fail to add up to the printed total, so that a table owes its rounding note. */
export const roundsOff = (parts: readonly number[], total: number, scale: MoneyScale): boolean =>
  parts.reduce((printed, part) => printed + inScale(part, scale), 0) !== inScale(total, scale);
