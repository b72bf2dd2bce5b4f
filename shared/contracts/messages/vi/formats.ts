import { type PlainDate, weekday } from '../../../domain/calendar.ts';
import { dongInVietnamese } from '../money-words.ts';
import { type DueBasis, type DueState, shortDate } from '../format.ts';

const WEEKDAYS = ['Chủ nhật', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy'];

/** Ways to write amounts, dates and counts. */
export const formats = {
  /** By which way somebody acted. */
  way: { session: 'trong phiên đăng nhập', code: 'bằng đường dẫn và mã gửi qua thư' },
  /** The amount in words. */
  words: (dong: number): string => dongInVietnamese(dong),
  /** `thứ Sáu 25/03/2022`. */
  day: (date: PlainDate): string => `${WEEKDAYS[weekday(date)] ?? ''} ${shortDate(date)}`,
  /** How long is left until a due date. */
  left: ({ state, days }: DueState): string => {
    if (state === 'late') return `quá hạn ${days} ngày`;
    if (state === 'today') return 'hạn hôm nay';
    return days === 0 ? 'hạn trong ngày nghỉ tới' : `còn ${days} ngày làm việc`;
  },
  /** How a due date came about: counted as a period, moved, or fixed. */
  counted: ({ counted, extended }: DueBasis): string => {
    if (extended !== undefined) return `gia hạn từ ngày ${shortDate(extended.from)}: ${extended.reason}`;
    if (counted === undefined) return 'ngày ấn định, giữ nguyên cả khi lịch nghỉ thay đổi';
    const days = `${counted.count} ${counted.unit === 'days' ? 'ngày' : 'ngày làm việc'}`;
    return `${days} kể từ ngày ${shortDate(counted.from)}, không tính ngày đầu`;
  },
  inWords: (words: string): string => `Bằng chữ: ${words}`,
  submission: (n: number): string => `lần trình ${n}`,
  version: (n: number): string => `bản ${n}`,
};
