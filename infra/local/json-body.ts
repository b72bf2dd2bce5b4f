import { isUtf8 } from 'node:buffer';
import { messageOf } from './start-error.ts';

/** What a body holds as JSON, or why it is none. */
export type JsonBody = { ok: true; value: unknown } | { ok: false; problem: string };

/** How deep AWS's own JSON reader goes. */
const deepest = 1000;

const quote = 0x22;
const backslash = 0x5c;
const opening = new Set([0x5b, 0x7b]);
const closing = new Set([0x5d, 0x7d]);

const isTooDeep = (body: Buffer): boolean => {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at] ?? 0;
    if (inText) {
      if (byte === backslash) at += 1;
      else if (byte === quote) inText = false;
    } else if (byte === quote) inText = true;
    else if (closing.has(byte)) depth -= 1;
    else if (opening.has(byte)) {
      depth += 1;
      if (depth > deepest) return true;
    }
  }
  return false;
};

/** The JSON value written in a text, or undefined where it holds none. */
export const jsonIn = (text: string): unknown => {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
};

/** Reads a body as AWS does: UTF-8, and not nested without end. An empty one is an empty object. */
export const readJson = (body: Buffer): JsonBody => {
  if (body.length === 0) return { ok: true, value: {} };
  if (!isUtf8(body)) return { ok: false, problem: 'Invalid UTF-8' };
  if (isTooDeep(body)) {
    return {
      ok: false,
      problem: `Document nesting depth (${deepest + 1}) exceeds the maximum allowed (${deepest})`,
    };
  }
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return { ok: true, value };
  } catch (error) {
    return { ok: false, problem: messageOf(error) };
  }
};
