import type { DayKind } from '../../../domain/calendar.ts';

const kinds: { readonly [K in DayKind]: string } = {
  holiday: 'Nghỉ lễ, tết',
  compensation: 'Nghỉ bù',
  swap: 'Nghỉ hoán đổi',
  working: 'Làm bù (thứ Bảy, Chủ nhật)',
};

/** The working calendar of a locality. */
export const calendar = {
  title: 'Lịch làm việc',
  about:
    'Ngày làm việc là thứ Hai đến thứ Sáu, trừ các ngày nghỉ và cộng các ngày làm bù dưới đây. Hạn tính theo số ngày và các lần nhắc việc theo lịch này; hạn là ngày ấn định thì giữ nguyên.',
  shipped: 'Lịch này có sẵn khi cài đặt, chưa được cơ quan sửa.',
  changed: (n: number, who: string, at: string): string => `Lần sửa ${n}: ${who}, ${at}.`,
  redating: 'Hệ thống đang tính lại hạn theo lần sửa này; muộn nhất sau 30 phút là xong.',
  redated: 'Việc đã được tính lại sau lần sửa gần nhất',
  noneRedated: 'Lần sửa gần nhất không làm thay đổi hạn hay lần nhắc của việc nào.',
  lastChange: 'Lần sửa gần nhất',
  unconfirmed: (days: string): string =>
    `Chưa có thông báo chính thức về: ${days}. Hãy đối chiếu khi có văn bản, rồi sửa dòng tương ứng.`,
  caption: (year: number): string => `Ngày nghỉ và ngày làm bù năm ${year}`,
  none: (year: number): string => `Chưa có ngày nào của năm ${year} trong lịch.`,
  date: 'Ngày',
  kind: 'Loại ngày',
  kinds,
  name: 'Tên ngày',
  nameEn: 'Tên tiếng Anh',
  nameEnHint: 'Để trống thì dùng tên tiếng Việt.',
  source: 'Căn cứ',
  sourceHint: 'Số, ngày và cơ quan ban hành của luật, thông báo.',
  asOf: 'Tra cứu ngày',
  asOfHint: 'Ngày đã xem căn cứ này.',
  lookedUp: (date: string): string => `tra cứu ngày ${date}`,
  certain: 'Độ chắc chắn',
  isCertain: 'Đã có văn bản',
  isUncertain: 'Chưa có văn bản',
  correct: 'Sửa',
  correctTitle: (date: string): string => `Sửa ngày ${date} trong lịch`,
  add: 'Thêm một ngày',
  look: 'Bước sau cho xem việc nào bị tính lại hạn; lịch chỉ đổi khi ông/bà xác nhận ở đó.',
  toLook: 'Xem ảnh hưởng',
  toRemove: 'Xem ảnh hưởng khi bỏ ngày này',
  keptBy: (office: string): string => `Lịch do ${office} giữ; nếu thấy sai, hãy báo cơ quan đó.`,
  previewTitle: 'Xem trước khi sửa lịch',
  sets: (date: string, kind: string, name: string): string => `${date}: ${kind}, ${name}`,
  removes: (date: string, name: string): string => `Bỏ ${date} (${name})`,
  redates: (n: number): string => `${n} việc sẽ được tính lại`,
  redatesNone: 'Không có việc nào đang mở phải tính lại hạn hay lần nhắc.',
  redatesHint: 'Ai có hạn thay đổi được báo qua thư. Việc đã xong và hạn là ngày ấn định không thay đổi.',
  confirm: 'Sửa lịch',
  back: 'Quay lại lịch',
  task: 'Việc',
  office: 'Cơ quan',
  before: 'Trước',
  after: 'Sau',
  dates: (due: string, next: string): string => `hạn ${due}, lần nhắc tới ${next}`,
};

/** Dates, ladders and extensions of tasks. */
export const dates = {
  title: (year: number): string => `Hạn và lần nhắc, đợt năm ${year}`,
  link: 'Hạn và lần nhắc',
  about:
    'Mỗi việc đang mở với hạn, cách tính và các nấc nhắc (tính bằng ngày làm việc so với hạn). Việc xong thì thôi nhắc. Báo lên cấp trên không làm lùi hạn; chỉ cơ quan đã đặt hạn mới gia hạn được.',
  none: 'Không có việc nào đang mở trong đợt này.',
  counted: 'Cách tính hạn',
  rung: 'Nấc',
  hears: 'Ai được báo',
  hearers: {
    assignee: 'người thực hiện',
    deputy: 'cấp phó',
    head: 'người đứng đầu',
    standing: 'cơ quan thường trực',
    superior: 'cấp phê duyệt',
  },
  state: { climbed: 'đã nhắc', ahead: 'sẽ nhắc', spared: 'không nhắc nữa', passed: 'đã qua khi đặt hạn' },
  posts: { head: 'người đứng đầu', deputy: 'cấp phó', officer: 'chuyên viên' },
  caption: 'Các nấc nhắc',
  end: {
    escalate: (office: string): string => `Nấc cuối: báo thêm cho ${office}.`,
    lock: 'Nấc cuối: hệ thống chốt dự toán thay, với những gì đã nộp.',
    lapse: 'Nấc cuối: việc kết thúc, dự toán ghi là chưa nộp.',
  },
  extended: 'gia hạn từ ngày',
  extend: 'Gia hạn',
  extendTitle: (task: string): string => `Gia hạn: ${task}`,
  extendHint:
    'Hạn mới phải sau hạn hiện nay. Lý do được ghi vào nhật ký và gửi cho người thực hiện; các lần nhắc tính lại theo hạn mới.',
  now: (due: string): string => `Hạn hiện nay: ${due}`,
};
