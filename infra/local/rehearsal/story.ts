import type { RehearsalReport } from '../../../shared/contracts/rehearsal.ts';
import { money } from '../../../shared/contracts/messages/format.ts';
import { type Names, namesOf } from '../../../shared/contracts/messages/names.ts';
import { type Instant, instantOf, localDate, weekday } from '../../../shared/domain/calendar.ts';
import { type Entry, readEntry } from '../../../shared/domain/journal.ts';
import type { Plan } from '../../../shared/domain/plan.ts';
import { eventSchemas, readStream } from '../../../shared/domain/records.ts';
import type { Language } from '../../../shared/domain/text.ts';
import type { StoreScan } from '../../../shared/app/verify.ts';
import type { Runtime } from '../runtime.ts';
import { tell } from './story-words.ts';

/** One line of the story: at its moment, after those of a lower rank. */
type Line = { readonly at: Instant; readonly rank: number; readonly order: number; readonly text: string };

const days = {
  vi: ['Chủ nhật', 'Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
} as const;

const afterAllElse = 9;

const subjectOf = ({ actor }: Entry, unit: string | undefined, names: Names): string => {
  if (actor.kind === 'system') return unit === undefined ? 'Trình' : names.shortUnit(unit);
  const who = names.person(actor.person);
  return unit === undefined || unit === actor.office ? who : `${who} (${names.shortUnit(unit)})`;
};

/** Reads entries one after the other; a stream's first entry says which office it is of. */
const lineReader = (plan: Plan, language: Language) => {
  const names = namesOf(plan, language);
  const offices = new Map<string, string>();
  let order = 0;
  return (entry: Entry): Line[] => {
    const stream = readStream(entry.stream);
    const event = stream && eventSchemas[stream.type].safeParse(entry.event);
    if (event?.success !== true) return [];
    if (event.data.type === 'TaskOpened') offices.set(entry.stream, event.data.office);
    if (event.data.type === 'EstimateOpened') offices.set(entry.stream, event.data.unit);
    if ('opening' in event.data && event.data.opening !== null) offices.set(entry.stream, event.data.opening.unit);
    const told = tell(event.data);
    if (told === undefined) return [];
    order += 1;
    const subject = subjectOf(entry, offices.get(entry.stream), names);
    return [{ at: entry.at, rank: told.rank, order, text: `  · ${subject}: ${told.text[language]}` }];
  };
};

/** The mails of a moment that say the same, in one line. */
const mailLines = (mailbox: Runtime['mailbox']): Line[] => {
  const together = new Map<string, { at: Instant; order: number; subject: string; to: string[] }>();
  for (const { number, at, subject, to } of mailbox.list({ most: 100_000 }).toReversed()) {
    const moment = instantOf(at);
    const key = `${moment} ${subject}`;
    const same = together.get(key) ?? { at: moment, order: number, subject, to: [] };
    same.to.push(...to);
    together.set(key, same);
  }
  return [...together.values()].map(({ at, order, subject, to }) => ({
    at,
    rank: afterAllElse,
    order,
    text: `  ✉ ${subject} → ${to.join(', ')}`,
  }));
};

const clockOf = (at: Instant): string => new Date(Date.parse(at) + 7 * 3_600_000).toISOString().slice(11, 16);

const dayOf = (at: Instant, language: Language): string => {
  const date = localDate(at);
  return `${days[language][weekday(date)] ?? ''} ${date.slice(8, 10)}/${date.slice(5, 7)}/${date.slice(0, 4)}`;
};

/** The dated story of a store's journal and of the mails that went out, in order. */
export const storyOf = async (
  scan: StoreScan,
  mailbox: Runtime['mailbox'],
  plan: Plan,
  language: Language,
): Promise<string[]> => {
  const lines: Line[] = [];
  const read = lineReader(plan, language);
  for await (const stored of scan.journal()) {
    const entry = readEntry(stored);
    if (entry !== undefined) lines.push(...read(entry));
  }
  const inOrder = [...lines, ...mailLines(mailbox)].toSorted((a, b) =>
    a.at === b.at ? a.rank - b.rank || a.order - b.order : a.at < b.at ? -1 : 1,
  );
  const story = [plan.title[language]];
  let [day, clock] = ['', ''];
  for (const { at, text } of inOrder) {
    const [thisDay, thisClock] = [dayOf(at, language), clockOf(at)];
    if (thisDay !== day) story.push('', thisDay);
    story.push(`${thisDay === day && thisClock === clock ? '     ' : thisClock}${text}`);
    [day, clock] = [thisDay, thisClock];
  }
  return story;
};

const words = {
  vi: {
    proposed: 'Đề nghị',
    appraised: 'Thẩm định',
    approved: 'Phê duyệt',
    unit: 'Đơn vị',
    total: 'Tổng cộng',
    late: 'Nộp muộn',
    missing: 'Không nộp',
    nobody: 'không có',
    nil: 'không đề xuất kinh phí',
    notIn: 'không nộp',
    unpublished: 'Chưa có kết quả nào được công bố.',
    count: (mails: number, submissions: number) => `${mails} thư đã gửi; hồ sơ trình lần ${submissions}.`,
  },
  en: {
    proposed: 'Proposed',
    appraised: 'Appraised',
    approved: 'Approved',
    unit: 'Unit',
    total: 'Total',
    late: 'Late',
    missing: 'Missing',
    nobody: 'none',
    nil: 'proposes nothing',
    notIn: 'missing',
    unpublished: 'No result has been published yet.',
    count: (mails: number, submissions: number) => `${mails} mails were sent; submission ${submissions}.`,
  },
} as const;

/** The table of a round's figures at the story's end, and who was late or missing; nothing where no round was opened. */
export const summaryOf = (report: RehearsalReport, plan: Plan, language: Language): string[] => {
  if (report.units.length === 0) return [];
  const said = words[language];
  const names = namesOf(plan, language);
  const width = Math.max(...report.units.map(({ unit }) => names.shortUnit(unit).length), said.total.length) + 2;
  const row = (name: string, cells: readonly string[]): string =>
    `${name.padEnd(width)}${cells.map((cell) => cell.padStart(16)).join('')}`;
  const figures = ({ proposed, appraised, approved }: RehearsalReport['totals']): string[] =>
    [proposed, appraised, approved].map((figure) => (figure === null ? '–' : money(figure)));
  const list = (units: readonly string[]): string => (units.length === 0 ? said.nobody : names.units(units));
  return [
    '',
    row(said.unit, [said.proposed, said.appraised, said.approved]),
    ...report.units.map(({ unit, standing, totals }) =>
      totals === null
        ? `${names.shortUnit(unit).padEnd(width)}  (${standing === 'nil' ? said.nil : said.notIn})`
        : row(names.shortUnit(unit), figures(totals)),
    ),
    row(said.total, figures(report.totals)),
    '',
    ...(report.published ? [] : [said.unpublished]),
    `${said.late}: ${list(report.late)}. ${said.missing}: ${list(report.missing)}. ${said.count(report.mails.length, report.submissions)}`,
  ];
};
