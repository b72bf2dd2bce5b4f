import { describe, expect, it } from 'vitest';
import { readEditionTotals } from '../../shared/app/content.ts';
import { editionIdOf } from '../../shared/domain/ids.ts';
import { problem, refused } from '../support/refused.ts';
import { aReport, aRow, at, fileReport, filing, inMay, nilReport, reportOf, sound } from '../support/reporting.ts';
import { ticked } from '../support/whole-round.ts';
import type { Office } from '../support/office.ts';

/** Lăng's rows in the half-yearly report of 2022: two of three done by May, three reckoned by the end of June. */
const half = [aRow('a', { planned: '3', done: '2', estimated: '3' }), aRow('c.6')];

const inNovember = async (): Promise<Office> => {
  const office = await inMay();
  await fileReport(office, 'tg.r6', 'tg.lang', half);
  at(office, '2022-11-03T01:00:00.000Z');
  await ticked(office);
  return office;
};

const trued = async (office: Office) => (await reportOf(office, 'tg.r6', 'tg.lang')).body.trued;

describe('an estimate to the end of the period', () => {
  it('is asked about by the next report once its period is over, and a word will do', async () => {
    const office = await inNovember();
    const silent = [aRow('a'), aRow('c.6')];
    const asked = await refused(office, 'tg.lang.cc', await filing(office, 'tg.r12', 'tg.lang', aReport(silent)));
    expect(asked).toEqual(problem('rows[0].actual', 'estimate-not-trued', { estimated: 3 }));
    await fileReport(office, 'tg.r12', 'tg.lang', [aRow('a', { remark: 'Thôn chưa chốt số tháng 6' }), aRow('c.6')]);
    expect(await trued(office)).toBeUndefined();
  });

  it('is trued up by what the next report says, once that is signed, and both reports show it', async () => {
    const office = await inNovember();
    const typed = aReport([aRow('a', { actual: '4' }), aRow('c.6')]);
    await office.act('tg.lang.cc', await filing(office, 'tg.r12', 'tg.lang', typed));
    expect(await trued(office)).toBeUndefined();
    const { id, version } = await reportOf(office, 'tg.r12', 'tg.lang');
    await office.act('tg.lang.ct', { do: 'sign-return', return: id, seen: version });
    expect(await trued(office)).toEqual({ by: id, version: 1, figures: [{ activity: 'a', count: 4, estimated: 3 }] });
    const { versions } = (await reportOf(office, 'tg.r6', 'tg.lang')).body;
    expect(versions).toHaveLength(1);
    await sound(office);
  });

  it('follows the last word: a corrected figure, one taken back, a later version of the report itself', async () => {
    const office = await inNovember();
    await fileReport(office, 'tg.r12', 'tg.lang', [aRow('a', { actual: '4' }), aRow('c.6')]);
    await fileReport(office, 'tg.r12', 'tg.lang', [aRow('a', { actual: '5' }), aRow('c.6')]);
    expect((await trued(office))?.figures).toEqual([{ activity: 'a', count: 5, estimated: 3 }]);
    await nilReport(office, 'tg.r12', 'tg.lang', 'Gửi nhầm, sẽ gửi lại');
    expect(await trued(office)).toBeUndefined();
    await fileReport(office, 'tg.r12', 'tg.lang', [aRow('a', { actual: '4' }), aRow('c.6')]);
    await fileReport(office, 'tg.r6', 'tg.lang', [aRow('a', { planned: '6', done: '6' }), aRow('c.6')]);
    expect(await trued(office)).toBeUndefined();
    await sound(office);
  });

  it('stands as it was said where a report between the two comes in late and the next one is filed again', async () => {
    const office = await inMay();
    await fileReport(office, 'tg.r6', 'tg.lang', half);
    at(office, '2022-09-05T01:00:00.000Z');
    await office.act('tg.vhtt.cv', office.request({ due: '2022-09-12', cutOff: '2022-09-14' }));
    at(office, '2022-11-03T01:00:00.000Z');
    await ticked(office);
    await fileReport(office, 'tg.r12', 'tg.lang', [aRow('a', { actual: '4' }), aRow('c.6')]);
    await fileReport(office, 'tg.rx', 'tg.lang', [aRow('a', { remark: 'Số tháng 6 ở báo cáo năm' }), aRow('c.6')]);
    await fileReport(office, 'tg.r12', 'tg.lang', [aRow('a', { planned: '3', done: '3' }), aRow('c.6')]);
    expect((await trued(office))?.figures).toEqual([{ activity: 'a', count: 4, estimated: 3 }]);
    await sound(office);
  });

  it('is not asked about, nor taken, while its period still runs, or where nothing was reckoned', async () => {
    const office = await inMay();
    await fileReport(office, 'tg.r6', 'tg.lang', half);
    at(office, '2022-06-13T01:00:00.000Z');
    await office.act('tg.vhtt.cv', office.request({ due: '2022-06-20', cutOff: '2022-06-22' }));
    await ticked(office);
    const early = aReport([aRow('a', { actual: '3' }), aRow('c.6', { actual: '1' })]);
    expect(await refused(office, 'tg.lang.cc', await filing(office, 'tg.rx', 'tg.lang', early))).toMatchObject({
      problems: [
        { path: 'rows[0].actual', code: 'nothing-to-true' },
        { path: 'rows[1].actual', code: 'nothing-to-true' },
      ],
    });
    await fileReport(office, 'tg.rx', 'tg.lang', [aRow('a'), aRow('c.6')]);
    await sound(office);
  });

  it('stands in the consolidated report beside what it came to, summed over the units that say so', async () => {
    const office = await inNovember();
    await fileReport(office, 'tg.r12', 'tg.lang', [aRow('a', { actual: '4' }), aRow('c.6')]);
    await fileReport(office, 'tg.r12', 'tg.dang', [aRow('a'), aRow('c.6')]);
    at(office, '2022-12-07T01:00:00.000Z');
    await ticked(office);
    const edition = await office.load('edition', editionIdOf(office.cycleOf('tg.r12'), 1));
    const root = edition.body.content?.totals;
    const totals = root === undefined ? [] : await readEditionTotals(office.ports.store, office.locality, root);
    expect(totals.find(({ activity }) => activity === 'a')?.trued).toEqual({ estimated: 3, actual: 4, of: 1 });
    expect(totals.find(({ activity }) => activity === 'c.6')?.trued).toEqual({ estimated: 0, actual: 0, of: 0 });
    await sound(office);
  });
});
