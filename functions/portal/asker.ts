import * as z from 'zod';
import type { Asker } from '../../shared/app/sign-in/ports.ts';
import { browserOf } from '../../shared/domain/browser.ts';
import type { PortalContext } from './visit.ts';

/** Where the gateway puts the address that a request came from; no header is believed, for anybody can write one. */
const Gateway = z.object({
  requestContext: z.object({ http: z.object({ sourceIp: z.string().min(1).max(60) }) }),
});

/** From where and which browser a request came. */
export const askerOf = (c: PortalContext): Asker => {
  const event: unknown = z.looseObject({ event: z.unknown() }).safeParse(c.env).data?.event ?? c.env;
  const origin = Gateway.safeParse(event).data?.requestContext.http.sourceIp ?? 'unknown';
  return { origin, from: browserOf(c.req.header('user-agent') ?? '') };
};
