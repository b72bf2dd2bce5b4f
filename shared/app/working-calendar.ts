import type { CalendarTable } from '../domain/calendar.ts';
import type { LocalityId } from '../domain/ids.ts';
import { tableOf, WORKING_CALENDAR } from '../domain/working-calendar.ts';
import { readCalendarRows } from './content.ts';
import type { Ports } from './ports.ts';

const tables = new WeakMap<CalendarTable, Map<string, CalendarTable>>();

/**
 * The working calendar in force for a locality: the table that its office keeps, or the shipped one until it has
 * changed that. The record is read each time, so that a change holds at once; its rows, which never change under their
 * hash, once in a process.
 */
export const calendarOf = async (
  { store, calendar: shipped }: Pick<Ports, 'store' | 'calendar'>,
  locality: LocalityId,
): Promise<CalendarTable> => {
  const record = await store.load(locality, 'calendar', WORKING_CALENDAR);
  if (record === undefined) return shipped;
  const { rows } = record.body;
  const known = tables.get(shipped) ?? new Map<string, CalendarTable>();
  const kept = known.get(rows.root);
  if (kept !== undefined) return kept;
  const table = tableOf(await readCalendarRows(store, locality, rows), shipped);
  tables.set(shipped, known.set(rows.root, table));
  return table;
};
