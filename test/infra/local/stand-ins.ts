import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { createClock } from '../../../infra/local/clock.ts';
import type { Invocation, Invoke } from '../../../infra/local/lambda.ts';
import { type Database, openDatabase } from '../../../infra/local/sqlite.ts';
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
