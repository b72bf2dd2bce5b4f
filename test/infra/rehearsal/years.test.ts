import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPackageFile } from '../../../infra/local/rehearsal/package-file.ts';
import { readOptions } from '../../../infra/local/rehearsal/options.ts';
import type { RehearsalReport } from '../../../shared/contracts/rehearsal.ts';
import { rehearsed } from '../../support/rehearsing.ts';

const year = async (plan: string, of: number) => {
  const options = readOptions(['--plan', plan, '--year', String(of)]);
  if (options === 'help') throw new Error('No help was asked for.');
  const done = await rehearsed(options);
  expect(done.report.executions.filter(({ status }) => status !== 'SUCCEEDED')).toEqual([]);
  expect(done.report.tasks.filter(({ state }) => state === 'open')).toEqual([]);
  return done;
};

/** A cycle in one line each: when it was due and cut and why, who was late by how many days, missing, nil or excused. */
const cycles = ({ reports }: RehearsalReport) =>
  reports.map(({ obligation, due, cut, units, missing, unnamed }) => ({
    of: `${obligation} ${due} ${cut?.cause ?? 'not cut'}`,
    late: Object.fromEntries(units.flatMap((one) => (one.when === 'late' ? [[one.unit, one.daysLate]] : []))),
    missing,
    nil: units.filter(({ came }) => came === 'nil').map(({ unit }) => unit),
    excused: units.filter(({ came }) => came === 'excused').map(({ unit }) => unit),
    received: units.filter(({ came }) => came === 'received').length,
    unnamed,
  }));

const everyone = { late: {}, missing: [], nil: [], excused: [], unnamed: [] };

const editions = ({ reports }: RehearsalReport) =>
  reports.flatMap(({ obligation, editions: all }) =>
    all.map(({ number, added, signed, sent, receipts }) => [
      obligation,
      number,
      added,
      signed ? (sent?.number ?? 'signed') : 'unsigned',
      receipts,
    ]),
  );

/** What a year's file has reported of an obligation: the last report of each unit, added up as the file has it. */
const asTyped = (plan: string, of: number, obligation: string) => {
  const { actions } = readPackageFile(path.resolve(`infra/local/rehearsal/years/${plan}.${of}.json`));
  const own = actions.flatMap((one) => (one.do === 'report' && one.obligation === obligation ? [one] : []));
  const last = [...new Map(own.map((one) => [one.unit, one])).values()];
  const rows = last.flatMap((one) => one.rows);
  const sum = (list: readonly string[]): number => list.reduce((all, one) => all + Number(one), 0);
  const codes = [...new Set(rows.map(({ activity }) => activity))].toSorted();
  const counted = last.flatMap(({ targets }) => targets);
  return {
    done: Object.fromEntries(
      codes.map((code) => [code, sum(rows.filter(({ activity }) => activity === code).map(({ done }) => done))]),
    ),
    spent: sum(rows.map(({ spent }) => spent)),
    targets: [...new Set(counted.map(({ target }) => target))].toSorted().map((target) => ({
      target,
      reached: sum(counted.filter((one) => one.target === target).map(({ reached }) => reached)),
      of: sum(counted.filter((one) => one.target === target).map((one) => one.of)),
    })),
  };
};

/** The same as the last edition of that obligation has it. */
const asConsolidated = ({ reports }: RehearsalReport, obligation: string) => {
  const last = reports.find((one) => one.obligation === obligation)?.editions.at(-1);
  const totals = last?.totals ?? [];
  return {
    done: Object.fromEntries(totals.map(({ activity, done }) => [activity, done])),
    spent: totals.reduce((all, { spent, memo }) => all + spent + memo, 0),
    targets: last?.targets ?? [],
  };
};

describe('a year of each plan, through the real functions and machines', () => {
  it('Tây Giang 2022: a round, two cycles and one on request; late communes make a second edition', async () => {
    const { report, story } = await year('tay-giang-2021-2025', 2022);
    expect(report.decision?.number).toBe('145/QĐ-UBND');
    expect(report.totals.approved).toBe(215_700_000);
    expect(cycles(report)).toEqual([
      {
        of: 'tg.r6 2022-05-31 cut-off',
        late: { 'tg.chom': 2, 'tg.gari': 8 },
        missing: [],
        nil: ['tg.trhy'],
        excused: ['tg.axan'],
        received: 16,
        unnamed: [],
      },
      { ...everyone, of: 'tg.rx 2022-09-12 office', missing: ['tg.hd', 'tg.bhalee'], received: 16 },
      { ...everyone, of: 'tg.r12 2022-11-30 all-in', received: 18 },
    ]);
    expect(editions(report)).toEqual([
      ['tg.r6', 1, [], 'unsigned', []],
      ['tg.r6', 2, ['tg.gari'], '31/BC-VHTT', ['tg.ubnd']],
      ['tg.rx', 1, [], '58/BC-VHTT', ['tg.ubnd']],
      ['tg.r12', 1, [], '77/BC-VHTT', ['tg.ubnd']],
    ]);
    for (const obligation of ['tg.r6', 'tg.r12'])
      expect(asConsolidated(report, obligation)).toEqual(asTyped('tay-giang-2021-2025', 2022, obligation));
    expect(report.reports.at(-1)?.editions[0]?.targets).toContainEqual({ target: 't3', reached: 9, of: 16 });
    const subjects = report.mails.map(({ to, subject }) => `${subject.replaceAll('\u00a0', ' ')} → ${to}`);
    const overdue = subjects.filter((mail) => mail.startsWith('Lập báo cáo 6 tháng năm 2022: quá hạn 3 ngày'));
    expect(overdue.map((mail) => mail.split(' → ')[1])).toEqual([
      'cc.gari@tay-giang.example',
      'ct.gari@tay-giang.example',
    ]);
    expect(story).toContain("UBND xã Ch'Ơm: muộn 2 ngày");
  }, 180_000);

  it('Tây Giang 2025: as written to 30/6; from 1/7 the duties are those of the successors that the office named', async () => {
    const { report, story } = await year('tay-giang-2021-2025', 2025);
    expect(report.units).toEqual([]);
    expect(cycles(report)).toEqual([
      { ...everyone, of: 'tg.r6 2025-05-31 cut-off', late: { 'tg.gari': 33 }, received: 18 },
      { ...everyone, of: 'tg.r12 2025-11-30 all-in', late: { 'tg.n3': 2 }, received: 3 },
      { ...everyone, of: 'tg.v60 2025-12-19 all-in', received: 1 },
    ]);
    expect(editions(report)).toEqual([
      ['tg.r6', 1, [], '28/BC-VHTT', ['tg.ubnd']],
      ['tg.r12', 1, [], '15/BC-UBND', ['tg.dn']],
      ['tg.v60', 1, [], 'unsigned', []],
    ]);
    const asked = report.mails.filter(({ subject }) => subject.startsWith('Lập báo cáo năm 2025, hạn'));
    expect(new Set(asked.map(({ to }) => to))).toEqual(
      new Set(['cc.tay-giang@da-nang.example', 'cc.avuong@da-nang.example', 'cc.hung-son@da-nang.example']),
    );
    expect(story).toContain('Công chức Phòng VH-XH xã Hùng Sơn: trình ký báo cáo');
    expect(story).not.toContain('Tổng cộng');
  }, 120_000);

  it('Ái Thượng 2023: one officer, no synthesis, reports whose dates the office set, sent nowhere', async () => {
    const { report } = await year('ai-thuong-2023', 2023);
    expect(report.packages.map(({ stage, submissions, totals }) => [stage, submissions, totals.approved])).toEqual([
      ['approved', 1, 6_000_000],
    ]);
    expect(cycles(report)).toEqual([
      { ...everyone, of: 'at.rp 2023-06-15 all-in', received: 1 },
      { ...everyone, of: 'at.rx 2023-10-05 all-in', late: { 'at.vhxh': 1 }, received: 1 },
    ]);
    expect(editions(report)).toEqual([
      ['at.rp', 1, [], 'unsigned', []],
      ['at.rx', 1, [], 'unsigned', []],
    ]);
    expect(report.executions.filter(({ of }) => of === 'edition')).toEqual([]);
  }, 120_000);

  it('Tam Kỳ H2 2021: estimates by 14/9, results by 30/11, onward to the department and the province', async () => {
    const { report } = await year('tam-ky-2021-2025', 2021);
    expect(report.late).toEqual(['tk.kt']);
    expect(report.missing).toEqual(['tk.gd']);
    expect(report.totals.approved).toBe(59_200_000);
    const estimates = report.ladders.filter(({ kind }) => kind === 'estimate');
    expect([...new Set(estimates.map(({ due }) => due))]).toEqual(['2021-09-14']);
    expect(cycles(report)).toEqual([
      {
        ...everyone,
        of: 'tk.r12 2021-11-30 cut-off',
        late: { 'tk.tanthanh': 1 },
        missing: ['tk.hkn'],
        nil: ['tk.nv'],
        received: 9,
      },
    ]);
    expect(report.reports[0]?.editions[0]?.targets).toContainEqual({ target: 't4', reached: 412, of: 480 });
    expect(editions(report)).toEqual([['tk.r12', 1, [], '212/BC-VHTT', ['tk.stttt', 'tk.ubndt', 'tk.ubnd']]]);
  }, 120_000);

  it('Sơn Dương 10/10/2022: no round; reports by 12/10, handed back and mended, onward to both', async () => {
    const { report, story } = await year('son-duong-10-10-2022', 2022);
    expect(report.executions.map(({ of }) => of).toSorted()).toEqual(['cycle', 'edition']);
    expect(cycles(report)).toEqual([
      { ...everyone, of: 'sd.re 2022-10-12 all-in', late: { 'sd.minhthanh': 1 }, received: 5 },
    ]);
    expect(editions(report)).toEqual([['sd.re', 1, [], '52/BC-VHTT', ['sd.ubnd', 'sd.stttt']]]);
    expect(story).toContain('trả lại báo cáo: Nêu thêm khó khăn về đường truyền tại các xã');
    expect(story).toContain('trả lại báo cáo tổng hợp: Nêu rõ khó khăn về đường truyền');
    expect(story).toContain('UBND xã Minh Thanh: muộn 1 ngày');
    expect(story).not.toContain('Chưa có kết quả nào được công bố');
  }, 120_000);

  it('Quảng Nam 2023 and 2024: a province, a round each year, reports yearly and then twice a year, onward to the Committee and the ministry', async () => {
    const { report: first, story } = await year('quang-nam-ct07-2023', 2023);
    expect(story).toContain('UBND cấp huyện nhưng chưa ai được liệt kê');
    expect([first.decision?.number, first.totals.approved]).toEqual(['2290/QĐ-UBND', 129_500_000]);
    expect(first.missing).toEqual([]);
    expect(cycles(first)).toEqual([
      { ...everyone, of: 'qn.r12 2023-12-05 cut-off', missing: ['qn.ca'], received: 4, unnamed: ['qn.hh'] },
    ]);
    expect(editions(first)).toEqual([['qn.r12', 1, [], '49/BC-STTTT', ['qn.ubnd', 'qn.btttt']]]);
    const second = (await year('quang-nam-ct07-2023', 2024)).report;
    expect(second.totals).toEqual({ proposed: 491_000_000, appraised: 469_000_000, approved: 469_000_000 });
    expect(second.late).toEqual(['qn.stp']);
    for (const obligation of ['qn.r6', 'qn.r12'])
      expect(asConsolidated(second, obligation)).toEqual(asTyped('quang-nam-ct07-2023', 2024, obligation));
    const granted = second.reports.at(-1)?.editions[0]?.totals.reduce((all, one) => all + one.granted, 0);
    expect(granted).toBe(209_000_000);
    expect(cycles(second)).toEqual([
      { ...everyone, of: 'qn.r6 2024-06-10 all-in', late: { 'qn.stp': 2, 'qn.taygiang': 1 }, received: 7 },
      { ...everyone, of: 'qn.r12 2024-12-05 all-in', late: { 'qn.stp': 2 }, received: 7 },
    ]);
    expect(editions(second)).toEqual([
      ['qn.r6', 1, [], '51/BC-STTTT', ['qn.ubnd', 'qn.btttt']],
      ['qn.r12', 1, [], '67/BC-STTTT', ['qn.ubnd', 'qn.btttt']],
    ]);
  }, 120_000);
});
