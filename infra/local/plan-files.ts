import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Plan, parsePlan } from '../../shared/domain/plan.ts';
import { codeOf, messageOf, StartError } from './start-error.ts';

/** A plan's file, read and checked. */
export type PlanFile = { file: string; json: unknown; plan: Plan };

const mostProblems = 40;

const readPlanFile = (file: string): PlanFile => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new StartError(
      codeOf(error) === 'ENOENT'
        ? `There is no plan file ${file}.`
        : `The plan file ${file} cannot be read: ${messageOf(error)}.`,
    );
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new StartError(`The plan file ${file} is not JSON: ${messageOf(error)}.`);
  }
  const parsed = parsePlan(json);
  if (parsed.ok) return { file, json, plan: parsed.plan };
  const shown = parsed.problems.slice(0, mostProblems).map(({ path: where, message }) => `\n  ${where}: ${message.en}`);
  const more = parsed.problems.length - shown.length;
  throw new StartError(
    `The plan file ${file} is broken in ${parsed.problems.length} place${parsed.problems.length === 1 ? '' : 's'}:${shown.join('')}${more > 0 ? `\n  and ${more} more` : ''}`,
  );
};

/** Reads every plan of a folder, or the one that `wanted` names: by its id there, or by its file. */
export const readPlans = (folder: string, wanted?: string): PlanFile[] => {
  const known = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .toSorted();
  if (wanted === undefined) return known.map((name) => readPlanFile(path.join(folder, name)));
  if (known.includes(`${wanted}.json`)) return [readPlanFile(path.join(folder, `${wanted}.json`))];
  if (wanted.includes('/') || wanted.includes(path.sep) || wanted.endsWith('.json'))
    return [readPlanFile(path.resolve(wanted))];
  throw new StartError(
    `There is no plan ${wanted}: give the path of a plan file, or one of ${known.map((name) => name.slice(0, -'.json'.length)).join(', ')}.`,
  );
};
