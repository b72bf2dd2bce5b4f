import { accountId, region } from './addresses.ts';
import type { AsyncInvocations } from './async-invocations.ts';
import { type Authorize, denialText } from './authorization.ts';
import type { AwsRequest, AwsResponse } from './aws-http.ts';
import { type FunctionReference, functionNamePattern, readFunctionReference } from './function-reference.ts';
import { readJson } from './json-body.ts';
import type { Functions } from './lambda.ts';
import { largestRequestPayload, requestTooLarge } from './node-fault.ts';

const invocationPath = /^\/2015-03-31\/functions\/([^/?]+)\/invocations\/?(?:\?(.*))?$/;

/** The most that an invocation carries which nobody waits for, in bytes. */
const largestEventPayload = 1024 * 1024;

const invocationTypes = ['Event', 'RequestResponse', 'DryRun'];

/** A fault in Lambda's REST JSON. */
const fault = (status: number, code: string, message: string): AwsResponse => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
  // Of Lambda's exceptions this one alone spells its member with a capital.
  body: JSON.stringify({ Type: 'User', [code === 'ResourceNotFoundException' ? 'Message' : 'message']: message }),
});

const constraint = (value: string, member: string, rule: string): AwsResponse =>
  fault(
    400,
    'ValidationException',
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must satisfy ${rule}`,
  );

const arnIn = ({ name, qualifier, account }: FunctionReference): string =>
  `arn:aws:lambda:${region}:${account ?? accountId}:function:${name}${qualifier === undefined ? '' : `:${qualifier}`}`;

/** Whether a path is one of an invocation. */
export const isInvocation = (path: string): boolean => invocationPath.test(path);

/** What Lambda answers to a request that is larger than the endpoint reads. */
export const invocationTooLarge = (): AwsResponse => {
  const { errorType, errorMessage } = requestTooLarge();
  return fault(413, errorType, errorMessage);
};

/**
 * Answers Lambda's Invoke for the functions of the deployment: they are called by name, ARN or part of it, and have
 * `$LATEST` alone. A call of the type Event is kept and answered at once; `asyncs` makes it, and retries it where the
 * function fails. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export const createLambdaProtocol = (
  functions: Pick<Functions, 'find' | 'invoke'>,
  asyncs: Pick<AsyncInvocations, 'accept' | 'pump'>,
) => {
  const run = async (name: string, type: string, payload: unknown): Promise<AwsResponse> => {
    const executed = { 'x-amz-executed-version': '$LATEST' };
    if (type === 'Event') {
      asyncs.accept(name, payload);
      asyncs.pump();
      return { status: 202, headers: {}, body: '' };
    }
    const outcome = await functions.invoke(name, payload);
    const headers = { 'content-type': 'application/json', ...executed };
    if (outcome.ok) return { status: 200, headers, body: JSON.stringify(outcome.payload) };
    return {
      status: 200,
      headers: { ...headers, 'x-amz-function-error': 'Unhandled' },
      body: JSON.stringify(outcome.error),
    };
  };

  const known = ({ name, qualifier }: FunctionReference): boolean =>
    functions.find(name)?.name === name && (qualifier ?? '$LATEST') === '$LATEST';

  return async (request: AwsRequest, authorize: Authorize): Promise<AwsResponse> => {
    const [, encoded = '', query] = invocationPath.exec(request.path) ?? [];
    const text = decodeURIComponent(encoded);
    const named = readFunctionReference(text);
    if (named === undefined) {
      return constraint(text, 'functionName', `regular expression pattern: ${functionNamePattern}`);
    }
    const asked = new URLSearchParams(query).get('Qualifier') ?? undefined;
    const reference: FunctionReference = { ...named, qualifier: named.qualifier ?? asked };
    const arn = arnIn(reference);
    const needed = { action: 'lambda:InvokeFunction', resource: arn };
    const denial = authorize(() => [[needed]]);
    if (denial !== undefined) return fault(403, 'AccessDeniedException', denialText(denial));
    if (reference.account !== undefined && reference.account !== accountId) {
      const user = `arn:aws:iam::${accountId}:root`;
      return fault(403, 'AccessDeniedException', denialText({ ...needed, user, isDenied: false }));
    }
    if (reference.region !== undefined && reference.region !== region) {
      const message = `Functions from '${reference.region}' are not reachable in this region ('${region}')`;
      return fault(404, 'ResourceNotFoundException', message);
    }
    const type = String(request.headers['x-amz-invocation-type'] ?? 'RequestResponse');
    if (!invocationTypes.includes(type)) {
      return constraint(type, 'invocationType', `enum value set: [${invocationTypes.join(', ')}]`);
    }
    const most = type === 'Event' ? largestEventPayload : largestRequestPayload;
    if (request.body.length > most) return fault(413, 'RequestTooLargeException', requestTooLarge(most).errorMessage);
    if (!known(reference)) return fault(404, 'ResourceNotFoundException', `Function not found: ${arn}`);
    const payload = readJson(request.body);
    if (!payload.ok) {
      const message = `Could not parse request body into json: ${payload.problem}`;
      return fault(400, 'InvalidRequestContentException', message);
    }
    if (type === 'DryRun') return { status: 204, headers: {}, body: '' };
    return run(reference.name, type, payload.value);
  };
};
