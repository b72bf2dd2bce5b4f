import { moveClock } from './clock-command.ts';
import { passwordVariable } from './office/office-options.ts';
import { rotatingLog } from './office/rotating-log.ts';
import { readClockOptions, readStartOptions, type StartOptions, usage } from './options.ts';
import { projectRoot, startRuntime, type Runtime } from './runtime.ts';
import { messageOf, StartError } from './start-error.ts';
import { localText } from './moments.ts';

const officeAnnouncement = (runtime: Runtime, data: string, milliseconds: number): string =>
  [
    '',
    `  Trình serves        ${runtime.portalUrl}`,
    `  Its proxy reaches   ${runtime.listensAt}   (and nobody else: it listens on this machine only)`,
    `  Health              ${runtime.listensAt}/healthz, ${runtime.listensAt}/readyz`,
    `  Data folder         ${data}`,
    `  Backup              npm run backup -- --data ${data} --to FILE`,
    '',
    `  Started in ${(milliseconds / 1000).toFixed(1)} s.`,
    '',
  ].join('\n');

const laptopAnnouncement = (runtime: Runtime, data: string, milliseconds: number): string =>
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

/** The one block that says where everything is. */
const announcement = (runtime: Runtime, data: string, milliseconds: number): string =>
  (runtime.demonstration ? laptopAnnouncement : officeAnnouncement)(runtime, data, milliseconds);

/** Keeps the password of the mail server from the programs that this one starts, and from the list of processes. */
const hideSecrets = (): void => {
  delete process.env[passwordVariable];
  process.title = 'trinh';
};

const run = async (options: StartOptions): Promise<void> => {
  const { office } = options;
  const log = options.log === undefined ? undefined : rotatingLog(options.log);
  const note = (line: string): void => log?.(`${new Date().toISOString()} ${line}\n`);
  if (office !== undefined) {
    // All that it writes is for its own user.
    process.umask(0o077);
    hideSecrets();
  }
  const runtime = await startRuntime({
    office,
    log,
    data: options.data,
    fresh: options.fresh,
    port: options.port,
    clock: options.clock,
    plan: options.plan,
    onLine: (line) => {
      console.error(line);
      note(line);
    },
  });
  console.log(announcement(runtime, options.data, performance.now()));
  note(`Serving ${runtime.portalUrl} at ${runtime.listensAt}.`);

  let stopping = false;
  const stop = async (why: string, code: number): Promise<void> => {
    if (stopping) process.exit(code);
    stopping = true;
    console.log(why);
    note(why);
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
    const options = readStartOptions(args, projectRoot, process.env[passwordVariable]);
    if (options.help) console.log(usage);
    else await run(options);
  } catch (error) {
    console.error(error instanceof StartError ? error.message : error);
    process.exitCode = 1;
  }
};
