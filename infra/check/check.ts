import { fileURLToPath } from 'node:url';
import { gates, runGate } from './gates.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Runs the named gates, or all of them, and prints each with its verdict. Gives how many failed. */
export const check = async (words: readonly string[]): Promise<number> => {
  const unknown = words.filter((word) => !gates.some((gate) => gate.word === word));
  if (unknown.length > 0) {
    console.error(`There is no ${unknown.join(', ')}; the checks are ${gates.map((gate) => gate.word).join(', ')}.`);
    return unknown.length;
  }
  const chosen = gates.filter((gate) => words.length === 0 || words.includes(gate.word));
  const verdicts = await Promise.all(
    chosen.map(async (gate) => {
      const started = performance.now();
      const verdict = await runGate(gate, root);
      const files = verdict.looked === undefined ? '' : `, ${verdict.looked} files`;
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`${gate.word.padEnd(10)} ${verdict.ok ? 'ok' : 'failed'} (${seconds} s${files})`);
      if (!verdict.ok) console.log(verdict.report.trim().replace(/^/gm, '  '));
      return verdict;
    }),
  );
  return verdicts.filter((verdict) => !verdict.ok).length;
};
