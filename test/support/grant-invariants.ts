import { readLapses, readRoundUnits } from '../../shared/app/content.ts';
import { groundOf } from '../../shared/app/package-commands.ts';
import { estimateIdOf, ledgerIdOf } from '../../shared/domain/ids.ts';
import { readEntry } from '../../shared/domain/journal.ts';
import { eventSchemas, type Stored } from '../../shared/domain/records.ts';
import { add, must, type Subject } from './invariant-subject.ts';

/** What was approved of each activity of a unit, counted here from its lines and the last figures set. */
const approvedOf = async (
  { store }: Subject,
  estimate: Stored<'estimate'> | undefined,
): Promise<ReadonlyMap<string, number>> => {
  const amounts = new Map<string, number>();
  const result = estimate?.body.result;
  if (estimate === undefined || result === undefined || result === null) return amounts;
  const ground = await groundOf({ store }, estimate, result.submission);
  for (const line of ground?.lines ?? []) {
    const figure = (ground?.approved ?? ground?.appraised)?.find(({ no }) => no === line.no);
    amounts.set(line.activity, (amounts.get(line.activity) ?? 0) + (figure?.amount ?? line.amount));
  }
  return amounts;
};

/** 2, 3, 13: granted ≤ approved by activity and in all, as the entries say; nothing is granted after the year's end. */
export const checkLedger = async (
  office: Subject,
  { id, body }: Stored<'ledger'>,
  round: Stored<'round'> | undefined,
): Promise<void> => {
  const { store, locality, memory, plan } = office;
  const estimate = await store.load(locality, 'estimate', estimateIdOf(body.round, body.unit));
  const approved = await approvedOf(office, estimate);
  const granted = new Map<string, number>();
  const standing = new Map<number, number>();
  for (const stored of memory.journal.get(`${locality}#ledger#${id}`) ?? []) {
    const entry = readEntry(stored);
    const event = eventSchemas.ledger.parse(entry?.event);
    const sign = event.type === 'GrantRecorded' ? 1 : -1;
    const total = add(event.amounts.map(({ amount }) => amount));
    must(sign === 1 || standing.get(event.n) === total, 2, `${id} took back what does not stand`);
    if (sign === 1) standing.set(event.n, total);
    else standing.delete(event.n);
    for (const { activity, amount } of event.amounts) {
      const now = (granted.get(activity) ?? 0) + sign * amount;
      must(now >= 0 && now <= (approved.get(activity) ?? 0), 3, `${id} granted ${now} of ${activity}`);
      granted.set(activity, now);
    }
    const finance = plan.chain?.stages.find(({ key }) => key === 'appraisal')?.by ?? [plan.standing];
    must(entry?.actor.kind === 'person' && finance.includes(entry.actor.office), 12, `${id} changed by others`);
    const ended = round?.body.closing?.at;
    must(ended === undefined || (entry !== undefined && entry.at <= ended), 13, `${id} changed after the year's end`);
  }
  for (const balance of body.balances) {
    must(balance.approved === approved.get(balance.activity), 2, `${id} approved of ${balance.activity}`);
    must(balance.granted === (granted.get(balance.activity) ?? 0), 2, `${id} granted of ${balance.activity}`);
  }
  must(add(body.balances.map((one) => one.approved)) === estimate?.body.result?.approved, 2, `${id} approved in all`);
  must(add(body.balances.map((one) => one.granted)) === add([...standing.values()]), 2, `${id} granted in all`);
};

/** What lapsed at the year's end is what each unit had left, and in all what was approved and not granted. */
export const checkLapses = async (office: Subject, { id, body }: Stored<'round'>): Promise<void> => {
  const { store, locality } = office;
  if (body.closed === undefined) return;
  const units = await readRoundUnits(store, locality, body.units);
  const lapses = await readLapses(store, locality, body.closed.lapses);
  for (const { unit } of units) {
    const ledger = await store.load(locality, 'ledger', ledgerIdOf(body.id, unit));
    const estimate = await store.load(locality, 'estimate', estimateIdOf(body.id, unit));
    const approved = estimate?.body.result?.approved ?? 0;
    const granted = add(ledger?.body.balances.map((one) => one.granted) ?? []);
    const lapse = lapses.find((one) => one.unit === unit);
    must((lapse?.lapsed ?? 0) === approved - granted, 2, `${id} lapse of ${unit}`);
    must((lapse?.granted ?? 0) === granted && (lapse?.approved ?? 0) === approved, 2, `${id} sums of ${unit}`);
  }
  for (const key of ['approved', 'granted', 'lapsed'] as const)
    must(add(lapses.map((lapse) => lapse[key])) === body.closed.totals[key], 2, `${id} ${key} in all`);
};
