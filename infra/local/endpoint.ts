import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AsyncInvocations } from './async-invocations.ts';
import type { Deployment } from './deployment.ts';
import { type AwsRequest, type AwsResponse, awsFault, awsJson } from './aws-http.ts';
import { callerHeader } from './caller.ts';
import type { AnswerDynamo } from './faulty-dynamodb.ts';
import type { Functions } from './lambda.ts';
import type { Mailbox } from './mail.ts';
import { missingRight, type Needed, neededFor } from './rights-check.ts';
import { isOwnHost, readBody } from './servers.ts';
import type { Timeline } from './timeline.ts';

/** The services behind the one endpoint. */
export type Services = {
  dynamo: AnswerDynamo;
  states: (target: string, body: unknown) => Promise<{ status: number; body: unknown }>;
  sqs: (operation: string, body: unknown) => AwsResponse;
  mailbox: Mailbox;
  functions: Functions;
  asyncs: Pick<AsyncInvocations, 'accept' | 'pump'>;
};

/** More than any service takes: DynamoDB's largest request is 16 MB. */
const largestRequest = 20 * 1024 * 1024;

const invocationPath = /^\/2015-03-31\/functions\/([^/]+)\/invocations/;

const parsed = (body: Buffer): unknown => (body.length === 0 ? {} : JSON.parse(body.toString('utf8')));

/**
 * One endpoint that speaks the AWS protocols of DynamoDB, Step Functions, SQS, SES and Lambda. A function is held to
 * the rights of its role in the template; whoever else is on this machine may do everything, like its owner on AWS.
 */
export const createEndpoint = (services: Services, deployment: Deployment, timeline: Timeline) => {
  const { dynamo, states, sqs, mailbox, functions, asyncs } = services;
  const allowed = new Set<string>();

  /** The refusal that AWS would give a function for want of a right. */
  const refusalFor = (caller: string | undefined, needed: () => Needed[][]): string | undefined => {
    const definition = caller === undefined ? undefined : functions.find(caller);
    if (definition === undefined) return undefined;
    const open = needed().filter((alternatives) => {
      const [first] = alternatives;
      return first === undefined || !allowed.has(`${definition.name} ${first.action} ${first.resource}`);
    });
    const missing = missingRight(definition.rights, open);
    if (missing !== undefined) {
      return `User: ${definition.name} is not authorized to perform: ${missing.action} on resource: ${missing.resource} because no policy of the template allows it, or one denies it`;
    }
    for (const [first] of open)
      if (first !== undefined) allowed.add(`${definition.name} ${first.action} ${first.resource}`);
    return undefined;
  };

  const answerTarget = async (
    target: string,
    request: AwsRequest,
    caller: string | undefined,
  ): Promise<AwsResponse> => {
    const [service = '', operation = ''] = target.split('.');
    const known = ['DynamoDB_20120810', 'AWSStepFunctions', 'AmazonSQS'].includes(service);
    if (!known) return awsFault(400, 'UnknownOperationException', `The laptop's AWS endpoint does not know ${target}.`);
    const refusal = refusalFor(caller, () => neededFor(target, parsed(request.body), deployment.machines));
    if (refusal !== undefined) return awsFault(400, 'AccessDeniedException', refusal);
    if (service === 'DynamoDB_20120810') return dynamo(operation, request, caller);
    if (service === 'AmazonSQS') return sqs(operation, parsed(request.body));
    const answer = await states(target, parsed(request.body));
    return awsJson(answer.status, answer.body);
  };

  const answerMail = async (form: URLSearchParams, caller: string | undefined): Promise<AwsResponse> => {
    const resources = deployment.senders.map((sender) => `identity/${sender}`);
    const refusal = refusalFor(caller, () => [
      resources.map((resource) => ({
        action: `ses:${form.get('Action') ?? ''}`,
        resource: `arn:aws:ses:ap-southeast-1:000000000000:${resource}`,
      })),
    ]);
    if (refusal === undefined) return mailbox.answer(form);
    const message = refusal.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    return {
      status: 403,
      headers: { 'content-type': 'text/xml' },
      body: `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${message}</Message></Error></ErrorResponse>`,
    };
  };

  const answerInvocation = async (
    name: string,
    request: AwsRequest,
    caller: string | undefined,
  ): Promise<AwsResponse> => {
    const definition = functions.find(name);
    if (definition === undefined) return awsFault(404, 'ResourceNotFoundException', `Function not found: ${name}`);
    const refusal = refusalFor(caller, () => [[{ action: 'lambda:InvokeFunction', resource: definition.arn }]]);
    if (refusal !== undefined) return awsFault(403, 'AccessDeniedException', refusal);
    const payload = parsed(request.body);
    if (request.headers['x-amz-invocation-type'] === 'DryRun') return { status: 204, headers: {}, body: '' };
    if (request.headers['x-amz-invocation-type'] === 'Event') {
      asyncs.accept(definition.name, payload);
      asyncs.pump();
      return { status: 202, headers: {}, body: '' };
    }
    const outcome = await functions.invoke(definition.name, payload);
    const headers = { 'content-type': 'application/json', 'x-amz-executed-version': '$LATEST' };
    return outcome.ok
      ? { status: 200, headers, body: JSON.stringify(outcome.payload) }
      : {
          status: 200,
          headers: { ...headers, 'x-amz-function-error': 'Unhandled' },
          body: JSON.stringify(outcome.error),
        };
  };

  const dispatch = async (request: AwsRequest): Promise<AwsResponse> => {
    const { [callerHeader]: caller, ...headers } = request.headers;
    const known = typeof caller === 'string' ? caller : undefined;
    const target = headers['x-amz-target'];
    if (typeof target === 'string') return answerTarget(target, { ...request, headers }, known);
    const invocation = invocationPath.exec(request.path)?.[1];
    if (invocation !== undefined) return answerInvocation(decodeURIComponent(invocation), request, known);
    const form = new URLSearchParams(request.body.toString('utf8'));
    if (form.get('Version') === '2010-12-01') return answerMail(form, known);
    return awsFault(
      400,
      'UnknownOperationException',
      `This is the laptop's AWS endpoint (DynamoDB, Step Functions, SQS, SES, Lambda); it does not know ${request.method} ${request.path}.`,
    );
  };

  const respond = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const { method = 'GET', url = '/', headers } = incoming;
    const body = await readBody(incoming, largestRequest);
    // A browser on this machine may not be led here by some page.
    const foreign = headers.origin !== undefined || headers['sec-fetch-site'] !== undefined || !isOwnHost(headers.host);
    const answer = foreign
      ? awsFault(403, 'AccessDeniedException', 'This endpoint is for programs on this machine, not for web pages.')
      : body === undefined
        ? awsFault(413, 'RequestEntityTooLarge', `A request is larger than ${largestRequest} bytes.`)
        : await dispatch({ method, path: url, headers, body }).catch((error: unknown) =>
            error instanceof SyntaxError
              ? awsFault(400, 'SerializationException', error.message)
              : awsFault(500, 'InternalServerError', error instanceof Error ? error.message : String(error)),
          );
    outgoing.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) });
    outgoing.end(answer.body);
  };

  return (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> =>
    timeline.track(respond(incoming, outgoing));
};
