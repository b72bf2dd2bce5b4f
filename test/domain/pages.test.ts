import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../shared/adapters/hash.ts';
import { itemInParts, type Page, paginate, readPage } from '../../shared/domain/pages.ts';

fc.configureGlobal({ seed: 20_220_214 });

/** Everything that a root stands for, gathered from pages as a store would hold them. */
const gather = (pages: readonly Page[], root: string): readonly unknown[] => {
  const bytes = pages.find(({ hash }) => hash === root)?.bytes;
  if (bytes === undefined) throw new Error(`The page ${root} is not there.`);
  const page = readPage(bytes);
  if ('items' in page) return page.items;
  if ('pages' in page) return page.pages.flatMap((hash) => gather(pages, hash));
  if ('text' in page) throw new Error('A root names items.');
  return [itemInParts(page.parts.map((hash) => readPage(pages.find((one) => one.hash === hash)?.bytes ?? '')))];
};

const json = fc.jsonValue({ maxDepth: 2 }).map((value): unknown => JSON.parse(JSON.stringify(value)));
const few = fc.array(json, { maxLength: 30 });
const many = fc.tuple(json, fc.integer({ min: 0, max: 350 })).map(([item, count]) => {
  const items: unknown[] = Array.from({ length: count }, (_, at) => [at, item]);
  return items;
});
const items = fc.oneof(few, many);

describe('pages named by their hash', () => {
  it('give back exactly the items, in order', () => {
    fc.assert(
      fc.property(items, (list) => {
        const { ref, pages } = paginate('lines', list, sha256);
        expect(ref.count).toBe(list.length);
        expect(gather(pages, ref.root)).toEqual(list);
        expect(pages.every(({ hash, bytes }) => hash === sha256(bytes))).toBe(true);
      }),
    );
  });

  it('have one name for one content, and another for every other', () => {
    fc.assert(
      fc.property(items, items, (one, other) => {
        const [first, second] = [paginate('lines', one, sha256), paginate('lines', other, sha256)];
        expect(paginate('lines', structuredClone(one), sha256)).toEqual(first);
        expect(first.ref.root === second.ref.root).toBe(JSON.stringify(one) === JSON.stringify(other));
        expect(paginate('draft', one, sha256).ref.root).not.toBe(first.ref.root);
      }),
    );
  });

  it('name an order, not a set', () => {
    const list = Array.from({ length: 250 }, (_, at) => at);
    expect(paginate('lines', list.toReversed(), sha256).ref.root).not.toBe(paginate('lines', list, sha256).ref.root);
  });

  it.each([
    [0, 1],
    [1, 1],
    [100, 1],
    [101, 3],
    [1000, 11],
  ])('%d items lie on %d pages', (count, expected) => {
    expect(
      paginate(
        'lines',
        Array.from({ length: count }, () => 'x'),
        sha256,
      ).pages.length,
    ).toBe(expected);
  });

  it('stay under the 400 KB that an item of the store can hold, whatever letters fill the cells', () => {
    const letters = ['ế', '\u{1F4DD}', '\u0001', '"', 'x'];
    for (const letter of letters) {
      const cell = letter.repeat(2000 / letter.length);
      const row = Array.from({ length: 7 }, () => cell);
      const { pages } = paginate(
        'draft',
        Array.from({ length: 60 }, () => row),
        sha256,
      );
      expect(Math.max(...pages.map(({ bytes }) => Buffer.byteLength(bytes)))).toBeLessThan(400_000);
    }
  });

  it('hold an item of any length, beside short ones', () => {
    for (const letter of ['ế', '\u{1F4DD}', '\u0001', '"', '\\', 'x']) {
      const long = { text: letter.repeat(300_001 / letter.length), more: ['a'] };
      const list = ['before', long, long, 'after'];
      const { ref, pages } = paginate('words', list, sha256);
      expect(gather(pages, ref.root)).toEqual(list);
      expect(ref.count).toBe(4);
      expect(Math.max(...pages.map(({ bytes }) => Buffer.byteLength(bytes)))).toBeLessThan(400_000);
      const alone = paginate('words', [long], sha256);
      expect(gather(alone.pages, alone.ref.root)).toEqual([long]);
      expect(alone.pages.every(({ hash, bytes }) => hash === sha256(bytes))).toBe(true);
    }
  });

  it('of another kind make no item', () => {
    const { pages } = paginate('lines', ['x'], sha256);
    expect(() => itemInParts(pages.map(({ bytes }) => readPage(bytes)))).toThrow('a page of text');
  });

  it('are refused where the bytes are none', () => {
    for (const bytes of ['', '{}', '[]', '{"kind":"lines"}', '{"kind":"lines","items":[],"pages":[]}', 'null'])
      expect(() => readPage(bytes)).toThrow(/./);
  });
});
