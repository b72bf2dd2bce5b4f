import { deflateRawSync } from 'node:zlib';

/** A part of an archive: its text, and what the archive says of it where that is not the truth. */
export type SamplePart = {
  readonly name: string;
  readonly text: string;
  readonly saysSize?: number;
  readonly encrypted?: boolean;
};

/** A ZIP archive of these parts, deflated. */
export const zipOf = (parts: readonly SamplePart[]): Uint8Array => {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const { name, text, saysSize, encrypted = false } of parts) {
    const plain = Buffer.from(text, 'utf8');
    const packed = deflateRawSync(plain);
    const title = Buffer.from(name, 'utf8');
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04_03_4b_50, 0);
    local.writeUInt16LE(encrypted ? 1 : 0, 6);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(saysSize ?? plain.length, 22);
    local.writeUInt16LE(title.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02_01_4b_50, 0);
    entry.writeUInt16LE(encrypted ? 1 : 0, 8);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(saysSize ?? plain.length, 24);
    entry.writeUInt16LE(title.length, 28);
    entry.writeUInt32LE(at, 42);
    locals.push(local, title, packed);
    central.push(entry, title);
    at += local.length + title.length + packed.length;
  }
  const list = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06_05_4b_50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Uint8Array.from(Buffer.concat([...locals, list, end]));
};

const types = (main: string, more = ''): SamplePart => ({
  name: '[Content_Types].xml',
  text: `<?xml version="1.0"?><Types><Override PartName="/main.xml" ContentType="application/vnd.openxmlformats-officedocument.${main}+xml"/>${more}</Types>`,
});

/** The parts of a workbook without macros. */
export const workbookParts: readonly SamplePart[] = [
  types('spreadsheetml.sheet.main'),
  { name: 'xl/workbook.xml', text: '<workbook/>' },
  { name: 'xl/worksheets/sheet1.xml', text: '<worksheet/>' },
];

/** The parts of a document without macros. */
export const documentParts: readonly SamplePart[] = [
  types('wordprocessingml.document.main'),
  { name: 'word/document.xml', text: '<w:document/>' },
];

/** A workbook whose list of parts names a macro, under whatever name it lies. */
export const macroParts: readonly SamplePart[] = [
  types(
    'spreadsheetml.sheet.main',
    '<Override PartName="/xl/a.bin" ContentType="application/vnd.ms-office.vbaProject"/>',
  ),
  { name: 'xl/workbook.xml', text: '<workbook/>' },
  { name: 'xl/a.bin', text: 'code' },
];

/** A PDF of one line; `note` makes it another one. */
export const aPdf = (note = 'Báo giá'): Uint8Array =>
  Uint8Array.from(Buffer.from(`%PDF-1.7\n% ${note}\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n`, 'utf8'));

/** The first bytes of a JPEG picture. */
export const aJpeg = (): Uint8Array =>
  Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0xff, 0xd9]);

/** A PNG picture of one dot. */
export const aPng = (): Uint8Array =>
  Uint8Array.from(
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
  );
