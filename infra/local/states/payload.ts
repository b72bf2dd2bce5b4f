import { isJson, type Json, payloadLimit } from './json.ts';

/** The most bytes that one UTF-16 unit takes in JSON text: an escape as \\u0000. */
const bytesOfUnit = 6;
/** More bytes than any number, `false`, or the signs around a member take. */
const bytesOfSign = 30;

/** What a value surely leaves of a number of bytes; below zero it has to be written to know. */
const left = (value: Json, bytes: number): number => {
  if (typeof value === 'string') return bytes - value.length * bytesOfUnit - bytesOfSign;
  let rest = bytes - bytesOfSign;
  if (typeof value !== 'object' || value === null) return rest;
  if (Array.isArray(value)) {
    for (const item of value) if (rest >= 0) rest = left(item, rest);
    return rest;
  }
  for (const key of Object.keys(value)) {
    if (rest < 0) return rest;
    rest = left(value[key] ?? null, rest - key.length * bytesOfUnit - bytesOfSign);
  }
  return rest;
};

/**
 * A JSON value that travels between states, as a value and as the text that the history shows. Either is made from the
 * other when it is first asked for, so that a value which only passes by is neither written nor read again.
 */
export class Payload {
  private known: Json | undefined;
  private written: string | undefined;

  private constructor(known: Json | undefined, written: string | undefined) {
    this.known = known;
    this.written = written;
  }

  static of(value: Json): Payload {
    return new Payload(value, undefined);
  }

  /** From a text that has been checked to hold JSON. */
  static read(text: string): Payload {
    return new Payload(undefined, text);
  }

  get value(): Json {
    if (this.known === undefined) {
      const value: unknown = JSON.parse(this.written ?? 'null');
      if (!isJson(value)) throw new TypeError('A stored text holds no JSON that the runner carries.');
      this.known = value;
    }
    return this.known;
  }

  get text(): string {
    this.written ??= JSON.stringify(this.known);
    return this.written;
  }

  /** Whether its text is larger than Step Functions carries: 262,144 bytes of UTF-8. */
  get isOversized(): boolean {
    if (this.written === undefined && this.known !== undefined && left(this.known, payloadLimit) >= 0) return false;
    return Buffer.byteLength(this.text, 'utf8') > payloadLimit;
  }

  toJSON(): string {
    return this.text;
  }
}
