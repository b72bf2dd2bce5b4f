import { MailAddress } from '../../domain/mail-address.ts';
import { parsePlan } from '../../domain/plan.ts';
import type { Ports } from '../ports.ts';
import { type Registered, registerPlan } from '../register-plan.ts';
import type { Directory } from './ports.ts';

/**
 * Puts a plan in force, and its people into the directory of addresses first: so a plan in force always has all of
 * them there, whatever breaks in between. What a plan no longer says stays in the directory and helps nobody, since the
 * plan in force is asked.
 */
export const takeInPlan = async (
  ports: Ports & { readonly directory: Directory },
  json: unknown,
): Promise<Registered> => {
  const parsed = parsePlan(json);
  if (parsed.ok) {
    const { id: plan, locality, people } = parsed.plan;
    const entries = people.flatMap(({ id: person, email }) => {
      const address = MailAddress.safeParse(email).data;
      return address === undefined ? [] : [{ address, who: { locality: locality.id, plan, person } }];
    });
    await ports.directory.add(entries);
  }
  return registerPlan(ports, json);
};
