import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { sqsMailQueue } from '../../shared/adapters/sqs-mail-queue.ts';
import type { MailRequest } from '../../shared/app/ports.ts';
import { MailRequest as QueuedMail } from '../../shared/contracts/mail-request.ts';
import { LocalityId, PersonId, PlanId } from '../../shared/domain/ids.ts';

const sqs = mockClient(SQSClient);
const queue = sqsMailQueue('https://sqs.example/mail', new SQSClient({ region: 'ap-southeast-1' }));

const requests = (count: number): MailRequest[] =>
  Array.from({ length: count }, (_, n) => ({
    locality: LocalityId.parse('tay-giang'),
    cause: { stream: 'tay-giang#task#t', seq: n + 1 },
    plan: PlanId.parse('tay-giang-2021-2025'),
    person: PersonId.parse('tg.kt.cv'),
    notice: 'task',
  }));

const sent = (): (string | undefined)[][] =>
  sqs
    .commandCalls(SendMessageBatchCommand)
    .map(({ args }) => (args[0].input.Entries ?? []).map(({ MessageBody }) => MessageBody));

beforeEach(() => sqs.reset());

describe('the mail queue on SQS', () => {
  it('adds ten at a time, each as the consumer reads it', async () => {
    sqs.on(SendMessageBatchCommand).resolves({ Successful: [], Failed: [] });
    await queue.add(requests(23));
    expect(sent().map((batch) => batch.length)).toEqual([10, 10, 3]);
    expect(
      sent()
        .flat()
        .map((body) => QueuedMail.parse(JSON.parse(body ?? ''))),
    ).toEqual(requests(23));
    await queue.add([]);
    expect(sent()).toHaveLength(3);
  });

  it('has SQS hand out later what is to wait, and all else at once', async () => {
    sqs.on(SendMessageBatchCommand).resolves({ Successful: [], Failed: [] });
    await queue.add(requests(1), 120);
    await queue.add(requests(1));
    expect(
      sqs.commandCalls(SendMessageBatchCommand).map(({ args }) => args[0].input.Entries?.[0]?.DelaySeconds),
    ).toEqual([120, undefined]);
  });

  it('offers again what was not taken, and only that', async () => {
    sqs
      .on(SendMessageBatchCommand)
      .resolvesOnce({ Successful: [], Failed: [{ Id: '1', Code: 'InternalError', SenderFault: false }] })
      .resolves({ Successful: [], Failed: [] });
    await queue.add(requests(3));
    expect(sent()).toEqual([requests(3).map((one) => JSON.stringify(one)), [JSON.stringify(requests(3)[1])]]);
  });

  it('names a fault that passes and one that does not', async () => {
    sqs
      .on(SendMessageBatchCommand)
      .resolves({ Successful: [], Failed: [{ Id: '0', Code: 'InternalError', SenderFault: false }] });
    await expect(queue.add(requests(1))).rejects.toMatchObject({ name: 'TransientError' });
    expect(sent()).toHaveLength(3);
    sqs.reset();
    sqs
      .on(SendMessageBatchCommand)
      .resolves({ Successful: [], Failed: [{ Id: '0', Code: 'InvalidMessageContents', SenderFault: true }] });
    await expect(queue.add(requests(1))).rejects.toMatchObject({ name: 'PermanentError' });
    expect(sent()).toHaveLength(1);
    sqs.reset();
    sqs.on(SendMessageBatchCommand).rejects(Object.assign(new Error('slow down'), { name: 'ThrottlingException' }));
    await expect(queue.add(requests(1))).rejects.toMatchObject({ name: 'TransientError' });
  });
});
