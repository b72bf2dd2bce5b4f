import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { mockClient } from 'aws-sdk-client-mock';
import * as fc from 'fast-check';
import PostalMime, { type Email } from 'postal-mime';
import { beforeEach, describe, expect, it } from 'vitest';
import { mimeOf, sesMailer } from '../../shared/adapters/ses-mailer.ts';
import type { OutgoingMail } from '../../shared/app/ports.ts';
import { readFeedback, REQUEST_HEADER } from '../../shared/contracts/mail-feedback.ts';
import { MailRequest } from '../../shared/contracts/mail-request.ts';
import { standingClock } from '../support/memory-store.ts';

const ses = mockClient(SESClient);
const clock = standingClock('2022-02-14T01:00:00.000Z');
const mailer = sesMailer('trinh@tay-giang.example', new SESClient({ region: 'ap-southeast-1' }), clock);

const mail: OutgoingMail = {
  to: { name: 'Chuyên viên Phòng KT&HT, huyện Tây Giang', address: 'cv.kt@tay-giang.example' },
  subject: 'Phê duyệt dự toán năm 2022 (187.700.000\u00a0đồng), hạn 14/3/2022: kế hoạch “Truyền thông chuyển đổi số”',
  text: 'Kính gửi: Chuyên viên\n\nTổng đề nghị: 200.700.000\u00a0đồng\n',
  html: '<p>Kính gửi: Chuyên viên ẶỖ</p>',
  language: 'vi',
  references: '<tay-giang.tay-giang-2021-2025.2022@trinh.invalid>',
};

const sentBytes = (): Uint8Array => {
  const [call] = ses.commandCalls(SendRawEmailCommand);
  return call?.args[0].input.RawMessage?.Data ?? new Uint8Array();
};

const headersOf = (bytes: Uint8Array): string[] => {
  const [head = ''] = Buffer.from(bytes).toString('latin1').split('\r\n\r\n');
  return head.replaceAll(/\r\n[ \t]+/gu, ' ').split('\r\n');
};

const nameOf = (header: string): string => header.slice(0, header.indexOf(':')).toLowerCase();

const parsed = async (changed: Partial<OutgoingMail>): Promise<{ email: Email; headers: string[] }> => {
  const bytes = await mimeOf({ ...mail, ...changed }, 'trinh@tay-giang.example', clock.now());
  return { email: await PostalMime.parse(bytes), headers: headersOf(bytes) };
};

beforeEach(() => {
  ses.reset();
  ses.on(SendRawEmailCommand).resolves({ MessageId: '1' });
});

describe('a mail handed to SES', () => {
  it('reads on the other side as it was written', async () => {
    await mailer.send(mail);
    const email = await PostalMime.parse(sentBytes());
    expect(email.subject).toBe(mail.subject);
    expect(email.to).toEqual([{ name: mail.to.name, address: mail.to.address }]);
    expect(email.from).toMatchObject({ name: 'Trình', address: 'trinh@tay-giang.example' });
    expect(email.text?.trim()).toBe(mail.text.trim());
    expect(email.html?.trim()).toBe(mail.html);
    expect(email.references).toBe(mail.references);
    expect(email.date).toBe('2022-02-14T01:00:00.000Z');
    expect(email.attachments).toEqual([]);
  });

  it('goes to the one address, whatever the headers say, in ASCII with short lines', async () => {
    await mailer.send(mail);
    expect(ses.commandCalls(SendRawEmailCommand)[0]?.args[0].input).toMatchObject({
      Source: 'trinh@tay-giang.example',
      Destinations: ['cv.kt@tay-giang.example'],
    });
    const wire = Buffer.from(sentBytes()).toString('latin1');
    expect(wire).toMatch(/^[\t\r\n\x20-\x7e]*$/u);
    expect(Math.max(...wire.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
  });

  it('says that a machine wrote it, in which language', async () => {
    const { headers } = await parsed({});
    expect(headers).toEqual(expect.arrayContaining(['Auto-Submitted: auto-generated', 'Content-Language: vi']));
  });

  it('lets a digest be turned off by one click in the mail program, and a duty by none', async () => {
    const unsubscribe = `https://trinh.example/unsubscribe/tay-giang/tay-giang-2021-2025/tg.kt.cv/${'A'.repeat(43)}`;
    const { email, headers } = await parsed({ unsubscribe });
    expect(headers).toEqual(
      expect.arrayContaining([
        `List-Unsubscribe: <${unsubscribe}>`,
        'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
      ]),
    );
    expect(email.subject).toBe(mail.subject);
    const { headers: duty } = await parsed({});
    expect(duty.map(nameOf).filter((name) => name.startsWith('list-'))).toEqual([]);
    const { headers: hostile } = await parsed({ unsubscribe: `${unsubscribe}\r\nBcc: spy@evil.example` });
    expect(hostile.map(nameOf)).not.toContain('bcc');
  });

  it('takes no header from a subject, a name or a reference', async () => {
    const { headers: honest } = await parsed({});
    const names = honest.map(nameOf);
    const breaks = fc.constantFrom('\r\n', '\n', '\r', '\u0000', '\u2028', '\u0085', '\t', '');
    const hostile = fc
      .tuple(
        fc.string({ unit: 'grapheme' }),
        breaks,
        fc.constantFrom('Bcc: spy@evil.example', ' folded', '<x>, <y@evil.example>', '=?utf-8?Q?=0D=0ABcc:_x?='),
      )
      .map(([before, between, after]) => `${before}${between}${after}`);
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (subject, name) => {
        const { email, headers } = await parsed({ subject, to: { ...mail.to, name } });
        expect(headers.map(nameOf)).toEqual(names);
        expect(email.to?.map(({ address }) => address)).toEqual([mail.to.address]);
        expect(email.cc).toBeUndefined();
        expect(email.bcc).toBeUndefined();
      }),
      { numRuns: 100 },
    );
    const { headers } = await parsed({ references: `${mail.references}\r\nBcc: spy@evil.example` });
    expect(headers.map(nameOf)).toEqual(names);
  });

  it('refuses an address that a header could read as more than one', async () => {
    for (const address of [
      'a@b.example, c@d.example',
      'a@b.example\r\nBcc: c@d.example',
      '<a@b.example>',
      'a b@c.example',
      'nobody',
      '',
    ])
      await expect(mailer.send({ ...mail, to: { name: 'x', address } })).rejects.toMatchObject({
        name: 'PermanentError',
      });
    expect(ses.calls()).toHaveLength(0);
  });

  it('reads no file and fetches nothing for what a text names', async () => {
    const { email } = await parsed({ html: '<img src="file:///etc/hostname"><a href="http://127.0.0.1:1/">x</a>' });
    expect(email.attachments).toEqual([]);
  });

  it('names SES’s faults by whether they pass', async () => {
    const faults = {
      ServiceUnavailable: 'TransientError',
      MessageRejected: 'PermanentError',
    };
    for (const [name, ours] of Object.entries(faults)) {
      ses.reset();
      ses.on(SendRawEmailCommand).rejects(Object.assign(new Error('no'), { name }));
      await expect(mailer.send(mail)).rejects.toMatchObject({ name: ours });
    }
  });

  it('tells SES’s rate and its quota of 24 hours apart, which have one code', async () => {
    const said = { 'Maximum sending rate exceeded.': 'rate', 'Daily message quota exceeded.': 'quota' };
    for (const [message, because] of Object.entries(said)) {
      ses.reset();
      ses.on(SendRawEmailCommand).rejects(Object.assign(new Error(message), { name: 'Throttling' }));
      await expect(mailer.send(mail)).rejects.toMatchObject({ name: 'PutOffError', because });
    }
  });

  it('carries what caused it, to be told by where it came back, and wants no answer', async () => {
    const request = MailRequest.parse({
      locality: 'tay-giang',
      cause: { stream: `tay-giang#task#estimate:tay-giang-2021-2025.2022:${'tg.vhtt'.repeat(12)}`, seq: 1 },
      plan: 'tay-giang-2021-2025',
      person: 'tg.vhtt.cv',
      notice: 'reminder',
      insteadOf: 'tg.vhtt.truong',
    });
    const { headers } = await parsed({ request });
    const value = headers.find((header) => nameOf(header) === REQUEST_HEADER.toLowerCase())?.split(': ')[1] ?? '';
    const event = {
      eventType: 'Bounce',
      mail: { timestamp: '2022-02-14T01:00:00.000Z', headers: [{ name: REQUEST_HEADER, value }] },
      bounce: {
        bounceType: 'Permanent',
        bounceSubType: 'General',
        bouncedRecipients: [{ emailAddress: mail.to.address }],
        timestamp: '2022-02-14T01:00:02.000Z',
      },
    };
    expect(readFeedback(JSON.stringify(event)).data).toMatchObject({ request });
    expect(headers.map(nameOf)).not.toContain('reply-to');
    expect((await parsed({})).headers.map(nameOf)).not.toContain(REQUEST_HEADER.toLowerCase());
  });
});
