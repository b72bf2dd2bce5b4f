import { handle } from 'hono/aws-lambda';
import { connectPortal } from '../../shared/adapters/compose.ts';
import { createPortal } from './create-portal.ts';
import { Env } from './env.ts';

/** The portal behind the HTTP API. */
export const handler = handle(createPortal(connectPortal(Env.parse(process.env))));
