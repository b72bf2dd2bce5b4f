import { describe, expect, test } from 'vitest';
import { money, moment } from '../../../shared/contracts/messages/format.ts';
import { messagesIn } from '../../../shared/contracts/messages/messages.ts';
import { dongInEnglish, dongInVietnamese } from '../../../shared/contracts/messages/money-words.ts';
import { namesOf } from '../../../shared/contracts/messages/names.ts';
import { label, vocabulary } from '../../../shared/contracts/vocabulary.ts';
import { Instant, PlainDate } from '../../../shared/domain/calendar.ts';
import { ActivityCode, PackageId, PersonId, UnitId } from '../../../shared/domain/ids.ts';
import { Dong } from '../../../shared/domain/money.ts';
import { Plan } from '../../../shared/domain/plan.ts';
import type { AnyProblem, Refusal } from '../../../shared/domain/refusal.ts';
import { planFile } from '../../support/office.ts';

const plan = Plan.parse(planFile('tay-giang-2021-2025'));
const day = (text: string) => PlainDate.parse(text);
const unit = UnitId.parse('tg.lang');
const person = PersonId.parse('tg.vhtt.cv');
const at = Instant.parse('2022-03-04T01:00:00.000Z');
const pkg = PackageId.parse('tay-giang-2021-2025.2022.p1');

/** One of every refusal. A new kind without its line here does not compile. */
const refusals: { readonly [K in Refusal['kind']]: Extract<Refusal, { kind: K }> } = {
  problems: { kind: 'problems', problems: [] },
  'not-found': { kind: 'not-found', what: 'estimate' },
  'not-yours': { kind: 'not-yours', offices: [unit] },
  'head-must-decide': { kind: 'head-must-decide', office: unit },
  'own-work': { kind: 'own-work', unit },
  'outside-chain': { kind: 'outside-chain', unit, route: 'commune_budget' },
  'no-chain': { kind: 'no-chain' },
  'already-open': { kind: 'already-open' },
  'stays-here': { kind: 'stays-here' },
  superseded: { kind: 'superseded' },
  'not-sent': { kind: 'not-sent' },
  'not-consolidated': { kind: 'not-consolidated' },
  'nothing-new': { kind: 'nothing-new' },
  'came-in-already': { kind: 'came-in-already', unit },
  'cut-already': { kind: 'cut-already', cause: 'cut-off', at },
  'absence-over': { kind: 'absence-over', until: day('2022-03-04') },
  'too-many-absences': { kind: 'too-many-absences', most: 60 },
  'task-closed': { kind: 'task-closed', at },
  'changed-since-shown': { kind: 'changed-since-shown', by: { kind: 'person', person, office: unit }, at },
  locked: { kind: 'locked', lockedBy: UnitId.parse('tg.vhtt'), package: pkg },
  'nothing-to-recall': { kind: 'nothing-to-recall' },
  'nothing-to-return': { kind: 'nothing-to-return' },
  'nothing-submitted': { kind: 'nothing-submitted' },
  'still-opening': { kind: 'still-opening' },
  'too-many-versions': { kind: 'too-many-versions', most: 60 },
  'too-many-submissions': { kind: 'too-many-submissions', most: 20 },
  'already-decided': { kind: 'already-decided', by: person, at },
  'not-at-stage': { kind: 'not-at-stage', stage: 'appraisal', now: 'approval' },
  'being-decided': { kind: 'being-decided' },
  'not-prepared': { kind: 'not-prepared' },
  'cannot-return-there': { kind: 'cannot-return-there', allowed: ['synthesis'] },
  'too-many-packages': { kind: 'too-many-packages', most: 60 },
  'not-locked': { kind: 'not-locked', lockedBy: unit },
  'already-claimed': { kind: 'already-claimed', activity: ActivityCode.parse('c.4'), units: [unit] },
  'nothing-to-share': { kind: 'nothing-to-share', activity: ActivityCode.parse('c.4') },
  'command-reused': { kind: 'command-reused' },
  busy: { kind: 'busy' },
  'awaiting-signature': { kind: 'awaiting-signature', by: person, at, office: unit },
  'nothing-to-sign': { kind: 'nothing-to-sign' },
  'another-must-sign': { kind: 'another-must-sign', office: unit, signers: [person] },
  'officer-must-prepare': { kind: 'officer-must-prepare', office: unit },
  'outside-field': { kind: 'outside-field', office: unit, signers: [person, PersonId.parse('tg.ubnd.ct')] },
  'authorisation-ended': {
    kind: 'authorisation-ended',
    number: '12/GUQ-UBND',
    ended: PlainDate.parse('2022-11-30'),
    revoked: false,
    signers: [person],
  },
  'not-yet-authorised': {
    kind: 'not-yet-authorised',
    number: '12/GUQ-UBND',
    from: PlainDate.parse('2022-11-20'),
    signers: [],
  },
  'own-authorisation': { kind: 'own-authorisation', office: unit },
  'too-many-authorisations': { kind: 'too-many-authorisations', most: 30 },
  'nothing-to-revoke': { kind: 'nothing-to-revoke', number: '12/GUQ-UBND' },
  'file-refused': { kind: 'file-refused', why: 'macros', name: 'Báo giá.xlsx' },
  'upload-gone': { kind: 'upload-gone' },
  'upload-replaced': { kind: 'upload-replaced' },
  'too-many-files': { kind: 'too-many-files', most: 100 },
  'already-attached': { kind: 'already-attached' },
  'not-attached': { kind: 'not-attached' },
  'evidence-stands': { kind: 'evidence-stands', version: 2 },
  'not-published': { kind: 'not-published' },
  'nothing-approved': { kind: 'nothing-approved', unit },
  'too-many-grants': { kind: 'too-many-grants', most: 24 },
  'already-reversed': { kind: 'already-reversed', by: person, at, number: '12/QĐ-UBND' },
  'round-closed': { kind: 'round-closed', by: person, at },
  'adjustment-pending': { kind: 'adjustment-pending', unit, package: pkg },
  'too-many-adjustments': { kind: 'too-many-adjustments', most: 10 },
  'not-an-adjustment': { kind: 'not-an-adjustment' },
  'adjustment-fixed': { kind: 'adjustment-fixed' },
  'year-not-over': { kind: 'year-not-over', earliest: day('2022-12-31') },
  'not-consulted': { kind: 'not-consulted', stage: 'appraisal', offices: [unit] },
  'comments-closed': { kind: 'comments-closed', stage: 'appraisal' },
  'too-many-comments': { kind: 'too-many-comments', most: 300 },
  'nothing-to-withdraw': { kind: 'nothing-to-withdraw' },
};

const path = 'lines[2].amount';
const problems: readonly AnyProblem[] = [
  ...(['empty', 'not-whole', 'negative', 'zero', 'commune-budget-line', 'doubled-line'] as const).map((code) => ({
    path,
    code,
  })),
  ...(['missing', 'invalid', 'reason-missing', 'not-a-date', 'unknown-line', 'no-lines'] as const).map((code) => ({
    path,
    code,
  })),
  { path, code: 'too-long', most: 500 },
  { path, code: 'too-large', most: 1_000_000 },
  { path, code: 'too-many-lines', most: 1000 },
  { path, code: 'not-a-number', given: 'hai' },
  { path, code: 'not-an-amount', given: 'hai' },
  { path, code: 'comma', given: '1,5' },
  { path, code: 'comma-in-amount', given: '1,5' },
  { path, code: 'amount-differs', given: 9, worked: 10 },
  { path, code: 'unknown-activity', given: 'z', allowed: ['c.3'] },
  { path, code: 'not-your-activity', given: 'b.1', allowed: ['c.3'] },
  { path, code: 'bad-classification', given: '{}' },
  { path, code: 'above-proposed', proposed: Dong.parse(45_000_000) },
  { path, code: 'date-in-future', today: day('2022-03-04') },
  { path, code: 'date-too-early', earliest: day('2022-03-04') },
  { path, code: 'due-out-of-order', after: day('2022-03-04') },
  { path, code: 'unknown-unit', given: 'x' },
  { path, code: 'not-in-package', given: 'x' },
  { path, code: 'no-successor', name: { vi: 'UBND xã Lăng', en: 'Lăng Commune' } },
  { path, code: 'outside-plan-period', start: day('2021-01-01'), end: null },
  ...(['own_right', 'kt', 'tl', 'tuq'] as const).map((allowed) => ({ path, code: 'wrong-basis' as const, allowed })),
  { path, code: 'unknown-person', given: 'x' },
  { path, code: 'not-the-head', office: unit },
  { path, code: 'same-person' },
  { path, code: 'not-office-work' },
  ...(['lent-on', 'number-taken', 'authorisation-overlaps', 'authorisation-circular'] as const).map((code) => ({
    path,
    code,
    number: '12/GUQ-UBND',
  })),
  { path, code: 'in-a-package', unit, package: PackageId.parse('tay-giang.2022.p2') },
  { path, code: 'in-a-package', unit, package: null },
  { path, code: 'away-too-long', most: 366 },
  { path, code: 'absence-overlaps', from: day('2022-03-04'), until: day('2022-03-08') },
  { path, code: 'away-too', from: day('2022-03-04'), until: day('2022-03-08') },
  { path, code: 'stands-in', person, from: day('2022-03-04'), until: day('2022-03-08') },
  { path, code: 'not-of-the-office', offices: [unit] },
  { path, code: 'leaves-already', lastDay: day('2022-03-04') },
  { path, code: 'not-later', than: day('2022-03-04') },
  { path, code: 'after-lock', latest: day('2022-03-04') },
  { path, code: 'outside-years', from: day('2021-01-01'), to: day('2027-12-31') },
  ...(['works-anyhow', 'off-anyhow'] as const).map((code) => ({ path, code })),
  { path, code: 'day-listed', date: day('2022-03-04'), name: { vi: 'Ngày nghỉ', en: 'Day off' } },
  { path, code: 'day-not-listed', date: day('2022-03-04') },
  { path, code: 'too-many-days', most: 40 },
  { path, code: 'too-many-units', most: 20 },
  { path, code: 'unknown-code', part: 'subsection', given: '6699' },
  { path, code: 'no-codes', given: '' },
  { path, code: 'code-row', given: 'Mục; 6' },
  { path, code: 'doubled-code', given: 'Mục; 6600; a' },
  { path, code: 'too-many-codes', most: 5000 },
  { path, code: 'above-total', total: Dong.parse(45_000_000) },
  { path, code: 'above-standing', standing: Dong.parse(45_000_000) },
  { path, code: 'above-ceiling', by: 1_000_000 },
  { path, code: 'not-a-priority', least: 1, most: 9 },
  { path, code: 'not-joint', given: 'c.1' },
  { path, code: 'above-activity', total: Dong.parse(45_000_000), shared: 46_000_000 },
  { path, code: 'unknown-source', given: 'mobilised', allowed: ['state_budget', 'merged_programme'] },
  { path, code: 'above-balance', balance: Dong.parse(1_000_000) },
  { path, code: 'tranche-taken', free: 3 },
  { path, code: 'below-granted', granted: Dong.parse(1) },
  { path, code: 'no-such-decision', given: '1/QĐ' },
  { path, code: 'decision-replaced', number: '1/QĐ', date: day('2022-03-04') },
  { path, code: 'wrong-direction', before: Dong.parse(1), kind: 'supplement' },
  { path, code: 'wrong-direction', before: Dong.parse(1), kind: 'recovery' },
];

/** Every text that a dictionary holds, functions apart. */
const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(textsIn);
  return [];
};

describe('messages', () => {
  test.each(['vi', 'en'] as const)('%s says what is wrong and the way forward for every refusal', (language) => {
    const t = messagesIn(language);
    const names = namesOf(plan, language);
    for (const refusal of Object.values(refusals)) {
      const { what, next } = t.refusal(refusal, names);
      for (const sentence of [what, next]) {
        expect(sentence).toMatch(/[.;:]$/);
        expect(sentence).not.toMatch(/undefined|null|\[object/);
        expect(sentence.normalize('NFC')).toBe(sentence);
      }
    }
  });

  test.each(['vi', 'en'] as const)('%s names the line and field of every problem', (language) => {
    const t = messagesIn(language);
    for (const found of problems) {
      const sentence = t.problem(found);
      expect(sentence.startsWith(language === 'vi' ? 'Dòng 3, Thành tiền: ' : 'Line 3, Amount: ')).toBe(true);
      expect(sentence).toMatch(/[.”]$/);
      expect(sentence.normalize('NFC')).toBe(sentence);
    }
  });

  test('Vietnamese texts are written with their marks, composed, and with the tone where the standard puts it', () => {
    const names = namesOf(plan, 'vi');
    const t = messagesIn('vi');
    const sentences = [
      ...textsIn(t),
      ...Object.values(refusals).flatMap((refusal) => textsIn(t.refusal(refusal, names))),
      ...problems.map((found) => t.problem(found)),
    ].filter((text) => text !== 'English');
    expect(sentences.length).toBeGreaterThan(200);
    const marks = /[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]/iu;
    const unmarked = sentences.filter((text) => text.length > 14 && !marks.test(text));
    expect(unmarked).toEqual([]);
    for (const text of sentences) expect(text.normalize('NFC')).toBe(text);
    for (const text of sentences) expect(text).not.toMatch(/\boà|\boá|uỷ|kĩ\b/u);
  });

  test('an unknown unit of an outside budget is told its reports by their dates', () => {
    const names = namesOf(plan, 'en');
    const { next } = messagesIn('en').refusal(refusals['outside-chain'], names);
    expect(next).toContain('six-month report (before 01/06), annual report (before 01/12)');
  });
});

describe('amounts and dates', () => {
  test.each([
    [
      215_700_000,
      'Hai trăm mười lăm triệu bảy trăm nghìn đồng',
      'Two hundred and fifteen million seven hundred thousand đồng',
    ],
    [1_005_000, 'Một triệu không trăm linh năm nghìn đồng', 'One million five thousand đồng'],
    [
      15_015_005,
      'Mười lăm triệu không trăm mười lăm nghìn không trăm linh năm đồng',
      'Fifteen million fifteen thousand five đồng',
    ],
    [2_000_000_005, 'Hai tỷ không trăm linh năm đồng', 'Two billion five đồng'],
    [
      21_024_121,
      'Hai mươi mốt triệu không trăm hai mươi tư nghìn một trăm hai mươi mốt đồng',
      'Twenty-one million twenty-four thousand one hundred and twenty-one đồng',
    ],
    [0, 'Không đồng', 'Zero đồng'],
  ])('%i in words', (dong, vi, en) => {
    expect([dongInVietnamese(dong), dongInEnglish(dong)]).toEqual([vi, en]);
  });

  test('an amount never breaks before its sign, a cut has its minus', () => {
    expect([money(215_700_000), money(-13_000_000)]).toEqual(['215.700.000\u00a0đ', '−13.000.000\u00a0đ']);
  });

  test('counts leave out what is not there', () => {
    const none = { submitted: 0, nil: 0, missing: 0, late: null };
    const { round, decision } = messagesIn('vi');
    expect(round.counts({ ...none, submitted: 5, nil: 1 })).toBe('5 đã nộp, 1 không đề xuất');
    expect(round.counts({ ...none, missing: 6, late: 0 })).toBe('6 chưa nộp');
    expect(decision.proposedBy('1 đ', { ...none, submitted: 5, left: 0 })).toBe('Đề nghị 1 đ của 5 đơn vị.');
    expect(messagesIn('en').round.counts({ ...none, submitted: 2, late: 1 })).toBe('2 submitted, 1 of them late');
  });

  test('moments are told in Vietnam’s time', () => {
    expect(moment(Instant.parse('2022-03-04T18:04:00.000Z'))).toBe('01:04 05/03/2022');
  });

  test('a due date says its weekday and what is left', () => {
    const { formats } = messagesIn('vi');
    expect(formats.day(day('2022-03-25'))).toBe('thứ Sáu 25/03/2022');
    expect(formats.day(day('2022-03-27'))).toBe('Chủ nhật 27/03/2022');
    const left = (state: 'late' | 'today' | 'soon', days: number) =>
      formats.left({ date: day('2022-03-25'), state, days });
    expect([left('soon', 2), left('today', 0), left('late', 1), left('soon', 0)]).toEqual([
      'còn 2 ngày làm việc',
      'hạn hôm nay',
      'quá hạn 1 ngày',
      'hạn trong ngày nghỉ tới',
    ]);
  });
});

test('the office’s terms are written composed, once each', () => {
  const terms = Object.values(vocabulary).map(({ vi }) => vi);
  expect(new Set(terms).size).toBe(terms.length);
  expect(terms.every((term) => term === term.normalize('NFC'))).toBe(true);
  expect(label('appraisal', 'vi')).toBe('Thẩm định');
});
