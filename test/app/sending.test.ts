import { describe, expect, it } from 'vitest';
import { editionIdOf } from '../../shared/domain/ids.ts';
import { readEntry } from '../../shared/domain/journal.ts';
import { recipientsOf } from '../../shared/domain/sending-decisions.ts';
import { editionTaskId, receiptTaskId } from '../../shared/domain/task.ts';
import { UnitId } from '../../shared/domain/ids.ts';
import { aPortal } from '../functions/portal/portal-office.ts';
import { anOffice, type Office } from '../support/office.ts';
import { problem, refused } from '../support/refused.ts';
import { at, fileReport, inMay, sound } from '../support/reporting.ts';
import { ticked } from '../support/whole-round.ts';
import { withCommunes } from '../support/with-communes.ts';

const idOf = (office: Office, n = 1) => editionIdOf(office.cycleOf('tg.r6'), n);
const edition = (office: Office, n = 1) => office.load('edition', idOf(office, n));
const about = async (office: Office, n = 1) => ({ edition: idOf(office, n), seen: (await edition(office, n)).version });
const NARRATIVE = 'Phần lớn xã chưa bố trí kinh phí; đề nghị huyện hỗ trợ diễn đàn tại thôn.';
const finish = async (office: Office, n = 1, narrative = NARRATIVE) => ({
  do: 'finish-edition',
  ...(await about(office, n)),
  narrative,
});
const paper = (more: object = {}) => ({
  number: '30/BC-VHTT',
  date: '2022-06-06',
  channel: 'document-system',
  ...more,
});

/** The half-year is consolidated on 4 June 2022, a Saturday; it is Monday morning. */
const consolidated = async (office?: Office): Promise<Office> => {
  const begun = office ?? (await inMay());
  await fileReport(begun, 'tg.r6', 'tg.lang');
  at(begun, '2022-06-04T01:00:00.000Z');
  await ticked(begun);
  at(begun, '2022-06-06T02:00:00.000Z');
  return begun;
};

const signed = async (): Promise<Office> => {
  const office = await consolidated();
  await office.act('tg.vhtt.cv', await finish(office));
  await office.act('tg.vhtt.truong', { do: 'sign-edition', ...(await about(office)) });
  return office;
};

const task = async (office: Office, stage: string, n = 1) =>
  (await office.load('task', editionTaskId(stage, idOf(office, n)))).body;

/** Everybody whom a consolidated report goes to. */
const gettersOf = async (office: Office, obligation: string) => {
  const { body } = await office.load('edition', editionIdOf(office.cycleOf(obligation), 1));
  return body.sending && recipientsOf(body.sending);
};

describe('a consolidated report', () => {
  it('is carried up as a package is: words, signature, paper, each step with a task and one waiting execution', async () => {
    const office = await consolidated();
    expect(await task(office, 'consolidation')).toMatchObject({
      kind: 'consolidation',
      office: 'tg.vhtt',
      state: 'open',
      due: '2022-06-08',
    });
    expect(await office.machines.waits.find(office.locality, idOf(office), 'consolidation')).toMatchObject({
      resumed: false,
    });
    await office.act('tg.vhtt.cv', { do: 'save-narrative', ...(await about(office)), narrative: 'Bản nháp' });
    await office.act('tg.vhtt.cv', await finish(office));
    expect(await task(office, 'consolidation')).toMatchObject({ state: 'open', forSignature: true });
    await office.act('tg.vhtt.truong', { do: 'sign-edition', ...(await about(office)) });
    expect((await edition(office)).body.sending).toMatchObject({
      position: { stage: 'sending', state: 'open' },
      signed: { by: 'tg.vhtt.truong', preparedBy: 'tg.vhtt.cv' },
    });
    await office.act('tg.vhtt.cv', { do: 'send-edition', ...(await about(office)), paper: paper() });
    const { sending } = (await edition(office)).body;
    expect(sending).toMatchObject({ position: null, sent: { paper: paper(), by: 'tg.vhtt.cv' } });
    expect([...office.machines.executions.values()].filter(({ status }) => status === 'running')).toEqual([]);
    await sound(office);
  });

  it('is confirmed by the recipient’s own people, or by the incoming number that the sender enters, once', async () => {
    const office = await signed();
    const receipt = { do: 'record-receipt', edition: idOf(office), recipient: 'tg.ubnd', number: '' };
    expect(await refused(office, 'tg.ubnd.ct', receipt)).toEqual({ kind: 'not-sent' });
    await office.act('tg.vhtt.cv', { do: 'send-edition', ...(await about(office)), paper: paper() });
    const asked = receiptTaskId(idOf(office), UnitId.parse('tg.ubnd'));
    expect((await office.load('task', asked)).body).toMatchObject({
      kind: 'receipt',
      office: 'tg.ubnd',
      state: 'open',
    });
    expect(await refused(office, 'tg.kt.cv', receipt)).toMatchObject({ kind: 'not-yours' });
    expect(await refused(office, 'tg.vhtt.cv', receipt)).toEqual(problem('number', 'missing'));
    const elsewhere = { ...receipt, recipient: 'tg.tckh' };
    expect(await refused(office, 'tg.tckh.cv', elsewhere)).toMatchObject(
      problem('recipient', 'unknown-unit', { given: 'tg.tckh' }),
    );
    await office.act('tg.ubnd.ct', receipt);
    expect((await edition(office)).body.sending?.receipts).toMatchObject([
      { recipient: 'tg.ubnd', number: null, by: 'tg.ubnd.ct' },
    ]);
    expect((await office.load('task', asked)).body.state).toBe('done');
    expect(await refused(office, 'tg.vhtt.cv', { ...receipt, number: '512' })).toMatchObject({
      kind: 'already-decided',
      by: 'tg.ubnd.ct',
    });
    await sound(office);
  });

  it('is handed back with a remark, and changed by nobody while it lies with the head', async () => {
    const office = await consolidated();
    await office.act('tg.vhtt.cv', await finish(office));
    expect(await refused(office, 'tg.vhtt.cv', await finish(office))).toMatchObject({ kind: 'awaiting-signature' });
    const back = { do: 'hand-back-edition', ...(await about(office)), remark: '' };
    expect((await refused(office, 'tg.vhtt.truong', back)).kind).toBe('problems');
    await office.act('tg.vhtt.truong', { ...back, remark: 'Thêm kiến nghị' });
    expect(await task(office, 'consolidation')).toMatchObject({ state: 'open', reason: 'Thêm kiến nghị' });
    await office.act('tg.vhtt.cv', await finish(office, 1, 'Đã thêm kiến nghị'));
    await office.act('tg.vhtt.truong', { do: 'sign-edition', ...(await about(office)) });
    expect((await edition(office)).body.sending?.signed).toMatchObject({ by: 'tg.vhtt.truong' });
  });

  it('has words but no numbers to change: what it says in figures is as it was formed', async () => {
    const office = await consolidated();
    const { content } = (await edition(office)).body;
    await office.act('tg.vhtt.cv', await finish(office));
    await office.act('tg.vhtt.truong', { do: 'sign-edition', ...(await about(office)) });
    expect((await edition(office)).body.content).toEqual(content);
  });

  it.each([
    [paper({ number: ' ' }), problem('number', 'missing')],
    [paper({ date: '2022-06-05' }), problem('date', 'date-too-early', { earliest: '2022-06-06' })],
    [paper({ date: '2022-06-07' }), problem('date', 'date-in-future', { today: '2022-06-06' })],
  ])('is not sent by the paper %o', async (wrong, refusal) => {
    const office = await signed();
    const command = { do: 'send-edition', ...(await about(office)), paper: wrong };
    expect(await refused(office, 'tg.vhtt.cv', command)).toEqual(refusal);
  });

  it('is refused to other offices, out of turn, without words, and on another version; nothing changes', async () => {
    const office = await consolidated();
    expect(await refused(office, 'tg.kt.cv', await finish(office))).toMatchObject({ kind: 'not-yours' });
    expect(await refused(office, 'tg.vhtt.cv', await finish(office, 1, ' '))).toEqual(problem('narrative', 'missing'));
    const early = { do: 'send-edition', ...(await about(office)), paper: paper() };
    expect(await refused(office, 'tg.vhtt.cv', early)).toEqual({ kind: 'still-opening' });
    const stale = { ...(await finish(office)), seen: 1 };
    expect(await refused(office, 'tg.vhtt.cv', stale)).toMatchObject({ kind: 'changed-since-shown' });
    const sign = { do: 'sign-edition', ...(await about(office)) };
    expect(await refused(office, 'tg.vhtt.truong', sign)).toEqual({ kind: 'nothing-to-sign' });
    await office.act('tg.vhtt.cv', await finish(office));
    const own = { do: 'sign-edition', ...(await about(office)) };
    expect((await refused(office, 'tg.vhtt.cv', own)).kind).toBe('head-must-decide');
  });

  it('that was not sent gives its place to the next edition, and one that was sent stays sent', async () => {
    const office = await consolidated();
    await fileReport(office, 'tg.r6', 'tg.dang');
    const order = async () => {
      const { id, version } = await office.load('cycle', office.cycleOf('tg.r6'));
      return { do: 'order-edition', cycle: id, seen: version };
    };
    await office.act('tg.vhtt.cv', await order());
    expect((await edition(office)).body.sending).toMatchObject({ superseded: true, position: null });
    expect((await task(office, 'consolidation')).state).toBe('lapsed');
    expect(await refused(office, 'tg.vhtt.cv', await finish(office))).toEqual({ kind: 'superseded' });
    await office.act('tg.vhtt.cv', await finish(office, 2));
    await office.act('tg.vhtt.truong', { do: 'sign-edition', ...(await about(office, 2)) });
    await office.act('tg.vhtt.cv', { do: 'send-edition', ...(await about(office, 2)), paper: paper() });
    await fileReport(office, 'tg.r6', 'tg.axan');
    await office.act('tg.vhtt.cv', await order());
    expect((await edition(office, 2)).body.sending?.sent?.paper.number).toBe('30/BC-VHTT');
    expect((await edition(office, 3)).body.sending?.position).toEqual({ stage: 'consolidation', state: 'open' });
    await sound(office);
  });

  it('goes on after a crash at any step, and in a new execution where the old one is gone', async () => {
    for (const type of ['EditionStageOpened', 'EditionSigned', 'EditionSent']) {
      let armed = false;
      const office = await anOffice('tay-giang-2021-2025', '2022-05-03T01:00:00.000Z', ({ writes }) => {
        if (armed && writes.some(({ entry }) => readEntry(entry)?.event.type === type)) {
          armed = false;
          throw new Error('gone');
        }
      });
      await ticked(office);
      armed = true;
      const attempt = async (work: () => Promise<unknown>): Promise<void> => {
        await work().catch(() => undefined);
        office.machines.kill();
        at(office, new Date(office.clock.now().getTime() + 3_600_000).toISOString());
        await ticked(office);
      };
      await attempt(() => consolidated(office));
      await attempt(async () => office.act('tg.vhtt.cv', await finish(office)));
      await attempt(async () => office.act('tg.vhtt.truong', { do: 'sign-edition', ...(await about(office)) }));
      await attempt(async () => office.act('tg.vhtt.truong', { do: 'sign-edition', ...(await about(office)) }));
      const send = async () =>
        office.act('tg.vhtt.cv', {
          do: 'send-edition',
          ...(await about(office)),
          paper: paper({ date: office.today() }),
        });
      await attempt(send);
      await attempt(send);
      expect([type, (await edition(office)).body.sending?.sent?.paper.number]).toEqual([type, '30/BC-VHTT']);
      await sound(office);
    }
  });

  it('goes by way of the department to the province, with a copy to the city, of the half-year that the plan dates', async () => {
    const office = await anOffice('tam-ky-2021-2025', '2021-11-03T01:00:00.000Z');
    await ticked(office);
    const cycle = (await office.load('cycle', office.cycleOf('tk.r12'))).body;
    expect([cycle.from, cycle.to, cycle.due]).toEqual(['2021-07-01', '2021-12-31', '2021-11-30']);
    at(office, '2021-12-08T01:00:00.000Z');
    await ticked(office);
    expect(await gettersOf(office, 'tk.r12')).toEqual(['tk.stttt', 'tk.ubndt', 'tk.ubnd']);
    const page = await (await aPortal(office).as('tk.vhtt.cv')).get('/cycles?year=2021');
    expect(page.text).toContain('gửi tiếp UBND tỉnh qua Sở TT&amp;TT; đồng gửi UBND thành phố');
  });

  it('of an event without a chain of money goes up to both, and stays where the plan sends it nowhere', async () => {
    const office = await anOffice('son-duong-10-10-2022', '2022-10-03T01:00:00.000Z', undefined, withCommunes);
    await ticked(office);
    at(office, '2022-10-18T01:00:00.000Z');
    await ticked(office);
    const { body } = await office.load('edition', editionIdOf(office.cycleOf('sd.re'), 1));
    expect(body.sending?.onward).toEqual({ to: ['sd.ubnd', 'sd.stttt'], via: null });
    expect(await gettersOf(office, 'sd.re')).toEqual(['sd.ubnd', 'sd.stttt']);
    const own = await inMay();
    await own.act('tg.ubnd.ct', own.request({ obligation: 'tg.v6', asks: '', members: {} }));
    await fileReport(own, 'tg.v6', 'tg.vhtt');
    await ticked(own);
    const stays = await own.load('edition', editionIdOf(own.cycleOf('tg.v6'), 1));
    expect([stays.body.content === null, stays.body.sending]).toEqual([false, undefined]);
  });
});
