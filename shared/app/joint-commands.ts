import type * as z from 'zod';
import type { NameSubmitterCommand, ShareActivityCommand } from '../contracts/commands.ts';
import type { ActingSetting } from '../domain/context.ts';
import { currentVersion } from '../domain/estimate.ts';
import { estimateIdOf } from '../domain/ids.ts';
import { type LeadEstimate, nameSubmitter, shareActivity } from '../domain/joint-decisions.ts';
import { jointLeads } from '../domain/joint-leads.ts';
import type { Stored } from '../domain/records.ts';
import type { Decision } from '../domain/refusal.ts';
import { readLines } from './content.ts';
import { whileOpenFor } from './open-for.ts';
import type { Ports } from './ports.ts';
import { namingWho } from './who-changed.ts';

const withLines = async ({ store }: Pick<Ports, 'store'>, estimate: Stored<'estimate'>): Promise<LeadEstimate> => {
  const version = currentVersion(estimate.body);
  return {
    estimate,
    lines: version === undefined ? [] : await readLines(store, estimate.body.locality, version.lines),
  };
};

/** With what it stands by, and with what its officer laid before the head to sign. */
const withPreparedLines = async (
  { store }: Pick<Ports, 'store'>,
  estimate: Stored<'estimate'>,
): Promise<LeadEstimate> => {
  const standing = await withLines({ store }, estimate);
  const act = estimate.body.prepared?.act;
  if (act?.do !== 'submit') return standing;
  return { estimate, lines: [...standing.lines, ...(await readLines(store, estimate.body.locality, act.lines))] };
};

/** Loads the leads' estimates with what each stands by, and names who submits their activity. */
export const decideSubmitter = async (
  ports: Ports,
  setting: ActingSetting,
  command: z.infer<typeof NameSubmitterCommand>,
): Promise<Decision> => {
  const locality = setting.plan.locality.id;
  const round = await ports.store.load(locality, 'round', command.round);
  if (round === undefined) return { kind: 'not-found', what: 'round' };
  const ids = jointLeads(setting.plan, command.activity).map((unit) => estimateIdOf(round.body.id, unit));
  const estimates = await ports.store.loadAll(locality, 'estimate', ids);
  const leads = await Promise.all(estimates.map((estimate) => withPreparedLines(ports, estimate)));
  return nameSubmitter(round, leads, command, setting);
};

/** Loads the submitter's estimate and shares a joint activity among its leads. */
export const decideShares = async (
  ports: Ports,
  setting: ActingSetting,
  command: z.infer<typeof ShareActivityCommand>,
): Promise<Decision> => {
  const estimate = await ports.store.load(setting.plan.locality.id, 'estimate', command.estimate);
  if (estimate === undefined) return { kind: 'not-found', what: 'estimate' };
  const decision = await whileOpenFor(ports, estimate, setting, async () =>
    shareActivity(await withLines(ports, estimate), command, setting),
  );
  return namingWho(ports, estimate, decision);
};
