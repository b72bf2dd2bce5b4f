import type * as z from 'zod';
import type { RecordAuthorisationCommand, RevokeAuthorisationCommand } from '../contracts/commands.ts';
import { recordAuthorisation, revokeAuthorisation } from '../domain/authority-decisions.ts';
import type { ActingSetting } from '../domain/context.ts';
import type { Decision } from '../domain/refusal.ts';
import type { Ports } from './ports.ts';

/** Commands on a plan's register of authorisations. */
type AuthorityCommand = z.infer<typeof RecordAuthorisationCommand | typeof RevokeAuthorisationCommand>;

/** Loads the plan's register of authorisations and decides. */
export const decideAuthority = async (
  { store }: Pick<Ports, 'store'>,
  setting: ActingSetting,
  command: AuthorityCommand,
): Promise<Decision> => {
  const register = await store.load(setting.plan.locality.id, 'authority', command.plan);
  switch (command.do) {
    case 'record-authorisation':
      return recordAuthorisation(register, command, setting);
    case 'revoke-authorisation':
      return revokeAuthorisation(register, command, setting);
  }
};
