import { describe, expect, it } from 'vitest';
import { readCycleUnits } from '../../shared/app/content.ts';
import { planNow } from '../../shared/app/plan-now.ts';
import { parsePlan } from '../../shared/domain/plan.ts';
import { headOf } from '../../shared/domain/posts.ts';
import { anOffice, type Office } from '../support/office.ts';
import { refused } from '../support/refused.ts';
import { aReport, aRow, at, facts, filing, fileReport, reportOf, sound } from '../support/reporting.ts';
import { ended, fileReportAs, named, registerSuccessions as register, withSuccessions } from '../support/successors.ts';
import { ticked } from '../support/whole-round.ts';
import { aPortal } from '../functions/portal/portal-office.ts';

const unitsOf = async (office: Office, obligation: string) => {
  const { body } = await office.load('cycle', office.cycleOf(obligation));
  return readCycleUnits(office.store, office.locality, body.units);
};

describe('after the communes were merged', () => {
  it('the half-year is owed as written, the year by the successors, with what those before them led', async () => {
    const office = await anOffice('tay-giang-2021-2025', '2025-05-05T01:00:00.000Z');
    await ticked(office);
    await register(office, named);
    expect((await unitsOf(office, 'tg.r6')).map(({ unit }) => unit)).toContain('tg.lang');
    at(office, '2025-11-03T01:00:00.000Z');
    await ticked(office);
    const year = await unitsOf(office, 'tg.r12');
    expect(year).toHaveLength(11);
    expect(year.filter(({ unit }) => /^tg\.n\d$/.test(unit))).toEqual([
      { unit: 'tg.n1', activities: ['a', 'c.6'] },
      { unit: 'tg.n2', activities: ['a', 'c.6'] },
      { unit: 'tg.n3', activities: ['a', 'c.6'] },
    ]);
    expect(year.map(({ unit }) => unit)).not.toContain('tg.lang');
    await fileReportAs(office, 'tg.r12', 'tg.n1', { by: 'tg.n1', typed: report() });
    expect(await facts(office, 'tg.r12', 'tg.n1')).toEqual(['received', { kind: 'on-time' }]);
    await sound(office);
  });

  it('what was open passes on under its old name: the successor’s people file and sign it, those before do not', async () => {
    const office = await anOffice('tay-giang-2021-2025', '2025-05-05T01:00:00.000Z');
    await ticked(office);
    await fileReport(office, 'tg.r6', 'tg.lang');
    const before = (await reportOf(office, 'tg.r6', 'tg.lang')).body;
    await register(office, named);
    expect((await office.send('tg.n1.cc', await filing(office, 'tg.r6', 'tg.dang', report()))).kind).toBe('not-yours');
    at(office, '2025-07-02T01:00:00.000Z');
    await ticked(office);
    const late = await filing(office, 'tg.r6', 'tg.dang', report());
    expect(await office.send('tg.dang.cc', late)).toMatchObject({ kind: 'not-found' });
    await fileReportAs(office, 'tg.r6', 'tg.dang', { by: 'tg.n1', typed: report() });
    const { body } = await reportOf(office, 'tg.r6', 'tg.dang');
    expect([body.unit, body.versions[0]?.by, body.versions[0]?.preparedBy]).toEqual([
      'tg.dang',
      'tg.n1.ct',
      'tg.n1.cc',
    ]);
    expect(await facts(office, 'tg.r6', 'tg.dang')).toEqual(['received', { kind: 'late', days: 32 }]);
    // What was there stays as it was: the money of the year's round and the report of the old name.
    expect((await reportOf(office, 'tg.r6', 'tg.lang')).body.versions).toEqual(before.versions);
    expect([...office.memory.journal.keys()].filter((stream) => /#(?:ledger|estimate|package)#/.test(stream))).toEqual(
      [],
    );
    await sound(office);
  });

  it('one unit passes to many, and the closing report to the authority that is named for it', async () => {
    const office = await anOffice('tay-giang-2021-2025', '2025-05-05T01:00:00.000Z');
    await register(office, [
      ended('tg.vhtt', ['tg.n1', 'tg.n2', 'tg.n3'], { duties: [{ obligation: 'tg.v60', to: ['tg.n1'] }] }),
      ended('tg.ubnd', ['tg.n1', 'tg.n2', 'tg.n3'], { duties: [{ obligation: 'tg.v60', to: ['tg.n2'] }] }),
    ]);
    at(office, '2025-11-03T01:00:00.000Z');
    await ticked(office);
    const opening = (obligation: string) => ({
      ...office.request({ obligation, from: '2021-01-01', to: '2025-12-31', due: '2025-12-10', cutOff: '2025-12-15' }),
    });
    await office.act('tg.n1.cc', opening('tg.v60'));
    const { body } = await office.load('cycle', office.cycleOf('tg.v60'));
    expect([body.recipient, (await unitsOf(office, 'tg.v60')).map(({ unit }) => unit)]).toEqual(['tg.n2', ['tg.n1']]);
    await office.act('tg.n3.cc', { ...opening('tg.v12') });
    expect((await unitsOf(office, 'tg.v12')).map(({ unit }) => unit)).toEqual(['tg.n1', 'tg.n2', 'tg.n3']);
    expect((await unitsOf(office, 'tg.r12')).map(({ unit }) => unit)).toContain('tg.n2');
  });

  it('a unit without a named successor is an error that the office sees, and nobody is guessed', async () => {
    const office = await anOffice('tay-giang-2021-2025', '2025-05-05T01:00:00.000Z');
    await register(office, [...named.slice(1), ended('tg.atieng', [])]);
    at(office, '2025-11-03T01:00:00.000Z');
    await ticked(office);
    const { body } = await office.load('cycle', office.cycleOf('tg.r12'));
    expect(body.unnamed).toEqual(['tg.atieng']);
    const asked = office.request({ from: '2025-01-01', to: '2025-11-03' });
    expect(await refused(office, 'tg.vhtt.cv', asked)).toEqual({
      kind: 'problems',
      problems: [{ path: 'members', code: 'no-successor', name: { vi: 'UBND xã Atiêng', en: 'Atiêng Commune' } }],
    });
    const page = await (await aPortal(office).as('tg.vhtt.cv')).get('/cycles?year=2025');
    expect(page.text).toContain('chưa có đơn vị kế thừa');
    expect(page.text).toContain('nhiệm vụ chuyển cho');
    const english = await (await aPortal(office).as('tg.vhtt.cv', { language: 'en' })).get('/cycles?year=2025');
    expect(english.text).toContain('no successor is named');
    // The people of a unit that nobody succeeds stay, so that somebody is told.
    const { plan } = await planNow(office.ports, office.locality, body.planContent);
    expect(headOf(plan, office.plan.units.find(({ id }) => id === 'tg.atieng')?.id ?? office.plan.standing)).toBe(
      'tg.atieng.ct',
    );
  });
});

describe('a plan’s successions', () => {
  const faults = (successions: readonly object[]): readonly string[] => {
    const parsed = parsePlan(withSuccessions(successions));
    return parsed.ok ? [] : parsed.problems.map(({ path, message }) => `${path}: ${message.en}`);
  };

  it.each([
    ['an unknown successor', [ended('tg.lang', ['tg.zz'])], 'successions[0].to[0]: “tg.zz” is no office of the plan'],
    ['a group', [ended('tg.xa', ['tg.n1'])], 'successions[0].unit: “tg.xa” is no office of the plan'],
    [
      'a successor without people',
      [ended('tg.lang', ['tg.stttt'])],
      'successions[0].to[0]: “tg.stttt” takes duties over and has nobody',
    ],
    [
      'a unit twice',
      [ended('tg.lang', ['tg.n1']), ended('tg.lang', ['tg.n2'])],
      'successions[1].unit: “tg.lang” stands twice',
    ],
    [
      'a circle',
      [ended('tg.lang', ['tg.n1']), ended('tg.n1', ['tg.lang'])],
      'successions[0].to: “tg.lang” takes its own duties over',
    ],
    [
      'an unknown duty',
      [ended('tg.lang', ['tg.n1'], { duties: [{ obligation: 'tg.zz', to: ['tg.n2'] }] })],
      'successions[0].duties[0].obligation: The plan has no obligation “tg.zz”',
    ],
  ])('name %s as a fault with its place', (_what, successions, fault) => {
    expect(faults(successions).some((one) => one.startsWith(fault))).toBe(true);
  });

  it('are followed over several steps', async () => {
    const office = await anOffice('tay-giang-2021-2025', '2025-05-05T01:00:00.000Z');
    await register(office, [ended('tg.lang', ['tg.dang']), ended('tg.dang', ['tg.n1']), ...named.slice(4)]);
    at(office, '2025-11-03T01:00:00.000Z');
    await ticked(office);
    const year = (await unitsOf(office, 'tg.r12')).map(({ unit }) => unit);
    expect(year.filter((unit) => ['tg.lang', 'tg.dang', 'tg.n1'].includes(unit))).toEqual(['tg.n1']);
  });
});

const report = () =>
  aReport([aRow('a'), aRow('c.6', { counts: [{ span: '2025-Q1', count: '1', airings: '', minutes: '' }] })]);
