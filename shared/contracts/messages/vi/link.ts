/** The page behind a mailed link. */
export const link = {
  invalid: {
    what: 'Đường dẫn này không đúng hoặc không còn dùng được.',
    next: 'Hãy mở lại từ thư mới nhất (chép đủ cả đường dẫn), hoặc đăng nhập và mở từ trang “Việc của tôi”.',
  },
  superseded: (who: string, at: string): string =>
    `Việc này đã được giao lại${who === '' ? '' : `: ${who}`}${at === '' ? '' : `, ${at}`}; đường dẫn trong thư cũ không còn dùng để xử lý.`,
  closed: (who: string, at: string): string =>
    `Việc này đã xong${who === '' ? '' : `: ${who}`}${at === '' ? '' : `, ${at}`}.`,
  next: {
    superseded: 'Thư mới đã được gửi đến địa chỉ đã đăng ký; cũng có thể đăng nhập để mở việc này.',
    closed: 'Không cần làm gì thêm ở việc này; hồ sơ đang ở đâu thì xem dưới đây.',
  },
  mustSignIn: (who: string): string => `Trang này chỉ để xem. Muốn xử lý, cần đăng nhập bằng tài khoản của: ${who}.`,
  signedIn: 'Ông/bà đã đăng nhập; mở việc để xử lý.',
  see: 'Xem hồ sơ',
  signIn: (who: string): string => `Đăng nhập: ${who}`,
};
