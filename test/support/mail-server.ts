import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { onTestFinished } from 'vitest';

/** A mail as the mail server got it. */
export type Got = { readonly from: string; readonly to: readonly string[]; readonly raw: Buffer };

/** What the server says to whom; a test changes it while it runs. */
export type Moods = {
  /** The reply to a recipient of this address. */
  recipients: Map<string, number>;
  sender: number | undefined;
  content: number | undefined;
  login: { user: string; password: string } | undefined;
  /** Whether it cuts every connection, as where no service is; it keeps its port, which nobody else can take. */
  away: boolean;
};

const refusal = (code: number): Error => Object.assign(new Error('as the test has it'), { responseCode: code });

/**
 * A real SMTP server on this machine, on any free port. `got` is filled as mails come in; `until` waits for so
 * many of them. With `starttls` it takes a sign-in over TLS only, with a certificate of nobody.
 */
export const aMailServer = async (options: { login?: Moods['login']; starttls?: boolean } = {}) => {
  const got: Got[] = [];
  const moods: Moods = {
    recipients: new Map(),
    sender: undefined,
    content: undefined,
    login: options.login,
    away: false,
  };
  let heard: (() => void)[] = [];
  const server = new SMTPServer({
    logger: false,
    hideSTARTTLS: options.starttls !== true,
    allowInsecureAuth: options.starttls !== true,
    authOptional: options.login === undefined,
    onAuth: ({ username, password }, _session, done) => {
      const fits = username === moods.login?.user && password === moods.login?.password;
      if (fits) done(null, { user: 'office' });
      else done(refusal(535));
    },
    onMailFrom: (_address, _session, done) => done(moods.sender === undefined ? null : refusal(moods.sender)),
    onRcptTo: ({ address }, _session, done) => {
      const code = moods.recipients.get(address);
      done(code === undefined ? null : refusal(code));
    },
    onData: (stream, { envelope: { mailFrom, rcptTo } }, done) => {
      const take = async (): Promise<void> => {
        const raw = await buffer(stream);
        if (moods.content !== undefined) {
          done(refusal(moods.content));
          return;
        }
        const from = mailFrom === false ? '' : mailFrom.address;
        got.push({ from, to: rcptTo.map(({ address }) => address), raw });
        done(null);
        for (const hear of heard.splice(0)) hear();
      };
      // A mail whose sender is gone in the middle of it did not arrive.
      take().catch(() => undefined);
    },
  });
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  listening.prependListener('connection', (socket) => {
    if (moods.away) socket.destroy();
  });
  await once(listening, 'listening');
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new Error('A mail server has no port.');
  let stopped = false;
  const stop = async (): Promise<void> => {
    if (stopped) return;
    stopped = true;
    const { promise, resolve } = Promise.withResolvers<void>();
    server.close(() => resolve());
    for (const connection of server.connections) connection.close();
    await promise;
  };
  onTestFinished(stop);
  const until = async (count: number): Promise<void> => {
    while (got.length < count)
      await new Promise<void>((resolve) => {
        heard = [...heard, resolve];
      });
  };
  return { port: address.port, got, moods, until, stop };
};
