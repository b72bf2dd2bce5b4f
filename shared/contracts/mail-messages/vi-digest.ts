import type { DigestFact, TaskFact } from './facts.ts';
import type { MailBlock, MailText } from './messages.ts';
import { lowered, what } from './vi-tasks.ts';
import { amount, date, due, fullDate } from './vi-words.ts';

type Items = Extract<MailBlock, { kind: 'list' }>['items'];

const itemOf = ({ fact, url }: DigestFact['tasks'][number]): Items[number] => ({
  title: fact.own ? what(fact) : `Đôn đốc ${fact.office} ${lowered(what(fact))}`,
  url,
  details: [
    `Hạn: ${due(fact.due)}`,
    ...(fact.own ? [] : [`Đơn vị thực hiện: ${fact.office}`]),
    `Kế hoạch: ${fact.plan}`,
    ...(fact.stood === undefined ? [] : [`Mức đã gửi trước đó: ${amount(fact.stood)}`]),
    next(fact),
    ...(fact.instead === undefined
      ? []
      : [`Nhận thay cho ${fact.instead.of}, vắng đến hết ngày ${date(fact.instead.until)}`]),
  ],
});

const next = ({ next: office }: TaskFact): string =>
  office === undefined ? 'Bước tiếp theo: kết quả được gửi tới từng đơn vị' : `Nơi nhận tiếp theo: ${office}`;

/** Several reminders of a morning in one mail. */
export const digest = ({ day, tasks, more, settings }: DigestFact): MailText => {
  const first = tasks[0]?.fact.due.date;
  const count = tasks.length + more;
  return {
    subject: `${count} việc chưa xong${first === undefined ? '' : `, hạn gần nhất ${date(first)}`} (nhắc việc ngày ${date(day)})`,
    blocks: [
      {
        kind: 'paragraph',
        text: `Đây là các việc chưa xong được nhắc hôm nay, ${fullDate(day)}. Việc đã xong trước khi gửi thư không còn trong danh sách.`,
      },
      {
        kind: 'list',
        caption: 'Việc chưa xong',
        items: tasks.map(itemOf),
        rest: more === 0 ? undefined : `Còn ${more} việc khác, xem trên trang.`,
      },
      {
        kind: 'paragraph',
        text: `Ông/bà nhận một thư mỗi ngày lúc 7 giờ 30 thay cho từng thư nhắc, theo lựa chọn của mình; đổi lại tại ${settings}. Việc mới, việc trả lại, hạn mới và lần nhắc cuối luôn được gửi riêng.`,
      },
    ],
    button: 'Mở danh sách việc',
  };
};
