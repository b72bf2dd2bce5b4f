import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { mustBeInTable, routesOf } from '../../../functions/portal/access/guard.ts';
import { table } from '../../../functions/portal/access/table.ts';
import type { Who } from '../../../functions/portal/access/who.ts';
import type { PortalEnv } from '../../../functions/portal/visit.ts';
import { registerPlan } from '../../../shared/app/register-plan.ts';
import { packageIdOf, PersonId } from '../../../shared/domain/ids.ts';
import { estimateTaskId } from '../../../shared/domain/task.ts';
import * as z from 'zod';
import { anOffice, planFile } from '../../support/office.ts';
import { aPortal, plainLinks } from './portal-office.ts';

/** Everybody who might come, by role; `plan` and `locality` where they are not those of the round. */
const roles: Readonly<Record<string, { person: string; plan?: string; locality?: string } | undefined>> = {
  'unit officer': { person: 'tg.kt.cv' },
  'unit head': { person: 'tg.kt.truong' },
  'another unit': { person: 'tg.gd.cv' },
  Culture: { person: 'tg.vhtt.cv' },
  'Culture’s head': { person: 'tg.vhtt.truong' },
  Finance: { person: 'tg.tckh.cv' },
  Committee: { person: 'tg.ubnd.ct' },
  consulted: { person: 'tg.btg.cv' },
  commune: { person: 'tg.anong.cc' },
  'another plan': { person: 'tg.vhtt.cv', plan: 'another-plan' },
  'another locality': { person: 'tk.vhtt.cv', plan: 'tam-ky-2021-2025', locality: 'tam-ky' },
  'another locality’s namesake': { person: 'tg.vhtt.cv', plan: 'namesake', locality: 'elsewhere' },
  nobody: undefined,
};
type Role = string;
const everyRole = Object.keys(roles);

const strangers: readonly Role[] = ['another plan', 'another locality', 'another locality’s namesake'];
const members = everyRole.filter((role) => role !== 'nobody' && !strangers.includes(role));
const ownUnit: readonly Role[] = ['unit officer', 'unit head'];
const culture: readonly Role[] = ['Culture', 'Culture’s head'];

/** Whom each rule is meant to let in, about unit tg.kt; said here once more, apart from the code. */
const meant: { readonly [W in Who]: readonly Role[] } = {
  anybody: everyRole,
  'signed-in': everyRole.filter((role) => role !== 'nobody'),
  round: members,
  cycle: members,
  report: [...ownUnit, ...culture, 'Finance', 'Committee', 'consulted'],
  unit: ownUnit,
  'unit-or-whole': [...ownUnit, ...culture, 'Finance', 'Committee', 'consulted'],
  task: [...ownUnit, ...culture, 'Finance', 'Committee', 'consulted'],
  standing: culture,
  locks: culture,
  decides: [...culture, 'Finance', 'Committee'],
  consulted: [...culture, 'consulted'],
  grants: ['Finance'],
  closes: [...culture, 'Finance'],
  'loads-codes': [...culture, 'Finance'],
};

/** Rules without a round: the strangers have a plan of their own, in which they may be its standing unit. */
const ofOwnPlan = [
  'GET /rounds/new',
  'POST /rounds/new',
  'POST /codes',
  'POST /calendar',
  'POST /calendar/:date',
  'GET /unreached',
  'POST /unreached',
];

/** Routes to something that this round has none of, which whoever may come is told. */
const nothingThere: readonly string[] = [
  'GET /s/:code',
  'GET /unsubscribe/:locality/:plan/:person/:signature',
  'POST /unsubscribe/:locality/:plan/:person/:signature',
  'GET /sign-in/by-mail/:asked/:token',
  'POST /sign-in/by-mail/:asked/:token',
  'POST /authorisations/:authorisation/revoke',
  'GET /estimates/:estimate/difference',
  'GET /cycles/over-years',
  'GET /cycles/totals',
  'GET /cycles/totals/:code',
  'GET /cycles/new',
  'POST /cycles/new',
  'GET /returns/:return/versions/:n',
  'GET /cycles/:cycle/editions/:n',
  'GET /cycles/:cycle/editions/:n/send',
  'POST /cycles/:cycle/editions/:n/send',
  'GET /cycles/:cycle/editions/:n/numbers/:code',
  'GET /cycles/:cycle/editions/:n/targets/:code',
  'POST /absences/:absence/stand-in',
  'POST /absences/:absence/cancel',
];

/** Routes whose page itself turns away who sees not the whole round: an adjustment that is not decided is no unit's. */
const ofTheWhole: readonly string[] = ['GET /adjustments/:package', 'GET /adjustments/:package/print'];
const whole: readonly Role[] = [...culture, 'Finance', 'Committee', 'consulted'];

const withConsulted = (json: unknown): unknown =>
  JSON.parse(JSON.stringify(json).replace('"with":["tg.vhtt"]', '"with":["tg.vhtt","tg.btg"]'));

/** A town whose package is with Finance; for the pages of adjustments, one with an adjustment of it there. */
const aTown = async (adjusts = false) => {
  const office = await anOffice('tay-giang-2021-2025', undefined, undefined, withConsulted);
  await office.open();
  await office.fileP();
  await office.lock();
  await office.forward('synthesis');
  await office.act('tg.vhtt.cv', office.request());
  if (adjusts) {
    await office.forward('appraisal');
    await office.approve();
    await office.act('tg.tckh.cv', office.adjustment([['tg.kt', 1, 18_000_000]]));
  }
  const pkg = packageIdOf(office.round, adjusts ? 2 : 1);
  const plan = z.looseObject({ locality: z.looseObject({}) }).parse(withConsulted(planFile(office.plan.id)));
  await registerPlan(office.ports, { ...plan, id: 'another-plan' });
  await registerPlan(office.ports, { ...plan, id: 'namesake', locality: { ...plan.locality, id: 'elsewhere' } });
  await registerPlan(office.ports, planFile('tam-ky-2021-2025'));
  const portal = aPortal(office);
  const task = estimateTaskId(office.estimateOf('tg.kt'));
  const claim = { locality: office.locality, task, assignment: 1, person: PersonId.parse('tg.kt.cv') };
  const values: Readonly<Record<string, string>> = {
    locality: office.locality,
    task,
    assignment: '1',
    person: 'tg.kt.cv',
    signature: await plainLinks.sign(claim),
    plan: office.plan.id,
    code: 'abcdefghjk',
    asked: 'A'.repeat(22),
    token: 'B'.repeat(43),
    authorisation: 'a1',
    absence: 'v1',
    date: '2022-01-01',
    round: office.round,
    cycle: office.cycleOf('tg.rx'),
    return: office.returnOf('tg.rx', 'tg.kt'),
    unit: 'tg.kt',
    n: '1',
    no: '1',
    estimate: office.estimateOf('tg.kt'),
    package: pkg,
    sha256: '0'.repeat(64),
    upload: '6f9619ff-8b86-4011-b42d-00cf4fc964ff',
  };
  const pathOf = (route: string): string => {
    const [, pattern = ''] = route.split(' ');
    const id = pattern.startsWith('/packages') ? pkg : office.estimateOf('tg.kt');
    return pattern.replaceAll(/:(\w+)/g, (_, name: string) =>
      encodeURIComponent(name === 'id' ? id : (values[name] ?? '')),
    );
  };
  const come = async (role: Role, route: string) => {
    const [method = 'GET'] = route.split(' ');
    const who = roles[role];
    if (who === undefined) return portal.request(pathOf(route), { method });
    const visitor = await portal.as(who.person, who);
    return method === 'GET' ? visitor.get(pathOf(route)) : visitor.post(pathOf(route), '');
  };
  const state = () => JSON.stringify([...office.memory.records, ...office.memory.journal]);
  return { office, portal, come, state };
};

const says = (text: string) => /<h1>([^<]*)<\/h1>/.exec(text)?.[1] ?? text.slice(0, 200);

/**
 * How a route has to answer a role. Whoever may come reaches the route itself, which may still say that there is
 * nothing for him to do now; for the rules on which nothing more is asked it does not say that the work is another's.
 */
const answerFor = (route: string, who: Who, role: Role): RegExp => {
  if (who !== 'anybody' && role === 'nobody') return route.startsWith('GET') ? /: 303 \/sign-in\?next=/ : /: 401 /;
  const isStranger = strangers.includes(role);
  const may = ofTheWhole.includes(route) ? whole : meant[who];
  const isIn = may.includes(role) || (ofOwnPlan.includes(route) && isStranger);
  if (!isIn) return isStranger ? /: 404 / : /: 40[34] /;
  const never = [
    '303 \\/sign-in\\?next=',
    '401',
    '5\\d\\d',
    ...(nothingThere.includes(route) ? [] : ['404']),
    ...(['unit', 'standing', 'grants', 'round', 'signed-in'].includes(who) ? ['403'] : []),
  ];
  return new RegExp(`: (?!${never.join('|')})`);
};

describe('every route, as every role of every locality', () => {
  it.each(Object.entries(table))('%s', async (route, { who }) => {
    const { come, state } = await aTown(route.includes('/adjustments/'));
    const before = state();
    for (const role of everyRole) {
      const { status, location, text } = await come(role, route);
      expect(`${role}: ${status} ${location ?? ''} ${says(text)}`).toMatch(answerFor(route, who, role));
    }
    expect(state()).toBe(before);
  });
});

describe('the commands of the interface for programs', () => {
  it.each(strangers)('reach nothing of a round from %s, whatever they name', async (role) => {
    const { office, portal, state } = await aTown();
    const who = roles[role];
    const stranger = await portal.as(who?.person ?? '', who);
    const shown = await office.shown('appraisal');
    const estimate = { estimate: office.estimateOf('tg.kt'), seen: (await office.estimate('tg.kt')).version };
    const { plan, round } = office;
    const commands: readonly object[] = [
      { do: 'save-draft', ...estimate, lines: [] },
      { do: 'recall-estimate', ...estimate },
      { do: 'sign-off-estimate', ...estimate },
      { do: 'return-estimate', ...estimate, reason: 'x', due: '2022-03-01' },
      { do: 'lock-round', round },
      await office.figures('appraisal', 'tg.kt', [{ no: 1, amount: 1, reason: 'x' }]),
      { do: 'prepare-decision', ...shown },
      { do: 'forward-package', ...shown, remark: '' },
      { do: 'return-package', ...shown, to: 'synthesis', reason: 'x' },
      await office.partReturn(1, 'tg.kt'),
      await office.approval(),
      { do: 'sign-off-package', ...shown },
      { do: 'extend-task', case: round, task: `appraisal:${office.pkg}:1`, seen: 1, due: '2022-12-01', reason: 'x' },
      await office.grant('tg.kt', { 'c.3': 1 }),
      office.adjustment([['tg.kt', 1, 1]]),
      office.supplement(['tg.nn']),
      office.authorisation(),
      { do: 'cut-cycle', cycle: office.cycleOf('tg.rx'), seen: 1 },
      { do: 'nil-return', return: office.returnOf('tg.rx', 'tg.kt'), seen: 1, reason: 'x' },
      { do: 'excuse-return', return: office.returnOf('tg.rx', 'tg.kt'), seen: 1, reason: 'x' },
      office.request({ number: 2 }),
      { do: 'cancel-absence', plan: plan.id, absence: 'v1' },
      { do: 'record-leaving', plan: plan.id, person: 'tg.kt.cv', lastDay: '2022-12-01', reason: '' },
    ];
    const before = state();
    for (const [n, command] of commands.entries()) {
      const { status } = await stranger.command({ id: `stranger-${n}`, command });
      expect([command, status]).toEqual([command, 404]);
    }
    expect(state()).toBe(before);
  });
});

describe('the table of routes', () => {
  it('names every route of the portal and nothing else', async () => {
    const { portal } = await aTown();
    expect(routesOf(portal.app).toSorted()).toEqual(Object.keys(table).toSorted());
  });

  it('stops a portal with a route of which nobody says who may come, and one that lacks a route', () => {
    const app = new Hono<PortalEnv>().get('/back-door', (c) => c.text('in'));
    expect(() => mustBeInTable(app)).toThrow('Nobody says who may come to GET /back-door');
    expect(() => mustBeInTable(new Hono<PortalEnv>())).toThrow('There is no such route: GET /look.css');
  });

  it('answers HEAD as GET, by the same rule', async () => {
    const { portal } = await aTown();
    const nobody = await portal.request('/rounds/tay-giang-2021-2025.2022', { method: 'HEAD' });
    expect(nobody.status).toBe(303);
    expect(nobody.location).toMatch(/^\/sign-in/);
  });

  it('lets no role in by another spelling of a path', async () => {
    const { portal } = await aTown();
    const unit = await portal.as('tg.gd.cv');
    for (const path of [
      '/estimates/tay-giang-2021-2025.2022%3Atg.kt',
      '/estimates/tay-giang-2021-2025.2022:tg.kt',
      '/estimates/tay-giang-2021-2025.2022%3A%74g.kt',
      '//estimates/tay-giang-2021-2025.2022%3Atg.kt',
      '/estimates/tay-giang-2021-2025.2022%3Atg.kt/',
      '/estimates/%2e%2e/estimates/tay-giang-2021-2025.2022%3Atg.kt',
    ]) {
      const answer = await unit.get(path);
      expect([403, 404]).toContain(answer.status);
      expect(answer.text).not.toContain('Lập dự toán năm 2022');
    }
  });
});
