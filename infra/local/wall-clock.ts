const day = 24 * 60 * 60_000;

/** A zone's wall clock, as if its hours were UTC's. Moments and wall times in milliseconds. */
export type WallClock = {
  readonly toWall: (moment: number) => number;
  /** The moment of a wall time: the first where the clocks repeat it, undefined where they skip it. */
  readonly fromWall: (wall: number) => number | undefined;
};

/** Reads and writes the wall clock of a zone of the tz database. */
export const wallClock = (zone: string): WallClock => {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const toWall = (moment: number): number => {
    const parts = new Map(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
    const of = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
    return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  };
  return {
    toWall,
    fromWall: (wall) => {
      const around = [wall - day, wall + day].map((moment) => wall - (toWall(moment) - moment));
      const moments = around.filter((moment) => toWall(moment) === wall);
      return moments.length === 0 ? undefined : Math.min(...moments);
    },
  };
};
