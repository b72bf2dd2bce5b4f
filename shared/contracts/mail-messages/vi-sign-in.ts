import { browserIn } from '../messages/vi/sign-in.ts';
import type { MailText } from './messages.ts';
import type { CodeFact, SignInFact } from './sign-in-facts.ts';
import { moment } from './vi-words.ts';

const TASKS: { readonly [K in CodeFact['kind']]: string } = {
  estimate: 'lập dự toán',
  lock: 'chốt dự toán',
  synthesis: 'tổng hợp',
  appraisal: 'thẩm định',
  approval: 'phê duyệt',
  report: 'lập báo cáo',
  consolidation: 'hoàn thiện báo cáo tổng hợp',
  'send-up': 'gửi báo cáo tổng hợp lên',
  receipt: 'xác nhận đã nhận báo cáo',
};

const notAsked =
  'Nếu ông/bà không yêu cầu thư này thì không cần làm gì: chưa ai đăng nhập được. Nếu thư đến nhiều lần, đề nghị báo cơ quan thường trực.';

/** A link to sign in by. */
export const signIn = ({ plans, from, at, until }: SignInFact): MailText => ({
  subject: `Đăng nhập Trình: đường dẫn dùng đến ${until.time}`,
  blocks: [
    {
      kind: 'paragraph',
      text: 'Có người vừa yêu cầu đăng nhập Trình bằng địa chỉ thư này. Mở đường dẫn dưới đây trên chính trình duyệt đã yêu cầu rồi bấm nút Đăng nhập. Mở ở máy khác thì nhập thêm mã đang hiện trên trang đã yêu cầu.',
    },
    {
      kind: 'facts',
      rows: [
        { label: 'Dùng được đến', value: `${moment(until)}, một lần` },
        { label: 'Yêu cầu lúc', value: moment(at) },
        { label: 'Từ', value: browserIn(from) },
        { label: 'Kế hoạch', value: plans.join('; ') },
      ],
    },
    { kind: 'paragraph', text: notAsked },
  ],
  button: 'Mở trang đăng nhập',
});

/** A code to act by the link of a task. */
export const code = ({ digits, plan, kind, from, at, until }: CodeFact): MailText => ({
  subject: `Nhập mã để xử lý việc ${TASKS[kind]}: mã dùng đến ${until.time}`,
  blocks: [
    {
      kind: 'paragraph',
      text: `Có người mở đường dẫn của việc ${TASKS[kind]} và yêu cầu mã. Nhập mã này vào trang đang mở; mã chỉ dùng cho việc này, một lần. Không đọc mã cho ai, kể cả người tự xưng là cán bộ hỗ trợ.`,
    },
    {
      kind: 'facts',
      rows: [
        { label: 'Mã', value: digits },
        { label: 'Dùng được đến', value: moment(until) },
        { label: 'Yêu cầu lúc', value: moment(at) },
        { label: 'Từ', value: browserIn(from) },
        { label: 'Kế hoạch', value: plan },
      ],
    },
    { kind: 'paragraph', text: notAsked },
  ],
  button: 'Xem việc này (khi đã đăng nhập)',
});
