import type { UndeliveredFact } from './facts.ts';
import type { MailBlock, MailText } from './messages.ts';
import { moment } from './vi-words.ts';

/** Somebody's address takes no mail. */
export const undelivered = ({ plan, people, address, kind, at, detail }: UndeliveredFact): MailText => ({
  subject: `Kiểm tra địa chỉ thư của ${people.join(', ')}: ${kind === 'bounced' ? 'thư bị trả lại' : 'thư bị báo là thư rác'}`,
  blocks: [
    {
      kind: 'paragraph',
      text:
        kind === 'bounced'
          ? `Thư gửi đến ${address} bị trả lại. Từ nay hệ thống không gửi thư đến địa chỉ này nữa; thư về công việc chuyển cho người kế tiếp của cơ quan.`
          : `Người dùng địa chỉ ${address} đã báo thư của hệ thống là thư rác. Từ nay hệ thống không gửi thư đến địa chỉ này nữa; thư về công việc chuyển cho người kế tiếp của cơ quan.`,
    },
    {
      kind: 'paragraph',
      text: 'Đề nghị hỏi lại người này, sửa địa chỉ trong kế hoạch, hoặc cho gửi lại nếu hộp thư đã nhận được thư.',
    },
    {
      kind: 'facts',
      rows: [
        { label: 'Địa chỉ', value: address },
        { label: 'Của', value: people.join(', ') },
        { label: 'Từ lúc', value: moment(at) },
        ...(detail === undefined ? [] : [{ label: 'Máy chủ thư báo', value: detail }]),
        { label: 'Kế hoạch', value: plan },
      ],
    },
  ],
  button: 'Xem địa chỉ không nhận thư',
});

/** Above a mail that goes to another than whom it is meant for. */
export const passedOn = (post: string): MailBlock => ({
  kind: 'paragraph',
  text: `Thư này gửi cho ${post}; vì địa chỉ thư của người đó không nhận được thư nên hệ thống chuyển đến ông/bà.`,
});
