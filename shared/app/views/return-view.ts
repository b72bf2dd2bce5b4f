import type { AttachedFile } from '../../domain/attached-file.ts';
import { instantOf, type PlainDate } from '../../domain/calendar.ts';
import { type ActivityCode, cycleOfReturn, type ReturnId } from '../../domain/ids.ts';
import { periodOf } from '../../domain/obligations.ts';
import { type Activity, activityOf, type Obligation, type Quota, unitOf } from '../../domain/plan.ts';
import { quotaOf, spansOf, type Unmet, unmetIn } from '../../domain/quotas.ts';
import type { Stored } from '../../domain/records.ts';
import { type Count, emptyRow, type ReturnContent, type ReturnDraft, type Span } from '../../domain/return-content.ts';
import type { Beside, Money } from '../../domain/return-questions.ts';
import { lastRowOf, remarkable } from '../../domain/return-questions.ts';
import { cameIn, type CameIn, cameWhen, type CameWhen, latestOf, type ReturnVersion } from '../../domain/return.ts';
import { estimateToTrue } from '../../domain/true-up.ts';
import { type Power, powersOf } from '../../domain/signing.ts';
import { besideOf, contentOf } from '../beside.ts';
import { readReturnDraft } from '../content.ts';
import { filesOf } from '../file-commands.ts';
import type { Session } from '../ports.ts';
import {
  enterCycle,
  type InCycle,
  mayReadReport,
  notFound,
  refused,
  seen,
  serves,
  type Viewed,
  type ViewPorts,
} from './access.ts';
import { obligationIn } from './cycle-view.ts';
import { keepersOf } from './cycles-view.ts';
import { type Due, dueOn, today } from './due.ts';

/** One activity that the unit reports on: what it owes by quota, what it has, what it said last time. */
export type ReportedActivity = {
  readonly activity: Activity;
  readonly quota: { readonly quota: Quota; readonly spans: readonly Span[] } | undefined;
  readonly money: Money | undefined;
  /** How many the year's round approved, in a report of the whole year. */
  readonly approved: Count | undefined;
  readonly last: ReturnContent['rows'][number] | undefined;
  /** What the last report reckoned for a period that is over: this one says what came of it. */
  readonly toTrue: Count | undefined;
};

/** A unit's report, to be written, signed or read. */
export type ReturnView = InCycle & {
  readonly report: Stored<'return'>;
  readonly obligation: Obligation;
  readonly due: Due;
  readonly came: CameIn;
  readonly when: CameWhen | undefined;
  readonly activities: readonly ReportedActivity[];
  /** What stands in the form: the draft, else the last version, else what last time and the budget suggest. */
  readonly typed: ReturnDraft;
  /** What was filed last, or lies with the head. */
  readonly content: ReturnContent | undefined;
  readonly unmet: readonly { readonly activity: ActivityCode; readonly unmet: readonly Unmet[] }[];
  /** Activities whose figures wanted a word, and have it. */
  readonly remarkable: readonly ActivityCode[];
  readonly mayWrite: boolean;
  readonly files: readonly AttachedFile[];
  /** By what right the reader may sign what lies with the head. */
  readonly powers: readonly Power[];
  readonly mayExcuse: boolean;
  /** Whether its money comes from a budget of its own, and is only noted here. */
  readonly memo: boolean;
};

const text = (value: number | null | undefined): string => (value === null || value === undefined ? '' : `${value}`);

const draftOf = (content: ReturnContent): ReturnDraft => ({
  summary: content.words.summary,
  difficulties: content.words.difficulties,
  proposals: content.words.proposals,
  links: content.words.links.join('\n'),
  targets: content.words.targets.map(({ target, reached, of }) => ({ target, reached: text(reached), of: text(of) })),
  rows: content.rows.map(({ activity, progress, planned, done, estimated, spent, counts, remark, actual }) => ({
    activity,
    progress,
    planned: text(planned),
    done: text(done),
    estimated: text(estimated),
    spent: text(spent),
    counts: counts.map(({ span, count, airings, minutes }) => ({
      span,
      count: text(count),
      airings: text(airings),
      minutes: text(minutes),
    })),
    remark,
    actual: text(actual),
  })),
});

/**
 * A fresh form: a row an activity, planned as the year's budget approved it, else as last time, targets of as many as
 * last time. Nothing is said to be done that nobody said.
 */
const freshDraft = (activities: readonly ReportedActivity[], last: ReturnContent | undefined): ReturnDraft => ({
  summary: '',
  difficulties: '',
  proposals: '',
  links: '',
  targets: (last?.words.targets ?? []).map(({ target, of }) => ({ target, reached: '', of: text(of) })),
  rows: activities.map(({ activity, approved, last }) => ({
    ...emptyRow(activity.code),
    planned: text(approved ?? last?.planned),
  })),
});

const reported = (
  room: InCycle,
  report: Stored<'return'>,
  beside: Beside,
  on: PlainDate,
): readonly ReportedActivity[] => {
  const { from, to, year } = room.cycle.body;
  const period = { from, to };
  const whole = periodOf(room.plan, { type: 'annual' }, year);
  const ofYear = from <= whole.from && to >= whole.to;
  return report.body.activities.flatMap((code): readonly ReportedActivity[] => {
    const activity = activityOf(room.plan, code);
    if (activity === undefined) return [];
    const quota = quotaOf(activity);
    return [
      {
        activity,
        quota: quota && { quota, spans: spansOf(quota, period) },
        money: beside.money.get(code),
        approved: ofYear ? beside.quantities.get(code) : undefined,
        last: lastRowOf(beside, code),
        toTrue: estimateToTrue(beside, report, code, on),
      },
    ];
  });
};

/** Where a report leaves quotas unmet; a nil and a missing one leave all of them so. */
export const unmetOf = (
  room: InCycle,
  activities: readonly ReportedActivity[],
  content: ReturnContent | undefined,
): ReturnView['unmet'] => {
  const period = { from: room.cycle.body.from, to: room.cycle.body.to };
  return activities.flatMap(({ activity, quota }) => {
    if (quota === undefined) return [];
    const row = content?.rows.find((one) => one.activity === activity.code);
    const unmet = unmetIn(quota.quota, period, row?.counts ?? []);
    return unmet.length === 0 ? [] : [{ activity: activity.code, unmet }];
  });
};

const typedOf = async (
  ports: ViewPorts,
  { body }: Stored<'return'>,
  activities: readonly ReportedActivity[],
  content: ReturnContent | undefined,
  last: ReturnContent | undefined,
): Promise<ReturnDraft> => {
  if (body.draft !== null) {
    const [draft] = await readReturnDraft(ports.store, body.locality, body.draft.content);
    if (draft !== undefined) return draft;
  }
  return content === undefined ? freshDraft(activities, last) : draftOf(content);
};

/** A unit's report, for its people, for whoever it goes to, and for the offices that see everything. */
export const returnView = async (ports: ViewPorts, session: Session, id: ReturnId): Promise<Viewed<ReturnView>> => {
  const room = await enterCycle(ports, session, cycleOfReturn(id));
  const report = room && (await ports.store.load(session.locality, 'return', id));
  if (room === undefined || report === undefined) return notFound('return');
  const { viewer, plan, calendar, cycle } = room;
  const { body } = report;
  if (!mayReadReport(viewer, room, body.unit)) return refused(room, { kind: 'not-yours', offices: [body.unit] });
  const beside = await besideOf(ports, body, cycle.body);
  const activities = reported(room, report, beside, today(ports));
  const shown = body.prepared ?? latestOf(body);
  const content = await contentOf(ports, body, shown);
  const now = instantOf(ports.clock.now());
  const standing = { plan, at: now, register: viewer.register };
  const work = { office: body.unit, stage: 'report' as const, units: [body.unit], activities: body.activities };
  return seen({
    ...room,
    report,
    obligation: obligationIn(room),
    due: dueOn(calendar, today(ports), body.due),
    came: cameIn(body, now),
    when: cameWhen(body),
    activities,
    typed: await typedOf(ports, report, activities, content, beside.last?.content),
    content,
    unmet: content === undefined && shown === undefined ? [] : unmetOf(room, activities, content),
    remarkable: content === undefined ? [] : remarkable(content, beside),
    mayWrite: viewer.offices.includes(body.unit),
    files: await filesOf(ports, report),
    powers: body.prepared === undefined ? [] : powersOf(standing, viewer.person.id, work),
    mayExcuse: body.versions.length === 0 && body.excused === null && serves(viewer, keepersOf(plan, cycle.body)),
    memo: unitOf(plan, body.unit)?.budgetRoute !== 'chain',
  });
};

/** One version of a report, as it was filed. */
export type ReturnVersionView = ReturnView & { readonly version: ReturnVersion };

/** A version of a report. */
export const returnVersionView = async (
  ports: ViewPorts,
  session: Session,
  id: ReturnId,
  n: number,
): Promise<Viewed<ReturnVersionView>> => {
  const found = await returnView(ports, session, id);
  if (found.kind !== 'seen') return found;
  const version = found.view.report.body.versions.find((one) => one.n === n);
  if (version === undefined) return notFound('return');
  const content = await contentOf(ports, found.view.report.body, version);
  const unmet = unmetOf(found.view, found.view.activities, content);
  return seen({ ...found.view, version, content, unmet });
};
