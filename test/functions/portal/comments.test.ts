import { describe, expect, it } from 'vitest';
import { commentsOf } from '../../../shared/app/comment-commands.ts';
import { atFinance } from '../../support/at-finance.ts';
import { commentOn } from '../../support/commenting.ts';
import { headsSign, withStages } from '../../support/heads-sign.ts';
import { anOffice, type Office } from '../../support/office.ts';
import { aWholeRound } from '../../support/whole-round.ts';
import { aPortal } from './portal-office.ts';

const pkg = '/packages/tay-giang-2021-2025.2022.p1';
const form = `${pkg}/comments`;
const tt3 = `${pkg}/comments/new?unit=tg.tt&line=3`;

const said = async (office: Office) => commentsOf(office, await office.thePackage());

const WORDS = {
  vi: {
    add: 'Ghi ý kiến',
    note: 'Cơ quan của ông/bà phối hợp thẩm định',
    title: 'Ý kiến phối hợp thẩm định',
    said: 'Ý kiến phối hợp thẩm định của Phòng VHTT, lần trình 1:',
    own: 'về phần việc của chính mình',
    withdraw: 'Rút ý kiến',
    withdrawn: 'đã rút (Chuyên viên Phòng VHTT',
    list: 'Ý kiến của cơ quan phối hợp',
    done: 'Đã ghi ý kiến; ý kiến đi cùng hồ sơ.',
    empty: 'Còn thiếu. Hãy nhập hoặc chọn.',
    long: 'Dài quá 1000 ký tự.',
    history: 'ghi ý kiến phối hợp',
  },
  en: {
    add: 'Comment',
    note: 'Your office is consulted at the appraisal',
    title: 'Comment at the appraisal',
    said: 'Comment at the appraisal by Culture Division, submission 1:',
    own: 'on its own work',
    withdraw: 'Withdraw',
    withdrawn: 'withdrawn (',
    list: 'Comments of the offices consulted',
    done: 'The comment is recorded; it travels with the package.',
    empty: 'Is missing. Enter or choose it.',
    long: 'Is longer than 1000 characters.',
    history: 'commented, as an office consulted',
  },
} as const;

describe.each(['vi', 'en'] as const)('the pages of comments, in %s', (language) => {
  const words = WORDS[language];

  it('let a consulted office comment on a line without script, and withdraw it from where it stands', async () => {
    const office = await atFinance();
    const culture = await aPortal(office).as('tg.vhtt.cv', { language });
    const page = await culture.get(pkg);
    expect(page.text).toContain(words.note);
    expect(page.text).toContain(`href="${tt3.replaceAll('&', '&amp;')}"`);
    const shown = await culture.get(tt3);
    for (const text of [words.title, 'Video clip', '30.000.000']) expect(shown.text).toContain(text);
    expect(await said(office)).toEqual([]);

    const answer = await culture.submit(tt3, { comment: 'Dùng lại <b>video</b> năm trước' }, form);
    expect([answer.status, answer.location]).toEqual([303, `${pkg}?done=commented`]);
    const after = await culture.get(`${pkg}?done=commented`);
    for (const text of [
      words.done,
      words.said,
      'Dùng lại &lt;b&gt;video&lt;/b&gt; năm trước',
      words.history,
      'id="comment-1"',
    ])
      expect(after.text).toContain(text);
    expect(after.text).not.toContain(words.own);

    const withdrawn = await culture.submit(pkg, {}, `${form}/1/withdraw`);
    expect([withdrawn.status, withdrawn.location]).toEqual([303, `${pkg}?done=commentWithdrawn`]);
    const gone = await culture.get(pkg);
    expect(gone.text).toContain(words.withdrawn);
    expect(gone.text).not.toContain('năm trước');
    expect(gone.text).not.toContain(`${form}/1/withdraw`);
    const again = await culture.post(
      `${form}/1/withdraw`,
      new URLSearchParams({ id: 'one-more-time', stage: 'appraisal', submission: '1' }),
    );
    expect(again.status).toBe(409);
  });

  it('show what was said, with the conflict, to Finance line by line and before it signs, and to the Committee', async () => {
    const office = await atFinance();
    await office.act('tg.vhtt.cv', await commentOn(office, 'tg.tt', 3, 'Dùng lại video năm trước'));
    await office.act('tg.vhtt.truong', await commentOn(office, 'tg.vhtt', null, 'Đã rà soát'));
    const portal = aPortal(office);
    const finance = await portal.as('tg.tckh.cv', { language });
    const sees = async (person: typeof finance, path: string, ...more: readonly string[]) => {
      const { text } = await person.get(path);
      for (const one of [words.said, 'Dùng lại video năm trước', 'Đã rà soát', words.own, ...more])
        expect(text).toContain(one);
      expect(text.split('Dùng lại video năm trước')).toHaveLength(2);
      expect(text).not.toContain('/comments/new');
    };
    for (const path of [pkg, `${pkg}/appraisal`, `${pkg}/print`]) await sees(finance, path);
    await sees(finance, `${pkg}/decide`, words.list, 'Video clip');
    await office.prepare('appraisal', 'tg.tckh.cv');
    await sees(finance, `${pkg}/confirm`, words.list);
    await office.act('tg.tckh.cv', { do: 'forward-package', ...(await office.shown('appraisal')), remark: '' });
    const chair = await portal.as('tg.ubnd.ct', { language });
    await sees(chair, `${pkg}/decide`, words.list, 'Video clip');
    await sees(chair, `${pkg}/appraisal`);
    await office.prepare('approval', 'tg.ubnd.ct');
    await sees(chair, `${pkg}/confirm`, words.list);
  });

  it('say at the field what is wrong with a comment, and keep what was typed', async () => {
    const office = await atFinance();
    const culture = await aPortal(office).as('tg.vhtt.cv', { language });
    const empty = await culture.submit(tt3, { comment: '  ' }, form);
    expect(empty.status).toBe(422);
    expect(empty.text).toContain(words.empty);
    const long = await culture.submit(tt3, { comment: `Quá dài ${'x'.repeat(1000)}` }, form);
    expect(long.status).toBe(422);
    expect(long.text).toContain(words.long);
    expect(long.text).toContain('Quá dài xxx');
    expect(await said(office)).toEqual([]);
  });

  it.each([
    ['a unit', 'tg.tt.vc', tt3, 403],
    ['the office in charge', 'tg.tckh.cv', tt3, 403],
    ['a consulted office, of a line that is not there', 'tg.vhtt.cv', `${pkg}/comments/new?unit=tg.tt&line=99`, 422],
    ['a consulted office, of a line that is none', 'tg.vhtt.cv', `${pkg}/comments/new?unit=tg.tt&line=x`, 422],
    ['a consulted office, of a unit that is not in it', 'tg.vhtt.cv', `${pkg}/comments/new?unit=tg.lang`, 422],
    ['a consulted office, of another package', 'tg.vhtt.cv', `${pkg.replace('p1', 'p9')}/comments/new?unit=tg.tt`, 404],
  ])('offer no form to %s', async (_who, person, path, status) => {
    const office = await atFinance();
    expect((await (await aPortal(office).as(person, { language })).get(path)).status).toBe(status);
  });

  it('warn whoever comments on his own office, and say when it is too late', async () => {
    const office = await atFinance();
    const culture = await aPortal(office).as('tg.vhtt.cv', { language });
    const own = `${pkg}/comments/new?unit=tg.vhtt`;
    expect((await culture.get(own)).text).toContain('note warn');
    expect((await culture.get(tt3)).text).not.toContain('note warn');
    const typed = {
      id: 'typed-before',
      stage: 'appraisal',
      submission: '1',
      unit: 'tg.tt',
      line: '3',
      comment: 'Muộn',
    };
    await office.prepare('appraisal', 'tg.tckh.cv');
    const late = await culture.post(form, new URLSearchParams(typed));
    expect(late.status).toBe(409);
    expect(late.text).toContain(language === 'vi' ? 'đã được chốt để ký' : 'are fixed for signing');
    expect((await culture.get(pkg)).text).not.toContain('/comments/new');
    expect(await said(office)).toEqual([]);
  });
});

it('a comment leads back to the page of the package that it was made from', async () => {
  const office = await atFinance();
  const culture = await aPortal(office).as('tg.vhtt.cv');
  const answer = await culture.submit(`${tt3}&page=2`, { comment: 'Đồng ý' }, `${form}?page=2`);
  expect([answer.status, answer.location]).toEqual([303, `${pkg}?page=2&done=commented`]);
});

describe('who reads comments', () => {
  it('the offices that see the whole round do, each lần with its own; a unit does not', async () => {
    const office = await aWholeRound();
    const portal = aPortal(office);
    const finance = await portal.as('tg.tckh.cv');
    for (const path of [pkg, `${pkg}?submission=1`, `${pkg}/print?submission=1`]) {
      const { text } = await finance.get(path);
      expect(text).toContain('của Phòng VHTT, lần trình 1:');
      expect(text).toContain('Đơn giá phù hợp với giá tại địa phương');
      expect(text).toContain('đã rút (');
    }
    const unit = await portal.as('tg.tt.vc');
    for (const path of [pkg, `${pkg}/print`, '/results/tay-giang-2021-2025.2022.p1'])
      expect((await unit.get(path)).text).not.toContain('Đơn giá phù hợp');
  });

  it('a head who signs sees them beside what he signs', async () => {
    const office = await anOffice(undefined, undefined, undefined, headsSign);
    await office.open();
    await office.fileP();
    await office.lock();
    await office.forward('synthesis');
    await office.act('tg.vhtt.cv', await commentOn(office, 'tg.tt', 3, 'Dùng lại video'));
    await office.prepare('appraisal', 'tg.tckh.cv');
    await office.act('tg.tckh.cv', { do: 'forward-package', ...(await office.shown('appraisal')), remark: '' });
    const head = await aPortal(office).as('tg.tckh.truong');
    expect((await head.get(`${pkg}/sign`)).text).toContain('Dùng lại video');
  });

  it('an office that the plan has consulted reads the lines, though it has no other part in the chain', async () => {
    const adapt = withStages({ appraisal: { with: ['tg.vp'] } });
    const office = await anOffice(undefined, undefined, undefined, adapt);
    await office.open();
    await office.fileP();
    await office.lock();
    await office.forward('synthesis');
    const consulted = await aPortal(office).as('tg.vp.cvp');
    const page = await consulted.get(pkg);
    expect(page.status).toBe(200);
    expect(page.text).toContain('Video clip');
    expect((await consulted.submit(tt3, { comment: 'Đồng ý' }, form)).status).toBe(303);
    expect(await said(office)).toMatchObject([{ office: 'tg.vp', own: false }]);
  });
});
