import { describe, expect, it } from 'vitest';
import { noticesFor } from '../../shared/app/mail/notices.ts';
import { registerPlan } from '../../shared/app/register-plan.ts';
import { absenceView } from '../../shared/app/views/absence-view.ts';
import { homeView } from '../../shared/app/views/home-view.ts';
import { openingView } from '../../shared/app/views/opening-view.ts';
import { linkView } from '../../shared/app/views/task-view.ts';
import { localTime, PlainDate } from '../../shared/domain/calendar.ts';
import { PersonId, TaskId } from '../../shared/domain/ids.ts';
import { readEntry } from '../../shared/domain/journal.ts';
import { withoutPerson, withPeople, withStages } from '../support/heads-sign.ts';
import { checkInvariants } from '../support/invariants.ts';
import { anOffice, type Office, planFile } from '../support/office.ts';
import { packageP } from '../support/package-p.ts';
import { ticked } from '../support/whole-round.ts';
import { composePorts, mailsOf, plain } from './mail/mails.ts';
import { composeMail } from '../../shared/app/mail/compose.ts';

const DUE = { estimate: '2022-03-01', synthesis: '2022-03-08', appraisal: '2022-03-15', approval: '2022-03-22' };
const openRound = (office: Office) =>
  office.act('tg.vhtt.cv', { do: 'open-round', plan: office.plan.id, year: 2022, members: { 'tg.cq': [] }, due: DUE });

const away = (office: Office, person: string, from: string, until: string, more: object = {}) => ({
  do: 'record-absence',
  plan: office.plan.id,
  person,
  from,
  until,
  reason: '',
  standIn: null,
  ...more,
});
const leaves = (office: Office, person: string, lastDay: string) => ({
  do: 'record-leaving',
  plan: office.plan.id,
  person,
  lastDay,
  reason: 'Chuyển công tác',
});
const at = (office: Office, date: string, hour = 7, minute = 30): void =>
  office.clock.set(localTime(PlainDate.parse(date), hour, minute));
const hd = (office: Office): string => `estimate:${office.estimateOf('tg.hd')}`;
const told = async (office: Office, stream: string, seq?: number): Promise<string[]> => {
  const name = `${office.locality}#${stream}`;
  const last = seq ?? office.memory.journal.get(name)?.length ?? 0;
  return (await noticesFor(office.ports, name, last)).map(({ notice, person }) => `${notice} ${person}`).toSorted();
};
const session = (office: Office, person: string) => ({
  locality: office.locality,
  plan: office.plan.id,
  person: PersonId.parse(person),
});
const eventsOf = (office: Office, stream: string): string[] =>
  (office.memory.journal.get(`${office.locality}#${stream}`) ?? []).map((entry) => readEntry(entry)?.event.type ?? '');

describe('an absence', () => {
  it('sends the mails of his tasks to the stand-in, who is told so, and back once it is over', async () => {
    const office = await anOffice();
    await office.act('tg.hd.bt', away(office, 'tg.hd.cb', '2022-02-21', '2022-02-28', { standIn: 'tg.hd.bt' }));
    expect(await told(office, `absence#${office.plan.id}`)).toEqual(['stand-in tg.hd.bt']);
    await openRound(office);
    expect(await told(office, `task#${hd(office)}`)).toEqual(['task tg.hd.cb']);
    at(office, '2022-02-22');
    await ticked(office);
    expect(await told(office, `task#${hd(office)}`)).toEqual(['reminder tg.hd.bt']);
    const [request] = await noticesFor(office.ports, `${office.locality}#task#${hd(office)}`, 2);
    const mail = request && (await composeMail(composePorts(office), request));
    expect(mail?.text).toContain('Ông/bà nhận thư này thay cho');
    expect(mail?.to.address).toBe(office.plan.people.find(({ id }) => id === 'tg.hd.bt')?.email);
    at(office, '2022-03-01');
    await ticked(office);
    expect(await told(office, `task#${hd(office)}`)).toEqual(['reminder tg.hd.bt', 'reminder tg.hd.cb']);
  });

  it('stalls nothing where nobody stands in: the head hears too, and the standing unit where he is away as well', async () => {
    const office = await anOffice();
    await openRound(office);
    await office.act('tg.hd.cb', away(office, 'tg.hd.cb', '2022-02-21', '2022-03-10'));
    at(office, '2022-02-22');
    await ticked(office);
    expect(await told(office, `task#${hd(office)}`)).toEqual(['reminder tg.hd.bt', 'reminder tg.hd.cb']);
    await office.act('tg.hd.bt', away(office, 'tg.hd.bt', '2022-02-23', '2022-03-10'));
    at(office, '2022-02-28');
    await ticked(office);
    expect(await told(office, `task#${hd(office)}`)).toEqual([
      'reminder tg.hd.bt',
      'reminder tg.hd.cb',
      'reminder tg.vhtt.cv',
    ]);
  });

  it('that overlaps a due window asks the head and the standing unit for a stand-in before the task opens', async () => {
    const office = await anOffice();
    await openRound(office);
    await office.act('tg.tckh.cv', away(office, 'tg.tckh.cv', '2022-03-09', '2022-03-14', { reason: 'Nghỉ phép' }));
    expect(await told(office, `absence#${office.plan.id}`)).toEqual([
      'stand-in-asked tg.tckh.truong',
      'stand-in-asked tg.vhtt.cv',
    ]);
    const [mail] = await mailsOf(office, 'stand-in-asked');
    expect(plain(mail?.mail.text ?? '')).toContain('Thẩm định dự toán năm 2022');
    const found = await absenceView(office.ports, session(office, 'tg.tckh.truong'));
    const gaps = found.kind === 'seen' ? found.view.gaps : [];
    expect(gaps).toMatchObject([{ kind: 'appraisal', person: 'tg.tckh.cv', standIn: null, year: 2022 }]);
    await office.act('tg.tckh.truong', {
      do: 'name-stand-in',
      plan: office.plan.id,
      absence: 'v1',
      standIn: 'tg.tckh.truong',
    });
    expect(await told(office, `absence#${office.plan.id}`)).toEqual(['stand-in tg.tckh.truong']);
    await office.act('tg.tckh.cv', away(office, 'tg.tckh.cv', '2022-06-01', '2022-06-03'));
    expect(await told(office, `absence#${office.plan.id}`)).toEqual([]);
  });

  it('is forecast as a round is opened: on its form by the dates suggested or typed, and by mail once it is open', async () => {
    const office = await anOffice();
    await office.act('tg.ubnd.ct', away(office, 'tg.ubnd.ct', '2022-03-16', '2022-03-22'));
    const found = await openingView(office.ports, session(office, 'tg.vhtt.cv'), office.plan.id);
    expect(found.kind === 'seen' && found.view.gaps).toEqual([]);
    const dates = new Map(Object.entries(DUE).map(([stage, date]) => [stage, PlainDate.parse(date)]));
    const typed = await openingView(office.ports, session(office, 'tg.vhtt.cv'), office.plan.id, dates);
    expect(typed.kind === 'seen' && typed.view.gaps).toMatchObject([{ kind: 'approval', person: 'tg.ubnd.ct' }]);
    await openRound(office);
    expect(await told(office, `round#${office.round}`, 1)).toEqual(['stand-ins-asked tg.vhtt.cv']);
    const [mail] = await mailsOf(office, 'stand-ins-asked');
    expect(plain(mail?.mail.text ?? '')).toContain('Phê duyệt dự toán năm 2022');
  });

  it('gives the stand-in an officer’s work, and no signature', async () => {
    const office = await anOffice(
      undefined,
      undefined,
      undefined,
      withStages({ appraisal: { signs: 'head', prepares: 'officers' } }),
    );
    await office.open();
    await office.fileP();
    await office.lock();
    await office.forward('synthesis');
    const deputy = { person: 'tg.tckh.truong' };
    const prepare = async () => ({ do: 'prepare-decision', ...(await office.shown('appraisal')) });
    const forward = async () => ({ do: 'forward-package', ...(await office.shown('appraisal')), remark: '' });
    await office.act('tg.tckh.cv', await prepare());
    expect((await office.send(deputy.person, await forward())).kind).toBe('officer-must-prepare');
    const standIn = { standIn: 'tg.tckh.truong' };
    await office.act('tg.tckh.cv', away(office, 'tg.tckh.cv', office.today(), office.today(), standIn));
    await office.act(deputy.person, await forward());
    // He is the head, and signs in his own right; an officer who stands in for the head would only prepare.
    expect((await office.thePackage()).body.position.stage).toBe('approval');
    await office.act(
      'tg.ubnd.ct',
      away(office, 'tg.ubnd.ct', office.today(), office.today(), { standIn: 'tg.ubnd.pct' }),
    );
    await office.act(
      'tg.vhtt.truong',
      away(office, 'tg.vhtt.truong', office.today(), office.today(), { standIn: 'tg.vhtt.cv' }),
    );
    const signing = await office.send('tg.vhtt.cv', await office.approval());
    expect(signing.kind).toBe('not-yours');
    await checkInvariants(office, new Map(), true);
  });
});

describe('an absence that is refused', () => {
  const refusedAs = async (office: Office, person: string, command: object) => {
    const before = JSON.stringify([...office.memory.records]);
    const outcome = await office.send(person, command);
    expect(JSON.stringify([...office.memory.records])).toBe(before);
    return outcome.kind === 'problems' ? outcome.problems.map(({ path, code }) => `${path} ${code}`) : [outcome.kind];
  };

  it.each([
    [
      'overlapping one that stands',
      { person: 'tg.hd.cb', from: '2022-02-28', until: '2022-03-04' },
      ['from absence-overlaps'],
    ],
    [
      'ending before it begins',
      { person: 'tg.hd.bt', from: '2022-03-04', until: '2022-03-03' },
      ['until date-too-early'],
    ],
    ['that is over', { person: 'tg.hd.bt', from: '2022-02-01', until: '2022-02-04' }, ['until date-too-early']],
    [
      'of long ago',
      { person: 'tg.hd.bt', from: '2021-02-01', until: '2022-03-04' },
      ['from date-too-early', 'until away-too-long'],
    ],
    ['of somebody unknown', { person: 'xx.y', from: '2022-03-01', until: '2022-03-04' }, ['person unknown-person']],
    ['of another office’s person', { person: 'tg.kt.cv', from: '2022-03-01', until: '2022-03-04' }, ['not-yours']],
    [
      'with a stand-in of another locality',
      { person: 'tg.hd.bt', from: '2022-03-07', until: '2022-03-08', standIn: 'tk.vhtt.cv' },
      ['standIn unknown-person'],
    ],
    [
      'with a stand-in of another office',
      { person: 'tg.hd.bt', from: '2022-03-07', until: '2022-03-08', standIn: 'tg.kt.cv' },
      ['standIn not-of-the-office'],
    ],
    [
      'with himself as the stand-in',
      { person: 'tg.hd.bt', from: '2022-03-07', until: '2022-03-08', standIn: 'tg.hd.bt' },
      ['standIn same-person'],
    ],
    [
      'with a stand-in who is away too',
      { person: 'tg.hd.bt', from: '2022-02-28', until: '2022-03-04', standIn: 'tg.hd.cb' },
      ['standIn away-too'],
    ],
    [
      'with a reason that is a report',
      { person: 'tg.hd.bt', from: '2022-03-07', until: '2022-03-08', reason: 'x'.repeat(301) },
      ['reason too-long'],
    ],
  ])('%s: %#', async (_, command, wrong) => {
    const office = await anOffice();
    await office.act('tg.hd.cb', away(office, 'tg.hd.cb', '2022-02-21', '2022-03-02'));
    const { person, from, until, ...more } = command;
    expect(await refusedAs(office, 'tg.hd.bt', away(office, person, from, until, more))).toEqual(wrong);
  });

  it('of whoever stands in for another in those days, and a second leaving', async () => {
    const office = await anOffice();
    await office.act('tg.hd.cb', away(office, 'tg.hd.cb', '2022-02-21', '2022-03-02', { standIn: 'tg.hd.bt' }));
    expect(await refusedAs(office, 'tg.hd.bt', away(office, 'tg.hd.bt', '2022-03-01', '2022-03-01'))).toEqual([
      'from stands-in',
    ]);
    await office.act('tg.hd.bt', leaves(office, 'tg.hd.cb', '2022-03-31'));
    expect(await refusedAs(office, 'tg.hd.bt', leaves(office, 'tg.hd.cb', '2022-04-30'))).toEqual([
      'person leaves-already',
    ]);
    expect(await refusedAs(office, 'tg.kt.cv', leaves(office, 'tg.hd.bt', '2022-04-30'))).toEqual(['not-yours']);
    const over = { plan: office.plan.id, absence: 'v9' };
    expect(await refusedAs(office, 'tg.hd.bt', { do: 'cancel-absence', ...over })).toEqual(['not-found']);
  });

  it('takes a stand-in from elsewhere who has the head’s authorisation for all those days', async () => {
    const office = await anOffice();
    const until = '2022-02-18';
    await office.act('tg.ubnd.ct', office.authorisation({ until }));
    const chair = (last: string) => away(office, 'tg.ubnd.ct', '2022-02-15', last, { standIn: 'tg.vp.cvp' });
    expect(await refusedAs(office, 'tg.ubnd.ct', chair('2022-02-21'))).toEqual(['standIn not-of-the-office']);
    await office.act('tg.ubnd.ct', chair(until));
    expect((await office.load('absence', office.plan.id)).body.absences).toMatchObject([{ standIn: 'tg.vp.cvp' }]);
  });
});

describe('somebody who leaves', () => {
  const successor = { 'tg.hd.bt': { otherPosts: undefined } };

  it('has his open tasks handed over the day after, with a trail; links mailed before are superseded', async () => {
    const office = await anOffice(undefined, undefined, undefined, withPeople(successor));
    await openRound(office);
    const claim = {
      locality: office.locality,
      task: TaskId.parse(hd(office)),
      assignment: 1,
      person: PersonId.parse('tg.hd.cb'),
    };
    await office.act('tg.hd.bt', leaves(office, 'tg.hd.cb', '2022-02-18'));
    at(office, '2022-02-18', 23, 45);
    expect(await ticked(office)).toMatchObject({
      handedOver: 0,
      idleUntil: localTime(PlainDate.parse('2022-02-19'), 0, 0),
    });
    at(office, '2022-02-19', 0, 0);
    expect(await ticked(office)).toMatchObject({ handedOver: 1, failed: [] });
    expect(eventsOf(office, `task#${hd(office)}`)).toEqual(['TaskOpened', 'TaskHandedOver']);
    expect((await office.load('task', hd(office))).body).toMatchObject({
      assignment: 2,
      state: 'open',
      due: DUE.estimate,
    });
    expect(await told(office, `task#${hd(office)}`)).toEqual(['task tg.hd.bt']);
    const mail = (await mailsOf(office, 'task')).findLast(({ request }) => request.person === 'tg.hd.bt');
    expect(mail?.mail.text).toContain('Việc này được bàn giao từ');
    expect((await linkView(office.ports, claim))?.state.kind).toBe('superseded');
    const theirs = { ...claim, person: PersonId.parse('tg.hd.bt') };
    expect((await linkView(office.ports, theirs))?.state.kind).toBe('superseded');
    expect((await office.load('absence', office.plan.id)).body.leaving).toMatchObject([{ handedOver: { tasks: 1 } }]);
    expect((await ticked(office)).handedOver).toBe(0);
    // He is nobody in the plan any more, in the round that was opened before too.
    expect((await office.send('tg.hd.cb', await office.submission('tg.hd', packageP['tg.hd']))).kind).toBe('not-found');
    expect((await homeView(office.ports, session(office, 'tg.hd.cb'))).kind).toBe('refused');
    await office.submit('tg.hd', packageP['tg.hd'], 'tg.hd.bt');
  });

  it('may be taken back until the last day has passed, by the office or the standing unit, and not after', async () => {
    const office = await anOffice();
    await openRound(office);
    const stays = { do: 'cancel-absence', plan: office.plan.id, absence: 'l1' };
    await office.act('tg.hd.bt', leaves(office, 'tg.hd.cb', '2022-02-18'));
    expect((await office.send('tg.kt.cv', stays)).kind).toBe('not-yours');
    await office.act('tg.vhtt.cv', stays);
    at(office, '2022-02-19', 8, 0);
    await ticked(office);
    expect(eventsOf(office, `task#${hd(office)}`)).toEqual(['TaskOpened']);
    await office.act('tg.hd.bt', leaves(office, 'tg.hd.cb', '2022-02-18'));
    expect((await office.send('tg.hd.bt', { ...stays, absence: 'l2' })).kind).toBe('absence-over');
  });

  it('stays gone however many leave after him, as long as the plan has him', async () => {
    const office = await anOffice();
    await openRound(office);
    await office.act('tg.vhtt.truong', leaves(office, 'tg.hd.cb', '2022-02-13'));
    const others = office.plan.people.filter(({ office: of, id }) => of !== 'tg.vhtt' && id !== 'tg.hd.cb');
    for (const { id } of others.slice(0, 29)) await office.act('tg.vhtt.truong', leaves(office, id, '2022-02-13'));
    await ticked(office);
    const [more] = others.slice(29);
    expect((await office.send('tg.vhtt.truong', leaves(office, more?.id ?? '', '2022-02-13'))).kind).toBe(
      'too-many-absences',
    );
    expect((await homeView(office.ports, session(office, 'tg.hd.cb'))).kind).toBe('refused');
  });

  it('by an edition of the plan without him: his successor has the tasks of rounds that run, and the names stay', async () => {
    const office = await anOffice();
    await openRound(office);
    await office.submit('tg.hd', packageP['tg.hd']);
    const { version } = await office.estimate('tg.hd');
    await office.act('tg.hd.cb', { do: 'recall-estimate', estimate: office.estimateOf('tg.hd'), seen: version });
    await registerPlan(office.ports, withoutPerson('tg.hd.cb')(planFile(office.plan.id)));
    expect(eventsOf(office, `task#${hd(office)}`).at(-1)).toBe('TaskHandedOver');
    expect(eventsOf(office, `plan#${office.plan.id}`)).toEqual([
      'PlanRegistered',
      'PlanRegistered',
      'PeopleHandedOver',
    ]);
    expect(await told(office, `task#${hd(office)}`)).toEqual(['task tg.hd.cb2']);
    expect((await office.send('tg.hd.cb', await office.submission('tg.hd', packageP['tg.hd']))).kind).toBe('not-found');
    expect((await office.send('tg.hd.cb2', await office.submission('tg.hd', packageP['tg.hd']))).kind).toBe('recorded');
    const home = await homeView(office.ports, session(office, 'tg.hd.cb2'));
    const former = home.kind === 'seen' ? (home.view.plan.former ?? []).map(({ id }) => id) : [];
    expect(former).toEqual([]);
    expect((await registerPlan(office.ports, withoutPerson('tg.hd.cb')(planFile(office.plan.id)))).kind).toBe(
      'registered',
    );
    expect(eventsOf(office, `plan#${office.plan.id}`)).toHaveLength(3);
  });

  it('is handed over to the end after a crash at any write, each task once', async () => {
    for (let crash = 1; crash <= 5; crash += 1) {
      let left = Number.POSITIVE_INFINITY;
      const office = await anOffice(undefined, undefined, () => {
        left -= 1;
        if (left < 0) throw new Error('The process died.');
      });
      await openRound(office);
      await office.act('tg.vhtt.truong', leaves(office, 'tg.vhtt.cv', '2022-02-14'));
      at(office, '2022-02-15', 8, 0);
      left = crash - 1;
      await ticked(office);
      left = Number.POSITIVE_INFINITY;
      at(office, '2022-02-15', 8, 15);
      expect((await ticked(office)).failed).toEqual([]);
      const handed = [...office.memory.journal.keys()].filter((stream) => stream.includes('#task#'));
      const counts = handed.map(
        (stream) =>
          eventsOf(office, stream.split('#').slice(1).join('#')).filter((type) => type === 'TaskHandedOver').length,
      );
      expect(counts.toSorted((a, b) => a - b)).toEqual([0, 0, 0, 0, 0, 1, 1]);
      expect((await office.load('absence', office.plan.id)).body.leaving).toMatchObject([{ handedOver: { tasks: 2 } }]);
    }
  });

  it('and leaves a post without a holder: the standing unit and the office see it at once, by mail and on the first page', async () => {
    const office = await anOffice();
    await openRound(office);
    await office.act('tg.vhtt.cv', leaves(office, 'tg.ubnd.ct', '2022-02-18'));
    expect(await told(office, `absence#${office.plan.id}`)).toContain('vacancy tg.vhtt.cv');
    const [mail] = await mailsOf(office, 'vacancy');
    expect(mail?.mail.text).toContain('chưa có người đứng đầu để ký');
    at(office, '2022-02-21');
    await ticked(office);
    const vacancies = async (person: string) => {
      const found = await homeView(office.ports, session(office, person));
      return found.kind === 'seen' ? found.view.vacancies : [];
    };
    expect(await vacancies('tg.vhtt.cv')).toEqual([{ office: 'tg.ubnd', post: 'head' }]);
    expect(await vacancies('tg.ubnd.pct')).toEqual([{ office: 'tg.ubnd', post: 'head' }]);
    expect(await vacancies('tg.hd.cb')).toEqual([]);
    await office.act('tg.vhtt.cv', leaves(office, 'tg.hd.cb', '2022-02-21'));
    await office.act('tg.vhtt.cv', leaves(office, 'tg.hd.bt', '2022-02-21'));
    at(office, '2022-02-22');
    await ticked(office);
    // Nothing goes to nobody: the standing unit has the task's mails until somebody is entered.
    expect(await told(office, `task#${hd(office)}`)).toEqual(['task tg.vhtt.cv']);
    expect(await vacancies('tg.vhtt.cv')).toContainEqual({ office: 'tg.hd', post: 'anybody' });
  });
});
