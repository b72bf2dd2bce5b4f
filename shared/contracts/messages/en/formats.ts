import { weekday } from '../../../domain/calendar.ts';
import { shortDate } from '../format.ts';
import { dongInEnglish } from '../money-words.ts';
import type { formats as vi } from '../vi/formats.ts';

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const counted = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

/** Ways to write amounts, dates and counts. */
export const formats: typeof vi = {
  /** By which way somebody acted. */
  way: { session: 'in a session', code: 'by a mailed link and code' },
  words: (dong) => dongInEnglish(dong),
  day: (date) => `${WEEKDAYS[weekday(date)] ?? ''} ${shortDate(date)}`,
  left: ({ state, days }) => {
    if (state === 'late') return `${counted(days, 'day', 'days')} overdue`;
    if (state === 'today') return 'due today';
    return days === 0 ? 'due within the coming days off' : `${counted(days, 'working day', 'working days')} left`;
  },
  counted: ({ counted, extended }) => {
    if (extended !== undefined) return `extended from ${shortDate(extended.from)}: ${extended.reason}`;
    if (counted === undefined) return 'a fixed date, which stays when days off change';
    const days = `${counted.count} ${counted.unit === 'days' ? '' : 'working '}${counted.count === 1 ? 'day' : 'days'}`;
    return `${days} from ${shortDate(counted.from)}, the first day not counted`;
  },
  inWords: (words) => `In words: ${words}`,
  submission: (n) => `submission ${n}`,
  version: (n) => `version ${n}`,
};
