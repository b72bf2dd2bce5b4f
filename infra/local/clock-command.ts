import http from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { runningIn } from './data-folder.ts';
import { jsonIn } from './json-body.ts';
import { localText } from './moments.ts';
import type { ClockOptions } from './options.ts';
import { codeOf, StartError } from './start-error.ts';

const State = z.object({ now: z.string(), nextTimer: z.string().nullable() });
const Refusal = z.object({ message: z.string() });

const ask = (url: string, body: string | undefined): Promise<{ status: number; body: unknown }> =>
  new Promise((resolve, reject) => {
    const request = http.request(
      `${url}/clock`,
      {
        method: body === undefined ? 'GET' : 'POST',
        headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      },
      (response) => {
        text(response).then(
          (answer) => {
            resolve({ status: response.statusCode ?? 500, body: jsonIn(answer) });
          },
          (error: unknown) => reject(error instanceof Error ? error : new Error(String(error))),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });

const formOf = ({ to }: ClockOptions): string | undefined => {
  switch (to.by) {
    case 'show':
      return undefined;
    case 'moment':
      return new URLSearchParams({ by: 'moment', to: to.at.toISOString() }).toString();
    case 'morning':
    case 'timer':
      return new URLSearchParams({ by: to.by }).toString();
    default: {
      const never: never = to;
      return never;
    }
  }
};

/** Shows or moves the clock of a running runtime; returns a line that says where it stands. */
export const moveClock = async (options: ClockOptions): Promise<string> => {
  const url = options.port === undefined ? runningIn(options.data)?.portal : `http://127.0.0.1:${options.port}`;
  if (url === undefined) {
    throw new StartError(
      `Nothing runs on the data folder ${options.data}: start it with npm start, or name it with --port or --data.`,
    );
  }
  const answer = await ask(url, formOf(options)).catch((error: unknown) => {
    throw new StartError(
      `Nothing answers at ${url} (${codeOf(error) ?? 'no clock there'}): start it with npm start, or name another with --port or --data.`,
    );
  });
  // An office's server takes nothing under the name of this machine.
  if (answer.status === 421)
    throw new StartError("An office's server goes by the real time, and nobody moves its clock.");
  const refusal = Refusal.safeParse(answer.body);
  if (answer.status !== 200)
    throw new StartError(refusal.success ? `${refusal.data.message}.` : `${url} did not move.`);
  const { now, nextTimer } = State.parse(answer.body);
  const next = nextTimer === null ? 'nothing waits' : `next timer ${localText(new Date(nextTimer))}`;
  return `${localText(new Date(now))} (Việt Nam); ${next}`;
};
