import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { installClock, systemClock } from '../../shared/adapters/clock.ts';
import type { Tables } from '../../shared/adapters/dynamodb.ts';
import type { Files } from '../../shared/app/ports.ts';
import type { Plan } from '../../shared/domain/plan.ts';
import { markCallers } from './caller.ts';
import { createClock } from './clock.ts';
import { openDataFolder } from './data-folder.ts';
import { startEmulator } from './emulator.ts';
import { answersAsDynamo } from './emulator-process.ts';
import type { Faults } from './faults.ts';
import { keepFunctionOutput } from './function-log.ts';
import { createPortal } from './http.ts';
import type { HttpRequest, HttpResponse } from './http-event.ts';
import { faultLine, type Invoke } from './lambda.ts';
import { createLaptopPages } from './laptop-pages.ts';
import { answerControl, newToken } from './backup/control.ts';
import { takeSnapshot } from './backup/snapshot.ts';
import { claimFolder } from './office/folder-kind.ts';
import { createFront } from './office/front.ts';
import { createHealth, diskProbe } from './office/health.ts';
import type { Office } from './office/office-options.ts';
import { officeVisitor } from './office/office-visitor.ts';
import { refuseReserved } from './office/reserved-addresses.ts';
import { type WriteLog, rotatingLog } from './office/rotating-log.ts';
import { createSmtpSender } from './office/smtp-sender.ts';
import { createOfficePages } from './office/undelivered-page.ts';
import { sessionStarter } from './laptop-session.ts';
import type { Mailbox } from './mail.ts';
import { folderBlobs, memoryBlobs } from './object-blobs.ts';
import { type PlanFile, readPlans } from './plan-files.ts';
import { servedFiles } from './local-files.ts';
import { tablesOf } from './local-tables.ts';
import { lambdaEndpointFrom } from './remote-lambda.ts';
import { missingInTemplate } from './rights-check.ts';
import { listenOnLoopback } from './servers.ts';
import { createServices, type Services } from './services.ts';
import type { SendQuota } from './ses-quota.ts';
import { type Database, openDatabase, openOfficeDatabase } from './sqlite.ts';
import { messageOf, StartError } from './start-error.ts';
import type { StartSession } from './sign-in-page.ts';
import { readTemplate } from './template.ts';
import { TemplateError } from './template-values.ts';
import type { SetTimer } from './time-limit.ts';
import { createTimeline, type OwnTimeline } from './timeline.ts';

/** How to run a deployment on this machine. */
export type RuntimeOptions = {
  /** The folder that keeps everything; without one all is in memory and gone at the end. */
  data?: string | undefined;
  /** Empties that folder first. */
  fresh?: boolean;
  /** The portal's port; 0, the default, takes any. */
  port?: number;
  /** What the clock shows at the start. */
  clock?: Date | undefined;
  /** The clock stands still but for `timeline.stepTo`. */
  frozen?: boolean;
  /** One plan to register, by id or file; otherwise all of `shared/plans`. 'none' registers nothing. */
  plan?: string | undefined;
  /** The folder that the entries of functions are relative to; the project's own by default. */
  root?: string;
  /** The template to run; synthesized from `infra/aws` by default. */
  template?: () => unknown;
  startSession?: StartSession;
  /**
   * Whether anybody at this machine may act as any person of the plans, as for trying the system (the default).
   * Without it there is no such page, and people sign in by mail.
   */
  demonstration?: boolean;
  /** Makes it an office's own server: real mail, behind a proxy, and nothing of a demonstration. */
  office?: Office | undefined;
  /** Where what functions print goes; by default a file of the data folder, and for an office's server the terminal. */
  log?: WriteLog | undefined;
  /** What the mailbox lets the deployment send, in the place of SES; practically anything by default. */
  mailQuota?: SendQuota;
  /** Tells the time limits of functions and routes; real time by default. */
  timer?: SetTimer;
  /** What goes wrong on purpose, for tests; nothing by default. */
  faults?: Faults;
  /** Hears, in one line each, what functions and the runtime itself could not do. */
  onLine?: (line: string) => void;
};

/** A running deployment. */
export type Runtime = {
  /** Where people reach the portal. */
  portalUrl: string;
  /** Where the portal listens on this machine. */
  listensAt: string;
  /** Whether it has the pages to act as sample people, to read all mail and to step the clock. */
  demonstration: boolean;
  mailboxUrl: string;
  endpointUrl: string;
  timeline: OwnTimeline;
  runner: Services['runner'];
  queues: Services['queues'];
  mailbox: Mailbox;
  plans: readonly Plan[];
  tables: Tables;
  /** The files of the deployment, asked for as by its owner. */
  files(): Files;
  invoke: Invoke;
  /** One HTTP request to the portal or the laptop's pages, in process. */
  request(request: HttpRequest): Promise<HttpResponse>;
  database: Database;
  data: string | undefined;
  emulatorPid: number | undefined;
  /** Resolves when the embedded DynamoDB is gone. */
  emulatorGone: Promise<void>;
  stop(): Promise<void>;
};

/** The project's root folder. */
export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

const patienceAtStop = 5000;

const Registered = z.union([
  z.looseObject({ kind: z.literal('registered') }),
  z.looseObject({
    kind: z.literal('refused'),
    problems: z.array(z.looseObject({ path: z.string(), message: z.looseObject({ en: z.string() }) })),
  }),
]);

let isRunning = false;

const synthesize = async ({ template, office }: RuntimeOptions): Promise<unknown> => {
  if (template !== undefined) return template();
  const { synthesizeTemplate } = await import('../aws/app.ts');
  return synthesizeTemplate(office?.sender);
};

const register = async (invoke: Invoke, { file, json }: PlanFile): Promise<void> => {
  const outcome = await invoke('register-plan', { plan: json });
  if (!outcome.ok) throw new Error(`${file} could not be registered: ${outcome.error.errorMessage}`);
  const answer = Registered.parse(outcome.payload);
  if (answer.kind === 'registered') return;
  const [first] = answer.problems;
  throw new StartError(`The plan file ${file} is refused: ${first?.path ?? '$'}: ${first?.message.en ?? 'unknown'}.`);
};

const checked = (json: unknown, addresses: { portalUrl: string; endpointUrl: string }) => {
  const deployment = readTemplate(json, addresses);
  const missing = missingInTemplate(deployment);
  if (missing.length > 0) throw new TemplateError(`The template leaves rights out: ${missing.join('; ')}.`);
  return deployment;
};

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Answers that wait until there is something to answer with. */
const lateAnswer = () => {
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const answer: Answer = async (request, response) => (await promise)(request, response);
  return { answer, use: resolve };
};

const openState = (options: RuntimeOptions, ends: AsyncDisposableStack) => {
  if (options.data === undefined)
    return { database: openDatabase(':memory:'), blobs: memoryBlobs(), dynamo: undefined, folder: undefined };
  const folder = openDataFolder(options.data, options.fresh === true);
  ends.defer(() => folder.release());
  const open = options.office === undefined ? openDatabase : openOfficeDatabase;
  return { database: open(folder.local), blobs: folderBlobs(folder.files), dynamo: folder.dynamo, folder };
};

/** The plans to register: those of the project, or the one that is named; an office's server has no sample plans. */
const plansFor = ({ plan, office }: RuntimeOptions): PlanFile[] => {
  if (plan === 'none' || (office !== undefined && plan === undefined)) return [];
  const plans = readPlans(path.join(projectRoot, 'shared', 'plans'), plan);
  if (office !== undefined) for (const { file, plan: read } of plans) refuseReserved(file, read);
  return plans;
};

/** Looks what a data folder is for before anything is done with it. */
const claim = (database: Database, { office, plan }: RuntimeOptions) => {
  if (office === undefined) {
    claimFolder(database, 'demonstration');
    return undefined;
  }
  const claimed = claimFolder(database, 'office', () => {
    if (plan === undefined)
      throw new StartError("The data folder holds nothing yet: name the office's own plan with --plan FILE.");
  });
  return { ...claimed, ...office };
};

const start = async (options: RuntimeOptions, ends: AsyncDisposableStack): Promise<Runtime> => {
  const { onLine = () => undefined, root = projectRoot, frozen = false } = options;
  const lambdaUrl = lambdaEndpointFrom(process.env['AWS_ENDPOINT_URL_LAMBDA']);
  const plans = plansFor(options);
  const { database, blobs, dynamo, folder } = openState(options, ends);
  ends.defer(() => database.close());
  const office = claim(database, options);
  const hands = createClock(database, { frozen, at: options.clock, isReal: office !== undefined });
  const onFault = (fault: unknown): void => {
    const cause = fault instanceof Error && fault.cause !== undefined ? ` (${messageOf(fault.cause)})` : '';
    onLine(`The runtime failed: ${messageOf(fault)}${cause}`);
  };
  const timeline = createTimeline(hands, onFault);
  ends.defer(() => timeline.stop());

  const portalAnswer = lateAnswer();
  const endpointAnswer = lateAnswer();
  const health = createHealth();
  const portalServer = await listenOnLoopback(
    async (request, response) => {
      if (!(await health.serve(request, response))) await portalAnswer.answer(request, response);
    },
    { port: options.port ?? 0 },
  );
  ends.defer(() => portalServer.stop());
  const beside =
    options.port === undefined || options.port === 0 || options.port === 65_535 ? 0 : portalServer.port + 1;
  const endpointServer = await listenOnLoopback(endpointAnswer.answer, { port: beside, elseFree: true });
  ends.defer(() => endpointServer.stop());

  const starting = startEmulator({ file: dynamo, given: process.env['AWS_ENDPOINT_URL_DYNAMODB'] });
  starting.catch(() => undefined);
  const [json, emulator] = await Promise.all([synthesize(options), starting]).catch(async (error: unknown) => {
    await starting.then(
      (running) => running.stop(),
      () => undefined,
    );
    throw error;
  });
  ends.defer(() => emulator.stop());

  const portalUrl = office?.publicUrl.origin ?? portalServer.url;
  const addresses = { portalUrl, endpointUrl: endpointServer.url };
  const deployment = checked(json, addresses);
  const services = createServices({
    deployment,
    database,
    blobs,
    timeline,
    dynamoUrl: emulator.url,
    lambdaUrl,
    endpointUrl: endpointServer.url,
    root,
    isStepped: () => timeline.isStepping(),
    mailQuota: options.mailQuota,
    office: office && {
      mailServer: createSmtpSender(office.smtp, office.publicUrl.hostname),
      publicUrl: office.publicUrl.origin,
      secret: office.secret,
      say: onLine,
    },
    timer: options.timer,
    faults: options.faults,
    onFunctionFault: (name, fault) => onLine(faultLine(name, fault)),
    onFault,
  });
  ends.defer(services.close);
  ends.defer(markCallers());
  const log = options.log ?? (folder === undefined || office !== undefined ? undefined : rotatingLog(folder.log));
  if (log !== undefined) ends.defer(keepFunctionOutput(log));
  installClock(timeline);
  ends.defer(() => installClock(systemClock));
  ends.defer(async () => {
    health.end();
    services.quiesce();
    timeline.stop();
    await timeline.quiet(patienceAtStop);
  });

  const known = plans.map(({ plan }) => plan);
  const { outbox } = services;
  const ownPages =
    office !== undefined && outbox !== undefined
      ? createOfficePages(outbox, officeVisitor(services.functions, office.publicUrl))
      : createLaptopPages({
          mailbox: services.mailbox,
          letHaveFate: services.letHaveFate,
          clock: { timeline, waiting: services.waiting },
          plans: () => known,
          startSession: options.startSession ?? sessionStarter(services.functions, portalServer.url),
          demonstration: options.demonstration ?? true,
        });
  const portal = createPortal({
    routes: services.routes,
    functions: services.functions,
    timeline,
    timer: options.timer,
    domain: () => office?.publicUrl.host ?? `127.0.0.1:${portalServer.port}`,
    ownPages,
  });
  const token = newToken();
  const control = answerControl(token, () => {
    if (folder === undefined || emulator.isGiven)
      throw new StartError('Its tables are not in its data folder: copy them by the DynamoDB that keeps them.');
    if (office === undefined)
      throw new StartError('A demonstration is backed up when it is stopped: press Ctrl-C first.');
    return takeSnapshot(folder.path, services.gate);
  });
  endpointAnswer.use(async (request, response) => {
    if (!(await control(request, response))) await services.answer(request, response);
  });
  // A DynamoDB that somebody else runs keeps what an earlier run left; ours begins with an empty file.
  await services.begin({ anew: emulator.isGiven && (options.data === undefined || options.fresh === true) });
  await Promise.all(plans.map((plan) => register(services.functions.invoke, plan)));
  services.letWritesFail();
  portalAnswer.use(
    office === undefined
      ? portal.serve
      : createFront({ publicUrl: office.publicUrl, portal: portal.serve, files: services.signedFiles }),
  );
  health.use([
    { name: 'database', answers: () => answersAsDynamo(emulator.url) },
    { name: 'runner', answers: () => Promise.resolve(services.runnerAnswers()) },
    ...(folder === undefined ? [] : [diskProbe(folder.path, office?.diskFloor ?? 0)]),
  ]);
  folder?.announce({ portal: portalServer.url, endpoint: endpointServer.url, token });

  return {
    portalUrl,
    listensAt: portalServer.url,
    demonstration: office === undefined,
    mailboxUrl: `${portalServer.url}/mailbox`,
    endpointUrl: endpointServer.url,
    timeline,
    runner: services.runner,
    queues: services.queues,
    mailbox: services.mailbox,
    plans: known,
    tables: tablesOf(deployment),
    files: () => servedFiles(deployment, endpointServer.url, timeline),
    invoke: services.functions.invoke,
    request: portal.request,
    database,
    data: options.data,
    emulatorPid: emulator.pid,
    emulatorGone: emulator.gone,
    stop: () => ends.disposeAsync(),
  };
};

/**
 * Starts a deployment on this machine: DynamoDB, the AWS endpoint, functions, machines, schedules and the portal, all
 * on 127.0.0.1, as the synthesized template says. One at a time in a process. Throws a `StartError` for what the
 * person who starts it can put right.
 */
export const startRuntime = async (options: RuntimeOptions = {}): Promise<Runtime> => {
  if (isRunning) throw new Error('This process runs a deployment already; stop that one first.');
  isRunning = true;
  const ends = new AsyncDisposableStack();
  ends.defer(() => {
    isRunning = false;
  });
  try {
    return await start(options, ends);
  } catch (error) {
    await ends.disposeAsync();
    throw error;
  }
};
