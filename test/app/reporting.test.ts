import { describe, expect, it } from 'vitest';
import { returnView } from '../../shared/app/views/return-view.ts';
import { PersonId } from '../../shared/domain/ids.ts';
import { cameWhen } from '../../shared/domain/return.ts';
import { anOffice } from '../support/office.ts';
import { problem, refused } from '../support/refused.ts';
import {
  aReport,
  aRow,
  at,
  facts,
  fileReport,
  filing,
  inMay,
  inMayWithMoney,
  nilling,
  reportOf,
  rowsOwed,
  signReport,
  sound,
} from '../support/reporting.ts';
import { ticked } from '../support/whole-round.ts';
import { withWork } from '../support/with-communes.ts';

describe('a cycle of reports', () => {
  it('opens by itself thirty days before the plan’s date, for agencies and communes, each with what it leads', async () => {
    const office = await anOffice('tay-giang-2021-2025', '2022-04-29T01:00:00.000Z');
    await ticked(office);
    expect(await office.store.load(office.locality, 'cycle', office.cycleOf('tg.r6'))).toBeUndefined();
    at(office, '2022-05-03T01:00:00.000Z');
    await ticked(office);
    const { body } = await office.load('cycle', office.cycleOf('tg.r6'));
    expect(body).toMatchObject({
      phase: 'collecting',
      openedBy: null,
      from: '2022-01-01',
      to: '2022-06-30',
      due: '2022-05-31',
      cutOff: '2022-06-03',
      recipient: 'tg.vhtt',
      unnamed: [],
    });
    expect(body.units.count).toBe(18);
    expect((await reportOf(office, 'tg.r6', 'tg.lang')).body.activities).toEqual(['a', 'c.6']);
    const task = await office.load('task', (await reportOf(office, 'tg.r6', 'tg.tt')).body.task);
    expect(task.body).toMatchObject({ kind: 'report', office: 'tg.tt', due: '2022-05-31', state: 'open' });
    await sound(office);
  });

  it('takes a report of 200 rows from one unit, as a province’s are', async () => {
    const office = await anOffice('tay-giang-2021-2025', '2022-05-03T01:00:00.000Z', undefined, withWork(198));
    await ticked(office);
    await fileReport(office, 'tg.r6', 'tg.lang');
    const { body } = await reportOf(office, 'tg.r6', 'tg.lang');
    expect(body.activities).toHaveLength(200);
    expect(await facts(office, 'tg.r6', 'tg.lang')).toEqual(['received', { kind: 'on-time' }]);
    await sound(office);
  });

  it('is opened once however often the clock looks, and not for a date that has passed', async () => {
    const office = await inMay();
    const journal = JSON.stringify([...office.memory.journal]);
    await ticked(office);
    expect(JSON.stringify([...office.memory.journal])).toBe(journal);
    const late = await anOffice('tay-giang-2021-2025', '2022-06-01T01:00:00.000Z');
    await ticked(late);
    expect(await late.store.load(late.locality, 'cycle', late.cycleOf('tg.r6'))).toBeUndefined();
  });

  it('is looked for at midnight of the day on which it opens, and at the end of its last day', async () => {
    const office = await anOffice('tay-giang-2021-2025', '2022-04-30T18:00:00.000Z');
    expect((await ticked(office)).opened).toBe(1);
    const before = await anOffice('tay-giang-2021-2025', '2022-04-30T10:00:00.000Z');
    expect((await ticked(before)).idleUntil).toBe('2022-04-30T17:00:00.000Z');
  });

  it('is opened to its end after a crash at any unit, each report once', async () => {
    let left = 7;
    const office = await anOffice('tay-giang-2021-2025', '2022-05-03T01:00:00.000Z', ({ writes }) => {
      if (writes.some(({ type }) => type === 'return')) left -= 1;
      if (left === 0) throw new Error('The process is gone.');
    });
    await expect(ticked(office)).rejects.toThrow('The process is gone.');
    left = Number.POSITIVE_INFINITY;
    await office.machines.settle();
    expect((await office.load('cycle', office.cycleOf('tg.r6'))).body.phase).toBe('collecting');
    expect([...office.memory.journal.keys()].filter((stream) => stream.includes('#return#'))).toHaveLength(18);
    await sound(office);
  });

  it('that is asked for takes words, a day or a period, and warns where it leaves less than a working day', async () => {
    const office = await anOffice('tay-giang-2021-2025', '2022-05-10T01:00:00.000Z');
    expect(await refused(office, 'tg.vhtt.cv', office.request({ asks: ' ' }))).toEqual(problem('asks', 'missing'));
    expect(await refused(office, 'tg.vhtt.cv', office.request({ due: '2022-05-10' }))).toEqual(
      problem('sure', 'short-notice'),
    );
    await office.act('tg.vhtt.cv', office.request({ due: '2022-05-10', cutOff: '2022-05-11', sure: true }));
    await office.act(
      'tg.vhtt.cv',
      office.request({ number: 2, due: { count: 3, unit: 'working_days' }, cutOff: '2022-05-20' }),
    );
    const { body } = await office.load('cycle', office.cycleOf('tg.rx', 2));
    expect(body).toMatchObject({ due: '2022-05-13', counted: { from: '2022-05-10', count: 3, unit: 'working_days' } });
    await sound(office);
  });

  it.each([
    ['tg.kt.cv', {}, { kind: 'not-yours' }],
    ['tg.vhtt.cv', { obligation: 'tg.r7' }, { kind: 'not-found', what: 'obligation' }],
    [
      'tg.vhtt.cv',
      { from: '2022-07-01', to: '2022-06-30' },
      problem('to', 'date-too-early', { earliest: '2022-07-01' }),
    ],
    [
      'tg.vhtt.cv',
      { from: '2020-12-31' },
      problem('from', 'outside-plan-period', { start: '2021-01-01', end: '2025-12-31' }),
    ],
    ['tg.vhtt.cv', { year: 2026 }, problem('year', 'outside-plan-period', { start: '2021-01-01', end: '2025-12-31' })],
    ['tg.vhtt.cv', { due: '2022-05-09' }, { kind: 'problems' }],
    ['tg.vhtt.cv', { cutOff: '2022-05-11' }, problem('cutOff', 'date-too-early', { earliest: '2022-05-17' })],
    [
      'tg.vhtt.cv',
      { members: { 'tg.xa': ['tk.tamthanh'] } },
      problem('members.tg.xa', 'unknown-unit', { given: 'tk.tamthanh' }),
    ],
    ['tg.vhtt.cv', { members: { 'tg.cq': [], 'tg.xa': [] } }, problem('members', 'nobody-reports')],
  ])('asked for by %s with %o is refused, and nothing changes', async (person, more, refusal) => {
    const office = await anOffice('tay-giang-2021-2025', '2022-05-10T01:00:00.000Z');
    expect(await refused(office, person, office.request(more))).toMatchObject(refusal);
  });

  it('is not opened twice', async () => {
    const office = await anOffice('tay-giang-2021-2025', '2022-05-10T01:00:00.000Z');
    await office.act('tg.vhtt.cv', office.request());
    expect(await refused(office, 'tg.vhtt.cv', office.request())).toEqual({ kind: 'already-open' });
  });
});

describe('a report', () => {
  it('is prepared by an officer and counts once the head has signed it', async () => {
    const office = await inMay();
    const typed = aReport(await rowsOwed(office, 'tg.r6', 'tg.lang'));
    await office.act('tg.lang.cc', await filing(office, 'tg.r6', 'tg.lang', typed));
    expect(await facts(office, 'tg.r6', 'tg.lang')).toEqual(['not-due', undefined]);
    const task = (await reportOf(office, 'tg.r6', 'tg.lang')).body.task;
    expect((await office.load('task', task)).body).toMatchObject({ state: 'open', forSignature: true });
    await signReport(office, 'tg.r6', 'tg.lang');
    expect(await facts(office, 'tg.r6', 'tg.lang')).toEqual(['received', { kind: 'on-time' }]);
    expect((await office.load('task', task)).body.state).toBe('done');
    const { versions } = (await reportOf(office, 'tg.r6', 'tg.lang')).body;
    expect(versions).toMatchObject([{ n: 1, by: 'tg.lang.ct', preparedBy: 'tg.lang.cc', act: { do: 'file' } }]);
    await sound(office);
  });

  it('is handed back with a remark, and what was typed is there again', async () => {
    const office = await inMay();
    const typed = aReport(await rowsOwed(office, 'tg.r6', 'tg.lang'), { summary: 'Bản đầu' });
    await office.act('tg.lang.cc', await filing(office, 'tg.r6', 'tg.lang', typed));
    const {
      body: { id },
      version,
    } = await reportOf(office, 'tg.r6', 'tg.lang');
    await office.act('tg.lang.ct', { do: 'hand-back-return', return: id, seen: version, remark: 'Thiếu số liệu' });
    const task = await office.load('task', (await reportOf(office, 'tg.r6', 'tg.lang')).body.task);
    expect(task.body).toMatchObject({ state: 'open', reason: 'Thiếu số liệu' });
    const session = { locality: office.locality, plan: office.plan.id, person: PersonId.parse('tg.lang.cc') };
    const seen = await returnView(office.ports, session, id);
    expect(seen.kind === 'seen' && seen.view.typed.summary).toBe('Bản đầu');
  });

  it('is corrected before the cut by a version, the first of which says when it came', async () => {
    const office = await inMay();
    await fileReport(office, 'tg.r6', 'tg.lang');
    at(office, '2022-06-01T02:00:00.000Z');
    await fileReport(office, 'tg.r6', 'tg.lang', [aRow('a'), aRow('c.6', { done: '1' })]);
    const { body } = await reportOf(office, 'tg.r6', 'tg.lang');
    expect(body.versions.map(({ n, amends }) => [n, amends])).toEqual([
      [1, undefined],
      [2, undefined],
    ]);
    expect(cameWhen(body)).toEqual({ kind: 'on-time' });
  });

  it.each([
    [[aRow('a')], { path: 'rows', code: 'activity-unsaid' }],
    [[aRow('a'), aRow('c.6'), aRow('b.1')], { path: 'rows[2].activity', code: 'not-owed', given: 'b.1' }],
    [[aRow('a'), aRow('c.6', { progress: '' })], { path: 'rows[1].progress', code: 'missing' }],
    [[aRow('a'), aRow('c.6', { done: '2,5' })], { path: 'rows[1].done', code: 'comma-in-amount' }],
    [[aRow('a'), aRow('c.6', { spent: '-1' })], { path: 'rows[1].spent', code: 'not-an-amount' }],
    [
      [aRow('a'), aRow('c.6', { counts: [{ span: '2022-Q4', count: '1', airings: '', minutes: '' }] })],
      { path: 'rows[1].counts[0].span', code: 'no-such-period', given: '2022-Q4' },
    ],
    [[aRow('a'), aRow('c.6', { done: '3' })], { path: 'rows[1].remark', code: 'done-above-planned' }],
    [[aRow('a'), aRow('c.6', { done: '0' })], { path: 'rows[1].remark', code: 'done-without-count' }],
  ])('of rows %o is refused or asked about, and nothing is lost', async (rows, found) => {
    const office = await inMay();
    const outcome = await refused(office, 'tg.lang.cc', await filing(office, 'tg.r6', 'tg.lang', aReport(rows)));
    expect(outcome).toMatchObject({ kind: 'problems', problems: [found] });
  });

  it('with a word where the figures contradict is taken, and the word goes up with it', async () => {
    const office = await inMay();
    const rows = [aRow('a'), aRow('c.6', { done: '3', remark: 'Thôn Bhlốc xin thêm một buổi' })];
    await fileReport(office, 'tg.r6', 'tg.lang', rows);
    const session = { locality: office.locality, plan: office.plan.id, person: PersonId.parse('tg.vhtt.cv') };
    const seen = await returnView(office.ports, session, office.returnOf('tg.r6', 'tg.lang'));
    expect(seen.kind === 'seen' && seen.view.remarkable).toEqual(['c.6']);
  });

  it('asks about what was spent above what was granted, and about figures far from last time', async () => {
    const office = await inMayWithMoney('tg.kt', { 'c.3': 10_000_000 });
    const rows = (spent: string, done: string) => [aRow('a'), aRow('c.3', { spent, done }), aRow('c.4')];
    const dear = await office.send('tg.kt.cv', await filing(office, 'tg.r6', 'tg.kt', aReport(rows('12000000', '2'))));
    expect(dear).toEqual(problem('rows[1].remark', 'spent-above-granted', { granted: 10_000_000 }));
    await fileReport(office, 'tg.r6', 'tg.kt', rows('9.000.000', '2'));
    at(office, '2022-11-01T01:00:00.000Z');
    await ticked(office);
    const far = [aRow('a'), aRow('c.3', { planned: '9', done: '9' }), aRow('c.4')];
    expect(await office.send('tg.kt.cv', await filing(office, 'tg.r12', 'tg.kt', aReport(far)))).toEqual(
      problem('rows[1].remark', 'far-from-last', { before: 2, done: 9 }),
    );
  });

  it('is nobody else’s: of a unit that owes none, by another unit, and of a version that is gone', async () => {
    const office = await inMay();
    const typed = aReport([]);
    const none = { do: 'file-return', return: office.returnOf('tg.r6', 'tg.btg'), seen: 1, typed };
    expect(await refused(office, 'tg.btg.cv', none)).toEqual({ kind: 'not-found', what: 'return' });
    const other = await filing(office, 'tg.r6', 'tg.lang', typed);
    expect(await refused(office, 'tg.kt.cv', other)).toMatchObject({ kind: 'not-yours' });
    await office.act('tg.lang.cc', { do: 'save-return', return: other.return, seen: other.seen, typed });
    expect(await refused(office, 'tg.lang.cc', other)).toMatchObject({ kind: 'changed-since-shown' });
  });

  it('that is sent twice by the same request is one version', async () => {
    const office = await inMay();
    const command = await nilling(office, 'tg.r6', 'tg.lang', 'Chưa triển khai');
    expect(await office.send('tg.lang.cc', command, 'twice-the-same')).toEqual({ kind: 'recorded', repeated: false });
    expect(await office.send('tg.lang.cc', command, 'twice-the-same')).toEqual({ kind: 'recorded', repeated: true });
    await signReport(office, 'tg.r6', 'tg.lang');
    expect((await reportOf(office, 'tg.r6', 'tg.lang')).body.versions).toHaveLength(1);
  });
});

describe('a fresh form', () => {
  it('of the whole year plans as many as the budget approved, where one line says so; of half a year as last time', async () => {
    const office = await inMayWithMoney('tg.tt', { 'd.2': 20_000_000 });
    const planned = async (obligation: string) => {
      const session = { locality: office.locality, plan: office.plan.id, person: PersonId.parse('tg.tt.vc') };
      const seen = await returnView(office.ports, session, office.returnOf(obligation, 'tg.tt'));
      const rows = seen.kind === 'seen' ? seen.view.typed.rows : [];
      return Object.fromEntries(rows.map((row) => [row.activity, [row.planned, row.done, row.spent]]));
    };
    expect((await planned('tg.r6'))['b.1']).toEqual(['', '', '']);
    const half = (await rowsOwed(office, 'tg.r6', 'tg.tt')).map((row) => ({ ...row, planned: '6', done: '6' }));
    await fileReport(office, 'tg.r6', 'tg.tt', half);
    at(office, '2022-11-03T01:00:00.000Z');
    await ticked(office);
    const fresh = await planned('tg.r12');
    expect([fresh['b.1'], fresh['d.2'], fresh['a']]).toEqual([
      ['12', '', ''],
      ['2', '', ''],
      ['6', '', ''],
    ]);
  });
});

describe('a report of 200 rows with many words', () => {
  it('is saved, read back, filed and corrected, though it is more than an item of the store holds', async () => {
    const office = await anOffice('tay-giang-2021-2025', '2022-05-03T01:00:00.000Z', undefined, withWork(198));
    await ticked(office);
    const remark = 'Tuyên truyền chuyển đổi số đến từng thôn. '.repeat(40);
    const typed = aReport((await rowsOwed(office, 'tg.r6', 'tg.lang')).map((row) => ({ ...row, remark })));
    const { id, version } = await reportOf(office, 'tg.r6', 'tg.lang');
    await office.act('tg.lang.cc', { do: 'save-return', return: id, seen: version, typed });
    const session = { locality: office.locality, plan: office.plan.id, person: PersonId.parse('tg.lang.cc') };
    const seen = async () => {
      const found = await returnView(office.ports, session, office.returnOf('tg.r6', 'tg.lang'));
      return found.kind === 'seen' ? found.view.typed : found;
    };
    expect(await seen()).toEqual(typed);
    await fileReport(office, 'tg.r6', 'tg.lang', typed.rows);
    expect(await seen()).toMatchObject({ rows: { length: 200 } });
    await sound(office);
  });
});

describe('an excuse', () => {
  it('is given by name with the reason, ends the chasing, and is no report', async () => {
    const office = await inMay();
    const { id, version } = await reportOf(office, 'tg.r6', 'tg.axan');
    const excuse = { do: 'excuse-return', return: id, seen: version, reason: 'Xã bị cô lập do mưa lũ' };
    expect(await refused(office, 'tg.kt.cv', excuse)).toMatchObject({ kind: 'not-yours' });
    expect(await refused(office, 'tg.vhtt.cv', { ...excuse, reason: ' ' })).toEqual(
      problem('reason', 'reason-missing'),
    );
    await office.act('tg.vhtt.cv', excuse);
    const { body } = await reportOf(office, 'tg.r6', 'tg.axan');
    expect(body.excused).toMatchObject({ by: 'tg.vhtt.cv', reason: 'Xã bị cô lập do mưa lũ' });
    expect(await facts(office, 'tg.r6', 'tg.axan')).toEqual(['excused', undefined]);
    expect((await office.load('task', body.task)).body.state).toBe('done');
    const again = { ...excuse, seen: version + 1 };
    expect(await refused(office, 'tg.vhtt.cv', again)).toMatchObject({ kind: 'already-decided', by: 'tg.vhtt.cv' });
    await fileReport(office, 'tg.r6', 'tg.axan');
    expect(await facts(office, 'tg.r6', 'tg.axan')).toEqual(['received', { kind: 'on-time' }]);
    await sound(office);
  });
});
