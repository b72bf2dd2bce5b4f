import { channel } from 'node:diagnostics_channel';
import { ClientRequest } from 'node:http';
import * as z from 'zod';
import { running } from './function-environment.ts';

/** The header that tells the endpoint which function calls. */
export const callerHeader = 'x-trinh-function';

/** The header that tells the endpoint that the call has been ended by Lambda, whatever its code still does. */
export const endedHeader = 'x-trinh-ended';

const Created = z.object({ request: z.instanceof(ClientRequest) });
type Fetching = { addHeader(name: string, value: string): unknown };
const Fetched = z.object({
  request: z.custom<Fetching>(
    (value) =>
      typeof value === 'object' && value !== null && 'addHeader' in value && typeof value.addHeader === 'function',
  ),
});

const marks = (): [name: string, value: string][] => {
  const call = running.getStore();
  if (call === undefined) return [];
  const caller: [string, string] = [callerHeader, call.definition.name];
  return call.ended ? [caller, [endedHeader, 'true']] : [caller];
};

const markRequest = (message: unknown): void => {
  for (const [name, value] of marks()) {
    const { request } = Created.parse(message);
    if (!request.headersSent) request.setHeader(name, value);
  }
};

const markFetch = (message: unknown): void => {
  for (const [name, value] of marks()) {
    const { request } = Fetched.parse(message);
    request.addHeader(name, value);
  }
};

/** Marks each HTTP request and `fetch` that a function makes with the function's name, until the answer is called. */
export const markCallers = (): (() => void) => {
  const subscriptions = [
    { created: channel('http.client.request.created'), mark: markRequest },
    { created: channel('undici:request:create'), mark: markFetch },
  ];
  for (const { created, mark } of subscriptions) created.subscribe(mark);
  return () => {
    for (const { created, mark } of subscriptions) created.unsubscribe(mark);
  };
};
