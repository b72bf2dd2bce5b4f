import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readOptions } from '../../../infra/local/rehearsal/options.ts';
import { rehearse } from '../../../infra/local/rehearsal/rehearse.ts';
import { type Rehearsal, RehearsalReport, RehearsedAction } from '../../../shared/contracts/rehearsal.ts';

const options = readOptions([
  '--package',
  fileURLToPath(new URL('../../../infra/local/rehearsal/samples/tam-ky-signatures.json', import.meta.url)),
]);
if (options === 'help') throw new Error('No help was asked for.');
const sample = options.rehearsal;

const run = async (rehearsal: Rehearsal) => {
  const { report, story } = await rehearse({ ...options, rehearsal, language: 'vi' }, () => undefined);
  return { report: RehearsalReport.parse(report), story: story.join('\n').replaceAll('\u00a0', ' ') };
};

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
