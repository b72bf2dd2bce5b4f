import * as z from 'zod';
import type { TableDefinition } from './deployment.ts';

/** Sends one DynamoDB operation to the emulator; answers with its status and body. */
export type CallDynamo = (operation: string, body: unknown) => Promise<{ status: number; body: unknown }>;

const Fault = z.object({ __type: z.string() });

const expectDone = async (call: CallDynamo, operation: string, body: unknown, unless?: string): Promise<void> => {
  const answer = await call(operation, body);
  if (answer.status === 200) return;
  const fault = Fault.safeParse(answer.body);
  if (unless !== undefined && fault.success && fault.data.__type.endsWith(unless)) return;
  throw new Error(`${operation} failed: ${JSON.stringify(answer.body)}`);
};

/** Removes the tables, with all that is in them. */
export const dropTables = async (call: CallDynamo, tables: readonly TableDefinition[]): Promise<void> => {
  for (const { name } of tables) {
    await expectDone(call, 'DeleteTable', { TableName: name }, 'ResourceNotFoundException');
  }
};

/**
 * Creates the tables that are not there yet. Without streams: the runtime feeds those itself. Without TTL: the emulator
 * would go by the machine's clock, not by the one that can be stepped; as on AWS, an item past its end may still be
 * there, and whoever reads it looks at its end.
 */
export const createTables = async (call: CallDynamo, tables: readonly TableDefinition[]): Promise<void> => {
  for (const table of tables) {
    await expectDone(
      call,
      'CreateTable',
      {
        TableName: table.name,
        KeySchema: table.keys,
        AttributeDefinitions: table.attributes,
        BillingMode: 'PAY_PER_REQUEST',
        ...(table.indexes.length === 0 ? {} : { GlobalSecondaryIndexes: table.indexes }),
      },
      'ResourceInUseException',
    );
  }
};
