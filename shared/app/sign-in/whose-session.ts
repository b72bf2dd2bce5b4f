import type { KnownSession, Ports } from '../ports.ts';
import { enterPlan, type InPlan, type ViewPorts } from '../views/access.ts';
import { addressKeyOf } from './people.ts';

/**
 * Whose a known session is, in the plan in force. Undefined where it has ended: of somebody who is no longer in the
 * plan, or whom it gives another address than he signed in by. A post's new holder starts anew.
 */
export const whoseSession = async (
  ports: ViewPorts & Pick<Ports, 'hash'>,
  { session, address }: KnownSession,
): Promise<InPlan | undefined> => {
  const room = await enterPlan(ports, session, session.plan);
  const isHis = address === undefined || address === (room && addressKeyOf(ports.hash, room.viewer.person));
  return isHis ? room : undefined;
};
