/** Whose address takes no mail. */
export const unreached = {
  title: 'Địa chỉ không nhận thư',
  about:
    'Thư gửi đến các địa chỉ sau bị trả lại hoặc bị báo là thư rác, nên hệ thống thôi gửi đến đó. Thư về công việc chuyển cho người kế tiếp của cơ quan; hạn và các lần nhắc không đổi.',
  none: 'Mọi địa chỉ của kế hoạch này đều nhận thư.',
  whose: 'Của ai',
  why: 'Vì sao',
  since: 'Từ lúc',
  kinds: { bounced: 'Thư bị trả lại', complained: 'Người nhận báo là thư rác' },
  server: (words: string): string => `Máy chủ thư báo: ${words}`,
  again: 'Gửi lại',
  againTo: (address: string): string => `Gửi lại đến ${address}`,
  next: 'Địa chỉ sai thì sửa trong kế hoạch và đăng ký lại kế hoạch: địa chỉ mới được gửi ngay. Hộp thư đã nhận được thư thì bấm “Gửi lại”: thư từ nay lại gửi đến địa chỉ đó.',
  count: (n: number): string => `${n} địa chỉ không nhận thư`,
  countNext: 'Xem địa chỉ của ai và cách xử lý',
  letters: 'Từng thư chưa gửi được',
};
