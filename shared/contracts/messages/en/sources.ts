import type { sources as vi } from '../vi/sources.ts';

/** Sources of funds and the budget index. */
export const sources: typeof vi = {
  caption: 'By source of funds, amounts in đồng',
  memo: 'Paid by the communes themselves (a memo, in no total)',
  memoTag: 'a memo, in no total',
  memoHint:
    'An activity with two routes has a part of the communes too: a line with the source “Commune budget” is a memo. It is in no total and is not appraised.',
  codes: {
    title: 'State budget index',
    hint: 'Paste the index (Circular 324/2016/TT-BTC), one code a line, three columns with semicolons or tabs between them: kind; code; name. For example: subsection; 6606; Publicity.',
    follows:
      'A new table replaces the old one for estimates submitted from now on; what was submitted stays. A line with a code that is not in the table cannot be submitted.',
    none: 'No index is loaded: only the number of digits of a code is checked.',
    loaded: (count, edition, who, at) => `${count} codes, edition ${edition}: ${who}, ${at}.`,
    load: 'Load this table',
    kind: 'Kind',
    code: 'Code',
    name: 'Name',
    caption: 'Codes in force',
    only: (offices) => `The table is loaded by ${offices}.`,
  },
};
