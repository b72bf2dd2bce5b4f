import * as z from 'zod';
import { ActivityCode } from './ids.ts';
import { Dong } from './money.ts';
import { DraftTarget, TargetCount } from './targets.ts';

/** A count of things done; never money. */
export const Count = z.int().min(0).max(1_000_000_000);
export type Count = z.infer<typeof Count>;

/** The longest text of a report's fields. */
export const LONGEST_TEXT = 4000;
const Text = z.string().max(LONGEST_TEXT);

/** A month (`2022-03`), quarter (`2022-Q1`) or year (`2022`) in which a quota is counted. */
export const Span = z.string().regex(/^\d{4}(?:-(?:0[1-9]|1[0-2])|-Q[1-4])?$/);
export type Span = z.infer<typeof Span>;

/** What was made in one span: how many, and where the plan counts them so, how often aired and how long each. */
export const SpanCount = z.strictObject({
  span: Span,
  count: Count,
  airings: Count.nullable(),
  minutes: Count.nullable(),
});
export type SpanCount = z.infer<typeof SpanCount>;

/** How far an activity is. */
export const Progress = z.enum(['done', 'under-way', 'not-done']);
export type Progress = z.infer<typeof Progress>;

/**
 * One activity in a unit's report: how far it is, what was planned and done, what is reckoned to be done by the end of
 * the period (ước thực hiện), what was spent in đồng, and a word where the figures want one. `actual` is of the period
 * before: what came of the estimate that the last report gave (số chính thức). Null is not said.
 */
export const ReturnRow = z.strictObject({
  activity: ActivityCode,
  progress: Progress,
  planned: Count.nullable(),
  done: Count.nullable(),
  estimated: Count.nullable(),
  spent: Dong.nullable(),
  counts: z.array(SpanCount),
  remark: Text,
  actual: Count.nullable().default(null),
});
export type ReturnRow = z.infer<typeof ReturnRow>;

/** What a report says of the whole: in words, of the plan's targets, and where its evidence is. */
export const ReturnWords = z.strictObject({
  summary: Text,
  difficulties: Text,
  proposals: Text,
  links: z.array(z.url().max(500)).max(20),
  targets: z.array(TargetCount).default([]),
});
export type ReturnWords = z.infer<typeof ReturnWords>;

/** A whole report: its words, then a row an activity. */
export type ReturnContent = { readonly words: ReturnWords; readonly rows: readonly ReturnRow[] };

/** How a report lies on its pages: the words first. */
export const ReturnItem = z.union([ReturnWords, ReturnRow]);
export type ReturnItem = z.infer<typeof ReturnItem>;

const EMPTY: ReturnWords = { summary: '', difficulties: '', proposals: '', links: [], targets: [] };

const isRow = (item: ReturnItem): item is ReturnRow => 'activity' in item;
const isWords = (item: ReturnItem): item is ReturnWords => !isRow(item);

/** The report that items say. */
export const contentIn = (items: readonly ReturnItem[]): ReturnContent => ({
  words: items.find(isWords) ?? EMPTY,
  rows: items.filter(isRow),
});

/** The items of a report, as they are laid out on pages. */
export const itemsOf = ({ words, rows }: ReturnContent): readonly ReturnItem[] => [words, ...rows];

/** The most rows a report has: a unit of a province reports on some 200. */
const MOST_ROWS = 500;

/** What is typed into one row of a report, as it stands. */
export const DraftRow = z.strictObject({
  activity: z.string().max(40),
  progress: z.string().max(40),
  planned: z.string().max(40),
  done: z.string().max(40),
  estimated: z.string().max(40),
  spent: z.string().max(40),
  counts: z
    .array(
      z.strictObject({
        span: z.string().max(20),
        count: z.string().max(20),
        airings: z.string().max(20),
        minutes: z.string().max(20),
      }),
    )
    .max(60),
  remark: z.string().max(LONGEST_TEXT * 2),
  actual: z.string().max(40).default(''),
});
export type DraftRow = z.infer<typeof DraftRow>;

/** A row in which nothing is typed yet. */
export const emptyRow = (activity: string): DraftRow => ({
  activity,
  progress: '',
  planned: '',
  done: '',
  estimated: '',
  spent: '',
  counts: [],
  remark: '',
  actual: '',
});

/** A report as typed, complete or not. */
export const ReturnDraft = z.strictObject({
  summary: z.string().max(LONGEST_TEXT * 2),
  difficulties: z.string().max(LONGEST_TEXT * 2),
  proposals: z.string().max(LONGEST_TEXT * 2),
  /** One address a line. */
  links: z.string().max(LONGEST_TEXT * 3),
  rows: z.array(DraftRow).max(MOST_ROWS),
  targets: z.array(DraftTarget).max(100).default([]),
});
export type ReturnDraft = z.infer<typeof ReturnDraft>;
