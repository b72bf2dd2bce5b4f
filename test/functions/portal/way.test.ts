import { expect, test } from 'vitest';
import { Actor, readEntry } from '../../../shared/domain/journal.ts';
import { stageTaskId } from '../../../shared/domain/task.ts';
import { toCommittee, atFinance } from '../../support/at-finance.ts';
import { anOffice, type Office } from '../../support/office.ts';
import { aPortal, formFields } from './portal-office.ts';

/** Who did what to the package, and by which way. */
const waysOf = (office: Office) =>
  (office.memory.journal.get(`${office.locality}#package#${office.pkg}`) ?? []).map((stored) => {
    const entry = readEntry(stored);
    return [entry?.event.type, entry?.actor.kind === 'person' ? entry.actor.way : entry?.actor.kind];
  });

test('each entry says whether the person acted in a session or by a mailed link and code, and pages and print show it', async () => {
  const office = await atFinance();
  const portal = aPortal(office);
  const only = { task: stageTaskId('appraisal', office.pkg, 1), assignment: 1 };
  const pkg = `/packages/${office.pkg}`;
  const byCode = await portal.as('tg.tckh.cv', { only });
  expect((await byCode.submit(`${pkg}/decide`, { choice: 'pass' })).status).toBe(303);
  expect((await byCode.submit(`${pkg}/confirm`, { do: 'sign' })).status).toBe(303);
  const chair = await portal.as('tg.ubnd.ct');
  await chair.submit(`${pkg}/decide`, { choice: 'pass' });
  await chair.submit(`${pkg}/confirm`, { do: 'sign', number: '145/QĐ-UBND', date: '14/02/2022' });
  expect(waysOf(office)).toEqual(
    expect.arrayContaining([
      ['PackageSealed', 'system'],
      ['PhaseFrozen', 'code'],
      ['StageForwarded', 'code'],
      ['PackageApproved', 'session'],
    ]),
  );
  const page = (await chair.get(pkg)).text;
  expect(page).toMatch(/Chuyên viên Phòng TC-KH · bằng đường dẫn và mã gửi qua thư</);
  expect(page).toMatch(/Chủ tịch UBND huyện · trong phiên đăng nhập</);
  const print = (await chair.get(`${pkg}/print`)).text;
  expect(print).toContain('<span class="reason">bằng đường dẫn và mã gửi qua thư</span>');
  expect(print).toContain('<span class="reason">trong phiên đăng nhập</span>');
  const english = await portal.as('tg.ubnd.ct', { language: 'en' });
  expect((await english.get(`${pkg}/print`)).text).toContain('by a mailed link and code');
  // The way is a word: nothing of the session, link or code is in the journal.
  const journal = JSON.stringify([...office.memory.journal.values()]);
  for (const secret of [byCode.token, chair.token]) expect(journal).not.toContain(secret);
});

test('a form sent again after signing in anew is the same request, whichever way it came first', async () => {
  const office = await anOffice();
  await toCommittee(office);
  await office.prepare('approval', 'tg.ubnd.ct');
  const portal = aPortal(office);
  const confirm = `/packages/${office.pkg}/confirm`;
  const only = { task: stageTaskId('approval', office.pkg, 1), assignment: 1 };
  const byCode = await portal.as('tg.ubnd.ct', { only });
  const fields = formFields((await byCode.get(confirm)).text, confirm);
  for (const [name, value] of Object.entries({ do: 'sign', number: '145/QĐ-UBND', date: '14/02/2022' }))
    fields.set(name, value);
  expect((await byCode.post(confirm, fields)).location).toContain('done=approved');
  const before = JSON.stringify([...office.memory.journal]);
  expect((await (await portal.as('tg.ubnd.ct')).post(confirm, fields)).location).toContain('done=approved');
  expect(JSON.stringify([...office.memory.journal])).toBe(before);
});

test('an entry from before the way was kept is read as it is', () => {
  const old = { kind: 'person', person: 'tg.kt.cv', office: 'tg.kt' };
  expect(Actor.parse(old)).toEqual(old);
  expect(Actor.safeParse({ ...old, way: 'telephone' }).success).toBe(false);
});
