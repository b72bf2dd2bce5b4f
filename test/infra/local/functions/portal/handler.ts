import { DynamoDBClient, GetItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';

const Request = z.object({
  rawPath: z.string(),
  queryStringParameters: z.record(z.string(), z.string()).default({}),
  requestContext: z.object({ http: z.object({ method: z.string() }) }),
});

let client: DynamoDBClient | undefined;

/** A page that shows its request; `/put?pk=…&seq=…` adds to the journal, `/scan` asks for what it may not. */
export const handler = async (event: unknown) => {
  const { rawPath, queryStringParameters: query, requestContext } = Request.parse(event);
  const table = process.env['JOURNAL_TABLE'];
  client ??= new DynamoDBClient({});
  if (rawPath === '/fail') throw new RangeError('out of paper');
  if (rawPath === '/scan') {
    const fault = await client.send(new ScanCommand({ TableName: table })).catch((error: unknown) => error);
    return { statusCode: 403, body: fault instanceof Error ? `${fault.name}: ${fault.message}` : 'allowed' };
  }
  if (rawPath === '/put') {
    const Item = { pk: { S: query['pk'] ?? '' }, seq: { N: query['seq'] ?? '1' }, entry: { S: query['entry'] ?? '' } };
    await client.send(new PutItemCommand({ TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
    return { statusCode: 201, headers: { location: '/' }, cookies: ['seen=1; Path=/', 'more=2; Path=/'], body: 'put' };
  }
  if (rawPath === '/get') {
    const Key = { pk: { S: query['pk'] ?? '' }, seq: { N: query['seq'] ?? '1' } };
    const { Item } = await client.send(new GetItemCommand({ TableName: table, Key }));
    return { statusCode: 200, body: Item?.['entry']?.S ?? 'nothing' };
  }
  return {
    statusCode: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: `<p>${requestContext.http.method} ${rawPath}</p>`,
  };
};
