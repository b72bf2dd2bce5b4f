import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type * as z from 'zod';

/** How a command of the CLI ended, and what it said. */
type Ended = { readonly code: number; readonly said: string; readonly complained: string };

const run = (program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> =>
  new Promise((resolve) => {
    const child = execFile(program, args, { env, maxBuffer: 64 * 1024 * 1024 }, (_error, said, complained) =>
      resolve({ code: child.exitCode ?? -1, said, complained }),
    );
  });

type Found = { readonly program: string; readonly version: string; readonly major: number; readonly minor: number };

const find = async (): Promise<Found | undefined> => {
  // What lies on PATH may be a stand-in of some version manager that runs nothing.
  for (const program of ['/usr/bin/aws', 'aws']) {
    const { code, said } = await run(program, ['--version'], process.env);
    const [, version = '', major = '', minor = ''] = /^aws-cli\/((\d+)\.(\d+)\.\d+) /.exec(said) ?? [];
    if (code === 0 && version !== '') return { program, version, major: Number(major), minor: Number(minor) };
  }
  return undefined;
};

const found = await find();

/** Why tests with the AWS CLI are left out here; undefined where they run. */
export const noAwsCli: string | undefined =
  found === undefined ? 'there is no AWS CLI on this machine; Debian has it as awscli' : undefined;

/** The exit status for a service's refusal: 254 as version 2 has it, 255 for all faults in version 1. */
export const refused: number = found?.major === 1 ? 255 : 254;

/**
 * From 2.13 on; those before take the option alone, and so may version 1, which passes the variable over where it calls
 * SQS. https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
const knowsEndpointVariable = ({ major, minor }: Found): boolean => major > 2 || (major === 2 && minor >= 13);

/** Runs the real AWS CLI against a runtime's endpoint, as a person would, with a configuration in a folder of its own. */
export const awsCliAt = (endpoint: string, folder: string) => {
  const config = path.join(folder, 'config');
  writeFileSync(
    config,
    '[default]\nregion = ap-southeast-1\noutput = json\ncli_pager =\ncli_timestamp_format = iso8601\ncli_binary_format = raw-in-base64-out\n',
  );
  const ours = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  const env = {
    ...Object.fromEntries(ours),
    LC_ALL: 'C.UTF-8',
    AWS_CONFIG_FILE: config,
    AWS_SHARED_CREDENTIALS_FILE: path.join(folder, 'credentials'),
    AWS_ACCESS_KEY_ID: 'laptop',
    AWS_SECRET_ACCESS_KEY: 'laptop',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL: endpoint,
  };

  /** Runs one command to its end. */
  const aws = (...args: string[]): Promise<Ended> => {
    if (found === undefined) throw new Error(noAwsCli);
    const option = knowsEndpointVariable(found) ? [] : ['--endpoint-url', endpoint];
    return run(found.program, [...option, ...args], env);
  };

  /** What a command answers; one that is refused is a fault. */
  const answer = async <T>(schema: z.ZodType<T>, ...args: string[]): Promise<T> => {
    const { code, said, complained } = await aws(...args);
    if (code !== 0) throw new Error(`aws ${args.join(' ')} ended with ${code}: ${complained}`);
    return schema.parse(said === '' ? {} : JSON.parse(said));
  };

  return { aws, answer };
};
