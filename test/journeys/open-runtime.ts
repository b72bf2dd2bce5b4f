import { onTestFinished } from 'vitest';
import { startRuntime } from '../../infra/local/runtime.ts';

/** The whole runtime for one test, on the morning of 14 February 2022 with its clock standing; it collects what went wrong. */
export const openRuntime = async (plan: string, { demonstration = true } = {}) => {
  const faults: string[] = [];
  const runtime = await startRuntime({
    frozen: true,
    plan,
    demonstration,
    clock: new Date('2022-02-14T01:00:00Z'),
    onLine: (line) => faults.push(line),
  });
  onTestFinished(() => runtime.stop());
  return { runtime, faults };
};
