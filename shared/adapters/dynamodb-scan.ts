import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { StoreScan } from '../app/verify.ts';
import { StoredEntry } from '../domain/journal.ts';
import { readStream } from '../domain/records.ts';
import { called, type Tables } from './dynamodb.ts';

const JournalItem = z.object({ pk: z.string(), seq: z.int(), entry: z.string(), hash: z.string() });
const RecordsItem = z.object({
  pk: z.string(),
  version: z.int().optional(),
  head: z.string().optional(),
  body: z.unknown().optional(),
  bytes: z.string().optional(),
});

/** Reads the whole store, strongly, page by page. For verifying; nothing on a request's path scans. */
export const dynamoScan = (client: DynamoDBDocumentClient, tables: Tables): StoreScan => {
  async function* items(table: string): AsyncGenerator {
    const pages = paginateScan({ client }, { TableName: table, ConsistentRead: true });
    for (;;) {
      const page = await called(`Reading the table ${table}`, () => pages.next());
      if (page.done === true) return;
      yield* page.value.Items ?? [];
    }
  }
  return {
    async *journal() {
      for await (const item of items(tables.journal)) {
        const { pk, seq, entry, hash } = JournalItem.parse(item);
        yield StoredEntry.parse({ stream: pk, seq, entry, hash: /^[0-9a-f]{64}$/.test(hash) ? hash : '0'.repeat(64) });
      }
    },
    async *records() {
      for await (const item of items(tables.records)) {
        const { pk, version, head, body } = RecordsItem.parse(item);
        if (readStream(pk) !== undefined) yield { stream: pk, version: version ?? 0, head: head ?? '', body };
      }
    },
    async *pages() {
      for await (const item of items(tables.records)) {
        const { pk, bytes } = RecordsItem.parse(item);
        const [locality, kind, hash] = pk.split('#');
        if (kind === 'page' && locality !== undefined && hash !== undefined)
          yield { locality, hash, bytes: bytes ?? '' };
      }
    },
  };
};
