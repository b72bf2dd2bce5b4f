/** The number that follows a paper's: its first digits raised by one, `009/QĐ-UBND` to `010/QĐ-UBND`. */
const following = (number: string): string =>
  number.replace(/\d{1,9}/, (digits) => String(Number(digits) + 1).padStart(digits.length, '0'));

/**
 * Numbers of papers with the empty ones filled, each after the one before it. What was typed stays, and before the
 * first that was typed, or after one without digits, nothing is made up.
 */
export const inSequence = (numbers: readonly string[]): readonly string[] => {
  const filled: string[] = [];
  for (const number of numbers) {
    const before = filled.at(-1) ?? '';
    const next = /\d/.test(before) ? following(before) : '';
    filled.push(number.trim() === '' ? next : number);
  }
  return filled;
};
