import * as z from 'zod';
import { sessionCookie } from '../../functions/portal/cookies.ts';
import type { Functions } from './lambda.ts';
import type { StartSession } from './sign-in-page.ts';

const Environment = z.object({
  RECORDS_TABLE: z.string(),
  JOURNAL_TABLE: z.string(),
  OPERATIONS_TABLE: z.string(),
  FILES_BUCKET: z.string(),
  MAIL_QUEUE_URL: z.string(),
});

/** Starts sessions as the portal does, in its own table and cookie, and with its rights. */
export const sessionStarter = (functions: Functions, portalUrl: string): StartSession => {
  const connect = async (): Promise<StartSession> => {
    const { connectPortal } = await import('../../shared/adapters/compose.ts');
    const { sessions } = connectPortal(Environment.parse(functions.find('portal')?.environment));
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
