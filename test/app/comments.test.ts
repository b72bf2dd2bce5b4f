import { describe, expect, it } from 'vitest';
import { commentsOf } from '../../shared/app/comment-commands.ts';
import { LONGEST_COMMENT, MOST_COMMENTS } from '../../shared/domain/comment.ts';
import { bodySchemas } from '../../shared/domain/records.ts';
import { atFinance } from '../support/at-finance.ts';
import { commentOn, withdrawalOf } from '../support/commenting.ts';
import { headsSign, withPeople, withStages } from '../support/heads-sign.ts';
import { checkInvariants } from '../support/invariants.ts';
import { anOffice, type Office } from '../support/office.ts';
import { aLine, packageP } from '../support/package-p.ts';
import { refused } from '../support/refused.ts';

const said = async (office: Office) => commentsOf(office, await office.thePackage());

/** Package P with Finance, in an office where a commit can be met by another. */
const interruptible = async () => {
  let race: { readonly when: (command: string) => boolean; readonly what: () => Promise<unknown> } | undefined;
  const office = await anOffice(undefined, undefined, async ({ command }) => {
    if (race === undefined || !race.when(command.id)) return;
    const { what } = race;
    race = undefined;
    await what();
  });
  await office.open();
  await office.fileP();
  await office.lock();
  await office.forward('synthesis');
  return {
    office,
    before: (id: string, what: () => Promise<unknown>) => {
      race = { when: (command) => command === id, what };
    },
  };
};

describe('a consulted office', () => {
  it('comments on a line and on a whole estimate: who, when, in which lần, kept beside the record', async () => {
    const office = await atFinance();
    await office.act(
      'tg.vhtt.cv',
      await commentOn(office, 'tg.tt', 3, '  Dùng lại video năm trước\n'.normalize('NFD')),
    );
    await office.act('tg.vhtt.truong', await commentOn(office, 'tg.nn', null, 'Nên đề xuất kinh phí tập huấn'));
    const at = office.clock.now().toISOString();
    const place = { stage: 'appraisal', submission: 1, office: 'tg.vhtt', at, withdrawn: null, own: false };
    expect(await said(office)).toEqual([
      { no: 1, unit: 'tg.tt', line: 3, text: 'Dùng lại video năm trước', by: 'tg.vhtt.cv', ...place },
      { no: 2, unit: 'tg.nn', line: null, text: 'Nên đề xuất kinh phí tập huấn', by: 'tg.vhtt.truong', ...place },
    ]);
    await checkInvariants(office, new Map(), true);
  });

  it('is marked where it speaks of its own work: its office’s estimate, or one that the person prepared', async () => {
    const title = { vi: 'Cán bộ kiêm nhiệm', en: 'Seconded officer' };
    const adapt = withPeople({ 'tg.vhtt.truong': { otherPosts: [{ office: 'tg.gd', post: 'officer', title }] } });
    const office = await anOffice(undefined, undefined, undefined, adapt);
    await office.open();
    await office.fileP();
    await office.submit('tg.gd', packageP['tg.gd'], 'tg.vhtt.truong');
    await office.lock();
    await office.forward('synthesis', 'tg.vhtt.cv');
    for (const unit of ['tg.vhtt', 'tg.gd', 'tg.tt']) await office.act('tg.vhtt.truong', await commentOn(office, unit));
    await office.act('tg.vhtt.cv', await commentOn(office, 'tg.gd'));
    expect((await said(office)).map(({ unit, by, own }) => [unit, by, own])).toEqual([
      ['tg.vhtt', 'tg.vhtt.truong', true],
      ['tg.gd', 'tg.vhtt.truong', true],
      ['tg.tt', 'tg.vhtt.truong', false],
      ['tg.gd', 'tg.vhtt.cv', false],
    ]);
  });

  it('withdraws its own comment while the phase is open; it stays, marked, and its number is not used again', async () => {
    const office = await atFinance();
    await office.act('tg.vhtt.cv', await commentOn(office, 'tg.tt', 1));
    await office.act('tg.vhtt.truong', await withdrawalOf(office, 1));
    const at = office.clock.now().toISOString();
    expect(await said(office)).toMatchObject([{ no: 1, withdrawn: { by: 'tg.vhtt.truong', at } }]);
    for (const no of [1, 2])
      expect(await refused(office, 'tg.vhtt.cv', await withdrawalOf(office, no))).toEqual({
        kind: 'nothing-to-withdraw',
      });
    await office.act('tg.vhtt.cv', await commentOn(office, 'tg.tt', 1, 'Khác'));
    expect((await said(office)).map(({ no }) => no)).toEqual([1, 2]);
    await checkInvariants(office, new Map(), true);
  });

  it('comments again in the next lần, where what it said in the one before is still there and cannot be withdrawn', async () => {
    const office = await atFinance();
    await office.act('tg.vhtt.cv', await commentOn(office, 'tg.tt', 1, 'Lần một'));
    await office.forward('appraisal');
    await office.returnTo('appraisal', 'Không quá 180.000.000');
    await office.act('tg.vhtt.cv', await commentOn(office, 'tg.tt', 1, 'Lần hai'));
    expect((await said(office)).map(({ submission, text }) => [submission, text])).toEqual([
      [1, 'Lần một'],
      [2, 'Lần hai'],
    ]);
    expect(await refused(office, 'tg.vhtt.cv', await withdrawalOf(office, 1))).toEqual({ kind: 'nothing-to-withdraw' });
    const earlier = { ...(await withdrawalOf(office, 1)), submission: 1 };
    expect(await refused(office, 'tg.vhtt.cv', earlier)).toMatchObject({ kind: 'already-decided' });
    await office.forward('appraisal');
    await office.approve();
    await checkInvariants(office, new Map(), true);
  });

  it('neither sets figures nor decides by being consulted, and whoever decides is not bound by what was said', async () => {
    const office = await atFinance();
    await office.act('tg.vhtt.cv', await commentOn(office, 'tg.tt', 1, 'Không cần thiết'));
    const cut = await office.figures('appraisal', 'tg.tt', [{ no: 1, amount: 0, reason: 'Không cần thiết' }]);
    expect(await refused(office, 'tg.vhtt.cv', cut)).toMatchObject({ kind: 'not-yours', offices: ['tg.tckh'] });
    await office.forward('appraisal');
    expect((await office.thePackage()).body.content.totals.appraised).toBe(215_700_000);
  });

  it('sends the same comment twice with one effect', async () => {
    const office = await atFinance();
    const comment = await commentOn(office, 'tg.tt', 1);
    expect(await office.send('tg.vhtt.cv', comment, 'comment-once')).toEqual({ kind: 'recorded', repeated: false });
    expect(await office.send('tg.vhtt.cv', comment, 'comment-once')).toEqual({ kind: 'recorded', repeated: true });
    expect(await said(office)).toHaveLength(1);
  });

  it('says as much as can be, in a record that stays small', async () => {
    const office = await atFinance();
    const most = await commentOn(office, 'tg.tt', 1, 'Ộ'.repeat(LONGEST_COMMENT));
    for (let n = 0; n < MOST_COMMENTS; n += 1) expect((await office.send('tg.vhtt.cv', most)).kind).toBe('recorded');
    expect(JSON.stringify((await office.thePackage()).body).length).toBeLessThan(3000);
    expect(await refused(office, 'tg.vhtt.cv', most)).toEqual({ kind: 'too-many-comments', most: MOST_COMMENTS });
    await office.act('tg.vhtt.cv', await withdrawalOf(office, 1));
    expect(await refused(office, 'tg.vhtt.cv', most)).toMatchObject({ kind: 'too-many-comments' });
  });
});

describe('a comment is refused, and nothing is recorded,', () => {
  const notConsulted = { kind: 'not-consulted', stage: 'appraisal', offices: ['tg.vhtt'] };

  it.each([
    ['by a unit', 'tg.tt.vc', notConsulted],
    ['by the office in charge', 'tg.tckh.cv', notConsulted],
    ['by the approving office', 'tg.ubnd.ct', notConsulted],
  ])('%s', async (_what, person, outcome) => {
    const office = await atFinance();
    expect(await refused(office, person, await commentOn(office, 'tg.tt', 1))).toEqual(outcome);
  });

  it.each([
    ['on a line that is not there', { line: 9 }, { path: 'line', code: 'unknown-line' }],
    [
      'on a unit that is not in the package',
      { unit: 'tg.lang' },
      { path: 'unit', code: 'not-in-package', given: 'tg.lang' },
    ],
    ['on a line of a unit without any', { unit: 'tg.nn', line: 1 }, { path: 'line', code: 'unknown-line' }],
    ['without a word', { comment: ' \n\t ' }, { path: 'comment', code: 'missing' }],
    ['that is too long', { comment: 'x'.repeat(1001) }, { path: 'comment', code: 'too-long', most: 1000 }],
  ])('%s', async (_what, change, problem) => {
    const office = await atFinance();
    const command = { ...(await commentOn(office, 'tg.tt', 1)), ...change };
    expect(await refused(office, 'tg.vhtt.cv', command)).toEqual({ kind: 'problems', problems: [problem] });
  });

  it('on a memo or a second claim, which have no figures to appraise', async () => {
    const office = await anOffice();
    await office.open();
    await office.submit('tg.vhtt', [
      aLine({ activity: 'c.6' }),
      aLine({ activity: 'c.6', content: 'Phần của các xã', source: 'commune_budget' }),
    ]);
    await office.lock();
    await office.forward('synthesis');
    expect(await refused(office, 'tg.vhtt.cv', await commentOn(office, 'tg.vhtt', 2))).toMatchObject({
      problems: [{ path: 'line', code: 'unknown-line' }],
    });
  });

  it('at a stage where nobody is consulted, and on a package that is not there', async () => {
    const office = await atFinance();
    const comment = await commentOn(office, 'tg.tt', 1);
    expect(await refused(office, 'tg.vhtt.cv', { ...comment, stage: 'synthesis' })).toEqual({
      kind: 'not-consulted',
      stage: 'synthesis',
      offices: [],
    });
    expect(await refused(office, 'tg.vhtt.cv', { ...comment, submission: 2 })).toMatchObject({ kind: 'not-at-stage' });
    const other = { ...comment, package: 'tay-giang-2021-2025.2022.p2' };
    expect(await refused(office, 'tg.vhtt.cv', other)).toEqual({ kind: 'not-found', what: 'package' });
    await office.forward('appraisal');
    expect(await refused(office, 'tg.vhtt.cv', comment)).toMatchObject({ kind: 'already-decided', by: 'tg.tckh.cv' });
  });

  it('once the figures are fixed, until they are opened again; so is a withdrawal', async () => {
    const office = await atFinance();
    await office.act('tg.vhtt.cv', await commentOn(office, 'tg.tt', 1));
    await office.prepare('appraisal', 'tg.tckh.cv');
    const closed = { kind: 'comments-closed', stage: 'appraisal' };
    expect(await refused(office, 'tg.vhtt.cv', await commentOn(office, 'tg.tt', 1))).toEqual(closed);
    expect(await refused(office, 'tg.vhtt.cv', await withdrawalOf(office, 1))).toEqual(closed);
    expect(await said(office)).toHaveLength(1);
    await office.act('tg.tckh.cv', { do: 'reopen-figures', ...(await office.shown('appraisal')) });
    await office.act('tg.vhtt.cv', await commentOn(office, 'tg.tt', 1));
    expect(await said(office)).toHaveLength(2);
  });

  it('while it lies with the head to be signed, also at a stage without figures', async () => {
    const adapt = (json: unknown): unknown => withStages({ synthesis: { with: ['tg.tckh'] } })(headsSign(json));
    const office = await anOffice(undefined, undefined, undefined, adapt);
    await office.open();
    await office.fileP();
    await office.lock();
    await office.act('tg.tckh.cv', await commentOn(office, 'tg.tt', 1));
    await office.act('tg.vhtt.cv', { do: 'forward-package', ...(await office.shown('synthesis')), remark: '' });
    expect((await office.thePackage()).body.prepared).toBeDefined();
    expect(await refused(office, 'tg.tckh.cv', await commentOn(office, 'tg.tt', 1))).toEqual({
      kind: 'comments-closed',
      stage: 'synthesis',
    });
    const back = { do: 'hand-back-package', ...(await office.shown('synthesis')), remark: 'Xem lại' };
    await office.act('tg.vhtt.truong', back);
    await office.act('tg.tckh.cv', await commentOn(office, 'tg.tt', 1));
    expect(await said(office)).toHaveLength(2);
    await checkInvariants(office, new Map(), true);
  });

  it('on what another office said', async () => {
    const office = await anOffice(
      undefined,
      undefined,
      undefined,
      withStages({ appraisal: { with: ['tg.vhtt', 'tg.vp'] } }),
    );
    await office.open();
    await office.fileP();
    await office.lock();
    await office.forward('synthesis');
    await office.act('tg.vp.cvp', await commentOn(office, 'tg.tt', 1));
    expect(await refused(office, 'tg.vhtt.cv', await withdrawalOf(office, 1))).toEqual({
      kind: 'not-yours',
      offices: ['tg.vp'],
    });
  });
});

describe('a comment that comes between', () => {
  it('showing and deciding has whoever decides look again: what was decided is what was shown', async () => {
    const office = await atFinance();
    const prepare = { do: 'prepare-decision', ...(await office.shown('appraisal')) };
    await office.act('tg.vhtt.cv', await commentOn(office, 'tg.tt', 1));
    expect(await office.send('tg.tckh.cv', prepare)).toMatchObject({
      kind: 'changed-since-shown',
      by: { person: 'tg.vhtt.cv', office: 'tg.vhtt' },
    });
    await office.forward('appraisal');
    await checkInvariants(office, new Map(), true);
  });

  it('does not hold up figures that are being set', async () => {
    const office = await atFinance();
    const cut = await office.figures('appraisal', 'tg.tt', [{ no: 1, amount: 10_000_000, reason: 'Theo trần' }]);
    await office.act('tg.vhtt.cv', await commentOn(office, 'tg.tt', 1));
    expect(await office.send('tg.tckh.cv', cut)).toMatchObject({ kind: 'recorded' });
  });

  it('the reading and the writing of a freeze is in, and the freeze is refused', async () => {
    const { office, before } = await interruptible();
    const comment = await commentOn(office, 'tg.tt', 1);
    before('freeze-it', () => office.send('tg.vhtt.cv', comment));
    const freeze = { do: 'prepare-decision', ...(await office.shown('appraisal')) };
    expect(await office.send('tg.tckh.cv', freeze, 'freeze-it')).toMatchObject({ kind: 'changed-since-shown' });
    expect(await said(office)).toHaveLength(1);
    expect((await office.thePackage()).body.position.state).toBe('open');
    await checkInvariants(office, new Map(), true);
  });

  it('a freeze that comes first closes it: told so, nothing kept', async () => {
    const { office, before } = await interruptible();
    before('late-word', () => office.prepare('appraisal', 'tg.tckh.cv'));
    expect(await office.send('tg.vhtt.cv', await commentOn(office, 'tg.tt', 1), 'late-word')).toEqual({
      kind: 'comments-closed',
      stage: 'appraisal',
    });
    expect(await said(office)).toEqual([]);
    await checkInvariants(office, new Map(), true);
  });

  it('another comment is kept beside it, both in order', async () => {
    const { office, before } = await interruptible();
    const second = await commentOn(office, 'tg.kt', 1, 'Thứ hai');
    before('first-word', () => office.send('tg.vhtt.truong', second));
    await office.send('tg.vhtt.cv', await commentOn(office, 'tg.tt', 1, 'Thứ nhất'), 'first-word');
    expect((await said(office)).map(({ no, text }) => [no, text])).toEqual([
      [1, 'Thứ hai'],
      [2, 'Thứ nhất'],
    ]);
    await checkInvariants(office, new Map(), true);
  });
});

it('a package that nobody commented on is written as it was before there were comments', async () => {
  const office = await atFinance();
  const { body } = await office.thePackage();
  expect(JSON.stringify(body)).not.toContain('"comments"');
  expect(bodySchemas.package.parse(body)).toEqual(body);
});
