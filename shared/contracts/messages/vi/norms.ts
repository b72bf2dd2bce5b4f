/** Spending norms (định mức). */
export const norms = {
  above: (price: string, norm: string, title: string, source: string, amount: string): string =>
    `Cao hơn định mức: đơn giá ${price}, định mức ${norm} (${title}; ${source}). Gợi ý: ${amount}. Người thẩm định quyết định.`,
};
