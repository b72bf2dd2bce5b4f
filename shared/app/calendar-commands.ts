import type * as z from 'zod';
import type { AddCalendarDaysCommand, CorrectCalendarDayCommand } from '../contracts/commands.ts';
import { changeCalendar } from '../domain/calendar-decisions.ts';
import type { ActingSetting } from '../domain/context.ts';
import type { Decision } from '../domain/refusal.ts';
import { WORKING_CALENDAR } from '../domain/working-calendar.ts';
import type { Ports } from './ports.ts';

/** Changes the working calendar of the locality; the dates of open tasks then follow, step by step. */
export const decideCalendar = async (
  { store }: Pick<Ports, 'store'>,
  setting: ActingSetting,
  command: z.infer<typeof AddCalendarDaysCommand | typeof CorrectCalendarDayCommand>,
): Promise<Decision> =>
  changeCalendar(await store.load(setting.plan.locality.id, 'calendar', WORKING_CALENDAR), command, setting);
