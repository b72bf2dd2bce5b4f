import type { Browser } from '../../../domain/browser.ts';

const NAMES: { readonly [N in Browser['name']]: string } = {
  coccoc: 'Cốc Cốc',
  edge: 'Edge',
  opera: 'Opera',
  samsung: 'Samsung Internet',
  firefox: 'Firefox',
  chrome: 'Chrome',
  safari: 'Safari',
  zalo: 'Zalo',
  other: 'một trình duyệt khác',
};

const SYSTEMS: { readonly [S in Browser['system']]: string } = {
  windows: 'máy tính Windows',
  mac: 'máy tính Mac',
  iphone: 'iPhone',
  ipad: 'iPad',
  android: 'điện thoại hoặc máy tính bảng Android',
  linux: 'máy tính Linux',
  other: 'một thiết bị khác',
};

/** A browser in words. */
export const browserIn = ({ name, system }: Browser): string => `${NAMES[name]} trên ${SYSTEMS[system]}`;

/** Signing in by a mailed link, the list of sessions, and the code for one task. */
export const signIn = {
  title: 'Đăng nhập Trình',
  intro:
    'Nhập địa chỉ thư của ông/bà trong kế hoạch. Chúng tôi gửi đến đó một đường dẫn để đăng nhập; không cần mật khẩu.',
  address: 'Địa chỉ thư',
  addressHint: 'Ví dụ: ten@donvi.example',
  send: 'Gửi đường dẫn đăng nhập',
  noAddress: 'Đây không phải là một địa chỉ thư. Hãy nhập một địa chỉ, dạng ten@donvi.example.',
  tooOften: {
    what: (again: string): string => `Đã yêu cầu quá nhiều lần. Có thể thử lại từ ${again}.`,
    next: 'Hãy xem lại hộp thư, cả mục thư rác: thư gửi trước có thể đã đến.',
  },
  sent: {
    title: 'Hãy mở hộp thư',
    what: (minutes: number): string =>
      `Nếu địa chỉ này có trong một kế hoạch, thư đăng nhập đang trên đường đến; đường dẫn dùng được ${minutes} phút, một lần.`,
    here: 'Mở thư trên chính trình duyệt này thì chỉ cần bấm nút Đăng nhập.',
    code: 'Mở thư ở máy khác (điện thoại, ứng dụng Zalo) thì nhập thêm mã này:',
    keep: 'Không đọc mã này cho ai.',
    none: 'Không thấy thư sau vài phút? Xem mục thư rác, kiểm tra lại địa chỉ đã nhập, hoặc hỏi cơ quan thường trực xem kế hoạch ghi địa chỉ nào.',
    again: 'Nhập lại địa chỉ',
  },
  open: {
    title: 'Đăng nhập Trình',
    as: (title: string, plan: string): string => `${title} · ${plan}`,
    choose: 'Địa chỉ này có nhiều vai. Đăng nhập với vai nào?',
    chooseMissing: 'Hãy chọn một vai.',
    elsewhere:
      'Đường dẫn được mở ở một trình duyệt khác với trình duyệt đã yêu cầu. Hãy nhập mã đang hiện trên trang đã yêu cầu, hoặc mở đường dẫn ở đó.',
    code: 'Mã trên trang đã yêu cầu',
    codeHint: 'Tám chữ và số, dạng K7PM-3XQD',
    codeWrong: 'Mã không đúng. Mã nằm trên trang đã yêu cầu đường dẫn này, không nằm trong thư.',
    until: (at: string): string => `Dùng được đến ${at}, một lần.`,
    enter: 'Đăng nhập',
  },
  gone: {
    unknown: {
      what: 'Đường dẫn đăng nhập này không đúng hoặc không còn dùng được.',
      next: 'Hãy mở lại từ thư mới nhất (chép đủ cả đường dẫn), hoặc yêu cầu đường dẫn mới.',
    },
    expired: (until: string) => ({
      what: `Đường dẫn đăng nhập này đã hết hạn lúc ${until}.`,
      next: 'Hãy yêu cầu đường dẫn mới; thư chỉ được gửi đến địa chỉ đã đăng ký.',
    }),
    used: (at: string) => ({
      what: `Đường dẫn đăng nhập này đã được dùng lúc ${at}.`,
      next: 'Hãy yêu cầu đường dẫn mới. Nếu không phải ông/bà đã dùng, hãy đăng nhập rồi bấm “Đăng xuất ở mọi nơi”.',
    }),
    nobody: {
      what: 'Địa chỉ này không còn trong kế hoạch nào.',
      next: 'Hãy hỏi cơ quan thường trực xem kế hoạch hiện hành ghi địa chỉ nào.',
    },
  },
  askAgain: 'Yêu cầu đường dẫn mới',
  goOn: 'Tiếp tục',
  browser: browserIn,
  sessions: {
    title: 'Các phiên đăng nhập của tôi',
    link: 'Phiên đăng nhập',
    intro: 'Mỗi dòng là một trình duyệt đang đăng nhập bằng tên ông/bà. Dòng nào lạ thì kết thúc ngay.',
    browser: 'Trình duyệt',
    started: 'Đăng nhập lúc',
    seen: 'Dùng gần nhất',
    seenAbout: (at: string): string => `khoảng ${at}`,
    this: 'phiên này',
    only: 'chỉ cho một việc, mở từ thư',
    end: 'Kết thúc',
    endOf: (browser: string, at: string): string => `Kết thúc phiên ${browser}, ${at}`,
    endAll: 'Đăng xuất ở mọi nơi',
    endAllNote: 'Kết thúc tất cả các phiên, cả phiên này; sau đó cần đăng nhập lại.',
  },
  code: {
    title: 'Xử lý việc này bằng mã gửi qua thư',
    intro:
      'Nhập địa chỉ đã nhận thư này; nếu đúng, một mã sáu chữ số được gửi đến đó. Mã chỉ dùng cho việc này, thay cho đăng nhập.',
    send: 'Gửi mã cho tôi',
    enterTitle: 'Nhập mã',
    sent: (minutes: number): string =>
      `Nếu địa chỉ đúng, mã sáu chữ số đang trên đường đến; mã dùng được ${minutes} phút, một lần.`,
    label: 'Mã sáu chữ số',
    enter: 'Tiếp tục',
    noCode: 'Hãy nhập đủ sáu chữ số trong thư.',
    wrong: (left: number): string => `Mã không đúng; còn thử được ${left} lần.`,
    spent: 'Mã này không dùng được nữa: đã dùng, đã hết hạn, hoặc đã thử quá số lần. Hãy yêu cầu mã mới.',
    needsSession: 'Việc này, theo kế hoạch, chỉ được xử lý sau khi đăng nhập.',
  },
  only: {
    what: 'Ông/bà đang mở một việc từ thư, bằng mã; trang này nằm ngoài việc đó.',
    done: 'Việc mở từ thư này đã xong, đã được giao lại hoặc không còn chờ ông/bà; yêu cầu chưa được ghi.',
    next: 'Hãy đăng nhập để mở các việc khác.',
  },
};
