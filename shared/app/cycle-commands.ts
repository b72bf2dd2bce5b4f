import type * as z from 'zod';
import type { CutCycleCommand, OpenCycleCommand, OrderEditionCommand } from '../contracts/report-commands.ts';
import type { ActingSetting } from '../domain/context.ts';
import { openCycle, orderCut } from '../domain/cycle-decisions.ts';
import { lastEdition, orderEdition } from '../domain/edition-decisions.ts';
import { cycleIdOf, type Sha256, UnitId } from '../domain/ids.ts';
import { obligationOf } from '../domain/obligations.ts';
import { editionTaskId } from '../domain/task.ts';
import type { Decision } from '../domain/refusal.ts';
import type { Stored } from '../domain/records.ts';
import { readEditionMembers } from './content.ts';
import { returnsOf } from './cycle-steps.ts';
import type { Ports } from './ports.ts';

const decideEdition = async (
  ports: Pick<Ports, 'store'>,
  cycle: Stored<'cycle'>,
  { seen }: { readonly seen: number },
  setting: ActingSetting,
): Promise<Decision> => {
  const { body } = cycle;
  if (body.phase === 'consolidated' && cycle.version !== seen)
    return { kind: 'changed-since-shown', by: null, at: null };
  const last = await ports.store.load(body.locality, 'edition', lastEdition(body));
  const content = last?.body.content;
  const members =
    content === undefined || content === null
      ? []
      : await readEditionMembers(ports.store, body.locality, content.members);
  const reports = (await returnsOf(ports, cycle)).map((report) => report.body);
  const stage = last?.body.sending?.position?.stage;
  const task =
    last === undefined || stage === undefined
      ? undefined
      : await ports.store.load(body.locality, 'task', editionTaskId(stage, last.body.id));
  return orderEdition(cycle, { edition: last, task }, members, reports, setting);
};

/** Loads what a command on a whole cycle concerns, and decides. */
export const decideCycle = async (
  { store }: Pick<Ports, 'store'>,
  setting: ActingSetting,
  content: Sha256,
  command: z.infer<typeof OpenCycleCommand | typeof CutCycleCommand | typeof OrderEditionCommand>,
): Promise<Decision> => {
  const { plan } = setting;
  const locality = plan.locality.id;
  if (command.do === 'cut-cycle') {
    const cycle = await store.load(locality, 'cycle', command.cycle);
    return cycle === undefined ? { kind: 'not-found', what: 'cycle' } : orderCut(cycle, command, setting);
  }
  if (command.do === 'order-edition') {
    const cycle = await store.load(locality, 'cycle', command.cycle);
    return cycle === undefined
      ? { kind: 'not-found', what: 'cycle' }
      : decideEdition({ store }, cycle, command, setting);
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
