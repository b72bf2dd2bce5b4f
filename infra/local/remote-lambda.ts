import http from 'node:http';
import * as z from 'zod';
import { signedFor } from './aws-http.ts';
import { readFunctionReference } from './function-reference.ts';
import { jsonIn } from './json-body.ts';
import { isOwnHost } from './servers.ts';
import { messageOf, StartError } from './start-error.ts';
import type { InvokeFunction } from './states/answers.ts';

type Answer = { status: number; headers: http.IncomingHttpHeaders; body: string };

const Fault = z.object({ errorType: z.string() });
const Refusal = z.object({
  __type: z.string().optional(),
  message: z.string().optional(),
  Message: z.string().optional(),
});

const headerOf = (answer: Answer, name: string): string | undefined => {
  const value = answer.headers[name];
  return typeof value === 'string' ? value : undefined;
};

/** No time limit: a function may take as long as it takes, and the machine's TimeoutSeconds ends the waiting. */
const post = (url: URL, body: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'x-amz-invocation-type': 'RequestResponse',
      ...signedFor('lambda'),
    };
    const request = http.request(url, { method: 'POST', agent: false, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 500,
          headers: response.headers,
          body: Buffer.concat(parts).toString('utf8'),
        });
      });
    });
    // An answer that never comes keeps nothing running.
    request.on('socket', (socket) => socket.unref());
    request.on('error', reject);
    request.end(body);
  });

/** The code of a refusal, bare: `ResourceNotFoundException` of `com.amazonaws…#ResourceNotFoundException:http://…`. */
const bareCode = (code: string): string => code.split(':')[0]?.split('#').at(-1) ?? code;

const refusalOf = (answer: Answer): { kind: 'error'; error: string; cause: string } => {
  const { status, body } = answer;
  const read = Refusal.safeParse(jsonIn(body)).data;
  const code = bareCode(headerOf(answer, 'x-amzn-errortype') ?? read?.__type ?? 'AWSLambdaException');
  const message = read?.message ?? read?.Message ?? body;
  const id = headerOf(answer, 'x-amzn-requestid') ?? 'unknown';
  return {
    kind: 'error',
    error: `Lambda.${code}`,
    cause: `${message} (Service: Lambda, Status Code: ${status}, Request ID: ${id})`,
  };
};

/**
 * Invokes functions behind a Lambda endpoint, such as `http://127.0.0.1:3001`. What a function throws is the error that
 * its body names, the body its cause; what Lambda refuses is `Lambda.` and the code; no answer is
 * `Lambda.SdkClientException`. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export const createRemoteInvoke = (endpoint: string): InvokeFunction => {
  const root = endpoint.replace(/\/+$/, '');
  return async (functionArn, payload) => {
    const { name, qualifier } = readFunctionReference(functionArn) ?? { name: functionArn, qualifier: undefined };
    const query = qualifier === undefined ? '' : `?Qualifier=${encodeURIComponent(qualifier)}`;
    const url = new URL(`${root}/2015-03-31/functions/${encodeURIComponent(name)}/invocations${query}`);
    let answer: Answer;
    try {
      answer = await post(url, payload === undefined ? '{}' : JSON.stringify(payload));
    } catch (error) {
      const cause = `Unable to execute HTTP request: ${messageOf(error)} (Service: Lambda)`;
      return { kind: 'error', error: 'Lambda.SdkClientException', cause };
    }
    if (answer.status < 200 || answer.status > 299) return refusalOf(answer);
    const value = jsonIn(answer.body);
    if (answer.headers['x-amz-function-error'] !== undefined) {
      const error = Fault.safeParse(value).data?.errorType ?? 'Lambda.Unknown';
      return { kind: 'error', error, cause: answer.body };
    }
    if (value === undefined && answer.body !== '')
      return { kind: 'error', error: 'Lambda.Unknown', cause: answer.body };
    return { kind: 'result', payload: value ?? null };
  };
};

/**
 * The Lambda endpoint that AWS_ENDPOINT_URL_LAMBDA names for the state machines' invocations; undefined without one.
 * Throws a `StartError` for one that is not on this machine.
 */
export const lambdaEndpointFrom = (given: string | undefined): string | undefined => {
  if (given === undefined || given === '') return undefined;
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url?.protocol === 'http:' && isOwnHost(url.host)) return given;
  throw new StartError(
    `AWS_ENDPOINT_URL_LAMBDA is ${given}, and state machines call only a Lambda endpoint on this machine, such as http://127.0.0.1:3001: point it there, or unset it to run the functions here.`,
  );
};
