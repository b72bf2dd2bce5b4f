import { styleText } from 'node:util';
import * as z from 'zod';
import type { Runtime } from '../runtime.ts';
import type { StoreScan } from '../../../shared/app/verify.ts';
import type { RehearsalReport } from '../../../shared/contracts/rehearsal.ts';
import { type Instant, instantOf, localDate, weekday } from '../../../shared/domain/calendar.ts';
import { type Entry, readEntry } from '../../../shared/domain/journal.ts';
import { writeDong } from '../../../shared/domain/money.ts';
import type { Plan } from '../../../shared/domain/plan.ts';
import { readStream } from '../../../shared/domain/records.ts';
import type { Language } from '../../../shared/domain/text.ts';

/** One dated line of what happened. */
type Told = { readonly at: Instant; readonly order: number; readonly mark: '·' | '✉'; readonly text: string };

const days = {
  vi: ['Chủ nhật', 'Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
} as const;

/** What the story takes from an event: the figures and reasons that it may carry. */
const Said = z.looseObject({
  type: z.string(),
  total: z.number().optional(),
  reason: z.string().nullish(),
  late: z.boolean().optional(),
  rungs: z.array(z.string()).optional(),
  stage: z.string().optional(),
  to: z.string().optional(),
  submission: z.number().optional(),
  approved: z.number().optional(),
  content: z
    .looseObject({
      totals: z.looseObject({ proposed: z.number(), appraised: z.number(), approved: z.number() }),
    })
    .optional(),
  counts: z.looseObject({ submitted: z.number(), nil: z.number(), missing: z.number() }).optional(),
  decision: z.looseObject({ number: z.string() }).optional(),
  set: z.looseObject({ total: z.number(), changed: z.number(), stage: z.string() }).optional(),
});
type Said = z.infer<typeof Said>;

const dong = (amount: number | undefined): string => `${writeDong(amount ?? 0)} đ`;

/** What each kind of entry is called in the story; kinds that are not told are left out. */
const tellers: Readonly<Record<string, (said: Said) => { readonly vi: string; readonly en: string }>> = {
  RoundOpened: () => ({ vi: 'mở đợt', en: 'opened the round' }),
  DraftSaved: ({ total }) => ({ vi: `lưu nháp ${dong(total)}`, en: `saved a draft of ${dong(total)}` }),
  EstimateSubmitted: ({ total, late }) => ({
    vi: `nộp dự toán ${dong(total)}${late === true ? ' (muộn)' : ''}`,
    en: `submitted an estimate of ${dong(total)}${late === true ? ' (late)' : ''}`,
  }),
  EstimateRecalled: () => ({ vi: 'rút dự toán', en: 'recalled the estimate' }),
  NilSigned: ({ reason }) => ({ vi: `không đề xuất kinh phí: ${reason}`, en: `proposed nothing: ${reason}` }),
  EstimateReturned: ({ reason }) => ({ vi: `trả lại dự toán: ${reason}`, en: `returned the estimate: ${reason}` }),
  LockOrdered: () => ({ vi: 'khóa đợt', en: 'locked the round' }),
  PackageSealed: ({ counts, content }) => ({
    vi: `lập hồ sơ ${dong(content?.totals.proposed)}: ${counts?.submitted} nộp, ${counts?.nil} không đề xuất, ${counts?.missing} thiếu`,
    en: `sealed the package of ${dong(content?.totals.proposed)}: ${counts?.submitted} submitted, ${counts?.nil} nil, ${counts?.missing} missing`,
  }),
  FiguresSet: ({ set }) => ({
    vi: `${set?.stage === 'approval' ? 'duyệt' : 'thẩm định'} còn ${dong(set?.total)} (${set?.changed} nội dung thay đổi)`,
    en: `${set?.stage === 'approval' ? 'set for approval' : 'appraised'} at ${dong(set?.total)} (${set?.changed} lines changed)`,
  }),
  StageForwarded: ({ stage, submission, content }) => ({
    vi: `${stage === 'appraisal' ? 'trình lên' : 'chuyển tổng hợp'} lần ${submission}: ${dong(content?.totals.appraised)}`,
    en: `${stage === 'appraisal' ? 'submitted upward' : 'passed on the synthesis'}, submission ${submission}: ${dong(content?.totals.appraised)}`,
  }),
  StageReturned: ({ submission, to, reason }) => ({
    vi: `trả lại lần ${submission} về bước ${to === 'appraisal' ? 'thẩm định' : 'tổng hợp'}: ${reason}`,
    en: `returned submission ${submission} to ${to}: ${reason}`,
  }),
  PackageApproved: ({ content, decision }) => ({
    vi: `phê duyệt ${dong(content?.totals.approved)}, quyết định ${decision?.number}`,
    en: `approved ${dong(content?.totals.approved)}, decision ${decision?.number}`,
  }),
  PackagePublished: () => ({ vi: 'công bố kết quả', en: 'published the result' }),
  ResultPublished: ({ approved }) => ({
    vi: `được duyệt ${dong(approved)}`,
    en: `was granted approval of ${dong(approved)}`,
  }),
  TaskReminded: ({ rungs }) => ({ vi: `nhắc việc (${rungs?.join(', ')})`, en: `reminder (${rungs?.join(', ')})` }),
  TaskLapsed: () => ({ vi: 'hết hạn, không nộp', en: 'lapsed without an answer' }),
  AttemptRaised: () => ({ vi: 'chạy lại quy trình', en: 'the workflow was started again' }),
};

const subjectOf = (entry: Entry, plan: Plan, language: Language): string => {
  const stream = readStream(entry.stream);
  const last = stream?.id.split(':').at(-1) ?? '';
  const unit = plan.units.find(({ id }) => id === last);
  if (entry.actor.kind === 'person') {
    const { person, office } = entry.actor;
    const title = plan.people.find(({ id }) => id === person)?.title[language] ?? person;
    return unit !== undefined && unit.id !== office ? `${title} (${unit.shortName[language]})` : title;
  }
  return unit?.shortName[language] ?? (language === 'vi' ? 'Hệ thống' : 'System');
};

const tellEntry = (entry: Entry, plan: Plan, language: Language, order: number): Told[] => {
  const said = Said.parse(entry.event);
  const tell = tellers[said.type];
  if (tell === undefined) return [];
  return [{ at: entry.at, order, mark: '·', text: `${subjectOf(entry, plan, language)}: ${tell(said)[language]}` }];
};

const stamp = (at: Instant, language: Language): string => {
  const local = new Date(Date.parse(at) + 7 * 3_600_000).toISOString();
  const day = days[language][weekday(localDate(at))] ?? '';
  return `${day.padEnd(language === 'vi' ? 8 : 3)} ${local.slice(8, 10)}/${local.slice(5, 7)} ${local.slice(11, 16)}`;
};

/** The dated story of a store's journal and of the mails that went out, in order. */
export const storyOf = async (
  scan: StoreScan,
  mailbox: Runtime['mailbox'],
  plan: Plan,
  language: Language,
): Promise<string[]> => {
  const told: Told[] = [];
  let order = 0;
  for await (const stored of scan.journal()) {
    const entry = readEntry(stored);
    if (entry !== undefined) told.push(...tellEntry(entry, plan, language, (order += 1)));
  }
  for (const mail of mailbox.list({ most: 100_000 }).toReversed())
    told.push({
      at: instantOf(mail.at),
      order: (order += 1),
      mark: '✉',
      text: `${mail.to.join(', ')}: ${mail.subject}`,
    });
  return told
    .toSorted((a, b) => (a.at === b.at ? a.order - b.order : a.at < b.at ? -1 : 1))
    .map(({ at, mark, text }) => `${stamp(at, language)}  ${mark} ${text}`);
};

/** The sums at the story's end. */
export const summaryOf = (report: RehearsalReport, plan: Plan, language: Language): string[] => {
  const name = (id: string): string => plan.units.find((unit) => unit.id === id)?.shortName[language] ?? id;
  const words =
    language === 'vi'
      ? {
          proposed: 'Đề nghị',
          appraised: 'Thẩm định',
          approved: 'Phê duyệt',
          late: 'Nộp muộn',
          missing: 'Không nộp',
          mails: 'thư',
          nobody: 'không có',
        }
      : {
          proposed: 'Proposed',
          appraised: 'Appraised',
          approved: 'Approved',
          late: 'Late',
          missing: 'Missing',
          mails: 'mails',
          nobody: 'none',
        };
  const list = (units: readonly string[]): string => (units.length === 0 ? words.nobody : units.map(name).join(', '));
  const { totals } = report;
  return [
    '',
    ...(totals === null
      ? []
      : [
          `${words.proposed.padEnd(12)} ${dong(totals.proposed).padStart(20)}`,
          `${words.appraised.padEnd(12)} ${dong(totals.appraised).padStart(20)}`,
          styleText('bold', `${words.approved.padEnd(12)} ${dong(totals.approved).padStart(20)}`),
        ]),
    `${words.late}: ${list(report.late)}. ${words.missing}: ${list(report.missing)}. ${report.mails.length} ${words.mails}.`,
  ];
};
