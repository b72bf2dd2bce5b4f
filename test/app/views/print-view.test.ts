import { describe, expect, test } from 'vitest';
import { ownWorkIn } from '../../../shared/app/views/print-course.ts';
import { type PrintQuery, printView } from '../../../shared/app/views/print-view.ts';
import { readMembers } from '../../../shared/app/content.ts';
import { LocalityId, PersonId, PlanId, UnitId } from '../../../shared/domain/ids.ts';
import { packageP } from '../../support/package-p.ts';
import { atFinance, cutAsInScenario10 } from '../../support/at-finance.ts';
import { headsSign } from '../../support/heads-sign.ts';
import { anOffice, type Office } from '../../support/office.ts';
import { aWholeRound } from '../../support/whole-round.ts';

const printed = async (office: Office, person: string, query: PrintQuery = {}) => {
  const session = {
    locality: LocalityId.parse('tay-giang'),
    plan: PlanId.parse('tay-giang-2021-2025'),
    person: PersonId.parse(person),
  };
  const found = await printView(office.ports, session, office.pkg, query);
  if (found.kind !== 'seen') throw new Error(`Refused: ${found.refusal.kind}`);
  return found.view;
};

const stagesOf = (course: Awaited<ReturnType<typeof printed>>['course']) =>
  course.map(({ submission, stage, acts }) => [
    submission,
    stage,
    acts.map((act) => (act.kind === 'outcome' ? act.outcome.kind : act.kind)),
  ]);

describe('a package that is still on its way', () => {
  test('says what is undecided, and has no code of its content while figures are being set', async () => {
    const office = await atFinance();
    const view = await printed(office, 'tg.ubnd.ct');
    expect([view.appraisal, view.approval, view.decision, view.content]).toEqual(['unsigned', 'not-yet', null, null]);
    expect(stagesOf(view.course)).toEqual([
      [1, 'synthesis', ['forwarded']],
      [1, 'appraisal', []],
    ]);
    await office.forward('appraisal');
    const later = await printed(office, 'tg.ubnd.ct');
    expect([later.appraisal, later.approval]).toEqual(['signed', 'unsigned']);
    await office.prepare('approval', 'tg.ubnd.ct');
    const { content } = await printed(office, 'tg.ubnd.ct');
    expect(content).toEqual({ content: (await office.thePackage()).body.content, signed: false });
  });

  test('a missing unit has no amounts, never a zero; a nil says why', async () => {
    const office = await anOffice();
    await office.open();
    await office.submit('tg.kt', packageP['tg.kt']);
    await office.signNil('tg.nn');
    await office.lock();
    const { printed: units, totals, course } = await printed(office, 'tg.vhtt.cv');
    const of = (unit: string) => units.find(({ member }) => member.unit === unit);
    expect(of('tg.hd')).toMatchObject({ amounts: null, lines: [], activities: [], member: { standing: 'missing' } });
    expect(of('tg.nn')?.estimate.body.nil?.reason).toBe('Năm nay không có nhiệm vụ mới');
    expect(totals?.proposed).toBe(18_600_000);
    expect(stagesOf(course)).toEqual([[1, 'synthesis', []]]);
  });

  test('what was handed back, and what waits to be signed, stands in the course', async () => {
    const office = await anOffice(undefined, undefined, undefined, headsSign);
    await office.open();
    await office.submit('tg.kt', packageP['tg.kt']);
    await office.lock();
    const lay = async () => ({ do: 'forward-package', ...(await office.shown('synthesis')), remark: '' });
    await office.act('tg.vhtt.cv', await lay());
    const remark = 'Thiếu bảng kê';
    await office.act('tg.vhtt.truong', { do: 'hand-back-package', ...(await office.shown('synthesis')), remark });
    await office.act('tg.vhtt.cv', await lay());
    const { course } = await printed(office, 'tg.vhtt.truong');
    expect(course[0]?.acts).toMatchObject([
      { kind: 'handed-back', preparedBy: { person: 'tg.vhtt.cv' }, actor: { person: 'tg.vhtt.truong' }, remark },
      { kind: 'waits', prepared: { by: 'tg.vhtt.cv', act: { do: 'forward' } } },
    ]);
  });
});

describe('a package that was decided', () => {
  test('has every submission and stage in order, the decision, and the code that was signed', async () => {
    const office = await aWholeRound();
    const view = await printed(office, 'tg.ubnd.ct');
    expect(stagesOf(view.course)).toEqual([
      [1, 'synthesis', ['forwarded']],
      [1, 'appraisal', ['handed-back', 'forwarded']],
      [1, 'approval', ['returned']],
      [2, 'appraisal', ['forwarded']],
      [2, 'approval', ['approved']],
    ]);
    expect(view.course.every(({ received, due }) => received !== null && due !== null)).toBe(true);
    expect(view.decision?.decision.number).toBe('145/QĐ-UBND');
    expect(view.content).toEqual({ content: view.decision?.content, signed: true });
    expect(view.ownWork).toEqual([]);
    expect([view.appraisal, view.approval]).toEqual(['signed', 'signed']);
  });

  test('an earlier submission is printed as it ended, without the decision that came later', async () => {
    const office = await aWholeRound();
    const view = await printed(office, 'tg.ubnd.ct', { submission: 1 });
    expect(view.decision).toBeNull();
    expect(view.earlier).toBe(true);
    expect(view.approval).toBe('unsigned');
    expect([...new Set(view.course.map(({ submission }) => submission))]).toEqual([1]);
    expect(view.content?.signed).toBe(true);
  });

  test('a unit reads its own part as far as it is signed, and of the course the approval only', async () => {
    const office = await atFinance();
    await cutAsInScenario10(office);
    const before = await printed(office, 'tg.vhtt.cv');
    const unit = await printed(office, office.someone('tg.tt'));
    expect(before.printed.map(({ member }) => member.unit)).toHaveLength(6);
    expect(unit.printed.map(({ member }) => member.unit)).toEqual(['tg.tt']);
    expect(unit.printed[0]?.lines.map(({ appraised }) => appraised)).toEqual([null, null, null]);
    expect([unit.totals, unit.course, unit.ownWork, unit.appraisal]).toEqual([null, [], null, 'not-yet']);
    await office.forward('appraisal');
    await office.approve();
    const after = await printed(office, office.someone('tg.tt'));
    expect(stagesOf(after.course)).toEqual([[1, 'approval', ['approved']]]);
    expect(after.printed[0]?.amounts?.approved).toBe(68_400_000);
    expect(after.course[0]?.received).toBeNull();
  });
});

test('the synthesis adds a unit up by activity, with its sources and reasons', async () => {
  const office = await atFinance();
  await cutAsInScenario10(office);
  const { printed: units } = await printed(office, 'tg.tckh.cv');
  const culture = units.find(({ member }) => member.unit === 'tg.vhtt');
  expect(culture?.activities).toMatchObject([
    {
      activity: 'c.1',
      amounts: { proposed: 45_000_000, appraised: 38_000_000, approved: null },
      sources: ['state_budget'],
      reasons: ['Dùng hội trường huyện, không thuê'],
      moreReasons: 0,
    },
    { activity: 'c.2', reasons: [] },
    { activity: 'd.1', reasons: [] },
  ]);
});

describe('conflicts of interest', () => {
  const ground = async () => {
    const office = await aWholeRound();
    const { body } = await office.thePackage();
    return { plan: office.plan, body, members: await readMembers(office.store, office.locality, body.members) };
  };

  test('an office that estimates and also appraises is named', async () => {
    const { plan, body, members } = await ground();
    const finance = UnitId.parse('tg.tckh');
    const with_ = members.map((member, index) => (index === 0 ? { ...member, unit: finance } : member));
    expect(ownWorkIn(plan, body, with_)).toEqual([{ kind: 'office', stage: 'appraisal', office: 'tg.tckh' }]);
  });

  test('whoever signed a stage on what he prepared is named once, with whose part it is', async () => {
    const { plan, body, members } = await ground();
    const head = PersonId.parse('tg.tckh.truong');
    const with_ = members.map((member, index) => (index === 0 ? { ...member, preparers: [head] } : member));
    expect(ownWorkIn(plan, body, with_)).toEqual([
      { kind: 'person', stage: 'appraisal', person: head, unit: members[0]?.unit },
    ]);
  });
});
