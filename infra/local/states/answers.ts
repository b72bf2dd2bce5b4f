import { isJson, type Json } from './json.ts';
import { Payload } from './payload.ts';
import type { Resource } from './resources.ts';
import type { Answer } from './stimuli.ts';
import type { Call } from './tasks.ts';

/** Invokes a function by name or ARN. A result is its JSON answer, an error is Lambda's error type and cause. */
export type InvokeFunction = (
  functionArn: string,
  payload: unknown,
) => Promise<{ kind: 'result'; payload: unknown } | { kind: 'error'; error: string; cause: string }>;

const asJson = (payload: unknown): Json => {
  if (isJson(payload)) return payload;
  const text: unknown = JSON.stringify(payload ?? null);
  const value: unknown = typeof text === 'string' ? JSON.parse(text) : undefined;
  if (!isJson(value)) throw new TypeError('The function returned what JSON cannot hold.');
  return value;
};

const resultOf = (resource: Resource, payload: unknown): Payload => {
  const value = asJson(payload);
  return Payload.of(
    resource.service === 'function' ? value : { ExecutedVersion: '$LATEST', Payload: value, StatusCode: 200 },
  );
};

const unknownFailure = (cause: unknown): Answer => ({
  kind: 'error',
  error: 'Lambda.Unknown',
  cause: cause instanceof Error ? cause.message : String(cause),
});

const answerIn = (resource: Resource, answer: Awaited<ReturnType<InvokeFunction>>): Answer => {
  if (answer.kind === 'error') return answer;
  try {
    return { kind: 'result', result: resultOf(resource, answer.payload) };
  } catch (cause) {
    return unknownFailure(cause);
  }
};

/** Makes a Task's call and tells what it answered. */
export const createAnswerOf =
  (invoke: InvokeFunction) =>
  (resource: Resource, call: Extract<Call, { kind: 'invoke' }>): Promise<Answer> =>
    invoke(call.functionName, call.payload).then((answer) => answerIn(resource, answer), unknownFailure);
