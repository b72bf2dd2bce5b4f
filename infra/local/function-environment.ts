import { AsyncLocalStorage } from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';
import type { FunctionDefinition } from './deployment.ts';

/** Variables by name, as `process.env` holds them. */
export type Environment = Record<string, string | undefined>;

/** A call of a function, or the loading of its module, for whoever is called from inside it. */
export type Running = {
  definition: FunctionDefinition;
  environment: Environment;
  /** Lambda has ended the call and thrown its sandbox away; the code may still run, but reaches nothing any more. */
  ended: boolean;
};

/** The function that is running. */
export const running = new AsyncLocalStorage<Running>();

/**
 * The variables that one function sees: its own of the template, those in `shared` (endpoint, region, credentials) and
 * the ones that Lambda sets. https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export const environmentOf = (
  definition: FunctionDefinition,
  shared: Readonly<Record<string, string>>,
): Environment => ({
  ...definition.environment,
  ...shared,
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_NAME: definition.name,
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memory),
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${definition.name}`,
  AWS_LAMBDA_LOG_STREAM_NAME: 'laptop',
});

let outside: Environment = process.env;
let users = 0;

const current = (): Environment => running.getStore()?.environment ?? outside;

const byCaller: ProxyHandler<Environment> = {
  get: (_target, name) => {
    const value: unknown = Reflect.get(current(), name);
    return value;
  },
  // A variable is a text, whatever is assigned to it.
  set: (_target, name, value) => Reflect.set(current(), name, String(value)),
  has: (_target, name) => Reflect.has(current(), name),
  deleteProperty: (_target, name) => Reflect.deleteProperty(current(), name),
  ownKeys: () => Reflect.ownKeys(current()),
  getOwnPropertyDescriptor: (_target, name) => Reflect.getOwnPropertyDescriptor(current(), name),
  defineProperty: (_target, name, descriptor) => Reflect.defineProperty(current(), name, descriptor),
};

const use = (environment: Environment): void => {
  process.env = environment;
  // `import { env } from 'node:process'` follows.
  syncBuiltinESMExports();
};

/**
 * Makes `process.env` show each function its own variables and nobody else's, at import and in calls, as each has its
 * own process on AWS; code outside of functions goes on seeing the real ones. Lasts until the answer is called.
 */
export const separateEnvironments = (): (() => void) => {
  if (users === 0) {
    outside = process.env;
    use(new Proxy<Environment>({}, byCaller));
  }
  users += 1;
  let ended = false;
  return () => {
    if (ended) return;
    ended = true;
    users -= 1;
    if (users === 0) use(outside);
  };
};
