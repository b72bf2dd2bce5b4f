import * as z from 'zod';
import { connectMailer } from '../../shared/adapters/compose.ts';
import { sendMail } from '../../shared/app/mail/send-mail.ts';
import { sendAsked } from '../../shared/app/sign-in/send-asked.ts';
import { AskedMail } from '../../shared/contracts/asked-mail.ts';
import { MailRequest } from '../../shared/contracts/mail-request.ts';
import { queueHandler } from '../../shared/lambda/stream-handler.ts';
import { Env } from './env.ts';

/** Composes and sends each mail on the queue, once: what the journal caused, and what a visitor asked for. */
export const handler = queueHandler({
  message: z.union([MailRequest, AskedMail]),
  connect: () => connectMailer(Env.parse(process.env)),
  run: (ports, mail, report) => ('asked' in mail ? sendAsked(ports, mail) : sendMail(ports, mail, report)),
});
