import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../shared/adapters/hash.ts';
import { verifyStore } from '../../../shared/app/verify.ts';
import { packageIdOf } from '../../../shared/domain/ids.ts';
import { readEntry } from '../../../shared/domain/journal.ts';
import { approvalOf } from '../../../shared/domain/package.ts';
import { toCommittee } from '../../support/at-finance.ts';
import { headsSign, withPeople } from '../../support/heads-sign.ts';
import { scanOf } from '../../support/memory-scan.ts';
import { anOffice } from '../../support/office.ts';
import { packageP } from '../../support/package-p.ts';
import { twelveTasks } from '../../support/twelve-tasks.ts';
import { aPortal, formFields, lineFields } from './portal-office.ts';

const manyOf = (tasks: readonly string[]): string =>
  `/decide-many?${tasks.map((task) => `task=${encodeURIComponent(task)}`).join('&')}`;

/** The twelve tasks, on the approver's pages, and ways to tick, fix and sign. */
const aDesk = async (adapt?: (json: unknown) => unknown) => {
  const { office, packages, tasks } = await twelveTasks(adapt);
  const portal = aPortal(office);
  const chair = await portal.as('tg.ubnd.ct');
  const approved = async () => {
    const found = await Promise.all(packages.map((id) => office.load('package', id)));
    return found.flatMap(({ body }, index) => {
      const decision = approvalOf(body);
      return decision === undefined ? [] : [[index + 1, decision.decision.number] as const];
    });
  };
  const fixAll = async (list: readonly string[]): Promise<string> => {
    const fields = formFields((await chair.get(manyOf(list))).text, '/decide-many');
    fields.set('do', 'fix');
    const answer = await chair.post('/decide-many', fields);
    expect([answer.status, answer.location]).toEqual([303, manyOf(list)]);
    return (await chair.get(manyOf(list))).text;
  };
  /** The form of a page, each task in its place with its number. */
  const filled = (page: string, list: readonly string[], number: (n: number) => string, date = '14/02/2022') => {
    const fields = formFields(page, '/decide-many');
    list.forEach((task, index) => {
      if (fields.has(`items[${index}].number`)) fields.set(`items[${index}].number`, number(tasks.indexOf(task) + 1));
    });
    fields.set('date', date);
    fields.set('do', 'sign');
    return fields;
  };
  const state = () => JSON.stringify([...office.memory.records, ...office.memory.journal]);
  return { office, portal, chair, packages, tasks, approved, fixAll, filled, state };
};

const numberOf = (n: number): string => `${100 + n}/QĐ-UBND`;

describe('an approver with twelve tasks', () => {
  it('has them in one inbox, none ticked, and decides several with one confirmation that lists each', async () => {
    const { office, chair, tasks, packages, approved, fixAll, filled } = await aDesk();
    const home = (await chair.get('/')).text;
    expect(home).toContain('(12) Việc của tôi');
    expect(
      [...home.matchAll(/<input type="checkbox" name="task" value="([^"]+)"[^>]*>/g)].map(([, one]) => one),
    ).toEqual(expect.arrayContaining(tasks));
    expect(home).not.toContain(' checked');
    expect(home).toContain('aria-label="Chọn: Phê duyệt hồ sơ số 3 năm 2022, lần trình 1"');
    const list = tasks.slice(0, 7);
    const page = await fixAll(list);
    expect(page).toContain('<h1>Quyết định cùng lúc 7 việc</h1>');
    for (const [index, id] of packages.slice(0, 7).entries()) {
      const { body } = await office.load('package', id);
      expect(page).toContain(`<legend>Phê duyệt hồ sơ số ${index + 1} năm 2022, lần trình 1</legend>`);
      expect(page).toContain(`<code>${body.content.root}</code>`);
      expect(page).toContain(`name="items[${index}].number" value=""`);
    }
    expect(page).toContain('7.000.000');
    expect(page).toContain('Ký theo thẩm quyền, Chủ tịch UBND huyện');
    const answer = await chair.post('/decide-many', filled(page, list, numberOf));
    expect([answer.status, answer.text.includes('Đã ghi 7 trên 7 việc')]).toEqual([200, true]);
    expect(await approved()).toEqual([1, 2, 3, 4, 5, 6, 7].map((n) => [n, numberOf(n)]));
    const entries = await Promise.all(
      packages.slice(0, 7).map((id) => office.store.entries(office.locality, 'package', id)),
    );
    const signed = entries.map((own) => own.map(readEntry).find((entry) => entry?.event.type === 'PackageApproved'));
    expect(new Set(signed.map((entry) => entry?.command)).size).toBe(7);
    expect((await verifyStore(scanOf(office.memory), sha256)).faults).toEqual([]);
    expect((await chair.get('/')).text).toContain('(5) Việc của tôi');
  });

  it('has what fails listed with its reason while the rest stands, and the rest of the inbox is untouched', async () => {
    const { office, portal, chair, tasks, approved, fixAll, filled } = await aDesk();
    const list = tasks.slice(0, 7);
    const fields = filled(await fixAll(list), list, (n) => (n === 7 ? '' : numberOf(n)));
    const deputy = await portal.as('tg.ubnd.pct');
    const another = `/packages/${packageIdOf(office.round, 2)}/confirm`;
    expect((await deputy.submit(another, { do: 'sign', number: '9/QĐ-UBND', date: '14/02/2022' })).status).toBe(303);
    await deputy.submit(`/packages/${packageIdOf(office.round, 5)}/confirm`, { do: 'reopen' });
    const answer = await chair.post('/decide-many', fields);
    expect(answer.text).toContain('Đã ghi 4 trên 7 việc');
    expect(answer.text).toContain('3 việc chưa được ghi');
    expect(answer.text).toMatch(
      /hồ sơ số 2 năm 2022, lần trình 1<\/a><p>Phó Chủ tịch UBND huyện đã quyết định việc này lúc/,
    );
    expect(answer.text).toMatch(
      /hồ sơ số 5 năm 2022, lần trình 1<\/a><p>Phó Chủ tịch UBND huyện đã thay đổi nội dung này lúc/,
    );
    expect(answer.text).toMatch(
      /hồ sơ số 7 năm 2022, lần trình 1<\/a><ul><li><a href="#items-6-number">Số quyết định: còn thiếu/,
    );
    expect(answer.text).toContain('id="items-6-number-error"');
    expect(await approved()).toEqual([
      [1, numberOf(1)],
      [2, '9/QĐ-UBND'],
      [3, numberOf(3)],
      [4, numberOf(4)],
      [6, numberOf(6)],
    ]);
    expect((await chair.get('/')).text).toContain('(7) Việc của tôi');
    for (const task of tasks.slice(7)) expect((await office.load('task', task)).version).toBe(1);
    // What was typed is still there: the number alone is left to give.
    const again = formFields(answer.text.slice(answer.text.indexOf('có thể ký')), '/decide-many');
    expect(again.get('date')).toBe('14/02/2022');
    for (const [name, value] of Object.entries({ do: 'sign', 'items[6].number': numberOf(7) })) again.set(name, value);
    expect((await chair.post('/decide-many', again)).text).toContain('Đã ghi 1 trên 1 việc');
    expect((await approved()).map(([n]) => n)).toEqual([1, 2, 3, 4, 6, 7]);
  });

  it('has one effect and the same answer however often the form is sent', async () => {
    const { chair, tasks, approved, fixAll, filled, state } = await aDesk();
    const list = tasks.slice(0, 3);
    const fields = filled(await fixAll(list), list, (n) => (n === 3 ? '' : numberOf(n)));
    const answers = await Promise.all([chair.post('/decide-many', fields), chair.post('/decide-many', fields)]);
    const after = state();
    answers.push(await chair.post('/decide-many', fields));
    const said = answers.map(({ text }) => text.replaceAll(/name="id" value="[^"]+"/g, ''));
    expect(new Set(said).size).toBe(1);
    expect(state()).toBe(after);
    expect(await approved()).toEqual([1, 2].map((n) => [n, numberOf(n)]));
  });

  it('fills consecutive numbers from the first that is typed, and records nothing by it', async () => {
    const { chair, tasks, fixAll, filled, state } = await aDesk();
    const list = tasks.slice(0, 4);
    const page = await fixAll(list);
    const before = state();
    const fields = filled(page, list, (n) => (n === 1 ? '098/QĐ-UBND' : n === 3 ? '7/QĐ' : ''));
    fields.set('do', 'numbers');
    const { text } = await chair.post('/decide-many', fields);
    const values = [0, 1, 2, 3].map((index) => formFields(text, '/decide-many').get(`items[${index}].number`));
    expect(values).toEqual(['098/QĐ-UBND', '099/QĐ-UBND', '7/QĐ', '8/QĐ']);
    expect(formFields(text, '/decide-many').get('date')).toBe('14/02/2022');
    expect(state()).toBe(before);
  });

  it('says which figures could not be fixed, and fixes the others', async () => {
    const { office, chair, tasks } = await aDesk();
    const list = tasks.slice(0, 2);
    const fields = formFields((await chair.get(manyOf(list))).text, '/decide-many');
    fields.set('do', 'fix');
    await office.prepare('approval', 'tg.ubnd.pct');
    const answer = await chair.post('/decide-many', fields);
    expect([answer.status, answer.text.includes('1 việc chưa được ghi')]).toEqual([409, true]);
    expect(answer.text).toMatch(/hồ sơ số 1 năm 2022, lần trình 1<\/a><p>Phó Chủ tịch UBND huyện đã thay đổi/);
    expect((await office.load('package', packageIdOf(office.round, 2))).body.position.state).toBe('prepared');
  });

  it('decides what was shown: figures set anew after the page was opened are refused', async () => {
    const { office, chair, tasks, approved, fixAll, filled } = await aDesk();
    const list = tasks.slice(0, 2);
    const fields = filled(await fixAll(list), list, numberOf);
    const shown = await office.shownOf(1);
    await office.act('tg.ubnd.pct', { do: 'reopen-figures', ...shown });
    const cut = [{ no: 1, amount: 500_000, reason: 'Giảm theo khả năng cân đối' }];
    await office.act('tg.ubnd.pct', await office.figures('approval', 'tg.u1', cut));
    await office.act('tg.ubnd.pct', { do: 'prepare-decision', ...(await office.shownOf(1)) });
    const answer = await chair.post('/decide-many', fields);
    expect(answer.text).toMatch(/hồ sơ số 1 năm 2022, lần trình 1<\/a><p>Phó Chủ tịch UBND huyện đã thay đổi/);
    expect(await approved()).toEqual([[2, numberOf(2)]]);
  });

  it('changes nothing by being opened, in whatever way, nor by a form of another person, a stranger or nobody', async () => {
    const { portal, chair, tasks, fixAll, filled, approved, state } = await aDesk();
    const page = await fixAll(tasks);
    const before = state();
    const fields = filled(page, tasks, numberOf);
    for (const method of ['GET', 'HEAD', 'OPTIONS'])
      await portal.app.request(`http://127.0.0.1:8080${manyOf(tasks)}`, {
        method,
        headers: { cookie: `trinh=${chair.token}`, 'sec-purpose': 'prefetch;prerender' },
      });
    const nobody = await portal.request('/decide-many', { method: 'POST', body: fields });
    expect([401, 403]).toContain(nobody.status);
    for (const who of ['tg.tckh.cv', 'tg.u1.cv', 'tg.btg.cv']) {
      const answer = await (await portal.as(who)).post('/decide-many', fields);
      expect(answer.status).toBe(409);
      expect(answer.text).not.toContain('Phê duyệt hồ sơ số 1');
    }
    const stranger = await portal.as('tk.vhtt.cv', { plan: 'tam-ky-2021-2025', locality: 'tam-ky' });
    await stranger.post('/decide-many', fields);
    const byOneLink = await portal.as('tg.ubnd.ct', { only: { task: tasks[0] ?? '', assignment: 1 } });
    expect((await byOneLink.post('/decide-many', fields)).status).toBe(403);
    expect(state()).toBe(before);
    expect(await approved()).toEqual([]);
  });
});

describe('what lies with a head', () => {
  it('is signed together too: an estimate in his own right, another office’s nil for its head', async () => {
    const title = { vi: 'Phó Trưởng phòng GD&ĐT', en: 'Deputy Head of Education' };
    const two = withPeople({ 'tg.kt.truong': { otherPosts: [{ office: 'tg.gd', post: 'deputy', title }] } });
    const office = await anOffice(undefined, undefined, undefined, (json) => two(headsSign(json)));
    await office.open();
    const portal = aPortal(office);
    const laid = async (unit: string, fields: Record<string, string>, action?: string) => {
      const page = `/estimates/${encodeURIComponent(office.estimateOf(unit))}`;
      expect((await (await portal.as(`${unit}.cv`)).submit(page, fields, action)).location).toBe(
        `${page}?done=forSignature`,
      );
    };
    await laid('tg.kt', { do: 'submit', ...lineFields(packageP['tg.kt']) });
    const nil = await office.estimate('tg.gd');
    await office.act('tg.gd.cv', { do: 'sign-nil', estimate: nil.id, seen: nil.version, reason: 'Không có nhiệm vụ' });
    const tasks = ['tg.kt', 'tg.gd'].map((unit) => `estimate:${office.estimateOf(unit)}`);
    const head = await portal.as('tg.kt.truong');
    const home = (await head.get('/')).text;
    for (const task of tasks) expect(home).toContain(`name="task" value="${task}"`);
    const page = (await head.get(manyOf(tasks))).text;
    expect(page).toContain('18.600.000');
    expect(page).toContain('Không có nhiệm vụ');
    expect(page).toContain('KT. (ký thay người đứng đầu)');
    expect(page).not.toContain('Số quyết định');
    const fields = formFields(page, '/decide-many');
    fields.set('do', 'sign');
    expect((await head.post('/decide-many', fields)).text).toContain('Đã ghi 2 trên 2 việc');
    expect((await office.estimate('tg.kt')).body.standing).toBe('submitted');
    expect((await office.estimate('tg.gd')).body.standing).toBe('nil');
  });

  it('is passed on by a signature, but what he would send back is read and signed alone', async () => {
    const office = await anOffice(undefined, undefined, undefined, headsSign);
    await office.open();
    await office.fileP();
    await office.lock();
    await office.forward('synthesis');
    const portal = aPortal(office);
    const head = await portal.as('tg.tckh.truong');
    const task = `appraisal:${office.pkg}:1`;
    await office.act('tg.tckh.cv', {
      do: 'return-package',
      ...(await office.shown('appraisal')),
      to: 'synthesis',
      reason: 'Thiếu báo giá',
    });
    const back = (await head.get(manyOf([task]))).text;
    expect(back).toContain('phải xem và chọn trên trang riêng');
    expect(back).not.toContain('value="sign"');
    await office.act('tg.tckh.truong', {
      do: 'hand-back-package',
      ...(await office.shown('appraisal')),
      remark: 'Cứ trình',
    });
    await office.prepare('appraisal', 'tg.tckh.cv');
    await office.act('tg.tckh.cv', { do: 'forward-package', ...(await office.shown('appraisal')), remark: '' });
    const fields = formFields((await head.get(manyOf([task]))).text, '/decide-many');
    fields.set('do', 'sign');
    expect((await head.post('/decide-many', fields)).text).toContain('Đã ghi 1 trên 1 việc');
    await office.machines.settle();
    expect((await office.thePackage()).body.position.stage).toBe('approval');
  });

  it('is an approval where an officer prepared it, with its number', async () => {
    const officers = withPeople({ 'tg.vp.cv': { office: 'tg.ubnd' } });
    const office = await anOffice(undefined, undefined, undefined, (json) => officers(headsSign(json)));
    await toCommittee(office);
    await office.prepare('approval', 'tg.vp.cv');
    await office.act('tg.vp.cv', { do: 'forward-package', ...(await office.shown('approval')), remark: '' });
    const portal = aPortal(office);
    const task = `approval:${office.pkg}:1`;
    // Whoever prepared it does not sign it.
    expect((await (await portal.as('tg.vp.cv')).get(manyOf([task]))).text).not.toContain('value="sign"');
    const chair = await portal.as('tg.ubnd.ct');
    const fields = formFields((await chair.get(manyOf([task]))).text, '/decide-many');
    for (const [name, value] of Object.entries({ do: 'sign', date: '14/02/2022', 'items[0].number': '145/QĐ-UBND' }))
      fields.set(name, value);
    expect((await chair.post('/decide-many', fields)).text).toContain('Đã ghi 1 trên 1 việc');
    expect(approvalOf((await office.thePackage()).body)?.preparedBy).toBe('tg.vp.cv');
  });
});

describe('the page for several tasks', () => {
  it('says what cannot be decided here and why: own work, a kind with more to it, what is another’s', async () => {
    const title = { vi: 'Phó Chủ tịch UBND huyện', en: 'Deputy Chairman' };
    const two = withPeople({ 'tg.vhtt.truong': { otherPosts: [{ office: 'tg.ubnd', post: 'deputy', title }] } });
    const office = await anOffice(undefined, undefined, undefined, two);
    await toCommittee(office);
    const task = `approval:${office.pkg}:1`;
    const deputy = await aPortal(office).as('tg.vhtt.truong');
    const own = (await deputy.get(manyOf([task, `lock:${office.round}`, 'appraisal:unknown']))).text;
    expect(own).toContain('nên không được tự thẩm định hay phê duyệt phần đó');
    expect(own).toContain('phải xem và chọn trên trang riêng');
    expect(own).toContain('Không tìm thấy việc này');
    expect(own).not.toContain('<form method="post" action="/decide-many">');
  });

  it('takes one task at least and twenty at most', async () => {
    const { chair } = await aDesk();
    const many = await chair.get(manyOf(Array.from({ length: 21 }, (_, n) => `approval:x.2022.p${n}:1`)));
    expect([many.status, many.text.includes('tối đa 20 việc')]).toEqual([422, true]);
    const none = await chair.get('/decide-many');
    expect([none.status, none.text.includes('Chưa chọn việc nào')]).toEqual([422, true]);
    expect((await chair.post('/decide-many', 'do=sign')).status).toBe(422);
  });

  it('is there in English', async () => {
    const { portal, tasks, fixAll } = await aDesk();
    await fixAll(tasks.slice(0, 2));
    const chair = await portal.as('tg.ubnd.ct', { language: 'en' });
    const { text } = await chair.get(manyOf(tasks.slice(0, 3)));
    for (const said of ['Decide 3 tasks together', '2 tasks can be signed', 'The figures of 1 package are not fixed'])
      expect(text).toContain(said);
    expect((await chair.get('/')).text).toContain('Decide what is ticked together');
  });
});
