/** Any value that JSON can hold. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** AWS refuses JSON nested deeper than this. */
const deepest = 1_000;

const isLeaf = (value: unknown): boolean =>
  value === null ||
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isFinite(value));

const isJsonWithin = (value: unknown, levels: number): boolean => {
  if (levels < 0) return false;
  if (isLeaf(value)) return true;
  if (typeof value !== 'object' || value === null) return false;
  for (const child of Array.isArray(value) ? value : Object.values(value))
    if (!isJsonWithin(child, levels - 1)) return false;
  return true;
};

/** Whether a value is plain JSON, no deeper than a thousand levels; it looks no deeper, so that no depth can break it. */
export const isJson = (value: unknown): value is Json => isJsonWithin(value, deepest);

/** Whether a value came from JSON text: what the text was taken for decided once how deep it may be. */
export const isAnyJson = (value: unknown): value is Json => value !== undefined && typeof value !== 'function';

/** The JSON value written in a text, or undefined where the text holds none. */
export const parseJson = (text: string): Json | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isJson(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** Whether a JSON value is an object (not null, not an array). */
export const isObject = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Step Functions' limit of a state's input, output or task result: 256 KiB of UTF-8. */
export const payloadLimit = 262_144;

/** Whether a JSON text is larger than Step Functions carries. */
export const isOversized = (text: string): boolean => Buffer.byteLength(text, 'utf8') > payloadLimit;
