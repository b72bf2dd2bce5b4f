import { expect, it } from 'vitest';
import { anOffice } from '../support/office.ts';
import { ticked } from '../support/whole-round.ts';

it('names a task whose round is gone, instead of passing it over', async () => {
  const office = await anOffice();
  await office.open();
  office.memory.records.delete(`${office.locality}#round#${office.round}`);
  office.workingDaysLater(5);
  const { reminded, failed } = await ticked(office);
  expect(reminded).toBe(0);
  expect(failed).toContainEqual(expect.stringContaining(`The round ${office.round} is not in the store.`));
});
