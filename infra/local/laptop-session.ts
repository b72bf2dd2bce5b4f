import { sessionCookie } from '../../functions/portal/cookies.ts';
import type { Functions } from './lambda.ts';
import { portalConnection } from './portal-connection.ts';
import type { StartSession } from './sign-in-page.ts';

/** Starts sessions as the portal does, in its own table and cookie, and with its rights. */
export const sessionStarter = (functions: Functions, portalUrl: string): StartSession => {
  const connect = async (): Promise<StartSession> => {
    const { sessions } = await portalConnection(functions);
    return async ({ plan, person }) => {
      const who = { locality: plan.locality.id, plan: plan.id, person: person.id };
      const { token } = await sessions.start(who, { browser: { name: 'other', system: 'other' } });
      // No Expires: it would go by the browser's clock, and the session ends by ours.
      return `${sessionCookie(new URL(portalUrl))}=${token}; Path=/; HttpOnly; SameSite=Lax`;
    };
  };
  let connected: Promise<StartSession> | undefined;
  return async (who) => {
    connected ??= connect();
    const start = await connected;
    return functions.inside('portal', () => start(who));
  };
};
