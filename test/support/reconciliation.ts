import { readMembers } from '../../shared/app/content.ts';
import { groundOf } from '../../shared/app/package-commands.ts';
import { estimateSources } from '../../shared/app/source-totals.ts';
import { totalsOf } from '../../shared/domain/estimate.ts';
import type { Stored } from '../../shared/domain/records.ts';
import { add, must, type Subject } from './invariant-subject.ts';

type Amounts = { readonly proposed: number; readonly appraised: number; readonly approved: number };
const KEYS = ['proposed', 'appraised', 'approved'] as const;

/** The three figures of every line of an estimate in a submission, worked out here from the pages. */
const lineAmounts = async ({ store }: Subject, estimate: Stored<'estimate'>, pkg: Stored<'package'>['body']) => {
  const at = { package: pkg.id, submission: pkg.position.submission };
  const ground = await groundOf({ store }, estimate, at);
  const of = (figures: readonly { no: number; amount: number }[] | undefined, no: number) =>
    figures?.find((one) => one.no === no)?.amount;
  const lines = (ground?.lines ?? []).map((line) => {
    const appraised = of(ground?.appraised, line.no) ?? line.amount;
    const approved = of(ground?.approved, line.no) ?? appraised;
    return { ...line, proposed: line.amount, appraised, approved };
  });
  return { at, lines };
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
      const { at, lines: own } = await lineAmounts(office, estimate, body);
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
