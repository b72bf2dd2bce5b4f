import { fields } from '../messages/vi/fields.ts';
import type { AdjustedFact, GrantFact, YearEndFact } from './facts.ts';
import type { MailBlock, MailText } from './messages.ts';
import { amount, date, decision, dong, moment, sourceRows } from './vi-words.ts';

const paper = ({ number, date: day, signer }: GrantFact): string =>
  `Số ${number}, ngày ${date(day)}; người ký: ${signer}`;

const parts = ({ parts: list, more }: GrantFact): MailBlock => ({
  kind: 'list',
  caption: 'Theo từng nhiệm vụ',
  items: list.map(({ activity, title, source, figures }) => ({
    title: `${activity}) ${title}`,
    details: [source === undefined ? dong(figures) : `${fields.sources[source]}: ${dong(figures)}`],
  })),
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
        ...sourceRows(fact.sources).map((row) => ({ ...row, label: 'Hết hiệu lực theo nguồn' })),
        ...(fact.unit === undefined ? [] : [{ label: 'Đơn vị', value: fact.unit }]),
        { label: 'Kế hoạch', value: fact.plan },
        { label: 'Bước tiếp theo', value: 'Kinh phí năm sau lập trong đợt dự toán mới' },
      ],
    },
  ],
  button: fact.unit === undefined ? 'Xem sổ theo dõi của đợt' : 'Xem sổ theo dõi của đơn vị',
});

/** What an adjustment does. */
export const ADJUSTS = { change: 'Điều chỉnh', supplement: 'Bổ sung', recovery: 'Thu hồi' } as const;

/** What was approved is changed by a new decision. */
export const adjusted = (fact: AdjustedFact): MailText => ({
  subject: `Thực hiện theo quyết định ${ADJUSTS[fact.cites.kind].toLocaleLowerCase('vi')} dự toán năm ${fact.year}: ${dong(fact.after.figures)}`,
  blocks: [
    {
      kind: 'paragraph',
      text: `Mức phê duyệt năm ${fact.year}${fact.unit === undefined ? '' : ` của ${fact.unit}`} đã được thay đổi. Quyết định trước vẫn được giữ nguyên như khi ban hành; từ nay thực hiện theo mức mới.`,
    },
    { kind: 'quote', label: 'Lý do', text: fact.cites.reason },
    {
      kind: 'facts',
      rows: [
        { label: 'Mức mới', value: amount(fact.after) },
        { label: 'Mức trước', value: amount(fact.before) },
        { label: 'Quyết định', value: decision(fact.decision) },
        { label: 'Quyết định được thay đổi', value: `Số ${fact.cites.number}, ngày ${date(fact.cites.date)}` },
        { label: 'Kế hoạch', value: fact.plan },
        { label: 'Bước tiếp theo', value: 'Số còn lại được tính theo mức mới' },
      ],
    },
    {
      kind: 'list',
      caption: 'Nội dung chi được thay đổi',
      items: fact.lines.map(({ title, before, after }) => ({
        title,
        details: [`Từ ${dong(before)} thành ${dong(after)}`],
      })),
      rest: fact.more === 0 ? undefined : `Còn ${fact.more} nội dung chi khác, xem trên trang.`,
    },
  ],
  button: 'Xem quyết định',
});
