import { connectMailQueue } from '../../shared/adapters/compose.ts';
import { queueMail } from '../../shared/app/mail/queue-mail.ts';
import { streamHandler } from '../../shared/lambda/stream-handler.ts';
import { Env } from './env.ts';

/** Puts on the queue the mails that a recorded entry owes. */
export const handler = streamHandler({
  connect: () => connectMailQueue(Env.parse(process.env)),
  run: queueMail,
});
