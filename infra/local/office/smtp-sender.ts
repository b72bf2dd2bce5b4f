import { createTransport } from 'nodemailer';
import * as z from 'zod';
import type { SmtpServer } from './smtp-server.ts';

/** One mail to one person, as it was accepted. */
export type Letter = { from: string; to: string; raw: Uint8Array };

/**
 * What came of handing a letter over. `refused` and `put-off` are about this letter, `code` the server's reply;
 * `no-service` is about the server: it takes nothing from us now, `why` in words without names or secrets; `settings` where that
 * stays so until somebody changes what we say to it.
 */
export type Attempt =
  | { readonly kind: 'sent' }
  | { readonly kind: 'refused'; readonly code: number }
  | { readonly kind: 'put-off'; readonly code: number | undefined }
  | { readonly kind: 'no-service'; readonly why: string; readonly settings: boolean };

/** Hands letters over to a mail server. */
export type SmtpSender = { send(letter: Letter): Promise<Attempt>; close(): void };

/** How many letters are under way at once. */
export const connections = 3;

const SmtpFault = z.object({
  code: z.string().optional(),
  command: z.string().optional(),
  responseCode: z.number().optional(),
});

/** What is said of our service, or of the connection, and not of one letter. */
const aboutService = (command: string, code: number | undefined): boolean =>
  code === 421 || !/^(?:RCPT TO|DATA|MAIL FROM)$/.test(command);

/**
 * Reads a fault of nodemailer. A letter is refused for good by a 5xx to its recipient or content only: a 5xx to our
 * sign-in or our sender is a fault of the settings, which somebody puts right while the letters wait.
 */
export const attemptOf = (fault: unknown): Exclude<Attempt, { kind: 'sent' }> => {
  const { code = '', command = '', responseCode } = SmtpFault.safeParse(fault).data ?? {};
  if (responseCode === undefined || aboutService(command, responseCode)) {
    const reply = responseCode === undefined ? '' : ` ${responseCode}`;
    const settings = code === 'EAUTH' && (responseCode === undefined || responseCode >= 500);
    const why = settings ? 'the sign-in is refused' : code === '' ? 'no answer' : code;
    return { kind: 'no-service', why: `${why}${reply}`, settings };
  }
  if (responseCode < 500) return { kind: 'put-off', code: responseCode };
  if (command === 'MAIL FROM')
    return { kind: 'no-service', why: `the sender's address is refused ${responseCode}`, settings: true };
  return { kind: 'refused', code: responseCode };
};

/** Speaks SMTP to the office's mail server; `name` is what it calls itself. Says nothing of what passes. */
export const createSmtpSender = (server: SmtpServer, name: string): SmtpSender => {
  const transport = createTransport({
    host: server.host,
    port: server.port,
    name,
    secure: server.tls === 'implicit',
    requireTLS: server.tls === 'starttls',
    // A mail server of this machine seldom has a certificate of its name, and nobody is in between.
    tls: { minVersion: 'TLSv1.2', rejectUnauthorized: server.tls !== 'as-offered' },
    ...(server.login === undefined ? {} : { auth: { user: server.login.user, pass: server.login.password } }),
    pool: true,
    maxConnections: connections,
    maxMessages: 100,
    // A kept connection that the server has closed meanwhile is opened once more.
    maxRequeues: 1,
    connectionTimeout: 30_000,
    greetingTimeout: 30_000,
    socketTimeout: 120_000,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
  });
  return {
    send: async ({ from, to, raw }) => {
      try {
        await transport.sendMail({ envelope: { from, to: [to] }, raw: Buffer.from(raw) });
        return { kind: 'sent' };
      } catch (fault) {
        return attemptOf(fault);
      }
    },
    close: () => transport.close(),
  };
};
