import { type FileType, MOST_FILE_BYTES } from './attached-file.ts';
import { cleanName, endsAs, hidesEnding } from './file-name.ts';
import { type Inflate, readArchive } from './office-archive.ts';

/** Why a file is not taken. */
export type FileFault =
  | 'empty'
  | 'too-large'
  | 'no-name'
  | 'hidden-ending'
  | 'unknown-type'
  | 'not-its-ending'
  | 'damaged'
  | 'macros'
  | 'bomb'
  | 'encrypted';

/** What a file is by its content, under the name that it keeps, or why it is not taken. */
export type Inspected =
  | { readonly ok: true; readonly type: FileType; readonly name: string }
  | { readonly ok: false; readonly why: FileFault; readonly name: string };

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, index) => bytes[index] === byte);

const PDF = [0x25, 0x50, 0x44, 0x46, 0x2d];
const JPEG = [0xff, 0xd8, 0xff];
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const ZIP = [0x50, 0x4b, 0x03, 0x04];

/** The last bytes as letters of one byte each. */
const endText = (bytes: Uint8Array, length: number): string => String.fromCharCode(...bytes.subarray(-length));

type Found = { readonly type: FileType } | { readonly why: FileFault };

const typeOf = (bytes: Uint8Array, inflate: Inflate): Found => {
  if (startsWith(bytes, PDF)) return endText(bytes, 2048).includes('%%EOF') ? { type: 'pdf' } : { why: 'damaged' };
  if (startsWith(bytes, JPEG)) return { type: 'jpeg' };
  if (startsWith(bytes, PNG)) return endText(bytes, 64).includes('IEND') ? { type: 'png' } : { why: 'damaged' };
  if (!startsWith(bytes, ZIP)) return { why: 'unknown-type' };
  const found = readArchive(bytes, inflate);
  if (found.kind !== 'refused') return { type: found.kind };
  return { why: found.why === 'unknown' ? 'unknown-type' : found.why };
};

/**
 * Looks at what a file holds, never at what is said of it: PDF, JPEG, PNG, or an Office workbook or document without
 * macros, whose name ends as its content says.
 */
export const inspectFile = (given: string, bytes: Uint8Array, inflate: Inflate): Inspected => {
  const name = cleanName(given);
  const no = (why: FileFault): Inspected => ({ ok: false, why, name });
  if (name === '') return no('no-name');
  if (bytes.byteLength === 0) return no('empty');
  if (bytes.byteLength > MOST_FILE_BYTES) return no('too-large');
  if (hidesEnding(name)) return no('hidden-ending');
  const found = typeOf(bytes, inflate);
  if ('why' in found) return no(found.why);
  return endsAs(name, found.type) ? { ok: true, type: found.type, name } : no('not-its-ending');
};
