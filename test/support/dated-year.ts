import { localTime, PlainDate } from '../../shared/domain/calendar.ts';
import { estimateIdOf, roundIdOf, UnitId, Year } from '../../shared/domain/ids.ts';
import { estimateTaskId, lockTaskId } from '../../shared/domain/task.ts';
import { aClosedYear } from './closed-year.ts';
import { registerPlan } from '../../shared/app/register-plan.ts';
import { headsSign, withLadderEnds, withoutPerson } from './heads-sign.ts';
import { type Office, planFile } from './office.ts';
import { ticked } from './whole-round.ts';

/** A day off as an office lists it. */
export const aDayOff = (date: string, more: object = {}) => ({
  date,
  kind: 'holiday',
  name: { vi: 'Ngày nghỉ của địa phương', en: 'Local day off' },
  source: 'Thông báo số 12/TB-UBND',
  asOf: '2021-01-04',
  certain: true,
  ...more,
});

/**
 * A closed year, and the next one's round until its ladder closed the estimates: with a date extended, and a calendar
 * that changed while its tasks were open.
 */
export const aDatedYear = async (): Promise<Office> => {
  const office = await aClosedYear((json) => withLadderEnds({ lock: { do: 'lock' } })(headsSign(json)));
  const { plan } = office;
  const round = roundIdOf(plan.id, Year.parse(2023));
  const standing = office.someone(plan.standing);
  office.clock.set(localTime(PlainDate.parse('2023-01-03'), 9, 0));
  await office.act(standing, {
    do: 'open-round',
    plan: plan.id,
    year: 2023,
    members: { 'tg.cq': [] },
    due: { estimate: '2023-02-06', synthesis: '2023-02-13', appraisal: '2023-02-20', approval: '2023-02-27' },
  });
  const task = estimateTaskId(estimateIdOf(round, UnitId.parse('tg.hd')));
  const { version } = await office.load('task', task);
  const extension = { case: round, task, seen: version, due: '2023-02-08', reason: 'Đơn vị mới kiện toàn cán bộ' };
  await office.act(standing, { do: 'extend-task', ...extension });
  const away = { plan: plan.id, from: '2023-01-09', until: '2023-01-13', reason: 'Đi học' };
  await office.act('tg.hd.bt', { do: 'record-absence', ...away, person: 'tg.hd.cb', standIn: null });
  await office.act('tg.hd.bt', { do: 'name-stand-in', plan: plan.id, absence: 'v1', standIn: 'tg.hd.bt' });
  await office.act('tg.hd.cb', { do: 'cancel-absence', plan: plan.id, absence: 'v1' });
  const leaving = { plan: plan.id, person: 'tg.nn.cv', lastDay: '2023-01-31', reason: 'Chuyển công tác' };
  await office.act('tg.nn.truong', { do: 'record-leaving', ...leaving });
  await office.act('tg.nn.cv', { do: 'cancel-absence', plan: plan.id, absence: 'l2' });
  await office.act('tg.nn.truong', { do: 'record-leaving', ...leaving });
  await office.act(standing, { do: 'add-calendar-days', plan: plan.id, seen: 0, rows: [aDayOff('2023-02-01')] });
  office.clock.set(localTime(PlainDate.parse('2023-01-03'), 9, 30));
  await ticked(office);
  office.clock.set(localTime(PlainDate.parse('2023-02-20'), 8, 0));
  await ticked(office);
  await registerPlan(office.ports, withoutPerson('tg.hd.cb')(planFile(plan.id)));
  if ((await office.load('task', lockTaskId(round))).body.state !== 'lapsed')
    throw new Error('The ladder did not end.');
  return office;
};
