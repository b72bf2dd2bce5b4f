import { describe, expect, test } from 'vitest';
import type { UnitFigures } from '../../../shared/app/views/package-view.ts';
import { PART_BYTES, partOf } from '../../../shared/app/views/print-parts.ts';
import { manyUnits } from '../../support/many-units.ts';

const reach = { appraised: true, approved: true };

const partsOf = (units: readonly UnitFigures[]) => {
  const at = (n: number) => {
    const parts = partOf(n, reach);
    for (let from = 0; from < units.length; from += 25) parts.take(units.slice(from, from + 25));
    return parts.done();
  };
  const { of } = at(1).part;
  return Array.from({ length: of }, (_, index) => at(index + 1));
};

const linesIn = (parts: ReturnType<typeof partsOf>) =>
  parts.flatMap(({ printed }) =>
    printed.flatMap(({ no, from, lines }) => lines.map(({ line }, index) => `${no}/${from + index}/${line.no}`)),
  );

describe('the parts of a print', () => {
  test('a small package is one part, an empty one too', async () => {
    expect(partsOf(await manyUnits(5, 10)).map(({ part }) => part)).toEqual([{ n: 1, of: 1 }]);
    expect(partsOf([])).toEqual([{ part: { n: 1, of: 1 }, printed: [] }]);
  });

  test('500 units with 20,000 lines come in parts that hold every line once, in order', async () => {
    const units = await manyUnits(500, 40);
    const parts = partsOf(units);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.map(({ part }) => part.n)).toEqual(parts.map((_, index) => index + 1));
    const expected = units.flatMap(({ lines }, at) =>
      lines.map(({ line }, index) => `${at + 1}/${index + 1}/${line.no}`),
    );
    expect(linesIn(parts)).toEqual(expected);
    expect(parts.flatMap(({ printed }) => printed).filter(({ continued }) => continued)).toEqual([]);
  });

  test('a unit whose lines fill a part goes on in the next; its synthesis and files stay with its first piece', async () => {
    const units = await manyUnits(2, 1000, '"'.repeat(450));
    const parts = partsOf(units);
    expect(parts.length).toBeGreaterThan(2);
    const pieces = parts.flatMap(({ printed }) => printed);
    expect(pieces.filter(({ continued }) => !continued).map(({ no }) => no)).toEqual([1, 2]);
    expect(pieces.filter(({ continued, activities }) => continued && activities.length > 0)).toEqual([]);
    expect(linesIn(parts)).toHaveLength(2000);
    expect(new Set(linesIn(parts)).size).toBe(2000);
    for (const { printed } of parts) {
      const texts = JSON.stringify(printed.map(({ lines }) => lines)).length;
      expect(texts).toBeLessThan(PART_BYTES);
    }
  });

  test('past the last part stands the last', async () => {
    const units = await manyUnits(500, 40);
    const { of } = partsOf(units)[0]?.part ?? { of: 0 };
    const parts = partOf(of + 7, reach);
    parts.take(units);
    expect(parts.done().part).toEqual({ n: of, of });
  });
});
