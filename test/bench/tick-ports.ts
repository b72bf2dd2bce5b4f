/** Waits and machines that want nothing: what a tick finds where nothing is stuck. */
export const idleWorkflows = {
  waits: {
    arm: () => Promise.resolve(true),
    find: () => Promise.resolve(undefined),
    markResumed: () => Promise.resolve(),
  },
  workflows: {
    start: () => Promise.resolve(),
    resume: () => Promise.resolve('sent' as const),
    status: () => Promise.resolve('running' as const),
  },
};

/** Watches the memory of this process; `stop` says by how many bytes it grew at most. */
export const mostMemory = () => {
  const before = process.memoryUsage().rss;
  let most = before;
  const watching = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 20);
  return {
    stop: (): number => {
      clearInterval(watching);
      return most - before;
    },
  };
};
