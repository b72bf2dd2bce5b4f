import { channel } from 'node:diagnostics_channel';
import { ClientRequest } from 'node:http';
import * as z from 'zod';
import { running } from './lambda.ts';

/** The header that tells the endpoint which function calls. */
export const callerHeader = 'x-trinh-function';

const Created = z.object({ request: z.instanceof(ClientRequest) });

const mark = (message: unknown): void => {
  const definition = running.getStore();
  if (definition === undefined) return;
  const { request } = Created.parse(message);
  if (!request.headersSent) request.setHeader(callerHeader, definition.name);
};

/** Marks each HTTP request that a function makes with the function's name, until the answer is called. */
export const markCallers = (): (() => void) => {
  const created = channel('http.client.request.created');
  created.subscribe(mark);
  return () => {
    created.unsubscribe(mark);
  };
};
