import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { localClient } from '../../infra/local/local-tables.ts';
import { readPlans } from '../../infra/local/plan-files.ts';
import type { Stage } from '../../infra/local/rehearsal/perform.ts';
import { projectRoot, type Runtime, startRuntime } from '../../infra/local/runtime.ts';
import { dynamoStore } from '../../shared/adapters/dynamodb-store.ts';
import { roundIdOf } from '../../shared/domain/ids.ts';
import { type Found, Histories } from './findings.ts';
import { armKiller } from './killer.ts';
import { appendLine, readLines } from './lines.ts';
import { endOf, lookAt } from './observe.ts';
import { filesIn, Order } from './order.ts';
import { openDiary, play } from './play.ts';
import { rounds } from './rounds.ts';

const HOUR_MS = 60 * 60 * 1000;

const readHistories = (file: string): Histories =>
  existsSync(file) ? Histories.parse(JSON.parse(readFileSync(file, 'utf8'))) : {};

/** One life of the process: starts on what the last one left, looks whether all is there, and plays the round on. */
const live = async (order: Order): Promise<void> => {
  const files = filesIn(order.folder);
  const rehearsal = rounds[order.round]();
  const [file] = readPlans(path.join(projectRoot, 'shared', 'plans'), rehearsal.plan);
  if (file === undefined || rehearsal.open === undefined) throw new Error(`${order.round} cannot be played.`);
  const diary = openDiary(files.diary);
  const before = readHistories(files.histories);
  const written = readLines(files.points, z.string()).flatMap((name) =>
    name.startsWith('journal ') ? name.slice('journal '.length).split(', ') : [],
  );
  let runtime: Runtime | undefined;
  armKiller(order, () => runtime);
  runtime = await startRuntime({
    data: files.data,
    frozen: true,
    plan: rehearsal.plan,
    // Until a life has come to play, any may be the first that sets the clock.
    clock: existsSync(files.found) ? undefined : new Date(Date.parse(rehearsal.open.at) - HOUR_MS),
    template: (): unknown => JSON.parse(readFileSync(files.template, 'utf8')),
    onLine: (line) => process.stderr.write(`${line}\n`),
  });
  await runtime.timeline.settled();
  const store = dynamoStore(localClient(runtime.endpointUrl), runtime.tables);
  const stage: Stage = { runtime, store, plan: file.plan, round: roundIdOf(file.plan.id, rehearsal.year) };
  const look = async (killed: string | null): Promise<void> =>
    appendLine(files.found, {
      killed,
      ...(await lookAt(stage, { acknowledged: diary.acknowledged, written, before })),
    } satisfies Found);
  await look(readLines(files.deaths, z.string()).at(-1) ?? null);
  await play(stage, rehearsal, diary);
  await look(null);
  writeFileSync(files.end, JSON.stringify(await endOf(stage, rehearsal.year)));
  await runtime.stop();
};

await live(Order.parse(JSON.parse(process.argv[2] ?? '')));
