import { readAdjustedLines, readMembers } from '../../shared/app/content.ts';
import { groundOf } from '../../shared/app/package-commands.ts';
import { estimateSources } from '../../shared/app/source-totals.ts';
import { approvedLinesOf } from '../../shared/app/approved-lines.ts';
import { grantedByLine } from '../../shared/domain/approved-lines.ts';
import { type Submission, totalsOf } from '../../shared/domain/estimate.ts';
import { readEntry } from '../../shared/domain/journal.ts';
import type { GrantEvent } from '../../shared/domain/ledger.ts';
import { eventSchemas, type Stored } from '../../shared/domain/records.ts';
import { add, must, type Subject } from './invariant-subject.ts';

type Amounts = { readonly proposed: number; readonly appraised: number; readonly approved: number };
const KEYS = ['proposed', 'appraised', 'approved'] as const;

/** The three figures of every line of an estimate in a submission, worked out here from the pages. */
const lineAmounts = async ({ store }: Subject, estimate: Stored<'estimate'>, at: Submission) => {
  const ground = await groundOf({ store }, estimate, at);
  const of = (figures: readonly { no: number; amount: number }[] | undefined, no: number) =>
    figures?.find((one) => one.no === no)?.amount;
  return (ground?.lines ?? []).map((line) => {
    const appraised = of(ground?.appraised, line.no) ?? line.amount;
    const approved = of(ground?.approved, line.no) ?? appraised;
    return { ...line, proposed: line.amount, appraised, approved };
  });
};

const sumOf = (all: readonly Amounts[], key: (typeof KEYS)[number]): number => add(all.map((one) => one[key]));

const grouped = <T extends Amounts>(all: readonly T[], name: (one: T) => string): readonly Amounts[] =>
  [...new Set(all.map(name))].map((group) => {
    const own = all.filter((one) => name(one) === group);
    return { proposed: sumOf(own, 'proposed'), appraised: sumOf(own, 'appraised'), approved: sumOf(own, 'approved') };
  });

/** 2 and 10: packages partition what was submitted; figures are the same by line, unit, activity, source and total. */
export const checkReconciliation = async (
  office: Subject,
  estimates: readonly Stored<'estimate'>[],
  packages: readonly Stored<'package'>[],
): Promise<void> => {
  const { store, locality } = office;
  const holders = new Map<string, string[]>();
  for (const { body } of packages.filter((pkg) => pkg.body.adjusts === undefined)) {
    const left = new Set((body.left ?? []).map(({ estimate }) => estimate));
    const within = (await readMembers(store, locality, body.members)).filter(
      ({ estimate, standing }) => standing === 'submitted' && !left.has(estimate),
    );
    const units: Amounts[] = [];
    const lines: (Amounts & { activity: string; source: string })[] = [];
    for (const { estimate: id } of within) {
      holders.set(id, [...(holders.get(id) ?? []), body.id]);
      const estimate = estimates.find((one) => one.id === id);
      if (estimate === undefined) continue;
      const at = { package: body.id, submission: body.position.submission };
      const own = await lineAmounts(office, estimate, at);
      const totals = totalsOf(estimate.body, at);
      const sources = await estimateSources({ store }, estimate, at);
      for (const key of KEYS) {
        must(totals?.[key] === sumOf(own, key), 2, `${id} in ${body.id}: ${key} by line`);
        must(add(Object.values(sources?.[key] ?? {})) === totals?.[key], 2, `${id} in ${body.id}: ${key} by source`);
      }
      if (totals !== undefined) units.push(totals);
      lines.push(...own);
    }
    for (const key of KEYS) {
      const total = sumOf(units, key);
      for (const by of [(one: (typeof lines)[number]) => one.activity, (one: (typeof lines)[number]) => one.source])
        must(sumOf(grouped(lines, by), key) === total, 2, `${body.id}: ${key}`);
    }
    must(body.content.totals.proposed === sumOf(units, 'proposed'), 2, `${body.id}: proposed in all`);
    if (body.position.state === 'prepared' || body.position.state === 'ended')
      for (const key of KEYS)
        must(body.content.totals[key] === sumOf(units, key) || units.length === 0, 2, `${body.id}: ${key} decided on`);
  }
  for (const { id, body } of estimates) {
    const sealed = packages.find((pkg) => pkg.body.id === body.lockedInto?.package)?.body;
    const submitted = (body.lockedInto?.version ?? null) !== null && sealed?.collecting?.sealed !== false;
    const held = holders.get(id) ?? [];
    must(held.length === (submitted && sealed !== undefined ? 1 : 0), 10, `${id} is in ${held.join(', ')}`);
  }
};

/** What a ledger's entries say was granted and not taken back, row by row of the grants that stand. */
const standingAmounts = ({ memory, locality }: Subject, ledger: Stored<'ledger'>) => {
  const standing = new Map<number, GrantEvent['amounts']>();
  for (const stored of memory.journal.get(`${locality}#ledger#${ledger.id}`) ?? []) {
    const event = eventSchemas.ledger.parse(readEntry(stored)?.event);
    if (event.type === 'GrantRecorded') standing.set(event.n, event.amounts);
    if (event.type === 'GrantReversed') standing.delete(event.n);
  }
  return [...standing.values()].flat();
};

type Published = Amounts & {
  readonly granted: number;
  readonly unit: string;
  readonly activity: string;
  readonly source: string;
};

/** The lines of a unit's result at all four figures: approved under the adjustments since, granted as it is read there. */
const publishedLines = async (
  office: Subject,
  estimate: Stored<'estimate'>,
  ledger: Stored<'ledger'> | undefined,
): Promise<readonly Published[]> => {
  const { result, unit } = estimate.body;
  if (result === null) return [];
  const figures = new Map((await lineAmounts(office, estimate, result)).map((line) => [line.no, line]));
  for (const { lines } of ledger?.body.layers ?? [])
    for (const { no, after, ...of } of await readAdjustedLines(office.store, office.locality, lines)) {
      const line = of.unit === unit ? figures.get(no) : undefined;
      if (line !== undefined) figures.set(no, { ...line, approved: after });
    }
  const read = grantedByLine(await approvedLinesOf(office, estimate, ledger), ledger?.body.balances ?? []);
  must(read.length === figures.size, 2, `${estimate.id}: lines`);
  return read.map(({ line, appraised, approved, granted }) => {
    const own = figures.get(line.no);
    const where = `${estimate.id} line ${line.no}`;
    must(
      own?.appraised === appraised && own.approved === approved,
      2,
      `${where}: appraised ${appraised}, approved ${approved}`,
    );
    must(granted <= approved && approved <= line.amount, 3, `${where}: granted ${granted} of ${approved}`);
    return { proposed: line.amount, appraised, approved, granted, unit, activity: line.activity, source: line.source };
  });
};

/** 2: what was published is the same at all four figures by line, unit, activity, source and in all. */
export const checkPublished = async (
  office: Subject,
  estimates: readonly Stored<'estimate'>[],
  ledgers: readonly Stored<'ledger'>[],
): Promise<void> => {
  const lines: Published[] = [];
  const records: Published[] = [];
  for (const estimate of estimates) {
    const { result, unit } = estimate.body;
    if (result === null) continue;
    const ledger = ledgers.find(({ body }) => body.unit === unit);
    const own = await publishedLines(office, estimate, ledger);
    lines.push(...own);
    const totals = totalsOf(estimate.body, result);
    for (const key of ['proposed', 'appraised'] as const)
      must(add(own.map((line) => line[key])) === totals?.[key], 2, `${estimate.id}: ${key} of ${unit}`);
    if (ledger === undefined) {
      must(add(own.map(({ approved }) => approved)) === result.approved, 2, `${estimate.id}: approved of ${unit}`);
      continue;
    }
    const nothing = { proposed: 0, appraised: 0, approved: 0, granted: 0, unit };
    records.push(
      ...ledger.body.balances.map(({ activity, source, approved }) => ({ ...nothing, activity, source, approved })),
      ...standingAmounts(office, ledger).map(({ activity, source, amount }) => ({
        ...nothing,
        activity,
        source,
        granted: amount,
      })),
    );
  }
  const kept = new Set(records.map(({ unit }) => unit));
  const withLedger = lines.filter(({ unit }) => kept.has(unit));
  const sums = (all: readonly Published[], key: 'approved' | 'granted', by: (one: Published) => string) =>
    new Map(
      [...new Set(all.map(by))].map((group) => [
        group,
        add(all.filter((one) => by(one) === group).map((one) => one[key])),
      ]),
    );
  for (const key of ['approved', 'granted'] as const)
    for (const by of [
      ({ unit }: Published) => unit,
      ({ activity }: Published) => activity,
      ({ source }: Published) => source,
      ({ unit, activity, source }: Published) => `${unit} ${activity} ${source}`,
      () => 'in all',
    ]) {
      const recorded = sums(records, key, by);
      const read = sums(withLedger, key, by);
      for (const group of new Set([...recorded.keys(), ...read.keys()]))
        must((read.get(group) ?? 0) === (recorded.get(group) ?? 0), 2, `${key} of ${group}, line by line`);
    }
};
