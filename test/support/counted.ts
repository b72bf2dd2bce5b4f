/** Counts work that is under way, so that a test or a bench can wait until there is none. */
export const counted = () => {
  let active = 0;
  const waiting: (() => void)[] = [];
  const track = async <T>(work: Promise<T>): Promise<T> => {
    active += 1;
    try {
      return await work;
    } finally {
      active -= 1;
      if (active === 0) for (const resolve of waiting.splice(0)) resolve();
    }
  };
  const settled = (): Promise<void> => (active === 0 ? Promise.resolve() : new Promise((done) => waiting.push(done)));
  return { track, settled };
};
