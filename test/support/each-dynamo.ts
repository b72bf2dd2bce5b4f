import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { noEmulator, startEmulator, tablesAt, type TestDynamo } from './emulator.ts';

const local = inject('dynamoDbLocal');

/** Why tests on AWS's DynamoDB Local are left out here; undefined where they run. */
export const noDynamoDbLocal: string | undefined = 'absent' in local ? local.absent : undefined;

/** Where the DynamoDB Local of this run answers; starts it if nobody asked before. */
export const dynamoDbLocalUrl = async (): Promise<string> => {
  if ('absent' in local) throw new Error(`DynamoDB Local cannot run: ${local.absent}.`);
  const answer = await fetch(local.askAt);
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(text);
  return text;
};

/** What a name says of tests that are skipped for a reason; nothing of others. */
export const skipped = (why: string | undefined): string => (why === undefined ? '' : ` (skipped: ${why})`);

const dynamos = [
  { name: 'the embedded DynamoDB', absent: noEmulator, connect: startEmulator },
  {
    name: "AWS's DynamoDB Local",
    absent: noDynamoDbLocal,
    // An access key of its own has tables of its own.
    connect: async () => tablesAt(await dynamoDbLocalUrl(), randomBytes(8).toString('hex')),
  },
];

/**
 * Holds what stands on DynamoDB to its tests on each one that this machine can run: what is true of a single emulator
 * is no contract. One that cannot run is skipped, and the tests' name says why.
 */
export const onEachDynamo = (what: string, tests: (dynamo: () => TestDynamo) => void): void => {
  for (const { name, absent, connect } of dynamos) {
    describe.skipIf(absent !== undefined)(`${what} on ${name}${skipped(absent)}`, () => {
      let dynamo: TestDynamo | undefined;
      beforeAll(async () => {
        dynamo = await connect();
      });
      afterAll(() => dynamo?.stop());
      tests(() => {
        if (dynamo === undefined) throw new Error('The DynamoDB of these tests has not started.');
        return dynamo;
      });
    });
  }
};
