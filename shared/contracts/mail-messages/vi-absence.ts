import type { AbsenceFact, StandInsFact, VacancyFact, WorkFact } from './facts.ts';
import type { MailBlock, MailText } from './messages.ts';
import { ACTIONS } from './vi-tasks.ts';
import { date, fullDate } from './vi-words.ts';

const span = ({ from, until }: Pick<AbsenceFact, 'from' | 'until'>): string =>
  from === until ? `ngày ${date(from)}` : `từ ${date(from)} đến hết ${date(until)}`;

const workList = (works: readonly WorkFact[]): readonly MailBlock[] =>
  works.length === 0
    ? []
    : [
        {
          kind: 'list',
          caption: 'Việc đến hạn trong thời gian vắng',
          items: works.slice(0, 20).map(({ kind, year, office, until, away }) => ({
            title: `${ACTIONS[kind]} năm ${year} (${office}), hạn ${fullDate(until)}`,
            details: away === undefined ? [] : [`${away.person} vắng ${span(away)}`],
          })),
          rest: works.length > 20 ? `Còn ${works.length - 20} việc khác, xem trên trang.` : undefined,
        },
      ];

const rows = ({ person, from, until, reason, recordedBy, plan }: AbsenceFact): MailBlock => ({
  kind: 'facts',
  rows: [
    { label: 'Người vắng', value: person },
    { label: 'Thời gian', value: span({ from, until }) },
    ...(reason === undefined ? [] : [{ label: 'Lý do', value: reason }]),
    { label: 'Người ghi', value: recordedBy },
    { label: 'Kế hoạch', value: plan },
  ],
});

/** Why the reader no longer stands in, where that is what he is told. */
const over = ({ person, cancelled, replacedBy }: AbsenceFact): string | undefined => {
  if (cancelled) return `Lần vắng của ${person} đã được bỏ; thư về việc của người này lại gửi cho chính người này.`;
  return replacedBy === undefined
    ? undefined
    : `${replacedBy} được cử làm thay cho ${person} thay ông/bà; từ nay thư về việc của ${person} không gửi đến ông/bà nữa.`;
};

/** The reader stands in for somebody, or no longer does. */
export const standIn = (fact: AbsenceFact): MailText => {
  const ended = over(fact);
  return {
    subject:
      ended === undefined ? `Ông/bà làm thay cho ${fact.person}, ${span(fact)}` : `Thôi làm thay cho ${fact.person}`,
    blocks: [
      {
        kind: 'paragraph',
        text:
          ended ??
          `Trong thời gian này, thư về việc của ${fact.person} gửi đến ông/bà. Ông/bà làm được phần chuẩn bị; ký thì vẫn cần chức vụ hoặc giấy ủy quyền.`,
      },
      ...(ended === undefined ? workList(fact.works) : []),
      rows(fact),
    ],
    button: 'Xem sổ vắng mặt',
  };
};

/** Somebody is away while his work is due, and nobody stands in. */
export const standInAsked = (fact: AbsenceFact): MailText => ({
  subject: `Cử người làm thay: ${fact.person} vắng ${span(fact)}`,
  blocks: [
    {
      kind: 'paragraph',
      text: `${fact.person} vắng trong thời gian có việc đến hạn và chưa có người làm thay. Đề nghị cử một người cùng cơ quan, hoặc người có giấy ủy quyền, trước khi việc đến.`,
    },
    ...workList(fact.works),
    rows(fact),
  ],
  button: 'Cử người làm thay',
});

/** A round opened in which several people will be away. */
export const standInsAsked = ({ plan, year, works }: StandInsFact): MailText => ({
  subject: `Đợt năm ${year}: ${works.length} việc đến hạn khi người thực hiện vắng`,
  blocks: [
    {
      kind: 'paragraph',
      text: `Đợt dự toán năm ${year} vừa mở. Những việc sau đến hạn khi người thực hiện vắng mà chưa có người làm thay; đề nghị các cơ quan cử người trước khi việc đến.`,
    },
    ...workList(works),
    { kind: 'facts', rows: [{ label: 'Kế hoạch', value: plan }] },
  ],
  button: 'Xem sổ vắng mặt',
});

/** Somebody leaves, and a post that work waits for has no holder then. */
export const vacancy = ({ plan, person, lastDay, posts }: VacancyFact): MailText => ({
  subject: `Chức vụ chưa có người giữ sau ngày ${date(lastDay)}: ${posts.map(({ office }) => office).join(', ')}`,
  blocks: [
    {
      kind: 'paragraph',
      text: `${person} thôi giữ chức vụ sau ngày ${date(lastDay)}. Từ đó các chức vụ sau không có người giữ, nên việc đến sẽ không có ai thực hiện hoặc ký. Đề nghị cập nhật người mới vào kế hoạch.`,
    },
    {
      kind: 'list',
      caption: 'Chức vụ trống',
      items: posts.map(({ office, post }) => ({
        title: post === 'head' ? `${office}: chưa có người đứng đầu để ký` : `${office}: chưa có ai`,
        details: [],
      })),
      rest: undefined,
    },
    { kind: 'facts', rows: [{ label: 'Kế hoạch', value: plan }] },
  ],
  button: 'Xem sổ vắng mặt',
});
