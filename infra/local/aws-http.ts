import type { IncomingHttpHeaders } from 'node:http';
import { region } from './addresses.ts';

/** A request of an AWS client, read whole. */
export type AwsRequest = { method: string; path: string; headers: IncomingHttpHeaders; body: Buffer };

/** An answer to an AWS client. */
export type AwsResponse = { status: number; headers: Readonly<Record<string, string>>; body: Buffer | string };

/** A text as it stands in XML. */
export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** An answer in AWS JSON 1.0. */
export const awsJson = (status: number, body: unknown): AwsResponse => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify(body),
});

/**
 * A fault in AWS JSON 1.0, as SDK clients turn it into an exception of that name; by default one that all of AWS's
 * services share. https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
 */
export const awsFault = (
  status: number,
  code: string,
  message: string,
  namespace = 'com.amazon.coral.service',
): AwsResponse => awsJson(status, { __type: `${namespace}#${code}`, message });

/** A fault of DynamoDB's own, with what else its exception tells. */
export const dynamoFault = (status: number, code: string, message: string, more: object = {}): AwsResponse =>
  awsJson(status, { __type: `com.amazonaws.dynamodb.v20120810#${code}`, message, ...more });

/** An Authorization header that names the service; nobody on this machine checks signatures. */
export const signedFor = (service: string): Record<string, string> => ({
  'x-amz-date': '20210101T000000Z',
  authorization: `AWS4-HMAC-SHA256 Credential=laptop/20210101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});

/** The headers of a request to the DynamoDB behind the endpoint: always the same caller, so always the same tables. */
export const dynamoHeaders = (operation: string): Record<string, string> => ({
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': `DynamoDB_20120810.${operation}`,
  ...signedFor('dynamodb'),
});
