import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { dynamoHeaders } from './aws-http.ts';
import { StartError } from './start-error.ts';

/** A DynamoDB that answers at `url`, in a process of its own. */
export type EmulatorProcess = {
  url: string;
  /** For tests that watch it die. */
  pid: number | undefined;
  /** Resolves when it is gone, wanted or not. */
  gone: Promise<void>;
  stop(): Promise<void>;
};

const patience = 15_000;

/** Starts the program and ends it when file descriptor 3 closes, as it does when this process is gone, however it went. */
const guardian = `
"$0" "$@" </dev/null 3<&- 4>&- &
emulator=$!
(read -r word <&3; kill "$emulator") 4>&- &
echo "$emulator" >&4
exec 4>&-
wait "$emulator"
`;

const freePort = async (): Promise<number> => {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('A loopback port has no number.');
  return address.port;
};

/** Whether something at the address speaks DynamoDB. */
export const answersAsDynamo = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    const request = http.request(
      url,
      {
        method: 'POST',
        agent: false,
        headers: dynamoHeaders('ListTables'),
      },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode === 200));
        response.on('error', () => resolve(false));
      },
    );
    request.on('error', () => resolve(false));
    request.end('{}');
  });

const launch = (program: string, args: readonly string[], cwd: string | undefined): ChildProcess => {
  if (process.platform === 'win32') return spawn(program, args, { stdio: 'ignore', cwd });
  // A group of its own: Ctrl-C is for us, who then end it in order.
  return spawn('sh', ['-c', guardian, program, ...args], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    detached: true,
    cwd,
  });
};

/** The first line that the guardian writes: the process id of the emulator. */
const pidFrom = async (child: ChildProcess): Promise<number | undefined> => {
  const words = child.stdio[4];
  if (words === null || words === undefined || !('setEncoding' in words)) return child.pid;
  let text = '';
  for await (const part of words) text += String(part);
  const pid = Number(text.trim());
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
};

/**
 * Starts a program that serves DynamoDB on the port it is given, a free one, and waits until it answers; it ends with
 * this process, even when that is killed. Throws a `StartError` that says `failure` where it does not start.
 */
export const startEmulatorProcess = async (options: {
  program: string;
  argsOn: (port: number) => readonly string[];
  /** The folder that it runs in; this process's own by default. */
  folder?: string;
  failure: string;
}): Promise<EmulatorProcess> => {
  const { program, argsOn, folder, failure } = options;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = launch(program, argsOn(port), folder);
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const state = { ended: false };
  void gone.then(() => {
    state.ended = true;
  });
  child.unref();
  const stop = async (): Promise<void> => {
    const leash = child.stdio[3];
    if (leash !== null && leash !== undefined) leash.destroy();
    else child.kill();
    // Whoever stops it waits for its end, even with nothing else left to do.
    child.ref();
    await gone;
  };
  const pid = await pidFrom(child);
  const givenUp = Date.now() + patience;
  while (!(await answersAsDynamo(url))) {
    if (state.ended || Date.now() > givenUp) {
      if (!state.ended) await stop();
      throw new StartError(failure);
    }
    await pause(5);
  }
  return { url, pid, gone, stop };
};
