import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { StartError } from './start-error.ts';

const patience = 15_000;

const noteOn = (file: string): string => `${file}-pid`;

/** Writes down which process has the emulator's file open. */
export const noteHolder = (file: string, pid: number): void => writeFileSync(noteOn(file), String(pid));

/** The process that had the file last, if it still runs: known by the file among its arguments, where there is /proc. */
const holderOf = (file: string): number | undefined => {
  try {
    const pid = Number(readFileSync(noteOn(file), 'utf8'));
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(file) ? pid : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Waits until no emulator of an earlier run has the file open. One whose runtime was killed may still commit what it was
 * sent, and whoever comes next looks up what was committed: it must not look before. `file` is absolute, as it was
 * given to the emulator. Throws a `StartError` where the other one does not end.
 */
export const untilFree = async (file: string): Promise<void> => {
  const givenUp = Date.now() + patience;
  for (let pid = holderOf(file); pid !== undefined; pid = holderOf(file)) {
    if (Date.now() > givenUp) {
      throw new StartError(
        `The embedded DynamoDB of an earlier run (process ${pid}) still has ${file} open: end it, then start again.`,
      );
    }
    await pause(5);
  }
};
