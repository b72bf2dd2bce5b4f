import {
  type CalendarTable,
  daysBetween,
  instantOf,
  localDate,
  type PlainDate,
  workingDaysBetween,
} from '../../domain/calendar.ts';
import type { ViewPorts } from './access.ts';

/** Where a due date stands today: working days left, or calendar days past it. */
export type Due = {
  readonly date: PlainDate;
  readonly state: 'late' | 'today' | 'soon' | 'ahead';
  readonly days: number;
};

/** The day that it is in Vietnam. */
export const today = ({ clock }: Pick<ViewPorts, 'clock'>): PlainDate => localDate(instantOf(clock.now()));

/** How a due date stands on a day; `soon` with two working days or fewer left. */
export const dueOn = (calendar: CalendarTable, now: PlainDate, date: PlainDate): Due => {
  if (now > date) return { date, state: 'late', days: daysBetween(date, now) };
  const days = workingDaysBetween(calendar, now, date);
  return { date, days, state: now === date ? 'today' : days <= 2 ? 'soon' : 'ahead' };
};
