/** What every page has: its frame, what was just done, what goes wrong with a request as a whole. */
const done: Readonly<Record<string, string>> = {
  opened: 'Đã mở đợt dự toán.',
  locked: 'Đã khóa dự toán của các đơn vị.',
  saved: 'Đã lưu.',
  submitted: 'Đã nộp dự toán.',
  recalled: 'Đã rút lại dự toán.',
  nil: 'Đã ký “không đề xuất kinh phí”.',
  returned: 'Đã trả lại đơn vị, kèm lý do.',
  sentBack: 'Đã trả lại hồ sơ, kèm lý do.',
  forwarded: 'Đã chuyển hồ sơ lên bước tiếp theo.',
  reopened: 'Đã mở lại số liệu để sửa.',
  approved: 'Đã ghi quyết định.',
  forSignature: 'Đã trình người đứng đầu ký.',
  signed: 'Đã ký.',
  handedBack: 'Đã trả lại người chuẩn bị, kèm ý kiến.',
  authorised: 'Đã ghi nhận giấy ủy quyền; cả hai người được báo qua thư.',
  revoked: 'Đã thu hồi giấy ủy quyền.',
  attached: 'Đã đính kèm tệp.',
  detached: 'Đã gỡ tệp.',
  cutApplied: 'Đã ghi các mức sau khi cắt, kèm lý do. Xem lại từng nội dung dưới đây.',
  submitterNamed: 'Đã chỉ định đơn vị nộp.',
  shared: 'Đã ghi các phần chia.',
  commented: 'Đã ghi ý kiến; ý kiến đi cùng hồ sơ.',
  commentWithdrawn: 'Đã rút ý kiến.',
  codesLoaded: 'Đã nạp mục lục ngân sách.',
};

/** The frame of every page. */
export const shell = {
  brand: 'Trình',
  navigation: 'Điều hướng',
  home: 'Việc của tôi',
  toHome: 'Về trang Việc của tôi',
  otherLanguage: 'English',
  signIn: 'Đăng nhập',
  signOut: 'Đăng xuất',
  skip: 'Chuyển đến nội dung chính',
  errorTitle: 'Có lỗi: ',
  done,
  foreign: {
    what: 'Yêu cầu này được gửi từ một trang khác nên không được thực hiện.',
    next: 'Hãy mở trang trong Trình rồi thực hiện lại.',
  },
  tooLarge: {
    what: 'Nội dung gửi lên lớn quá 1 MB nên không được ghi.',
    next: 'Hãy rút ngắn phần căn cứ, ghi chú, hoặc chia dự toán thành ít dòng hơn.',
  },
  notJson: {
    what: 'Nội dung gửi lên không phải JSON đúng dạng; chưa có gì được ghi.',
    next: 'Hãy kiểm tra dấu ngoặc, dấu phẩy và gửi lại dưới dạng {"id": …, "command": …}.',
  },
  signedOut: {
    what: 'Phiên đăng nhập đã hết nên yêu cầu chưa được ghi.',
    next: 'Hãy đăng nhập ở một thẻ khác của trình duyệt, rồi quay lại đây và tải lại trang để gửi lại đúng những gì đã nhập.',
  },
  noPage: {
    what: 'Không có trang này.',
    next: 'Hãy kiểm tra lại đường dẫn, hoặc mở từ trang “Việc của tôi”.',
  },
  busy: {
    what: 'Hệ thống đang bận nên chưa trả lời được.',
    next: 'Hãy gửi lại sau ít phút. Gửi lại là an toàn: cùng một yêu cầu chỉ được ghi một lần.',
  },
  broken: {
    what: 'Hệ thống gặp lỗi khi xử lý yêu cầu.',
    next: 'Lỗi đã được ghi nhận. Hãy tải lại trang để xem nội dung đã được ghi hay chưa; gửi lại là an toàn, cùng một yêu cầu chỉ được ghi một lần.',
  },
};
