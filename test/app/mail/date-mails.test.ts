import { describe, expect, it } from 'vitest';
import { composeMail } from '../../../shared/app/mail/compose.ts';
import { noticesFor } from '../../../shared/app/mail/notices.ts';
import { registerPlan } from '../../../shared/app/register-plan.ts';
import { localTime, PlainDate } from '../../../shared/domain/calendar.ts';
import { Plan } from '../../../shared/domain/plan.ts';
import { aDayOff } from '../../support/dated-year.ts';
import { withLadderEnds, withoutPerson, withPeople } from '../../support/heads-sign.ts';
import { anOffice, type Office, planFile } from '../../support/office.ts';
import { ticked } from '../../support/whole-round.ts';
import { composePorts, mailsOf, plain } from './mails.ts';

const DUE = { estimate: '2022-03-01', synthesis: '2022-03-08', appraisal: '2022-03-15', approval: '2022-03-22' };

/** A round in which everything happens that moves dates, or leaves work without its people. */
const eventful = async (language: 'vi' | 'en'): Promise<Office> => {
  const ends = { estimate: { do: 'lapse' }, lock: { do: 'lock' } };
  const office = await anOffice(undefined, undefined, undefined, (json) => {
    const plan = Plan.parse(withLadderEnds(ends)(json));
    return { ...plan, people: plan.people.map((person) => ({ ...person, language })) };
  });
  const { plan } = office;
  const away = { do: 'record-absence', plan: plan.id, reason: 'Đi học', standIn: null };
  await office.act('tg.ubnd.pct', { ...away, person: 'tg.ubnd.ct', from: '2022-03-16', until: '2022-03-22' });
  await office.act('tg.vhtt.cv', { do: 'open-round', plan: plan.id, year: 2022, members: { 'tg.cq': [] }, due: DUE });
  await office.act('tg.hd.bt', { ...away, person: 'tg.hd.cb', from: '2022-02-21', until: '2022-02-25' });
  await office.act('tg.hd.bt', { do: 'name-stand-in', plan: plan.id, absence: 'v2', standIn: 'tg.hd.bt' });
  const task = `estimate:${office.estimateOf('tg.hd')}`;
  const { version } = await office.load('task', task);
  const extension = { case: office.round, task, seen: version, due: '2022-03-03', reason: 'Đơn vị mới kiện toàn' };
  await office.act('tg.vhtt.cv', { do: 'extend-task', ...extension });
  await office.act('tg.hd.cb', { do: 'cancel-absence', plan: plan.id, absence: 'v2' });
  await office.act('tg.vhtt.cv', {
    do: 'record-leaving',
    plan: plan.id,
    person: 'tg.ubnd.ct',
    lastDay: '2022-06-30',
    reason: '',
  });
  office.clock.set(localTime(PlainDate.parse('2022-03-14'), 8, 0));
  await ticked(office);
  await office.forward('synthesis');
  office.clock.set(localTime(PlainDate.parse('2022-03-16'), 8, 0));
  await office.forward('appraisal');
  await office.returnTo('appraisal', 'Làm rõ', 'tg.ubnd.ct');
  await office.act('tg.vhtt.cv', { do: 'add-calendar-days', plan: plan.id, seen: 0, rows: [aDayOff('2022-03-18')] });
  return office;
};

describe.each(['vi', 'en'] as const)('mails of dates and absences in %s', (language) => {
  it('say what moved and why, who stands in, what lapsed, and what nobody holds, with one button', async () => {
    const office = await eventful(language);
    for (const notice of ['dated', 'lapsed', 'stand-in', 'stand-ins-asked', 'vacancy']) {
      const mails = await mailsOf(office, notice);
      expect([notice, mails.length > 0]).toEqual([notice, true]);
      for (const { mail } of mails) {
        expect(mail.language).toBe(language);
        expect(mail.subject).not.toBe('');
        expect(`${mail.subject} ${mail.text} ${mail.html}`).not.toMatch(/undefined|\[object|NaN/u);
        expect(mail.text.normalize('NFC')).toBe(mail.text);
        expect(mail.html.match(/<a /gu)).toHaveLength(1);
      }
    }
  });

  it('tells an extension with its reason, a re-dated period with the day before, and how each date is counted', async () => {
    const office = await eventful(language);
    const texts = (await mailsOf(office, 'dated')).map(({ mail }) => plain(mail.text));
    const said = language === 'vi' ? 'Lịch nghỉ vừa thay đổi' : 'The days off have changed';
    expect(texts.some((text) => text.includes(said))).toBe(true);
    const counted = language === 'vi' ? '5 ngày làm việc kể từ ngày 16/03/2022' : '5 working days from 16/03/2022';
    expect(texts.some((text) => text.includes(counted))).toBe(true);
  });

  it('tells that the estimates were closed by the plan, and that nothing was approved', async () => {
    const office = await eventful(language);
    const texts = (await mailsOf(office, 'lapsed')).map(({ mail }) => plain(mail.text));
    const locked = language === 'vi' ? 'hệ thống đã ngừng nhận dự toán' : 'the system has ended the intake';
    const missing = language === 'vi' ? 'ghi là “chưa nộp”, không phải là 0 đồng' : 'counts as missing, not as zero';
    for (const words of [locked, missing]) expect(texts.some((text) => text.includes(words))).toBe(true);
  });
});

it.each([
  ['vi', 'Thôi làm thay cho Cán bộ Huyện đoàn', 'Bí thư Huyện đoàn được cử làm thay cho Cán bộ Huyện đoàn thay ông/bà'],
  ['en', 'You no longer stand in for', 'stands in for'],
] as const)('tells who is replaced as a stand-in that he is, and by whom, in %s', async (language, subject, text) => {
  const office = await anOffice(undefined, undefined, undefined, (json) => {
    const plan = Plan.parse(withPeople({ 'tg.vp.cv': { office: 'tg.hd' } })(json));
    return { ...plan, people: plan.people.map((person) => ({ ...person, language })) };
  });
  const { plan } = office;
  const days = { from: '2022-02-21', until: '2022-02-25', reason: 'Đi học' };
  await office.act('tg.hd.bt', {
    do: 'record-absence',
    plan: plan.id,
    person: 'tg.hd.cb',
    ...days,
    standIn: 'tg.vp.cv',
  });
  const name = (standIn: string) =>
    office.act('tg.hd.bt', { do: 'name-stand-in', plan: plan.id, absence: 'v1', standIn });
  await name('tg.hd.bt');
  await name('tg.hd.bt');
  const mails = (await mailsOf(office, 'stand-in')).map(({ request, mail }) => ({ to: request.person, mail }));
  expect(mails.map(({ to }) => to)).toEqual(['tg.vp.cv', 'tg.hd.bt', 'tg.vp.cv']);
  const last = mails[2]?.mail;
  expect(last?.language).toBe(language);
  expect(last?.subject).toContain(subject);
  expect(plain(last?.text ?? '')).toContain(text);
  expect(mails[1]?.mail.subject).not.toContain(subject);
  const register = await office.load('absence', plan.id);
  expect(register.body.absences).toMatchObject([{ standIn: 'tg.hd.bt' }]);
});

it('a mail that is still to go to somebody who has left meanwhile is not sent, and holds up nothing', async () => {
  const office = await anOffice();
  await office.open();
  const stream = `${office.locality}#task#estimate:${office.estimateOf('tg.hd')}`;
  const [request] = await noticesFor(office.ports, stream, 1);
  expect(request?.person).toBe('tg.hd.cb');
  await registerPlan(office.ports, withoutPerson('tg.hd.cb')(planFile(office.plan.id)));
  expect(request && (await composeMail(composePorts(office), request))).toBeUndefined();
  const [anew] = await noticesFor(office.ports, stream, 2);
  expect(anew?.person).toBe('tg.hd.cb2');
  expect(anew && (await composeMail(composePorts(office), anew))?.text).toContain('được bàn giao từ Cán bộ Huyện đoàn');
});
