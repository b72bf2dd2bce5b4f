import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readOptions } from '../../../infra/local/rehearsal/options.ts';
import { checkAgainstPlan, readPackageFile } from '../../../infra/local/rehearsal/package-file.ts';
import { rehearse } from '../../../infra/local/rehearsal/rehearse.ts';
import { RehearsalReport } from '../../../shared/contracts/rehearsal.ts';
import { Plan } from '../../../shared/domain/plan.ts';
import { planFile } from '../../support/office.ts';

const file = fileURLToPath(new URL('../../../infra/local/rehearsal/samples/tay-giang-absences.json', import.meta.url));

it('the sample of absences: prints the ladder of every task and the forecast; stand-ins and deputies go on', async () => {
  const sample = readPackageFile(file);
  checkAgainstPlan(file, sample, Plan.parse(planFile(sample.plan)));
  const options = readOptions([]);
  if (options === 'help') throw new Error('No help was asked for.');
  const done = await rehearse({ ...options, rehearsal: sample, language: 'vi' }, () => undefined);
  const report = RehearsalReport.parse(done.report);
  const story = done.story.join('\n').replaceAll('\u00a0', ' ');
  expect(report).toMatchObject({ published: true, late: [] });
  expect(report.absences).toMatchObject([
    { kind: 'estimate', person: 'tg.hd.cb', due: '2022-02-28', standIn: 'tg.hd.bt' },
    { kind: 'approval', person: 'tg.ubnd.ct', due: '2022-03-21', standIn: null },
  ]);
  expect(story).toContain('Hạn và lần nhắc, đợt năm 2022');
  expect(story).toContain('Lập dự toán năm 2022, Huyện đoàn: thứ Năm 03/03/2022 (gia hạn từ ngày 28/02/2022)');
  expect(story).toMatch(/ {4}T-1 {2}07:30 02\/03\/2022 · đã nhắc/);
  expect(story).toMatch(/ {4}T\+3 {2}07:30 09\/03\/2022 · không nhắc nữa/);
  expect(story).toContain('Dự báo: việc đến hạn khi người thực hiện vắng');
  expect(story).toContain('Phê duyệt hồ sơ năm 2022, UBND huyện, thứ Hai 21/03/2022: Chủ tịch UBND huyện');
  // The standing unit's officer chose one mail a morning; the last rung still comes by itself.
  const culture = report.mails.filter(({ to }) => to === 'cv.vhtt@tay-giang.example');
  const digests = culture.filter(({ subject }) => subject.includes('(nhắc việc ngày'));
  expect(digests.map(({ at }) => at.slice(0, 16))).toEqual([
    '2022-02-28T00:32',
    '2022-03-01T00:32',
    '2022-03-04T00:32',
    '2022-03-07T00:32',
  ]);
  expect(story).toContain('07:32  ✉ 4 việc chưa xong, hạn gần nhất 28/02/2022 (nhắc việc ngày 01/3/2022)');
  expect(story).toContain('Đôn đốc Phòng KT&HT lập dự toán năm 2022: quá hạn 3 ngày làm việc');
  const head = Plan.parse(planFile(sample.plan)).people.find(({ id }) => id === 'tg.hd.bt')?.email;
  const reminders = report.mails.filter(({ subject, to }) => to === head && subject.startsWith('Lập dự toán'));
  expect(reminders.length).toBeGreaterThan(0);
}, 60_000);
