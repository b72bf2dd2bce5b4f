import type * as z from 'zod';
import type {
  CancelAbsenceCommand,
  NameStandInCommand,
  RecordAbsenceCommand,
  RecordLeavingCommand,
} from '../contracts/commands.ts';
import { cancelAbsence, nameStandIn, recordAbsence, recordLeaving } from '../domain/absence-decisions.ts';
import type { ActingSetting } from '../domain/context.ts';
import type { Decision } from '../domain/refusal.ts';
import type { Ports } from './ports.ts';

type AbsenceCommand = z.infer<
  typeof RecordAbsenceCommand | typeof NameStandInCommand | typeof CancelAbsenceCommand | typeof RecordLeavingCommand
>;

/** Loads the plan's register of absences, and that of authorisations where a stand-in may rest on one, and decides. */
export const decideAbsence = async (
  { store }: Pick<Ports, 'store'>,
  setting: ActingSetting,
  command: AbsenceCommand,
): Promise<Decision> => {
  const locality = setting.plan.locality.id;
  const register = await store.load(locality, 'absence', command.plan);
  switch (command.do) {
    case 'record-absence':
    case 'name-stand-in': {
      const authorities = (await store.load(locality, 'authority', command.plan))?.body;
      return command.do === 'record-absence'
        ? recordAbsence(register, authorities, command, setting)
        : nameStandIn(register, authorities, command, setting);
    }
    case 'cancel-absence':
      return cancelAbsence(register, command.absence, setting);
    case 'record-leaving':
      return recordLeaving(register, command, setting);
  }
};
