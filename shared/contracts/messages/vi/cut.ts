import type { CutSpread } from '../../../domain/ceiling.ts';

const spreads: { readonly [S in CutSpread]: { readonly what: string; readonly follows: string } } = {
  proportion: { what: 'Theo tỷ lệ', follows: 'Mọi nội dung giảm theo cùng một tỷ lệ, làm tròn đến từng đồng.' },
  priority: {
    what: 'Theo thứ tự ưu tiên',
    follows: 'Nhiệm vụ ít cần nhất bị cắt trước; nhiệm vụ cần nhất được giữ đến cuối.',
  },
};

/** Cutting a package to a ceiling: the proposal, its adjustment, its line decisions. */
export const cut = {
  title: (year: number): string => `Cắt theo mức trần, dự toán năm ${year}`,
  open: 'Cắt theo mức trần kinh phí',
  hint: {
    appraisal:
      'Nhập số kinh phí hiện có. Hệ thống đề xuất mức cho từng nội dung; ông/bà sửa được từng mức. Chỉ khi áp dụng, các mức mới được ghi là số thẩm định kèm lý do.',
    approval:
      'Nhập số kinh phí hiện có. Hệ thống đề xuất mức cho từng nội dung; ông/bà sửa được từng mức. Chỉ khi áp dụng, các mức mới được ghi là số phê duyệt kèm lý do.',
  },
  ceilingHint: (total: string): string => `Từ 0 đến tổng hiện có: ${total}`,
  spread: 'Cách cắt',
  spreads,
  priorities: 'Thứ tự ưu tiên của từng nhiệm vụ',
  prioritiesHint: 'Số từ 1 đến 9; 1 là cần nhất. Chỉ dùng khi cắt theo thứ tự ưu tiên.',
  reasonHint: 'Ghi vào từng nội dung bị giảm; để trống thì hệ thống điền sẵn.',
  reason: (ceiling: string, spread: CutSpread): string =>
    `Cắt theo mức trần kinh phí ${ceiling}, ${spreads[spread].what.toLocaleLowerCase('vi')}`,
  lines: 'Đề xuất cho từng nội dung',
  linesHint:
    'Sửa mức nào thì mức đó được giữ, phần còn lại được chia lại khi bấm “Tính lại”. Bỏ chọn “giữ mức này” để hệ thống chia lại cả dòng đó.',
  fixed: 'giữ mức này',
  standing: 'Hiện có',
  proposed: 'Sau khi cắt',
  balance: 'Còn lại so với mức trần',
  propose: 'Đề xuất mức cắt',
  again: 'Tính lại',
  apply: 'Áp dụng các mức này',
  changed: 'Đã tính lại theo những gì ông/bà vừa sửa. Hãy xem các mức dưới đây rồi áp dụng.',
  more: (recorded: number, left: number): string =>
    `Đã ghi ${recorded} đơn vị; còn ${left} đơn vị. Bấm “Áp dụng các mức này” để ghi tiếp phần còn lại dưới đây.`,
  byHand: 'Sửa từng nội dung, không theo mức trần',
};
