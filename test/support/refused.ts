import { expect } from 'vitest';
import type { Office } from './office.ts';

/** Sends what must be refused, and sees that nothing at all changed: records, journal, content pages and files. */
export const refused = async (office: Office, person: string, command: object) => {
  const before = { memory: structuredClone(office.memory), objects: new Map(office.objects) };
  const outcome = await office.send(person, command);
  await office.machines.settle();
  expect({ memory: office.memory, objects: office.objects }).toEqual(before);
  return outcome;
};

/** The refusal of a command in which one place needs correcting. */
export const problem = (path: string, code: string, more: object = {}) => ({
  kind: 'problems',
  problems: [{ path, code, ...more }],
});
