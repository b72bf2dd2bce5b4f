import type { HashText } from './ids.ts';

/** Letters and digits that nobody takes for one another (Crockford's base 32). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** How many of them a code has: 40 bits, beyond guessing within its minutes, and still short enough to copy. */
const LENGTH = 8;

/** The code that belongs to a browser's secret: eight letters and digits; nobody finds the secret from it. */
export const codeOfSecret = (hash: HashText, secret: string): string => {
  const digest = hash(`code:${secret}`);
  return Array.from(
    { length: LENGTH },
    (_, index) => ALPHABET[Number.parseInt(digest.slice(index * 2, index * 2 + 2), 16) % ALPHABET.length] ?? '',
  ).join('');
};

/** A code as it is shown: `K7PM-3XQD`. */
export const showCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;

/** A code as somebody typed it, brought to the form in which it is compared; undefined for what is none. */
export const readCode = (typed: string): string | undefined => {
  const text = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s-]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  return text.length === LENGTH && Array.from(text).every((letter) => ALPHABET.includes(letter)) ? text : undefined;
};
