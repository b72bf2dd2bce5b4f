import { isAnyJson, isJson, type Json, payloadLimit } from './json.ts';

/** The most bytes that one UTF-16 unit takes in JSON text: an escape as \\u0000. */
const bytesOfUnit = 6;
/** More bytes than any number, `false`, or the signs around a member take. */
const bytesOfSign = 30;

/** What a value surely leaves of a number of bytes; below zero it has to be written to know. */
const left = (value: Json, bytes: number, levels: number): number => {
  if (typeof value === 'string') return bytes - value.length * bytesOfUnit - bytesOfSign;
  let rest = bytes - bytesOfSign;
  if (typeof value !== 'object' || value === null) return rest;
  if (levels === 0) return -1;
  if (Array.isArray(value)) {
    for (const item of value) if (rest >= 0) rest = left(item, rest, levels - 1);
    return rest;
  }
  for (const key of Object.keys(value)) {
    if (rest < 0) return rest;
    rest = left(value[key] ?? null, rest - key.length * bytesOfUnit - bytesOfSign, levels - 1);
  }
  return rest;
};

/** Levels that are looked at one inside the other; what is deeper is looked at as a whole. */
const fewLevels = 100;

/**
 * A JSON value that travels between states, as a value and as the text that the history shows. Either is made from the
 * other when it is first asked for, so that a value which only passes by is neither written nor read again.
 */
export class Payload {
  private known: Json | undefined;
  private written: string | undefined;
  private isFine = false;

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
      if (!isAnyJson(value)) throw new TypeError('A stored text holds no JSON.');
      this.known = value;
    }
    return this.known;
  }

  get text(): string {
    this.written ??= JSON.stringify(this.known);
    return this.written;
  }

  /** Bytes of its text in UTF-8. */
  get bytes(): number {
    return Buffer.byteLength(this.text, 'utf8');
  }

  /** Why Step Functions would not carry it: its text is larger than 262,144 bytes, or nests too deep to be read. */
  get excess(): 'size' | 'depth' | undefined {
    if (this.isFine) return undefined;
    const found = this.measure();
    this.isFine = found === undefined;
    return found;
  }

  private measure(): 'size' | 'depth' | undefined {
    if (this.known !== undefined && left(this.known, payloadLimit, fewLevels) >= 0) return undefined;
    if (this.known !== undefined && !isJson(this.known)) return 'depth';
    return this.bytes > payloadLimit ? 'size' : undefined;
  }

  toJSON(): string {
    return this.text;
  }
}
