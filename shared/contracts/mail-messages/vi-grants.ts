import type { GrantFact, YearEndFact } from './facts.ts';
import type { MailBlock, MailText } from './messages.ts';
import { amount, date, dong, moment } from './vi-words.ts';

const paper = ({ number, date: day, signer }: GrantFact): string =>
  `Số ${number}, ngày ${date(day)}; người ký: ${signer}`;

const parts = ({ parts: list, more }: GrantFact): MailBlock => ({
  kind: 'list',
  caption: 'Theo từng nhiệm vụ',
  items: list.map(({ activity, title, figures }) => ({ title: `${activity}) ${title}`, details: [dong(figures)] })),
  rest: more === 0 ? undefined : `Còn ${more} nhiệm vụ khác, xem trên trang.`,
});

const sums = (fact: GrantFact): readonly { readonly label: string; readonly value: string }[] => [
  { label: 'Được phê duyệt', value: amount(fact.approved) },
  { label: 'Đã giao đến nay', value: amount(fact.granted) },
  { label: 'Còn lại', value: amount(fact.balance) },
  { label: 'Kế hoạch', value: fact.plan },
];

/** A unit is granted money. */
export const granted = (fact: GrantFact): MailText => ({
  subject: `Thực hiện dự toán được giao năm ${fact.year}, đợt cấp ${fact.tranche}: ${dong(fact.amount.figures)}`,
  blocks: [
    {
      kind: 'paragraph',
      text: `${fact.recordedBy} ghi nhận ${fact.unit} được giao dự toán, cấp kinh phí năm ${fact.year}. Đề nghị đơn vị sử dụng đúng nhiệm vụ và trong mức được giao.`,
    },
    {
      kind: 'facts',
      rows: [
        { label: `Đợt cấp ${fact.tranche}`, value: amount(fact.amount) },
        { label: 'Quyết định', value: paper(fact) },
        ...sums(fact),
        { label: 'Bước tiếp theo', value: `${fact.unit} tổ chức thực hiện` },
      ],
    },
    parts(fact),
  ],
  button: 'Xem sổ theo dõi của đơn vị',
});

/** A grant was taken back. */
export const grantReversed = (fact: GrantFact): MailText => ({
  subject: `Dừng sử dụng phần bị thu hồi năm ${fact.year}, đợt cấp ${fact.tranche}: ${dong(fact.amount.figures)}`,
  blocks: [
    {
      kind: 'paragraph',
      text: `${fact.recordedBy} ghi nhận việc thu hồi toàn bộ đợt cấp ${fact.tranche} năm ${fact.year} của ${fact.unit}. Lần cấp này vẫn còn trên sổ; số tiền trở lại số còn lại của đơn vị.`,
    },
    ...(fact.reason === undefined ? [] : [{ kind: 'quote' as const, label: 'Lý do thu hồi', text: fact.reason }]),
    {
      kind: 'facts',
      rows: [
        { label: 'Thu hồi', value: amount(fact.amount) },
        { label: 'Quyết định', value: paper(fact) },
        ...sums(fact),
      ],
    },
    parts(fact),
    { kind: 'paragraph', text: `Nếu có vướng mắc, đề nghị đơn vị trao đổi với ${fact.recordedBy}.` },
  ],
  button: 'Xem sổ theo dõi của đơn vị',
});

/** The round is closed at the year's end. */
export const yearEnd = (fact: YearEndFact): MailText => ({
  subject: `Để biết: đợt dự toán năm ${fact.year} đã kết thúc, hết hiệu lực ${dong(fact.lapsed.figures)}`,
  blocks: [
    {
      kind: 'paragraph',
      text: `${fact.closedBy} đã kết thúc đợt dự toán năm ${fact.year} lúc ${moment(fact.at)}. ${
        fact.unit === undefined
          ? 'Phần chưa giao của các đơn vị đã hết hiệu lực và được ghi cho từng đơn vị.'
          : `Phần chưa giao của ${fact.unit} đã hết hiệu lực.`
      } Từ nay không giao, không thu hồi thêm trong đợt này.`,
    },
    ...(fact.remark === undefined ? [] : [{ kind: 'quote' as const, label: 'Ý kiến kèm theo', text: fact.remark }]),
    {
      kind: 'facts',
      rows: [
        { label: 'Được phê duyệt', value: amount(fact.approved) },
        { label: 'Đã giao', value: amount(fact.granted) },
        { label: 'Hết hiệu lực', value: amount(fact.lapsed) },
        ...(fact.unit === undefined ? [] : [{ label: 'Đơn vị', value: fact.unit }]),
        { label: 'Kế hoạch', value: fact.plan },
        { label: 'Bước tiếp theo', value: 'Kinh phí năm sau lập trong đợt dự toán mới' },
      ],
    },
  ],
  button: fact.unit === undefined ? 'Xem sổ theo dõi của đợt' : 'Xem sổ theo dõi của đơn vị',
});
