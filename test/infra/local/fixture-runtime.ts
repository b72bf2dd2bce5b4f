import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Runtime, type RuntimeOptions, startRuntime } from '../../../infra/local/runtime.ts';
import { aTemplate } from './template-fixture.ts';

/** The folder of the fixtures' functions. */
export const root = path.dirname(fileURLToPath(import.meta.url));

/** Starts the small deployment on a frozen clock, and keeps the lines that it says; whoever starts it stops it. */
export const startFixture = async (options: RuntimeOptions = {}): Promise<Runtime & { lines: string[] }> => {
  const lines: string[] = [];
  const runtime = await startRuntime({
    root,
    template: aTemplate,
    plan: 'none',
    frozen: true,
    clock: new Date('2022-03-04T01:00:00Z'),
    startSession: ({ person }) => Promise.resolve(`session=${person.id}; Path=/`),
    onLine: (line) => lines.push(line),
    ...options,
  });
  return { ...runtime, lines };
};

/** What an AWS client needs to speak to a runtime, without tries of its own. */
export const clientOf = (runtime: Pick<Runtime, 'endpointUrl'>) => ({
  endpoint: runtime.endpointUrl,
  region: 'ap-southeast-1',
  credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  maxAttempts: 1,
});

/** What a client makes of a refusal. */
export const refusal = async (call: Promise<unknown>): Promise<unknown> => {
  try {
    await call;
  } catch (error) {
    return error;
  }
  return 'nothing was refused';
};
