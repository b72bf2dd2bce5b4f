import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { dynamoWaits } from '../../shared/adapters/dynamodb-waits.ts';
import { LocalityId } from '../../shared/domain/ids.ts';
import { onEachDynamo } from '../support/each-dynamo.ts';
import { standingClock } from '../support/memory-store.ts';
import { memoryWaits } from '../support/memory-workflows.ts';
import { waitsContract } from '../support/waits-contract.ts';

waitsContract('in memory', () => Promise.resolve(memoryWaits()));

onEachDynamo('waits', (dynamo) => {
  const clock = standingClock('2022-02-14T01:00:00.000Z');
  waitsContract('on DynamoDB', () => Promise.resolve(dynamoWaits(dynamo().client, dynamo().tables, clock)));

  it('keeps a token for sixty days by the clock, longer than any wait', async () => {
    const locality = LocalityId.parse('tay-giang');
    const number = { attempt: 1, visit: 1, retry: 0 };
    await dynamoWaits(dynamo().client, dynamo().tables, clock).arm({
      locality,
      record: 'r',
      name: 'lock',
      token: 't',
      number,
    });
    const { Item } = await dynamo().client.send(
      new GetCommand({ TableName: dynamo().tables.operations, Key: { pk: 'tay-giang#wait#r', sk: 'lock' } }),
    );
    expect(Item?.['expires']).toBe(Date.parse('2022-04-15T01:00:00.000Z') / 1000);
  });
});
