import type * as z from 'zod';
import type {
  HandBackEstimateCommand,
  RecallEstimateCommand,
  ReturnEstimateCommand,
  SaveDraftCommand,
  SignNilCommand,
  SignOffEstimateCommand,
  SubmitEstimateCommand,
} from '../contracts/commands.ts';
import { heldToCollecting } from '../domain/collecting.ts';
import type { ActingSetting } from '../domain/context.ts';
import {
  handBackEstimate,
  type OpenEstimate,
  recallEstimate,
  refuseOutsider,
  returnEstimate,
  saveDraft,
  signNil,
  signOffEstimate,
  submitEstimate,
} from '../domain/estimate-decisions.ts';
import { type EstimateId, roundOfEstimate, type UnitId, unitOfEstimate } from '../domain/ids.ts';
import type { Decision } from '../domain/refusal.ts';
import type { Round } from '../domain/round.ts';
import { knownCodes } from './code-commands.ts';
import { readRoundUnits } from './content.ts';
import { PermanentError } from './faults.ts';
import { openFor } from './open-for.ts';
import type { Ports } from './ports.ts';
import { namingWho } from './who-changed.ts';

/** Commands on one unit's estimate. */
export type EstimateCommand = z.infer<
  | typeof SaveDraftCommand
  | typeof SubmitEstimateCommand
  | typeof RecallEstimateCommand
  | typeof SignNilCommand
  | typeof ReturnEstimateCommand
  | typeof SignOffEstimateCommand
  | typeof HandBackEstimateCommand
>;

const loadOpen = async (ports: Ports, setting: ActingSetting, id: EstimateId): Promise<OpenEstimate | undefined> => {
  const estimate = await ports.store.load(setting.plan.locality.id, 'estimate', id);
  if (estimate === undefined) return undefined;
  const task = await ports.store.load(setting.plan.locality.id, 'task', estimate.body.task);
  if (task === undefined) throw new PermanentError(`The estimate ${id} has no task.`);
  return { estimate, task, into: await openFor(ports, estimate) };
};

const roundOf = async ({ store }: Ports, { body }: OpenEstimate['estimate']): Promise<Round> => {
  const round = await store.load(body.locality, 'round', body.round);
  if (round === undefined) throw new PermanentError(`The estimate ${body.id} has no round.`);
  return round.body;
};

/** The budget index is read only where a line cites it. */
const codesFor = async (
  ports: Ports,
  setting: ActingSetting,
  { lines }: z.infer<typeof SubmitEstimateCommand>,
): Promise<ReadonlySet<string> | undefined> =>
  lines.some(({ classification }) => classification !== undefined)
    ? knownCodes(ports, setting.plan.locality.id)
    : undefined;

const decideOn = async (
  ports: Ports,
  open: OpenEstimate,
  command: EstimateCommand,
  setting: ActingSetting,
): Promise<Decision> => {
  switch (command.do) {
    case 'save-draft':
      return saveDraft(open, command, setting);
    case 'submit-estimate':
      return submitEstimate(open, command, setting, await codesFor(ports, setting, command));
    case 'recall-estimate':
      return recallEstimate(open, command, setting);
    case 'sign-nil':
      return signNil(open, command, setting);
    case 'return-estimate':
      return returnEstimate(open, await roundOf(ports, open.estimate), command, setting);
    case 'sign-off-estimate':
      return signOffEstimate(open, command, setting);
    case 'hand-back-estimate':
      return handBackEstimate(open, command, setting);
  }
};

/** A unit without an estimate stands outside the round, or the round has not come to it yet. */
const refuseUnopened = async (
  ports: Ports,
  setting: ActingSetting,
  { estimate }: EstimateCommand,
  unit: UnitId,
): Promise<Decision> => {
  const refusal = refuseOutsider(setting, unit);
  if (refusal.kind !== 'outside-chain') return refusal;
  const round = await ports.store.load(setting.plan.locality.id, 'round', roundOfEstimate(estimate));
  if (round?.body.phase !== 'opening') return refusal;
  const units = await readRoundUnits(ports.store, round.body.locality, round.body.units);
  return units.some((one) => one.unit === unit) ? { kind: 'still-opening' } : refusal;
};

/** Loads the estimate with its task and decides; a unit that has none in the round is told why. */
export const decideEstimate = async (
  ports: Ports,
  setting: ActingSetting,
  command: EstimateCommand,
): Promise<Decision> => {
  const open = await loadOpen(ports, setting, command.estimate);
  const unit = unitOfEstimate(command.estimate);
  if (open === undefined)
    return unit === undefined ? { kind: 'not-found', what: 'estimate' } : refuseUnopened(ports, setting, command, unit);
  const decision = heldToCollecting(open.into, open.estimate, await decideOn(ports, open, command, setting));
  return namingWho(ports, open.estimate, decision);
};
