import { handle } from 'hono/aws-lambda';
import { connectPortal } from '../../shared/adapters/compose.ts';
import { createPortal } from './create-portal.ts';
import { Env } from './env.ts';

const portal = createPortal(connectPortal(Env.parse(process.env)));

/** The portal behind the HTTP API. */
// oxlint-disable-next-line typescript/no-deprecated -- its successor is a package that hono 5 will ask for
export const handler = handle(portal);
