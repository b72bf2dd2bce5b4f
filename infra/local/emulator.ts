import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { noteHolder, untilFree } from './emulator-file.ts';
import { answersAsDynamo, type EmulatorProcess, startEmulatorProcess } from './emulator-process.ts';
import { isOwnHost } from './servers.ts';
import { StartError } from './start-error.ts';

/** A DynamoDB that answers at `url`. A given one has no process of ours: it never goes, and `stop` leaves it be. */
export type Emulator = EmulatorProcess & {
  /** Whether somebody else runs it, and it outlives us with all that is in it. */
  isGiven: boolean;
};

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

const otherWays =
  "set AWS_ENDPOINT_URL_DYNAMODB to the address of a DynamoDB that runs already, for example AWS's DynamoDB Local on Java (java -jar node_modules/amplify-dynamodb-simulator/emulator/DynamoDBLocal.jar -sharedDb -port 8000, then AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:8000)";

const useGiven = async (url: string): Promise<Emulator> => {
  if (URL.canParse(url) && !isOwnHost(new URL(url).host)) {
    throw new StartError(
      `AWS_ENDPOINT_URL_DYNAMODB points at ${new URL(url).host}, and the laptop runtime uses only a DynamoDB on this machine (127.0.0.1): point it there, or unset it.`,
    );
  }
  if (!URL.canParse(url) || !(await answersAsDynamo(url))) {
    throw new StartError(
      `Nothing that speaks DynamoDB answers at ${url}, where AWS_ENDPOINT_URL_DYNAMODB points: start it there, or unset the variable to use the embedded one.`,
    );
  }
  return { url, isGiven: true, pid: undefined, gone: new Promise(() => undefined), stop: () => Promise.resolve() };
};

const startEmbedded = async (program: string, given: string | undefined): Promise<Emulator> => {
  const file = given === undefined ? undefined : path.resolve(given);
  if (file !== undefined) await untilFree(file);
  const argsOn = (port: number) => [
    'serve',
    '--host',
    '127.0.0.1',
    '-p',
    String(port),
    ...(file === undefined ? [] : ['--db-path', file]),
  ];
  const failure = `The embedded DynamoDB (${program}) did not start${file === undefined ? '' : ` on ${file}`}: see whether the file is whole and the disk has room, or ${otherWays}.`;
  const running = await startEmulatorProcess({ program, argsOn, failure });
  if (file !== undefined && running.pid !== undefined) noteHolder(file, running.pid);
  return { ...running, isGiven: false };
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
