import { CalendarTable } from '../domain/calendar.ts';
import table from './vietnam.json' with { type: 'json' };

/** Viet Nam's off-days and swapped working Saturdays, 2021 to 2027, each with its source. */
export const vietnam: CalendarTable = CalendarTable.parse(table);
