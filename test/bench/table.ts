/** A line of a report: what was measured, how much, and how that stands to something else. */
export type Row = readonly [what: string, measured: string, ratio?: string];

/** The middle of some numbers, or another share of them: 0.95 gives what 95 of 100 do not pass. */
export const quantile = (numbers: readonly number[], share: number): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};

/** Milliseconds as people read them. */
export const time = (ms: number): string =>
  ms >= 10_000 ? `${(ms / 1000).toFixed(1)} s` : ms >= 1000 ? `${(ms / 1000).toFixed(2)} s` : `${ms.toFixed(0)} ms`;

/** Bytes in whole megabytes of a million bytes. */
export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

/** How many times one is the other. */
export const times = (one: number, other: number): string => `${(one / other).toFixed(one / other < 10 ? 1 : 0)}×`;

/** Runs something and says how long it took, in milliseconds. */
export const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

/** Prints a section. */
export const print = (title: string, rows: readonly Row[]): void => {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  console.log(`\n${title}`);
  for (const [what, measured, ratio = ''] of rows)
    console.log(`  ${what.padEnd(widths[0] ?? 0)}  ${measured.padStart(widths[1] ?? 0)}  ${ratio}`.trimEnd());
};
