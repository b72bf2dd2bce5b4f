import { expect, it } from 'vitest';
import { type Rehearsal, RehearsedAction } from '../../../shared/contracts/rehearsal.ts';
import { readSample, rehearsed, ofTheRound } from '../../support/rehearsing.ts';

const options = readSample('second-thoughts');
const sample = options.rehearsal;
const run = (rehearsal = sample) => rehearsed(options, rehearsal);

/** The sample's actions up to a moment, then another. */
const upTo = (at: string, last: object): Rehearsal => {
  const then = RehearsedAction.parse({ at, ...last });
  return { ...sample, actions: [...sample.actions.filter((one) => one.at < then.at), then] };
};

it('the sample of second thoughts: taken back, returned step by step, closed without a unit, reversed, withdrawn', async () => {
  const { report, story } = await run(sample);
  expect(
    report.packages.map(({ kind, stage, submissions, totals }) => [kind, stage, submissions, totals.approved]),
  ).toEqual([
    ['main', 'approved', 3, 46_600_000],
    ['supplement', 'approved', 1, 22_000_000],
    ['adjustment', 'withdrawn', 1, null],
  ]);
  expect(report.units.find(({ unit }) => unit === 'tg.kt')).toMatchObject({ version: 2, result: 18_600_000 });
  expect(report.units.find(({ unit }) => unit === 'tg.tt')).toMatchObject({
    version: 2,
    result: 24_000_000,
    granted: 0,
  });
  expect(report.units.find(({ unit }) => unit === 'tg.gd')).toMatchObject({ standing: 'missing', result: null });
  expect(report.tasks.filter(({ state }) => state === 'open')).toEqual([]);
  expect(ofTheRound(report).every(({ status }) => status === 'SUCCEEDED')).toBe(true);
  expect(story.match(/đính kèm tệp “bao-gia\.pdf”/g)).toHaveLength(2);
  expect(story).toContain('trả lại lần 1 về bước thẩm định: Nêu rõ số kỳ phát sóng');
  expect(story).toContain('trả lại lần 2 về bước tổng hợp: Bổ sung số kỳ phát sóng vào bảng tổng hợp');
  expect(story).toContain('rút hồ sơ điều chỉnh: Giữ quy mô như cũ');
}, 120_000);

it('stops at who would appraise what his own office had him prepare; another person there does', async () => {
  const own = upTo('2022-03-01 08:00', { by: 'tg.tckh.cv', do: 'forward' });
  await expect(run(own)).rejects.toThrow(/forward by .*tg\.tckh\.cv.* is refused: .*prepared or appraised/);
}, 60_000);

it('stops at a return past the office below: each decides whether it goes further', async () => {
  const far = upTo('2022-03-01 14:00', { by: 'tg.ubnd.ct', do: 'return', to: 'synthesis', reason: 'Làm lại' });
  await expect(run(far)).rejects.toThrow(/return by .*tg\.ubnd\.ct.* is refused/);
}, 60_000);
