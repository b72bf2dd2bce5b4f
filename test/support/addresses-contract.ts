import { beforeEach, describe, expect, it } from 'vitest';
import type { Addresses } from '../../shared/app/ports.ts';
import { sha256 } from '../../shared/adapters/hash.ts';
import { Instant } from '../../shared/domain/calendar.ts';
import { LocalityId, PersonId } from '../../shared/domain/ids.ts';

const at = (minutes: number): Instant => Instant.parse(new Date(Date.UTC(2022, 1, 14, 1, minutes)).toISOString());
const who = PersonId.parse('tg.vhtt.cv');
const address = sha256('address:cv@tg.example');
const other = sha256('address:truong@tg.example');

let tests = 0;

/** What every `Addresses` has to do. `connect` may give the same one each time. */
export const addressesContract = (name: string, connect: () => Promise<Addresses>): void => {
  describe(`addresses that take no mail: ${name}`, () => {
    let addresses: Addresses;
    let here: LocalityId;
    let there: LocalityId;
    beforeEach(async () => {
      addresses = await connect();
      tests += 1;
      here = LocalityId.parse(`here-${tests}`);
      there = LocalityId.parse(`there-${tests}`);
    });

    const bounce = (sent: number, heard = sent + 1) => ({
      kind: 'bounced' as const,
      at: at(heard),
      sentAt: at(sent),
      detail: 'smtp; 550 5.1.1 user unknown',
    });

    it('knows of none until one is marked, in that locality alone', async () => {
      expect(await addresses.find(here, address)).toBeUndefined();
      expect(await addresses.list(here)).toEqual([]);
      const mark = { locality: here, address, n: 1, kind: 'bounced', at: at(1), detail: bounce(0).detail };
      expect(await addresses.mark(here, address, bounce(0))).toEqual(mark);
      expect(await addresses.find(here, address)).toEqual(mark);
      expect(await addresses.list(here)).toEqual([mark]);
      expect(await addresses.find(here, other)).toBeUndefined();
      expect(await addresses.find(there, address)).toBeUndefined();
      expect(await addresses.list(there)).toEqual([]);
    });

    it('keeps the first mark as it is, however often and of what kind it is heard again', async () => {
      const first = await addresses.mark(here, address, { ...bounce(0), detail: null });
      expect(first).toMatchObject({ n: 1, detail: null });
      expect(await addresses.mark(here, address, { ...bounce(5), kind: 'complained' })).toEqual(first);
      expect(await Promise.all([3, 4].map((n) => addresses.mark(here, address, bounce(n))))).toEqual([first, first]);
    });

    it('gives one mark to two who mark at once', async () => {
      const marks = await Promise.all([0, 1, 2, 3].map((n) => addresses.mark(here, address, bounce(n))));
      expect(new Set(marks.map((mark) => JSON.stringify(mark))).size).toBe(1);
      expect(marks[0]?.n).toBe(1);
    });

    it('forgets it when a person clears it, and lets the mails from before say nothing any more', async () => {
      await addresses.mark(here, address, bounce(0));
      await addresses.mark(here, other, bounce(0));
      await addresses.clear(here, address, who, at(10));
      expect(await addresses.find(here, address)).toBeUndefined();
      expect((await addresses.list(here)).map((mark) => mark.address)).toEqual([other]);
      expect(await addresses.mark(here, address, bounce(9, 20))).toBeUndefined();
      expect(await addresses.find(here, address)).toBeUndefined();
    });

    it('marks it anew for a mail that was sent since, and counts that', async () => {
      await addresses.mark(here, address, bounce(0));
      await addresses.clear(here, address, who, at(10));
      const again = await addresses.mark(here, address, { ...bounce(10, 12), kind: 'complained', detail: 'abuse' });
      expect(again).toEqual({ locality: here, address, n: 2, kind: 'complained', at: at(12), detail: 'abuse' });
      expect(await addresses.find(here, address)).toEqual(again);
    });

    it('clears nothing where there is nothing, nor what was cleared before', async () => {
      await addresses.clear(here, address, who, at(1));
      expect(await addresses.mark(here, address, bounce(0))).toMatchObject({ n: 1 });
      await addresses.clear(here, address, who, at(5));
      await addresses.clear(here, address, who, at(60));
      expect(await addresses.mark(here, address, bounce(30))).toMatchObject({ n: 2 });
    });

    it('lists more than one answer of the database holds', async () => {
      const detail = 'x'.repeat(300);
      const many = Array.from({ length: 40 }, (_, n) => sha256(`${n}`)).toSorted();
      for (const one of many) await addresses.mark(here, one, { ...bounce(0), detail });
      expect((await addresses.list(here)).map((mark) => mark.address)).toEqual(many);
    });
  });
};
