import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { createClock } from '../../../infra/local/clock.ts';
import type { FunctionDefinition } from '../../../infra/local/deployment.ts';
import type { Invocation, Invoke } from '../../../infra/local/lambda.ts';
import { type Database, openDatabase } from '../../../infra/local/sqlite.ts';
import type { SetTimer } from '../../../infra/local/time-limit.ts';
import { createTimeline, type OwnTimeline } from '../../../infra/local/timeline.ts';

/** A frozen timeline on a database in memory; a fault of a source fails the test. */
export const aTimeline = (at = '2022-03-01T00:00:00.000Z'): { timeline: OwnTimeline; database: Database } => {
  const database = openDatabase(':memory:');
  const timeline = createTimeline(createClock(database, { frozen: true, at: new Date(at) }), () => undefined);
  onTestFinished(() => timeline.stop());
  return { timeline, database };
};

/** A folder that is gone after the test. */
export const aFolder = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'trinh-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** A function that keeps what it is called with and answers by `answer`. */
export const aFunction = (answer: (payload: unknown, call: number) => unknown) => {
  const payloads: unknown[] = [];
  const invoke: Invoke = async (_name, payload): Promise<Invocation> => {
    payloads.push(payload);
    try {
      return { ok: true, payload: await answer(payload, payloads.length) };
    } catch (error) {
      const errorMessage = error instanceof Error ? error.message : String(error);
      return { ok: false, error: { errorType: 'Error', errorMessage, trace: [] } };
    }
  };
  return { invoke, payloads };
};

/** The moment some seconds after another. */
export const after = (from: Date, seconds: number): Date => new Date(from.getTime() + seconds * 1000);

/** A timer that rings when it is told; `ring` waits until somebody waits so many milliseconds. */
export const aTimer = () => {
  type Waiter = { milliseconds: number; ring: () => void };
  const waiting = new Set<Waiter>();
  let heard: (() => void)[] = [];
  const timer: SetTimer = (milliseconds, ring) => {
    const one = { milliseconds, ring };
    waiting.add(one);
    for (const hear of heard.splice(0)) hear();
    return () => void waiting.delete(one);
  };
  const ring = async (milliseconds: number): Promise<void> => {
    for (;;) {
      const due = [...waiting].find((one) => one.milliseconds === milliseconds);
      if (due !== undefined) {
        waiting.delete(due);
        due.ring();
        return;
      }
      await new Promise<void>((resolve) => {
        heard = [...heard, resolve];
      });
    }
  };
  return { timer, ring };
};

/** A function of the fixtures' folder, as a template would define it. */
export const aDefinition = (verb: string, environment: Record<string, string> = {}): FunctionDefinition => ({
  name: `fixture-${verb}`,
  arn: `arn:aws:lambda:ap-southeast-1:000000000000:function:fixture-${verb}`,
  entry: `functions/${verb}/handler.ts`,
  verb,
  environment,
  timeout: 3,
  memory: 256,
  role: 'Role',
  rights: [],
});
