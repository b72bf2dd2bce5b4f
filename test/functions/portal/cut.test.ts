import { describe, expect, it } from 'vitest';
import { totalsOf } from '../../../shared/domain/estimate.ts';
import { readFigures } from '../../../shared/app/content.ts';
import { atFinance } from '../../support/at-finance.ts';
import { checkInvariants } from '../../support/invariants.ts';
import { anOffice, type Office } from '../../support/office.ts';
import { aLine } from '../../support/package-p.ts';
import { manyUnits, membersOf, officerOf, someLines } from '../../bench/many-units.ts';
import { officeWith } from '../../app/mail/mails.ts';
import { aPortal, formFields } from './portal-office.ts';

const cut = '/packages/tay-giang-2021-2025.2022.p1/cut';
const CEILING = 180_000_000;

const figuresIn = async (office: Office) => {
  const units = ['tg.tt', 'tg.vhtt', 'tg.kt', 'tg.hd', 'tg.gd'];
  const sets = await Promise.all(units.map(async (unit) => (await office.estimate(unit)).body));
  const figures = await Promise.all(
    sets.map(async ({ figures: [set] }) =>
      set === undefined ? [] : readFigures(office.store, office.locality, set.figures),
    ),
  );
  return {
    total: sets.reduce((sum, body) => sum + (totalsOf(body, office.lan(1))?.appraised ?? 0), 0),
    figures: figures.flat(),
  };
};
const recorded = (office: Office): string => JSON.stringify([...office.memory.records.values()]);
const hasCut = (text: string): boolean => text.includes('Sau khi cắt');

describe('the page that cuts to a ceiling', () => {
  it('13: proposes, shows the balance, and applies it as line decisions with the reason filled in', async () => {
    const office = await atFinance();
    const portal = aPortal(office);
    const finance = await portal.as('tg.tckh.cv');
    const blank = await finance.get(cut);
    expect(blank.text).toContain('Từ 0 đến tổng hiện có: 215.700.000');
    expect([blank.text.includes(' checked'), hasCut(blank.text)]).toEqual([false, false]);
    const before = recorded(office);
    const page = await finance.submit(cut, { ceiling: '180.000.000', spread: 'proportion', do: 'propose' });
    expect(page.status).toBe(200);
    expect(page.text).toContain('<b>180.000.000\u00a0đ</b>');
    expect(page.text).toContain('Còn lại so với mức trần<b class="">0\u00a0đ</b>');
    expect(page.text).toContain('Cắt theo mức trần kinh phí 180.000.000\u00a0đ, theo tỷ lệ');
    expect(recorded(office)).toBe(before);
    const fields = formFields(page.text, cut);
    fields.set('do', 'apply');
    const done = await finance.post(cut, fields);
    expect([done.status, done.location?.endsWith('/appraisal?done=cutApplied')]).toEqual([303, true]);
    const { total, figures } = await figuresIn(office);
    expect(total).toBe(CEILING);
    expect(figures.every(({ reason }) => reason === 'Cắt theo mức trần kinh phí 180.000.000\u00a0đ, theo tỷ lệ')).toBe(
      true,
    );
    const twice = await finance.post(cut, fields);
    expect(twice.status).toBe(409);
    expect((await figuresIn(office)).total).toBe(CEILING);
    await office.forward('appraisal');
    expect((await office.thePackage()).body.content.totals.appraised).toBe(CEILING);
    await checkInvariants(office, new Map(), true);
  });

  it('keeps an amount that was changed, spreads the rest anew, and shows that before it is applied', async () => {
    const office = await atFinance();
    const finance = await aPortal(office).as('tg.tckh.cv');
    const page = await finance.submit(cut, { ceiling: '180.000.000', spread: 'proportion', do: 'propose' });
    const fields = formFields(page.text, cut);
    const c1 = `cut.${office.estimateOf('tg.vhtt')}/1.amount`;
    expect(fields.get(c1)).not.toBe('45.000.000');
    fields.set(c1, '45.000.000');
    fields.set('reason', 'Theo kết luận họp ngày 02/3');
    fields.set('do', 'apply');
    const before = recorded(office);
    const anew = await finance.post(cut, fields);
    expect(anew.status).toBe(200);
    expect(anew.text).toContain('Đã tính lại theo những gì ông/bà vừa sửa');
    expect(anew.text).toContain('giữ mức này');
    expect(anew.text).toContain('Còn lại so với mức trần<b class="">0\u00a0đ</b>');
    expect(recorded(office)).toBe(before);
    const again = formFields(anew.text, cut);
    again.set('do', 'apply');
    expect((await finance.post(cut, again)).status).toBe(303);
    const { total, figures } = await figuresIn(office);
    expect(total).toBe(CEILING);
    expect(figures.filter(({ amount, reason }) => amount === 45_000_000 && reason === '')).toHaveLength(1);
    expect(figures.some(({ reason }) => reason === 'Theo kết luận họp ngày 02/3')).toBe(true);
  });

  it('fills the reason in anew for another way of cutting, after a mistake too', async () => {
    const office = await atFinance();
    const finance = await aPortal(office).as('tg.tckh.cv');
    const page = await finance.submit(cut, { ceiling: '180.000.000', spread: 'proportion', do: 'propose' });
    const fields = formFields(page.text, cut);
    fields.set('spread', 'priority');
    fields.set('priority.f', 'x');
    const wrong = await finance.post(cut, fields);
    expect(wrong.status).toBe(422);
    const mended = formFields(wrong.text, cut);
    mended.set('priority.f', '9');
    expect(formFields((await finance.post(cut, mended)).text, cut).get('reason')).toContain('theo thứ tự ưu tiên');
  });

  it('by priority, cuts the least urgent activity first', async () => {
    const office = await atFinance();
    const finance = await aPortal(office).as('tg.tckh.cv', { language: 'en' });
    const page = await finance.submit(cut, {
      ceiling: '200000000',
      spread: 'priority',
      'priority.f': '9',
      do: 'propose',
    });
    expect(page.text).toContain('Cut to the ceiling of 200.000.000\u00a0đ, by priority');
    const fields = formFields(page.text, cut);
    expect(fields.get(`cut.${office.estimateOf('tg.hd')}/1.amount`)).toBe('6.300.000');
    expect(fields.get(`cut.${office.estimateOf('tg.kt')}/1.amount`)).toBe('18.600.000');
  });

  it.each([
    [{ ceiling: '-1', spread: 'proportion' }, 'Mức trần: không được âm'],
    [{ ceiling: '215.700.001', spread: 'proportion' }, 'Mức trần: cao hơn tổng hiện có (215.700.000'],
    [{ ceiling: '1,5', spread: 'proportion' }, 'Mức trần: “1,5” có dấu phẩy'],
    [{ ceiling: '', spread: 'proportion' }, 'Mức trần: còn thiếu'],
    [{ ceiling: '1', spread: '' }, 'Cách cắt: còn thiếu'],
    [{ ceiling: '1', spread: 'priority', 'priority.f': '0' }, 'Thứ tự ưu tiên của f: phải là số từ 1 đến 9'],
  ])('refuses %j, and nothing changes', async (typed, said) => {
    const office = await atFinance();
    const finance = await aPortal(office).as('tg.tckh.cv');
    const before = recorded(office);
    for (const action of ['propose', 'apply']) {
      const page = await finance.submit(cut, { ...typed, do: action });
      expect(page.status).toBe(422);
      expect(page.text).toContain(said);
    }
    expect(recorded(office)).toBe(before);
  });

  it('refuses amounts fixed above the figure, and a cut that is still above the ceiling', async () => {
    const office = await atFinance();
    const finance = await aPortal(office).as('tg.tckh.cv');
    const page = await finance.submit(cut, { ceiling: '10.000.000', spread: 'proportion', do: 'propose' });
    const c1 = `cut.${office.estimateOf('tg.vhtt')}/1.amount`;
    const high = formFields(page.text, cut);
    high.set(c1, '45.000.001');
    const refused = await finance.post(cut, high);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('cao hơn mức hiện có (45.000.000');
    expect(refused.text).toContain('value="45.000.001"');
    const over = formFields(page.text, cut);
    over.set(c1, '12.000.000');
    const shown = await finance.post(cut, over);
    expect(shown.text).toContain('Còn lại so với mức trần<b class="cut">−2.000.000\u00a0đ</b>');
    const apply = formFields(shown.text, cut);
    apply.set('do', 'apply');
    const still = await finance.post(cut, apply);
    expect([still.status, still.text.includes('thấp hơn tổng sau khi cắt 2.000.000')]).toEqual([422, true]);
    expect((await figuresIn(office)).figures).toEqual([]);
  });

  it('is refused where figures changed since it was shown, to others, and while figures are fixed', async () => {
    const office = await atFinance();
    const portal = aPortal(office);
    const finance = await portal.as('tg.tckh.cv');
    const page = await finance.submit(cut, { ceiling: '180.000.000', spread: 'proportion', do: 'propose' });
    const fields = formFields(page.text, cut);
    fields.set('do', 'apply');
    const lower = [{ no: 1, amount: 10_000_000, reason: 'Hội trường huyện' }];
    await office.act('tg.tckh.truong', await office.figures('appraisal', 'tg.kt', lower));
    const stale = await finance.post(cut, fields);
    expect([stale.status, stale.text.includes('đã thay đổi nội dung này')]).toEqual([409, true]);
    expect((await figuresIn(office)).figures).toHaveLength(1);
    expect((await (await portal.as('tg.hd.cb')).get(cut)).status).toBe(403);
    expect((await (await portal.as('tg.ubnd.ct')).get(cut)).status).toBe(403);
    await office.prepare('appraisal', 'tg.tckh.cv');
    expect((await finance.get(cut)).status).toBe(409);
  });

  it('starts, for the Committee, from what was appraised, and leaves Finance’s reasons where nothing is cut', async () => {
    const office = await atFinance();
    const lower = [{ no: 1, amount: 38_000_000, reason: 'Dùng hội trường huyện' }];
    await office.act('tg.tckh.cv', await office.figures('appraisal', 'tg.vhtt', lower));
    await office.forward('appraisal');
    const chair = await aPortal(office).as('tg.ubnd.ct');
    expect((await chair.get(cut)).text).toContain('Từ 0 đến tổng hiện có: 208.700.000');
    const page = await chair.submit(cut, { ceiling: '200.000.000', spread: 'proportion', do: 'propose' });
    const fields = formFields(page.text, cut);
    fields.set('do', 'apply');
    expect((await chair.post(cut, fields)).status).toBe(303);
    await office.approve();
    expect((await office.thePackage()).body.content.totals).toMatchObject({
      appraised: 208_700_000,
      approved: 200_000_000,
    });
  });

  it('refuses whoever prepared one of the estimates, before any figure is set', async () => {
    const office = await anOffice();
    const members = { 'tg.cq': ['tg.tckh', 'tg.hd'] };
    const round = { do: 'open-round', plan: office.plan.id, year: office.year, members, due: office.due() };
    await office.act('tg.vhtt.cv', round);
    await office.submit('tg.tckh', [aLine({ activity: 'a' })]);
    await office.submit('tg.hd', [aLine({ activity: 'f' })]);
    await office.lock();
    await office.forward('synthesis');
    const preparer = await aPortal(office).as(office.someone('tg.tckh'));
    const page = await preparer.submit(cut, { ceiling: '1.000.000', spread: 'proportion', do: 'propose' });
    const fields = formFields(page.text, cut);
    fields.set('do', 'apply');
    const refused = await preparer.post(cut, fields);
    expect([refused.status, refused.text.includes('không được tự thẩm định')]).toEqual([403, true]);
    expect((await figuresIn(office)).figures).toEqual([]);
  });

  it('records a large package in several requests, and comes to the ceiling all the same', async () => {
    const made = manyUnits(130);
    const office = await officeWith(() => made.plan);
    const due = office.due();
    const members = membersOf(made);
    await office.act('tg.vhtt.cv', { do: 'open-round', plan: office.plan.id, year: office.year, members, due });
    for (const unit of made.units) await office.act(officerOf(unit), await office.submission(unit, someLines(3)));
    await office.lock();
    await office.forward('synthesis');
    const finance = await aPortal(office).as('tg.tckh.cv');
    let page = await finance.submit(cut, { ceiling: '1.000.000.001', spread: 'proportion', do: 'propose' });
    expect(page.text).toContain('trang 1 trên 6');
    const second = formFields(page.text, cut);
    second.set('do', 'page-2');
    page = await finance.post(cut, second);
    expect(page.text).toContain('trang 2 trên 6');
    const apply = async () => {
      const fields = formFields(page.text, cut);
      fields.set('do', 'apply');
      page = await finance.post(cut, fields);
    };
    await apply();
    expect(page.text).toContain('Đã ghi 100 đơn vị; còn 30 đơn vị');
    expect(page.text).toContain('Còn lại so với mức trần<b class="">0\u00a0đ</b>');
    await apply();
    expect(page.status).toBe(303);
    await office.forward('appraisal');
    expect((await office.thePackage()).body.content.totals).toMatchObject({
      proposed: 1_170_000_000,
      appraised: 1_000_000_001,
    });
    await checkInvariants({ ...office, plan: made.plan }, new Map(), true);
  }, 60_000);
});
