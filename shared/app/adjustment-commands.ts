import type * as z from 'zod';
import type { OpenAdjustmentCommand, WithdrawAdjustmentCommand } from '../contracts/commands.ts';
import { type AdjustmentGround, openAdjustment, type UnitGround } from '../domain/adjustment-decisions.ts';
import type { ActingSetting } from '../domain/context.ts';
import { estimateIdOf, ledgerIdOf, type PackageId, packageIdOf, type UnitId } from '../domain/ids.ts';
import { approvalOf } from '../domain/package.ts';
import type { Stored } from '../domain/records.ts';
import type { Decision } from '../domain/refusal.ts';
import { stageTaskId } from '../domain/task.ts';
import { withdrawAdjustment } from '../domain/withdrawal-decision.ts';
import { approvedLinesOf } from './approved-lines.ts';
import { readMembers } from './content.ts';
import { approvedGround } from './grant-commands.ts';
import { readPart } from './package-commands.ts';
import type { Ports } from './ports.ts';
import { packagesOfRound } from './round-packages.ts';
import { namingWho } from './who-changed.ts';

type Reading = Pick<Ports, 'store'>;

/** What an adjustment of a unit stands on, or why there is nothing to adjust. */
export const unitGround = async (
  ports: Reading,
  round: Stored<'round'>,
  unit: UnitId,
): Promise<UnitGround | 'unpublished' | 'nothing'> => {
  const { locality, id } = round.body;
  const [estimate, ledger] = await Promise.all([
    ports.store.load(locality, 'estimate', estimateIdOf(id, unit)),
    ports.store.load(locality, 'ledger', ledgerIdOf(id, unit)),
  ]);
  const approved = ledger === undefined ? await approvedGround(ports, round, unit) : undefined;
  if (approved === 'unpublished') return 'unpublished';
  if (approved === 'nothing' || estimate === undefined) return 'nothing';
  return { unit, estimate, ledger, opening: approved, lines: await approvedLinesOf(ports, estimate, ledger) };
};

const sameText = (one: string, other: string): boolean => one.normalize('NFC').trim() === other.normalize('NFC').trim();

/** The packages that the decision of this number and date approved: one paper may approve a part and the rest. */
const citedIn = (
  packages: readonly Stored<'package'>[],
  cites: z.infer<typeof OpenAdjustmentCommand>['cites'],
): readonly PackageId[] =>
  packages.flatMap(({ body }) => {
    const decision = approvalOf(body)?.decision;
    const same = decision !== undefined && sameText(decision.number, cites.number) && decision.date === cites.date;
    return same ? [body.id] : [];
  });

/** Loads what an adjustment stands on and opens it. */
export const decideAdjustment = async (
  ports: Ports,
  setting: ActingSetting,
  command: z.infer<typeof OpenAdjustmentCommand>,
): Promise<Decision> => {
  const round = await ports.store.load(setting.plan.locality.id, 'round', command.round);
  if (round === undefined) return { kind: 'not-found', what: 'round' };
  const names = [...new Set(command.lines.map(({ unit }) => unit))];
  const [units, packages] = await Promise.all([
    Promise.all(names.map(async (unit) => [unit, await unitGround(ports, round, unit)] as const)),
    packagesOfRound(ports, round),
  ]);
  const number = packages.length + 1;
  const ground: AdjustmentGround = {
    round,
    id: packageIdOf(round.body.id, number),
    number,
    units: new Map(units),
    cited: citedIn(packages, command.cites),
  };
  return openAdjustment(ground, command, setting);
};

/** The ledgers of an adjustment's units, read strongly by key. */
export const adjustedLedgers = async (
  { store }: Reading,
  { body }: Stored<'package'>,
): Promise<readonly Stored<'ledger'>[]> => {
  const members = await readMembers(store, body.locality, body.members);
  return store.loadAll(
    body.locality,
    'ledger',
    members.map(({ unit }) => ledgerIdOf(body.round, unit)),
  );
};

/** Takes an adjustment back. */
export const decideWithdrawal = async (
  ports: Ports,
  setting: ActingSetting,
  command: z.infer<typeof WithdrawAdjustmentCommand>,
): Promise<Decision> => {
  const { locality } = setting.plan;
  const pkg = await ports.store.load(locality.id, 'package', command.package);
  if (pkg === undefined) return { kind: 'not-found', what: 'package' };
  if (pkg.body.adjusts === undefined) return { kind: 'not-an-adjustment' };
  const id = stageTaskId(command.stage, pkg.body.id, command.submission);
  const task = await ports.store.load(locality.id, 'task', id);
  if (task === undefined) return { kind: 'not-at-stage', stage: command.stage, now: pkg.body.position.stage };
  const [ledgers, part] = await Promise.all([
    adjustedLedgers(ports, pkg),
    readPart(ports, pkg, command.stage, setting),
  ]);
  return namingWho(ports, pkg, withdrawAdjustment({ pkg, task }, part, ledgers, command, setting));
};
