import { formats } from '../messages/vi/formats.ts';
import { report } from '../messages/vi/report.ts';
import type { TaskFact } from './facts.ts';
import type { MailBlock, MailText } from './messages.ts';
import { amount, counts, date, dong, due, howFar, moment, sourceRows } from './vi-words.ts';
import { ADJUSTS } from './vi-grants.ts';

/** What each kind of task asks for. */
export const ACTIONS = {
  estimate: 'Lập dự toán',
  lock: 'Chốt dự toán',
  synthesis: 'Tổng hợp dự toán',
  appraisal: 'Thẩm định dự toán',
  approval: 'Phê duyệt dự toán',
  report: 'Lập báo cáo',
  consolidation: 'Hoàn thiện báo cáo tổng hợp',
  'send-up': 'Gửi báo cáo tổng hợp lên',
  receipt: 'Xác nhận đã nhận báo cáo',
} as const;

/** What the button of each kind of task says. */
export const BUTTONS = {
  estimate: 'Mở dự toán',
  lock: 'Mở đợt dự toán',
  synthesis: 'Mở hồ sơ để tổng hợp',
  appraisal: 'Mở hồ sơ để thẩm định',
  approval: 'Xem hồ sơ và quyết định',
  report: 'Mở báo cáo',
  consolidation: 'Mở báo cáo tổng hợp',
  'send-up': 'Mở báo cáo tổng hợp',
  receipt: 'Xem và xác nhận',
} as const;

const TO_SIGN = {
  estimate: 'Ký dự toán',
  lock: 'Chốt dự toán',
  synthesis: 'Ký tổng hợp dự toán',
  appraisal: 'Ký kết quả thẩm định dự toán',
  approval: 'Ký phê duyệt dự toán',
  report: 'Ký báo cáo',
  consolidation: 'Ký báo cáo tổng hợp',
  'send-up': 'Gửi báo cáo tổng hợp lên',
  receipt: 'Xác nhận đã nhận báo cáo',
} as const;

const action = (fact: TaskFact): string => {
  const adjusts = fact.package?.adjusts;
  if (fact.prepared !== undefined)
    return adjusts === undefined
      ? TO_SIGN[fact.kind]
      : `Ký ${fact.kind === 'approval' ? 'phê duyệt' : 'kết quả thẩm định'} hồ sơ ${ADJUSTS[adjusts.kind].toLocaleLowerCase('vi')} dự toán`;
  if (adjusts !== undefined && fact.kind !== 'estimate')
    return `${fact.kind === 'approval' ? 'Phê duyệt' : 'Thẩm định'} hồ sơ ${ADJUSTS[adjusts.kind].toLocaleLowerCase('vi')} dự toán`;
  if (fact.kind !== 'estimate') return ACTIONS[fact.kind];
  if (fact.apart?.kind === 'supplement') return 'Lập dự toán bổ sung';
  if (fact.returned !== undefined) return 'Sửa và gửi lại dự toán';
  return fact.recalled ? 'Gửi lại dự toán đã rút' : ACTIONS.estimate;
};

/** Within a sentence. */
export const lowered = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** What a task asks for, in a few words. */
export const what = (fact: TaskFact): string => {
  const { report: asked } = fact;
  if (asked !== undefined)
    return fact.kind === 'report'
      ? `${fact.prepared === undefined ? 'Lập' : 'Ký'} ${report.name(asked.type, fact.year, asked.n)}`
      : `${action(fact)}: ${report.name(asked.type, fact.year, asked.n)}`;
  const total = fact.package?.appraised ?? fact.package?.proposed;
  const submission =
    fact.package === undefined || fact.package.submission === 1 ? '' : ` lần ${fact.package.submission}`;
  const { apart } = fact;
  const own = apart === undefined ? '' : `, hồ sơ số ${apart.number}`;
  return `${action(fact)} năm ${fact.year}${own}${submission}${total === undefined ? '' : ` (${dong(total.figures)})`}`;
};

const reportRequest = ({ office, plan, report: asked, next }: TaskFact): string =>
  asked === undefined
    ? `Đề nghị ${office} báo cáo về kế hoạch “${plan}”.`
    : `Đề nghị ${office} báo cáo kết quả thực hiện kế hoạch “${plan}”, kỳ từ ${date(asked.from)} đến ${date(asked.to)}${next === undefined ? '' : `, gửi ${next}`}. Nếu không phát sinh gì, chỉ cần chọn “Không phát sinh” và ghi lý do; không gửi gì không có nghĩa là không phát sinh.`;

const asksBlocks = ({ report: asked }: TaskFact): readonly MailBlock[] =>
  asked?.asks === undefined ? [] : [{ kind: 'quote', label: 'Nội dung yêu cầu', text: asked.asks }];

const request = (fact: TaskFact): string => {
  const { kind, office, year, plan, returned, recalled, next, units, prepared, handedBack, apart } = fact;
  if (prepared !== undefined)
    return `${prepared.by} đã trình ông/bà ký ở bước này (năm ${year}, ${office}) lúc ${moment(prepared.at)}. Đề nghị xem, ký, hoặc trả lại kèm ý kiến. Chưa ký thì chưa là văn bản của ${office}.`;
  if (handedBack && returned !== undefined)
    return `${returned.by} chưa ký và đã trả lại lúc ${moment(returned.at)}. Đề nghị sửa theo ý kiến dưới đây rồi trình ký lại.`;
  const adjusts = fact.package?.adjusts;
  if (adjusts !== undefined)
    return `Hồ sơ ${ADJUSTS[adjusts.kind].toLocaleLowerCase('vi')} quyết định số ${adjusts.number}, ngày ${date(adjusts.date)} (dự toán năm ${year}) đã đến ${office}. Đề nghị ${next === undefined ? 'phê duyệt, hoặc trả lại kèm lý do' : `thẩm định rồi trình ${next}`}. Không trả lời không có nghĩa là đồng ý.`;
  switch (kind) {
    case 'report':
      return reportRequest(fact);
    case 'consolidation':
      return `Kỳ báo cáo đã chốt và hệ thống đã tổng hợp số liệu của các đơn vị. Đề nghị ${office} xem, viết phần nhận xét rồi trình ký. Số liệu tổng hợp không sửa được; đơn vị nào còn thiếu được nêu tên trong phụ lục.`;
    case 'send-up':
      return `Báo cáo tổng hợp đã được ký. Đề nghị ${office} ghi số, ngày và cách gửi văn bản${next === undefined ? '' : `, gửi ${next}`}.`;
    case 'receipt':
      return `Báo cáo tổng hợp thực hiện kế hoạch “${plan}” đã được gửi tới ${office}. Đề nghị xem và xác nhận đã nhận; có thể ghi số văn bản đến.`;
    case 'estimate':
      if (apart?.kind === 'supplement')
        return `${apart.by} đã mở hồ sơ bổ sung số ${apart.number}. Đề nghị ${office} lập dự toán kinh phí năm ${year} thực hiện kế hoạch “${plan}” và gửi đúng hạn; khi đủ dự toán, hồ sơ tự đi qua các bước. Nếu không đề xuất kinh phí, đề nghị ký xác nhận trên cùng trang.`;
      if (returned !== undefined)
        return `${returned.by} đã trả lại dự toán năm ${year} của ${office} lúc ${moment(returned.at)}. Đề nghị đơn vị sửa theo lý do nêu dưới đây và gửi lại đúng hạn.`;
      return recalled
        ? `${office} đã rút dự toán năm ${year} về để sửa. Dự toán chỉ được tính khi đơn vị gửi lại.`
        : `Đề nghị ${office} lập dự toán kinh phí năm ${year} thực hiện kế hoạch “${plan}” và gửi đúng hạn. Nếu năm nay đơn vị không đề xuất kinh phí, đề nghị ký xác nhận trên cùng trang; không gửi gì không có nghĩa là không đề xuất.`;
    case 'lock':
      return `${units ?? 0} đơn vị đang lập dự toán năm ${year}. Đề nghị ${office} theo dõi, trả lại dự toán cần sửa và chốt đúng hạn. Chốt là ngừng nhận, không phải ký duyệt; sau khi chốt, các đơn vị không sửa được nữa.`;
    case 'synthesis':
      return `Dự toán năm ${year} của các đơn vị đã được chốt. Đề nghị ${office} tổng hợp${next === undefined ? '' : ` và chuyển ${next}`}.`;
    case 'appraisal':
      return `Hồ sơ dự toán năm ${year} đã đến ${office}. Đề nghị thẩm định từng nội dung chi (giữ nguyên, hoặc giảm và ghi lý do)${next === undefined ? '' : ` rồi trình ${next}`}.`;
    case 'approval':
      return `Hồ sơ dự toán năm ${year} đã được trình ${office}. Đề nghị phê duyệt, phê duyệt mức khác kèm lý do, hoặc trả lại kèm lý do. Không trả lời không có nghĩa là đồng ý.`;
  }
};

/** What is said besides of what goes up on its own. */
const apartBlocks = ({ kind, office, apart, prepared }: TaskFact): readonly MailBlock[] => {
  if (apart === undefined || prepared !== undefined) return [];
  const quote: MailBlock = { kind: 'quote', label: 'Lý do', text: apart.reason };
  if (kind !== 'estimate')
    return [
      {
        kind: 'paragraph',
        text:
          apart.kind === 'part'
            ? `Đây là hồ sơ số ${apart.number}: phần của ${apart.units}, đã được trả lại và lập lại. Phần còn lại của đợt đi theo hồ sơ khác.`
            : `Đây là hồ sơ bổ sung số ${apart.number}: ${apart.units} chưa có dự toán khi chốt.`,
      },
      quote,
    ];
  if (apart.kind === 'supplement') return [quote];
  return [
    {
      kind: 'paragraph',
      text: `Phần này đi riêng trong hồ sơ số ${apart.number}: khi ${office} gửi lại, hồ sơ tự chuyển lên bước tiếp theo.`,
    },
  ];
};

const returnBlocks = ({ kind, returned, handedBack }: TaskFact): readonly MailBlock[] => {
  if (returned === undefined) return [];
  if (handedBack) return [{ kind: 'quote', label: 'Ý kiến của người đứng đầu', text: returned.reason }];
  const quote: MailBlock = { kind: 'quote', label: 'Lý do trả lại', text: returned.reason };
  if (kind === 'estimate') return [quote];
  const text = `Lần trình trước, ${returned.by} đã trả lại hồ sơ lúc ${moment(returned.at)}.`;
  return [{ kind: 'paragraph', text }, quote];
};

/** What a task is, row by row. */
export const factRows = (fact: TaskFact): MailBlock => {
  const { office, plan, package: pkg, stood, next } = fact;
  return {
    kind: 'facts',
    rows: [
      { label: 'Hạn', value: due(fact.due) },
      { label: 'Cách tính hạn', value: formats.counted(fact.basis) },
      { label: 'Đơn vị thực hiện', value: office },
      { label: 'Kế hoạch', value: plan },
      ...(pkg === undefined ? [] : [{ label: 'Lần trình', value: `${pkg.submission}` }]),
      ...(pkg?.adjusts === undefined
        ? []
        : [
            { label: 'Mức đang có hiệu lực', value: amount(pkg.adjusts.before) },
            { label: 'Lý do thay đổi', value: pkg.adjusts.reason },
          ]),
      ...(pkg === undefined
        ? []
        : [{ label: pkg.adjusts === undefined ? 'Tổng đề nghị' : 'Mức sau thay đổi', value: amount(pkg.proposed) }]),
      ...(pkg?.appraised === undefined ? [] : [{ label: 'Tổng thẩm định', value: amount(pkg.appraised) }]),
      ...(pkg === undefined ? [] : sourceRows(pkg.sources)),
      ...(pkg === undefined ? [] : [{ label: 'Các đơn vị', value: counts(pkg.counts) }]),
      ...(stood === undefined ? [] : [{ label: 'Mức đã gửi trước đó', value: amount(stood) }]),
      ...(fact.report === undefined
        ? []
        : [{ label: 'Kỳ báo cáo', value: `${date(fact.report.from)} - ${date(fact.report.to)}` }]),
      next === undefined
        ? { label: 'Bước tiếp theo', value: 'Kết quả được gửi tới từng đơn vị' }
        : { label: 'Nơi nhận tiếp theo', value: next },
    ],
  };
};

const activityBlocks = ({ activities }: TaskFact): readonly MailBlock[] =>
  activities.length === 0
    ? []
    : [
        {
          kind: 'list',
          caption: 'Nhiệm vụ đơn vị chủ trì',
          items: activities.map(({ code, title }) => ({ title: `${code}) ${title}`, details: [] })),
          rest: undefined,
        },
      ];

/** That the reader is told in somebody's place, or has it from somebody who left. */
const placeBlocks = ({ instead, handedOverFrom }: TaskFact): readonly MailBlock[] => [
  ...(instead === undefined
    ? []
    : [
        {
          kind: 'paragraph' as const,
          text: `Ông/bà nhận thư này thay cho ${instead.of}, vắng đến hết ngày ${date(instead.until)}. Ký thì vẫn cần chức vụ hoặc giấy ủy quyền.`,
        },
      ]),
  ...(handedOverFrom === undefined
    ? []
    : [
        {
          kind: 'paragraph' as const,
          text: `Việc này được bàn giao từ ${handedOverFrom}, đã thôi giữ chức vụ. Đường dẫn trong các thư trước không còn dùng được.`,
        },
      ]),
];

/** A task that is new, was returned or was recalled. */
export const assigned = (fact: TaskFact): MailText => ({
  subject: `${what(fact)}, hạn ${date(fact.due.date)}`,
  blocks: [
    { kind: 'paragraph', text: request(fact) },
    ...placeBlocks(fact),
    ...(fact.own
      ? []
      : [
          {
            kind: 'paragraph' as const,
            text: `${fact.office} chưa có người nhận thư trên hệ thống. Đề nghị ông/bà báo cho đơn vị và bổ sung người nhận.`,
          },
        ]),
    ...returnBlocks(fact),
    ...apartBlocks(fact),
    ...asksBlocks(fact),
    factRows(fact),
    ...activityBlocks(fact),
  ],
  button: fact.prepared === undefined ? BUTTONS[fact.kind] : 'Xem và ký',
});

const late = ({ kind, due: { state }, next }: TaskFact): readonly MailBlock[] => {
  if (state !== 'past') return [];
  if (kind === 'estimate') {
    const until = next === undefined ? 'đến khi chốt' : `đến khi ${next} chốt`;
    return [{ kind: 'paragraph', text: `Dự toán gửi muộn vẫn được nhận ${until}, và được ghi là muộn.` }];
  }
  if (kind === 'report')
    return [{ kind: 'paragraph', text: 'Báo cáo gửi muộn vẫn được nhận, cả sau khi chốt, và được ghi là muộn.' }];
  return [{ kind: 'paragraph', text: 'Hồ sơ vẫn chờ tại đơn vị cho đến khi có quyết định.' }];
};

/** A rung of the ladder. */
export const reminder = (fact: TaskFact): MailText => {
  const far = fact.due.state === 'today' ? howFar(fact.due) : `${howFar(fact.due)}, hạn ${date(fact.due.date)}`;
  const text = fact.own
    ? `${fact.office} còn một việc chưa xong: ${lowered(what(fact))}.`
    : `${fact.office} chưa xong việc: ${lowered(what(fact))}. Thư này để ông/bà biết và đôn đốc; ông/bà không phải làm thay.`;
  return {
    subject: fact.own ? `${what(fact)}: ${far}` : `Đôn đốc ${fact.office} ${lowered(what(fact))}: ${far}`,
    blocks: [{ kind: 'paragraph', text }, ...placeBlocks(fact), ...late(fact), ...returnBlocks(fact), factRows(fact)],
    button: fact.own ? BUTTONS[fact.kind] : 'Xem tình hình',
  };
};
