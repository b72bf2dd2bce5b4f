import { expect, it } from 'vitest';
import { readEditionTotals } from '../../shared/app/content.ts';
import { editionIdOf } from '../../shared/domain/ids.ts';
import { parsePlan } from '../../shared/domain/plan.ts';
import { checkInvariants } from '../support/invariants.ts';
import type { DraftLine } from '../../shared/domain/draft.ts';
import { anOffice, planFile } from '../support/office.ts';
import { refused } from '../support/refused.ts';
import { at, facts, fileReport, sound } from '../support/reporting.ts';
import { ticked } from '../support/whole-round.ts';

const template = (): unknown => planFile('templates/xa-hai-cap');

const aCommune = (iso: string) => anOffice('tay-giang-2021-2025', iso, undefined, template);

const line = (activity: string, unitPrice: string): DraftLine => ({
  activity,
  content: 'Nội dung',
  measure: 'lần',
  quantity: '1',
  times: '1',
  unitPrice,
  amount: '',
  source: 'state_budget',
  basis: '',
  note: '',
});

it('the template of a two-tier commune is a whole plan, and every place to fill in stands in square brackets', () => {
  const parsed = parsePlan(template());
  expect(parsed.ok ? [] : parsed.problems).toEqual([]);
  const text = JSON.stringify(template());
  expect([...new Set(text.match(/\[(?:tên|name|Name)[^\]]*\]/gu))].toSorted()).toEqual([
    '[Name]',
    '[name]',
    '[tên tỉnh]',
    '[tên xã]',
  ]);
  expect(text).not.toMatch(/(?<!\p{L})huyện(?! trước đây)|district(?! divisions)/iu);
});

it('a commune’s round goes Culture, Economy, Committee; who estimated for the Economic Division does not appraise', async () => {
  const office = await aCommune('2026-02-09T01:00:00.000Z');
  await office.open();
  await office.submit('xm.vhxh', [line('c.1', '30000000')]);
  await office.submit('xm.kt', [line('c.3', '12000000')], 'xm.kt.cv2');
  await office.lock();
  await office.forward('synthesis');
  await office.prepare('appraisal', 'xm.kt.cv');
  const own = await refused(office, 'xm.kt.cv2', {
    do: 'forward-package',
    ...(await office.shown('appraisal')),
    remark: '',
  });
  expect(own.kind).toBe('own-work');
  const shown = await office.shown('appraisal');
  await office.act('xm.kt.cv', { do: 'forward-package', ...shown, remark: '' });
  await office.approve();
  const { body } = await office.thePackage();
  expect(body.content.totals.approved).toBe(42_000_000);
  expect(body.position.state).toBe('ended');
  await checkInvariants(office, new Map(), true);
});

it('a commune’s divisions report by the legal cut-off, and Culture’s consolidated report goes on to the Committee', async () => {
  const office = await aCommune('2026-05-20T01:00:00.000Z');
  await ticked(office);
  const { body: cycle } = await office.load('cycle', office.cycleOf('xm.r6'));
  expect([cycle.due, cycle.recipient, cycle.units.count]).toEqual(['2026-06-14', 'xm.vhxh', 6]);
  for (const unit of ['xm.vhxh', 'xm.kt', 'xm.pvhcc', 'xm.tt', 'xm.doan', 'xm.vp'])
    await fileReport(office, 'xm.r6', unit);
  expect(await facts(office, 'xm.r6', 'xm.kt')).toEqual(['received', { kind: 'on-time' }]);
  at(office, '2026-06-18T01:00:00.000Z');
  await ticked(office);
  const { body: edition } = await office.load('edition', editionIdOf(office.cycleOf('xm.r6'), 1));
  expect(edition.sending?.position).toMatchObject({ stage: 'consolidation' });
  const totals = edition.content && (await readEditionTotals(office.store, office.locality, edition.content.totals));
  expect(totals?.find(({ activity }) => activity === 'c.3')).toMatchObject({ units: { done: 1 }, memo: 0 });
  await sound(office);
});
