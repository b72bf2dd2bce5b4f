import {
  addWorkingDays,
  type CalendarTable,
  nextWorkingDayOnOrAfter,
  PlainDate,
} from '../../../shared/domain/calendar.ts';
import type { Year } from '../../../shared/domain/ids.ts';
import { Rehearsal } from '../../../shared/contracts/rehearsal.ts';

/** The plan whose units propose Package P. */
export const PACKAGE_P_PLAN = 'tay-giang-2021-2025';

const line = (activity: string, content: string, measure: string, quantity: number, unitPrice: number) => ({
  activity,
  content,
  measure,
  quantity,
  unitPrice,
});

/**
 * Package P in a year: five units of Tây Giang propose 215.700.000 đ, Phòng NN&PTNT proposes nothing, everything is
 * kept and approved. The round opens on the first working day from 14 February; each stage has five working days.
 */
export const packageP = (year: Year, calendar: CalendarTable): Rehearsal => {
  const opening = nextWorkingDayOnOrAfter(calendar, PlainDate.parse(`${year}-02-14`));
  const day = (n: number): PlainDate => addWorkingDays(calendar, opening, n);
  const at = (n: number, time: string): string => `${day(n)} ${time}`;
  return Rehearsal.parse({
    plan: PACKAGE_P_PLAN,
    year,
    due: { estimate: day(5), synthesis: day(10), appraisal: day(15), approval: day(20) },
    open: { at: at(0, '08:30'), by: 'tg.vhtt.cv' },
    estimates: [
      {
        unit: 'tg.tt',
        by: 'tg.tt.vc',
        at: at(2, '10:15'),
        lines: [
          line('b.1', 'Chuyên mục truyền hình', 'số', 12, 2_500_000),
          line('b.4', 'Chương trình phát thanh', 'số', 12, 1_200_000),
          line('d.2', 'Video clip', 'clip', 2, 15_000_000),
        ],
      },
      {
        unit: 'tg.vhtt',
        by: 'tg.vhtt.cv',
        at: at(3, '15:40'),
        lines: [
          line('c.1', 'Sự kiện Ngày chuyển đổi số', 'sự kiện', 1, 45_000_000),
          line('c.2', 'Tập huấn cán bộ', 'lớp', 2, 12_350_000),
          line('d.1', 'In tờ rơi', 'tờ', 5_000, 3_200),
        ],
      },
      {
        unit: 'tg.kt',
        by: 'tg.kt.cv',
        at: at(4, '09:05'),
        lines: [line('c.3', 'Hội thảo cho doanh nghiệp', 'hội thảo', 1, 18_600_000)],
      },
      {
        unit: 'tg.hd',
        by: 'tg.hd.cb',
        at: at(4, '16:20'),
        lines: [line('f', 'Cuộc thi tìm hiểu trong đoàn viên', 'cuộc thi', 1, 22_000_000)],
      },
      {
        unit: 'tg.gd',
        by: 'tg.gd.cv',
        at: at(5, '11:00'),
        lines: [line('e', 'Tiết học ngoại khóa', 'đợt', 1, 15_000_000)],
      },
    ],
    actions: [
      {
        at: at(5, '14:30'),
        by: 'tg.nn.cv',
        do: 'sign-nil',
        unit: 'tg.nn',
        reason: 'Phần hợp tác xã do Phòng KT&HT đề xuất',
      },
      { at: at(6, '09:00'), by: 'tg.vhtt.cv', do: 'lock' },
      { at: at(8, '10:00'), by: 'tg.vhtt.cv', do: 'forward' },
      { at: at(13, '15:00'), by: 'tg.tckh.cv', do: 'forward' },
      { at: at(18, '09:30'), by: 'tg.ubnd.ct', do: 'approve', number: '145/QĐ-UBND' },
    ],
  });
};
