import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { BUDGET_INDEX } from '../../../shared/domain/budget-codes.ts';
import { type CutUnit, linesToCut } from '../../../shared/app/cut-lines.ts';
import { loadMembers } from '../../../shared/app/package-members.ts';
import { setsFigures } from '../../../shared/domain/own-work.ts';
import type { Store } from '../../../shared/app/ports.ts';
import {
  estimateIdOf,
  ledgerIdOf,
  type PackageId,
  packageIdOf,
  type RoundId,
  type UnitId,
} from '../../../shared/domain/ids.ts';
import type { Plan } from '../../../shared/domain/plan.ts';
import { WORKING_CALENDAR } from '../../../shared/domain/working-calendar.ts';
import type { HttpResponse } from '../http-event.ts';
import { localText } from '../moments.ts';
import type { Runtime } from '../runtime.ts';
import { uploadFile } from './attach-step.ts';
import { type Lookup, RehearsalError, type Step } from './steps.ts';

/** The runtime and store that a rehearsal runs on. */
export type Stage = { readonly runtime: Runtime; readonly store: Store; readonly plan: Plan; readonly round: RoundId };

/** Every line of the round's package with the figure that the stage has for it. */
export const packageLines = async (store: Store, plan: Plan, id: PackageId): Promise<readonly CutUnit[]> => {
  const pkg = await store.load(plan.locality.id, 'package', id);
  if (pkg === undefined) return [];
  const { stage, submission } = pkg.body.position;
  return setsFigures(stage)
    ? linesToCut({ store }, await loadMembers({ store }, pkg), stage, { package: id, submission })
    : [];
};

/** Looks records up in the store, as they are by then. */
export const lookupIn = ({ runtime, store, plan, round }: Stage): Lookup => ({
  estimate: (unit: UnitId) => store.load(plan.locality.id, 'estimate', estimateIdOf(round, unit)),
  codes: () => store.load(plan.locality.id, 'codes', BUDGET_INDEX),
  calendar: () => store.load(plan.locality.id, 'calendar', WORKING_CALENDAR),
  task: (id) => store.load(plan.locality.id, 'task', id),
  lines: (number) => packageLines(store, plan, packageIdOf(round, number)),
  register: async () => (await store.load(plan.locality.id, 'authority', plan.id))?.body,
  upload: (file) => uploadFile(runtime, plan.locality.id, file),
  cycle: (id) => store.load(plan.locality.id, 'cycle', id),
  report: (id) => store.load(plan.locality.id, 'return', id),
  edition: (id) => store.load(plan.locality.id, 'edition', id),
  ledger: (unit: UnitId) => store.load(plan.locality.id, 'ledger', ledgerIdOf(round, unit)),
  package: (number = 1) => store.load(plan.locality.id, 'package', packageIdOf(round, number)),
});

/** What a browser says of a form that comes from the portal's own page. */
const sameOrigin = ({ portalUrl }: Runtime) => ({ host: new URL(portalUrl).host, origin: portalUrl });

/** Signs a person in on the laptop's page; gives the cookie. */
export const signIn = async ({ runtime, plan }: Stage, person: string): Promise<string> => {
  const answer = await runtime.request({
    method: 'POST',
    path: '/sign-in',
    headers: { ...sameOrigin(runtime), 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ plan: plan.id, person }).toString(),
  });
  const [cookie] = answer.cookies;
  if (answer.status === 303 && cookie !== undefined) return cookie.split(';')[0] ?? cookie;
  throw new RehearsalError(
    answer.status === 404
      ? `${person} is nobody in the plan ${plan.id}.`
      : `${person} could not be acted as: the page answered ${answer.status}.`,
  );
};

/** Posts a command's JSON, as `{id, command}`, with a person's cookie. */
export const post = ({ runtime }: Stage, cookie: string, body: string): Promise<HttpResponse> =>
  runtime.request({
    method: 'POST',
    path: '/api/commands?lang=en',
    headers: { ...sameOrigin(runtime), cookie, 'content-type': 'application/json' },
    body,
  });

/** Posts a form of the portal with a person's cookie. */
const postForm = ({ runtime }: Stage, cookie: string, { path, fields }: NonNullable<Step['form']>) =>
  runtime.request({
    method: 'POST',
    path,
    headers: { ...sameOrigin(runtime), cookie, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });

const Answer = z.looseObject({
  message: z.string(),
  problems: z.array(z.looseObject({ path: z.string(), message: z.string() })).default([]),
});

const saidBy = (body: Buffer): string => {
  const text = body.toString('utf8');
  try {
    const { message, problems } = Answer.parse(JSON.parse(text));
    return [message, ...problems.map(({ path, message: what }) => `\n  ${path}: ${what}`)].join('');
  } catch {
    return text.slice(0, 500);
  }
};

/**
 * Takes one step as its person would: the clock goes to its moment (every timer before it fires and is drained), he
 * signs in, and each of his pages' requests goes through the portal. Stops where the portal refuses.
 */
export const perform = async (stage: Stage, step: Step): Promise<void> => {
  const { runtime, plan } = stage;
  await runtime.timeline.stepTo(new Date(step.at));
  const cookie = await signIn(stage, step.by);
  if (step.form !== undefined) {
    const { status } = await postForm(stage, cookie, step.form);
    if (status !== 303) throw new RehearsalError(`${step.what} by ${step.by}: the page answered ${status}.`);
  }
  for (const command of await step.commands(lookupIn(stage))) {
    const answer = await post(stage, cookie, JSON.stringify({ id: randomUUID(), command: await command() }));
    if (answer.status !== 200) {
      const who = plan.people.find(({ id }) => id === step.by)?.title.en ?? step.by;
      throw new RehearsalError(
        `At ${localText(new Date(step.at)).slice(0, 16)}, ${step.what} by ${who} (${step.by}) is refused: ${saidBy(answer.body)}`,
      );
    }
    await runtime.timeline.settled();
  }
};
