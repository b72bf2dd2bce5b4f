import type { HashText, Sha256 } from '../../domain/ids.ts';
import { isSameAddress, MailAddress } from '../../domain/mail-address.ts';
import type { Person, Plan } from '../../domain/plan.ts';
import { planNow } from '../plan-now.ts';
import type { Ports, Session } from '../ports.ts';
import type { Directory } from './ports.ts';

/** Somebody in the plan in force, with that plan. */
export type PersonInPlan = { readonly who: Session; readonly person: Person; readonly plan: Plan };

/** The hash under which an address is kept where only its sameness matters. */
export const addressKey = (hash: HashText, address: MailAddress): Sha256 => hash(`address:${address}`);

/** The same of the address that a plan has for somebody. */
export const addressKeyOf = (hash: HashText, person: Person): Sha256 | undefined => {
  const address = MailAddress.safeParse(person.email).data;
  return address === undefined ? undefined : addressKey(hash, address);
};

/** Somebody as the plan in force has him today; undefined for whoever is no longer in it, or has left. */
export const personInForce = async (
  ports: Pick<Ports, 'store' | 'clock'>,
  who: Session,
): Promise<PersonInPlan | undefined> => {
  const record = await ports.store.load(who.locality, 'plan', who.plan);
  if (record === undefined) return undefined;
  const { plan } = await planNow(ports, who.locality, record.body.content);
  const person = plan.people.find(({ id }) => id === who.person);
  return person === undefined ? undefined : { who, person, plan };
};

/** Everybody, of whatever plan and locality, whose plan in force gives him this address. */
export const peopleOf = async (
  ports: Pick<Ports, 'store' | 'clock'> & { readonly directory: Directory },
  address: MailAddress,
): Promise<readonly PersonInPlan[]> => {
  const hints = await ports.directory.find(address);
  const found = await Promise.all(hints.map((who) => personInForce(ports, who)));
  return found.flatMap((one) => (one !== undefined && isSameAddress(one.person.email, address) ? [one] : []));
};
