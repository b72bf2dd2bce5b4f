import { describe, expect, it } from 'vitest';
import { runCommand } from '../../shared/app/run-command.ts';
import { CommandRequest } from '../../shared/contracts/commands.ts';
import { LocalityId, PersonId, PlanId } from '../../shared/domain/ids.ts';
import { LARGEST_LINE } from '../../shared/domain/money.ts';
import { anOffice, type Office } from '../support/office.ts';
import { aLine } from '../support/package-p.ts';
import { problem, refused } from '../support/refused.ts';

const atFinance = async (): Promise<Office> => {
  const office = await anOffice();
  await office.open();
  await office.fileP();
  await office.lock();
  await office.forward('synthesis');
  return office;
};

describe('an estimate that cannot be submitted changes nothing and names the field', () => {
  const own = ['a', 'f'];
  it.each([
    ['an unknown activity', { activity: 'z.9' }, 'activity', 'unknown-activity', { given: 'z.9', allowed: own }],
    ["another unit's activity", { activity: 'c.1' }, 'activity', 'not-your-activity', { given: 'c.1', allowed: own }],
    ['a heading', { activity: 'b' }, 'activity', 'unknown-activity', { given: 'b', allowed: own }],
    ['no activity', { activity: '' }, 'activity', 'empty', {}],
    ['a negative price', { unitPrice: '-1.000' }, 'unitPrice', 'negative', {}],
    ['a negative quantity', { quantity: '-1' }, 'quantity', 'negative', {}],
    ['a fraction', { unitPrice: '1.5' }, 'unitPrice', 'not-whole', {}],
    ['a comma', { unitPrice: '1,500,000' }, 'unitPrice', 'comma', { given: '1,500,000' }],
    ['words', { quantity: 'hai' }, 'quantity', 'not-a-number', { given: 'hai' }],
    ['a huge price', { unitPrice: '9'.repeat(20) }, 'unitPrice', 'too-large', { most: LARGEST_LINE }],
    ['a price past all numbers', { unitPrice: '9'.repeat(400) }, 'unitPrice', 'too-large', { most: LARGEST_LINE }],
    [
      'a huge product',
      { quantity: '1.000.000', times: '10.000', unitPrice: '1.000.000' },
      'amount',
      'too-large',
      { most: LARGEST_LINE },
    ],
    [
      'quantity × price ≠ amount',
      { quantity: '2', unitPrice: '1.000.000', amount: '3.000.000' },
      'amount',
      'amount-differs',
      { given: 3_000_000, worked: 2_000_000 },
    ],
    ['nothing of it', { quantity: '0' }, 'quantity', 'zero', {}],
    ['no content', { content: ' ' }, 'content', 'empty', {}],
    ['endless content', { content: 'x'.repeat(501) }, 'content', 'too-long', { most: 500 }],
    ["a commune's own budget", { source: 'commune_budget' as const }, 'source', 'commune-budget-line', {}],
  ])('%s', async (_, cells, field, code, more) => {
    const office = await anOffice();
    await office.open();
    const good = aLine({ activity: 'f' });
    const command = await office.submission('tg.hd', [good, { ...good, ...cells }]);
    expect(await refused(office, 'tg.hd.cb', command)).toEqual(problem(`lines[1].${field}`, code, more));
  });

  it('without lines, or with too much in all', async () => {
    const office = await anOffice();
    await office.open();
    expect(await refused(office, 'tg.hd.cb', await office.submission('tg.hd', []))).toEqual(
      problem('lines', 'no-lines'),
    );
    const most = aLine({ activity: 'f', unitPrice: '1.000.000.000.000' });
    const tooMuch = await office.submission('tg.hd', [most, aLine({ activity: 'f' })]);
    expect(await refused(office, 'tg.hd.cb', tooMuch)).toEqual(problem('lines', 'too-large', { most: LARGEST_LINE }));
    const two = aLine({ activity: 'f', no: 1 });
    expect(await refused(office, 'tg.hd.cb', await office.submission('tg.hd', [two, two]))).toEqual({
      kind: 'problems',
      problems: [
        { path: 'lines[0].no', code: 'doubled-line' },
        { path: 'lines[1].no', code: 'doubled-line' },
      ],
    });
  });

  it('cannot keep its package from being sealed, however much every unit proposes', async () => {
    const office = await anOffice();
    await office.open();
    for (const unit of ['tg.vhtt', 'tg.tt', 'tg.kt', 'tg.nn', 'tg.gd', 'tg.hd'])
      await office.submit(unit, [aLine({ activity: 'a', unitPrice: '1.000.000.000.000' })]);
    await office.lock();
    expect((await office.thePackage()).body.content.totals.proposed).toBe(6 * LARGEST_LINE);
  });
});

describe('an estimate that is not there to be changed', () => {
  it('by somebody else, of another plan, of nobody, or as it stood before', async () => {
    const office = await anOffice();
    await office.open();
    const submit = await office.submission('tg.hd', [aLine({ activity: 'f' })]);
    expect(await refused(office, 'tg.kt.cv', submit)).toEqual({ kind: 'not-yours', offices: ['tg.hd'] });
    expect(await refused(office, 'nobody.at-all', submit)).toEqual({ kind: 'not-found', what: 'person' });
    for (const estimate of [`${office.round}:tk.kt`, `${office.round}:`, `${office.round}:a#b`])
      expect(await refused(office, 'tg.hd.cb', { ...submit, estimate })).toEqual({
        kind: 'not-found',
        what: 'estimate',
      });
    for (const estimate of ['tam-ky-2021-2025.2022:tk.kt', 'x', ':', '#'])
      expect(await refused(office, 'tg.hd.cb', { ...submit, estimate })).toEqual({ kind: 'not-found', what: 'round' });
    const { version } = await office.estimate('tg.hd');
    for (const seen of [0, version - 1, version + 1])
      expect(await refused(office, 'tg.hd.cb', { ...submit, seen })).toMatchObject({
        kind: 'changed-since-shown',
        by: { kind: 'system', part: 'budget-round' },
      });
  });

  it('by somebody signed in elsewhere, who learns nothing', async () => {
    const office = await anOffice();
    await office.open();
    const session = {
      locality: LocalityId.parse('tam-ky'),
      plan: PlanId.parse('tam-ky-2021-2025'),
      person: PersonId.parse('tg.hd.cb'),
    };
    const command = await office.submission('tg.hd', [aLine({ activity: 'f' })]);
    const before = structuredClone(office.memory);
    const request = CommandRequest.parse({ id: 'from-elsewhere', command });
    expect(await runCommand(office.ports, session, request)).toEqual({ kind: 'not-found', what: 'round' });
    expect(office.memory).toEqual(before);
  });
});

describe('reasons and dates', () => {
  it('a nil or a return without its reason, or with an endless one', async () => {
    const office = await anOffice();
    await office.open();
    await office.submit('tg.hd', [aLine({ activity: 'f' })]);
    const of = { estimate: office.estimateOf('tg.hd'), seen: (await office.estimate('tg.hd')).version };
    const nil = { do: 'sign-nil', ...of };
    expect(await refused(office, 'tg.hd.cb', { ...nil, reason: ' \n ' })).toEqual(problem('reason', 'reason-missing'));
    expect(await refused(office, 'tg.hd.cb', { ...nil, reason: 'x'.repeat(1001) })).toEqual(
      problem('reason', 'too-long', { most: 1000 }),
    );
    const back = { do: 'return-estimate', ...of, due: office.today() };
    expect(await refused(office, 'tg.vhtt.cv', { ...back, reason: '' })).toEqual(problem('reason', 'reason-missing'));
    expect(await refused(office, 'tg.vhtt.cv', { ...back, reason: 'x', due: '2022-02-11' })).toEqual(
      problem('due', 'date-too-early', { earliest: '2022-02-14' }),
    );
  });

  it('a round with units of another plan, in a year or on a day outside the plan', async () => {
    const office = await anOffice();
    const open = { do: 'open-round', plan: office.plan.id, year: 2022, members: { 'tg.cq': [] }, due: office.due() };
    const members = { 'tk.pb': ['tk.kt'], 'tg.cq': ['tk.kt', 'tg.lang', 'tg.xa', 'tg.hd'] };
    expect(await refused(office, 'tg.vhtt.cv', { ...open, members })).toEqual({
      kind: 'problems',
      problems: [
        { path: 'members.tk.pb', code: 'unknown-unit', given: 'tk.pb' },
        { path: 'members.tg.cq', code: 'unknown-unit', given: 'tk.kt' },
        { path: 'members.tg.cq', code: 'unknown-unit', given: 'tg.lang' },
        { path: 'members.tg.cq', code: 'unknown-unit', given: 'tg.xa' },
      ],
    });
    expect(await refused(office, 'tg.vhtt.cv', { ...open, year: 2020 })).toMatchObject(
      problem('year', 'outside-plan-period'),
    );
    const due = { ...office.due(), approval: '2031-01-01' };
    expect(await refused(office, 'tg.vhtt.cv', { ...open, due })).toEqual(problem('due.approval', 'invalid'));
    const { synthesis: _, ...lacking } = office.due();
    expect(await refused(office, 'tg.vhtt.cv', { ...open, due: lacking })).toEqual(problem('due.synthesis', 'missing'));
    expect(await refused(office, 'tg.vhtt.cv', { ...open, plan: 'tam-ky-2021-2025' })).toEqual({
      kind: 'not-found',
      what: 'plan',
    });
  });
});

describe('figures and decisions', () => {
  it.each([
    [{ no: 1, amount: -1, reason: 'x' }, 'amount', 'negative', {}],
    [{ no: 1, amount: 0.5, reason: 'x' }, 'amount', 'not-whole', {}],
    [{ no: 1, amount: 1e300, reason: 'x' }, 'amount', 'not-whole', {}],
    [{ no: 1, amount: 18_600_001, reason: 'x' }, 'amount', 'above-proposed', { proposed: 18_600_000 }],
    [{ no: 1, amount: 1, reason: ' ' }, 'reason', 'reason-missing', {}],
    [{ no: 1, amount: 1, reason: 'x'.repeat(501) }, 'reason', 'too-long', { most: 500 }],
    [{ no: 2, amount: 1, reason: 'x' }, 'no', 'unknown-line', {}],
  ])('%j is refused', async (figure, field, code, more) => {
    const office = await atFinance();
    const command = await office.figures('appraisal', 'tg.kt', [figure]);
    expect(await refused(office, 'tg.tckh.cv', command)).toEqual(problem(`figures[0].${field}`, code, more));
  });

  it('on what is not there, not submitted, not at the stage, or not yours, each in that office alone', async () => {
    const office = await atFinance();
    const figures = await office.figures('appraisal', 'tg.kt', [{ no: 1, amount: 1, reason: 'x' }]);
    const nil = { ...figures, estimate: office.estimateOf('tg.nn'), seen: (await office.estimate('tg.nn')).version };
    expect(await refused(office, 'tg.tckh.cv', nil)).toEqual({ kind: 'nothing-submitted' });
    for (const one of [figures, nil])
      expect(await refused(office, 'tg.kt.cv', one)).toEqual({ kind: 'not-yours', offices: ['tg.tckh'] });
    expect(await refused(office, 'tg.tckh.cv', { ...figures, package: `${office.round}.p2` })).toEqual({
      kind: 'not-found',
      what: 'package',
    });
    expect(await refused(office, 'tg.tckh.cv', { ...figures, submission: 2 })).toMatchObject({ kind: 'not-at-stage' });
    expect(await refused(office, 'tg.ubnd.ct', { ...figures, stage: 'approval' })).toMatchObject({
      kind: 'not-at-stage',
    });
  });

  it('a return without a reason or to a later stage, an approval without its paper', async () => {
    const office = await atFinance();
    await office.forward('appraisal');
    await office.prepare('approval', 'tg.ubnd.ct');
    const back = { do: 'return-package', ...(await office.shown('approval')), to: 'appraisal', reason: 'x' };
    const send = (command: object) => refused(office, 'tg.ubnd.ct', command);
    expect(await send({ ...back, reason: '' })).toEqual(problem('reason', 'reason-missing'));
    expect(await send({ ...back, reason: 'x'.repeat(1001) })).toEqual(problem('reason', 'too-long', { most: 1000 }));
    for (const to of ['approval', 'estimate', 'synthesis'])
      expect(await send({ ...back, to })).toEqual({ kind: 'cannot-return-there', allowed: ['appraisal'] });
  });

  it.each([
    [{ number: ' ' }, 'number', 'missing', {}],
    [{ number: 'x'.repeat(51) }, 'number', 'too-long', { most: 50 }],
    [{ date: '2022-02-15' }, 'date', 'date-in-future', { today: '2022-02-14' }],
    [{ date: '2022-02-13' }, 'date', 'date-too-early', { earliest: '2022-02-14' }],
    [{ basis: 'kt' }, 'basis', 'wrong-basis', { allowed: 'own_right' }],
  ])('an approval on paper with %j is refused', async (paper, field, code, more) => {
    const office = await atFinance();
    await office.forward('appraisal');
    await office.prepare('approval', 'tg.ubnd.ct');
    expect(await refused(office, 'tg.ubnd.ct', await office.approval(paper))).toEqual(problem(field, code, more));
  });
});

describe('a request that is none', () => {
  const command = { do: 'lock-round', round: 'tay-giang-2021-2025.2022' };
  it.each([
    ['no id', { command }],
    ['a short id', { id: 'x', command }],
    ['an id with a break in it', { id: 'one-two\nthree', command }],
    ["a system step's id", { id: `budget-round:${'0'.repeat(40)}`, command }],
    ['no command', { id: 'a-good-id' }],
    ['an unknown command', { id: 'a-good-id', command: { do: 'grant' } }],
    ['more than was asked', { id: 'a-good-id', command: { ...command, force: true } }],
    ['an id of a stream', { id: 'a-good-id', command: { ...command, round: 'a#round#b' } }],
    [
      'too many lines',
      {
        id: 'a-good-id',
        command: {
          do: 'save-draft',
          estimate: 'x',
          seen: 1,
          lines: Array.from({ length: 2001 }, () => aLine({ activity: 'a' })),
        },
      },
    ],
    [
      'an endless cell',
      {
        id: 'a-good-id',
        command: { do: 'save-draft', estimate: 'x', seen: 1, lines: [aLine({ activity: 'a'.repeat(2001) })] },
      },
    ],
    ['a version that is no number', { id: 'a-good-id', command: { do: 'recall-estimate', estimate: 'x', seen: '1' } }],
  ])('%s', (_, request) => {
    expect(CommandRequest.safeParse(request).success).toBe(false);
  });
});
