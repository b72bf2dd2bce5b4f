import { describe, expect, it } from 'vitest';
import { readMultipart } from '../../../infra/local/multipart.ts';

const type = 'multipart/form-data; boundary=----b';
const read = (text: string, contentType = type) =>
  readMultipart(Buffer.from(text, 'utf8'), contentType)?.map(({ name, filename, bytes }) => ({
    name,
    filename,
    text: Buffer.from(bytes).toString('utf8'),
  }));
const part = (headers: string, text: string) => `------b\r\n${headers}\r\n\r\n${text}\r\n`;

describe('a form with a file', () => {
  it('is read as a browser writes it', async () => {
    const form = new FormData();
    form.append('key', 'pending/Báo cáo');
    form.append('file', new File([Uint8Array.from([0, 13, 10, 45, 45, 255])], 'Báo giá.pdf'));
    const request = new Response(form);
    const body = Buffer.from(await request.arrayBuffer());
    expect(readMultipart(body, request.headers.get('content-type') ?? '')).toEqual([
      { name: 'key', filename: undefined, bytes: Uint8Array.from(Buffer.from('pending/Báo cáo')) },
      { name: 'file', filename: 'Báo giá.pdf', bytes: Uint8Array.from([0, 13, 10, 45, 45, 255]) },
    ]);
  });

  it('keeps a line that looks like its end, and an empty file', () => {
    const body = `${part('Content-Disposition: form-data; name="a"', '--b\r\n----')}${part('content-disposition: form-data; name="file"; filename=""\r\nContent-Type: x/y', '')}------b--\r\n`;
    expect(read(body)).toEqual([
      { name: 'a', filename: undefined, text: '--b\r\n----' },
      { name: 'file', filename: '', text: '' },
    ]);
    expect(read(body, 'Multipart/Form-Data; charset=utf-8; boundary="----b"')).toHaveLength(2);
  });

  it.each([
    ['of another type', part('Content-Disposition: form-data; name="a"', 'a'), 'application/json'],
    ['without a boundary', part('Content-Disposition: form-data; name="a"', 'a'), 'multipart/form-data'],
    ['that is empty', '', type],
    ['that broke off', part('Content-Disposition: form-data; name="a"', 'a'), type],
    ['with a part without a name', `${part('Content-Disposition: form-data', 'a')}------b--`, type],
    ['with a part without headers', '------b\r\na\r\n------b--', type],
  ])('%s is none', (_what, body, contentType) => {
    expect(read(body, contentType)).toBeUndefined();
  });
});
