import * as z from 'zod';

/** How a Task with an optimized integration goes on: once the call is answered, or later by a token or the end of a run. */
const Pattern = z.enum(['request', 'waitForTaskToken', 'sync', 'sync:2']);

/**
 * What a Task calls: a function by its ARN (`function`), `lambda:invoke`, or `states:startExecution`.
 * https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
 */
export const Resource = z.discriminatedUnion('service', [
  z.strictObject({ service: z.literal('function'), arn: z.string() }),
  z.strictObject({ service: z.literal('lambda'), pattern: Pattern.extract(['request', 'waitForTaskToken']) }),
  z.strictObject({ service: z.literal('states'), pattern: Pattern }),
]);
export type Resource = z.infer<typeof Resource>;

const optimized: ReadonlyMap<string, Resource> = new Map<string, Resource>([
  ['lambda:invoke', { service: 'lambda', pattern: 'request' }],
  ['lambda:invoke.waitForTaskToken', { service: 'lambda', pattern: 'waitForTaskToken' }],
  ['states:startExecution', { service: 'states', pattern: 'request' }],
  ['states:startExecution.waitForTaskToken', { service: 'states', pattern: 'waitForTaskToken' }],
  ['states:startExecution.sync', { service: 'states', pattern: 'sync' }],
  ['states:startExecution.sync:2', { service: 'states', pattern: 'sync:2' }],
]);

const functionArn = /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]{1,64}(?::[A-Za-z0-9$_-]{1,128})?$/;

const read = new Map<string, Resource>();

/** Reads a Task's Resource; undefined for what the runner cannot call. */
export const resourceOf = (text: string): Resource | undefined => {
  const known = read.get(text);
  if (known !== undefined) return known;
  const parsed = parse(text);
  if (parsed !== undefined) read.set(text, parsed);
  return parsed;
};

const parse = (text: string): Resource | undefined => {
  if (functionArn.test(text)) return { service: 'function', arn: text };
  const prefix = /^arn:aws[a-z-]*:states:[a-z0-9-]*:\d*:/.exec(text)?.[0];
  return prefix === undefined ? undefined : optimized.get(text.slice(prefix.length));
};

/** Whether the task's state sees a token in its context and waits for a call with it. */
export const waitsForToken = (resource: Resource): boolean =>
  resource.service !== 'function' && resource.pattern === 'waitForTaskToken';

/** Whether the first answer to the call only shows that it was taken. */
export const isSubmitted = (resource: Resource): boolean =>
  resource.service !== 'function' && resource.pattern !== 'request';

/** The resource and its type as events name them. */
export const resourceDetails = (resource: Resource): { resource: string; resourceType: string } => {
  switch (resource.service) {
    case 'function':
      return { resource: resource.arn, resourceType: 'lambda' };
    case 'lambda':
      return { resource: withPattern('invoke', resource.pattern), resourceType: 'lambda' };
    case 'states':
      return { resource: withPattern('startExecution', resource.pattern), resourceType: 'states' };
  }
};

const withPattern = (action: string, pattern: z.infer<typeof Pattern>): string =>
  pattern === 'request' ? action : `${action}.${pattern}`;
