import { expect, test } from 'vitest';
import { PersonId } from '../../../shared/domain/ids.ts';
import { estimateTaskId, stageTaskId } from '../../../shared/domain/task.ts';
import { toCommittee } from '../../support/at-finance.ts';
import { anOffice, type Office } from '../../support/office.ts';
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

test('a used link says who decided and when; an earlier one that the task was given out again', async () => {
  const office = await atApproval();
  const portal = aPortal(office);
  const appraisal = await portal.request(await linkTo(office, stageTaskId('appraisal', office.pkg, 1), 'tg.tckh.cv'));
  expect(appraisal.status).toBe(200);
  expect(appraisal.text).toContain('Việc này đã xong: Chuyên viên Phòng TC-KH, 08:00 14/02/2022');

  const fresh = await anOffice();
  await fresh.open();
  await fresh.fileP();
  const kt = { estimate: fresh.estimateOf('tg.kt'), seen: (await fresh.estimate('tg.kt')).version };
  await fresh.act('tg.vhtt.cv', { do: 'return-estimate', ...kt, reason: 'Thiếu căn cứ', due: '2022-02-22' });
  const task = estimateTaskId(fresh.estimateOf('tg.kt'));
  const old = await aPortal(fresh).request(await linkTo(fresh, task, 'tg.kt.cv'));
  expect(old.status).toBe(410);
  expect(old.text).toContain('giao lại: Chuyên viên Phòng VHTT');
  const current = await aPortal(fresh).request(await linkTo(fresh, task, 'tg.kt.cv', 2));
  expect(current.status).toBe(200);
  expect(current.text).toContain('Thiếu căn cứ');
});
