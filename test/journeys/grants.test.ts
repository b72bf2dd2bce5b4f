import { expect, it, describe, onTestFinished } from 'vitest';
import { localClient } from '../../infra/local/local-tables.ts';
import { startRuntime } from '../../infra/local/runtime.ts';
import { dynamoScan } from '../../shared/adapters/dynamodb-scan.ts';
import { sha256 } from '../../shared/adapters/hash.ts';
import { verifyStore } from '../../shared/app/verify.ts';
import type { Language } from '../../shared/domain/text.ts';
import { proposing } from '../support/package-p.ts';
import { peopleOnPages, PLAN } from './people-on-pages.ts';

const round = `/rounds/${PLAN}.2022`;

describe.each(['vi', 'en'] satisfies Language[])('granting Package P by clicking, in %s', (language) => {
  it('grants in two tranches, is refused the third, takes one back, adjusts, and closes the year', async () => {
    const faults: string[] = [];
    const runtime = await startRuntime({
      frozen: true,
      plan: PLAN,
      clock: new Date('2022-02-14T01:00:00Z'),
      onLine: (line) => faults.push(line),
    });
    onTestFinished(() => runtime.stop());
    const people = peopleOnPages(runtime.portalUrl, language, () => runtime.timeline.settled());
    const { t } = people;
    const told = (subject: RegExp) => runtime.mailbox.list({ most: 1000 }).filter((mail) => subject.test(mail.subject));
    const morning = (day: string) => runtime.timeline.stepTo(new Date(`${day}T09:00:00+07:00`));

    await people.openRound();
    for (const unit of proposing) await people.file(unit);
    await people.signNil();
    await people.lock();
    await people.passSynthesis();
    await people.done(await people.sign(await people.appraisalConfirm({})), 'forwarded');
    await people.approve(await people.decisionForm(), '14/02/2022');

    await morning('2022-03-01');
    const finance = await people.as('tg.tckh.cv');
    await finance.open(round);
    await finance.follow(t.grant.toLedger);
    await finance.follow(/\/grants\/tg\.tt$/);
    const paper = (number: string) => ({ number, date: '01/03/2022', signer: 'tg.ubnd.ct' });
    const grant = (amounts: Readonly<Record<string, string>>, number: string) =>
      finance.submit(t.grant.record, { ...amounts, ...paper(number) });
    await people.done(
      await grant({ 'amount.state_budget.b.1': '20.000.000', 'amount.state_budget.d.2': '30.000.000' }, '200/QĐ-UBND'),
      'granted',
    );
    await people.done(await grant({ 'amount.state_budget.b.1': '5.000.000' }, '201/QĐ-UBND'), 'granted');
    const refused = await grant({ 'amount.state_budget.b.1': '5.000.001' }, '202/QĐ-UBND');
    expect([refused.status, refused.text.includes('5.000.000')]).toEqual([422, true]);
    expect(
      told(/55\.000\.000|50\.000\.000/)
        .map((mail) => mail.to.join())
        .toSorted(),
    ).toEqual(['gd.tt@tay-giang.example', 'vc.tt@tay-giang.example']);

    await finance.follow(/\/grants\/tg\.tt\/2\/reverse$/);
    const back = { ...paper('203/QĐ-UBND'), reason: 'Ghi nhầm nhiệm vụ' };
    await people.done(await finance.submit(t.grant.reverse('5.000.000 đ'), back), 'reversed');
    expect(finance.page().text).toContain('Ghi nhầm nhiệm vụ');

    const own = await people.as('tg.tt.vc');
    await own.follow(t.home.openResult);
    expect(own.page().text).toContain('24.400.000');
    await own.follow(t.grant.toLedger);
    expect(own.page().text).toContain('203/QĐ-UBND');

    await morning('2022-06-01');
    const officer = await people.as('tg.tckh.cv');
    await officer.open(`${round}/grants/tg.tt`);
    await officer.follow(t.adjustment.toOpen);
    await people.done(
      await officer.submit(t.adjustment.open, { 'line.1': '24.000.000', reason: 'Giảm số kỳ' }),
      'adjusting',
    );
    const head = await people.as('tg.tckh.truong');
    await head.follow(/^\/tasks\/appraisal/);
    await people.done(await head.submit(t.adjustment.decide, { choice: 'pass' }), 'forwarded');
    const chair = await people.as('tg.ubnd.ct');
    await chair.follow(/^\/tasks\/approval/);
    const signed = { choice: 'pass', number: '300/QĐ-UBND', date: '01/06/2022' };
    await people.done(await chair.submit(t.adjustment.decide, signed), 'approved');
    expect(told(/68\.400\.000/).map((mail) => mail.to.join())).toContain('gd.tt@tay-giang.example');
    await officer.open(`${round}/grants/tg.tt`);
    expect(officer.page().text).toContain('300/QĐ-UBND');

    await morning('2022-12-31');
    const standing = await people.as('tg.vhtt.cv');
    await standing.open(`${round}/grants`);
    await standing.follow(t.grant.toClose);
    expect(standing.page().text).toContain('159.700.000');
    await people.done(await standing.submit(t.grant.close, { remark: 'Khóa sổ' }), 'closed');
    expect(
      told(/18\.400\.000/)
        .map((mail) => mail.to.join())
        .toSorted(),
    ).toEqual(['gd.tt@tay-giang.example', 'vc.tt@tay-giang.example']);
    await standing.open(`${round}/grants/tg.tt`);
    expect(standing.page().text).toContain('18.400.000');
    const after = await people.as('tg.tckh.cv');
    await after.open(`${round}/grants/tg.tt`);
    expect(after.page().text).toContain('18.400.000');
    expect(after.page().forms.some(({ action }) => action.includes('/grants/'))).toBe(false);

    const { faults: off } = await verifyStore(dynamoScan(localClient(runtime.endpointUrl), runtime.tables), sha256);
    expect(off).toEqual([]);
    expect(faults).toEqual([]);
  }, 120_000);
});
