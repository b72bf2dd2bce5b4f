import { expect, it } from 'vitest';
import { readEntry } from '../../../shared/domain/journal.ts';
import { anOffice } from '../../support/office.ts';
import { aRow, at, fileReport, sound } from '../../support/reporting.ts';
import { ticked } from '../../support/whole-round.ts';
import { withMany } from '../../support/with-communes.ts';
import { aPortal } from './portal-office.ts';

it('while reports are put together the cycle’s page says how far it is, and after a crash it goes on from there', async () => {
  let gathered = 0;
  const stopAfter = { batches: 1 };
  const office = await anOffice(
    'tay-giang-2021-2025',
    '2022-05-03T01:00:00.000Z',
    ({ writes }) => {
      if (!writes.some(({ entry }) => readEntry(entry)?.event.type === 'BatchGathered')) return;
      if (gathered === stopAfter.batches) throw new Error('gone');
      gathered += 1;
    },
    withMany(40),
  );
  await ticked(office);
  await fileReport(office, 'tg.r6', 'tg.x1', [aRow('a'), aRow('c.6')]);
  at(office, '2022-06-04T01:00:00.000Z');
  await expect(ticked(office)).rejects.toThrow('gone');
  const cycle = `/cycles/${office.cycleOf('tg.r6')}`;
  const culture = await aPortal(office).as('tg.vhtt.cv');
  const half = (await culture.get(cycle)).text;
  expect(half).toContain('Đang tổng hợp: 25/58 đơn vị');
  expect(half).not.toContain(`href="${cycle}/editions/1"`);
  expect((await culture.get(`${cycle}/editions/1`)).status).toBe(409);
  const english = await aPortal(office).as('tg.vhtt.cv', { language: 'en' });
  expect((await english.get(cycle)).text).toContain('25 of 58');

  stopAfter.batches = Infinity;
  office.machines.kill();
  at(office, '2022-06-04T03:00:00.000Z');
  await ticked(office);
  const whole = (await culture.get(cycle)).text;
  expect(whole).not.toContain('Đang tổng hợp');
  expect(whole).toContain(`href="${cycle}/editions/1"`);
  await sound(office);
});
