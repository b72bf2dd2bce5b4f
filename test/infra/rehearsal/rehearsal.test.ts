import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readOptions } from '../../../infra/local/rehearsal/options.ts';
import { packageP } from '../../../infra/local/rehearsal/package-p.ts';
import { rehearse } from '../../../infra/local/rehearsal/rehearse.ts';
import { vietnam } from '../../../shared/calendars/vietnam.ts';
import { type Rehearsal, RehearsalReport, RehearsedAction } from '../../../shared/contracts/rehearsal.ts';
import { aPdf } from '../../support/sample-files.ts';
import { ofTheRound } from '../../support/rehearsing.ts';

const base = packageP(2022, vietnam);

const run = async (rehearsal: Rehearsal, language: 'vi' | 'en' = 'vi') => {
  const options = readOptions([]);
  if (options === 'help') throw new Error('No help was asked for.');
  const steps: string[] = [];
  const { report, story } = await rehearse({ ...options, rehearsal, language }, (done, all) =>
    steps.push(`${done}/${all}`),
  );
  return { report: RehearsalReport.parse(report), story: story.join('\n').replaceAll('\u00a0', ' '), steps };
};

const unitOf = (report: RehearsalReport, unit: string) => report.units.find((one) => one.unit === unit);

/** Something done after the appraisal's estimates are locked, before it is forwarded. */
const action = (json: unknown) => RehearsedAction.parse(json);

/** Package P with other actions in place of everything from the appraisal on. */
const withEnd = (...end: readonly RehearsedAction[]): Rehearsal => ({
  ...base,
  actions: [...base.actions.slice(0, 3), ...end],
});

const cut = action({
  at: '2022-03-01 09:00',
  by: 'tg.tckh.cv',
  do: 'set-figures',
  unit: 'tg.vhtt',
  figures: [{ line: 1, amount: 38_000_000, reason: 'Dùng hội trường huyện' }],
});
const upward = (at: string) => action({ at, by: 'tg.tckh.cv', do: 'forward' });
const approval = (at: string) => action({ at, by: 'tg.ubnd.ct', do: 'approve', number: '145/QĐ-UBND' });

describe('a rehearsed year', () => {
  it('carries Package P to an approved 215.700.000 đ and tells the dated story', async () => {
    const { report, story, steps } = await run(base);
    expect(report.totals).toEqual({ proposed: 215_700_000, appraised: 215_700_000, approved: 215_700_000 });
    expect(report).toMatchObject({ late: [], missing: [], submissions: 1, published: true });
    expect(report.decision).toMatchObject({ number: '145/QĐ-UBND', signer: 'tg.ubnd.ct', date: '2022-03-10' });
    expect(unitOf(report, 'tg.tt')).toMatchObject({ standing: 'submitted', result: 74_400_000 });
    expect(unitOf(report, 'tg.nn')).toMatchObject({ standing: 'nil', totals: null, result: null });
    expect(report.tasks.map(({ state }) => state)).toEqual(report.tasks.map(() => 'done'));
    expect(report.executions.map(({ machine, status }) => `${machine} ${status}`).toSorted()).toEqual([
      'trinh-approval-chain SUCCEEDED',
      'trinh-budget-round SUCCEEDED',
    ]);
    expect(new Set(report.mails.map((mail) => JSON.stringify(mail))).size).toBe(report.mails.length);
    expect(story).toContain('Thứ Hai 14/02/2022\n08:30  · Chuyên viên Phòng VHTT: mở đợt dự toán cho 6 đơn vị');
    expect(story).toContain('09:30  · Chủ tịch UBND huyện: phê duyệt 215.700.000 đ, quyết định số 145/QĐ-UBND');
    expect(story).toContain('Phòng NN&PTNT: được nhắc việc (T-1)');
    expect(story.indexOf('khóa dự toán của cả đợt')).toBeLessThan(story.indexOf('lập hồ sơ trình 215.700.000 đ'));
    expect(story).toMatch(/Tổng cộng +215\.700\.000 đ +215\.700\.000 đ +215\.700\.000 đ/);
    expect(story).toBe(story.normalize('NFC'));
    expect([steps[0], steps.at(-1)]).toEqual(['0/11', '11/11']);
  }, 60_000);

  it('follows a line that was refiled, a unit that came late and one that never came', async () => {
    const [tt, vhtt, ...others] = base.estimates;
    if (tt === undefined || vhtt === undefined) throw new Error('Package P has five estimates.');
    const refiled = {
      ...tt,
      at: vhtt.at,
      lines: tt.lines.map((line) => (line.activity === 'b.1' ? { ...line, unitPrice: '2.000.000' } : line)),
    };
    const late = others.map((one) => (one.unit === 'tg.gd' ? { ...one, at: base.actions[1]?.at ?? one.at } : one));
    const { report, story } = await run({
      ...base,
      estimates: [tt, vhtt, refiled, ...late.filter(({ unit }) => unit !== 'tg.hd')],
    });
    expect(report.totals).toEqual({ proposed: 187_700_000, appraised: 187_700_000, approved: 187_700_000 });
    expect(unitOf(report, 'tg.tt')).toMatchObject({ version: 2, result: 68_400_000 });
    expect(unitOf(report, 'tg.gd')).toMatchObject({ standing: 'submitted', late: true });
    expect(unitOf(report, 'tg.hd')).toMatchObject({ standing: 'missing', totals: null, result: null });
    expect([report.late, report.missing]).toEqual([['tg.gd'], ['tg.hd']]);
    expect(story).toContain('nộp dự toán 15.000.000 đ (nộp muộn)');
    expect(story).toContain('Nộp muộn: Phòng GD&ĐT. Không nộp: Huyện đoàn.');
  }, 60_000);

  it('follows a cut, in the story of the other language too', async () => {
    const { report, story } = await run(withEnd(cut, upward('2022-03-02 09:00'), approval('2022-03-10 09:30')), 'en');
    expect(report.totals).toEqual({ proposed: 215_700_000, appraised: 208_700_000, approved: 208_700_000 });
    expect(unitOf(report, 'tg.vhtt')).toMatchObject({
      totals: { proposed: 85_700_000, appraised: 78_700_000, approved: 78_700_000 },
      result: 78_700_000,
    });
    expect(story).toContain(
      'Officer of the Finance Division (Culture Division): appraised at 78.700.000 đ (1 line changed)',
    );
  }, 60_000);

  it('numbers the submission after a return, and leaves unanswered figures open', async () => {
    const { report, story } = await run(
      withEnd(
        upward('2022-03-02 09:00'),
        action({
          at: '2022-03-03 09:00',
          by: 'tg.ubnd.ct',
          do: 'return',
          to: 'appraisal',
          reason: 'Không quá 180.000.000',
        }),
        { ...cut, at: upward('2022-03-04 09:00').at },
      ),
    );
    expect(report).toMatchObject({ submissions: 2, published: false, decision: null });
    expect(report.totals).toEqual({ proposed: 215_700_000, appraised: null, approved: null });
    expect(report.tasks.filter(({ state }) => state === 'open').map(({ id }) => id)).toEqual([
      'appraisal:tay-giang-2021-2025.2022.p1:2',
    ]);
    expect(story).toContain('Chủ tịch UBND huyện: trả lại lần 1 về bước thẩm định: Không quá 180.000.000');
    expect(story).toContain('Chưa có kết quả nào được công bố.');
  }, 60_000);

  it('attaches a quote to a line and the signed paper to the decision', async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'trinh-files-')), 'Báo giá.pdf');
    writeFileSync(file, aPdf());
    onTestFinished(() => rmSync(path.dirname(file), { recursive: true }));
    const [lockAt] = base.actions.filter((one) => one.do === 'lock').map(({ at }) => at);
    const quote = { at: base.estimates[0]?.at ?? '', by: 'tg.tt.vc', do: 'attach', file, unit: 'tg.tt', line: 3 };
    const rehearsal = withEnd(
      upward('2022-03-02 09:00'),
      approval('2022-03-10 09:30'),
      action({ at: '2022-03-11 09:00', by: 'tg.ubnd.ct', do: 'attach', file }),
    );
    const { at } = action({ ...quote, at: '2022-02-21 15:00' });
    expect(at < (lockAt ?? '')).toBe(true);
    const { story } = await run({
      ...rehearsal,
      actions: [action({ ...quote, at: '2022-02-21 15:00' }), ...rehearsal.actions],
    });
    expect(story.match(/đính kèm tệp “Báo giá\.pdf”/g)).toHaveLength(2);
  }, 60_000);

  it('grants in two tranches, takes one back, and closes the year', async () => {
    const paper = { by: 'tg.tckh.cv', unit: 'tg.tt', signer: 'tg.ubnd.ct' };
    const { report, story } = await run({
      ...base,
      actions: [
        ...base.actions,
        action({
          ...paper,
          do: 'grant',
          at: '2022-04-04 09:00',
          tranche: 1,
          number: '200/QĐ-UBND',
          amounts: { 'b.1': 15_000_000, 'd.2': 30_000_000 },
        }),
        action({
          ...paper,
          do: 'grant',
          at: '2022-07-04 09:00',
          tranche: 2,
          number: '310/QĐ-UBND',
          amounts: { 'b.4': 14_400_000 },
        }),
        action({
          ...paper,
          do: 'reverse-grant',
          at: '2022-07-05 09:00',
          grant: 2,
          number: '311/QĐ-UBND',
          reason: 'Ghi nhầm nhiệm vụ',
        }),
        action({ do: 'close-round', at: '2022-12-31 15:00', by: 'tg.tckh.truong' }),
      ],
    });
    expect(unitOf(report, 'tg.tt')).toMatchObject({ result: 74_400_000, granted: 45_000_000 });
    expect(unitOf(report, 'tg.kt')?.granted).toBeNull();
    const closed = { approved: 215_700_000, granted: 45_000_000, lapsed: 170_700_000 };
    expect(report.closed).toEqual({ ...closed, sources: [{ source: 'state_budget', ...closed }] });
    expect(story).toContain('(Trung tâm VH-TT và TT-TH): ghi đợt cấp 1: giao 45.000.000 đ, quyết định số 200/QĐ-UBND');
    expect(story).toContain('thu hồi 14.400.000 đ, quyết định số 311/QĐ-UBND: Ghi nhầm nhiệm vụ');
    expect(story).toContain('kết thúc đợt: đã giao 45.000.000 đ, hết hiệu lực 170.700.000 đ');
    expect(report.mails.filter(({ subject }) => subject.startsWith('Thực hiện dự toán được giao'))).toHaveLength(2 * 2);
    expect(report.mails.filter(({ subject }) => subject.includes('đã kết thúc')).length).toBeGreaterThan(5);
  }, 60_000);

  it('adjusts what was approved through the chain, and withdraws another adjustment', async () => {
    const of = { package: 2, at: '2022-05-05 09:00' };
    const cites = { number: '145/QĐ-UBND', date: '2022-03-10' };
    const { report, story } = await run({
      ...base,
      actions: [
        ...base.actions,
        action({
          do: 'adjust',
          at: '2022-05-04 09:00',
          by: 'tg.tckh.cv',
          kind: 'recovery',
          cites,
          reason: 'Giảm số kỳ phát sóng',
          lines: [{ unit: 'tg.tt', line: 1, amount: 20_000_000 }],
        }),
        action({ do: 'forward', ...of, by: 'tg.tckh.truong' }),
        action({ do: 'approve', ...of, at: '2022-05-06 09:00', by: 'tg.ubnd.ct', number: '300/QĐ-UBND' }),
        action({
          do: 'adjust',
          at: '2022-06-01 09:00',
          by: 'tg.tckh.cv',
          cites,
          reason: 'Đổi nội dung',
          lines: [{ unit: 'tg.hd', line: 1, amount: 1_000_000 }],
        }),
        action({ do: 'withdraw', package: 3, at: '2022-06-02 09:00', by: 'tg.tckh.cv', reason: 'Không cần nữa' }),
        action({
          do: 'grant',
          at: '2022-06-03 09:00',
          by: 'tg.tckh.cv',
          unit: 'tg.tt',
          signer: 'tg.ubnd.ct',
          tranche: 1,
          number: '301/QĐ-UBND',
          amounts: { 'b.1': 20_000_000 },
        }),
      ],
    });
    expect(unitOf(report, 'tg.tt')).toMatchObject({ result: 74_400_000, granted: 20_000_000 });
    expect(ofTheRound(report).map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => 'SUCCEEDED'));
    expect(report.tasks.every(({ state }) => state === 'done')).toBe(true);
    expect(story).toContain('lập hồ sơ điều chỉnh quyết định số 145/QĐ-UBND, từ 74.400.000 đ thành 64.400.000 đ');
    expect(story).toContain('rút hồ sơ điều chỉnh: Không cần nữa');
    expect(story).toContain('được điều chỉnh theo quyết định số 300/QĐ-UBND');
  }, 60_000);

  it('stops where a step is refused, and says which and why', async () => {
    await expect(run(withEnd(approval('2022-03-01 09:00')))).rejects.toThrow(
      /^At 2022-03-01 09:00, approve by Chair of the District People's Committee \(tg\.ubnd\.ct\) is refused: \S/,
    );
  }, 60_000);
});
