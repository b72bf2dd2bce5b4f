/** The sum of a figure over a list; 0 over none. */
export const sumOf = <T>(list: readonly T[], figure: (one: T) => number): number =>
  list.reduce((all, one) => all + figure(one), 0);
