import { randomUUID } from 'node:crypto';
import { arnOf } from './addresses.ts';
import type { SubscriptionDefinition } from './deployment.ts';

/** The topics of the deployment. */
export type Topics = {
  /** Hands a message to whoever subscribes to a topic: durable when this returns, and delivered at least once. */
  publish(topic: string, message: string, subject: string): void;
};

/**
 * Topics as SNS has them, for functions: each message is an event that Lambda is handed, and retries by the function's
 * own configuration. It is signed by nobody. https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
 */
export const createTopics = (options: {
  subscriptions: readonly SubscriptionDefinition[];
  accept: (name: string, event: unknown) => void;
  now: () => Date;
}): Topics => {
  const { subscriptions, accept, now } = options;
  return {
    publish: (topic, message, subject) => {
      const arn = arnOf('sns', topic);
      const notification = {
        Type: 'Notification',
        MessageId: randomUUID(),
        TopicArn: arn,
        Subject: subject,
        Message: message,
        Timestamp: now().toISOString(),
        MessageAttributes: {},
      };
      for (const { function: name } of subscriptions.filter((one) => one.topic === topic))
        accept(name, {
          Records: [
            {
              EventSource: 'aws:sns',
              EventVersion: '1.0',
              EventSubscriptionArn: `${arn}:${name}`,
              Sns: notification,
            },
          ],
        });
    },
  };
};
