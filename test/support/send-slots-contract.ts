import { beforeEach, describe, expect, it } from 'vitest';
import type { SendSlots } from '../../shared/app/ports.ts';

const now = Date.UTC(2022, 1, 14, 1);

/** What every `SendSlots` has to do. `connect` gives two that share their moments, of which none is taken. */
export const sendSlotsContract = (name: string, connect: () => Promise<readonly [SendSlots, SendSlots]>): void => {
  describe(`moments to send at: ${name}`, () => {
    let slots: SendSlots;
    let other: SendSlots;
    beforeEach(async () => {
      [slots, other] = await connect();
    });

    it('come one after the other, a gap apart, whoever asks', async () => {
      const taken: (number | undefined)[] = [];
      for (const one of [slots, other, slots, other, slots]) taken.push(await one.take(now, 250, now + 5000));
      expect(taken).toEqual([now, now + 250, now + 500, now + 750, now + 1000]);
    });

    it('are given to one of many who ask at once', async () => {
      const taken = await Promise.all(Array.from({ length: 12 }, () => slots.take(now, 100, now + 5000)));
      expect(taken.toSorted((a = 0, b = 0) => a - b)).toEqual(Array.from({ length: 12 }, (_, n) => now + n * 100));
    });

    it('begin anew from now after a quiet time, and save up nothing', async () => {
      await slots.take(now, 1000, now + 5000);
      expect(await slots.take(now + 60_000, 1000, now + 65_000)).toBe(now + 60_000);
      expect(await slots.take(now + 60_000, 1000, now + 65_000)).toBe(now + 61_000);
    });

    it('are refused where the next is too far off, which moves nothing', async () => {
      for (let n = 0; n < 3; n += 1) await slots.take(now, 1000, now + 2000);
      expect(await slots.take(now, 1000, now + 2000)).toBeUndefined();
      expect(await slots.take(now, 1000, now + 2000)).toBeUndefined();
      expect(await slots.take(now + 1000, 1000, now + 3000)).toBe(now + 3000);
    });

    it('bear rates that no whole number of milliseconds gives', async () => {
      const gap = 1000 / 14;
      let last: number | undefined;
      for (let n = 0; n < 15; n += 1) last = await slots.take(now, gap, now + 5000);
      expect(last).toBeCloseTo(now + 1000, 1);
    });
  });
};
