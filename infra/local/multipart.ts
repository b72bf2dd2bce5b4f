/** One part of a form: a field's text, or a file with its name, each as the bytes that came. */
export type FormPart = {
  readonly name: string;
  /** The file's name as the browser wrote it; undefined for a field. */
  readonly filename: string | undefined;
  readonly bytes: Uint8Array;
};

const boundaryIn = (contentType: string): string | undefined =>
  /^multipart\/form-data\s*;.*?\bboundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i
    .exec(contentType)
    ?.slice(1)
    .find(Boolean);

const parameter = (header: string, name: string): string | undefined =>
  new RegExp(`;\\s*${name}="([^"]*)"`, 'i').exec(header)?.[1];

const HEADERS_END = '\r\n\r\n';

const partOf = (bytes: Buffer): FormPart | undefined => {
  const end = bytes.indexOf(HEADERS_END);
  if (end < 0) return undefined;
  const headers = bytes.subarray(0, end).toString('utf8').split('\r\n');
  const disposition = headers.find((line) => /^content-disposition:\s*form-data/i.test(line));
  const name = disposition === undefined ? undefined : parameter(disposition, 'name');
  if (disposition === undefined || name === undefined) return undefined;
  return {
    name,
    filename: parameter(disposition, 'filename'),
    bytes: Uint8Array.from(bytes.subarray(end + HEADERS_END.length)),
  };
};

/** Reads a `multipart/form-data` body (RFC 7578); undefined where it is none, or is not whole. */
export const readMultipart = (body: Buffer, contentType: string): readonly FormPart[] | undefined => {
  const boundary = boundaryIn(contentType);
  if (boundary === undefined) return undefined;
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  // The first delimiter may stand at the very start, without the line break before it.
  const text = Buffer.concat([Buffer.from('\r\n'), body]);
  const parts: FormPart[] = [];
  let at = text.indexOf(delimiter);
  while (at >= 0) {
    const start = at + delimiter.length;
    if (text.subarray(start, start + 2).toString('latin1') === '--') return parts;
    const next = text.indexOf(delimiter, start);
    const part = next < 0 ? undefined : partOf(text.subarray(start + 2, next));
    if (part === undefined) return undefined;
    parts.push(part);
    at = next;
  }
  return undefined;
};
