import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { Office } from './office.ts';

/** Every object by what its bytes hash to: bytes themselves are slow to compare where there are many. */
const hashes = ({ objects }: Office): ReadonlyMap<string, string> =>
  new Map([...objects].map(([key, bytes]) => [key, createHash('sha256').update(bytes).digest('hex')]));

/** Sends what must be refused, and sees that nothing at all changed: records, journal, content pages and files. */
export const refused = async (office: Office, person: string, command: object) => {
  const before = { memory: structuredClone(office.memory), objects: hashes(office) };
  const outcome = await office.send(person, command);
  await office.machines.settle();
  expect({ memory: office.memory, objects: hashes(office) }).toEqual(before);
  return outcome;
};

/** The refusal of a command in which one place needs correcting. */
export const problem = (path: string, code: string, more: object = {}) => ({
  kind: 'problems',
  problems: [{ path, code, ...more }],
});
