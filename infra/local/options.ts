import path from 'node:path';
import { parseArgs } from 'node:util';
import { readMoment } from './moments.ts';
import { type Office, passwordVariable, readOffice } from './office/office-options.ts';
import { messageOf, StartError } from './start-error.ts';

/** Where the portal listens unless told otherwise. */
export const defaultPort = 4380;

/** What `npm start` is asked for. */
export type StartOptions = {
  port: number;
  data: string;
  fresh: boolean;
  clock: Date | undefined;
  plan: string | undefined;
  /** An office's own server; undefined is a demonstration. */
  office: Office | undefined;
  /** A file that keeps what is said, within bounds, beside the terminal. */
  log: string | undefined;
  help: boolean;
};

/** What `npm start -- clock` is asked for: where the clock of a running runtime is to go. */
export type ClockOptions = {
  port: number | undefined;
  data: string;
  to: { by: 'moment'; at: Date } | { by: 'morning' } | { by: 'timer' } | { by: 'show' };
};

/** What the command line may say, in the words of `--help`. */
export const usage = `npm start [-- OPTIONS]          starts Trình on this machine
  --port N          where the portal listens on 127.0.0.1 (default ${defaultPort}; 0 = any free one)
  --data DIR        the folder that keeps everything (default .data)
  --fresh           begins anew: empties that folder first
  --clock WHEN      sets the clock, e.g. 2022-03-01 or 2022-03-01T08:00 (time of Việt Nam)
  --plan ID|FILE    registers only this plan: its id in shared/plans, or a file
npm start -- --mail smtp://USER@HOST:587 --public-url https://HOST [OPTIONS]    serves one office, with real mail
  --mail URL        the mail server: smtp:// with STARTTLS, or smtps://; its password in ${passwordVariable}, or
  --mail-password-file FILE   in this file, alone on a line
  --mail-from ADDRESS         the address that mails come from (default: USER, where that is an address)
  --public-url URL  where people reach it, through the office's HTTPS proxy
  --plan FILE       registers the office's own plan, or its next version
  --log FILE        keeps what is said in this file too, within 20 MB
  --disk-floor MB   is not ready below so much free disk (default 512)
npm start -- clock [OPTIONS]    shows or moves the clock of the running one
  --to WHEN         forward to this moment, one timer after the other
  --morning         to 07:30 of the next working day
  --next            to the next timer
  --port N, --data DIR   which running one (default: the one on .data)`;

const parsed = <T>(read: () => T): T => {
  try {
    return read();
  } catch (error) {
    const [sentence = ''] = messageOf(error).split('. ');
    throw new StartError(`${sentence.replace(/\.$/, '')}; npm start -- --help lists the options.`);
  }
};

const readPort = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new StartError(`--port takes a number from 0 to 65535, not ${text}.`);
};

const readWhen = (option: string, text: string): Date => {
  const at = readMoment(text);
  if (at === undefined)
    throw new StartError(`${option} takes a date or time such as 2022-03-01 or 2022-03-01T08:00, not ${text}.`);
  return at;
};

const dataFolder = (given: string | undefined, root: string): string => path.resolve(given ?? path.join(root, '.data'));

/**
 * Reads the command line of `npm start`. `root` holds the default data folder; `password` is what the environment gives
 * as the mail server's.
 */
export const readStartOptions = (args: readonly string[], root: string, password?: string): StartOptions => {
  const { values } = parsed(() =>
    parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        data: { type: 'string' },
        fresh: { type: 'boolean', default: false },
        clock: { type: 'string' },
        plan: { type: 'string' },
        mail: { type: 'string' },
        'mail-from': { type: 'string' },
        'mail-password-file': { type: 'string' },
        'public-url': { type: 'string' },
        'disk-floor': { type: 'string' },
        log: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }),
  );
  return {
    port: readPort(values.port) ?? defaultPort,
    data: dataFolder(values.data, root),
    fresh: values.fresh,
    clock: values.clock === undefined ? undefined : readWhen('--clock', values.clock),
    plan: values.plan,
    office: readOffice(values, password),
    log: values.log === undefined ? undefined : path.resolve(values.log),
    help: values.help,
  };
};

/** Reads the command line of `npm start -- clock`. */
export const readClockOptions = (args: readonly string[], root: string): ClockOptions => {
  const { values } = parsed(() =>
    parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        data: { type: 'string' },
        to: { type: 'string' },
        morning: { type: 'boolean', default: false },
        next: { type: 'boolean', default: false },
      },
    }),
  );
  const ways = [values.to !== undefined, values.morning, values.next].filter(Boolean).length;
  if (ways > 1) throw new StartError('Give one of --to, --morning and --next.');
  const port = readPort(values.port);
  const data = dataFolder(values.data, root);
  if (values.to !== undefined) return { port, data, to: { by: 'moment', at: readWhen('--to', values.to) } };
  return { port, data, to: { by: values.morning ? 'morning' : values.next ? 'timer' : 'show' } };
};
