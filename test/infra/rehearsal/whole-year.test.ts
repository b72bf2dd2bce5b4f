import { describe, expect, it } from 'vitest';
import { ofTheRound, readSample, rehearsed } from '../../support/rehearsing.ts';

const options = readSample('whole-year');
const sample = options.rehearsal;
const run = (rehearsal = sample) => rehearsed(options, rehearsal);

describe('the sample of a whole year of money', () => {
  it('goes through the real functions and machines: a part, a supplement, two tranches, an adjustment, the end', async () => {
    const { report, story } = await run();
    expect(report.totals).toEqual({ proposed: 151_700_000, appraised: 151_700_000, approved: 151_700_000 });
    expect(report.packages.map(({ kind, stage, totals }) => [kind, stage, totals.approved])).toEqual([
      ['main', 'approved', 114_700_000],
      ['supplement', 'approved', 22_000_000],
      ['part', 'approved', 15_000_000],
      ['adjustment', 'approved', 59_700_000],
    ]);
    expect(report.packages.every(({ published }) => published)).toBe(true);
    expect(report.closed).toEqual({
      approved: 141_700_000,
      granted: 54_700_000,
      lapsed: 87_000_000,
      sources: [
        { source: 'state_budget', approved: 129_350_000, granted: 42_350_000, lapsed: 87_000_000 },
        { source: 'mobilised', approved: 12_350_000, granted: 12_350_000, lapsed: 0 },
      ],
    });
    expect(report.tasks.filter(({ state }) => state === 'open')).toEqual([]);
    expect(ofTheRound(report).every(({ status }) => status === 'SUCCEEDED')).toBe(true);
    expect(story).toContain('trả lại phần của tg.kt: Tổ chức một ngày, lập lại theo khung giá mới');
    expect(story).toContain('mở hồ sơ bổ sung số 2 cho tg.hd, hạn 03/03/2022');
    const subjects = report.mails.map(({ subject }) => subject.replaceAll('\u00a0', ' '));
    expect(subjects).toContain('Lập dự toán bổ sung năm 2022, hồ sơ số 2, hạn 03/3/2022');
    expect(subjects).toContain('Sửa và gửi lại dự toán năm 2022, hồ sơ số 3, hạn 07/3/2022');
    expect(subjects.filter((subject) => subject.includes('không có Huyện đoàn'))).toEqual([]);
  }, 120_000);
});
