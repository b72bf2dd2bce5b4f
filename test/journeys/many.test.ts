import { expect, it } from 'vitest';
import { localClient } from '../../infra/local/local-tables.ts';
import { dynamoScan } from '../../shared/adapters/dynamodb-scan.ts';
import { sha256 } from '../../shared/adapters/hash.ts';
import { verifyStore } from '../../shared/app/verify.ts';
import { openRuntime } from './open-runtime.ts';
import { peopleOnPages, PLAN } from './people-on-pages.ts';

const YEARS = ['2022', '2023', '2024'];

it('three years’ packages are ticked in one inbox and approved by one confirmation, and each machine goes on', async () => {
  const { runtime, faults } = await openRuntime(PLAN);
  const people = peopleOnPages(runtime.portalUrl, 'vi', () => runtime.timeline.settled());
  const { t } = people;
  for (const year of YEARS) {
    await people.openRound(year);
    await people.file('tg.kt');
    await people.lock();
    await people.passSynthesis();
    await people.done(await people.sign(await people.appraisalConfirm({})), 'forwarded');
  }
  const chair = await people.as('tg.ubnd.ct');
  const tasks = YEARS.map((year) => `approval:${PLAN}.${year}.p1:1`);
  await chair.submit(t.many.open, { task: tasks });
  await chair.submit(t.many.fix(3));
  const paper = { 'items[0].number': '145/QĐ-UBND', date: '14/02/2022' };
  await chair.submit(t.many.numbers, paper);
  const signed = await chair.submit(t.many.sign(3), { 'items[2].number': '' });
  expect(signed.text).toContain('Đã ghi 2 trên 3 việc');
  const rest = await chair.submit(t.many.sign(1), { 'items[2].number': '150/QĐ-UBND' });
  expect(rest.text).toContain('Đã ghi 1 trên 1 việc');
  await runtime.timeline.settled();
  for (const [index, number] of ['145/QĐ-UBND', '146/QĐ-UBND', '150/QĐ-UBND'].entries()) {
    await chair.open(`/packages/${PLAN}.${YEARS[index]}.p1/print`);
    expect(chair.page().text).toContain(number);
    const unit = await people.as('tg.kt.cv');
    await unit.open(`/results/${PLAN}.${YEARS[index]}.p1`);
    expect(unit.page().text).toContain('18.600.000');
  }
  const { faults: off } = await verifyStore(dynamoScan(localClient(runtime.endpointUrl), runtime.tables), sha256);
  expect([off, faults]).toEqual([[], []]);
}, 120_000);
