import { readAdjustedLines, readLapses, readMembers, readRoundUnits } from '../../shared/app/content.ts';
import { groundOf } from '../../shared/app/package-commands.ts';
import type { Fund } from '../../shared/domain/funds.ts';
import { estimateIdOf, ledgerIdOf } from '../../shared/domain/ids.ts';
import { readEntry } from '../../shared/domain/journal.ts';
import { isGrantEvent } from '../../shared/domain/ledger.ts';
import { eventSchemas, type Stored } from '../../shared/domain/records.ts';
import { add, must, type Subject } from './invariant-subject.ts';
import { checkSignature } from './signature-invariants.ts';

const fundOf = ({ activity, source }: Fund): string => `${activity} from ${source}`;

/** What was approved of each activity from each source of a unit, counted here from its lines and the last figures set. */
const approvedOf = async (
  { store }: Subject,
  estimate: Stored<'estimate'> | undefined,
  ledger: Stored<'ledger'>,
): Promise<ReadonlyMap<string, number>> => {
  const amounts = new Map<string, number>();
  const result = estimate?.body.result;
  if (estimate === undefined || result === undefined || result === null) return amounts;
  const ground = await groundOf({ store }, estimate, result);
  const figures = new Map((ground?.approved ?? ground?.appraised)?.map(({ no, amount }) => [no, amount]));
  for (const { lines } of ledger.body.layers)
    for (const line of await readAdjustedLines(store, ledger.body.locality, lines)) {
      if (line.unit !== ledger.body.unit) continue;
      const proposed = ground?.lines.find(({ no }) => no === line.no);
      must(line.after <= (proposed?.amount ?? -1), 3, `${ledger.id} line ${line.no} above what was proposed`);
      must(
        line.before === (figures.get(line.no) ?? proposed?.amount),
        10,
        `${ledger.id} line ${line.no} on another layer`,
      );
      figures.set(line.no, line.after);
    }
  for (const line of ground?.lines ?? [])
    amounts.set(fundOf(line), (amounts.get(fundOf(line)) ?? 0) + (figures.get(line.no) ?? line.amount));
  return amounts;
};

/** 2, 3, 13: granted ≤ approved by activity and source and in all, as the entries say; nothing is granted after the year's end. */
export const checkLedger = async (
  office: Subject,
  ledger: Stored<'ledger'>,
  round: Stored<'round'> | undefined,
): Promise<void> => {
  const { id, body } = ledger;
  const { store, locality, memory, plan } = office;
  const estimate = await store.load(locality, 'estimate', estimateIdOf(body.round, body.unit));
  const approved = await approvedOf(office, estimate, ledger);
  const granted = new Map<string, number>();
  const standing = new Map<number, number>();
  for (const stored of memory.journal.get(`${locality}#ledger#${id}`) ?? []) {
    const entry = readEntry(stored);
    const event = eventSchemas.ledger.parse(entry?.event);
    if (!isGrantEvent(event)) continue;
    const sign = event.type === 'GrantRecorded' ? 1 : -1;
    const total = add(event.amounts.map(({ amount }) => amount));
    must(sign === 1 || standing.get(event.n) === total, 2, `${id} took back what does not stand`);
    if (sign === 1) standing.set(event.n, total);
    else standing.delete(event.n);
    for (const one of event.amounts) {
      const now = (granted.get(fundOf(one)) ?? 0) + sign * one.amount;
      must(now >= 0, 3, `${id} granted ${now} of ${fundOf(one)}`);
      granted.set(fundOf(one), now);
    }
    const finance = plan.chain?.stages.find(({ key }) => key === 'appraisal')?.by ?? [plan.standing];
    must(entry?.actor.kind === 'person' && finance.includes(entry.actor.office), 12, `${id} changed by others`);
    const ended = round?.body.closing?.at;
    must(ended === undefined || (entry !== undefined && entry.at <= ended), 13, `${id} changed after the year's end`);
  }
  for (const balance of body.balances) {
    const fund = fundOf(balance);
    must(balance.granted <= balance.approved, 3, `${id} granted of ${fund}`);
    must(balance.approved === (approved.get(fund) ?? 0), 2, `${id} approved of ${fund}`);
    must(balance.granted === (granted.get(fund) ?? 0), 2, `${id} granted of ${fund}`);
  }
  must(add(body.balances.map((one) => one.approved)) === add([...approved.values()]), 2, `${id} approved in all`);
  must(add(body.balances.map((one) => one.granted)) === add([...standing.values()]), 2, `${id} granted in all`);
};

/** What lapsed at the year's end is what each unit had left, and in all and by source what was approved and not granted. */
export const checkLapses = async (office: Subject, { id, body }: Stored<'round'>): Promise<void> => {
  const { store, locality } = office;
  if (body.closed === undefined) return;
  const units = await readRoundUnits(store, locality, body.units);
  const lapses = await readLapses(store, locality, body.closed.lapses);
  for (const { unit } of units) {
    const ledger = await store.load(locality, 'ledger', ledgerIdOf(body.id, unit));
    const estimate = await store.load(locality, 'estimate', estimateIdOf(body.id, unit));
    const approved =
      ledger === undefined
        ? (estimate?.body.result?.approved ?? 0)
        : add(ledger.body.balances.map((one) => one.approved));
    const granted = add(ledger?.body.balances.map((one) => one.granted) ?? []);
    const lapse = lapses.find((one) => one.unit === unit);
    const sources = lapse?.sources ?? [];
    for (const { source, approved: most, granted: given } of sources) {
      const own = ledger?.body.balances.filter((one) => one.source === source);
      must(add(own?.map((one) => one.granted) ?? []) === given, 2, `${id} ${source} granted to ${unit}`);
      must(own === undefined || add(own.map((one) => one.approved)) === most, 2, `${id} ${source} of ${unit}`);
    }
    for (const key of ['approved', 'granted'] as const)
      must(add(sources.map((one) => one[key])) === (lapse?.[key] ?? 0), 2, `${id} ${key} of ${unit} by source`);
    must((lapse?.lapsed ?? 0) === approved - granted, 2, `${id} lapse of ${unit}`);
    must((lapse?.granted ?? 0) === granted && (lapse?.approved ?? 0) === approved, 2, `${id} sums of ${unit}`);
  }
  for (const key of ['approved', 'granted', 'lapsed'] as const)
    must(add(lapses.map((lapse) => lapse[key])) === body.closed.totals[key], 2, `${id} ${key} in all`);
  for (const key of ['approved', 'granted'] as const) {
    const all = body.closed.sources;
    must(add(all.map((one) => one[key])) === body.closed.totals[key], 2, `${id} ${key} by source`);
    for (const { source, [key]: amount } of all) {
      const own = lapses.flatMap(({ sources }) => sources.filter((one) => one.source === source));
      must(add(own.map((one) => one[key])) === amount, 2, `${id} ${key} from ${source}`);
    }
  }
};

/** 1, 2, 7, 8, 10 of an adjustment: decided by others than who opened it, as it was opened, in force once approved. */
export const checkAdjustment = async (office: Subject, { id, body }: Stored<'package'>): Promise<void> => {
  const { store, locality } = office;
  const members = await readMembers(store, locality, body.members);
  const { adjusts } = body;
  if (adjusts === undefined) return;
  const lines = await readAdjustedLines(store, locality, adjusts.lines);
  const change = add(lines.map(({ after }) => after)) - add(lines.map(({ before }) => before));
  must(body.content.totals.approved === adjusts.before + change, 2, `${id} in all`);
  const decided = body.outcomes.map(({ stage, submission }) => `${stage}/${submission}`);
  must(new Set(decided).size === decided.length, 1, `${id} was decided twice: ${decided.join(' ')}`);
  for (const outcome of body.outcomes) {
    must(!('content' in outcome) || outcome.content.root === adjusts.lines.root, 8, `${id} decided on something else`);
    checkSignature(outcome, members);
  }
  for (const { unit } of members) {
    const ledger = await store.load(locality, 'ledger', ledgerIdOf(body.round, unit));
    const applied = ledger?.body.layers.some((layer) => layer.package === id) ?? false;
    must(applied === (body.publishedAt !== null), 10, `${id} in the ledger of ${unit}`);
    const waits = ledger?.body.pending?.package === id;
    must(waits === (body.position.state !== 'ended'), 10, `${id} on its way in the ledger of ${unit}`);
  }
};
