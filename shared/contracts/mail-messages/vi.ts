import type { MailBlock, MailMessages } from './messages.ts';
import { standIn, standInAsked, standInsAsked, vacancy } from './vi-absence.ts';
import { consulted } from './vi-consulted.ts';
import { dated, lapsed } from './vi-dates.ts';
import { digest } from './vi-digest.ts';
import { code, signIn } from './vi-sign-in.ts';
import { authorisation, signed } from './vi-signing.ts';
import { assigned, reminder } from './vi-tasks.ts';
import { passedOn, undelivered } from './vi-undelivered.ts';
import { amount, counts, decision, dong, lines, moment, sourceRows, withoutList } from './vi-words.ts';
import { adjusted, granted, grantReversed, yearEnd } from './vi-grants.ts';

const HAD = {
  nothing: 'Đến lúc chốt, hệ thống chưa nhận được gì từ đơn vị.',
  draft: 'Đến lúc chốt, đơn vị có bản nháp nhưng chưa gửi. Bản nháp vẫn được giữ.',
  recalled: 'Đến lúc chốt, đơn vị đã rút dự toán về mà chưa gửi lại. Các lần gửi trước vẫn được giữ.',
  returned: 'Đến lúc chốt, dự toán đang bị trả lại để sửa mà chưa gửi lại. Các lần gửi trước vẫn được giữ.',
} as const;

const wayForward = (lockedBy: string): MailBlock => ({
  kind: 'paragraph',
  text: `Nếu vẫn cần kinh phí, đề nghị đơn vị có văn bản gửi ${lockedBy} đề nghị bổ sung dự toán, nêu rõ lý do chưa gửi đúng hạn.`,
});

/** The mails in Vietnamese. */
export const vi: MailMessages = {
  language: 'vi',
  greeting: (title) => `Kính gửi: ${title}`,
  buttonFallback: 'Nếu không bấm được nút, xin chép địa chỉ này vào trình duyệt:',
  footer: (link) =>
    [
      'Thư do hệ thống Trình gửi tự động; xin không trả lời thư này.',
      link === 'personal'
        ? 'Đường dẫn chỉ dành cho người nhận; xin không chuyển tiếp. Mở đường dẫn chỉ để xem, chưa quyết định điều gì.'
        : 'Mở đường dẫn chỉ để xem.',
    ].join(' '),
  assigned,
  authorisation,
  consulted,
  dated,
  digest,
  standIn,
  standInAsked,
  standInsAsked,
  vacancy,
  undelivered,
  passedOn,
  lapsed,
  reminder,
  signed,
  granted,
  grantReversed,
  yearEnd,
  adjusted,
  signIn,
  code,

  leftOut: ({ plan, year, unit, lockedBy, at, had }) => ({
    subject: `Đề nghị bổ sung nếu cần: dự toán năm ${year} của ${unit} không có trong hồ sơ`,
    blocks: [
      {
        kind: 'paragraph',
        text: `${lockedBy} đã chốt dự toán năm ${year} lúc ${moment(at)}. Dự toán của ${unit} không có trong hồ sơ trình, và không được coi là 0 đồng hay không đề xuất.`,
      },
      { kind: 'paragraph', text: HAD[had] },
      wayForward(lockedBy),
      {
        kind: 'facts',
        rows: [
          { label: 'Kế hoạch', value: plan },
          { label: 'Đơn vị', value: unit },
          { label: 'Bước tiếp theo', value: `${lockedBy} trình hồ sơ của các đơn vị đã gửi` },
        ],
      },
    ],
    button: 'Xem dự toán của đơn vị',
  }),

  lowered: ({ plan, year, unit, appraisedBy, submission, proposed, appraised, less, sources, lines: cut, next }) => ({
    subject: `Xem kết quả thẩm định dự toán năm ${year}: giảm ${dong(less.figures)}`,
    blocks: [
      {
        kind: 'paragraph',
        text: `${appraisedBy} đã thẩm định dự toán năm ${year} của ${unit} và giảm một số nội dung chi. Mức đơn vị đề nghị vẫn được giữ nguyên bên cạnh mức thẩm định.`,
      },
      {
        kind: 'facts',
        rows: [
          { label: 'Đơn vị đề nghị', value: amount(proposed) },
          { label: 'Thẩm định', value: amount(appraised) },
          { label: 'Giảm', value: amount(less) },
          ...sourceRows(sources),
          { label: 'Lần trình', value: `${submission}` },
          { label: 'Kế hoạch', value: plan },
          { label: 'Bước tiếp theo', value: next === undefined ? 'Chờ phê duyệt' : `${next} xem xét, phê duyệt` },
        ],
      },
      ...lines('Nội dung chi được giảm', cut, false),
      {
        kind: 'paragraph',
        text: `Mức cuối cùng do cấp phê duyệt quyết định. Nếu có ý kiến, đề nghị đơn vị trao đổi với ${appraisedBy}.`,
      },
    ],
    button: 'Xem từng nội dung chi',
  }),

  result: ({ plan, year, unit, proposed, appraised, approved, sources, decision: paper, lines: changed }) => ({
    subject: `Thực hiện dự toán năm ${year} đã được phê duyệt: ${dong(approved.figures)}`,
    blocks: [
      {
        kind: 'paragraph',
        text: `Dự toán năm ${year} của ${unit} đã có quyết định phê duyệt. Đề nghị đơn vị thực hiện trong mức được duyệt.`,
      },
      {
        kind: 'facts',
        rows: [
          { label: 'Được phê duyệt', value: amount(approved) },
          { label: 'Đơn vị đề nghị', value: amount(proposed) },
          { label: 'Thẩm định', value: amount(appraised) },
          ...sourceRows(sources),
          { label: 'Quyết định', value: decision(paper) },
          { label: 'Kế hoạch', value: plan },
          { label: 'Bước tiếp theo', value: `${unit} tổ chức thực hiện` },
        ],
      },
      ...lines('Nội dung chi khác mức đề nghị', changed, false),
    ],
    button: 'Xem kết quả từng nội dung chi',
  }),

  published: (fact) => ({
    subject: `Xem kết quả phê duyệt dự toán năm ${fact.year}: ${dong(fact.approved.figures)}`,
    blocks: [
      {
        kind: 'paragraph',
        text: `${fact.approvedBy} đã phê duyệt dự toán năm ${fact.year}. Kết quả đã được gửi tới từng đơn vị.`,
      },
      {
        kind: 'facts',
        rows: [
          { label: 'Được phê duyệt', value: amount(fact.approved) },
          { label: 'Thẩm định', value: amount(fact.appraised) },
          { label: 'Các đơn vị đề nghị', value: amount(fact.proposed) },
          ...sourceRows(fact.sources),
          { label: 'Quyết định', value: decision(fact.decision) },
          {
            label: 'Các đơn vị',
            value: counts({
              submitted: fact.submitted,
              nil: fact.without.filter(({ standing }) => standing === 'nil').length,
              missing: fact.without.filter(({ standing }) => standing === 'missing').length,
            }),
          },
          { label: 'Kế hoạch', value: fact.plan },
          { label: 'Bước tiếp theo', value: 'Các đơn vị tổ chức thực hiện' },
        ],
      },
      ...lines('Phê duyệt cao hơn mức thẩm định', fact.above, true),
      ...withoutList(fact.without),
      ...(fact.ownStanding === undefined
        ? []
        : [{ kind: 'paragraph' as const, text: 'Đơn vị của ông/bà không có dự toán trong hồ sơ này.' }]),
    ],
    button: 'Xem kết quả',
  }),

  closed: ({ plan, year, unit, standing, nilReason, lockedBy, decision: paper }) => ({
    subject:
      standing === 'nil'
        ? `Để biết: dự toán năm ${year} đã được phê duyệt, ${unit} không đề xuất kinh phí`
        : `Đề nghị bổ sung nếu cần: dự toán năm ${year} đã được phê duyệt, không có ${unit}`,
    blocks: [
      {
        kind: 'paragraph',
        text:
          standing === 'nil'
            ? `Dự toán năm ${year} đã có quyết định phê duyệt. ${unit} đã ký xác nhận không đề xuất kinh phí nên không có mức được duyệt.`
            : `Dự toán năm ${year} đã có quyết định phê duyệt. Hồ sơ không có dự toán của ${unit} vì đơn vị chưa gửi trước khi chốt.`,
      },
      ...(nilReason === undefined ? [] : [{ kind: 'quote' as const, label: 'Lý do đơn vị đã nêu', text: nilReason }]),
      {
        kind: 'facts',
        rows: [
          { label: 'Quyết định', value: decision(paper) },
          { label: 'Kế hoạch', value: plan },
          { label: 'Đơn vị', value: unit },
        ],
      },
      ...(standing === 'missing' ? [wayForward(lockedBy)] : []),
    ],
    button: 'Xem đợt dự toán của đơn vị',
  }),

  secondClaim: ({ plan, year, unit, claims, standing }) => ({
    subject: `Để biết, xử lý nếu cần: ${unit} cũng đề nghị kinh phí cho nhiệm vụ của đơn vị khác nộp, năm ${year}`,
    blocks: [
      {
        kind: 'paragraph',
        text: `${unit} vừa nộp dự toán năm ${year}, trong đó có nhiệm vụ cùng chủ trì do đơn vị khác nộp. Phần này được giữ lại nhưng không cộng vào tổng; mỗi nhiệm vụ chỉ tính một lần.`,
      },
      {
        kind: 'list',
        caption: 'Nhiệm vụ được đề nghị hai lần',
        items: claims.map(({ activity, title, submitter, figures }) => ({
          title: `mục ${activity}: ${title}`,
          details: [`${unit} đề nghị ${dong(figures)}; tính ở ${submitter}`],
        })),
        rest: undefined,
      },
      {
        kind: 'paragraph',
        text: `Nếu đơn vị nộp phải là đơn vị khác, ${standing} trả lại dự toán của các đơn vị rồi chỉ định lại.`,
      },
      { kind: 'facts', rows: [{ label: 'Kế hoạch', value: plan }] },
    ],
    button: 'Xem dự toán của đơn vị',
  }),
};
