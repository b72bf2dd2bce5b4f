import type * as z from 'zod';
import type { CutCycleCommand, OpenCycleCommand } from '../contracts/report-commands.ts';
import type { ActingSetting } from '../domain/context.ts';
import { openCycle, orderCut } from '../domain/cycle-decisions.ts';
import { cycleIdOf, type Sha256, UnitId } from '../domain/ids.ts';
import { obligationOf } from '../domain/obligations.ts';
import type { Decision } from '../domain/refusal.ts';
import type { Ports } from './ports.ts';

/** Loads what a command on a whole cycle concerns, and decides. */
export const decideCycle = async (
  { store }: Pick<Ports, 'store'>,
  setting: ActingSetting,
  content: Sha256,
  command: z.infer<typeof OpenCycleCommand> | z.infer<typeof CutCycleCommand>,
): Promise<Decision> => {
  const { plan } = setting;
  const locality = plan.locality.id;
  if (command.do === 'cut-cycle') {
    const cycle = await store.load(locality, 'cycle', command.cycle);
    return cycle === undefined ? { kind: 'not-found', what: 'cycle' } : orderCut(cycle, command, setting);
  }
  const { year, number, from, to, due, cutOff, asks, sure } = command;
  const obligation = obligationOf(plan, command.obligation);
  const existing = obligation && (await store.load(locality, 'cycle', cycleIdOf(plan.id, year, obligation.id, number)));
  const members = new Map(Object.entries(command.members).map(([group, units]) => [UnitId.parse(group), units]));
  return openCycle(
    existing,
    obligation,
    { year, number, period: { from, to }, members, due, cutOff, asks, sure },
    content,
    setting,
  );
};
