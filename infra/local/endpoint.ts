import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AsyncInvocations } from './async-invocations.ts';
import { type Authorize, authorizer, denialText } from './authorization.ts';
import { type AwsRequest, type AwsResponse, awsFault, awsJson } from './aws-http.ts';
import { callerHeader, endedHeader } from './caller.ts';
import type { Deployment } from './deployment.ts';
import type { AnswerDynamo } from './faulty-dynamodb.ts';
import { readJson } from './json-body.ts';
import type { Functions } from './lambda.ts';
import { createLambdaProtocol, invocationTooLarge, isInvocation } from './lambda-protocol.ts';
import type { Mailbox } from './mail.ts';
import { neededFor } from './rights-check.ts';
import { s3Fault } from './s3-faults.ts';
import { largestUpload, type S3 } from './s3-protocol.ts';
import { isOwnHost, readBody } from './servers.ts';
import { sqsDenial } from './sqs-faults.ts';
import { answerSqsQuery, isSqsQuery } from './sqs-query.ts';
import { messageOf } from './start-error.ts';
import type { Timeline } from './timeline.ts';

/** The services behind the one endpoint. */
export type Services = {
  dynamo: AnswerDynamo;
  states: (target: string, body: unknown) => Promise<{ status: number; body: unknown }>;
  sqs: (operation: string, body: unknown) => AwsResponse;
  mailbox: Mailbox;
  functions: Functions;
  asyncs: Pick<AsyncInvocations, 'accept' | 'pump'>;
  s3: S3;
};

/** More than any service takes: DynamoDB's largest request is 16 MB. */
const largestRequest = 20 * 1024 * 1024;

const targeted = ['DynamoDB_20120810', 'AWSStepFunctions', 'AmazonSQS'];

/** What AWS answers to what is no operation of any service. */
const unknown = (what: string): AwsResponse =>
  awsFault(
    400,
    'UnknownOperationException',
    `This is the laptop's AWS endpoint (DynamoDB, Step Functions, SQS, SES, Lambda, S3); it does not know ${what}.`,
  );

/**
 * One endpoint that speaks the AWS protocols of DynamoDB, Step Functions, SQS, SES, Lambda and S3. A function is held to
 * the rights of its role in the template; whoever else is on this machine may do everything, like its owner on AWS.
 */
export const createEndpoint = (services: Services, deployment: Deployment, timeline: Timeline) => {
  const { dynamo, states, sqs, mailbox, functions, asyncs, s3 } = services;
  const lambda = createLambdaProtocol(functions, asyncs);

  const answerSqs = (operation: string, body: unknown, authorize: Authorize): AwsResponse => {
    const denial = authorize(() => neededFor(`AmazonSQS.${operation}`, body, deployment.machines));
    return denial === undefined ? sqs(operation, body) : sqsDenial(denial);
  };

  const answerTarget = async (
    target: string,
    request: AwsRequest,
    caller: string | undefined,
    authorize: Authorize,
  ): Promise<AwsResponse> => {
    const [service = '', operation = ''] = target.split('.');
    if (!targeted.includes(service)) return unknown(target);
    const body = readJson(request.body);
    if (!body.ok) return awsFault(400, 'SerializationException', body.problem);
    if (service === 'AmazonSQS') return answerSqs(operation, body.value, authorize);
    const denial = authorize(() => neededFor(target, body.value, deployment.machines));
    if (denial !== undefined) return awsFault(400, 'AccessDeniedException', denialText(denial));
    if (service === 'DynamoDB_20120810') return dynamo(operation, request, caller);
    const answer = await states(target, body.value);
    return awsJson(answer.status, answer.body);
  };

  const dispatch = async (request: AwsRequest): Promise<AwsResponse> => {
    const { [callerHeader]: given, ...headers } = request.headers;
    const caller = typeof given === 'string' ? given : undefined;
    const authorize = authorizer(functions, caller);
    const target = headers['x-amz-target'];
    if (typeof target === 'string') return answerTarget(target, { ...request, headers }, caller, authorize);
    if (isInvocation(request.path)) return lambda(request, authorize);
    if (s3.isOf(request.path)) return s3.answer({ ...request, headers }, authorize);
    const form = new URLSearchParams(request.body.toString('utf8'));
    if (form.get('Version') === '2010-12-01') return mailbox.answer(form, authorize);
    if (isSqsQuery(form)) return answerSqsQuery(form, (operation, body) => answerSqs(operation, body, authorize));
    return unknown(`${request.method} ${request.path}`);
  };

  const tooLarge = (path: string): AwsResponse =>
    s3.isOf(path)
      ? s3Fault(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size')
      : isInvocation(path)
        ? invocationTooLarge()
        : awsFault(413, 'RequestEntityTooLarge', `A request is larger than ${largestRequest} bytes.`);

  const answer = async (incoming: IncomingMessage): Promise<AwsResponse> => {
    const { method = 'GET', url = '/', headers } = incoming;
    const body = await readBody(incoming, s3.isOf(url) ? largestUpload : largestRequest);
    const isFromPage = headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;
    // A browser on this machine may not be led here by some page, except with what the portal signed.
    const isForeign = isFromPage && !s3.isSigned({ method, path: url, type: headers['content-type'] ?? '' });
    if (isForeign || !isOwnHost(headers.host)) {
      return awsFault(
        403,
        'AccessDeniedException',
        'This endpoint is for programs on this machine, not for web pages.',
      );
    }
    if (body === undefined) return tooLarge(url);
    try {
      return await dispatch({ method, path: url, headers, body });
    } catch (error) {
      if (error instanceof URIError) return unknown(`${method} ${url}`);
      return awsFault(500, 'InternalServerError', messageOf(error));
    }
  };

  const respond = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    if (incoming.headers[endedHeader] !== undefined) {
      incoming.socket.destroy();
      return;
    }
    const { status, headers, body } = await answer(incoming);
    const length = { 'content-length': Buffer.byteLength(body) };
    outgoing.writeHead(status, {
      'x-amzn-requestid': randomUUID(),
      ...headers,
      ...(status === 204 ? {} : length),
    });
    outgoing.end(body);
  };

  return (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> =>
    timeline.track(respond(incoming, outgoing));
};
