import { connectFeedback } from '../../shared/adapters/compose.ts';
import { hearFeedback } from '../../shared/app/mail/hear-feedback.ts';
import { notificationHandler } from '../../shared/lambda/notification-handler.ts';
import { Env } from './env.ts';

/** Hears of SES which mails came back, and which were unwanted. */
export const handler = notificationHandler({
  connect: () => connectFeedback(Env.parse(process.env)),
  run: hearFeedback,
});
