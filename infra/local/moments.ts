import {
  nextWorkingDayOnOrAfter,
  PlainDate,
  localDate,
  localTime,
  addDays,
  instantOf,
} from '../../shared/domain/calendar.ts';
import { vietnam } from '../../shared/calendars/vietnam.ts';

const written = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?)?$/i;

/**
 * Reads a moment as people write it: `2022-03-04` (its midnight), `2022-03-04T08:00`, with seconds, with `Z` or an
 * offset; without one it is the time of Việt Nam. Undefined for what is no moment.
 */
export const readMoment = (text: string): Date | undefined => {
  const read = written.exec(text.trim());
  if (read === null) return undefined;
  const [, date = '', time = '00:00', zone = '+07:00'] = read;
  if (!PlainDate.safeParse(date).success) return undefined;
  const at = new Date(`${date}T${time}${zone.toUpperCase()}`);
  return Number.isNaN(at.getTime()) ? undefined : at;
};

/** A moment on the wall clocks of Việt Nam: `2022-03-04 08:00:00`. */
export const localText = (at: Date): string =>
  new Date(at.getTime() + 7 * 60 * 60 * 1000).toISOString().slice(0, 19).replace('T', ' ');

/** 07:30 of the next working day, when offices open and reminders go out. */
export const nextWorkingMorning = (now: Date): Date => {
  const today = localDate(instantOf(now));
  const morningOf = (date: PlainDate): Date => new Date(localTime(nextWorkingDayOnOrAfter(vietnam, date), 7, 30));
  const morning = morningOf(today);
  return morning.getTime() > now.getTime() ? morning : morningOf(addDays(today, 1));
};
