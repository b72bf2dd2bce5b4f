import { describe, expect, it } from 'vitest';
import { readSample, rehearsed } from '../../support/rehearsing.ts';

const options = readSample('sources-and-ceiling');
const sample = options.rehearsal;
const run = (rehearsal = sample) => rehearsed(options, rehearsal);

describe('the sample of sources, codes and ceilings', () => {
  it('13: goes through the real functions and machines: cut, returned, cut again as lần 2, approved', async () => {
    const { report, story } = await run(sample);
    expect(report.totals).toEqual({ proposed: 122_300_000, appraised: 80_000_000, approved: 80_000_000 });
    expect(report).toMatchObject({ submissions: 2, published: true });
    const vhtt = report.units.find(({ unit }) => unit === 'tg.vhtt');
    expect(vhtt?.totals?.proposed).toBe(81_700_000);
    expect(report.units.reduce((sum, { result }) => sum + (result ?? 0), 0)).toBe(80_000_000);
    expect(report.units.find(({ unit }) => unit === 'tg.kt')?.totals?.proposed).toBe(8_600_000);
    expect(story).toContain('chia kinh phí nhiệm vụ c.4: tg.kt 6.000.000 đ, tg.nn 4.000.000 đ');
    expect(story).toContain('nạp mục lục ngân sách, 2 mã');
    expect(story).toContain('(Huyện đoàn): thẩm định 14.700.000 đ (1 nội dung thay đổi)');
  }, 60_000);

  it('is refused in words where a code is unknown, and where a ceiling is above the total', async () => {
    const others = sample.estimates.filter(({ unit }) => unit !== 'tg.vhtt');
    const first = sample.estimates.find(({ unit }) => unit === 'tg.vhtt');
    const [line, ...lines] = first?.lines ?? [];
    if (first === undefined || line === undefined) throw new Error('The sample has estimates.');
    const unknown = { ...first, lines: [{ ...line, classification: { subsection: '6699' } }, ...lines] };
    await expect(run({ ...sample, estimates: [unknown, ...others] })).rejects.toThrow(
      'Subsection “6699” is not in the budget index that was loaded',
    );
    const actions = sample.actions.map((action) =>
      action.do === 'cut-to-ceiling' ? { ...action, ceiling: 122_300_001 } : action,
    );
    await expect(run({ ...sample, actions })).rejects.toThrow(/^The ceiling of 122300001 cannot be: it is above/u);
  }, 60_000);
});
