import path from 'node:path';
import { onTestFinished } from 'vitest';
import { localClient } from '../../infra/local/local-tables.ts';
import { readPlans } from '../../infra/local/plan-files.ts';
import { type Runtime, startRuntime } from '../../infra/local/runtime.ts';
import { dynamoSessions } from '../../shared/adapters/dynamodb-sessions.ts';
import { aBrowser } from '../support/browser.ts';

/** The whole runtime for one test, its clock standing, by default on a morning in 2022; it collects what went wrong. */
export const openRuntime = async (plan: string, { demonstration = true, clock = '2022-02-14T01:00:00Z' } = {}) => {
  const faults: string[] = [];
  const runtime = await startRuntime({
    frozen: true,
    plan,
    demonstration,
    clock: new Date(clock),
    onLine: (line) => faults.push(line),
  });
  onTestFinished(() => runtime.stop());
  return { runtime, faults };
};

/** Signs a person in as the portal's own sign-in would. */
export const signedIn = async (runtime: Runtime, file: string, id: string) => {
  const [read] = readPlans(path.resolve('shared/plans'), file);
  const person = read?.plan.people.find((one) => one.id === id);
  if (read === undefined || person === undefined) throw new Error(`The plan has no ${id}.`);
  const sessions = dynamoSessions(localClient(runtime.endpointUrl), runtime.tables, runtime.timeline);
  const whose = { locality: read.plan.locality.id, plan: read.plan.id, person: person.id };
  const { token } = await sessions.start(whose, { browser: { name: 'other', system: 'other' } });
  const browser = aBrowser(runtime.portalUrl, { '__Host-trinh': token });
  await browser.open('/?lang=vi');
  return browser;
};
