import type { norms as vi } from '../vi/norms.ts';

/** Spending norms (định mức). */
export const norms: typeof vi = {
  above: (price, norm, title, source, amount) =>
    `Above the norm: unit price ${price}, norm ${norm} (${title}; ${source}). Suggested: ${amount}. Whoever appraises decides.`,
};
