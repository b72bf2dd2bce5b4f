/** Characters that steer a display instead of showing something: controls, and marks that turn the direction. */
const STEERING = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/** Text on one line, composed (NFC), without characters that steer a display. No-break spaces stay. */
export const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(/[\t\n\v\f\r \u0085\u2028\u2029]+/gu, ' ')
    .replaceAll(STEERING, '')
    .trim();

/** Each line of somebody's words, as `oneLine`; blank lines fall away. */
export const linesOf = (text: string): readonly string[] =>
  text
    .split(/\r\n|[\n\r\u2028\u2029]/u)
    .map(oneLine)
    .filter((line) => line !== '');

/** At most so many characters, with an ellipsis where some were left off. */
export const clip = (text: string, most: number): string => {
  const characters = Array.from(oneLine(text));
  return characters.length <= most
    ? characters.join('')
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
};
