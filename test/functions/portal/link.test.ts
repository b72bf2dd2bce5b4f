import { describe, expect, test } from 'vitest';
import { registerPlan } from '../../../shared/app/register-plan.ts';
import { PersonId } from '../../../shared/domain/ids.ts';
import { estimateTaskId, stageTaskId } from '../../../shared/domain/task.ts';
import { toCommittee } from '../../support/at-finance.ts';
import { anOffice, type Office, planFile } from '../../support/office.ts';
import { aPortal, plainLinks } from './portal-office.ts';

const linkTo = async (office: Office, task: ReturnType<typeof stageTaskId>, person: string, assignment = 1) => {
  const claim = { locality: office.locality, task, assignment, person: PersonId.parse(person) };
  return `/t/${office.locality}/${encodeURIComponent(task)}/${assignment}/${person}/${await plainLinks.sign(claim)}`;
};

const atApproval = async () => {
  const office = await anOffice();
  await toCommittee(office);
  return office;
};

test('a mailed link shows what, how much and until when, and acting takes signing in as that person', async () => {
  const office = await atApproval();
  const portal = aPortal(office);
  const link = await linkTo(office, stageTaskId('approval', office.pkg, 1), 'tg.ubnd.ct');
  const page = await portal.request(link);
  expect(page.status).toBe(200);
  const text = page.text.replaceAll('\u00a0', ' ');
  for (const fact of [
    'Phê duyệt hồ sơ số 1 năm 2022',
    '215.700.000 đ',
    'Hạn: thứ Hai 14/03/2022',
    'Chủ tịch UBND huyện',
  ])
    expect(text).toContain(fact);
  expect(text).toContain('/sign-in?next=%2Ftasks%2Fapproval%253A');
  expect(text).not.toContain('<form method="post" action="/packages');
  const chair = await portal.as('tg.ubnd.ct');
  expect((await chair.get(link)).text).toContain('href="/tasks/approval%3A');
});

test('a link is shown in the language of the person it was mailed to', async () => {
  const office = await anOffice();
  await office.open();
  const portal = aPortal(office);
  const page = await portal.request(await linkTo(office, estimateTaskId(office.estimateOf('tg.gd')), 'tg.gd.cv'));
  expect(page.text).toContain('Estimate for 2022');
  const turned = await portal.request(
    `${await linkTo(office, estimateTaskId(office.estimateOf('tg.gd')), 'tg.gd.cv')}?lang=vi`,
  );
  expect(turned.text).toContain('Lập dự toán năm 2022');
});

test('a link with a changed part, or of nothing, says only that it does not work', async () => {
  const office = await atApproval();
  const portal = aPortal(office);
  const link = await linkTo(office, stageTaskId('approval', office.pkg, 1), 'tg.ubnd.ct');
  for (const changed of [
    link.replace('/tg.ubnd.ct/', '/tg.ubnd.pct/'),
    link.replace('/1/', '/2/'),
    link.slice(0, -1),
    link.replace('tay-giang/', 'tam-ky/'),
  ]) {
    const page = await portal.request(changed);
    expect(page.status).toBe(404);
    expect(page.text).toContain('thư mới nhất');
    expect(page.text).not.toContain('215.700.000');
  }
});

describe('a link that no longer serves says who, when and what next', () => {
  test('used: by the very person it was mailed to', async () => {
    const office = await atApproval();
    const page = await aPortal(office).request(
      await linkTo(office, stageTaskId('appraisal', office.pkg, 1), 'tg.tckh.cv'),
    );
    expect(page.status).toBe(200);
    expect(page.text).toContain('chính ông/bà (Chuyên viên Phòng TC-KH) đã xử lý việc này, 08:00 14/02/2022');
    expect(page.text).toContain('hồ sơ đang ở đâu thì xem dưới đây');
  });

  test('already decided: by somebody else of the office', async () => {
    const office = await atApproval();
    const page = await aPortal(office).request(
      await linkTo(office, stageTaskId('appraisal', office.pkg, 1), 'tg.tckh.truong'),
    );
    expect(page.text).toContain('Việc này đã xong: Chuyên viên Phòng TC-KH, 08:00 14/02/2022');
    expect(page.text).toContain('Yêu cầu đường dẫn mới');
    expect(page.text).not.toContain('/code"');
  });

  test('superseded: the task was given out again, by whom', async () => {
    const office = await anOffice();
    await office.open();
    await office.fileP();
    const kt = { estimate: office.estimateOf('tg.kt'), seen: (await office.estimate('tg.kt')).version };
    await office.act('tg.vhtt.cv', { do: 'return-estimate', ...kt, reason: 'Thiếu căn cứ', due: '2022-02-22' });
    const task = estimateTaskId(office.estimateOf('tg.kt'));
    const portal = aPortal(office);
    const old = await portal.request(await linkTo(office, task, 'tg.kt.cv'));
    expect(old.status).toBe(410);
    expect(old.text).toContain('giao lại: Chuyên viên Phòng VHTT');
    expect(old.text).toContain('Thư mới đã được gửi đến địa chỉ đã đăng ký');
    const current = await portal.request(await linkTo(office, task, 'tg.kt.cv', 2));
    expect(current.status).toBe(200);
    expect(current.text).toContain('Thiếu căn cứ');
  });

  test('expired: the time of the task ran out, which is no consent', async () => {
    const office = await anOffice();
    await office.open();
    await office.act('tg.vhtt.cv', { do: 'lock-round', round: office.round });
    const page = await aPortal(office).request(
      await linkTo(office, estimateTaskId(office.estimateOf('tg.kt')), 'tg.kt.cv'),
    );
    expect(page.status).toBe(410);
    expect(page.text).toContain('đã hết thời hạn');
    expect(page.text).toContain('không có nghĩa là đồng ý');
  });

  test('not yours: whoever is signed in as somebody else is told whose it is, and offered nothing to do', async () => {
    const office = await atApproval();
    const portal = aPortal(office);
    const other = await portal.as('tg.tckh.cv');
    const page = await other.get(await linkTo(office, stageTaskId('approval', office.pkg, 1), 'tg.ubnd.ct'));
    expect(page.text).toContain('dành cho: Chủ tịch UBND huyện. Ông/bà đang đăng nhập là: Chuyên viên Phòng TC-KH');
    const main = page.text.slice(page.text.indexOf('<main'));
    expect(main).not.toContain('<form');
    expect(main).not.toContain('class="button"');
  });

  test('left: the person is no longer in the plan in force', async () => {
    const office = await atApproval();
    const renamed = JSON.stringify(planFile(office.plan.id)).replaceAll('tg.ubnd.pct', 'tg.ubnd.pct2');
    expect(await registerPlan(office.ports, JSON.parse(renamed))).toMatchObject({ kind: 'registered', changed: true });
    const portal = aPortal(office);
    const link = await linkTo(office, stageTaskId('approval', office.pkg, 1), 'tg.ubnd.pct');
    const page = await portal.request(link);
    expect(page.text).toContain('không còn trong kế hoạch hiện hành');
    expect(page.text.slice(page.text.indexOf('<main'))).not.toContain('<form');
  });
});
