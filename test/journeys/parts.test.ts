import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { localClient } from '../../infra/local/local-tables.ts';
import { dynamoScan } from '../../shared/adapters/dynamodb-scan.ts';
import { sha256 } from '../../shared/adapters/hash.ts';
import { verifyStore } from '../../shared/app/verify.ts';
import { withPeople } from '../support/heads-sign.ts';
import { planFile } from '../support/office.ts';
import { aLine } from '../support/package-p.ts';
import { openRuntime } from './open-runtime.ts';
import { peopleOnPages, PLAN, typedLines } from './people-on-pages.ts';
import { aFolder } from './started-runtime.ts';

const round = `/rounds/${PLAN}.2022`;
const main = `/packages/${PLAN}.2022.p1`;
const title = { vi: 'Phó Chủ tịch UBND huyện', en: 'Deputy Chairman' };
const byOrder = { vi: 'Phó Chánh Văn phòng, thừa lệnh', en: 'Deputy Chief of Office, by order' };

/** The plan in which the head of the Economy division is a deputy chairman besides, and somebody signs by order. */
const withTwoPosts = (): string => {
  const file = path.join(aFolder(), 'plan.json');
  const post = { office: 'tg.ubnd', post: 'officer', title: byOrder, byOrder: ['approval'] };
  const change = withPeople({
    'tg.kt.truong': { otherPosts: [{ office: 'tg.ubnd', post: 'deputy', title }] },
    'tg.vp.cvp': { otherPosts: [post] },
  });
  writeFileSync(file, JSON.stringify(change(planFile(PLAN))));
  return file;
};

it('comments, a norm, one unit’s part, a supplement, a ceiling, own work and the print, by clicking', async () => {
  const { runtime, faults } = await openRuntime(withTwoPosts());
  const people = peopleOnPages(runtime.portalUrl, 'vi', () => runtime.timeline.settled());
  const { t } = people;
  const fee = { activity: 'c.2', content: 'Thù lao giảng viên', measure: 'buổi', quantity: '4' };
  await people.openRound();
  await people.file('tg.vhtt', [aLine({ ...fee, unitPrice: '2.500.000' })]);
  await people.file('tg.kt');
  await people.file('tg.gd');
  await people.lock();
  await people.passSynthesis();

  const culture = await people.as('tg.vhtt.cv');
  await culture.open(main);
  await culture.follow(/\/comments\/new\?unit=tg\.kt/);
  await people.done(await culture.submit(t.comments.record, { comment: 'Nên gộp với hội thảo của tỉnh' }), 'commented');
  await culture.open(round);
  await culture.follow(t.part.toSupplement);
  const late = { units: 'tg.hd', reason: 'Nộp muộn có lý do' };
  await people.done(await culture.submit(t.part.doSupplement, late), 'supplementOpened');
  await people.file('tg.hd');

  const finance = await people.as('tg.tckh.cv');
  await finance.follow(/^\/tasks\/appraisal/);
  expect(finance.page().text).toContain('Thông tư 36/2018/TT-BTC');
  expect(finance.page().text).toContain('Nên gộp với hội thảo của tỉnh');
  await finance.open(main);
  await finance.follow(t.part.returnTitle);
  const part = { estimate: `${PLAN}.2022:tg.gd`, reason: 'Gộp hai hội thi', due: '21/02/2022' };
  await people.done(await finance.submit(t.part.doReturn, part), 'partReturned');
  await finance.open(`${main}/cut`);
  await finance.submit(t.cut.propose, { ceiling: '25.000.000', spread: 'proportion' });
  await people.done(await finance.submit(t.cut.apply), 'cutApplied');
  await finance.submit(t.decision.toSign);
  await people.done(await people.sign(finance), 'forwarded');

  const twoPosts = await people.as('tg.kt.truong');
  await twoPosts.follow(/^\/tasks\/approval/);
  await people.approvalConfirm(twoPosts);
  const paper = { number: '145/QĐ-UBND', date: '14/02/2022' };
  const refused = await people.sign(twoPosts, paper);
  expect(refused.status).toBeGreaterThanOrEqual(400);
  expect(refused.text).toContain('nên không được tự thẩm định hay phê duyệt phần đó');
  expect(refused.text).toContain('Chủ tịch UBND huyện');
  const ordered = await people.as('tg.vp.cvp');
  await ordered.follow(/^\/tasks\/approval/);
  await people.done(await people.sign(ordered, paper), 'approved');

  const unit = await people.estimateForm('tg.gd.cv');
  const again = typedLines([aLine({ activity: 'e', unitPrice: '9.000.000' })]);
  await people.done(await unit.submit(t.estimate.submitAgain, again), 'submitted');
  await culture.open(round);
  const { text } = culture.page();
  expect(text).toContain('Phần của Phòng GD&ĐT, được trả lại từ hồ sơ số 1');
  expect(text).toContain('Hồ sơ bổ sung: dành cho đơn vị chưa có dự toán khi khóa');
  expect(text.replaceAll('\u00a0', ' ')).toContain('59.600.000');

  const chair = await people.as('tg.ubnd.ct');
  await chair.open(`${main}/print`);
  const print = chair.page().text.replaceAll('\u00a0', ' ');
  for (const said of [
    '145/QĐ-UBND',
    'Trả lại phần của Phòng Giáo dục và Đào tạo huyện',
    'Gộp hai hội thi',
    'Nên gộp với hội thảo của tỉnh',
    'Cắt theo mức trần kinh phí 25.000.000 đ, theo tỷ lệ',
    'Hai mươi lăm triệu đồng',
    'TL.',
  ])
    expect(print).toContain(said);

  const { faults: off } = await verifyStore(dynamoScan(localClient(runtime.endpointUrl), runtime.tables), sha256);
  expect([off, faults]).toEqual([[], []]);
}, 120_000);
