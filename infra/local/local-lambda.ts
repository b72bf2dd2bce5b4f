import { randomUUID } from 'node:crypto';
import { arnOf } from './addresses.ts';
import { readFunctionReference } from './function-reference.ts';
import type { Functions } from './lambda.ts';
import type { InvokeFunction } from './states/answers.ts';

/** Invokes this process's functions for state machines, which see of faults what they would see on AWS. */
export const createLocalInvoke =
  (functions: Pick<Functions, 'find' | 'invoke'>): InvokeFunction =>
  async (functionArn, payload) => {
    const { name = functionArn, qualifier = '$LATEST' } = readFunctionReference(functionArn) ?? {};
    if (functions.find(name)?.name !== name || qualifier !== '$LATEST') {
      const arn = arnOf('lambda', `function:${name}${qualifier === '$LATEST' ? '' : `:${qualifier}`}`);
      return {
        kind: 'error',
        error: 'Lambda.ResourceNotFoundException',
        cause: `Function not found: ${arn} (Service: Lambda, Status Code: 404, Request ID: ${randomUUID()})`,
      };
    }
    const outcome = await functions.invoke(name, payload);
    if (outcome.ok) return { kind: 'result', payload: outcome.payload };
    return { kind: 'error', error: outcome.error.errorType, cause: JSON.stringify(outcome.error) };
  };
