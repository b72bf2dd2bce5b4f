import { dynamoDigests } from '../../shared/adapters/dynamodb-digests.ts';
import { dynamoPreferences } from '../../shared/adapters/dynamodb-preferences.ts';
import { dynamoShares } from '../../shared/adapters/dynamodb-shares.ts';
import { digestsContract, preferencesContract } from '../support/digests-contract.ts';
import { onEachDynamo } from '../support/each-dynamo.ts';
import { memoryDigests, memoryPreferences, memoryShares } from '../support/memory-digests.ts';
import { sharesContract } from '../support/shares-contract.ts';

digestsContract('in memory', () => Promise.resolve(memoryDigests()));
preferencesContract('in memory', () => Promise.resolve(memoryPreferences()));
sharesContract('in memory', () => Promise.resolve(memoryShares()));

onEachDynamo('digests, preferences and short links', (dynamo) => {
  digestsContract('on DynamoDB', () => Promise.resolve(dynamoDigests(dynamo().client, dynamo().tables)));
  preferencesContract('on DynamoDB', () => Promise.resolve(dynamoPreferences(dynamo().client, dynamo().tables)));
  sharesContract('on DynamoDB', () => Promise.resolve(dynamoShares(dynamo().client, dynamo().tables)));
});
