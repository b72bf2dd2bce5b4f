import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { dynamoHeaders } from './aws-http.ts';
import { isOwnHost } from './servers.ts';
import { StartError } from './start-error.ts';

/** A DynamoDB that answers at `url`. */
export type Emulator = {
  url: string;
  /** Whether somebody else runs it, and it outlives us with all that is in it. */
  isGiven: boolean;
  /** The process of the embedded one, for tests that watch it die. */
  pid: number | undefined;
  /** Resolves when the embedded one is gone, wanted or not. */
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

/** The embedded emulator's program for this platform, if the package manager found one. */
export const findProgram = (
  platform: string = process.platform,
  architecture: string = process.arch,
): string | undefined => {
  const names = [`@dynoxide/${platform}-${architecture}`];
  if (platform === 'win32') names.push(`@dynoxide/windows-${architecture}`);
  const require = createRequire(import.meta.url);
  for (const name of names) {
    try {
      const folder = path.dirname(require.resolve(`${name}/package.json`));
      const program = path.join(folder, platform === 'win32' ? 'dynoxide.exe' : 'dynoxide');
      if (existsSync(program)) return program;
    } catch {
      // The package is optional: where it is missing, the next name or the error below speaks.
    }
  }
  return undefined;
};

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
const answers = (url: string): Promise<boolean> =>
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

const otherWays =
  "set AWS_ENDPOINT_URL_DYNAMODB to the address of a DynamoDB that runs already, for example AWS's DynamoDB Local on Java (java -jar DynamoDBLocal.jar -sharedDb -port 8000, then AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:8000)";

const useGiven = async (url: string): Promise<Emulator> => {
  if (URL.canParse(url) && !isOwnHost(new URL(url).host)) {
    throw new StartError(
      `AWS_ENDPOINT_URL_DYNAMODB points at ${new URL(url).host}, and the laptop runtime uses only a DynamoDB on this machine (127.0.0.1): point it there, or unset it.`,
    );
  }
  if (!URL.canParse(url) || !(await answers(url))) {
    throw new StartError(
      `Nothing that speaks DynamoDB answers at ${url}, where AWS_ENDPOINT_URL_DYNAMODB points: start it there, or unset the variable to use the embedded one.`,
    );
  }
  return { url, isGiven: true, pid: undefined, gone: new Promise(() => undefined), stop: () => Promise.resolve() };
};

const launch = (program: string, port: number, file: string | undefined): ChildProcess => {
  const args = ['serve', '--host', '127.0.0.1', '-p', String(port), ...(file === undefined ? [] : ['--db-path', file])];
  if (process.platform === 'win32') return spawn(program, args, { stdio: 'ignore' });
  // A group of its own: Ctrl-C is for us, who then end it in order.
  return spawn('sh', ['-c', guardian, program, ...args], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    detached: true,
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

const pidFile = (file: string): string => `${file}-pid`;

/** The emulator that had the file last, if it still runs. */
const holderOf = (file: string): number | undefined => {
  try {
    const pid = Number(readFileSync(pidFile(file), 'utf8'));
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(file) ? pid : undefined;
  } catch {
    return undefined;
  }
};

/**
 * An emulator whose runtime was killed may still commit what it was sent. Whoever comes next looks up what was
 * committed, so it must not look before.
 */
const untilFree = async (file: string): Promise<void> => {
  const givenUp = Date.now() + patience;
  for (let pid = holderOf(file); pid !== undefined; pid = holderOf(file)) {
    if (Date.now() > givenUp) {
      throw new StartError(
        `The embedded DynamoDB of an earlier run (process ${pid}) still has ${file} open: end it, then start again.`,
      );
    }
    await pause(5);
  }
};

const startEmbedded = async (program: string, given: string | undefined): Promise<Emulator> => {
  const file = given === undefined ? undefined : path.resolve(given);
  if (file !== undefined) await untilFree(file);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = launch(program, port, file);
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
  while (!(await answers(url))) {
    if (state.ended || Date.now() > givenUp) {
      if (!state.ended) await stop();
      throw new StartError(
        `The embedded DynamoDB (${program}) did not start${file === undefined ? '' : ` on ${file}`}: see whether the file is whole and the disk has room, or ${otherWays}.`,
      );
    }
    await pause(5);
  }
  if (file !== undefined && pid !== undefined) writeFileSync(pidFile(file), String(pid));
  return { url, isGiven: false, pid, gone, stop };
};

/**
 * Starts the embedded DynamoDB on a free loopback port, on a file or in memory; it ends with this process, even when
 * that is killed. With `given` it uses the one that runs there. Throws a `StartError` where there is neither.
 */
export const startEmulator = async (options: {
  file: string | undefined;
  given?: string | undefined;
  program?: string | undefined;
}): Promise<Emulator> => {
  if (options.given !== undefined && options.given !== '') return useGiven(options.given);
  const program = options.program ?? findProgram();
  if (program === undefined) {
    throw new StartError(`There is no embedded DynamoDB for ${process.platform}-${process.arch}: ${otherWays}.`);
  }
  return startEmbedded(program, options.file);
};
