import { sessionCookie } from '../../../functions/portal/cookies.ts';
import { whoseSession } from '../../../shared/app/sign-in/whose-session.ts';
import type { HttpRequest } from '../http-event.ts';
import type { Functions } from '../lambda.ts';
import { portalConnection } from '../portal-connection.ts';
import type { Visitor } from './undelivered-page.ts';

const tokenIn = (request: HttpRequest, name: string): string | undefined => {
  const given = request.headers?.['cookie'];
  const cookies = (Array.isArray(given) ? given.join(';') : (given ?? '')).split(';').map((one) => one.trim());
  return cookies.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
};

/** Finds who is signed in to the portal, as the portal does: in its own table, with its rights. */
export const officeVisitor = (functions: Functions, publicUrl: URL) => {
  const find = async (token: string): Promise<Visitor | undefined> => {
    const { ports, sessions } = await portalConnection(functions);
    const known = await sessions.find(token);
    const room = known === undefined ? undefined : await whoseSession(ports, known);
    return room === undefined ? undefined : { plan: room.plan, person: room.viewer.person };
  };
  return (request: HttpRequest): Promise<Visitor | undefined> => {
    const token = tokenIn(request, sessionCookie(publicUrl));
    return token === undefined ? Promise.resolve(undefined) : functions.inside('portal', () => find(token));
  };
};
