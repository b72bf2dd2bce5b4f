/** Changing what was approved by a new decision: the form, the package, its decision. */
export const adjustment = {
  kinds: { change: 'Điều chỉnh', supplement: 'Bổ sung', recovery: 'Thu hồi' },
  title: (kind: string, n: number, year: number): string => `${kind} dự toán năm ${year} (hồ sơ số ${n})`,
  origin: (kind: string, number: string, date: string): string =>
    `${kind}: thay đổi quyết định số ${number}, ngày ${date}`,
  taskTitle: (title: string): string => `${title} (hồ sơ điều chỉnh)`,
  newTitle: (unit: string, year: number): string => `Điều chỉnh mức phê duyệt năm ${year}: ${unit}`,
  open: 'Lập hồ sơ điều chỉnh',
  toOpen: 'Điều chỉnh, bổ sung, thu hồi',
  list: 'Các điều chỉnh',
  pending: 'Đang có một điều chỉnh chưa được quyết định; trong lúc chờ, không giao quá mức sau điều chỉnh.',
  toPending: 'Xem hồ sơ điều chỉnh',
  kindHint: 'Bổ sung chỉ tăng, thu hồi chỉ giảm; điều chỉnh thì vừa tăng vừa giảm được',
  citesLegend: 'Quyết định được điều chỉnh',
  citesHint: 'Số và ngày của quyết định đang có hiệu lực',
  linesLegend: 'Mức mới của từng nội dung',
  linesHint:
    'Mỗi nội dung đã điền sẵn mức đang có hiệu lực; sửa những nội dung cần thay đổi. Không vượt mức đơn vị đề nghị.',
  lineHint: (proposed: string, granted: string): string =>
    `Đề nghị ${proposed}; nhiệm vụ đã giao ${granted} từ nguồn này`,
  follows:
    'Hồ sơ đi qua thẩm định, phê duyệt như hồ sơ đầu. Quyết định trước được giữ nguyên; số còn lại tính theo mức mới khi được phê duyệt.',
  cites: (number: string, date: string): string => `Thay đổi quyết định số ${number}, ngày ${date}`,
  reason: 'Lý do thay đổi',
  columns: { before: 'Trước điều chỉnh', after: 'Mức mới' },
  caption: 'Nội dung được thay đổi, số tiền bằng đồng',
  totals: (before: string, after: string): string => `Tổng mức của các đơn vị liên quan: từ ${before} thành ${after}.`,
  changedBy: (number: string, date: string): string =>
    `Quyết định này đã được thay đổi bằng quyết định số ${number}, ngày ${date}.`,
  fromTo: (before: string, after: string): string => `từ ${before} thành ${after}`,
  withdraw: 'Rút hồ sơ điều chỉnh',
  withdrawFollows: 'Hồ sơ kết thúc, không có gì thay đổi; lý do được ghi lại.',
  approveLabel: (amount: string): string => `Phê duyệt mức mới ${amount}`,
  approveFollows: 'Nhập số, ngày quyết định; các đơn vị được báo ngay sau đó.',
  forwardLabel: (next: string): string => `Đồng ý, chuyển sang ${next}`,
  layFollows: 'Người đứng đầu xem và ký; chưa ký thì hồ sơ chưa đi tiếp.',
  decide: 'Ký',
  inForce: 'Đã có hiệu lực',
  onItsWay: 'Đang chờ quyết định',
  withdrawn: 'Đã rút, không có hiệu lực',
};
