import { instantOf } from '../../domain/calendar.ts';
import type { Sha256 } from '../../domain/ids.ts';
import type { Person } from '../../domain/plan.ts';
import type { Addresses, AddressMark, Ports, Session } from '../ports.ts';
import { addressKeyOf } from '../sign-in/people.ts';
import { enterPlan, type InPlan, notFound, refused, seen, type Viewed, type ViewPorts } from './access.ts';

/** What seeing and trying again takes. */
export type UnreachedPorts = ViewPorts & Pick<Ports, 'hash'> & { readonly addresses: Addresses };

/** An address of the plan that takes no mail, and whose it is. */
export type Unreached = { readonly mark: AddressMark; readonly people: readonly Person[]; readonly address: string };

/** The addresses of the plan that take no mail, those of longest standing first. */
export type UnreachedView = InPlan & { readonly unreached: readonly Unreached[] };

const unreachedIn = async (
  { addresses, hash }: Pick<UnreachedPorts, 'addresses' | 'hash'>,
  { plan }: Pick<InPlan, 'plan'>,
): Promise<readonly Unreached[]> =>
  (await addresses.list(plan.locality.id))
    .flatMap((mark): readonly Unreached[] => {
      const people = plan.people.filter((person) => addressKeyOf(hash, person) === mark.address);
      const [first] = people;
      return first === undefined ? [] : [{ mark, people, address: first.email }];
    })
    .toSorted((a, b) => (a.mark.at < b.mark.at ? -1 : 1));

const isStanding = ({ plan, viewer }: InPlan): boolean => viewer.offices.includes(plan.standing);

/** How many addresses of the plan take no mail, for the standing unit's first page; 0 for everybody else. */
export const unreachedCount = async (
  ports: Pick<UnreachedPorts, 'addresses' | 'hash'>,
  room: InPlan,
): Promise<number> => (isStanding(room) ? (await unreachedIn(ports, room)).length : 0);

/** Which people of the plan no mail reaches, and why: for its standing unit. */
export const unreachedView = async (ports: UnreachedPorts, session: Session): Promise<Viewed<UnreachedView>> => {
  const room = await enterPlan(ports, session, session.plan);
  if (room === undefined) return notFound('plan');
  if (!isStanding(room)) return refused(room, { kind: 'not-yours', offices: [room.plan.standing] });
  return seen({ ...room, unreached: await unreachedIn(ports, room) });
};

/**
 * Has mail tried again to an address of the plan: its standing unit takes the mark away. What went on to others stays
 * with them. Nothing where the address has no mark, or is nobody's of this plan. Outside the journal, like the mark.
 */
export const tryAgain = async (
  ports: UnreachedPorts,
  session: Session,
  address: Sha256,
): Promise<Viewed<UnreachedView>> => {
  const found = await unreachedView(ports, session);
  if (found.kind !== 'seen') return found;
  const { unreached } = found.view;
  if (unreached.some(({ mark }) => mark.address === address))
    await ports.addresses.clear(session.locality, address, session.person, instantOf(ports.clock.now()));
  return found;
};
