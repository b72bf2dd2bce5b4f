/** How somebody is reminded, and turning digests off by the link in one. */
export const reminders = {
  title: 'Cách nhận thư nhắc',
  intro:
    'Chọn cách nhận thư nhắc việc chưa xong. Việc mới, việc trả lại hoặc bàn giao, hạn mới, lần nhắc cuối và kết quả luôn được gửi riêng, ngay khi có.',
  each: { label: 'Từng thư nhắc', follows: 'Mỗi việc, mỗi lần nhắc một thư.' },
  daily: {
    label: 'Một thư mỗi ngày lúc 7 giờ 30',
    follows: 'Các lần nhắc của buổi sáng gộp vào một thư; ngày không có gì để nhắc thì không có thư.',
  },
  save: 'Lưu',
  choose: 'Hãy chọn một trong hai cách.',
  off: {
    title: 'Thôi nhận thư tổng hợp hằng ngày?',
    what: 'Thay vào đó, mỗi lần nhắc sẽ là một thư riêng. Thư giao việc và kết quả không thay đổi; không ai thôi nhận được thư giao việc.',
    button: 'Thôi nhận thư tổng hợp',
    done: 'Đã thôi gửi thư tổng hợp hằng ngày.',
    next: 'Từ nay mỗi lần nhắc là một thư riêng. Muốn nhận lại thư tổng hợp, hãy đăng nhập và mở trang “Cách nhận thư nhắc”.',
  },
};
