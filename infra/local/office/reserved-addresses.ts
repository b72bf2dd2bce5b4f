import type { Plan } from '../../../shared/domain/plan.ts';
import { domainOf } from '../ses-addresses.ts';
import { StartError } from '../start-error.ts';

/** Names that nobody has, kept for examples: https://www.rfc-editor.org/rfc/rfc2606 */
const reserved = /(?:^|\.)(?:example|test|invalid|localhost|example\.(?:com|net|org))$/i;

/** Whether no mail can ever reach an address, because its domain is one for examples. */
export const isReserved = (address: string): boolean => reserved.test(domainOf(address));

/** Refuses a plan whose people have addresses for examples: an office's server would write to nobody. */
export const refuseReserved = (file: string, plan: Plan): void => {
  const made = plan.people.filter(({ email }) => isReserved(email));
  const [first] = made;
  if (first === undefined) return;
  throw new StartError(
    `The plan file ${file} has ${made.length} ${made.length === 1 ? 'person' : 'people'} with an address for examples (${first.email} of ${first.id}): an office's server sends real mail, so give each person his own address.`,
  );
};
