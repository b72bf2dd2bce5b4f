import { report } from './report.ts';
import type { Obligation } from '../../../domain/plan.ts';

/** What reports come to over the years of a plan. */
export const totals = {
  link: 'Cộng qua các năm',
  title: (type: Obligation['type']): string => `Cộng qua các năm: ${report.types[type]}`,
  about:
    'Mỗi số là kết quả cả kỳ theo bản tổng hợp mới nhất của kỳ đó: số chính thức nếu báo cáo sau đã nêu, chưa nêu thì số ước, không ước thì số đã làm. Mở một nhiệm vụ để xem từng đơn vị.',
  caption: 'Kết quả theo nhiệm vụ, qua các kỳ',
  sum: 'Cộng các kỳ',
  estimates: (n: number): string => `còn ${n} đơn vị là số ước`,
  overlap: (one: string, other: string): string =>
    `${one} và ${other} có ngày trùng nhau. Cộng lại sẽ tính hai lần, nên các kỳ không được cộng.`,
  waiting: (cycles: string): string => `Chưa tổng hợp, chưa có trong số nào: ${cycles}.`,
  none: 'Chưa kỳ nào được tổng hợp.',
  moneyCaption: 'Kinh phí theo nhiệm vụ, qua các năm',
  moneyAbout:
    'Đề nghị, thẩm định, phê duyệt và đã cấp là của dự toán cả năm: lấy ở bản tổng hợp cuối của mỗi năm, cộng các năm. Đã chi cộng mọi kỳ.',
  units: 'Số liệu của từng đơn vị, qua các kỳ',
  unitsAbout:
    'Đơn vị đã sáp nhập hoặc đổi tên đứng dưới đơn vị kế thừa tính đến hôm nay; báo cáo cũ giữ tên cũ. Mỗi số mở ra bản báo cáo có số đó.',
  includes: (units: string): string => `gồm số của ${units}`,
  divided: (units: string): string => `nhiệm vụ đã chuyển cho ${units}; số đã báo cáo để nguyên ở đây, không tách`,
  unnamed: 'đã kết thúc hoạt động, chưa có đơn vị kế thừa',
  reckoned: 'ước',
  official: (count: number, estimated: number): string => `chính thức ${count}, đã ước ${estimated}`,
};
