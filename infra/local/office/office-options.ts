import { readFileSync } from 'node:fs';
import { addressProblem, domainOf } from '../ses-addresses.ts';
import { codeOf, messageOf, StartError } from '../start-error.ts';
import { isReserved } from './reserved-addresses.ts';
import { readSmtpServer, type SmtpServer } from './smtp-server.ts';

/** What makes a runtime an office's own server instead of a demonstration. */
export type Office = {
  /** Where people reach it, by the office's HTTPS proxy; an origin. */
  publicUrl: URL;
  /** The address that its mails come from. */
  sender: string;
  smtp: SmtpServer;
  /** Below so many free bytes on the data folder's disk it says that it is not ready. */
  diskFloor: number;
};

/** The words of the command line that belong to an office's server, as they were given. */
export type OfficeWords = {
  mail?: string | undefined;
  'mail-from'?: string | undefined;
  'mail-password-file'?: string | undefined;
  'public-url'?: string | undefined;
  'disk-floor'?: string | undefined;
  fresh: boolean;
  clock?: string | undefined;
};

/** The variable that may hold the mail server's password. */
export const passwordVariable = 'TRINH_MAIL_PASSWORD';

const megabyte = 1024 * 1024;
const usualFloor = 512;

const readPublicUrl = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:')
    throw new StartError(
      `--public-url takes the https:// address under which people reach this server, such as https://trinh.office.gov.vn, not ${text}.`,
    );
  if (url.username !== '' || url.pathname !== '/' || url.search !== '' || url.hash !== '')
    throw new StartError(`--public-url takes a host and nothing more, such as https://${url.host}, not ${text}.`);
  return url;
};

const readPasswordFile = (file: string): string => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new StartError(`The password file ${file} cannot be read (${codeOf(error) ?? messageOf(error)}).`);
  }
  const password = text.replace(/\r?\n$/, '');
  if (password === '' || /[\r\n]/.test(password))
    throw new StartError(`The password file ${file} must hold the password alone, on one line.`);
  return password;
};

const readPassword = (words: OfficeWords, variable: string | undefined): string | undefined => {
  const file = words['mail-password-file'];
  const given = variable === '' ? undefined : variable;
  if (file === undefined) return given;
  if (given !== undefined)
    throw new StartError(
      `The password of the mail server is given twice: leave out either ${passwordVariable} or --mail-password-file.`,
    );
  return readPasswordFile(file);
};

const readSender = (given: string | undefined, { login }: SmtpServer): string => {
  const sender = given ?? (login?.user.includes('@') === true ? login.user : undefined);
  if (sender === undefined) throw new StartError('Say which address mails come from: --mail-from trinh@office.gov.vn.');
  const problem = addressProblem(sender);
  if (problem !== undefined || sender.includes('<') || !/^[a-z0-9.-]+\.[a-z]{2,}$/.test(domainOf(sender)))
    throw new StartError(`--mail-from takes one plain address such as trinh@office.gov.vn, not ${sender}.`);
  if (isReserved(sender))
    throw new StartError(`--mail-from names ${sender}, an address for examples: give one that the office has.`);
  return sender;
};

const readFloor = (text: string | undefined): number => {
  if (text === undefined) return usualFloor * megabyte;
  if (!/^\d{1,7}$/.test(text)) throw new StartError(`--disk-floor takes a number of megabytes, not ${text}.`);
  return Number(text) * megabyte;
};

/**
 * Reads what makes an office's server: undefined where neither `--mail` nor `--public-url` is given. `variable` is what
 * the environment says is the mail server's password. Throws a `StartError` of one sentence.
 */
export const readOffice = (words: OfficeWords, variable: string | undefined): Office | undefined => {
  const { mail, 'public-url': url } = words;
  if (mail === undefined && url === undefined) {
    const [lone] = (['mail-from', 'mail-password-file', 'disk-floor'] as const).filter(
      (name) => words[name] !== undefined,
    );
    if (lone !== undefined)
      throw new StartError(`--${lone} is for an office's own server: give --mail and --public-url too.`);
    return undefined;
  }
  if (url === undefined)
    throw new StartError(
      '--mail makes this an office server, which needs --public-url https://… too: the address under which people reach it.',
    );
  if (mail === undefined)
    throw new StartError(
      '--public-url makes this an office server, which needs --mail smtp://… too: the server that its mail goes out by.',
    );
  if (words.clock !== undefined) throw new StartError("An office's server goes by the real time: leave out --clock.");
  if (words.fresh)
    throw new StartError(
      "An office's server does not empty its own data: leave out --fresh, or name a new folder with --data DIR.",
    );
  const publicUrl = readPublicUrl(url);
  const smtp = readSmtpServer(mail, readPassword(words, variable));
  return {
    publicUrl,
    sender: readSender(words['mail-from'], smtp),
    smtp,
    diskFloor: readFloor(words['disk-floor']),
  };
};
