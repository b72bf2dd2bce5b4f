/** How many units one call opens, locks or cuts: far from Lambda's time-out, few enough to show progress. */
export const UNITS_A_CALL = 200;

/** How many of them at the same time. */
const AT_ONCE = 8;

/** Does the work for all items, some of them at the same time. */
export const inTurns = async <T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> => {
  for (let start = 0; start < items.length; start += AT_ONCE)
    await Promise.all(items.slice(start, start + AT_ONCE).map(work));
};
