import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePlan } from '../../shared/domain/plan.ts';

type Path = readonly (string | number)[];
type Edit = readonly [path: Path, value: unknown];

const REMOVED = Symbol('removed');
const X = { vi: 'x', en: 'x' };

const read = (id: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../shared/plans/${id}.json`, import.meta.url), 'utf8'));

const edited = (json: unknown, edits: readonly Edit[]): unknown => {
  const copy: unknown = structuredClone(json);
  for (const [path, value] of edits) {
    const target = path
      .slice(0, -1)
      .reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined), copy);
    const key = path.at(-1);
    if (typeof target !== 'object' || target === null || key === undefined) throw new Error(`no ${path.join('.')}`);
    if (value === REMOVED) Reflect.deleteProperty(target, key);
    else Reflect.set(target, key, value);
  }
  return copy;
};

const problemsOf = (json: unknown) => {
  const result = parsePlan(json);
  return result.ok ? [] : result.problems;
};

const tayGiang = read('tay-giang-2021-2025');
const pathsAfter = (...edits: Edit[]) => problemsOf(edited(tayGiang, edits)).map(({ path }) => path);

describe('a broken plan is refused where it is broken', () => {
  // Units: 0 ubnd, 1 vhtt, 2 tckh, 3 tt, 4 kt, 5 nn, 6 gd, 7 hd, 8 vp, 9 cq, 10 xa, 11 anong.
  // Activities: 0 a, 1 b, 2 b.1, 3 b.2, 4 b.4.
  it.each<[string, string, ...Edit[]]>([
    ['a missing field', 'units[1].name', [['units', 1, 'name'], REMOVED]],
    ['a misspelt field', 'chian', [['chian'], null]],
    ['another format', 'format', [['format'], 2]],
    ['a number in place of text', 'title.vi', [['title', 'vi'], 7]],
    ['an empty text', 'title.en', [['title', 'en'], '']],
    ['an id with capitals', 'people[1].id', [['people', 1, 'id'], 'TG.ubnd.pct']],
    ['a code with a space', 'activities[2].code', [['activities', 2, 'code'], 'b 1']],
    ['an unknown kind of unit', 'units[3].kind', [['units', 3, 'kind'], 'phong']],
    ['an unknown kind of cadence', 'activities[2].cadence.kind', [['activities', 2, 'cadence', 'kind'], 'weekly']],
    ['an unknown kind of deadline', 'obligations[0].deadline.kind', [['obligations', 0, 'deadline', 'kind'], 'on']],
    ['an unknown standing unit', 'standing', [['standing'], 'tg.nobody']],
    ['an unknown lead', 'activities[2].leads[0]', [['activities', 2, 'leads'], ['tg.nobody']]],
    ['an unknown coordinator', 'activities[2].coordinators[1]', [['activities', 2, 'coordinators', 1], 'tg.nobody']],
    [
      'a lead named twice',
      'activities[2].leads[1]',
      [
        ['activities', 2, 'leads'],
        ['tg.tt', 'tg.tt'],
      ],
    ],
    ['an unknown member', 'units[9].members[0]', [['units', 9, 'members', 0], 'tg.nobody']],
    ['a group as member', 'units[9].members[0]', [['units', 9, 'members', 0], 'tg.lq']],
    ['members of what is no group', 'units[1].members', [['units', 1, 'members'], ['tg.tt']]],
    ['memberOf a unit that is missing', 'units[3].memberOf', [['units', 3, 'memberOf'], 'tg.nobody']],
    ['memberOf a unit that is no group', 'units[3].memberOf', [['units', 3, 'memberOf'], 'tg.vhtt']],
    ['memberOf a group that does not list it', 'units[3].memberOf', [['units', 3, 'memberOf'], 'tg.lq']],
    ['a unit on a mixed route', 'units[15].budgetRoute', [['units', 15, 'budgetRoute'], 'mixed']],
    [
      'a doubled unit',
      'units[25].id',
      [['units', 25], { id: 'tg.tt', name: X, shortName: X, kind: 'unit', budgetRoute: 'chain', roles: [] }],
    ],
    ['a doubled activity', 'activities[3].code', [['activities', 3, 'code'], 'b.1']],
    ['a doubled obligation', 'obligations[1].id', [['obligations', 1, 'id'], 'tg.r6']],
    ['a doubled budget rule', 'budgetRules[1].id', [['budgetRules', 1, 'id'], 'tg.b1']],
    ['a doubled theme', 'themes[1].code', [['themes', 1, 'code'], 'a']],
    ['a doubled person', 'people[1].id', [['people', 1, 'id'], 'tg.ubnd.ct']],
    [
      'an address used twice, letter case aside',
      'people[1].email',
      [['people', 1, 'email'], 'CT.ubnd@tay-giang.example'],
    ],
    ['a bad address', 'people[1].email', [['people', 1, 'email'], 'pct.ubnd']],
    ['a person of an unknown office', 'people[30].office', [['people', 30, 'office'], 'tg.nobody']],
    ['a person of a group', 'people[30].office', [['people', 30, 'office'], 'tg.cq']],
    [
      'a field of a unit that is missing',
      'people[1].fields[0].units[0]',
      [['people', 1, 'fields'], [{ units: ['tg.nobody'] }]],
    ],
    [
      'a field of an activity that is missing',
      'people[1].fields[0].activities[0]',
      [['people', 1, 'fields'], [{ activities: ['z.9'] }]],
    ],
    [
      'a second post in an office that is missing',
      'people[2].otherPosts[0].office',
      [['people', 2, 'otherPosts'], [{ office: 'tg.nobody', post: 'deputy', title: X }]],
    ],
    [
      'a second post that makes a second head',
      'people[2].otherPosts[0].post',
      [['people', 2, 'otherPosts'], [{ office: 'tg.ubnd', post: 'head', title: X }]],
    ],
    ['a rule of signing that is none', 'chain.stages[2].signs', [['chain', 'stages', 2, 'signs'], 'nobody']],
    ['a second head', 'units[0]', [['people', 1, 'post'], 'head'], [['people', 30, 'office'], 'tg.ubnd']],
    ['a lead without a head', 'units[3]', [['people', 6, 'post'], 'officer']],
    ['an approver without anyone to prepare', 'units[0]', [['people', 1, 'office'], 'tg.vhtt']],
    ['a parent that is missing', 'activities[2].parent', [['activities', 2, 'parent'], 'z']],
    ['a parent that is no group', 'activities[2].parent', [['activities', 2, 'parent'], 'a']],
    ['a heading within itself', 'activities[1].parent', [['activities', 1, 'parent'], 'b']],
    ['an activity without leads', 'activities[2].leads', [['activities', 2, 'leads'], []]],
    ['a heading with leads', 'activities[1].leads', [['activities', 1, 'leads'], ['tg.tt']]],
    ['a heading with a route', 'activities[1].budgetRoute', [['activities', 1, 'budgetRoute'], 'chain']],
    ['an activity without a route', 'activities[2].budgetRoute', [['activities', 2, 'budgetRoute'], null]],
    [
      'leads on two routes that are not called mixed',
      'activities[0].budgetRoute',
      [['activities', 0, 'budgetRoute'], 'chain'],
    ],
    ['a mixed route with leads on one', 'activities[2].budgetRoute', [['activities', 2, 'budgetRoute'], 'mixed']],
    ['a lead outside the chain', 'activities[2].budgetRoute', [['activities', 2, 'leads'], ['tg.lang']]],
    [
      'stages out of order',
      'chain.stages[2].key',
      [['chain', 'stages', 1, 'key'], 'appraisal'],
      [['chain', 'stages', 2, 'key'], 'synthesis'],
      [['chain', 'stages', 1, 'submitsUpward'], true],
      [['chain', 'stages', 2, 'submitsUpward'], false],
    ],
    ['a doubled stage', 'chain.stages[2].key', [['chain', 'stages', 2, 'key'], 'synthesis']],
    [
      'a chain that does not end in approval',
      'chain.stages',
      [['chain', 'stages', 3], REMOVED],
      [['chain', 'stages', 'length'], 3],
    ],
    ['two stages that submit upward', 'chain.stages', [['chain', 'stages', 1, 'submitsUpward'], true]],
    ['an unknown office of a stage', 'chain.stages[2].by[0]', [['chain', 'stages', 2, 'by'], ['tg.nobody']]],
    ['a group as the office of a stage', 'chain.stages[2].by[0]', [['chain', 'stages', 2, 'by'], ['tg.lq']]],
    [
      'two offices for one stage',
      'chain.stages[2].by',
      [
        ['chain', 'stages', 2, 'by'],
        ['tg.tckh', 'tg.vhtt'],
      ],
    ],
    ['an estimate stage by rule and by name', 'chain.stages[0].by', [['chain', 'stages', 0, 'by'], ['tg.vhtt']]],
    [
      'a stage whose office is consulted itself',
      'chain.stages[2].with[0]',
      [['chain', 'stages', 2, 'with'], ['tg.tckh']],
    ],
    ['a group that is consulted', 'chain.stages[2].with[0]', [['chain', 'stages', 2, 'with'], ['tg.cq']]],
    ['an unknown office that is consulted', 'chain.stages[2].with[1]', [['chain', 'stages', 2, 'with', 1], 'tg.x']],
    ['an unknown office that locks', 'chain.lockedBy', [['chain', 'lockedBy'], 'tg.nobody']],
    ['a lock by an office that is not next', 'chain.lockedBy', [['chain', 'lockedBy'], 'tg.tckh']],
    [
      'an adjustment through the estimates',
      'chain.adjustments[0]',
      [
        ['chain', 'adjustments'],
        ['estimate', 'approval'],
      ],
    ],
    ['an adjustment that nobody approves', 'chain.adjustments', [['chain', 'adjustments'], ['appraisal']]],
    ['an unknown reporter', 'obligations[0].reporters[1]', [['obligations', 0, 'reporters', 1], 'tg.nobody']],
    ['nobody to report', 'obligations[0].reporters', [['obligations', 0, 'reporters'], []]],
    ['an unknown recipient', 'obligations[0].recipient', [['obligations', 0, 'recipient'], 'tg.nobody']],
    ['an unknown onward recipient', 'obligations[0].onward[0]', [['obligations', 0, 'onward'], ['tg.nobody']]],
    ['a report to oneself', 'obligations[3].recipient', [['obligations', 3, 'recipient'], 'tg.vhtt']],
    ['a rule for an unknown unit', 'budgetRules[2].units[0]', [['budgetRules', 2, 'units'], ['tg.nobody']]],
    [
      'rungs out of order',
      'ladder[1].offset',
      [['ladder', 0, 'offset'], -1],
      [['ladder', 0, 'id'], 'T-1'],
      [['ladder', 1, 'offset'], -5],
      [['ladder', 1, 'id'], 'T-5'],
    ],
    ['a doubled rung', 'ladder[1].offset', [['ladder', 1, 'offset'], -5], [['ladder', 1, 'id'], 'T-5']],
    ['a rung with another name', 'ladder[4].id', [['ladder', 4, 'id'], 'T+4']],
    ['a rung that nobody hears', 'ladder[0].hears', [['ladder', 0, 'hears'], []]],
    [
      'someone who hears twice',
      'ladder[0].hears[1]',
      [
        ['ladder', 0, 'hears'],
        ['assignee', 'assignee'],
      ],
    ],
    ['half a day on the ladder', 'ladder[2].offset', [['ladder', 2, 'offset'], 0.5], [['ladder', 2, 'id'], 'T']],
    ['a period that ends before it starts', 'period.end', [['period', 'end'], '2020-12-31']],
    [
      'a duty whose reports begin after the plan',
      'obligations[0].reportsFrom',
      [['obligations', 0, 'reportsFrom'], '2026-01-01'],
    ],
    ['a day that does not exist', 'period.end', [['period', 'end'], '2025-02-29']],
    ['a date written another way', 'period.start', [['period', 'start'], '01/01/2021']],
    ['a date of issue that does not exist', 'document.issued', [['document', 'issued'], '2021-02-30']],
    [
      'a yearly day that not every year has',
      'obligations[0].deadline.monthDay',
      [['obligations', 0, 'deadline', 'monthDay'], '02-29'],
    ],
    [
      'a window that ends before it starts',
      'activities[2].cadence.to',
      [['activities', 2, 'cadence'], { kind: 'window', from: '2022-10-10', to: '2022-10-01' }],
    ],
    [
      'a length that runs backwards',
      'activities[4].cadence.quota.durationMinutes.to',
      [['activities', 4, 'cadence', 'quota', 'durationMinutes', 'to'], 5],
    ],
    ['text in decomposed Unicode', 'title.vi', [['title', 'vi'], 'Kế hoạch'.normalize('NFD')]],
    ['a space at the end', 'units[1].name.en', [['units', 1, 'name', 'en'], 'Culture ']],
  ])('%s: %s', (_, path, ...edits) => {
    expect(new Set(pathsAfter(...edits))).toEqual(new Set([path]));
  });
});

describe('the whole plan', () => {
  it.each([null, 7, 'plan', [], undefined])('refuses %j as a whole', (json) => {
    expect(problemsOf(json).map(({ path }) => path)).toEqual(['$']);
  });

  it('names every missing part of an empty object', () => {
    const paths = problemsOf({}).map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(['format', 'id', 'locality', 'units', 'activities', 'chain', 'people']),
    );
  });

  it('reports slips of shape and of reference together', () => {
    const paths = pathsAfter(
      [['units', 3, 'kind'], 'phong'],
      [['units', 3, 'memberOf'], 'tg.vhtt'],
      [['standing'], 'tg.nobody'],
      [['period', 'end'], 'later'],
      [
        ['activities', 2, 'leads'],
        ['tg.nobody', 4],
      ],
    );
    expect(paths).toEqual(
      expect.arrayContaining([
        'units[3].kind',
        'units[3].memberOf',
        'standing',
        'period.end',
        'activities[2].leads[0]',
        'activities[2].leads[1]',
      ]),
    );
    expect(new Set(paths).size).toBe(paths.length);
  });

  it('says so when money goes through a chain that is not there', () => {
    const paths = pathsAfter([['chain'], null]);
    expect(paths).toHaveLength(18);
    expect(paths[0]).toBe('activities[0].budgetRoute');
  });

  it('says so when no lead is on the chain’s route', () => {
    const sonDuong = read('son-duong-10-10-2022');
    const stage = (key: string, by: string[]) => ({
      key,
      action: X,
      by,
      submitsUpward: false,
      deadline: null,
    });
    const chain = {
      cycle: 'annual',
      inferred: false,
      lockedBy: 'sd.vhtt',
      scope: X,
      sourceRefs: [],
      stages: [
        { ...stage('estimate', []), rule: 'leads_in_chain' },
        { ...stage('synthesis', ['sd.vhtt']), submitsUpward: true },
        stage('approval', ['sd.ubnd']),
      ],
    };
    expect(problemsOf(edited(sonDuong, [[['chain'], chain]])).map(({ path }) => path)).toEqual(['chain.stages']);
  });

  it('lets an address be real', () => {
    expect(pathsAfter([['people', 1, 'email'], 'pct@taygiang.quangnam.gov.vn'])).toEqual([]);
  });

  it('lets a suggested option hang under an activity', () => {
    expect(problemsOf(read('son-duong-10-10-2022'))).toEqual([]);
  });
});

describe('each message', () => {
  const messages = problemsOf(
    edited(tayGiang, [
      [['units', 1, 'name'], REMOVED],
      [['format'], 2],
      [['chian'], null],
      [['title', 'vi'], 7],
      [['title', 'en'], ''],
      [['period', 'end'], '2025-02-29'],
      [['document', 'issued'], '9/2021'],
      [['people', 1, 'email'], 'x'],
      [['obligations', 0, 'deadline', 'monthDay'], '6-1'],
      [['obligations', 1, 'deadline', 'monthDay'], '02-29'],
      [['activities', 2, 'code'], 'b 1'],
      [['activities', 3, 'targetPercent'], 101],
      [['activities', 4, 'targetPercent'], 0],
      [['units', 2, 'id'], 'TC'],
      [['ladder', 0, 'id'], 'early'],
      [['legalBases', 0], 'x'.repeat(401)],
      [['standing'], 'tg.nobody'],
    ]),
  );

  it('is in both languages, in composed Unicode, and ends like a sentence', () => {
    expect(messages.length).toBeGreaterThan(16);
    for (const { message } of messages) {
      expect(message.vi).toMatch(/[.)]$/u);
      expect(message.en).toMatch(/[.)]$/u);
      expect(message.vi).not.toBe(message.en);
      expect(message.vi.normalize('NFC')).toBe(message.vi);
    }
  });

  it('has its own Vietnamese words, never the fallback', () => {
    expect(messages.filter(({ message }) => message.vi.includes('không đúng quy cách'))).toEqual([]);
  });

  it('says what is there and what to do', () => {
    const found = messages.find(({ path }) => path === 'standing')?.message;
    expect(found?.en).toBe('The plan has no unit “tg.nobody”; correct the id or add the unit to “units”.');
    expect(found?.vi).toBe('Không có đơn vị “tg.nobody” trong kế hoạch; hãy sửa mã hoặc thêm đơn vị vào “units”.');
  });
});
