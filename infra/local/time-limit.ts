/** Calls `ring` after some milliseconds of real time, unless the answer is called before. */
export type SetTimer = (milliseconds: number, ring: () => void) => () => void;

/** The process's own timer. */
export const realTimer: SetTimer = (milliseconds, ring) => {
  const timer = setTimeout(ring, milliseconds);
  return () => clearTimeout(timer);
};

/** The outcome of work that was given a time limit; work that is late goes on, unheard. */
export type Timed<T> = { late: false; value: T } | { late: true };

/** Waits for work, but not longer than some milliseconds. Rejects as the work does. */
export const within = async <T>(setTimer: SetTimer, milliseconds: number, work: Promise<T>): Promise<Timed<T>> => {
  let cancel = (): void => undefined;
  const lateness = new Promise<Timed<T>>((resolve) => {
    cancel = setTimer(milliseconds, () => resolve({ late: true }));
  });
  try {
    return await Promise.race([work.then((value): Timed<T> => ({ late: false, value })), lateness]);
  } finally {
    cancel();
  }
};
