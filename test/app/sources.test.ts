import { describe, expect, it } from 'vitest';
import { readFigures, readLines } from '../../shared/app/content.ts';
import { estimateSources } from '../../shared/app/source-totals.ts';
import { packageView } from '../../shared/app/views/package-view.ts';
import { PackageId, PersonId } from '../../shared/domain/ids.ts';
import { checkInvariants } from '../support/invariants.ts';
import { anOffice, type Office } from '../support/office.ts';
import { aLine } from '../support/package-p.ts';
import { mailsOf, mailTo, plain } from './mail/mails.ts';

const vhtt = [
  aLine({ activity: 'c.1', content: 'Ngày chuyển đổi số', unitPrice: '45.000.000' }),
  aLine({ activity: 'c.2', content: 'Tập huấn', unitPrice: '20.000.000', source: 'mobilised' }),
  aLine({ activity: 'c.6', content: 'Diễn đàn, phần phòng', unitPrice: '12.000.000', source: 'merged_programme' }),
  aLine({ activity: 'c.6', content: 'Diễn đàn, phần các xã', unitPrice: '9.000.000', source: 'commune_budget' }),
];

const atFinance = async (): Promise<Office> => {
  const office = await anOffice();
  await office.open();
  await office.submit('tg.vhtt', vhtt);
  await office.submit('tg.hd', [aLine({ activity: 'f', unitPrice: '22.000.000' })]);
  await office.lock();
  await office.forward('synthesis');
  return office;
};

const viewOf = async (office: Office, person: string) => {
  const session = { locality: office.locality, plan: office.plan.id, person: PersonId.parse(person) };
  const found = await packageView(office.ports, session, PackageId.parse(office.pkg));
  if (found.kind !== 'seen') throw new Error(`Not seen: ${found.refusal.kind}`);
  return found.view;
};

const cut = async (office: Office): Promise<void> =>
  office.act(
    office.someone('tg.tckh'),
    await office.figures('appraisal', 'tg.vhtt', [
      { no: 1, amount: 40_000_000, reason: 'Dùng hội trường huyện' },
      { no: 2, amount: 15_000_000, reason: 'Một lớp' },
    ]),
  );

describe('an activity with two routes', () => {
  it("has the chain's part in the package and the communes' part as a memo, in no figure of the chain", async () => {
    const office = await atFinance();
    await cut(office);
    await office.forward('appraisal');
    const { body } = await office.thePackage();
    expect(body.content.totals).toEqual({ proposed: 99_000_000, appraised: 89_000_000, approved: 89_000_000 });
    expect((await office.estimate('tg.vhtt')).body.versions.at(-1)).toMatchObject({
      total: 77_000_000,
      lines: { count: 4 },
    });
    const view = await viewOf(office, office.someone('tg.ubnd', 'head'));
    expect(view.sources.memo).toBe(9_000_000);
    expect(view.units.find(({ member }) => member.unit === 'tg.vhtt')?.memo).toMatchObject([{ amount: 9_000_000 }]);
    await office.approve();
    expect((await office.estimate('tg.vhtt')).body.result?.approved).toBe(67_000_000);
    await checkInvariants(office, new Map(), true);
  });

  it('is no way in for money of the communes alone, nor beside an activity of the chain alone', async () => {
    const office = await anOffice();
    await office.open();
    const memo = aLine({ activity: 'c.6', source: 'commune_budget' });
    const refused = (row: number) => ({
      kind: 'problems',
      problems: [{ path: `lines[${row}].source`, code: 'commune-budget-line' }],
    });
    const send = async (lines: readonly ReturnType<typeof aLine>[]) =>
      office.send(office.someone('tg.vhtt'), await office.submission('tg.vhtt', lines));
    expect(await send([memo])).toEqual(refused(0));
    expect(await send([aLine({ activity: 'c.1' }), { ...memo, activity: 'c.2' }])).toEqual(refused(1));
    expect(await send([aLine({ activity: 'c.1' }), memo])).toEqual({ kind: 'recorded', repeated: false });
  });

  it('gives its memo no figure: nobody appraises what the communes pay', async () => {
    const office = await atFinance();
    const command = await office.figures('appraisal', 'tg.vhtt', [{ no: 4, amount: 0, reason: 'Bỏ' }]);
    expect(await office.send(office.someone('tg.tckh'), command)).toEqual({
      kind: 'problems',
      problems: [{ path: 'figures[0].no', code: 'unknown-line' }],
    });
  });
});

describe('totals by source', () => {
  it('are kept with the estimate and its figures, and reconcile by line, unit, activity, source and total', async () => {
    const office = await atFinance();
    await cut(office);
    const { totals, sources, units } = await viewOf(office, office.someone('tg.tckh'));
    expect(sources).toEqual({
      proposed: { state_budget: 67_000_000, mobilised: 20_000_000, merged_programme: 12_000_000 },
      appraised: { state_budget: 62_000_000, mobilised: 15_000_000, merged_programme: 12_000_000 },
      approved: null,
      memo: 9_000_000,
    });
    const lines = units.flatMap((unit) => unit.lines);
    for (const figure of ['proposed', 'appraised'] as const) {
      const of = (line: (typeof lines)[number]) =>
        figure === 'proposed' ? line.line.amount : (line.appraised?.amount ?? 0);
      const sumBy = (key: (line: (typeof lines)[number]) => string) =>
        lines.reduce(
          (sums, line) => sums.set(key(line), (sums.get(key(line)) ?? 0) + of(line)),
          new Map<string, number>(),
        );
      const whole = (sums: Map<string, number>) => [...sums.values()].reduce((a, b) => a + b, 0);
      expect(Object.fromEntries(sumBy(({ line }) => line.source))).toEqual(sources[figure]);
      expect(whole(sumBy(({ line }) => line.activity))).toBe(totals?.[figure]);
      expect(units.reduce((sum, unit) => sum + (unit.amounts?.[figure] ?? 0), 0)).toBe(totals?.[figure]);
    }
  });

  it('are read from the lines where an entry is older than they are', async () => {
    const office = await atFinance();
    await cut(office);
    const estimate = await office.estimate('tg.vhtt');
    const kept = await estimateSources(office.ports, estimate, office.lan(1));
    const { sources: _, ...older } = estimate.body;
    const figures = older.figures.map(({ sources: __, ...set }) => set);
    expect(await estimateSources(office.ports, { ...estimate, body: { ...older, figures } }, office.lan(1))).toEqual(
      kept,
    );
    expect(kept).toMatchObject({ appraised: { mobilised: 15_000_000 }, memo: 9_000_000 });
    const set = figures[0];
    if (set === undefined) throw new Error('Figures were set.');
    expect(await readFigures(office.store, office.locality, set.figures)).toHaveLength(3);
  });

  it('are told in the mails where totals are, the memo apart', async () => {
    const office = await atFinance();
    await cut(office);
    await office.forward('appraisal');
    await office.approve();
    const task = (await mailsOf(office, 'task')).filter(({ request }) => request.person === 'tg.ubnd.ct');
    const said =
      'Ngân sách nhà nước 62.000.000 đồng; Huy động, xã hội hóa 15.000.000 đồng; Lồng ghép chương trình 12.000.000 đồng';
    expect(plain(task[0]?.mail.text ?? '')).toContain(`Theo nguồn: ${said}`);
    const result = plain((await mailTo(office, 'result', 'tg.vhtt.truong')).text);
    expect(result).toContain('Theo nguồn: Ngân sách nhà nước 40.000.000 đồng');
    expect(result).toContain('Ngân sách xã tự chi (để biết, ngoài tổng): 9.000.000 đồng');
  });
});

describe('the budget index', () => {
  const table =
    'Chương; 622; Phòng Văn hóa\nMục; 6600; Thông tin, tuyên truyền\nTiểu mục; 6606; Tuyên truyền, quảng cáo';
  const load = (office: Office, text = table, seen = 0) => ({ do: 'load-codes', plan: office.plan.id, seen, text });
  const withCodes = (codes: Record<string, string>) => [aLine({ activity: 'f', classification: codes })];

  it('is loaded by the office that appraises, and from then on a code that is not in it is a clear error', async () => {
    const office = await anOffice();
    await office.open();
    await office.submit('tg.hd', withCodes({ subsection: '7777' }));
    await office.act(office.someone('tg.tckh'), load(office));
    const unknown = await office.submission('tg.hd', withCodes({ section: '6600', subsection: '6699' }));
    expect(await office.send(office.someone('tg.hd'), unknown)).toEqual({
      kind: 'problems',
      problems: [{ path: 'lines[0].classification', code: 'unknown-code', part: 'subsection', given: '6699' }],
    });
    await office.submit('tg.hd', withCodes({ chapter: '622', section: '6600', subsection: '6606' }));
    const { versions } = (await office.estimate('tg.hd')).body;
    const [first, second] = await Promise.all(
      versions.map(({ lines }) => readLines(office.store, office.locality, lines)),
    );
    expect(first?.[0]?.classification).toEqual({ subsection: '7777' });
    expect(second?.[0]?.classification).toEqual({ chapter: '622', section: '6600', subsection: '6606' });
    await checkInvariants(office, new Map(), true);
  });

  it('is one table: another needs to have seen it, the same again changes nothing, others may not load it', async () => {
    const office = await anOffice();
    const finance = office.someone('tg.tckh');
    await office.act(finance, load(office));
    expect(await office.send(finance, load(office, `${table}\nMục; 7000; Chuyên môn`))).toMatchObject({
      kind: 'changed-since-shown',
    });
    expect(await office.send(finance, load(office, table, 1))).toEqual({ kind: 'recorded', repeated: true });
    await office.act(office.someone('tg.vhtt'), load(office, `${table}\nMục; 7000; Chuyên môn`, 1));
    expect((await office.load('codes', 'budget-index')).body).toMatchObject({ editions: 2, codes: { count: 4 } });
    expect(await office.send(office.someone('tg.hd'), load(office, table, 2))).toEqual({
      kind: 'not-yours',
      offices: ['tg.vhtt', 'tg.tckh'],
    });
    expect(await office.send(finance, load(office, 'Mục; 6; sai', 2))).toEqual({
      kind: 'problems',
      problems: [{ path: 'codes[0]', code: 'code-row', given: 'Mục; 6; sai' }],
    });
  });
});
