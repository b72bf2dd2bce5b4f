import { RoundId } from '../../domain/ids.ts';
import { findCase } from '../case.ts';
import type { Task } from '../../domain/task.ts';
import { planNow } from '../plan-now.ts';
import type { SharedPage } from '../ports.ts';
import { calendarOf } from '../working-calendar.ts';
import type { ViewPorts } from './access.ts';
import { type Due, dueOn, today } from './due.ts';
import { trackerOf } from './tracker.ts';

/** What whoever holds a short link is told before he signs in: which round or task, until when. */
export type SharePreview = { readonly year: number; readonly task: Task | null; readonly due: Due | null };

/** What a short link is about, without an amount or a name; undefined where that is not there any more. */
export const sharePreview = async (ports: ViewPorts, page: SharedPage): Promise<SharePreview | undefined> => {
  const { locality } = page;
  const task = 'task' in page ? await ports.store.load(locality, 'task', page.task) : undefined;
  const calendar = await calendarOf(ports, locality);
  if (task !== undefined) {
    const of = await findCase(ports, locality, task.body.subject);
    if (of === undefined) return undefined;
    const { year } = of.body;
    const due = task.body.state === 'open' ? dueOn(calendar, today(ports), task.body.due) : null;
    return { year, task: task.body, due };
  }
  const round = 'round' in page ? await ports.store.load(locality, 'round', RoundId.parse(page.round)) : undefined;
  if (round === undefined) return undefined;
  const { year } = round.body;
  const { plan } = await planNow(ports, locality, round.body.planContent);
  const { package: first } = round.body;
  const pkg = first === null ? undefined : await ports.store.load(locality, 'package', first);
  const { steps } = await trackerOf(ports, calendar, plan, round.body, pkg?.body, null);
  return { year, task: null, due: steps.find(({ state }) => state === 'now')?.due ?? null };
};
