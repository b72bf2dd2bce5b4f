import { GetSendQuotaCommand, SESClient } from '@aws-sdk/client-ses';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, it } from 'vitest';
import { dynamoSendSlots } from '../../shared/adapters/dynamodb-send-slots.ts';
import { sesQuotas } from '../../shared/adapters/ses-quota.ts';
import { onEachDynamo } from '../support/each-dynamo.ts';
import { memorySendSlots } from '../support/pace.ts';
import { sendSlotsContract } from '../support/send-slots-contract.ts';

sendSlotsContract('in memory', () => {
  const slots = memorySendSlots();
  return Promise.resolve([slots, slots]);
});

onEachDynamo('on DynamoDB', (dynamo) => {
  sendSlotsContract('DynamoDB', async () => {
    const { client, tables } = dynamo();
    await client.send(new DeleteCommand({ TableName: tables.operations, Key: { pk: 'sending-pace', sk: 'pace' } }));
    return [dynamoSendSlots(client, tables), dynamoSendSlots(client, tables)];
  });
});

const ses = mockClient(SESClient);
const quotas = sesQuotas(new SESClient({ region: 'ap-southeast-1' }));

it.each([
  [
    { MaxSendRate: 14, Max24HourSend: 50_000, SentLast24Hours: 1200 },
    { rate: 14, left: 48_800 },
  ],
  [
    { MaxSendRate: 1, Max24HourSend: 200, SentLast24Hours: 203 },
    { rate: 1, left: 0 },
  ],
  [
    { MaxSendRate: 500, Max24HourSend: -1, SentLast24Hours: 7 },
    { rate: 500, left: Number.POSITIVE_INFINITY },
  ],
])('the quota is read as SES reports it', async (said, quota) => {
  ses.on(GetSendQuotaCommand).resolves(said);
  expect(await quotas.read()).toEqual(quota);
});

it('a quota that says nothing is a fault, not a licence', async () => {
  ses.on(GetSendQuotaCommand).resolves({});
  await expect(quotas.read()).rejects.toThrow('without a rate');
  ses.on(GetSendQuotaCommand).rejects(Object.assign(new Error('no'), { name: 'ThrottlingException' }));
  await expect(quotas.read()).rejects.toMatchObject({ name: 'TransientError' });
});
