import { sumOf } from './counts.ts';
import type { ActivityTotal, Whole } from './edition.ts';
import type { ActivityCode } from './ids.ts';
import type { Period } from './obligations.ts';
import type { Return } from './return.ts';
import type { ReturnRow } from './return-content.ts';

const NOTHING: Whole = { sum: 0, of: 0, estimates: 0 };

/** What a row says of its whole period: what it reckons by the end (ước), where it does, else what was done. */
export const wholeOfRow = ({ estimated, done }: Pick<ReturnRow, 'estimated' | 'done'>): Whole => {
  const said = estimated ?? done;
  return said === null ? NOTHING : { sum: said, of: 1, estimates: estimated === null ? 0 : 1 };
};

/** Adds up what is said of whole periods. */
export const addWholes = (list: readonly Whole[]): Whole => ({
  sum: sumOf(list, ({ sum }) => sum),
  of: sumOf(list, ({ of }) => of),
  estimates: sumOf(list, ({ estimates }) => estimates),
});

/** What an edition says of a whole period; of one from before that was summed, what was done. */
export const wholeIn = ({ whole, done }: Pick<ActivityTotal, 'whole' | 'done'>): Whole =>
  whole ?? { ...done, estimates: 0 };

/** An estimate that is over: what it was, what it came to, and the report that says so. */
export type OfficialFigure = { readonly estimated: number; readonly count: number; readonly by: string };

/**
 * What came of an estimate that an edition counts. Undefined where nothing is said of it, and where the edition counts
 * another version of the report than the one of which it is said.
 */
export const officialOf = (
  { trued, versions }: Pick<Return, 'trued' | 'versions'>,
  counted: number | null,
  activity: ActivityCode,
): OfficialFigure | undefined => {
  const figure = trued?.figures.find((one) => one.activity === activity);
  if (trued === undefined || figure?.estimated === undefined || counted !== versions.length) return undefined;
  return { estimated: figure.estimated, count: figure.count, by: trued.by };
};

/** A sum in which an estimate is replaced by what it came to. */
export const withOfficial = (whole: Whole, official: OfficialFigure | undefined): Whole =>
  official === undefined
    ? whole
    : { ...whole, sum: whole.sum - official.estimated + official.count, estimates: whole.estimates - 1 };

/** The first two periods that share a day, by their places; what was done then would be added up twice. */
export const overlapIn = (periods: readonly Period[]): readonly [number, number] | undefined => {
  const places = periods.flatMap((one, a) =>
    periods.flatMap((other, b) => (a < b && one.from <= other.to && other.from <= one.to ? [[a, b] as const] : [])),
  );
  return places[0];
};
