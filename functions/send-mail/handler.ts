import { connectMailer } from '../../shared/adapters/compose.ts';
import { sendMail } from '../../shared/app/mail/send-mail.ts';
import { MailRequest } from '../../shared/contracts/mail-request.ts';
import { queueHandler } from '../../shared/lambda/stream-handler.ts';
import { Env } from './env.ts';

/** Composes and sends each mail on the queue, once. */
export const handler = queueHandler({
  message: MailRequest,
  connect: () => connectMailer(Env.parse(process.env)),
  run: sendMail,
});
