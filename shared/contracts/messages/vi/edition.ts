/** Consolidated reports. */
export const edition = {
  title: (report: string, n: number): string => `Tổng hợp ${report}${n === 1 ? '' : `, bản ${n}`}`,
  other: (n: number): string => `Bản tổng hợp ${n}`,
  formed: (at: string, units: number): string => `Tổng hợp lúc ${at} từ ${units} đơn vị`,
  kinds: { first: 'Bản đầu', supplements: 'Báo cáo bổ sung', replaces: 'Báo cáo thay thế' },
  against: (n: number): string => `so với bản ${n}; bản đó giữ nguyên`,
  added: (units: string): string => `Thêm báo cáo của ${units}`,
  replaced: (units: string): string => `Thay bản mới của ${units}`,
  since: (units: string): string => `Có báo cáo mới hoặc bản sửa sau khi tổng hợp: ${units}.`,
  order: 'Lập bản tổng hợp tiếp theo',
  orderHint: 'Bản này giữ nguyên; bản tiếp theo nói rõ đã thay đổi gì.',
  byActivity: 'Kết quả theo nhiệm vụ',
  progress: ({
    done,
    'under-way': underWay,
    'not-done': notDone,
    silent,
  }: {
    readonly done: number;
    readonly 'under-way': number;
    readonly 'not-done': number;
    readonly silent: number;
  }): string => `${done} xong, ${underWay} đang làm, ${notDone} chưa làm, ${silent} không có số liệu`,
  unsaid: 'không có số',
  ofUnits: (n: number): string => `của ${n} đơn vị`,
  inBefore: (value: string): string => `bản trước: ${value}`,
  inEarlier: (value: string): string => `kỳ trước: ${value}`,
  earlier: (report: string): string => `Kỳ trước là ${report}.`,
  target: (percent: number): string => `Mục tiêu ${percent}%`,
  targets: 'Mục tiêu của kế hoạch',
  moneyCaption: 'Kinh phí theo nhiệm vụ',
  money: ['Đề nghị', 'Thẩm định', 'Phê duyệt', 'Đã cấp', 'Đã chi', 'Chi ngoài chuỗi (ghi nhớ)'],
  sum: 'Cộng',
  inWords: 'Nội dung các đơn vị báo cáo',
  annexTitle: 'Phụ lục: đơn vị báo cáo và chưa báo cáo',
  annex: 'Các đơn vị',
  sources: 'Số liệu của từng đơn vị',
  sourcesAbout: 'Mỗi số trong bản tổng hợp là tổng của các dòng dưới đây; mở từng bản để xem toàn văn.',
  memo: 'ngoài chuỗi',
  silent: (units: string): string => `Không có số liệu: ${units}.`,
  preparedBy: (who: string): string => `người soạn: ${who}`,
};
