import { type NormTable, readNorms } from '../domain/norms.ts';
import table from './vietnam.json' with { type: 'json' };

const read = readNorms(table);
if (!read.ok)
  throw new Error(
    `The norms do not hold: ${read.problems.map(({ path, message }) => `${path}: ${message}`).join('; ')}`,
  );

/** Viet Nam's spending norms, each with its text, its levels and its days. A province's own norms go beside them. */
export const vietnamNorms: NormTable = read.norms;
