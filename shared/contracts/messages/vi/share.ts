/** A summary to paste into a chat, its short link, and what the chat shows of that. */
export const share = {
  make: 'Tóm tắt để gửi qua Zalo',
  makeOf: (what: string): string => `Tóm tắt để gửi qua Zalo: ${what}`,
  title: 'Tóm tắt để gửi qua Zalo',
  intro:
    'Chép đoạn dưới đây. Đoạn này không có số tiền; người mở đường dẫn phải đăng nhập mới xem được, và chỉ xem được phần của mình.',
  label: 'Nội dung để chép',
  back: 'Quay lại',
  stage: (action: string, offices: string): string => `Đang ở bước: ${action} (${offices})`,
  due: (due: string): string => `Hạn: ${due}`,
  office: (office: string): string => `Đơn vị thực hiện: ${office}`,
  missing: (units: readonly string[], more: number, expected: number): string =>
    units.length === 0
      ? `Đã đủ ${expected} đơn vị.`
      : `Còn thiếu ${units.length + more}/${expected} đơn vị: ${units.join(', ')}${more === 0 ? '' : ` và ${more} đơn vị khác`}.`,
  ended: 'Việc này đã xong.',
  open: (url: string): string => `Mở (cần đăng nhập): ${url}`,
  previewDue: (day: string): string => `Hạn: ${day}. Đăng nhập để xem.`,
  preview: 'Đăng nhập để xem.',
  signIn: 'Đăng nhập để mở',
  unknown: {
    what: 'Đường dẫn ngắn này không đúng hoặc không còn dùng được.',
    next: 'Hãy chép lại đủ cả đường dẫn, hoặc đăng nhập và mở từ trang “Việc của tôi”.',
  },
  tooOften: {
    what: (again: string): string => `Từ mạng này đã mở quá nhiều đường dẫn ngắn. Có thể thử lại từ ${again}.`,
    next: 'Ai đã đăng nhập thì mở được ngay.',
  },
};
