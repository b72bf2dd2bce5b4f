import type { ActivityCode } from './ids.ts';
import { Dong, LARGEST_LINE, readDong } from './money.ts';
import type { Period } from './obligations.ts';
import { activityOf, type Plan } from './plan.ts';
import { airingsOf, quotaOf, spansOf } from './quotas.ts';
import type { FieldProblem } from './refusal.ts';
import { written } from './reason.ts';
import { readTargets } from './targets.ts';
import {
  Count,
  type DraftRow,
  LONGEST_TEXT,
  Progress,
  type ReturnContent,
  type ReturnDraft,
  type ReturnRow,
  ReturnWords,
  type SpanCount,
} from './return-content.ts';

/** What is read of a report as typed, and everything in it that cannot be. */
export type ReadReturn = { readonly content: ReturnContent; readonly problems: readonly FieldProblem[] };

/** What a report is read against: whose it is, and of when. */
export type ReturnFrame = {
  readonly plan: Plan;
  readonly activities: readonly ActivityCode[];
  readonly period: Period;
};

type Note = (problem: FieldProblem) => undefined;

const number = (text: string, path: string, most: number, note: Note): number | null | undefined => {
  if (text.trim() === '') return null;
  const read = readDong(text);
  if (!read.ok) return note({ path, code: read.why === 'comma' ? 'comma-in-amount' : 'not-an-amount', given: text });
  const whole = Number.isInteger(read.dong) && read.dong >= 0 && read.dong <= most;
  return whole ? read.dong : note({ path, code: 'not-an-amount', given: text });
};

const count = (text: string, path: string, note: Note): Count | null =>
  Count.nullable().parse(number(text, path, 1_000_000_000, note) ?? null);

const text = (given: string, path: string, note: Note): string => {
  const kept = written(given);
  if (kept.length > LONGEST_TEXT) note({ path, code: 'too-long', most: LONGEST_TEXT });
  return kept.slice(0, LONGEST_TEXT);
};

const readCounts = (row: DraftRow, at: string, frame: ReturnFrame, note: Note): SpanCount[] => {
  const activity = frame.plan.activities.find(({ code }) => code === row.activity);
  const quota = activity === undefined ? undefined : quotaOf(activity);
  const spans = quota === undefined ? [] : spansOf(quota, frame.period);
  return row.counts.flatMap((one, index): readonly SpanCount[] => {
    const path = `${at}.counts[${index}]`;
    const made = count(one.count, `${path}.count`, note);
    const airings = count(one.airings, `${path}.airings`, note);
    const minutes = count(one.minutes, `${path}.minutes`, note);
    if (made === null && airings === null && minutes === null) return [];
    if (quota === undefined || !spans.includes(one.span)) {
      note({ path: `${path}.span`, code: 'no-such-period', given: one.span });
      return [];
    }
    return [
      {
        span: one.span,
        count: made ?? 0,
        airings: airingsOf(quota) === undefined ? null : airings,
        minutes: quota.durationMinutes === undefined ? null : minutes,
      },
    ];
  });
};

const readRow = (row: DraftRow, index: number, frame: ReturnFrame, note: Note): readonly ReturnRow[] => {
  const at = `rows[${index}]`;
  const activity = frame.activities.find((code) => code === row.activity);
  if (activity === undefined || activityOf(frame.plan, activity) === undefined) {
    note({ path: `${at}.activity`, code: 'not-owed', given: row.activity });
    return [];
  }
  const progress = Progress.safeParse(row.progress);
  if (!progress.success) note({ path: `${at}.progress`, code: 'missing' });
  const spent = number(row.spent, `${at}.spent`, LARGEST_LINE, note) ?? null;
  return [
    {
      activity,
      progress: progress.data ?? 'not-done',
      planned: count(row.planned, `${at}.planned`, note),
      done: count(row.done, `${at}.done`, note),
      estimated: count(row.estimated, `${at}.estimated`, note),
      spent: spent === null ? null : Dong.parse(spent),
      counts: readCounts(row, at, frame, note),
      remark: text(row.remark, `${at}.remark`, note),
      actual: count(row.actual, `${at}.actual`, note),
    },
  ];
};

const readLinks = (typed: string, note: Note): string[] => {
  const lines = typed.split(/\r?\n/u).map(written).filter(Boolean);
  const good = lines.filter(
    (line) => /^https?:\/\//iu.test(line) && ReturnWords.shape.links.element.safeParse(line).success,
  );
  const bad = lines.find((line) => !good.includes(line));
  if (bad !== undefined) note({ path: 'links', code: 'not-a-link', given: bad });
  if (good.length > 20) note({ path: 'links', code: 'too-many-links', most: 20 });
  return good.slice(0, 20);
};

/** Reads a report as typed: every activity that the unit leads has its row, and every figure is one. */
export const readReturn = (draft: ReturnDraft, frame: ReturnFrame): ReadReturn => {
  const problems: FieldProblem[] = [];
  const note: Note = (problem) => {
    problems.push(problem);
    return undefined;
  };
  const rows = draft.rows.flatMap((row, index) => readRow(row, index, frame, note));
  const twice = draft.rows.findIndex(
    ({ activity }, index) => draft.rows.findIndex((one) => one.activity === activity) < index,
  );
  if (twice >= 0) note({ path: `rows[${twice}].activity`, code: 'not-owed', given: draft.rows[twice]?.activity ?? '' });
  const said = new Set(draft.rows.map(({ activity }) => activity));
  frame.activities
    .filter((code) => !said.has(code))
    .map((code) => note({ path: 'rows', code: 'activity-unsaid', activity: code }));
  const words = {
    summary: text(draft.summary, 'summary', note),
    difficulties: text(draft.difficulties, 'difficulties', note),
    proposals: text(draft.proposals, 'proposals', note),
    links: readLinks(draft.links, note),
    targets: readTargets(frame.plan.targets, draft.targets, (given, path) => count(given, path, note), note),
  };
  if (frame.activities.length === 0 && words.summary === '') note({ path: 'summary', code: 'missing' });
  return { content: { words, rows }, problems };
};
