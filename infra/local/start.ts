import { moveClock } from './clock-command.ts';
import { readClockOptions, readStartOptions, type StartOptions, usage } from './options.ts';
import { projectRoot, startRuntime, type Runtime } from './runtime.ts';
import { messageOf, StartError } from './start-error.ts';
import { localText } from './moments.ts';

/** The one block that says where everything is. */
export const announcement = (runtime: Runtime, data: string, milliseconds: number): string =>
  [
    '',
    `  Trình is ready      ${runtime.portalUrl}`,
    `  Mailbox             ${runtime.mailboxUrl}`,
    `  Act as somebody     ${runtime.portalUrl}/sign-in`,
    `  Clock               ${runtime.portalUrl}/clock   (now ${localText(runtime.timeline.now())}, Việt Nam)`,
    `  AWS endpoint        AWS_ENDPOINT_URL=${runtime.endpointUrl}`,
    `  Data folder         ${data}`,
    `  Stop                Ctrl-C (all is kept; npm start goes on from there)`,
    '',
    `  Started in ${(milliseconds / 1000).toFixed(1)} s.`,
    '',
  ].join('\n');

const run = async (options: StartOptions): Promise<void> => {
  const runtime = await startRuntime({
    data: options.data,
    fresh: options.fresh,
    port: options.port,
    clock: options.clock,
    plan: options.plan,
    onLine: (line) => console.error(line),
  });
  console.log(announcement(runtime, options.data, performance.now()));

  let stopping = false;
  const stop = async (why: string, code: number): Promise<void> => {
    if (stopping) process.exit(code);
    stopping = true;
    console.log(why);
    await runtime.stop();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void stop('Stopping; all is kept.', 0));
  }
  // A promise that a function left behind would end a Lambda's sandbox, not the deployment.
  process.on('unhandledRejection', (fault) => console.error(`A function left a fault behind: ${messageOf(fault)}`));
  void runtime.emulatorGone.then(() => {
    if (!stopping) void stop('The embedded DynamoDB has ended by itself; all is kept, start again to go on.', 1);
  });
};

/** Runs `npm start` and `npm start -- clock`; says in one sentence what a person can put right. */
export const main = async (args: readonly string[]): Promise<void> => {
  try {
    if (args[0] === 'clock') {
      console.log(await moveClock(readClockOptions(args.slice(1), projectRoot)));
      return;
    }
    const options = readStartOptions(args, projectRoot);
    if (options.help) console.log(usage);
    else await run(options);
  } catch (error) {
    console.error(error instanceof StartError ? error.message : error);
    process.exitCode = 1;
  }
};
