import type * as z from 'zod';
import type { AuthorityRegister } from '../domain/authority.ts';
import { localDate } from '../domain/calendar.ts';
import { DraftLine } from '../domain/draft.ts';
import {
  currentVersion,
  type Estimate,
  type FiguresOf,
  figuresOf,
  totalsOf,
  versionIn,
  wasLockedInto,
} from '../domain/estimate.ts';
import { Figure } from '../domain/figures.ts';
import { estimateIdOf, type HashText, type Sha256 } from '../domain/ids.ts';
import { checkChain, readEntry, type StoredEntry } from '../domain/journal.ts';
import { jointLeads } from '../domain/joint-leads.ts';
import { chainLines, isMemo, Line, totalOf } from '../domain/lines.ts';
import { figureSources } from '../domain/figure-decisions.ts';
import { sum } from '../domain/money.ts';
import { goneBefore, Member, type Package } from '../domain/package.ts';
import { mixedActivities, Plan } from '../domain/plan.ts';
import {
  type Bodies,
  bodySchemas,
  type Events,
  eventSchemas,
  evolvers,
  type RecordType,
  readStream,
} from '../domain/records.ts';
import { type Round, RoundUnit } from '../domain/round.ts';
import type { Files } from './ports.ts';
import { checkComments } from './verify-comments.ts';
import { checkFiles, type Listing } from './verify-files.ts';
import { sourcesIn, type SourceTotals } from '../domain/sources.ts';
import { checkAdjustment, checkLapses, checkLedger } from './verify-grants.ts';
import { type Fault, type Find, itemsOf, type Pages } from './verify-parts.ts';
import { checkCycle, checkEdition, checkReturn } from './verify-reports.ts';

export type { Fault } from './verify-parts.ts';

/** Everything a store holds, read through from end to end. */
export type StoreScan = {
  journal(): AsyncIterable<StoredEntry>;
  records(): AsyncIterable<{ stream: string; version: number; head: string; body: unknown }>;
  pages(): AsyncIterable<{ locality: string; hash: string; bytes: string }>;
};

/** What was looked at, and everything that is off. */
export type Verified = {
  readonly streams: number;
  readonly entries: number;
  readonly pages: number;
  readonly faults: readonly Fault[];
};

type Kept = { readonly version: number; readonly head: string; readonly body: unknown };

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

type Replayed = { readonly body: unknown } | { readonly faults: readonly Fault[] };

const replay = <T extends RecordType>(
  type: T,
  id: string,
  stream: string,
  entries: readonly StoredEntry[],
): Replayed => {
  const schema: z.ZodType<Events[T]> = eventSchemas[type];
  let body: Bodies[T] | undefined;
  for (const stored of entries) {
    const entry = readEntry(stored);
    const event = entry === undefined ? undefined : schema.safeParse(entry.event);
    if (entry === undefined || event?.success !== true)
      return { faults: [{ where: stream, seq: stored.seq, fault: 'not-an-entry' }] };
    try {
      body = evolvers[type](id, body, event.data, { at: entry.at, actor: entry.actor });
    } catch {
      return { faults: [{ where: stream, seq: stored.seq, fault: 'cannot-follow' }] };
    }
  }
  return { body };
};

const checkStream = (
  stream: string,
  entries: readonly StoredEntry[],
  record: Kept | undefined,
  hash: HashText,
): Fault[] => {
  const broken = checkChain(stream, entries, hash).map(({ seq, fault }): Fault => ({ where: stream, seq, fault }));
  if (broken.length > 0) return broken;
  const parts = readStream(stream);
  if (parts === undefined) return [{ where: stream, fault: 'unknown-stream' }];
  if (record === undefined) return [{ where: stream, fault: 'record-missing' }];
  const replayed = replay(parts.type, parts.id, stream, entries);
  if ('faults' in replayed) return [...replayed.faults];
  const last = entries.at(-1);
  const same =
    canonical(replayed.body) === canonical(record.body) && last?.seq === record.version && last.hash === record.head;
  return same ? [] : [{ where: stream, seq: record.version, fault: 'record-differs' }];
};

/** Whether totals kept by source are those of the lines; an older entry keeps none. */
const sourcesHold = (kept: SourceTotals | undefined, worked: SourceTotals): boolean =>
  kept === undefined || canonical(kept) === canonical(worked);

/** Shares of a joint activity come to no more than its own total. */
const sharesHold = ({ joint }: Estimate, lines: readonly Line[]): boolean =>
  Object.entries(joint?.shares ?? {}).every(([activity, shares]) => {
    const own = chainLines(lines).filter((line) => line.activity === activity);
    return sum(shares.map(({ amount }) => amount)) <= sum(own.map(({ amount }) => amount));
  });

/** A joint activity counts in one estimate of a round; entries older than that rule are not held to it. */
const countedOnce = (round: Round, units: readonly RoundUnit[], pages: Pages, find: Find): boolean => {
  const [content] = itemsOf(pages, round.locality, round.planContent) ?? [];
  const plan = Plan.parse(content);
  const joint = units.flatMap(({ unit, activities }) =>
    activities.filter((code) => jointLeads(plan, code).includes(unit)).map((code) => ({ unit, code })),
  );
  const counted = joint.flatMap(({ unit, code }): string[] => {
    const estimate = find(round.locality, 'estimate', estimateIdOf(round.id, unit));
    const version = estimate?.sources === undefined ? undefined : currentVersion(estimate);
    const lines = version === undefined ? [] : (itemsOf(pages, round.locality, version.lines.root) ?? []);
    return chainLines(lines.map((item) => Line.parse(item))).some(({ activity }) => activity === code) ? [code] : [];
  });
  return new Set(counted).size === counted.length;
};

/** Memos stand only beside activities with two routes, in the plan that the round keeps (invariant 11). */
const memosInPlace = (estimate: Estimate, lines: readonly Line[], pages: Pages, find: Find): boolean => {
  const memos = lines.filter(isMemo);
  if (memos.length === 0) return true;
  const round = find(estimate.locality, 'round', estimate.round);
  const [plan] = round === undefined ? [] : (itemsOf(pages, estimate.locality, round.planContent) ?? []);
  const mixed = mixedActivities(Plan.parse(plan));
  return memos.every(({ activity }) => mixed.has(activity));
};

const checkEstimate = (where: string, estimate: Estimate, pages: Pages, find: Find): Fault[] => {
  const items = (root: Sha256): unknown[] | undefined => itemsOf(pages, estimate.locality, root);
  const faults: Fault[] = [];
  const linesOf = new Map<number, readonly Line[]>();
  for (const version of estimate.versions) {
    const lines = items(version.lines.root)?.map((item) => Line.parse(item));
    if (lines === undefined) faults.push({ where, fault: 'page-missing' });
    else {
      if (totalOf(lines) !== version.total || lines.length !== version.lines.count)
        faults.push({ where, fault: 'total-differs' });
      if (!memosInPlace(estimate, lines, pages, find)) faults.push({ where, fault: 'outside-chain-money' });
      if (version === estimate.versions.at(-1) && !sourcesHold(estimate.sources, sourcesIn(lines)))
        faults.push({ where, fault: 'sources-differ' });
      if (version === estimate.versions.at(-1) && !sharesHold(estimate, lines))
        faults.push({ where, fault: 'shares-above-activity' });
      linesOf.set(version.n, lines);
    }
  }
  if (estimate.draft !== null) {
    const draft = items(estimate.draft.lines.root);
    if (draft?.every((item) => DraftLine.safeParse(item).success) !== true)
      faults.push({ where, fault: 'page-missing' });
  }
  const figuresIn = (set: FiguresOf) => items(set.figures.root)?.map((item) => Figure.parse(item));
  for (const set of estimate.figures) {
    const locked = linesOf.get(versionIn(estimate, set.package)?.n ?? 0) ?? [];
    const proposed = new Map(chainLines(locked).map(({ no, amount }) => [no, amount]));
    const figures = figuresIn(set);
    if (figures === undefined) faults.push({ where, fault: 'page-missing' });
    else {
      if (sum(figures.map(({ amount }) => amount)) !== set.total) faults.push({ where, fault: 'total-differs' });
      if (!sourcesHold(set.sources, figureSources(locked, figures))) faults.push({ where, fault: 'sources-differ' });
      if (figures.some(({ no, amount }) => amount > (proposed.get(no) ?? -1)))
        faults.push({ where, fault: 'figure-above-proposed' });
      const appraisal = set.stage === 'approval' ? figuresOf(estimate, 'appraisal', set) : undefined;
      const appraised = new Map(appraisal && figuresIn(appraisal)?.map(({ no, amount }) => [no, amount]));
      const before = (no: number): number | undefined => appraised.get(no) ?? proposed.get(no);
      if (figures.some(({ no, amount, reason }) => amount !== before(no) && reason === ''))
        faults.push({ where, fault: 'cut-without-reason' });
    }
  }
  const { result } = estimate;
  if (result !== null && totalsOf(estimate, result)?.approved !== result.approved)
    faults.push({ where, fault: 'total-differs' });
  return faults;
};

const checkRound = (where: string, round: Round, pages: Pages, find: Find): Fault[] => {
  const units = itemsOf(pages, round.locality, round.units.root)?.map((item) => RoundUnit.parse(item));
  if (units === undefined) return [{ where, fault: 'page-missing' }];
  if (round.phase === 'opening') return [];
  const twice: Fault[] = countedOnce(round, units, pages, find) ? [] : [{ where, fault: 'counted-twice' }];
  const missing = units.flatMap(({ unit }): Fault[] => {
    const estimate = find(round.locality, 'estimate', estimateIdOf(round.id, unit));
    if (estimate === undefined) return [{ where: `${where} ${unit}`, fault: 'estimate-missing' }];
    const task = find(round.locality, 'task', estimate.task);
    return task === undefined ? [{ where: `${where} ${unit}`, fault: 'task-missing' }] : [];
  });
  return [...twice, ...missing];
};

/** Whether what the appraisal passed on, and the approval, add up from the units' figures in that submission. */
const outcomesAddUp = (pkg: Package, estimates: readonly Estimate[]): boolean =>
  pkg.outcomes.every((outcome, index) => {
    const decided = outcome.kind === 'approved' || (outcome.kind === 'forwarded' && outcome.stage === 'appraisal');
    if (!decided) return true;
    const left = goneBefore(pkg, index);
    const totals = estimates
      .filter(({ id }) => !left.has(id))
      .map((estimate) => totalsOf(estimate, { package: pkg.id, submission: outcome.submission }))
      .filter((one) => one !== undefined);
    const figures = outcome.kind === 'approved' ? (['appraised', 'approved'] as const) : (['appraised'] as const);
    return figures.every((key) => sum(totals.map((one) => one[key])) === outcome.content.totals[key]);
  });

const checkPackage = (where: string, pkg: Package, pages: Pages, find: Find): Fault[] => {
  const members = itemsOf(pages, pkg.locality, pkg.members.root)?.map((item) => Member.parse(item));
  if (members === undefined) return [{ where, fault: 'page-missing' }];
  const rights: Fault[] = signedRightly(pkg) ? [] : [{ where, fault: 'signed-without-right' }];
  if (pkg.adjusts !== undefined) return [...checkAdjustment(where, pkg, pkg.adjusts, pages), ...rights];
  const left = new Set((pkg.left ?? []).map(({ estimate }) => estimate));
  const totals = members.flatMap(({ estimate, total }) => (total === null || left.has(estimate) ? [] : [total]));
  const faults: Fault[] = sum(totals) === pkg.content.totals.proposed ? [] : [{ where, fault: 'total-differs' }];
  for (const member of members) {
    const estimate = find(pkg.locality, 'estimate', member.estimate);
    const waits = pkg.collecting?.sealed === false;
    const holds =
      estimate !== undefined &&
      (waits
        ? estimate.into === pkg.id || estimate.lockedInto?.package === pkg.id
        : wasLockedInto(estimate, pkg.id) && (versionIn(estimate, pkg.id)?.n ?? null) === member.version);
    // Whoever left is in another package, and whoever proposed something and did not is in no other.
    const counts = waits || member.standing !== 'submitted' ? undefined : !left.has(member.estimate);
    if (!holds || (counts !== undefined && (estimate.lockedInto?.package === pkg.id) !== counts))
      faults.push({ where: `${where} ${member.unit}`, fault: 'not-locked-into-it' });
  }
  faults.push(...rights);
  const estimates = members.map(({ estimate }) => find(pkg.locality, 'estimate', estimate));
  if (
    !outcomesAddUp(
      pkg,
      estimates.filter((one) => one !== undefined),
    )
  )
    faults.push({ where, fault: 'total-differs' });
  return faults;
};

/** No two authorisations of an office hold for the same work on the same day, and none is lent to its giver. */
const checkAuthority = (where: string, { authorisations }: AuthorityRegister): Fault[] => {
  const holds = authorisations.filter(({ revoked }) => revoked === null);
  const clashes = holds.some((one, index) =>
    holds
      .slice(index + 1)
      .some(
        (other) =>
          one.office === other.office &&
          one.from <= other.until &&
          other.from <= one.until &&
          one.works.some((work) => other.works.includes(work)),
      ),
  );
  const toHimself = authorisations.some(({ giver, recipient }) => giver === recipient);
  return [
    ...(clashes ? [{ where, fault: 'authorisations-overlap' as const }] : []),
    ...(toHimself ? [{ where, fault: 'lent-to-giver' as const }] : []),
  ];
};

/**
 * Whether everything decided was decided by another than prepared it, and what was decided for another was in the
 * authorisation's days.
 */
const signedRightly = ({ outcomes }: Package): boolean =>
  outcomes.every(({ by, preparedBy, authority, at }) => {
    const lent = authority?.authorisation;
    const inDays = lent === undefined || (lent.from <= localDate(at) && localDate(at) <= lent.until);
    return preparedBy !== by && inDays && authority?.of !== by;
  });

/**
 * Replays a whole store: every chain over the bytes stored, every record against its journal, every page against
 * its hash, every total against its lines, every package against what was locked into it, every list of comments and
 * files against the journal and, where it is given, the file store. Names what is off.
 */
export const verifyStore = async (
  scan: StoreScan,
  hash: HashText,
  files?: Pick<Files, 'sizeOf'>,
): Promise<Verified> => {
  const streams = new Map<string, StoredEntry[]>();
  let entries = 0;
  for await (const entry of scan.journal()) {
    entries += 1;
    const list = streams.get(entry.stream);
    if (list === undefined) streams.set(entry.stream, [entry]);
    else list.push(entry);
  }
  const records = new Map<string, Kept>();
  for await (const { stream, ...kept } of scan.records()) records.set(stream, kept);
  const pages = new Map<string, string>();
  const faults: Fault[] = [];
  for await (const page of scan.pages()) {
    pages.set(`${page.locality}#${page.hash}`, page.bytes);
    if (hash(page.bytes) !== page.hash)
      faults.push({ where: `${page.locality}#page#${page.hash}`, fault: 'page-differs' });
  }
  for (const [stream, list] of streams)
    faults.push(
      ...checkStream(
        stream,
        list.toSorted((a, b) => a.seq - b.seq),
        records.get(stream),
        hash,
      ),
    );
  for (const stream of records.keys())
    if (!streams.has(stream)) faults.push({ where: stream, fault: 'journal-missing' });
  if (faults.length === 0) faults.push(...checkContents(records, pages));
  if (faults.length === 0) {
    const lists = listingsIn(records, streams, pages);
    faults.push(...checkComments(lists('comments')), ...(await checkFiles(lists('files'), files)));
  }
  return { streams: streams.size, entries, pages: pages.size, faults };
};

const listingsIn =
  (records: ReadonlyMap<string, Kept>, streams: ReadonlyMap<string, readonly StoredEntry[]>, pages: Pages) =>
  (kind: 'files' | 'comments'): Listing[] =>
    [...records].flatMap(([stream, { body }]): Listing[] => {
      const type = readStream(stream)?.type;
      if (type !== 'estimate' && type !== 'package' && type !== 'return') return [];
      const record = bodySchemas[type].parse(body);
      const list = kind === 'files' ? record.files : 'comments' in record ? record.comments : undefined;
      const entries = (streams.get(stream) ?? []).toSorted((a, b) => a.seq - b.seq);
      const { locality } = record;
      return list === undefined ? [] : [{ stream, locality, entries, items: itemsOf(pages, locality, list.root) }];
    });

const checkContents = (records: ReadonlyMap<string, Kept>, pages: Pages): Fault[] => {
  const find: Find = (locality, type, id) => {
    const kept = records.get(`${locality}#${type}#${id}`);
    return kept === undefined ? undefined : bodySchemas[type].parse(kept.body);
  };
  return [...records].flatMap(([stream, { body }]): Fault[] => {
    switch (readStream(stream)?.type) {
      case 'estimate':
        return checkEstimate(stream, bodySchemas.estimate.parse(body), pages, find);
      case 'ledger':
        return checkLedger(stream, bodySchemas.ledger.parse(body), pages, find);
      case 'round': {
        const round = bodySchemas.round.parse(body);
        return [...checkRound(stream, round, pages, find), ...checkLapses(stream, round, pages, find)];
      }
      case 'package':
        return checkPackage(stream, bodySchemas.package.parse(body), pages, find);
      case 'authority':
        return checkAuthority(stream, bodySchemas.authority.parse(body));
      case 'codes': {
        const { codes } = bodySchemas.codes.parse(body);
        const items = itemsOf(pages, stream.split('#')[0] ?? '', codes.root);
        return items?.length === codes.count ? [] : [{ where: stream, fault: 'page-missing' }];
      }
      case 'calendar': {
        const { rows, redated } = bodySchemas.calendar.parse(body);
        const locality = stream.split('#')[0] ?? '';
        const amiss = [rows, ...(redated === undefined ? [] : [redated.tasks])].filter(
          ({ root, count }) => itemsOf(pages, locality, root)?.length !== count,
        );
        return amiss.map(() => ({ where: stream, fault: 'page-missing' }));
      }
      case 'cycle':
        return checkCycle(stream, bodySchemas.cycle.parse(body), pages, find);
      case 'return':
        return checkReturn(stream, bodySchemas.return.parse(body), pages, find);
      case 'edition':
        return checkEdition(stream, bodySchemas.edition.parse(body), pages, find);
      case 'absence':
      case 'plan':
      case 'task':
      case undefined:
        return [];
    }
  });
};
