import * as z from 'zod';
import { change, type Database, firstRow } from './sqlite.ts';
import { StartError } from './start-error.ts';
import { localText } from './moments.ts';
import type { ClockHands } from './timeline.ts';

/** How far a machine's clock may be set back and still be taken, in milliseconds. */
const clockSlack = 60_000;

const ClockRow = z.object({ offset: z.number(), stood: z.number() });

/**
 * The runtime's clock, kept in the database. A running clock is real time plus an offset that survives a restart; a
 * frozen one stands where it was last stepped to; with `isReal` it is the machine's own and nothing else. Refuses a start before the time that it has already shown.
 */
export const createClock = (
  database: Database,
  options: { frozen: boolean; at?: Date | undefined; realNow?: () => number; isReal?: boolean },
): ClockHands => {
  const realNow = options.realNow ?? Date.now;
  database.exec(
    'CREATE TABLE IF NOT EXISTS clock (one INTEGER PRIMARY KEY CHECK (one = 1), offset REAL NOT NULL, stood REAL NOT NULL)',
  );
  const stored = firstRow(database, ClockRow, 'SELECT offset, stood FROM clock');
  if (options.isReal === true && stored !== undefined && stored.stood > realNow() + clockSlack)
    throw new StartError(
      `This machine's clock says ${localText(new Date(realNow()))} (Việt Nam), but the data was in use at ${localText(new Date(stored.stood))} already: set the clock right, then start again.`,
    );
  const goesOn =
    stored === undefined || options.isReal === true
      ? undefined
      : options.frozen
        ? stored.stood
        : Math.max(stored.stood, realNow() + stored.offset);
  const wanted = options.at?.getTime();
  if (wanted !== undefined && goesOn !== undefined && wanted < goesOn) {
    throw new StartError(
      `The clock of this data folder already stands at ${localText(new Date(goesOn))} (Việt Nam) and cannot go back: leave out --clock to go on from there, or add --fresh to begin anew.`,
    );
  }
  let stood = wanted ?? goesOn ?? realNow();
  let offset = stood - realNow();
  let held = options.frozen;

  const store = (): void => {
    change(
      database,
      'INSERT INTO clock VALUES (1, ?, ?) ON CONFLICT (one) DO UPDATE SET offset = excluded.offset, stood = excluded.stood',
      offset,
      stood,
    );
  };
  store();

  return {
    frozen: options.frozen,
    now: () => (held ? stood : realNow() + offset),
    moveTo: (at) => {
      stood = at;
      offset = at - realNow();
      store();
    },
    hold: () => {
      if (held) return;
      stood = realNow() + offset;
      held = true;
    },
    release: () => {
      if (options.frozen) return;
      offset = stood - realNow();
      held = false;
      store();
    },
  };
};
