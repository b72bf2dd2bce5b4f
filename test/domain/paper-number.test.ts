import { array, assert, constant, oneof, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { inSequence } from '../../shared/domain/paper-number.ts';

test('numbers go on from the one before, keep their zeros and their rest, and overwrite nothing that was typed', () => {
  expect(inSequence(['145/QĐ-UBND', '', '', '9', ' '])).toEqual([
    '145/QĐ-UBND',
    '146/QĐ-UBND',
    '147/QĐ-UBND',
    '9',
    '10',
  ]);
  expect(inSequence(['099/2022', ''])).toEqual(['099/2022', '100/2022']);
});

test('nothing is made up before the first, or after one without digits', () => {
  expect(inSequence(['', '12/QĐ', ''])).toEqual(['', '12/QĐ', '13/QĐ']);
  expect(inSequence(['QĐ', '', '3'])).toEqual(['QĐ', '', '3']);
});

test('as many come back, and what was typed stays', () => {
  assert(
    property(array(oneof(constant(''), string())), (numbers) => {
      const filled = inSequence(numbers);
      expect(filled).toHaveLength(numbers.length);
      const typed = numbers.map((number, at) => (number.trim() === '' ? filled[at] : number));
      expect(filled).toEqual(typed);
    }),
  );
});
