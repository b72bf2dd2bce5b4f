import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { dynamoScan } from '../../../shared/adapters/dynamodb-scan.ts';
import { dynamoStore } from '../../../shared/adapters/dynamodb-store.ts';
import { vietnam } from '../../../shared/calendars/vietnam.ts';
import { Rehearsal, type RehearsalReport } from '../../../shared/contracts/rehearsal.ts';
import { PlanId, roundIdOf, Year } from '../../../shared/domain/ids.ts';
import { Language } from '../../../shared/domain/text.ts';
import { localClient } from '../local-tables.ts';
import { startRuntime } from '../runtime.ts';
import { messageOf, StartError } from '../start-error.ts';
import { PACKAGE_P_PLAN, packageP } from './package-p.ts';
import { perform, type Stage } from './perform.ts';
import { progressBar } from './progress.ts';
import { reportOf } from './report.ts';
import { RehearsalError, stepsOf } from './steps.ts';
import { storyOf, summaryOf } from './story.ts';

/** What `npm run rehearse` is asked for. */
export type RehearseOptions = {
  readonly rehearsal: Rehearsal;
  readonly data: string | undefined;
  readonly json: boolean;
  readonly language: Language;
};

/** What the command line may say. */
export const usage = `npm run rehearse -- [OPTIONS]   runs a year's round on a stepped clock
  --plan ID         the plan (default ${PACKAGE_P_PLAN})
  --year N          the year (default 2022)
  --package FILE    what is estimated and decided, as JSON (README has an example); else Package P
  --json            prints totals, units, tasks, mails and executions as JSON
  --data DIR        keeps the store there, anew, for npm run verify
  --lang vi|en      the story's language (default vi)`;

const readPackage = (file: string): Rehearsal => {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new StartError(`The package file ${file} cannot be read as JSON: ${messageOf(cause)}.`);
  }
  const parsed = Rehearsal.safeParse(json);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map((issue) => `\n  ${issue.path.map(String).join('.') || '$'}: ${issue.message}`);
  throw new StartError(`The package file ${file} is not a rehearsal:${places.join('')}`);
};

/** Reads the command line; throws a `StartError` that says what is wrong. */
export const readOptions = (args: readonly string[]): RehearseOptions | 'help' => {
  const parsed = (() => {
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
  })();
  if (parsed.help) return 'help';
  const year = Year.safeParse(Number(parsed.year ?? '2022'));
  if (!year.success) throw new StartError(`--year takes a year such as 2022, not ${parsed.year}.`);
  const language = Language.safeParse(parsed.lang ?? 'vi');
  if (!language.success) throw new StartError(`--lang takes vi or en, not ${parsed.lang}.`);
  const plan = parsed.plan ?? PACKAGE_P_PLAN;
  if (parsed.package === undefined && plan !== PACKAGE_P_PLAN)
    throw new StartError(`Package P is of ${PACKAGE_P_PLAN}; give --package FILE for the plan ${plan}.`);
  const rehearsal = parsed.package === undefined ? packageP(year.data, vietnam) : readPackage(parsed.package);
  if (parsed.plan !== undefined && rehearsal.plan !== parsed.plan)
    throw new StartError(`--plan ${parsed.plan} and the package's plan ${rehearsal.plan} differ.`);
  if (parsed.year !== undefined && rehearsal.year !== year.data)
    throw new StartError(`--year ${parsed.year} and the package's year ${rehearsal.year} differ.`);
  const data = parsed.data === undefined ? undefined : path.resolve(parsed.data);
  return { rehearsal, data, json: parsed.json, language: language.data };
};

/** How long a round that nobody finished is watched for, in days: long enough for every rung of a ladder. */
const WATCHED_DAYS = 15;

const finish = async ({ runtime }: Stage, isOver: () => Promise<boolean>): Promise<void> => {
  for (let day = 0; day < WATCHED_DAYS && !(await isOver()); day += 1)
    await runtime.timeline.stepTo(new Date(runtime.timeline.now().getTime() + 24 * 3_600_000));
};

/** A rehearsal that was run: what it came to, and its story line by line. */
export type Rehearsed = { readonly report: RehearsalReport; readonly story: readonly string[] };

/** Runs a rehearsal through the real functions, machines and store. */
export const rehearse = async (
  { rehearsal, data, language }: RehearseOptions,
  onStep: (done: number, all: number, what: string) => void = () => undefined,
): Promise<Rehearsed> => {
  const round = roundIdOf(PlanId.parse(rehearsal.plan), rehearsal.year);
  const first = [rehearsal.open?.at, ...rehearsal.estimates.map(({ at }) => at)]
    .filter((at) => at !== undefined)
    .toSorted()[0];
  const start = Math.min(
    Date.parse(first ?? `${rehearsal.due.estimate}T01:00:00Z`),
    Date.parse(`${rehearsal.due.estimate}T01:00:00Z`),
  );
  const runtime = await startRuntime({
    data,
    fresh: true,
    frozen: true,
    plan: rehearsal.plan,
    clock: new Date(start - 21 * 24 * 3_600_000),
  });
  try {
    const [plan] = runtime.plans;
    if (plan === undefined) throw new StartError(`There is no plan ${rehearsal.plan}.`);
    const client = localClient(runtime.endpointUrl);
    const store = dynamoStore(client, runtime.tables);
    const stage: Stage = { runtime, store, plan, round };
    const steps = stepsOf(rehearsal, plan, round, vietnam);
    for (const [index, step] of steps.entries()) {
      onStep(index, steps.length, `${step.at.slice(0, 10)} ${step.what}`);
      await perform(stage, step);
    }
    await finish(stage, async () =>
      (await reportOf(stage, rehearsal.year)).tasks.every(({ state }) => state !== 'open'),
    );
    onStep(steps.length, steps.length, '');
    const report = await reportOf(stage, rehearsal.year);
    const story = await storyOf(dynamoScan(client, runtime.tables), runtime.mailbox, plan, language);
    return { report, story: [...story, ...summaryOf(report, plan, language)] };
  } finally {
    await runtime.stop();
  }
};

/** Runs `npm run rehearse`. */
export const main = async (args: readonly string[]): Promise<void> => {
  try {
    const options = readOptions(args);
    if (options === 'help') return console.log(usage);
    const bar = progressBar(process.stderr);
    const { report, story } = await rehearse(options, bar);
    console.log(options.json ? JSON.stringify(report, null, 2) : story.join('\n'));
  } catch (error) {
    console.error(error instanceof StartError || error instanceof RehearsalError ? error.message : error);
    process.exitCode = 1;
  }
};
