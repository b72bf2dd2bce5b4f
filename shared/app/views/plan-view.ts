import type { Session } from '../ports.ts';
import { enterPlan, type InPlan, notFound, seen, type Viewed, type ViewPorts } from './access.ts';

/** The plan in force, for everybody who belongs to it. */
export const planView = async (ports: ViewPorts, session: Session): Promise<Viewed<InPlan>> => {
  const room = await enterPlan(ports, session, session.plan);
  return room === undefined ? notFound('plan') : seen(room);
};
