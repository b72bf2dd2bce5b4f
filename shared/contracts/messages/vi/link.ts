/** The page behind a mailed link. */
export const link = {
  invalid: {
    what: 'Đường dẫn này không đúng hoặc không còn dùng được.',
    next: 'Hãy mở lại từ thư mới nhất (chép đủ cả đường dẫn), hoặc đăng nhập và mở từ trang “Việc của tôi”.',
  },
  superseded: (who: string, at: string): string =>
    `Việc này đã được giao lại${who === '' ? '' : `: ${who}`}${at === '' ? '' : `, ${at}`}; đường dẫn trong thư cũ không còn dùng để xử lý.`,
  used: (who: string, at: string): string =>
    `Đường dẫn này đã được dùng: chính ông/bà (${who}) đã xử lý việc này${at === '' ? '' : `, ${at}`}.`,
  decided: (who: string, at: string): string =>
    `Việc này đã xong${who === '' ? '' : `: ${who}`}${at === '' ? '' : `, ${at}`}.`,
  expired: (_who: string, at: string): string =>
    `Việc này đã hết thời hạn${at === '' ? '' : `, ${at}`}; đường dẫn không còn dùng để xử lý. Hết thời hạn không có nghĩa là đồng ý.`,
  next: {
    superseded: 'Thư mới đã được gửi đến địa chỉ đã đăng ký. Muốn mở ngay, hãy yêu cầu đường dẫn mới.',
    used: 'Không cần làm gì thêm ở việc này; hồ sơ đang ở đâu thì xem dưới đây.',
    decided: 'Không cần làm gì thêm ở việc này; hồ sơ đang ở đâu thì xem dưới đây.',
    expired: 'Hồ sơ đang ở đâu thì xem dưới đây; cần trao đổi thì liên hệ cơ quan đang giữ hồ sơ.',
  },
  notYours: (theirs: string, mine: string): string =>
    `Đường dẫn này dành cho: ${theirs}. Ông/bà đang đăng nhập là: ${mine}.`,
  notYoursNext:
    'Việc này không chờ ông/bà. Nếu thư được chuyển tiếp nhầm thì không cần làm gì; người được giao tự xử lý bằng thư của mình.',
  left: (who: string): string => `${who} không còn trong kế hoạch hiện hành, nên không xử lý được bằng đường dẫn này.`,
  leftNext: 'Hãy báo cơ quan thường trực; việc sẽ được giao cho người khác.',
  fresh: 'Yêu cầu đường dẫn mới',
  mustSignIn: (who: string): string => `Trang này chỉ để xem. Muốn xử lý, cần đăng nhập bằng tài khoản của: ${who}.`,
  signedIn: 'Ông/bà đã đăng nhập; mở việc để xử lý.',
  see: 'Xem hồ sơ',
  signIn: (who: string): string => `Đăng nhập: ${who}`,
};
