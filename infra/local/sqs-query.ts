import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { type AwsResponse, escapeXml } from './aws-http.ts';

/** A form's fields by the parts of their names: `Entry.1.Id` lies in `Entry`, there in `1`, there as `Id`. */
type Tree = Map<string, Tree | string>;

const version = '2012-11-05';
const namespace = `http://queue.amazonaws.com/doc/${version}/`;

/** The fields that are numbers, and the lists with their names in JSON; every other field is text. */
const numbers = new Set(['DelaySeconds', 'MaxNumberOfMessages', 'VisibilityTimeout', 'WaitTimeSeconds']);
const lists = new Map([
  ['AttributeName', 'AttributeNames'],
  ['MessageAttributeName', 'MessageAttributeNames'],
  ['MessageSystemAttributeName', 'MessageSystemAttributeNames'],
  ['SendMessageBatchRequestEntry', 'Entries'],
  ['DeleteMessageBatchRequestEntry', 'Entries'],
]);

const treeOf = (form: URLSearchParams): Tree => {
  const root: Tree = new Map();
  for (const [name, value] of form) {
    const parts = name.split('.');
    const last = parts.pop() ?? '';
    let node = root;
    for (const part of parts) {
      const known = node.get(part);
      const next: Tree = known instanceof Map ? known : new Map();
      node.set(part, next);
      node = next;
    }
    node.set(last, value);
  }
  return root;
};

const inOrder = (node: Tree): (Tree | string)[] =>
  [...node].toSorted(([a], [b]) => Number(a) - Number(b)).map(([, value]) => value);

const attributeOf = (node: Tree | string): [string, unknown][] => {
  const name = node instanceof Map ? node.get('Name') : undefined;
  const value = node instanceof Map ? node.get('Value') : undefined;
  return typeof name === 'string' && value instanceof Map ? [[name, Object.fromEntries(value)]] : [];
};

const memberOf = (name: string, value: Tree | string): [string, unknown] => {
  if (typeof value === 'string') return [name, numbers.has(name) ? Number(value) : value];
  if (name === 'MessageAttribute')
    return ['MessageAttributes', Object.fromEntries(inOrder(value).flatMap(attributeOf))];
  const list = inOrder(value).map((one) => (typeof one === 'string' ? one : jsonOf(one)));
  return [lists.get(name) ?? name, list];
};

const jsonOf = (node: Tree): Record<string, unknown> =>
  Object.fromEntries([...node].map(([name, value]) => memberOf(name, value)));

const element = (name: string, content: string): string => `<${name}>${content}</${name}>`;

const Scalar = z.union([z.string(), z.number(), z.boolean()]);
const Members = z.record(z.string(), z.unknown());

/** What one entry of a list, or of a map, is called in XML. */
const entryName = (operation: string, name: string): string => {
  switch (name) {
    case 'QueueUrls':
    case 'Attributes':
    case 'MessageAttributes':
    case 'Messages':
      return name.slice(0, -1);
    case 'Successful':
      return `${operation}ResultEntry`;
    case 'Failed':
      return 'BatchResultErrorEntry';
    default:
      return name;
  }
};

const xmlOf = (operation: string, value: unknown): string => {
  const scalar = Scalar.safeParse(value);
  if (scalar.success) return escapeXml(String(scalar.data));
  return Object.entries(Members.catch({}).parse(value))
    .map(([name, member]) => {
      const entry = entryName(operation, name);
      const content = (one: unknown) => xmlOf(operation, one);
      if (Array.isArray(member)) return member.map((one) => element(entry, content(one))).join('');
      if (entry === name) return element(name, content(member));
      return Object.entries(Members.parse(member))
        .map(([key, one]) => element(entry, element('Name', escapeXml(key)) + element('Value', content(one))))
        .join('');
    })
    .join('');
};

const Fault = z.object({ __type: z.string(), message: z.string().default('') });

const faultXml = ({ status, headers, body }: AwsResponse): string => {
  const { __type: type, message } = Fault.parse(JSON.parse(body.toString()));
  // A fault's code in this protocol can differ from the one in JSON; SQS says both.
  const code = headers['x-amzn-query-error']?.split(';')[0] ?? type.slice(type.lastIndexOf('#') + 1);
  const whose = element('Type', status < 500 ? 'Sender' : 'Receiver');
  const error = `${whose}${element('Code', escapeXml(code))}${element('Message', escapeXml(message))}`;
  return `<ErrorResponse xmlns="${namespace}">${element('Error', `${error}<Detail/>`)}${element('RequestId', randomUUID())}</ErrorResponse>`;
};

/** Whether a form is a request in SQS's query protocol, which clients before the end of 2023 speak, Debian's AWS CLI among them. */
export const isSqsQuery = (form: URLSearchParams): boolean => form.get('Version') === version;

/**
 * Answers a request in SQS's query protocol by what `answer` says to the same request in JSON.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-xml.html
 */
export const answerSqsQuery = async (
  form: URLSearchParams,
  answer: (operation: string, body: unknown) => AwsResponse | Promise<AwsResponse>,
): Promise<AwsResponse> => {
  const { Action: action, Version: _, ...body } = jsonOf(treeOf(form));
  const operation = typeof action === 'string' ? action : '';
  const response = await answer(operation, body);
  const headers = { 'content-type': 'text/xml' };
  if (response.status >= 400) return { status: response.status, headers, body: faultXml(response) };
  const json: unknown = JSON.parse(response.body.toString());
  const metadata = element('ResponseMetadata', element('RequestId', randomUUID()));
  const result = element(`${operation}Result`, xmlOf(operation, json));
  const xml = `<${operation}Response xmlns="${namespace}">${result}${metadata}</${operation}Response>`;
  return { status: 200, headers, body: xml };
};
