import * as z from 'zod';
import { taskHandler } from './task-handler.ts';

/** What SNS calls a function with. https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
const NotificationEvent = z.object({ Records: z.array(z.object({ Sns: z.object({ Message: z.string() }) })).min(1) });

/**
 * A subscriber of a topic: each message, in order. What fails is thrown: Lambda calls again, twice, and then hands the
 * event to its dead letters.
 */
export const notificationHandler = <P>({
  connect,
  run,
}: {
  readonly connect: () => P;
  readonly run: (ports: P, message: string) => Promise<unknown>;
}) =>
  taskHandler({
    input: NotificationEvent,
    connect,
    run: async (ports: P, { Records }) => {
      for (const { Sns } of Records) await run(ports, Sns.Message);
    },
  });
