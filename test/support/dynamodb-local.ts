import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { type EmulatorProcess, startEmulatorProcess } from '../../infra/local/emulator-process.ts';
import { listenOnLoopback } from '../../infra/local/servers.ts';

/** What a run of the tests knows of AWS's DynamoDB Local: why it has none, or where to ask for its address. */
type DynamoDbLocal = { readonly absent: string } | { readonly askAt: string };

declare module 'vitest' {
  interface ProvidedContext {
    dynamoDbLocal: DynamoDbLocal;
  }
}

const canRun = (java: string): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn(java, ['-version'], { stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });

/** In memory, each access key with tables of its own; compiled once, for it does not live long. */
const start = async (): Promise<Pick<EmulatorProcess, 'url' | 'stop'>> => {
  const simulator = createRequire(import.meta.url).resolve('amplify-dynamodb-simulator/package.json');
  const jar = path.join(path.dirname(simulator), 'emulator', 'DynamoDBLocal.jar');
  const options = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx512m'];
  // It leaves a note of its installation in the folder where it runs.
  const folder = mkdtempSync(path.join(tmpdir(), 'trinh-dynamodb-local-'));
  const emulator = await startEmulatorProcess({
    program: 'java',
    argsOn: (port) => [...options, '-jar', jar, '-inMemory', '-disableTelemetry', '-port', String(port)],
    folder,
    failure: `DynamoDB Local (${jar}) did not start.`,
  });
  return {
    url: emulator.url,
    stop: async () => {
      await emulator.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/**
 * Vitest's global setup: one DynamoDB Local for the whole run, started for the first test that asks and ended with the
 * run. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DynamoDBLocal.UsageNotes.html
 */
export const setup = async (project: TestProject): Promise<(() => Promise<void>) | undefined> => {
  if (!(await canRun('java'))) {
    project.provide('dynamoDbLocal', { absent: 'there is no Java on this machine' });
    return undefined;
  }
  let running: ReturnType<typeof start> | undefined;
  const asked = await listenOnLoopback(
    async (_request, response) => {
      running ??= start();
      response.end((await running).url);
    },
    { port: 0 },
  );
  project.provide('dynamoDbLocal', { askAt: asked.url });
  return async () => {
    await asked.stop();
    await running?.then(
      (emulator) => emulator.stop(),
      () => undefined,
    );
  };
};
