import { expect, it } from 'vitest';
import { RehearsedAction } from '../../../shared/contracts/rehearsal.ts';
import { readSample, rehearsed } from '../../support/rehearsing.ts';

const options = readSample('tam-ky-signatures');
const sample = options.rehearsal;
const run = (rehearsal = sample) => rehearsed(options, rehearsal);

it('the sample of Tam Kỳ: prepared, handed back, signed, signed by authorisation, approved KT.', async () => {
  const { report, story } = await run(sample);
  expect(report.totals).toEqual({ proposed: 18_600_000, appraised: 17_000_000, approved: 17_000_000 });
  expect(report.decision).toMatchObject({ signer: 'tk.ubnd.pct', basis: 'kt', of: 'tk.ubnd.ct' });
  expect(report.published).toBe(true);
  expect(story).toContain('trả lại chuyên viên: Đơn giá hội trường chưa có báo giá');
  expect(story).toContain('ghi nhận giấy ủy quyền số 03/GUQ-TCKH (17/03/2022–18/03/2022)');
  expect(story).toContain('✉ Để biết: đã ký theo ủy quyền của ông/bà hồ sơ năm 2022 (17.000.000 đồng)');
  expect(report.executions.map(({ machine, status }) => `${machine} ${status}`).toSorted()).toEqual([
    'trinh-approval-chain SUCCEEDED',
    'trinh-budget-round SUCCEEDED',
  ]);
});

it('stops at who signs after his authorisation has ended, and says so', async () => {
  const late = RehearsedAction.parse({ at: '2022-03-21 09:00', by: 'tk.vp.cvp', do: 'sign-off' });
  const upTo = sample.actions.slice(
    0,
    sample.actions.findIndex(({ do: what, by }) => what === 'sign-off' && by === 'tk.vp.cvp'),
  );
  await expect(run({ ...sample, actions: [...upTo, late] })).rejects.toThrow(
    /sign-off by .*Authorisation 03\/GUQ-TCKH expired after 18\/03\/2022/,
  );
});

it('goes on to an adjustment that is laid before the head, handed back and signed, and to a grant of what it left', async () => {
  const of = { package: 2, at: '2022-05-05 09:00' };
  const actions = [
    {
      do: 'adjust',
      at: '2022-05-04 09:00',
      by: 'tk.vhtt.cv',
      kind: 'recovery',
      cites: { number: '210/QĐ-UBND', date: '2022-03-22' },
      reason: 'Giảm số buổi',
      lines: [{ unit: 'tk.kt', line: 1, amount: 10_000_000 }],
    },
    { do: 'forward', ...of, by: 'tk.tckh.cv' },
    { do: 'hand-back', ...of, at: '2022-05-05 10:00', by: 'tk.tckh.truong', remark: 'Nêu rõ số buổi' },
    { do: 'forward', ...of, at: '2022-05-05 11:00', by: 'tk.tckh.cv' },
    { do: 'sign-off', ...of, at: '2022-05-05 14:00', by: 'tk.tckh.truong' },
    { do: 'approve', ...of, at: '2022-05-06 09:00', by: 'tk.ubnd.ct', number: '300/QĐ-UBND' },
    {
      do: 'grant',
      at: '2022-05-09 09:00',
      by: 'tk.tckh.cv',
      unit: 'tk.kt',
      tranche: 1,
      number: '310/QĐ-UBND',
      signer: 'tk.ubnd.ct',
      amounts: { 'c.2': 10_000_000 },
    },
  ].map((one) => RehearsedAction.parse(one));
  const { report, story } = await run({ ...sample, actions: [...sample.actions, ...actions] });
  expect(report.units.find(({ unit }) => unit === 'tk.kt')).toMatchObject({ result: 17_000_000, granted: 10_000_000 });
  expect(story).toContain('trả lại chuyên viên: Nêu rõ số buổi');
  expect(story).toContain('Ký kết quả thẩm định hồ sơ thu hồi dự toán năm 2022 (10.000.000 đồng)');
  expect(story).toContain('được điều chỉnh theo quyết định số 300/QĐ-UBND');
  const granted = story.split('\n').find((line) => line.includes('ghi đợt cấp 1'));
  expect(granted).toContain('(Phòng Kinh tế)');
}, 60_000);
