import { StatesApiError } from './errors.ts';

/** Writes and reads the ARNs of one account and region. */
export type Arns = ReturnType<typeof createArns>;

/** AWS refuses names with spaces, brackets, wildcards, control characters and these signs. */
const badName = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u;

/** @throws {StatesApiError} InvalidName */
export const checkName = (name: string): void => {
  if (name.length < 1 || name.length > 80 || badName.test(name))
    throw new StatesApiError('InvalidName', `Invalid Name: '${name}'`);
};

/** ARNs of state machines and executions in one region and account. */
export const createArns = (region: string, accountId: string) => {
  const prefix = `arn:aws:states:${region}:${accountId}`;
  const checkPrefix = (arn: string): void => {
    if (!arn.startsWith('arn:')) throw new StatesApiError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${arn}'`);
  };
  const machine = (name: string): string => `${prefix}:stateMachine:${name}`;
  const execution = (machineName: string, name: string): string => `${prefix}:execution:${machineName}:${name}`;
  const after = (arn: string, start: string): string | undefined =>
    arn.startsWith(start) ? arn.slice(start.length) : undefined;
  return {
    machine,
    execution,
    /** The name in a state machine's ARN; undefined for an ARN of anything else. @throws {StatesApiError} InvalidArn */
    machineName: (arn: string): string | undefined => {
      checkPrefix(arn);
      return after(arn, machine(''));
    },
    /** The names in an execution's ARN; undefined for an ARN of anything else. @throws {StatesApiError} InvalidArn */
    executionNames: (arn: string): { machine: string; name: string } | undefined => {
      checkPrefix(arn);
      const [machineName, name, ...rest] = after(arn, `${prefix}:execution:`)?.split(':') ?? [];
      return machineName === undefined || name === undefined || rest.length > 0
        ? undefined
        : { machine: machineName, name };
    },
  };
};
