import { dynamoAddresses } from '../../shared/adapters/dynamodb-addresses.ts';
import { addressesContract } from '../support/addresses-contract.ts';
import { onEachDynamo } from '../support/each-dynamo.ts';
import { memoryAddresses } from '../support/memory-addresses.ts';

addressesContract('in memory', () => Promise.resolve(memoryAddresses()));

onEachDynamo('on DynamoDB', (dynamo) => {
  addressesContract('DynamoDB', () => Promise.resolve(dynamoAddresses(dynamo().client, dynamo().tables)));
});
