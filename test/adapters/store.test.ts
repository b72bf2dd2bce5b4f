import { dynamoStore } from '../../shared/adapters/dynamodb-store.ts';
import { onEachDynamo } from '../support/each-dynamo.ts';
import { memoryStore } from '../support/memory-store.ts';
import { storeContract } from '../support/store-contract.ts';

storeContract('in memory', () => Promise.resolve(memoryStore()));

onEachDynamo('the store', (dynamo) => {
  storeContract('on DynamoDB', () => Promise.resolve(dynamoStore(dynamo().client, dynamo().tables)));
});
