import { beforeEach, describe, expect, it } from 'vitest';
import type { Waits } from '../../shared/app/ports.ts';
import { LocalityId } from '../../shared/domain/ids.ts';

let tests = 0;

/** What every `Waits` has to do. `connect` may give the same one each time. */
export const waitsContract = (name: string, connect: () => Promise<Waits>): void => {
  describe(`waits: ${name}`, () => {
    let waits: Waits;
    let here: LocalityId;
    beforeEach(async () => {
      waits = await connect();
      tests += 1;
      here = LocalityId.parse(`here-${tests}`);
    });
    const arm = (token: string, [attempt, visit, retry]: readonly [number, number, number], wait = 'lock') =>
      waits.arm({ locality: here, record: 'r', name: wait, token, number: { attempt, visit, retry } });
    const find = (wait = 'lock') => waits.find(here, 'r', wait);

    it('give back the token that was armed', async () => {
      expect(await find()).toBeUndefined();
      expect(await arm('one', [1, 1, 0])).toBe(true);
      expect(await find()).toEqual({
        locality: here,
        record: 'r',
        name: 'lock',
        token: 'one',
        number: { attempt: 1, visit: 1, retry: 0 },
        resumed: false,
      });
    });

    it('take a higher number: by attempt, then visit, then retry, as numbers', async () => {
      const rising = [
        [1, 1, 0],
        [1, 1, 1],
        [1, 1, 10],
        [1, 2, 0],
        [1, 9, 9],
        [1, 10, 0],
        [1, 24_999, 8],
        [2, 1, 0],
        [10, 1, 0],
      ] as const;
      for (const [index, number] of rising.entries()) {
        expect(await arm(`t${index}`, number)).toBe(true);
        for (const lower of rising.slice(0, index)) expect(await arm('late', lower)).toBe(false);
        expect((await find())?.token).toBe(`t${index}`);
      }
    });

    it('take the same number again, as when one call was made twice', async () => {
      expect([await arm('one', [1, 1, 0]), await arm('one', [1, 1, 0])]).toEqual([true, true]);
      expect((await find())?.token).toBe('one');
    });

    it('end with the highest number, in whatever order many arrive at once', async () => {
      await Promise.all(Array.from({ length: 20 }, (_, n) => arm(`t${(n * 7) % 20}`, [1, ((n * 7) % 20) + 1, 0])));
      expect(await find()).toMatchObject({ token: 't19', number: { visit: 20 } });
    });

    it('are resumed until they are armed anew', async () => {
      await arm('one', [1, 1, 0]);
      await waits.markResumed(here, 'r', 'lock');
      expect(await find()).toMatchObject({ token: 'one', resumed: true });
      expect(await arm('late', [1, 0, 5])).toBe(false);
      expect((await find())?.resumed).toBe(true);
      await arm('two', [1, 2, 0]);
      expect(await find()).toMatchObject({ token: 'two', resumed: false });
    });

    it('are not made by being resumed', async () => {
      await waits.markResumed(here, 'r', 'lock');
      expect(await find()).toBeUndefined();
    });

    it('are each their own, by name, record and locality', async () => {
      await arm('one', [5, 1, 0], 'appraisal/1');
      expect(await arm('two', [1, 1, 0], 'appraisal/2')).toBe(true);
      await waits.markResumed(here, 'r', 'appraisal/2');
      expect(await find('appraisal/1')).toMatchObject({ token: 'one', resumed: false });
      expect(await waits.find(here, 'other', 'appraisal/1')).toBeUndefined();
      expect(await waits.find(LocalityId.parse(`${here}-not`), 'r', 'appraisal/1')).toBeUndefined();
    });
  });
};
