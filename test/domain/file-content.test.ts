import { describe, expect, test } from 'vitest';
import { inflateWithin } from '../../shared/adapters/s3-files.ts';
import { LONGEST_NAME, MOST_FILE_BYTES } from '../../shared/domain/attached-file.ts';
import { inspectFile } from '../../shared/domain/file-content.ts';
import { cleanName } from '../../shared/domain/file-name.ts';
import { aJpeg, aPdf, aPng, documentParts, macroParts, workbookParts, zipOf } from '../support/sample-files.ts';

const inspect = (name: string, bytes: Uint8Array) => inspectFile(name, bytes, inflateWithin);
const text = (content: string) => Uint8Array.from(Buffer.from(content, 'utf8'));
const large = (size: number) => {
  const bytes = new Uint8Array(size);
  bytes.set(aPdf());
  return bytes;
};

describe('a file', () => {
  test.each([
    ['Quyết định 145.pdf', aPdf(), 'pdf'],
    ['báo giá 1.2.PDF', aPdf(), 'pdf'],
    ['ảnh.jpg', aJpeg(), 'jpeg'],
    ['ảnh.jpeg', aJpeg(), 'jpeg'],
    ['ảnh.png', aPng(), 'png'],
    ['Dự toán.xlsx', zipOf(workbookParts), 'xlsx'],
    ['Tờ trình.docx', zipOf(documentParts), 'docx'],
  ])('%s is what its content says', (name, bytes, type) => {
    expect(inspect(name, bytes)).toEqual({ ok: true, type, name });
  });

  test.each([
    ['of no bytes', 'a.pdf', new Uint8Array(), 'empty'],
    ['above 20 MB', 'a.pdf', large(MOST_FILE_BYTES + 1), 'too-large'],
    ['of HTML under the name of a PDF', 'a.pdf', text('<html><script>alert(1)</script></html>'), 'unknown-type'],
    ['of SVG', 'a.png', text('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'unknown-type'],
    ['that runs', 'a.pdf', text('MZ\u0090\u0000'), 'unknown-type'],
    ['of the old Excel', 'a.xlsx', Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), 'unknown-type'],
    ['whose name is another kind', 'a.docx', zipOf(workbookParts), 'not-its-ending'],
    ['whose name has no ending', 'scan', aPdf(), 'not-its-ending'],
    ['with two endings, the first of which runs', 'bao-gia.exe.pdf', aPdf(), 'hidden-ending'],
    ['with two endings, the last of which runs', 'bao-gia.pdf.exe', aPdf(), 'hidden-ending'],
    ['with an ending for macros', 'a.xlsm', zipOf(workbookParts), 'hidden-ending'],
    ['of a web page by its name', 'a.html', aPdf(), 'hidden-ending'],
    ['without a name', '...', aPdf(), 'no-name'],
    ['of a PDF that broke off', 'a.pdf', text('%PDF-1.7\n1 0 obj'), 'damaged'],
    ['of a PNG that broke off', 'a.png', aPng().slice(0, 40), 'damaged'],
    ['of an archive that broke off', 'a.xlsx', zipOf(workbookParts).slice(0, -30), 'damaged'],
    ['of an archive with more after it', 'a.xlsx', Uint8Array.from([...zipOf(workbookParts), 0]), 'damaged'],
    ['of any other archive', 'a.xlsx', zipOf([{ name: 'a.txt', text: 'a' }]), 'unknown-type'],
    [
      'with a macro under its usual name',
      'a.xlsx',
      zipOf([...workbookParts, { name: 'xl/vbaProject.bin', text: '' }]),
      'macros',
    ],
    ['with a macro under another name', 'a.xlsx', zipOf(macroParts), 'macros'],
    [
      'with an Excel 4.0 macro sheet',
      'a.xlsx',
      zipOf([...workbookParts, { name: 'xl/macrosheets/sheet1.xml', text: '' }]),
      'macros',
    ],
    [
      'that says it unpacks to 4 GB',
      'a.xlsx',
      zipOf([...workbookParts, { name: 'xl/a.xml', text: '', saysSize: 4_000_000_000 }]),
      'bomb',
    ],
    [
      'whose list of parts is a bomb that says it is small',
      'a.xlsx',
      zipOf([{ name: '[Content_Types].xml', text: ' '.repeat(5_000_000), saysSize: 100 }, ...workbookParts.slice(1)]),
      'damaged',
    ],
    ['under a password', 'a.xlsx', zipOf(workbookParts.map((part) => ({ ...part, encrypted: true }))), 'encrypted'],
    ['with a part outside', 'a.xlsx', zipOf([...workbookParts, { name: '../../a.xml', text: '' }]), 'damaged'],
    ['with a part twice', 'a.xlsx', zipOf([...workbookParts, { name: 'XL/workbook.xml', text: '' }]), 'damaged'],
  ])('%s is refused', (_what, name, bytes, why) => {
    expect(inspect(name, bytes)).toMatchObject({ ok: false, why });
  });

  test('of exactly 20 MB is taken', () => {
    const bytes = large(MOST_FILE_BYTES);
    bytes.set(aPdf(), MOST_FILE_BYTES - aPdf().length);
    expect(inspect('a.pdf', bytes)).toMatchObject({ ok: true });
  });
});

describe('the name of a file', () => {
  test.each([
    ['../../etc/passwd.pdf', 'passwd.pdf'],
    [String.raw`C:\Users\a\Báo giá.pdf`, 'Báo giá.pdf'],
    ['Ba\u0301o gia\u0301.pdf', 'Báo giá.pdf'],
    ['  a\t b\r\nc.pdf ', 'a bc.pdf'],
    ['..hidden.pdf.', 'hidden.pdf'],
    ['a\u202efdp.pdf', 'afdp.pdf'],
    ['a<b>:"c"|?*.pdf', 'a_b___c____.pdf'],
    ['\u0000\u200b', ''],
  ])('%j is kept as %j', (given, kept) => {
    expect(cleanName(given)).toBe(kept);
  });

  test('that is too long keeps its ending and whole letters', () => {
    const kept = cleanName(`${'Ộ😀'.repeat(200)}.pdf`);
    expect(kept.length).toBeLessThanOrEqual(LONGEST_NAME);
    expect(kept).toMatch(/\.pdf$/);
    expect(kept.isWellFormed()).toBe(true);
  });
});
