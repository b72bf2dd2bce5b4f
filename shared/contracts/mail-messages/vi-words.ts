import { type PlainDate, weekday } from '../../domain/calendar.ts';
import type { SigningBasis } from '../../domain/package.ts';
import type {
  Amount,
  DecisionFact,
  DueFact,
  LinesFact,
  MomentFact,
  PackageFact,
  SourcesFact,
  WithoutFact,
} from './facts.ts';
import { fields } from '../messages/vi/fields.ts';
import type { MailBlock } from './messages.ts';

const WEEKDAYS = ['Chủ nhật', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy'] as const;

/** Days below 10 and the months 1 and 2 have a zero before them (Nghị định 30/2020/NĐ-CP, Phụ lục I). */
export const date = (day: PlainDate): string => {
  const month = Number(day.slice(5, 7));
  return `${day.slice(8, 10)}/${month < 3 ? `0${month}` : month}/${day.slice(0, 4)}`;
};

/** A day with its weekday. */
export const fullDate = (day: PlainDate): string => `${WEEKDAYS[weekday(day)] ?? ''}, ngày ${date(day)}`;

/** A moment of a day. */
export const moment = ({ date: day, time }: MomentFact): string => `${time} ngày ${date(day)}`;

/** How far off the last day is. */
export const howFar = ({ state, workingDays }: DueFact): string => {
  switch (state) {
    case 'today':
      return 'hôm nay là hạn cuối';
    case 'ahead':
      return workingDays === 0 ? 'không còn ngày làm việc nào trước hạn' : `còn ${workingDays} ngày làm việc`;
    case 'past':
      return workingDays === 0 ? 'đã quá hạn' : `quá hạn ${workingDays} ngày làm việc`;
  }
};

/** The last day, counted. */
export const due = (fact: DueFact): string => `hết ${fullDate(fact.date)} (${howFar(fact)})`;

/** An amount in figures. */
export const dong = (figures: string): string => `${figures}\u00a0đồng`;

/** An amount in figures and words. */
export const amount = ({ figures, words }: Amount): string => `${dong(figures)} (Bằng chữ: ${words})`;

/** How many units are in a package, and how; what is missing is not a zero. */
export const counts = ({ submitted, nil, missing }: PackageFact['counts']): string =>
  [
    `${submitted} đơn vị đã gửi`,
    `${nil} đơn vị không đề xuất kinh phí`,
    missing === 0 ? 'không đơn vị nào thiếu' : `${missing} đơn vị chưa gửi (không tính là 0 đồng)`,
  ].join('; ');

/** On what a signature rests, as it stands after the signer's post. */
export const bases: { readonly [B in SigningBasis]: string } = {
  own_right: '',
  kt: ' (ký thay, KT.)',
  tl: ' (thừa lệnh, TL.)',
  tuq: ' (thừa ủy quyền, TUQ.)',
};

/** The paper that a decision is, with its signer. */
export const decision = ({ number, date: day, signer, basis, authorisation }: DecisionFact): string => {
  const by =
    authorisation === undefined
      ? ''
      : `, theo giấy ủy quyền số ${authorisation.number} từ ${date(authorisation.from)} đến ${date(authorisation.until)}`;
  return `Số ${number}, ngày ${date(day)}; người ký: ${signer}${bases[basis]}${by}`;
};

/** Lines with every figure and reason. */
export const lines = (caption: string, { shown, more }: LinesFact, withUnit: boolean): readonly MailBlock[] =>
  shown.length === 0
    ? []
    : [
        {
          kind: 'list',
          caption,
          items: shown.map((line) => ({
            title: `${withUnit ? `${line.unit}, ` : ''}mục ${line.activity}: ${line.content}`,
            details: [
              [
                `Đề nghị ${dong(line.proposed)}`,
                `thẩm định ${dong(line.appraised)}`,
                ...(line.approved === undefined ? [] : [`phê duyệt ${dong(line.approved)}`]),
              ].join('; '),
              ...line.reasons.map(
                ({ stage, text }) => `Lý do ${stage === 'appraisal' ? 'thẩm định' : 'phê duyệt'}: ${text}`,
              ),
            ],
          })),
          rest: more === 0 ? undefined : `Còn ${more} nội dung chi khác, xem trên trang.`,
        },
      ];

/** Units that a package holds no estimate of. */
export const withoutList = (without: readonly WithoutFact[]): readonly MailBlock[] => {
  if (without.length === 0) return [];
  return [
    {
      kind: 'list',
      caption: 'Đơn vị không có dự toán trong hồ sơ',
      items: without.slice(0, 20).map(({ unit, standing }) => ({
        title: `${unit}: ${standing === 'nil' ? 'không đề xuất kinh phí' : 'chưa gửi'}`,
        details: [],
      })),
      rest: without.length > 20 ? `Còn ${without.length - 20} đơn vị khác, xem trên trang.` : undefined,
    },
  ];
};

/** Totals by source of funds, and the communes' own part, which is in no total. */
export const sourceRows = ({
  of,
  memo,
}: SourcesFact): readonly { readonly label: string; readonly value: string }[] => [
  ...(of.length === 0
    ? []
    : [
        {
          label: 'Theo nguồn',
          value: of.map(({ source, figures }) => `${fields.sources[source]} ${dong(figures)}`).join('; '),
        },
      ]),
  ...(memo === undefined ? [] : [{ label: 'Ngân sách xã tự chi (để biết, ngoài tổng)', value: dong(memo) }]),
];
