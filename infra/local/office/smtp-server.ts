import { isOwnHost } from '../servers.ts';
import { StartError } from '../start-error.ts';

/** The mail server that an office's mail goes out by. */
export type SmtpServer = {
  host: string;
  port: number;
  /** `implicit`: TLS from the first byte; `starttls`: asked for and insisted on; `as-offered`: on this machine only, by TLS
   * with any certificate or without. */
  tls: 'implicit' | 'starttls' | 'as-offered';
  /** How it is signed in to; undefined where the server asks for nothing. */
  login: { user: string; password: string } | undefined;
};

const shape = 'smtp://user@host:587 (or smtps://user@host:465)';

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new StartError('The user or password in --mail is not written as in a web address: write % as %25.');
  }
};

/** The words of a refusal never hold what was given, for a password may be in it. */
const urlOf = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'smtp:' && url.protocol !== 'smtps:') || url.hostname === '')
    throw new StartError(`--mail takes the address of a mail server such as ${shape}; what was given is none.`);
  if ((url.pathname !== '' && url.pathname !== '/') || url.search !== '' || url.hash !== '')
    throw new StartError(`--mail takes ${shape} and nothing after the port.`);
  return url;
};

/**
 * Reads `--mail`. `password` comes from the environment or a file, and is used where the address holds none. Without
 * TLS a mail server is only spoken to on this machine. Throws a `StartError` that holds neither user nor password.
 */
export const readSmtpServer = (text: string, password: string | undefined): SmtpServer => {
  const url = urlOf(text);
  const user = decoded(url.username);
  const inUrl = url.password === '' ? undefined : decoded(url.password);
  if (inUrl !== undefined && password !== undefined)
    throw new StartError('The password of the mail server is given twice: leave it out of --mail.');
  const secret = inUrl ?? password;
  if (user === '' && secret !== undefined)
    throw new StartError(`A password for the mail server is given, but no user: write --mail ${shape}.`);
  if (user !== '' && secret === undefined)
    throw new StartError(
      'The mail server has a user but no password: give it in the variable TRINH_MAIL_PASSWORD or by --mail-password-file FILE.',
    );
  const implicit = url.protocol === 'smtps:';
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (implicit ? 465 : 587) : Number(url.port),
    tls: implicit ? 'implicit' : isOwnHost(url.hostname) ? 'as-offered' : 'starttls',
    login: user === '' || secret === undefined ? undefined : { user, password: secret },
  };
};
