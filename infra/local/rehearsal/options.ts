import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { vietnam } from '../../../shared/calendars/vietnam.ts';
import type { Rehearsal } from '../../../shared/contracts/rehearsal.ts';
import { Year } from '../../../shared/domain/ids.ts';
import type { Plan } from '../../../shared/domain/plan.ts';
import { Language } from '../../../shared/domain/text.ts';
import { readPlans } from '../plan-files.ts';
import { projectRoot } from '../runtime.ts';
import { messageOf, StartError } from '../start-error.ts';
import { editionFor } from './next-edition.ts';
import { checkAgainstPlan, readPackageFile } from './package-file.ts';
import { PACKAGE_P_PLAN, packageP } from './package-p.ts';

/** What a rehearsal is run on. */
export type RehearseOptions = {
  readonly rehearsal: Rehearsal;
  readonly plan: Plan;
  /** The plan as the runtime is asked for it: its id, or its file. */
  readonly planSource: string;
  readonly data: string | undefined;
  readonly language: Language;
};

/** What the command line may say. */
export const usage = `npm run rehearse -- [OPTIONS]   runs a year's round and reports on a stepped clock
  --plan ID|FILE    the plan (default: the package's own, or ${PACKAGE_P_PLAN})
  --year N          the year (default: the package's own, or 2022); with --plan a year that README lists
  --package FILE    what is estimated and decided, as JSON (README has an example); else Package P
  --json            prints totals, units, tasks, reports, mails and executions as JSON
  --data DIR        keeps the store there, anew, for npm run verify
  --lang vi|en      the story's language (default vi)`;

const readArguments = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        plan: { type: 'string' },
        year: { type: 'string' },
        package: { type: 'string' },
        json: { type: 'boolean', default: false },
        data: { type: 'string' },
        lang: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (cause) {
    throw new StartError(`${messageOf(cause).split('. ')[0]}; npm run rehearse -- --help lists the options.`);
  }
};

const yearIn = (text: string): Year => {
  const year = Year.safeParse(Number(text));
  const [from, to] = [vietnam.from, vietnam.to].map((date) => Number(date.slice(0, 4)));
  if (year.success && year.data >= (from ?? 0) && year.data <= (to ?? 0)) return year.data;
  throw new StartError(`--year takes a year from ${from} to ${to}, which the calendar knows, not ${text}.`);
};

/** The years of the shipped plans, each with its round and its reports. */
const yearsFolder = path.join(projectRoot, 'infra', 'local', 'rehearsal', 'years');

/** The years of a plan that are shipped to be rehearsed. */
const yearsShipped = (plan: string): readonly string[] =>
  readdirSync(yearsFolder).flatMap((name) => {
    const [, id, year] = /^(.+)\.(\d{4})\.json$/.exec(name) ?? [];
    return id === plan && year !== undefined ? [year] : [];
  });

/** The file of a plan's year; undefined where the plan is no shipped one, or no year or another is asked for. */
const shippedYear = (plan: string | undefined, year: Year | undefined): string | undefined => {
  if (plan === undefined || year === undefined) return undefined;
  const file = path.join(yearsFolder, `${plan}.${year}.json`);
  return existsSync(file) ? file : undefined;
};

/** Reads the command line; throws a `StartError` that says what is wrong. */
export const readOptions = (args: readonly string[]): (RehearseOptions & { readonly json: boolean }) | 'help' => {
  const asked = readArguments(args);
  if (asked.help) return 'help';
  const language = Language.safeParse(asked.lang ?? 'vi');
  if (!language.success) throw new StartError(`--lang takes vi or en, not ${asked.lang}.`);
  const year = asked.year === undefined ? undefined : yearIn(asked.year);
  const shipped = asked.package === undefined ? shippedYear(asked.plan, year) : undefined;
  const packageFile = asked.package ?? shipped;
  const written = packageFile === undefined ? undefined : readPackageFile(packageFile);
  const planSource = asked.plan ?? written?.plan ?? PACKAGE_P_PLAN;
  const [file] = readPlans(path.join(projectRoot, 'shared', 'plans'), planSource);
  if (file === undefined) throw new StartError(`There is no plan ${planSource}.`);
  const { plan: shippedPlan } = file;
  if (written === undefined && shippedPlan.id !== PACKAGE_P_PLAN)
    throw new StartError(
      `Package P is of ${PACKAGE_P_PLAN}: say with --package FILE what happens in ${shippedPlan.id}, or with --year one of ${yearsShipped(shippedPlan.id).join(', ')}.`,
    );
  const rehearsal = written ?? packageP(year ?? 2022, vietnam);
  if (rehearsal.plan !== shippedPlan.id)
    throw new StartError(`The package is of the plan ${rehearsal.plan}, and --plan says ${shippedPlan.id}.`);
  const { plan } = editionFor(file, rehearsal);
  if (year !== undefined && rehearsal.year !== year)
    throw new StartError(`The package is of the year ${rehearsal.year}, and --year says ${year}.`);
  if (packageFile !== undefined) checkAgainstPlan(packageFile, rehearsal, plan);
  const data = asked.data === undefined ? undefined : path.resolve(asked.data);
  return { rehearsal, plan, planSource, data, language: language.data, json: asked.json };
};
