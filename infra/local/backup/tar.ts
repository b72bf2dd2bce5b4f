import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';

// The tar format of POSIX.1-2001 (ustar), regular files only; sizes above 8 GiB as GNU tar writes them.
// https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_06

const block = 512;

/** A file of an archive: its name there, and how many bytes it has. */
export type Entry = { readonly name: string; readonly size: number };

/** The archive is not one, or not whole. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
}

const padding = (size: number): Buffer => Buffer.alloc((block - (size % block)) % block);

const largestOctal = 0o77777777777;

const sumOf = (header: Buffer): number => {
  let sum = 0;
  // The checksum's own field counts as spaces.
  for (const [index, byte] of header.entries()) sum += index >= 148 && index < 156 ? 0x20 : byte;
  return sum;
};

const headerOf = ({ name, size }: Entry, at: Date): Buffer => {
  const header = Buffer.alloc(block);
  if (Buffer.byteLength(name) > 100) throw new ArchiveError(`The name ${name} is too long for an archive.`);
  const octal = (value: number, from: number, digits: number): void => {
    header.write(`${value.toString(8).padStart(digits, '0')}\0`, from, 'latin1');
  };
  header.write(name, 0, 'utf8');
  octal(0o600, 100, 7);
  octal(0, 108, 7);
  octal(0, 116, 7);
  if (size <= largestOctal) octal(size, 124, 11);
  else {
    header[124] = 0x80;
    header.writeBigUInt64BE(BigInt(size), 128);
  }
  octal(Math.floor(at.getTime() / 1000), 136, 11);
  header.write('0', 156, 'latin1');
  header.write('ustar\u000000', 257, 'latin1');
  header.write(`${sumOf(header).toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
};

/** Writes a file into an archive: its bytes, or those of a file on the disk. Throws where that has changed its size. */
export const writeEntry = async (
  archive: FileHandle,
  entry: Entry,
  content: { bytes: Uint8Array } | { file: string },
  at: Date,
): Promise<void> => {
  await archive.appendFile(headerOf(entry, at));
  if ('bytes' in content) await archive.appendFile(content.bytes);
  else {
    let written = 0;
    for await (const part of createReadStream(content.file, { highWaterMark: 1024 * 1024 })) {
      const bytes = Buffer.from(part);
      written += bytes.length;
      await archive.appendFile(bytes);
    }
    if (written !== entry.size) throw new ArchiveError(`${entry.name} changed while it was copied.`);
  }
  await archive.appendFile(padding(entry.size));
};

/** Writes the end of an archive. */
export const writeEnd = (archive: FileHandle): Promise<void> => archive.appendFile(Buffer.alloc(2 * block));

const fieldOf = (header: Buffer, from: number, length: number): string => {
  const [text = ''] = header.toString('latin1', from, from + length).split('\0');
  return text.trim();
};

const numberOf = (header: Buffer, from: number, length: number): number => {
  const value =
    header[from] === 0x80
      ? Number(header.readBigUInt64BE(from + length - 8))
      : Number.parseInt(fieldOf(header, from, length), 8);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new ArchiveError('The file is not an archive that npm run backup has made: a size in it cannot be read.');
};

/** Takes the bytes of one file: piece by piece, then its end; `close` comes last, also where a piece or the end fails. */
export type Taker = { piece(bytes: Buffer): Promise<void>; end(): Promise<void>; close(): Promise<void> };

/** Reads the files of an archive in their order; each has its own taker. */
export const readEntries = async (archive: FileHandle, take: (entry: Entry) => Taker): Promise<void> => {
  let position = 0;
  const read = async (size: number): Promise<Buffer> => {
    const bytes = Buffer.alloc(size);
    const { bytesRead } = await archive.read(bytes, 0, size, position);
    if (bytesRead !== size) throw new ArchiveError('The archive ends in the middle: it is not whole.');
    position += size;
    return bytes;
  };
  for (;;) {
    const header = await read(block);
    if (header.every((byte) => byte === 0)) return;
    if (fieldOf(header, 257, 5) !== 'ustar' || numberOf(header, 148, 8) !== sumOf(header))
      throw new ArchiveError('The file is not an archive that npm run backup has made, or it was damaged.');
    if (fieldOf(header, 156, 1) !== '0') throw new ArchiveError('The archive holds something that is not a file.');
    const entry = { name: fieldOf(header, 0, 100), size: numberOf(header, 124, 12) };
    const taken = take(entry);
    try {
      for (let left = entry.size; left > 0; ) {
        const bytes = await read(Math.min(left, 1024 * 1024));
        left -= bytes.length;
        await taken.piece(bytes);
      }
      await taken.end();
    } finally {
      await taken.close();
    }
    await read(padding(entry.size).length);
  }
};
