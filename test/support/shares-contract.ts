import { describe, expect, it } from 'vitest';
import type { SharedPage, Shares } from '../../shared/app/ports.ts';
import { Instant } from '../../shared/domain/calendar.ts';
import { LocalityId, RoundId, Sha256, TaskId } from '../../shared/domain/ids.ts';

let tests = 0;
const aCode = (): Sha256 => {
  tests += 1;
  return Sha256.parse(`${tests}`.padStart(64, '0'));
};
const locality = LocalityId.parse('tay-giang');
const made = Instant.parse('2022-02-14T01:00:00.000Z');

/** What every `Shares` has to do. `connect` may give the same one each time. */
export const sharesContract = (name: string, connect: () => Promise<Shares>): void => {
  describe(`short links: ${name}`, () => {
    it('lead to the page that they were made for, of a round or a task', async () => {
      const shares = await connect();
      const pages: readonly SharedPage[] = [
        { locality, round: RoundId.parse('tay-giang-2021-2025.2022') },
        { locality, task: TaskId.parse('lock:tay-giang-2021-2025.2022') },
      ];
      for (const page of pages) {
        const code = aCode();
        await shares.keep(code, page, made);
        expect(await shares.find(code, made)).toEqual(page);
      }
      expect(await shares.find(aCode(), made)).toBeUndefined();
    });

    it('lead nowhere after half a year', async () => {
      const shares = await connect();
      const code = aCode();
      await shares.keep(code, { locality, round: RoundId.parse('tay-giang-2021-2025.2022') }, made);
      expect(await shares.find(code, Instant.parse('2022-08-16T00:59:59.000Z'))).toBeDefined();
      expect(await shares.find(code, Instant.parse('2022-08-16T01:00:00.000Z'))).toBeUndefined();
    });
  });
};
