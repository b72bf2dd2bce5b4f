import { describe, expect, test } from 'vitest';
import { decisionView } from '../../../shared/app/views/decision-view.ts';
import { differenceView, estimateView, versionView } from '../../../shared/app/views/estimate-view.ts';
import { roundLedgerView, unitLedgerView } from '../../../shared/app/views/ledger-view.ts';
import { homeView } from '../../../shared/app/views/home-view.ts';
import { openingView } from '../../../shared/app/views/opening-view.ts';
import { packageView } from '../../../shared/app/views/package-view.ts';
import { resultView } from '../../../shared/app/views/result-view.ts';
import { roundView } from '../../../shared/app/views/round-view.ts';
import { taskView } from '../../../shared/app/views/task-view.ts';
import type { Session } from '../../../shared/app/ports.ts';
import { LocalityId, PersonId, PlanId, UnitId } from '../../../shared/domain/ids.ts';
import { estimateTaskId, stageTaskId } from '../../../shared/domain/task.ts';
import { registerPlan } from '../../../shared/app/register-plan.ts';
import { anOffice, planFile } from '../../support/office.ts';
import { packageP } from '../../support/package-p.ts';

/** Who looks, from the office that locks to somebody of another plan. */
const people = {
  standing: 'tg.vhtt.cv',
  finance: 'tg.tckh.cv',
  committee: 'tg.ubnd.ct',
  owner: 'tg.kt.cv',
  otherUnit: 'tg.hd.cb',
  commune: 'tg.lang.cc',
} as const;

const atFinance = async () => {
  const office = await anOffice();
  await office.open();
  await office.fileP();
  await office.submit('tg.kt', packageP['tg.kt']);
  await office.lock();
  await office.forward('synthesis');
  await registerPlan(office.ports, planFile('tam-ky-2021-2025'));
  return office;
};

const sessionOf = (person: string, plan = 'tay-giang-2021-2025', locality = 'tay-giang'): Session => ({
  locality: LocalityId.parse(locality),
  plan: PlanId.parse(plan),
  person: PersonId.parse(person),
});

const looks = async () => {
  const office = await atFinance();
  const { ports, round, pkg } = office;
  const kt = office.estimateOf('tg.kt');
  return (session: Session) => ({
    round: roundView(ports, session, round),
    'own or other estimate': estimateView(ports, session, kt),
    'version of it': versionView(ports, session, kt, 1),
    'difference of it': differenceView(ports, session, kt, { from: 1, to: 2 }),
    package: packageView(ports, session, pkg),
    decision: decisionView(ports, session, pkg),
    result: resultView(ports, session, pkg),
    'task of the unit': taskView(ports, session, estimateTaskId(kt)),
    'task of finance': taskView(ports, session, stageTaskId('appraisal', pkg, 1)),
    opening: openingView(ports, session, PlanId.parse('tay-giang-2021-2025')),
    home: homeView(ports, session),
    'ledger of the round': roundLedgerView(ports, session, round),
    'ledger of the unit': unitLedgerView(ports, session, round, UnitId.parse('tg.kt')),
  });
};

const answers = async (views: Readonly<Record<string, Promise<{ kind: string; refusal?: { kind: string } }>>>) =>
  Object.fromEntries(
    await Promise.all(
      Object.entries(views).map(async ([name, view]) => {
        const { kind, refusal } = await view;
        return [name, refusal?.kind ?? kind] as const;
      }),
    ),
  );

const everything = {
  round: 'seen',
  'own or other estimate': 'seen',
  'version of it': 'seen',
  'difference of it': 'seen',
  package: 'seen',
  decision: 'not-yours',
  result: 'seen',
  'task of the unit': 'seen',
  'task of finance': 'seen',
  opening: 'not-yours',
  home: 'seen',
  'ledger of the round': 'seen',
  'ledger of the unit': 'not-published',
};
const ownPart = { ...everything, 'task of finance': 'not-yours' };
const nothingOfOthers = {
  ...ownPart,
  'own or other estimate': 'not-yours',
  'version of it': 'not-yours',
  'difference of it': 'not-yours',
  'task of the unit': 'not-yours',
  'ledger of the unit': 'not-yours',
};
const stranger = {
  round: 'not-found',
  'own or other estimate': 'not-found',
  'version of it': 'not-found',
  'difference of it': 'not-found',
  package: 'not-found',
  decision: 'not-found',
  result: 'not-found',
  'task of the unit': 'not-found',
  'task of finance': 'not-found',
  opening: 'not-found',
  home: 'not-found',
  'ledger of the round': 'not-found',
  'ledger of the unit': 'not-found',
};

describe('who may read what of a round', () => {
  test.each([
    ['standing', { ...everything, opening: 'seen' }],
    ['finance', { ...everything, decision: 'seen' }],
    ['committee', everything],
    ['owner', ownPart],
    ['otherUnit', nothingOfOthers],
    ['commune', nothingOfOthers],
  ] as const)('%s', async (who, expected) => {
    const look = await looks();
    expect(await answers(look(sessionOf(people[who])))).toEqual(expected);
  });

  test.each([
    ['a person of another plan', sessionOf('tk.vhtt.cv', 'tam-ky-2021-2025')],
    ['a person of another locality', sessionOf('tk.vhtt.cv', 'tam-ky-2021-2025', 'tam-ky')],
    ['a session that names a person of another plan', sessionOf('tk.vhtt.cv')],
    ['a person of no plan', sessionOf('nobody')],
    ['a session of the plan in another locality', sessionOf('tg.vhtt.cv', 'tay-giang-2021-2025', 'tam-ky')],
  ])('%s gets what a stranger gets', async (_, session) => {
    const look = await looks();
    const { home, ...others } = look(session);
    const { home: __, ...expected } = stranger;
    expect(await answers(others)).toEqual(expected);
    expect(JSON.stringify(await home)).not.toContain('"tg.');
  });

  test('a unit sees its own row, lines and amounts of the round and nobody else’s', async () => {
    const office = await atFinance();
    const session = sessionOf('tg.kt.cv');
    const [round, pkg] = await Promise.all([
      roundView(office.ports, session, office.round),
      packageView(office.ports, session, office.pkg),
    ]);
    if (round.kind !== 'seen' || pkg.kind !== 'seen') throw new Error('A unit sees its own part.');
    expect(round.view.rows.map(({ unit }) => unit)).toEqual(['tg.kt']);
    expect(round.view.totals).toBeNull();
    expect(round.view.tracker.counts).toBeNull();
    expect(pkg.view.all.map(({ member }) => member.unit)).toEqual(['tg.kt']);
    expect(pkg.view.totals).toBeNull();
    expect(pkg.view.history).toEqual([]);
  });

  test('a unit sees what Finance made of its lines only once Finance has signed', async () => {
    const office = await atFinance();
    const cut = { no: 2, amount: 10_000_000, reason: 'Ghép hai hội thảo' };
    await office.act('tg.tckh.cv', await office.figures('appraisal', 'tg.kt', [cut]));
    const appraised = async (person: string) => {
      const found = await packageView(office.ports, sessionOf(person), office.pkg);
      if (found.kind !== 'seen') throw new Error('The package is there.');
      return found.view.units.find(({ member }) => member.unit === 'tg.kt')?.lines[0]?.appraised?.amount ?? null;
    };
    expect([await appraised('tg.tckh.cv'), await appraised('tg.kt.cv')]).toEqual([10_000_000, null]);
    await office.forward('appraisal');
    expect(await appraised('tg.kt.cv')).toBe(10_000_000);
  });

  test('a draft is its own unit’s; the office that synthesizes sees that one is being written', async () => {
    const office = await anOffice();
    await office.open();
    const seen = (await office.estimate('tg.kt')).version;
    await office.act('tg.kt.cv', {
      do: 'save-draft',
      estimate: office.estimateOf('tg.kt'),
      seen,
      lines: packageP['tg.kt'],
    });
    const linesFor = async (person: string) => {
      const found = await estimateView(office.ports, sessionOf(person), office.estimateOf('tg.kt'));
      return found.kind === 'seen' ? found.view.lines.of : found.refusal.kind;
    };
    expect(await linesFor('tg.kt.truong')).toBe('draft');
    expect(await linesFor('tg.vhtt.cv')).toBe('nothing');
  });
});
