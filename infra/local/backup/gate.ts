/** Lets work pass, and holds it up for a moment on wish. */
export type Gate = {
  /** Does the work now, or once nothing is held up any more. */
  pass<T>(work: () => Promise<T>): Promise<T>;
  /** Does `work`, which takes no turn, at a moment when nothing that passed is under way. Rejects where none comes. */
  still<T>(work: () => T): Promise<T>;
};

const patience = 10_000;

/** Makes a gate. It waits `patience` milliseconds for what is under way. */
export const createGate = (longest = patience): Gate => {
  let under = 0;
  let quiet: (() => void) | undefined;
  const state: { closed: Promise<void> | undefined } = { closed: undefined };

  const untilQuiet = (): Promise<void> =>
    new Promise((resolve, reject) => {
      if (under === 0) {
        resolve();
        return;
      }
      const late = setTimeout(() => {
        quiet = undefined;
        reject(new Error('What is under way does not end.'));
      }, longest);
      quiet = () => {
        clearTimeout(late);
        quiet = undefined;
        resolve();
      };
    });

  return {
    pass: async (work) => {
      while (state.closed !== undefined) await state.closed;
      under += 1;
      try {
        return await work();
      } finally {
        under -= 1;
        if (under === 0) quiet?.();
      }
    },
    still: async (work) => {
      while (state.closed !== undefined) await state.closed;
      const { promise, resolve } = Promise.withResolvers<void>();
      state.closed = promise;
      try {
        await untilQuiet();
        return work();
      } finally {
        state.closed = undefined;
        resolve();
      }
    },
  };
};
