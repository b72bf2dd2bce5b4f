import {
  GetIdentityVerificationAttributesCommand,
  GetSendQuotaCommand,
  ListIdentitiesCommand,
  SendEmailCommand,
  SendRawEmailCommand,
  SESClient,
} from '@aws-sdk/client-ses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMailbox, laptopQuota } from '../../../infra/local/mail.ts';
import type { Runtime } from '../../../infra/local/runtime.ts';
import { addressProblem } from '../../../infra/local/ses-addresses.ts';
import { clientOf, refusal, startFixture } from './fixture-runtime.ts';
import { after, aTimeline } from './stand-ins.ts';

const people = (count: number): string[] => Array.from({ length: count }, (_, n) => `p${n}@tg.example`);

const letter = (to: string[], from = 'Trình <trinh@mail.example>', text = 'x') =>
  new SendEmailCommand({
    Source: from,
    Destination: { ToAddresses: to },
    Message: { Subject: { Data: 'Hồ sơ' }, Body: { Text: { Data: text } } },
  });

const raw = (text: string, options: { Source?: string; Destinations?: string[] } = {}) =>
  new SendRawEmailCommand({ ...options, RawMessage: { Data: Buffer.from(text.replaceAll('\n', '\r\n')) } });

describe('SES over the wire', () => {
  let runtime: Runtime;
  let ses: SESClient;
  beforeAll(async () => {
    runtime = await startFixture({ mailQuota: { rate: 50, daily: 60 } });
    ses = new SESClient(clientOf(runtime));
  });
  afterAll(() => runtime.stop());

  it.each([
    ['an address without a domain', letter(['nobody']), 'InvalidParameterValue', "Missing final '@domain'"],
    [
      'a domain with a sign',
      letter(['a@tay_giang.example']),
      'InvalidParameterValue',
      'Domain contains illegal character',
    ],
    [
      'a space in a name',
      letter(['phong vhtt@tg.example']),
      'InvalidParameterValue',
      'Local address contains control or whitespace',
    ],
    [
      'a sender without a domain',
      letter(['a@tg.example'], 'trinh'),
      'InvalidParameterValue',
      "Missing final '@domain'",
    ],
    [
      'a bad address in a header',
      raw('From: t@mail.example\nTo: nobody\n\nx'),
      'InvalidParameterValue',
      "Missing final '@domain'",
    ],
    ['nobody to send to', raw('From: t@mail.example\n\nx'), 'InvalidParameterValue', 'Missing recipients.'],
    ['nobody who sends', raw('To: a@tg.example\n\nx'), 'InvalidParameterValue', "Missing required header 'From'."],
    ['51 recipients', letter(people(51)), 'InvalidParameterValue', 'Recipient count exceeds 50.'],
    [
      'a mail of more than 10 MB',
      raw(`From: t@mail.example\nTo: a@tg.example\n\n${'x'.repeat(10 * 1024 * 1024)}`),
      'InvalidParameterValue',
      "Message length is more than 10485760 bytes long: '",
    ],
    [
      'a sender who is not verified',
      letter(['a@tg.example'], 'x@evil.example'),
      'MessageRejected',
      'Email address is not verified. The following identities failed the check in region AP-SOUTHEAST-1: x@evil.example',
    ],
    [
      'a From that is not verified',
      raw('From: x@evil.example\nTo: a@tg.example\n\nx', { Source: 't@mail.example' }),
      'MessageRejected',
      'failed the check in region AP-SOUTHEAST-1: x@evil.example',
    ],
    [
      'no sender at all',
      new SendEmailCommand({
        Source: undefined,
        Destination: { ToAddresses: ['a@tg.example'] },
        Message: { Subject: { Data: 'x' }, Body: {} },
      }),
      'ValidationError',
      "Value null at 'source' failed to satisfy constraint: Member must not be null",
    ],
  ])('refuses %s as AWS does', async (_what, command, Code, words) => {
    const sending = command instanceof SendEmailCommand ? ses.send(command) : ses.send(command);
    expect(await refusal(sending)).toMatchObject({
      Error: { Code, Type: 'Sender' },
      message: expect.stringContaining(words),
      $metadata: { httpStatusCode: 400 },
    });
    expect(runtime.mailbox.count()).toBe(0);
  });

  it('tells of the identities that are verified', async () => {
    expect((await ses.send(new ListIdentitiesCommand())).Identities).toEqual(['mail.example']);
    const asked = new GetIdentityVerificationAttributesCommand({ Identities: ['mail.example', 'evil.example'] });
    expect((await ses.send(asked)).VerificationAttributes).toEqual({
      'mail.example': { VerificationStatus: 'Success' },
    });
  });

  it('keeps to the quota that it tells of, by the clock of the timeline', async () => {
    const quota = async () => {
      const { Max24HourSend, MaxSendRate, SentLast24Hours } = await ses.send(new GetSendQuotaCommand());
      return [Max24HourSend, MaxSendRate, SentLast24Hours];
    };
    const throttled = (message: string) => ({
      Error: { Code: 'Throttling' },
      message,
      $metadata: { httpStatusCode: 400 },
    });
    expect(await quota()).toEqual([60, 50, 0]);
    await ses.send(letter(people(40)));
    expect(await refusal(ses.send(letter(people(11))))).toMatchObject(throttled('Maximum sending rate exceeded.'));
    await ses.send(letter(people(10)));
    expect(await quota()).toEqual([60, 50, 50]);
    await runtime.timeline.stepTo(after(runtime.timeline.now(), 1));
    expect(await refusal(ses.send(letter(people(11))))).toMatchObject(throttled('Daily message quota exceeded.'));
    await ses.send(letter(people(10)));
    await runtime.timeline.stepTo(after(runtime.timeline.now(), 24 * 60 * 60));
    expect(await quota()).toEqual([60, 50, 0]);
    await ses.send(letter(people(50)));
  });
});

describe('the quota of a mailbox', () => {
  const send = (mailbox: ReturnType<typeof createMailbox>) =>
    mailbox.answer(
      new URLSearchParams({
        Action: 'SendEmail',
        Source: 't@mail.example',
        'Message.Subject.Data': 'x',
        'Destination.ToAddresses.member.1': 'a@tg.example',
      }),
    );

  it('by itself refuses nothing that a stepped clock makes happen within one second', async () => {
    const { timeline, database } = aTimeline();
    const mailbox = createMailbox({ database, senders: ['mail.example'], now: () => timeline.now() });
    for (let mails = 0; mails < 100; mails += 1) await send(mailbox);
    expect(mailbox.count()).toBe(100);
    expect(laptopQuota.rate).toBeGreaterThan(1000);
  });

  it('counts what an earlier run sent', async () => {
    const { timeline, database } = aTimeline();
    const options = { database, senders: ['mail.example'], now: () => timeline.now(), quota: { rate: 9, daily: 1 } };
    expect((await send(createMailbox(options))).status).toBe(200);
    expect(String((await send(createMailbox(options))).body)).toContain('Daily message quota exceeded.');
  });
});

describe('an address', () => {
  it.each([
    ['a@b.example', undefined],
    ['Phòng VHTT <phong.vhtt+1@tay-giang.example>', undefined],
    ['"a b"@b.example', undefined],
    ['', 'Illegal address'],
    ['@b.example', 'Missing local name'],
    ['a@', 'Missing domain'],
    ['.a@b.example', 'Local address starts with dot'],
    ['a.@b.example', 'Local address ends with dot'],
    ['a..b@b.example', 'Local address contains dot-dot'],
    ['a\tb@b.example', 'Local address contains control or whitespace'],
    ['a,b@b.example', 'Local address contains illegal character'],
    ['phòng@b.example', 'Local address contains illegal character'],
    ['a@.example', 'Domain starts with dot'],
    ['a@b..example', 'Domain contains dot-dot'],
    ['a@b.example.', 'Domain ends with dot'],
    ['a@b example', 'Domain contains control or whitespace'],
    ['a@tây-giang.example', 'Domain contains illegal character'],
    ['a@b@c.example', 'Domain contains illegal character'],
    ['Somebody <a@b.example', "Missing '>'"],
  ])('%j is taken, or refused in the words of SES: %s', (address, problem) => {
    expect(addressProblem(address)).toBe(problem);
  });
});
