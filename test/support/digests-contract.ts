import { beforeEach, describe, expect, it } from 'vitest';
import type { Addressee, Digest, Digests, Preferences } from '../../shared/app/ports.ts';
import { PlainDate } from '../../shared/domain/calendar.ts';
import { LocalityId, PersonId, PlanId } from '../../shared/domain/ids.ts';

let tests = 0;
const someone = (): Addressee => {
  tests += 1;
  return {
    locality: LocalityId.parse(`here-${tests}`),
    plan: PlanId.parse('plan-2022'),
    person: PersonId.parse('tg.kt.cv'),
  };
};

/** What every `Preferences` has to do. `connect` may give the same one each time. */
export const preferencesContract = (name: string, connect: () => Promise<Preferences>): void => {
  describe(`preferences: ${name}`, () => {
    it('are single mails until somebody chooses, then what he chose last', async () => {
      const preferences = await connect();
      const who = someone();
      expect(await preferences.reminding(who)).toBe('each');
      await preferences.choose(who, 'daily');
      expect(await preferences.reminding(who)).toBe('daily');
      await preferences.choose(who, 'each');
      expect(await preferences.reminding(who)).toBe('each');
    });

    it('are each person’s own, by locality, plan and person', async () => {
      const preferences = await connect();
      const who = someone();
      await preferences.choose(who, 'daily');
      for (const other of [
        { ...who, locality: LocalityId.parse('elsewhere') },
        { ...who, plan: PlanId.parse('plan-2023') },
        { ...who, person: PersonId.parse('tg.kt.truong') },
      ])
        expect(await preferences.reminding(other)).toBe('each');
    });
  });
};

/** What every `Digests` has to do. `connect` may give the same one each time. */
export const digestsContract = (name: string, connect: () => Promise<Digests>): void => {
  describe(`digests: ${name}`, () => {
    let digests: Digests;
    let digest: Digest;
    beforeEach(async () => {
      digests = await connect();
      digest = { ...someone(), day: PlainDate.parse('2022-02-22'), number: 1 };
    });
    const reminder = (seq: number) => ({ stream: 'tay-giang#task#estimate:a:tg.kt', seq });
    const held = async () => (await digests.close(digest)).map(({ seq }) => seq).toSorted((a, b) => a - b);

    it('hold each reminder once, however often it is booked', async () => {
      expect(await digests.book(digest, reminder(1))).toBe('booked');
      expect(await digests.book(digest, reminder(2))).toBe('booked');
      expect(await digests.book(digest, reminder(1))).toBe('booked');
      expect(await digests.close(digest)).toEqual(expect.arrayContaining([reminder(1), reminder(2)]));
      expect(await held()).toEqual([1, 2]);
    });

    it('take nothing new once closed, and still know what they hold', async () => {
      await digests.book(digest, reminder(1));
      expect(await held()).toEqual([1]);
      expect(await digests.book(digest, reminder(2))).toBe('closed');
      expect(await digests.book(digest, reminder(1))).toBe('booked');
      expect(await held()).toEqual([1]);
    });

    it('may be closed with nothing in them', async () => {
      expect(await held()).toEqual([]);
      expect(await digests.book(digest, reminder(1))).toBe('closed');
    });

    it('are each their own, by person, day and number', async () => {
      await digests.close(digest);
      for (const other of [
        { ...digest, person: PersonId.parse('tg.kt.truong') },
        { ...digest, day: PlainDate.parse('2022-02-23') },
        { ...digest, number: 2 },
      ])
        expect(await digests.book(other, reminder(1))).toBe('booked');
    });

    it('lose none of many that are booked while they are closed: each is in it, or refused', async () => {
      const many = Array.from({ length: 20 }, (_, n) => n + 1);
      const [answers] = await Promise.all([
        Promise.all(many.map((seq) => digests.book(digest, reminder(seq)))),
        digests.close(digest),
      ]);
      expect(await held()).toEqual(many.filter((_, n) => answers[n] === 'booked'));
    });

    it('are full at a thousand reminders; what comes then belongs into another', async () => {
      for (let seq = 1; seq <= 1_000; seq += 50)
        await Promise.all(Array.from({ length: 50 }, (_, n) => digests.book(digest, reminder(seq + n))));
      expect(await digests.book(digest, reminder(1_001))).toBe('closed');
      expect(await digests.book(digest, reminder(1_000))).toBe('booked');
      expect(await held()).toHaveLength(1_000);
    });
  });
};
