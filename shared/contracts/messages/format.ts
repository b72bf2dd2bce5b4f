import { type Instant, localDate, type PlainDate } from '../../domain/calendar.ts';
import type { Task } from '../../domain/task.ts';
import { writeDong } from '../../domain/money.ts';

/** `215.700.000 đ`; the space before the sign never breaks. */
export const money = (dong: number): string => `${writeDong(dong)}\u00a0đ`;

/** `25/03/2022`. */
export const shortDate = (date: PlainDate): string => `${date.slice(8, 10)}/${date.slice(5, 7)}/${date.slice(0, 4)}`;

/** `10:04 25/03/2022`, in Vietnam. */
export const moment = (at: Instant): string => {
  const hour = (Number(at.slice(11, 13)) + 7) % 24;
  return `${String(hour).padStart(2, '0')}:${at.slice(14, 16)} ${shortDate(localDate(at))}`;
};

/** Where a due date stands: how many working days are left, or how many days it is past. */
export type DueState = {
  readonly date: PlainDate;
  readonly state: 'late' | 'today' | 'soon' | 'ahead';
  readonly days: number;
};

/** What a due date rests on, as its task says. */
export type DueBasis = Pick<Task, 'counted' | 'extended'>;
