import type { Clock } from '../app/ports.ts';

/** The machine's own time. */
export const systemClock: Clock = { now: () => new Date() };

let installed: Clock = systemClock;

/** Puts another clock in the place of this process's: the laptop and the rehearsal step theirs. Never called on AWS. */
export const installClock = (clock: Clock): void => {
  installed = clock;
};

/** The clock of this process. */
export const processClock: Clock = { now: () => installed.now() };
