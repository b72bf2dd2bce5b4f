import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Activities,
  checkLines,
  differenceOf,
  Line,
  type LineInput,
  MOST_LINES,
  totalOf,
} from '../../shared/domain/lines.ts';
import { LARGEST_LINE } from '../../shared/domain/money.ts';

fc.configureGlobal({ seed: 20_220_214 });

const activities: Activities = { known: new Set(['c.1', 'c.2', 'f']), own: ['c.1', 'c.2'] };

const good: LineInput = {
  activity: 'c.1',
  content: 'Tập huấn cán bộ',
  measure: 'lớp',
  quantity: 2,
  times: 3,
  unitPrice: 1_000_000,
  source: 'state_budget',
  basis: '',
  note: '',
};

const problemsOf = (...inputs: readonly LineInput[]) => {
  const checked = checkLines(inputs, activities);
  return checked.ok ? [] : checked.problems;
};

describe('what is wrong with a line is named at its place', () => {
  const allowed = activities.own;
  it.each<[string, Partial<LineInput>, object]>([
    ['no activity', { activity: ' ' }, { path: 'activity', code: 'empty' }],
    ['an unknown activity', { activity: 'zz' }, { path: 'activity', code: 'unknown-activity', given: 'zz', allowed }],
    ["another unit's", { activity: 'f' }, { path: 'activity', code: 'not-your-activity', given: 'f', allowed }],
    ['no content', { content: ' \t' }, { path: 'content', code: 'empty' }],
    ['long content', { content: 'x'.repeat(501) }, { path: 'content', code: 'too-long', most: 500 }],
    ['no measure', { measure: '' }, { path: 'measure', code: 'empty' }],
    ['a long measure', { measure: 'x'.repeat(51) }, { path: 'measure', code: 'too-long', most: 50 }],
    ['half a thing', { quantity: 1.5 }, { path: 'quantity', code: 'not-whole' }],
    ['nothing of it', { quantity: 0 }, { path: 'quantity', code: 'zero' }],
    ['less than none', { quantity: -2 }, { path: 'quantity', code: 'negative' }],
    ['too many', { quantity: 1_000_001 }, { path: 'quantity', code: 'too-large', most: 1_000_000 }],
    ['no times', { times: 0 }, { path: 'times', code: 'zero' }],
    ['too many times', { times: 10_001 }, { path: 'times', code: 'too-large', most: 10_000 }],
    ['a negative price', { unitPrice: -1 }, { path: 'unitPrice', code: 'negative' }],
    ['a fraction of a đồng', { unitPrice: 0.5 }, { path: 'unitPrice', code: 'not-whole' }],
    ['no number at all', { unitPrice: Number.NaN }, { path: 'unitPrice', code: 'not-whole' }],
    ['a huge price', { unitPrice: 1e15 }, { path: 'unitPrice', code: 'too-large', most: LARGEST_LINE }],
    [
      'more digits than a double',
      { unitPrice: Infinity },
      { path: 'unitPrice', code: 'too-large', most: LARGEST_LINE },
    ],
    ['a negative amount', { amount: -6_000_000 }, { path: 'amount', code: 'negative' }],
    [
      'another amount',
      { amount: 5_999_999 },
      { path: 'amount', code: 'amount-differs', given: 5_999_999, worked: 6_000_000 },
    ],
    [
      'a huge product',
      { quantity: 1_000_000, times: 10_000, unitPrice: 1_000_000 },
      { path: 'amount', code: 'too-large', most: LARGEST_LINE },
    ],
    ["a commune's own money", { source: 'commune_budget' }, { path: 'source', code: 'commune-budget-line' }],
    ['a long basis', { basis: 'x'.repeat(501) }, { path: 'basis', code: 'too-long', most: 500 }],
    ['a long note', { note: 'x'.repeat(1001) }, { path: 'note', code: 'too-long', most: 1000 }],
    [
      'a classification of letters',
      { classification: { chapter: 'abc' } },
      { path: 'classification', code: 'bad-classification', given: '{"chapter":"abc"}' },
    ],
    [
      'a classification nobody knows',
      { classification: { colour: '123' } },
      { path: 'classification', code: 'bad-classification', given: '{"colour":"123"}' },
    ],
  ])('%s', (_, wrong, problem) => {
    const { path, ...rest } = Object.fromEntries(Object.entries(problem));
    expect(problemsOf(good, { ...good, ...wrong })).toEqual([{ path: `lines[1].${String(path)}`, ...rest }]);
  });

  it('no lines, and too many', () => {
    expect(problemsOf()).toEqual([{ path: 'lines', code: 'no-lines' }]);
    expect(problemsOf(...Array.from({ length: MOST_LINES + 1 }, () => good))).toEqual([
      { path: 'lines', code: 'too-many-lines', most: MOST_LINES },
    ]);
  });

  it('two lines of one number, each', () => {
    expect(problemsOf({ ...good, no: 4 }, good, { ...good, no: 4 })).toEqual([
      { path: 'lines[0].no', code: 'doubled-line' },
      { path: 'lines[2].no', code: 'doubled-line' },
    ]);
  });

  it('everything that is wrong at once, in the order of the lines', () => {
    const paths = problemsOf({ ...good, content: '', quantity: 0 }, { ...good, activity: 'f' }).map(({ path }) => path);
    expect(paths).toEqual(['lines[0].content', 'lines[0].quantity', 'lines[1].activity']);
  });
});

const input: fc.Arbitrary<LineInput> = fc.record({
  no: fc.option(fc.integer({ min: 1, max: 9999 }), { nil: undefined }),
  activity: fc.constantFrom('c.1', 'c.2', 'f', 'zz', ''),
  content: fc.string({ unit: 'grapheme', maxLength: 8 }),
  measure: fc.constantFrom('lớp', 'lớp'.normalize('NFD'), ' số ', ''),
  quantity: fc.oneof(fc.integer({ min: -1, max: 20 }), fc.double(), fc.maxSafeInteger()),
  times: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.maxSafeInteger()),
  unitPrice: fc.oneof(fc.integer({ min: 0, max: 50_000_000 }), fc.double()),
  amount: fc.option(fc.integer({ min: -1, max: 1000 }), { nil: undefined }),
  source: fc.constantFrom('state_budget', 'mobilised', 'commune_budget'),
  basis: fc.string({ unit: 'binary', maxLength: 4 }),
  note: fc.string({ unit: 'binary', maxLength: 4 }),
});
const line: fc.Arbitrary<LineInput> = input.map((any) => ({
  ...any,
  activity: 'c.1',
  content: `Nội dung ${any.content}`,
  measure: 'lớp',
  quantity: 1 + (Math.abs(Math.trunc(any.quantity)) % 100 || 0),
  times: 1 + (Math.abs(any.times) % 12),
  unitPrice: 1 + (Math.abs(Math.trunc(any.unitPrice)) % 1_000_000 || 0),
  amount: undefined,
  source: 'state_budget',
}));
const uniqueLines = fc.uniqueArray(line, { maxLength: 12, minLength: 1, selector: ({ no }) => no ?? Symbol('new') });

describe('lines that hold', () => {
  it('take whatever is sent without a fault: good lines, or problems each at a line that was sent', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(input, line), { maxLength: 6 }), (inputs) => {
        const checked = checkLines(inputs, activities);
        const places = checked.ok ? [] : checked.problems.map(({ path }) => path);
        const known = places.every((path) => {
          const index = /^lines\[(\d+)\]\.\w+$/.exec(path)?.[1];
          return path === 'lines' || Number(index) < inputs.length;
        });
        expect(known && (checked.ok || places.length > 0)).toBe(true);
      }),
    );
  });

  it('have amounts worked out, numbers of their own, composed text, and a total that is their sum', () => {
    fc.assert(
      fc.property(uniqueLines, (inputs) => {
        const checked = checkLines(inputs, activities);
        if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
        const { lines } = checked;
        expect(new Set(lines.map(({ no }) => no)).size).toBe(inputs.length);
        for (const [index, { no, amount, content }] of lines.entries()) {
          const sent = inputs[index];
          expect(amount).toBe((sent?.quantity ?? 0) * (sent?.times ?? 0) * (sent?.unitPrice ?? 0));
          expect(sent?.no ?? no).toBe(no);
          expect(content).toBe(content.normalize('NFC').trim());
        }
        expect(totalOf(lines)).toBe(lines.reduce((total, { amount }) => total + amount, 0));
      }),
    );
  });

  it('number a new line even beside the last number there is', () => {
    const checked = checkLines([{ ...good, no: 9999 }, good, good], activities);
    expect(checked).toMatchObject({ ok: true, lines: [{ no: 9999 }, { no: 1 }, { no: 2 }] });
  });

  it('count letters as they are kept: composed', () => {
    const decomposed = 'ế'.repeat(500).normalize('NFD');
    expect(problemsOf({ ...good, content: decomposed })).toEqual([]);
    // U+0958 has no composed form of one letter: NFC makes it two.
    expect(problemsOf({ ...good, content: '\u0958'.repeat(400) })).toEqual([
      { path: 'lines[0].content', code: 'too-long', most: 500 },
    ]);
  });

  it('take the largest total that one estimate may propose, and nothing above it', () => {
    const half = { ...good, quantity: 1, times: 1, unitPrice: LARGEST_LINE / 2 };
    expect(problemsOf(half, half)).toEqual([]);
    expect(problemsOf(half, half, good)).toEqual([{ path: 'lines', code: 'too-large', most: LARGEST_LINE }]);
  });
});

describe('the difference of two versions', () => {
  const versions = fc
    .tuple(uniqueLines, uniqueLines)
    .map(([before, after]) => [before, after].map((inputs) => checkLines(inputs, activities)))
    .map(([before, after]) => (before?.ok === true && after?.ok === true ? [before.lines, after.lines] : [[], []]));

  it('gives back both versions, and says what changed in total', () => {
    fc.assert(
      fc.property(versions, ([before = [], after = []]) => {
        const found = differenceOf(before, after);
        const later = found.flatMap((one) => (one.kind === 'removed' ? [] : [one.after]));
        const earlier = found.flatMap((one) =>
          one.kind === 'added' ? [] : [one.kind === 'same' ? one.after : one.before],
        );
        expect(later).toEqual(after);
        expect(earlier.toSorted((a, b) => a.no - b.no)).toEqual(before.toSorted((a, b) => a.no - b.no));
      }),
    );
  });

  it('names exactly the fields that differ', () => {
    fc.assert(
      fc.property(versions, ([before = [], after = []]) => {
        for (const one of differenceOf(before, after)) {
          if (one.kind !== 'changed') continue;
          const names = Line.keyof().options.filter(
            (name) => JSON.stringify(one.before[name]) !== JSON.stringify(one.after[name]),
          );
          expect(one.fields.toSorted()).toEqual(names.toSorted());
        }
        expect(differenceOf(after, after).every(({ kind }) => kind === 'same')).toBe(true);
      }),
    );
  });
});
