import type { CycleExecution, CycleStep } from '../contracts/workflow-steps.ts';
import { instantOf } from '../domain/calendar.ts';
import { gather, mergeBatches, type Gathered } from '../domain/consolidation.ts';
import type { EditionMember, SourceRow } from '../domain/edition.ts';
import { batchPage, formEdition, lastEdition, noteBatch } from '../domain/edition-decisions.ts';
import { type ActivityCode, returnIdOf } from '../domain/ids.ts';
import { paginate } from '../domain/pages.ts';
import { activityOf, leafActivities, type Plan, unitOf } from '../domain/plan.ts';
import { quotaOf, spansOf, unmetIn } from '../domain/quotas.ts';
import type { Stored } from '../domain/records.ts';
import type { ReturnContent, ReturnRow } from '../domain/return-content.ts';
import { type Beside, lastRowOf, remarkable } from '../domain/return-questions.ts';
import { onwardOf } from '../domain/sending-decisions.ts';
import { cameIn, cameWhen, latestOf, type ReturnVersion, versionAtCut } from '../domain/return.ts';
import { besideOf, contentOf } from './beside.ts';
import { readBatch, readCycleUnits } from './content.ts';
import { PermanentError } from './faults.ts';
import type { Ports } from './ports.ts';
import { executeAsSystem, settingOf } from './system-command.ts';

/** How many reports one call puts together: what they say is in memory at once, and no more than that. */
const REPORTS_A_CALL = 25;

const loadCycle = async ({ store }: Ports, { locality, cycle: id }: CycleExecution): Promise<Stored<'cycle'>> => {
  const cycle = await store.load(locality, 'cycle', id);
  if (cycle === undefined) throw new PermanentError(`The cycle ${id} is not in the store.`);
  return cycle;
};

const loadEdition = async ({ store }: Ports, { body }: Stored<'cycle'>): Promise<Stored<'edition'>> => {
  const edition = await store.load(body.locality, 'edition', lastEdition(body));
  if (edition === undefined) throw new PermanentError(`The edition ${lastEdition(body)} is not in the store.`);
  return edition;
};

/** The version that an edition is put together from: the one at the cut for the first, the last one after that. */
const versionFor = (number: number, { body }: Stored<'return'>): ReturnVersion | undefined =>
  number === 1 ? versionAtCut(body) : latestOf(body);

const memberOf = (report: Stored<'return'>, version: ReturnVersion | undefined, now: Date): EditionMember => {
  const { body } = report;
  const { unit, excused } = body;
  if (version === undefined)
    return { unit, came: excused === null ? 'missing' : 'excused', daysLate: null, version: null };
  const when = cameWhen(body);
  const came = cameIn({ ...body, versions: [version] }, instantOf(now));
  return {
    unit,
    came: came === 'nil' ? 'nil' : 'received',
    daysLate: when?.kind === 'late' ? when.days : 0,
    version: version.n,
  };
};

type Frame = { readonly plan: Plan; readonly cycle: Stored<'cycle'>; readonly number: number };

const sourceRow = (
  { plan, cycle }: Frame,
  report: Stored<'return'>,
  version: number,
  row: ReturnRow,
  { beside, flagged }: { readonly beside: Beside; readonly flagged: ReadonlySet<ActivityCode> },
): SourceRow => {
  const activity = activityOf(plan, row.activity);
  const quota = activity === undefined ? undefined : quotaOf(activity);
  const period = { from: cycle.body.from, to: cycle.body.to };
  const { unit } = report.body;
  return {
    unit,
    version,
    row,
    memo: unitOf(plan, unit)?.budgetRoute !== 'chain',
    remarkable: flagged.has(row.activity),
    unmet: quota === undefined ? [] : unmetIn(quota, period, row.counts).map(({ span }) => span),
    spans: quota === undefined ? 0 : spansOf(quota, period).length,
    money: beside.money.get(row.activity) ?? null,
    reckoned: row.actual === null ? null : (lastRowOf(beside, row.activity)?.estimated ?? null),
  };
};

const remarksIn = ({ rows }: ReturnContent) =>
  rows.flatMap(({ activity, remark }) => (remark === '' ? [] : [{ activity, text: remark }]));

const gatherOne = async (ports: Ports, frame: Frame, report: Stored<'return'>): Promise<Gathered> => {
  const { body } = report;
  const version = versionFor(frame.number, report);
  const [content, beside] = await Promise.all([
    contentOf(ports, body, version),
    besideOf(ports, body, frame.cycle.body),
  ]);
  const flagged = new Set(content === undefined ? [] : remarkable(content, beside));
  return {
    member: memberOf(report, version, ports.clock.now()),
    activities: body.activities,
    rows:
      content === undefined || version === undefined
        ? []
        : content.rows.map((row) => sourceRow(frame, report, version.n, row, { beside, flagged })),
    words:
      content === undefined || version === undefined
        ? undefined
        : { unit: body.unit, version: version.n, words: content.words, remarks: remarksIn(content) },
    money: beside.money,
  };
};

const codesOf = (plan: Plan): readonly ActivityCode[] => leafActivities(plan).map(({ code }) => code);

/** Gathers the next units of an edition: their rows by activity, each activity's on pages of its own. */
const gatherNext = async (
  ports: Ports,
  frame: Frame,
  edition: Stored<'edition'>,
  ids: readonly string[],
): Promise<void> => {
  const { locality } = frame.cycle.body;
  const index = edition.body.batches.length;
  const reports = await ports.store.loadAll(locality, 'return', ids);
  if (reports.length !== ids.length) throw new PermanentError(`Not every report of ${frame.cycle.id} is there.`);
  const units = await Promise.all(reports.map((report) => gatherOne(ports, frame, report)));
  const { batch, pages } = gather(units, codesOf(frame.plan), (kind, items) => paginate(kind, items, ports.hash));
  const laid = batchPage(batch, ports.hash);
  await executeAsSystem(ports, { locality, part: 'reporting-cycle', once: ['gather', edition.id, index] }, async () => {
    const now = await loadEdition(ports, frame.cycle);
    return noteBatch(now, { index, units: units.length }, { root: laid.root, pages: [...pages, ...laid.pages] });
  });
};

/** Everybody is gathered: the steps' sums are put together. Reads no report again. */
const form = async (ports: Ports, { plan, cycle }: Frame, edition: Stored<'edition'>): Promise<void> => {
  const { locality } = cycle.body;
  const batches = await Promise.all(edition.body.batches.map((root) => readBatch(ports.store, locality, root)));
  const merged = mergeBatches(batches, codesOf(plan));
  const members = paginate('edition-members', merged.members, ports.hash);
  const totals = paginate('edition-totals', merged.totals, ports.hash);
  const words = paginate('edition-words', merged.words, ports.hash);
  const content = { members: members.ref, totals: totals.ref, words: words.ref };
  const pages = [...members.pages, ...totals.pages, ...words.pages];
  await executeAsSystem(ports, { locality, part: 'reporting-cycle', once: ['form', edition.id] }, async () => {
    const now = await ports.store.load(locality, 'cycle', cycle.id);
    if (now === undefined) throw new PermanentError(`The cycle ${cycle.id} is not in the store.`);
    return formEdition(await loadEdition(ports, now), now, { content, pages }, onwardOf({ plan }, now.body));
  });
};

/**
 * Puts a cycle's reports together, some in each call: what was gathered is on pages, so that a call that is lost costs
 * that call alone. Every number keeps the rows that it is the sum of.
 */
export const consolidateReturns = async (ports: Ports, execution: CycleExecution): Promise<CycleStep> => {
  const cycle = await loadCycle(ports, execution);
  if (cycle.body.attempt > execution.attempt || cycle.body.phase !== 'consolidating') return { next: 'end' };
  const edition = await loadEdition(ports, cycle);
  const { plan } = (await settingOf(ports, cycle.body.locality, cycle.body.planContent))(instantOf(ports.clock.now()));
  const frame = { plan, cycle, number: edition.body.number };
  const units = await readCycleUnits(ports.store, cycle.body.locality, cycle.body.units);
  const next = units.slice(edition.body.gathered, edition.body.gathered + REPORTS_A_CALL);
  if (next.length > 0) {
    const ids = next.map(({ unit }) => returnIdOf(cycle.body.id, unit));
    await gatherNext(ports, frame, edition, ids);
    return { next: 'consolidate' };
  }
  await form(ports, frame, edition);
  return { next: 'end' };
};
