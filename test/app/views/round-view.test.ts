import { expect, test } from 'vitest';
import { homeView } from '../../../shared/app/views/home-view.ts';
import { openingView } from '../../../shared/app/views/opening-view.ts';
import { packageView } from '../../../shared/app/views/package-view.ts';
import { roundView } from '../../../shared/app/views/round-view.ts';
import { PersonId } from '../../../shared/domain/ids.ts';
import { toCommittee } from '../../support/at-finance.ts';
import { anOffice, type Office } from '../../support/office.ts';
import { packageP } from '../../support/package-p.ts';
import { aWholeRound } from '../../support/whole-round.ts';

const as = (office: Office, person: string) => ({
  locality: office.locality,
  plan: office.plan.id,
  person: PersonId.parse(person),
});

const seenRound = async (office: Office, person = 'tg.vhtt.cv') => {
  const found = await roundView(office.ports, as(office, person), office.round);
  if (found.kind !== 'seen') throw new Error(`The round is not seen: ${found.refusal.kind}`);
  return found.view;
};

test('a unit that sent nothing is missing without an amount; a nil and a late one say so', async () => {
  const office = await anOffice();
  await office.open();
  await office.submit('tg.kt', packageP['tg.kt']);
  await office.signNil('tg.nn');
  office.workingDaysLater(6);
  await office.submit('tg.hd', packageP['tg.hd']);
  const { rows, totals, tracker } = await seenRound(office);
  const row = (unit: string) => rows.find((one) => one.unit === unit);
  expect(row('tg.kt')).toMatchObject({ came: 'submitted', version: 1, late: false, amounts: { proposed: 18_600_000 } });
  expect(row('tg.nn')).toMatchObject({ came: 'nil', amounts: null });
  expect(row('tg.hd')).toMatchObject({ came: 'submitted', late: true });
  expect(row('tg.gd')).toMatchObject({ came: 'missing', progress: 'untouched', amounts: null, due: { state: 'late' } });
  expect(totals).toEqual({ proposed: 40_600_000, appraised: null, approved: null });
  expect(tracker.counts).toEqual({ submitted: 2, nil: 1, missing: rows.length - 3, late: 1 });
});

test('while nothing has come in there is no total, not even a zero', async () => {
  const office = await anOffice();
  await office.open();
  await office.signNil('tg.nn');
  expect((await seenRound(office)).totals).toBeNull();
});

test('the tracker says who had each stage, since when and until when, over a return', async () => {
  const office = await anOffice();
  await toCommittee(office);
  await office.returnTo('appraisal', 'Không quá 180.000.000');
  const { tracker } = await seenRound(office);
  expect(tracker.submission).toBe(2);
  expect(tracker.steps.map(({ stage, state, by, offices }) => [stage, state, by, ...offices])).toEqual([
    ['estimate', 'done', 'tg.vhtt.cv'],
    ['synthesis', 'done', 'tg.vhtt.cv', 'tg.vhtt'],
    ['appraisal', 'now', null, 'tg.tckh'],
    ['approval', 'ahead', null, 'tg.ubnd'],
  ]);
  const now = tracker.steps.find(({ state }) => state === 'now');
  expect(now?.due).toEqual({ date: '2022-03-07', state: 'ahead', days: 15 });
  expect(now?.since).toBe('2022-02-14T01:00:00.000Z');
});

test('a plan without a synthesis has a tracker without one', async () => {
  const office = await anOffice('quang-nam-ct07-2023', '2024-03-04T01:00:00.000Z');
  await office.open();
  const { tracker } = await seenRound(office, office.someone('qn.stc'));
  expect(tracker.steps.map(({ stage, state }) => `${stage} ${state}`)).toEqual([
    'estimate now',
    'appraisal ahead',
    'approval ahead',
  ]);
});

test('every submission of a package stays readable as it ended', async () => {
  const office = await aWholeRound();
  const figuresIn = async (submission?: number) => {
    const found = await packageView(office.ports, as(office, 'tg.tckh.cv'), office.pkg, { submission });
    if (found.kind !== 'seen') throw new Error('The package is there.');
    const line = found.view.units.find(({ member }) => member.unit === 'tg.vhtt')?.lines[0];
    return [found.view.earlier, line?.line.amount, line?.appraised?.amount, line?.approved?.amount];
  };
  expect(await figuresIn(1)).toEqual([true, 45_000_000, 38_000_000, 38_000_000]);
  expect(await figuresIn()).toEqual([false, 45_000_000, 38_000_000, 40_000_000]);
});

test('home lists the office’s open tasks, soonest due first, with what each is about', async () => {
  const office = await anOffice();
  await office.open();
  const found = await homeView(office.ports, as(office, 'tg.vhtt.truong'));
  if (found.kind !== 'seen') throw new Error('Home is there.');
  expect(found.view.tasks.map(({ task, due, money }) => [task.body.kind, due.date, money?.of])).toEqual([
    ['estimate', '2022-02-21', 'estimate'],
    ['lock', '2022-02-28', 'round'],
  ]);
  expect(found.view.mayOpenRound).toBe(true);
  expect(found.view.rounds.map(({ round, owes }) => [round.id, owes])).toEqual([['tay-giang-2021-2025.2022', true]]);
});

test('the opening form suggests five working days a stage, the members of each group, and the first free year', async () => {
  const office = await anOffice();
  const view = async () => {
    const found = await openingView(office.ports, as(office, 'tg.vhtt.cv'), office.plan.id);
    if (found.kind !== 'seen') throw new Error('The form is there.');
    return found.view;
  };
  const fresh = await view();
  expect(fresh.due).toEqual([
    { stage: 'estimate', date: '2022-02-21' },
    { stage: 'synthesis', date: '2022-02-28' },
    { stage: 'appraisal', date: '2022-03-07' },
    { stage: 'approval', date: '2022-03-14' },
  ]);
  expect(fresh.suggestedYear).toBe(2022);
  expect(fresh.groups.map(({ group }) => group)).toEqual(['tg.cq']);
  expect(fresh.groups[0]?.suggested).not.toContain('tg.tckh');
  await office.open();
  expect((await view()).suggestedYear).toBe(2023);
});

test('says by how many days an estimate came in late (scenario 2)', async () => {
  const office = await anOffice();
  await office.open();
  await office.submit('tg.hd', packageP['tg.hd']);
  office.clock.set('2022-02-22T00:30:00.000Z');
  await office.submit('tg.kt', packageP['tg.kt']);
  const session = { locality: office.locality, plan: office.plan.id, person: PersonId.parse('tg.vhtt.cv') };
  const found = await roundView(office.ports, session, office.round);
  if (found.kind !== 'seen') throw new Error('The standing office sees the round.');
  const late = found.view.rows.map(({ unit, late: isLate, daysLate }) => [unit, isLate, daysLate]);
  expect(late).toContainEqual(['tg.kt', true, 1]);
  expect(late).toContainEqual(['tg.hd', false, 0]);
  expect(late).toContainEqual(['tg.gd', false, 0]);
});
