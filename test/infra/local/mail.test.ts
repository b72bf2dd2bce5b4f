import { describe, expect, it } from 'vitest';
import { createMailbox } from '../../../infra/local/mail.ts';
import { aTimeline } from './stand-ins.ts';

const open = () => {
  const { timeline, database } = aTimeline();
  const mailbox = createMailbox({ database, senders: ['trinh.example'], now: () => timeline.now() });
  const send = (fields: Record<string, string>) =>
    mailbox.answer(new URLSearchParams({ Version: '2010-12-01', ...fields }));
  return { mailbox, send };
};

const raw = (lines: string[]): string => Buffer.from(lines.join('\r\n')).toString('base64');
const letter = raw([
  'From: =?utf-8?Q?Tr=C3=ACnh?= <trinh@trinh.example>',
  'To: a@tg.example, B <b@tg.example>',
  'Cc: c@tg.example',
  'Message-ID: <ours@trinh.example>',
  'Subject: =?utf-8?B?SOG7kyBzxqE=?=',
  'Content-Type: multipart/alternative; boundary=x',
  '',
  '--x',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'chữ',
  '--x',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>đậm</p>',
  '--x--',
]);

describe('the mailbox in the place of SES', () => {
  it('keeps a raw mail, its recipients from the headers, and answers as SES does', async () => {
    const { mailbox, send } = open();
    const answer = await send({ Action: 'SendRawEmail', 'RawMessage.Data': letter });
    expect(answer.status).toBe(200);
    const [summary] = mailbox.list();
    expect(String(answer.body)).toContain(`<MessageId>${summary?.id}</MessageId>`);
    expect(summary).toMatchObject({ subject: 'Hồ sơ', to: ['a@tg.example', 'b@tg.example', 'c@tg.example'] });
    const mail = await mailbox.read(summary?.number ?? 0);
    expect(mail?.text?.trim()).toBe('chữ');
    expect(mail?.html?.trim()).toBe('<p>đậm</p>');
    const ids = mail?.headers.filter(({ name }) => name.toLowerCase() === 'message-id').map(({ value }) => value);
    expect(ids).toEqual([`<${summary?.id}@ap-southeast-1.amazonses.com>`]);
  });

  it('takes the recipients of the request before those of the headers', async () => {
    const { mailbox, send } = open();
    await send({ Action: 'SendRawEmail', 'RawMessage.Data': letter, 'Destinations.member.1': 'z@tg.example' });
    expect(mailbox.list()[0]?.to).toEqual(['z@tg.example']);
    expect(mailbox.list({ to: 'Z@tg.example' })).toHaveLength(1);
    expect(mailbox.list({ to: 'a@tg.example' })).toHaveLength(0);
  });

  it('composes a mail of fields', async () => {
    const { mailbox, send } = open();
    await send({
      Action: 'SendEmail',
      Source: 'Trình <trinh@trinh.example>',
      'Destination.ToAddresses.member.1': 'a@tg.example',
      'Message.Subject.Data': 'Hồ sơ',
      'Message.Body.Text.Data': 'chữ',
      'Message.Body.Html.Data': '<p>đậm</p>',
    });
    expect(await mailbox.read(1)).toMatchObject({ subject: 'Hồ sơ', text: 'chữ\n', html: '<p>đậm</p>\n' });
  });

  it.each([
    [
      'an unknown sender',
      { Action: 'SendRawEmail', 'RawMessage.Data': letter, Source: 'x@evil.example' },
      'MessageRejected',
    ],
    [
      'no recipients',
      { Action: 'SendRawEmail', 'RawMessage.Data': raw(['From: t@trinh.example', '', 'x']) },
      'InvalidParameterValue',
    ],
    ['an unknown action', { Action: 'SendBounce' }, 'InvalidAction'],
  ])('refuses %s', async (_what, fields, code) => {
    const { mailbox, send } = open();
    const answer = await send(fields);
    expect(answer.status).toBe(400);
    expect(String(answer.body)).toContain(`<Code>${code}</Code>`);
    expect(mailbox.count()).toBe(0);
  });

  it('refuses as often as it is told, for trials', async () => {
    const { mailbox, send } = open();
    mailbox.refuseNext(1, 'Throttling');
    expect(String((await send({ Action: 'SendRawEmail', 'RawMessage.Data': letter })).body)).toContain('Throttling');
    expect((await send({ Action: 'SendRawEmail', 'RawMessage.Data': letter })).status).toBe(200);
  });
});
