import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { change, Dong, LARGEST_LINE, readDong, sum, writeDong } from '../../shared/domain/money.ts';

fc.configureGlobal({ seed: 20_220_214 });

const dong = fc.integer({ min: 0, max: LARGEST_LINE * 1000 }).map((value) => Dong.parse(value));

describe('reading and writing amounts', () => {
  it('reads back every amount that it writes', () => {
    fc.assert(
      fc.property(dong, (amount) => {
        expect(readDong(writeDong(amount))).toEqual({ ok: true, dong: amount });
      }),
    );
  });

  it('reads an amount however an office spaces and names it', () => {
    const spaces = fc.constantFrom('', ' ', '\u00a0', '\u202f');
    const units = fc.constantFrom('', 'đ', ' đ', ' đồng', ' VND', '₫', '\u00a0đ', ' đồng'.normalize('NFD'));
    fc.assert(
      fc.property(dong, spaces, units, (amount, space, unit) => {
        const grouped = writeDong(amount).replaceAll('.', space);
        expect(readDong(` ${grouped}${unit} `)).toEqual({ ok: true, dong: amount });
      }),
    );
  });

  it.each([
    ['0', 0],
    ['007', 7],
    ['1.234', 1234],
    ['1.5', 1.5],
    ['12.34', 12.34],
    ['-5', -5],
    ['-1.000', -1000],
  ])('reads %s as %d, whether or not the form can take it', (text, amount) => {
    expect(readDong(text)).toEqual({ ok: true, dong: amount });
  });

  it.each(['1,5', '1,234,567', ',', '1.234,00', '5,'])('asks about the comma in %s instead of guessing', (text) => {
    expect(readDong(text)).toEqual({ ok: false, why: 'comma' });
  });

  it.each(['', 'đ', 'hai mươi', '1.23.456', '1.2345', '1e6', '0x10', '--1', '1.', '.5', '∞', '١٢', '1-2'])(
    'does not read %s as a number',
    (text) => {
      expect(readDong(text)).toEqual({ ok: false, why: 'not-a-number' });
    },
  );

  it('never reads a comma as anything, and anything that it reads is a number', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('0', '1', '9', '.', ',', '-', ' ', 'đ') }),
    );
    fc.assert(
      fc.property(text, (typed) => {
        const read = readDong(typed);
        expect(read.ok && (typed.includes(',') || Number.isNaN(read.dong))).toBe(false);
      }),
    );
  });

  it('writes a cut with the minus sign of print', () => {
    expect([writeDong(-1_500_000), writeDong(0), writeDong(999), writeDong(1000)]).toEqual([
      '−1.500.000',
      '0',
      '999',
      '1.000',
    ]);
  });
});

describe('adding amounts', () => {
  it('adds without losing a đồng, in any order', () => {
    const list = fc.array(fc.integer({ min: 0, max: LARGEST_LINE }).map((value) => Dong.parse(value)));
    fc.assert(
      fc.property(list, (amounts) => {
        const exact = amounts.reduce((total, amount) => total + BigInt(amount), 0n);
        expect(BigInt(sum(amounts))).toBe(exact);
        expect(sum(amounts.toReversed())).toBe(sum(amounts));
      }),
    );
  });

  it('takes a thousand lines of the largest amount, and refuses what passes them', () => {
    const largest = Dong.parse(LARGEST_LINE);
    const full = Array.from({ length: 1000 }, () => largest);
    expect(sum(full)).toBe(1_000_000_000_000_000);
    expect(() => sum([...full, Dong.parse(1)])).toThrow('Too big');
  });

  it('tells a cut from a rise', () => {
    fc.assert(
      fc.property(dong, dong, (before, after) => {
        expect(Number(before) + change(before, after)).toBe(after);
      }),
    );
  });
});
