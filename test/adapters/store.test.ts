import { afterAll, beforeAll, describe } from 'vitest';
import { dynamoStore } from '../../shared/adapters/dynamodb-store.ts';
import { noEmulator, startEmulator, type TestDynamo } from '../support/emulator.ts';
import { memoryStore } from '../support/memory-store.ts';
import { storeContract } from '../support/store-contract.ts';

storeContract('in memory', () => Promise.resolve(memoryStore()));

describe.skipIf(noEmulator !== undefined)(`on the embedded DynamoDB (${noEmulator ?? 'in memory'})`, () => {
  let dynamo: TestDynamo;
  beforeAll(async () => {
    dynamo = await startEmulator();
  });
  afterAll(() => dynamo.stop());
  storeContract('on DynamoDB', () => Promise.resolve(dynamoStore(dynamo.client, dynamo.tables)));
});
