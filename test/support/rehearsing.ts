import { fileURLToPath } from 'node:url';
import { readOptions } from '../../infra/local/rehearsal/options.ts';
import { rehearse } from '../../infra/local/rehearsal/rehearse.ts';
import { type Rehearsal, RehearsalReport } from '../../shared/contracts/rehearsal.ts';

/** Reads a sample package file, as the command does: its schema and its plan are checked. */
export const readSample = (name: string) => {
  const file = fileURLToPath(new URL(`../../infra/local/rehearsal/samples/${name}.json`, import.meta.url));
  const options = readOptions(['--package', file]);
  if (options === 'help') throw new Error('No help was asked for.');
  return options;
};

/** Rehearses a sample, or what a test made of it, through the real functions and machines; its story with plain spaces. */
export const rehearsed = async (options: ReturnType<typeof readSample>, rehearsal: Rehearsal = options.rehearsal) => {
  const { report, story } = await rehearse({ ...options, rehearsal, language: 'vi' }, () => undefined);
  return { report: RehearsalReport.parse(report), story: story.join('\n').replaceAll('\u00a0', ' ') };
};

/** The executions of a round and its packages; those of the year's reports are looked at by themselves. */
export const ofTheRound = ({ executions }: RehearsalReport): RehearsalReport['executions'] =>
  executions.filter(({ of }) => of === 'round' || of === 'package');
