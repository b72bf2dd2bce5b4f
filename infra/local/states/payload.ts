import { isJson, type Json, payloadLimit } from './json.ts';

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
    const { text } = this;
    return (
      text.length > payloadLimit || (text.length * 3 > payloadLimit && Buffer.byteLength(text, 'utf8') > payloadLimit)
    );
  }

  toJSON(): string {
    return this.text;
  }
}
