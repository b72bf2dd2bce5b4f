import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ActivityCode, UnitId } from '../../shared/domain/ids.ts';
import {
  activityOf,
  chainGroups,
  chainLeads,
  isChainUnit,
  leadersOf,
  leafActivities,
  type Plan,
  parsePlan,
  stageOf,
  suggestedChainMembers,
  unitOf,
} from '../../shared/domain/plan.ts';

const folder = new URL('../../shared/plans/', import.meta.url);
const readPlan = (id: string): Plan => {
  const read = parsePlan(JSON.parse(readFileSync(new URL(`${id}.json`, folder), 'utf8')));
  if (!read.ok) throw new Error(`${id}: ${JSON.stringify(read.problems)}`);
  return read.plan;
};

const tayGiang = readPlan('tay-giang-2021-2025');
const aiThuong = readPlan('ai-thuong-2023');
const tamKy = readPlan('tam-ky-2021-2025');
const sonDuong = readPlan('son-duong-10-10-2022');
const quangNam = readPlan('quang-nam-ct07-2023');
const plans = [tayGiang, aiThuong, tamKy, sonDuong, quangNam];

const id = (text: string) => UnitId.parse(text);
const code = (text: string) => ActivityCode.parse(text);
const leadsOf = (plan: Plan, members: ReadonlyMap<UnitId, readonly UnitId[]>) =>
  Object.fromEntries(chainLeads(plan, members).map(({ unit, activities }) => [unit, activities.join(' ')]));

describe('the plans that come with the product', () => {
  it('are all there, each in the file of its id', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
    expect(files.toSorted()).toEqual(plans.map((plan) => `${plan.id}.json`).toSorted());
  });

  it.each(plans)('$id survives being written and read again', (plan) => {
    expect(parsePlan(JSON.parse(JSON.stringify(plan)))).toEqual({ ok: true, plan });
  });

  it.each(plans)('$id writes to nobody real', ({ people, locality }) => {
    expect(people.every(({ email }) => email.endsWith(`@${locality.id}.example`))).toBe(true);
  });

  it.each(plans)('$id has two people, one of them the head, in every office that has any', ({ people, units }) => {
    const offices = new Map(units.map((unit) => [unit.id, people.filter(({ office }) => office === unit.id)]));
    for (const staff of offices.values()) {
      expect([0, 2]).toContain(staff.length);
      expect(staff.filter(({ post }) => post === 'head')).toHaveLength(staff.length / 2);
    }
  });

  it.each(plans)('$id leaves without people only groups, one person, and offices above or outside', (plan) => {
    const staffed = new Set(plan.people.map(({ office }) => office));
    const empty = plan.units.filter((unit) => !unit.isGroup && !staffed.has(unit.id)).map((unit) => unit.id);
    const outside = ['tg.stttt', 'at.ct', 'at.vhtth', 'tk.ubndt', 'tk.stttt', 'sd.stttt', 'qn.btttt'];
    expect(outside).toEqual(expect.arrayContaining(empty));
  });

  it.each(plans)('$id has the five rungs from T-5 to T+3', ({ ladder }) => {
    expect(ladder.map((rung) => rung.id)).toEqual(['T-5', 'T-1', 'T', 'T+1', 'T+3']);
    expect(ladder.at(-1)?.hears).toEqual(['assignee', 'head', 'standing', 'superior']);
  });

  it.each(plans)('$id has short titles', ({ activities, units }) => {
    expect(Math.max(...activities.map(({ title }) => title.vi.length))).toBeLessThanOrEqual(70);
    expect(Math.max(...units.map(({ shortName }) => shortName.vi.length))).toBeLessThanOrEqual(40);
  });

  it.each(plans.filter(({ chain }) => chain !== null))('$id submits upward at the appraisal', (plan) => {
    expect(plan.chain?.stages.filter(({ submitsUpward }) => submitsUpward).map(({ key }) => key)).toEqual([
      'appraisal',
    ]);
  });
});

describe('the end of a shipped plan’s ladder', () => {
  it.each(plans.filter(({ chain }) => chain !== null))(
    'of $id tells the standing unit’s head of a late estimate, and says how the document is read',
    ({ ladderEnds, standing }) => {
      expect(Object.keys(ladderEnds ?? {})).toEqual(['estimate']);
      expect(ladderEnds?.estimate).toMatchObject({ do: 'escalate', to: { office: standing, post: 'head' } });
      expect(ladderEnds?.estimate?.note?.vi).toContain('Không tự khóa');
      expect(ladderEnds?.estimate?.note?.en).toContain('Nothing is locked');
    },
  );
});

describe('Tây Giang', () => {
  it('has 18 activities, with b.4 after b.2', () => {
    const codes = leafActivities(tayGiang).map((activity) => activity.code);
    expect(codes.join(' ')).toBe('a b.1 b.2 b.4 b.5 c.1 c.2 c.3 c.4 c.5 c.6 c.7 d.1 d.2 e f g h');
  });

  const named = {
    'tg.vhtt': 'b.2 b.5 c.1 c.2 c.5 c.6 c.7 d.1 g h',
    'tg.tt': 'b.1 b.4 d.2',
    'tg.kt': 'c.3 c.4',
    'tg.nn': 'c.4',
    'tg.gd': 'e',
    'tg.hd': 'f',
  };

  it('has six units that estimate, by name', () => {
    expect(leadsOf(tayGiang, new Map())).toEqual(named);
  });

  it('has the same six, each with its own plan (a), when the agencies are resolved as suggested', () => {
    const withOwnPlan = Object.fromEntries(Object.entries(named).map(([unit, codes]) => [unit, `a ${codes}`]));
    expect(leadsOf(tayGiang, suggestedChainMembers(tayGiang))).toEqual(withOwnPlan);
  });

  it('adds whom the office lists, but nobody outside the chain', () => {
    const members = new Map([[id('tg.cq'), [id('tg.tckh'), id('tg.vp')]]]);
    expect(leadsOf(tayGiang, members)).toEqual({ ...named, 'tg.tckh': 'a' });
  });

  it('asks for the members of the agencies, not for those of the communes', () => {
    expect(chainGroups(tayGiang)).toEqual(['tg.cq']);
  });

  it('suggests the named offices for the agencies, Finance included, for the reports', () => {
    expect(unitOf(tayGiang, id('tg.cq'))?.members.toSorted()).toEqual(
      ['tg.gd', 'tg.hd', 'tg.kt', 'tg.nn', 'tg.tckh', 'tg.tt', 'tg.vhtt', 'tg.vp'].toSorted(),
    );
  });

  it('has ten communes, on their own budget', () => {
    const communes = tayGiang.units.filter(({ memberOf }) => memberOf === 'tg.xa');
    expect(communes).toHaveLength(10);
    expect(communes.every(({ budgetRoute }) => budgetRoute === 'commune_budget')).toBe(true);
    expect(unitOf(tayGiang, id('tg.xa'))?.members).toEqual(communes.map((unit) => unit.id));
    expect(isChainUnit(tayGiang, id('tg.lang'))).toBe(false);
  });

  it('goes Culture, Finance with Culture, People’s Committee, with no date', () => {
    expect(tayGiang.chain?.lockedBy).toBe('tg.vhtt');
    expect(stageOf(tayGiang, 'synthesis')?.by).toEqual(['tg.vhtt']);
    expect(stageOf(tayGiang, 'appraisal')).toMatchObject({ by: ['tg.tckh'], with: ['tg.vhtt'], deadline: null });
    expect(stageOf(tayGiang, 'approval')?.by).toEqual(['tg.ubnd']);
    expect(tayGiang.chain?.stages.every(({ suggestedWorkingDays }) => suggestedWorkingDays === 5)).toBe(true);
  });

  it('owes reports before 01/6 and before 01/12, communes too', () => {
    expect(tayGiang.obligations.slice(0, 2)).toMatchObject([
      { reporters: ['tg.cq', 'tg.xa'], recipient: 'tg.vhtt', onward: ['tg.ubnd'], deadline: { monthDay: '06-01' } },
      { reporters: ['tg.cq', 'tg.xa'], recipient: 'tg.vhtt', onward: ['tg.ubnd'], deadline: { monthDay: '12-01' } },
    ]);
  });

  it('keeps joint leads, a mixed route and the quotas', () => {
    expect(leadersOf(tayGiang, code('c.4'))).toEqual(['tg.kt', 'tg.nn']);
    expect(activityOf(tayGiang, code('c.6'))).toMatchObject({
      budgetRoute: 'mixed',
      cadence: { kind: 'quarterly', quota: { count: 1, per: 'quarter', minimum: true } },
    });
    expect(activityOf(tayGiang, code('b.4'))?.cadence).toMatchObject({
      quota: { count: 1, per: 'month', airings: 3, durationMinutes: { from: 10, to: 15 } },
    });
    expect(activityOf(tayGiang, code('h'))?.cadence).toMatchObject({ plus: { kind: 'five_year_closing', year: 2025 } });
  });
});

describe('Ái Thượng', () => {
  it('has one officer who proposes, for the forms that nobody leads too, and not for duties without money', () => {
    expect(leadsOf(aiThuong, new Map())).toEqual({
      'at.vhxh': 'II.2.1 II.2.2 II.2.3 II.2.4 IV.1.1 IV.1.2 IV.1.3 IV.1.4 IV.1.5 IV.1.6',
    });
    expect(chainGroups(aiThuong)).toEqual([]);
  });

  it('has no synthesis: the finance officer locks and submits', () => {
    expect(aiThuong.chain?.stages.map(({ key }) => key)).toEqual(['estimate', 'appraisal', 'approval']);
    expect(aiThuong.chain).toMatchObject({ inferred: true, lockedBy: 'at.tcns' });
  });
});

describe('Tam Kỳ', () => {
  it('has five units that estimate by name, and Home Affairs when the divisions are resolved', () => {
    expect(leadsOf(tamKy, new Map())).toEqual({
      'tk.vhtt': 'c.1 c.3 f',
      'tk.tt': 'b.1 d IV.5',
      'tk.kt': 'c.2',
      'tk.gd': 'IV.4',
      'tk.td': 'e',
    });
    expect(leadsOf(tamKy, suggestedChainMembers(tamKy))['tk.nv']).toBe('a b.2');
  });

  it('has one dated round, with estimates due before 15/9/2021', () => {
    expect(tamKy.chain?.cycle).toBe('one_off');
    expect(stageOf(tamKy, 'estimate')?.deadline).toMatchObject({ kind: 'before_date', date: '2021-09-15' });
  });

  it('reports to the province through its department', () => {
    expect(tamKy.obligations[0]).toMatchObject({ onward: ['tk.ubndt'], onwardVia: 'tk.stttt' });
  });
});

describe('Quảng Nam', () => {
  it('has its department, office and press in the chain, not the districts', () => {
    expect(chainGroups(quangNam)).toEqual(['qn.bc', 'qn.sbn']);
    expect(leadsOf(quangNam, suggestedChainMembers(quangNam))).toEqual({
      'qn.stttt': '1 2.a 2.b 4.a 4.c 4.d 5.a 5.b 5.e 5.h 6.a 6.b 7.a 7.b V.7',
      'qn.stp': '1 V.7',
      'qn.vp': '1 5.c V.3 V.7',
      'qn.bao': '5.d V.6',
      'qn.dai': '5.d V.6',
      'qn.cong': '5.d V.6',
    });
  });

  it('has no synthesis of money: Finance locks and submits', () => {
    expect(quangNam.chain?.stages.map(({ key }) => key)).toEqual(['estimate', 'appraisal', 'approval']);
    expect(quangNam.chain?.lockedBy).toBe('qn.stc');
  });

  it('has no end and no dated report', () => {
    expect(quangNam.period.end).toBeNull();
    expect(quangNam.obligations.every(({ deadline }) => deadline === null)).toBe(true);
  });
});

describe('Sơn Dương', () => {
  it('has no chain, so nobody estimates', () => {
    expect(sonDuong.chain).toBeNull();
    expect(chainLeads(sonDuong, new Map())).toEqual([]);
    expect(chainGroups(sonDuong)).toEqual([]);
  });

  it('counts its options as no duty', () => {
    const codes = leafActivities(sonDuong).map((activity) => activity.code);
    expect(codes.join(' ')).toBe('4.1.b.1 4.1.b.2 4.2 4.3 IV.1.2 IV.3');
  });

  it('owes one report before 13/10/2022, on to two recipients', () => {
    expect(sonDuong.obligations[0]).toMatchObject({
      deadline: { kind: 'before_date', date: '2022-10-13' },
      onward: ['sd.ubnd', 'sd.stttt'],
    });
  });
});
