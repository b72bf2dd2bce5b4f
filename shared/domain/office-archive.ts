/** Inflates raw deflated bytes; undefined where they are damaged or come to more than `most` bytes. */
export type Inflate = (deflated: Uint8Array, most: number) => Uint8Array | undefined;

/** What an Office file is, or why it is not taken. */
export type ArchiveFound =
  | { readonly kind: 'xlsx' | 'docx' }
  | { readonly kind: 'refused'; readonly why: 'damaged' | 'macros' | 'bomb' | 'encrypted' | 'unknown' };

/** What an archive may come to when it is unpacked, in bytes, and how many parts it may have. */
const MOST_UNPACKED = 200_000_000;
const MOST_PARTS = 5000;
/** The list of a file's parts is far below this in any file that Office writes. */
const LARGEST_TYPES = 1_000_000;

const END = 0x06_05_4b_50;
const PART = 0x02_01_4b_50;
const LOCAL = 0x04_03_4b_50;
const END_LENGTH = 22;
const PART_LENGTH = 46;
const LOCAL_LENGTH = 30;

type Part = {
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly packed: number;
  readonly unpacked: number;
  readonly at: number;
};

const refused = (why: Extract<ArchiveFound, { kind: 'refused' }>['why']): ArchiveFound => ({ kind: 'refused', why });

const endOf = (view: DataView): number | undefined => {
  const first = Math.max(0, view.byteLength - END_LENGTH - 0xff_ff);
  for (let at = view.byteLength - END_LENGTH; at >= first; at -= 1)
    if (view.getUint32(at, true) === END && at + END_LENGTH + view.getUint16(at + 20, true) === view.byteLength)
      return at;
  return undefined;
};

/** The parts by the archive's own list; undefined where the list is not whole, or of a kind that Office never writes. */
const partsOf = (bytes: Uint8Array, view: DataView): readonly Part[] | undefined => {
  const end = endOf(view);
  if (end === undefined) return undefined;
  const count = view.getUint16(end + 10, true);
  const size = view.getUint32(end + 12, true);
  let at = view.getUint32(end + 16, true);
  const oneDisk = view.getUint32(end + 4, true) === 0 && view.getUint16(end + 8, true) === count;
  // Nothing may lie between the list and its end: the list that was looked at is the one that will be opened.
  if (!oneDisk || at + size !== end || count > MOST_PARTS) return undefined;
  const parts: Part[] = [];
  const text = new TextDecoder('utf-8');
  for (let index = 0; index < count; index += 1) {
    if (at + PART_LENGTH > end || view.getUint32(at, true) !== PART) return undefined;
    const name = view.getUint16(at + 28, true);
    const next = at + PART_LENGTH + name + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > end) return undefined;
    parts.push({
      name: text.decode(bytes.subarray(at + PART_LENGTH, at + PART_LENGTH + name)),
      isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      unpacked: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    });
    at = next;
  }
  return at === end ? parts : undefined;
};

const textOf = (bytes: Uint8Array, view: DataView, part: Part, inflate: Inflate): string | undefined => {
  const { at, packed, method } = part;
  if (at + LOCAL_LENGTH > view.byteLength || view.getUint32(at, true) !== LOCAL) return undefined;
  const start = at + LOCAL_LENGTH + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  if (start + packed > view.byteLength) return undefined;
  const data = bytes.subarray(start, start + packed);
  const plain = method === 0 ? data : inflate(data, LARGEST_TYPES);
  return plain === undefined ? undefined : new TextDecoder('utf-8').decode(plain);
};

const isUnsafe = (name: string): boolean => name.includes('..') || name.startsWith('/') || name.includes('\\');

/**
 * What a ZIP archive is by its list of parts: a workbook or a document of Office without macros. Unpacks one small
 * part only, within a limit, so that what an archive says of its sizes cannot hurt.
 */
export const readArchive = (bytes: Uint8Array, inflate: Inflate): ArchiveFound => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < END_LENGTH) return refused('damaged');
  const parts = partsOf(bytes, view);
  if (parts === undefined) return refused('damaged');
  if (parts.some(({ isEncrypted }) => isEncrypted)) return refused('encrypted');
  if (parts.reduce((sum, { unpacked }) => sum + unpacked, 0) > MOST_UNPACKED) return refused('bomb');
  const names = parts.map(({ name }) => name.toLowerCase());
  if (names.some(isUnsafe) || new Set(names).size !== names.length) return refused('damaged');
  if (parts.some(({ method }) => method !== 0 && method !== 8)) return refused('damaged');
  if (names.some((name) => /vba(?:project|data)|\/macrosheets\/|\/activex\//.test(name))) return refused('macros');
  const list = parts.find(({ name }) => name === '[Content_Types].xml');
  if (list === undefined) return refused('unknown');
  const types = textOf(bytes, view, list, inflate);
  if (types === undefined) return refused('damaged');
  if (/macroEnabled|vbaProject|macrosheet|activeX/i.test(types)) return refused('macros');
  if (names.includes('xl/workbook.xml') && types.includes('spreadsheetml.sheet.main+xml')) return { kind: 'xlsx' };
  if (names.includes('word/document.xml') && types.includes('wordprocessingml.document.main+xml'))
    return { kind: 'docx' };
  return refused('unknown');
};
