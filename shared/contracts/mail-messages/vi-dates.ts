import type { DatedFact, LapsedFact } from './facts.ts';
import type { MailBlock, MailText } from './messages.ts';
import { BUTTONS, factRows, lowered, what } from './vi-tasks.ts';
import { date, fullDate, moment } from './vi-words.ts';

const why = ({ extension, from }: DatedFact): readonly MailBlock[] =>
  extension === undefined
    ? [
        {
          kind: 'paragraph',
          text: `Hạn này tính theo số ngày kể từ khi nhận việc. Lịch nghỉ vừa thay đổi nên hạn chuyển từ ${fullDate(from)} sang ngày mới. Ông/bà không cần làm gì để hạn mới có hiệu lực.`,
        },
      ]
    : [
        {
          kind: 'paragraph',
          text: `${extension.by} đã gia hạn lúc ${moment(extension.at)}; hạn cũ là ${fullDate(from)}. Các lần nhắc sau tính theo hạn mới.`,
        },
        { kind: 'quote', label: 'Lý do gia hạn', text: extension.reason },
      ];

/** Its due date moved: somebody gave more time, or the days off changed. */
export const dated = (fact: DatedFact): MailText => ({
  subject: `Hạn mới ${date(fact.due.date)}: ${lowered(what(fact))}`,
  blocks: [...why(fact), factRows(fact)],
  button: fact.own ? BUTTONS[fact.kind] : 'Xem việc đang ở đâu',
});

/** The last rung came, and with it what the plan has it do. */
export const lapsed = (fact: LapsedFact): MailText => {
  const { office, end, year } = fact;
  if (end === 'cut-off')
    return {
      subject: `${office} chưa gửi báo cáo: kỳ đã chốt`,
      blocks: [
        {
          kind: 'paragraph',
          text: `Kỳ báo cáo đã chốt mà ${office} chưa gửi, nên bản tổng hợp ghi là “chưa có báo cáo”. Hệ thống không nhắc nữa. Đơn vị vẫn gửi được bất cứ lúc nào; báo cáo đến sau được ghi là muộn và vào bản tổng hợp bổ sung.`,
        },
        factRows(fact),
      ],
      button: BUTTONS.report,
    };
  const text =
    end === 'lock'
      ? `Đã quá nấc nhắc cuối mà ${office} chưa chốt dự toán năm ${year}. Theo kế hoạch, hệ thống đã ngừng nhận dự toán thay cho ${office}: những gì đã nộp được lập thành hồ sơ, không có số liệu nào bị sửa hay được duyệt.`
      : `Đã quá nấc nhắc cuối mà ${office} chưa nộp dự toán năm ${year}. Theo kế hoạch, việc này kết thúc và dự toán ghi là “chưa nộp”, không phải là 0 đồng. Đơn vị vẫn nộp muộn được cho đến khi chốt; dự toán nộp muộn được đánh dấu.`;
  return {
    subject:
      end === 'lock'
        ? `Hệ thống đã chốt dự toán năm ${year} theo kế hoạch`
        : `${office} chưa nộp dự toán năm ${year}: hết nhắc`,
    blocks: [{ kind: 'paragraph', text }, factRows(fact)],
    button: 'Xem việc đang ở đâu',
  };
};
