import { handle } from 'hono/aws-lambda';
import { connectPortal } from '../../shared/adapters/compose.ts';
import { createPortal } from './create-portal.ts';
import { Env } from './env.ts';

// oxlint-disable-next-line typescript/no-deprecated -- its successor is a package that hono 5 will ask for
const connect = () => handle(createPortal(connectPortal(Env.parse(process.env))));
let portal: ReturnType<typeof connect> | undefined;

/** The portal behind the HTTP API, connected at the first request. */
export const handler: ReturnType<typeof connect> = (...call) => {
  portal ??= connect();
  return portal(...call);
};
