import { env } from 'node:process';
import * as z from 'zod';

const Input = z.object({ set: z.record(z.string(), z.unknown()).default({}), remove: z.array(z.string()).default([]) });

const atImport = { ...process.env };

/** Tells what it sees of `process.env`, after setting and removing what it is told. */
export const handler = (event: unknown) => {
  const { set, remove } = Input.parse(event);
  for (const [name, value] of Object.entries(set)) Reflect.set(process.env, name, value);
  for (const name of remove) delete process.env[name];
  return Promise.resolve({
    atImport,
    keys: Object.keys(process.env),
    spread: { ...process.env },
    imported: { ...env },
    hasPath: 'PATH' in process.env,
    parsed: z.looseObject({ OWN: z.string() }).safeParse(process.env).success,
  });
};
