import { dynamoScan } from '../../../shared/adapters/dynamodb-scan.ts';
import { dynamoStore } from '../../../shared/adapters/dynamodb-store.ts';
import { vietnam } from '../../../shared/calendars/vietnam.ts';
import type { RehearsalReport } from '../../../shared/contracts/rehearsal.ts';
import { roundIdOf } from '../../../shared/domain/ids.ts';
import { localClient } from '../local-tables.ts';
import { startRuntime } from '../runtime.ts';
import { endOfDay, localTime } from '../../../shared/domain/calendar.ts';
import { cycleLines } from './cycle-report.ts';
import { dateLines } from './dates.ts';
import { sourceFor } from './next-edition.ts';
import type { RehearseOptions } from './options.ts';
import { perform, type Stage } from './perform.ts';
import { reportOf } from './report.ts';
import { RehearsalError, stepsOf } from './steps.ts';
import { storyOf, summaryOf } from './story.ts';

/** A rehearsal that was run: what it came to, and its story line by line. */
export type Rehearsed = { readonly report: RehearsalReport; readonly story: readonly string[] };

const hour = 3_600_000;

/** How long a round that nobody finished is watched for, in days: long enough for every rung of a ladder. */
const WATCHED_DAYS = 15;

const watch = async ({ runtime, store, plan, round }: Stage): Promise<void> => {
  const locality = plan.locality.id;
  for (let day = 0; day < WATCHED_DAYS; day += 1) {
    const tasks = await store.loadAll(locality, 'task', await store.listCase(locality, 'task', round));
    if (tasks.every(({ body }) => body.state !== 'open')) return;
    await runtime.timeline.stepTo(new Date(runtime.timeline.now().getTime() + 24 * hour));
  }
};

/** Runs a rehearsal through the real functions, machines and store. Throws a `RehearsalError` where a step is refused. */
export const rehearse = async (
  { rehearsal, plan, planSource, data, language }: RehearseOptions,
  onStep: (done: number, all: number, what: string) => void = () => undefined,
): Promise<Rehearsed> => {
  const round = roundIdOf(plan.id, rehearsal.year);
  const steps = stepsOf(rehearsal, plan, round, vietnam);
  const begins = rehearsal.from === undefined ? steps[0]?.at : localTime(rehearsal.from, 8, 0);
  if (begins === undefined)
    throw new RehearsalError('There is nothing to rehearse: say what is done, or "from" and "until".');
  using registered = sourceFor(planSource, rehearsal);
  const runtime = await startRuntime({
    data,
    fresh: true,
    frozen: true,
    plan: registered.source,
    clock: new Date(Date.parse(begins) - hour),
  });
  try {
    const client = localClient(runtime.endpointUrl);
    const stage: Stage = { runtime, store: dynamoStore(client, runtime.tables), plan, round };
    for (const [index, step] of steps.entries()) {
      onStep(index, steps.length, `${step.at.slice(0, 10)} ${step.what}`);
      await perform(stage, step);
    }
    await watch(stage);
    if (rehearsal.until !== undefined) {
      const end = new Date(endOfDay(rehearsal.until));
      if (runtime.timeline.now() < end) await runtime.timeline.stepTo(end);
    }
    onStep(steps.length, steps.length, '');
    const report = await reportOf(stage, rehearsal.year);
    const story = await storyOf(dynamoScan(client, runtime.tables), runtime.mailbox, plan, language);
    return {
      report,
      story: [
        ...story,
        ...summaryOf(report, plan, language),
        ...cycleLines(report.reports, plan, language),
        ...dateLines(report, plan, language),
      ],
    };
  } finally {
    await runtime.stop();
  }
};
