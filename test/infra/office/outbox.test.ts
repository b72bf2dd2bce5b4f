import PostalMime from 'postal-mime';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createMailbox } from '../../../infra/local/mail.ts';
import { createOutbox, type Refused } from '../../../infra/local/office/outbox.ts';
import { attemptOf, createSmtpSender, type SmtpSender } from '../../../infra/local/office/smtp-sender.ts';
import { mimeOf } from '../../../shared/adapters/ses-mailer.ts';
import { aMailServer } from '../../support/mail-server.ts';
import { after, aTimeline } from '../local/stand-ins.ts';

const subject = 'Đề nghị thẩm định dự toán “Ngày chuyển đổi số” trước ngày 01/6';

const mailTo = (address: string) => ({
  to: { name: 'Nguyễn Thị Ánh', address },
  subject,
  references: '<case@tg.gov.vn>',
  language: 'vi' as const,
  text: 'Kính gửi bà: tổng cộng 45.000.000 đồng.\n.\nTrân trọng',
  html: '<p>Kính gửi bà: tổng cộng <b>45.000.000 đồng</b>.</p>',
});

/** An outbox on a database in memory; the office's mail server, real or not, as `sender`. */
const open = (
  sender: SmtpSender,
  ground = aTimeline('2022-03-04T01:00:00Z'),
  refused?: (letter: Refused) => Promise<void>,
) => {
  const { timeline, database } = ground;
  const lines: string[] = [];
  const outbox = createOutbox({
    database,
    sender,
    timeline,
    say: (line) => lines.push(line),
    refused,
    onFault: (fault) => lines.push(`fault ${String(fault)}`),
  });
  const mailbox = createMailbox({
    database,
    senders: ['tg.gov.vn'],
    now: () => timeline.now(),
    kept: (mail) => outbox.accept(mail),
  });
  timeline.add(outbox.timers);
  onTestFinished(() => outbox.stop());
  const post = async (...addresses: string[]): Promise<void> => {
    for (const address of addresses) {
      const raw = await mimeOf(mailTo(address), 'trinh@tg.gov.vn', timeline.now());
      const answer = await mailbox.answer(
        new URLSearchParams({
          Version: '2010-12-01',
          Action: 'SendRawEmail',
          'RawMessage.Data': raw.toString('base64'),
        }),
      );
      expect(answer.status).toBe(200);
    }
    await timeline.settled();
  };
  const pass = (seconds: number) => timeline.stepTo(after(timeline.now(), seconds));
  return { ...ground, outbox, mailbox, lines, post, pass };
};

const smtp = (port: number, login?: { user: string; password: string }): SmtpSender =>
  createSmtpSender({ host: '127.0.0.1', port, tls: 'as-offered', login }, 'trinh.tg.gov.vn');

const idOf = (raw: Uint8Array): string | undefined => /^Message-ID: *(\S+)/im.exec(Buffer.from(raw).toString())?.[1];

describe("an office's mail", () => {
  it('arrives by SMTP with both parts, names and subject in their letters, and leaves no copy of its links', async () => {
    const server = await aMailServer({ login: { user: 'trinh', password: 'p@ss' } });
    const { outbox, mailbox, post, lines } = open(smtp(server.port, { user: 'trinh', password: 'p@ss' }));
    await post('anh@tg.gov.vn');
    const [got] = server.got;
    expect([got?.from, got?.to]).toEqual(['trinh@tg.gov.vn', ['anh@tg.gov.vn']]);
    const mail = await PostalMime.parse(got?.raw ?? '');
    expect(mail).toMatchObject({
      subject,
      from: { name: 'Trình', address: 'trinh@tg.gov.vn' },
      to: [{ name: 'Nguyễn Thị Ánh', address: 'anh@tg.gov.vn' }],
      references: '<case@tg.gov.vn>',
    });
    expect(mail.text?.trim()).toBe('Kính gửi bà: tổng cộng 45.000.000 đồng.\n.\nTrân trọng');
    expect(mail.html?.trim()).toBe('<p>Kính gửi bà: tổng cộng <b>45.000.000 đồng</b>.</p>');
    expect(got?.raw.every((byte) => byte < 0x80)).toBe(true);
    expect(outbox.counts()).toEqual({ waiting: 0, refused: 0 });
    expect((await mailbox.read(1))?.raw).toHaveLength(0);
    expect(lines).toEqual([]);
  });

  it('goes by TLS where the server wants it, and never with a certificate of nobody to another machine', async () => {
    const login = { user: 'trinh', password: 'p@ss' };
    const server = await aMailServer({ login, starttls: true });
    const { post, outbox } = open(smtp(server.port, login));
    await post('anh@tg.gov.vn');
    expect([server.got.length, outbox.counts()]).toEqual([1, { waiting: 0, refused: 0 }]);
    const elsewhere = createSmtpSender(
      { host: '127.0.0.1', port: server.port, tls: 'starttls', login },
      'trinh.tg.gov.vn',
    );
    expect(await elsewhere.send({ from: 'a@tg.gov.vn', to: 'b@tg.gov.vn', raw: Buffer.from('x') })).toMatchObject({
      kind: 'no-service',
    });
    const plain = await aMailServer();
    const insists = createSmtpSender(
      { host: '127.0.0.1', port: plain.port, tls: 'starttls', login: undefined },
      'h.vn',
    );
    expect(await insists.send({ from: 'a@tg.gov.vn', to: 'b@tg.gov.vn', raw: Buffer.from('x') })).toMatchObject({
      kind: 'no-service',
    });
    expect([server.got.length, plain.got.length]).toEqual([1, 0]);
    elsewhere.close();
    insists.close();
  });

  it('waits while the server is away, and comes once each when it is back', async () => {
    const first = await aMailServer();
    first.moods.away = true;
    const { outbox, post, pass, lines } = open(smtp(first.port));
    const people = Array.from({ length: 12 }, (_, n) => `p${n}@tg.gov.vn`);
    await post(...people);
    await pass(3600);
    expect(outbox.counts()).toEqual({ waiting: 12, refused: 0 });
    expect(lines).toEqual([expect.stringMatching(/^The mail server takes no mail \(E\w+\); all of it is kept/)]);
    expect(outbox.undelivered(['P3@tg.gov.vn', 'x@tg.gov.vn'])).toMatchObject({
      letters: [{ recipient: 'p3@tg.gov.vn', state: 'waiting', code: undefined }],
      serviceSince: new Date('2022-03-04T01:00:00Z'),
    });
    first.moods.away = false;
    await pass(600);
    expect(first.got.flatMap(({ to }) => to).toSorted()).toEqual(people.toSorted());
    expect(outbox.counts()).toEqual({ waiting: 0, refused: 0 });
    expect(lines.at(-1)).toBe('The mail server takes mail again.');
  });

  it('that is refused for good is told like a bounce, without addresses in the log, and holds up nobody', async () => {
    const server = await aMailServer();
    server.moods.recipients.set('gone@tg.gov.vn', 550);
    const { outbox, mailbox, post, pass, lines } = open(smtp(server.port));
    await post('gone@tg.gov.vn', 'here@tg.gov.vn');
    await pass(7200);
    expect(server.got.map(({ to }) => to)).toEqual([['here@tg.gov.vn']]);
    expect(lines).toEqual(['Mail 1 was refused by the mail server (550); see /undelivered-mail.']);
    expect(outbox.undelivered(['gone@tg.gov.vn', 'here@tg.gov.vn']).letters).toMatchObject([
      { recipient: 'gone@tg.gov.vn', state: 'refused', code: 550, attempts: 1 },
    ]);
    expect((await mailbox.read(1))?.raw).toHaveLength(0);
    server.moods.content = 554;
    await post('here@tg.gov.vn');
    expect(outbox.counts()).toEqual({ waiting: 0, refused: 2 });
  });

  it('that is refused is told of with all that was in it, and stays where telling fails', async () => {
    const server = await aMailServer();
    server.moods.recipients.set('gone@tg.gov.vn', 550);
    const told: Refused[] = [];
    let fails = true;
    const { outbox, post, pass, lines } = open(smtp(server.port), undefined, (letter) => {
      if (fails) return Promise.reject(new Error('the queue is closed'));
      told.push(letter);
      return Promise.resolve();
    });
    await post('gone@tg.gov.vn');
    expect([outbox.counts(), lines]).toEqual([{ waiting: 1, refused: 0 }, ['fault Error: the queue is closed']]);
    fails = false;
    await pass(3600);
    expect(outbox.counts()).toEqual({ waiting: 0, refused: 1 });
    expect(told).toMatchObject([{ from: 'trinh@tg.gov.vn', to: 'gone@tg.gov.vn', code: 550 }]);
    expect((await PostalMime.parse(told[0]?.raw ?? '')).references).toBe('<case@tg.gov.vn>');
  });

  it('that is put off comes later with the same Message-ID, and is given up after four days', async () => {
    const server = await aMailServer();
    server.moods.recipients.set('grey@tg.gov.vn', 451).set('full@tg.gov.vn', 452);
    const { outbox, mailbox, post, pass, lines } = open(smtp(server.port));
    await post('grey@tg.gov.vn', 'full@tg.gov.vn');
    const id = idOf((await mailbox.read(1))?.raw ?? new Uint8Array());
    expect(outbox.undelivered(['grey@tg.gov.vn']).letters).toMatchObject([
      { state: 'waiting', code: 451, nextAt: new Date('2022-03-04T01:01:00Z') },
    ]);
    server.moods.recipients.delete('grey@tg.gov.vn');
    await pass(59);
    expect(server.got).toHaveLength(0);
    await pass(1);
    expect(server.got.map(({ raw }) => idOf(raw))).toEqual([id]);
    await pass(4 * 86_400 + 7200);
    expect(outbox.counts()).toEqual({ waiting: 0, refused: 1 });
    expect(lines).toEqual(['Mail 2 was put off for four days and is given up; see /undelivered-mail.']);
  });

  it.each([
    ['its sign-in', { login: { user: 'trinh', password: 'old' } }, 'the sign-in is refused 535'],
    ['its sender', { sender: 550 }, "the sender's address is refused 550"],
    ['so much mail', { sender: 421 }, '421'],
  ])('is kept where the server refuses %s, until that is put right', async (_what, mood, why) => {
    const login = { user: 'trinh', password: 'p@ss' };
    const server = await aMailServer({ login });
    Object.assign(server.moods, mood);
    const { outbox, post, pass, lines } = open(smtp(server.port, login));
    await post('a@tg.gov.vn', 'b@tg.gov.vn');
    await pass(7200);
    expect(outbox.counts()).toEqual({ waiting: 2, refused: 0 });
    expect(lines.join()).toContain(why);
    expect(lines.join()).not.toMatch(/p@ss|trinh@|a@tg/);
    Object.assign(server.moods, { login, sender: undefined });
    await pass(3600);
    expect(server.got).toHaveLength(2);
  });

  it('that the server took just before a crash is sent again, as the same mail, and nothing else is', async () => {
    const ground = aTimeline('2022-03-04T01:00:00Z');
    const taken = Promise.withResolvers<Uint8Array>();
    const dying: SmtpSender = {
      send: ({ raw }) => {
        taken.resolve(raw);
        return new Promise(() => undefined);
      },
      close: () => undefined,
    };
    // The process that waits for this answer never hears it.
    const before = open(dying, ground);
    void before.post('a@tg.gov.vn');
    const raw = await taken.promise;
    const server = await aMailServer();
    const next = createOutbox({
      database: ground.database,
      sender: smtp(server.port),
      timeline: ground.timeline,
      say: () => undefined,
      onFault: () => undefined,
    });
    onTestFinished(() => next.stop());
    next.pump();
    await server.until(1);
    expect(server.got.map((got) => idOf(got.raw))).toEqual([idOf(raw)]);
  });

  it('is known for a month after it left, and then forgotten', async () => {
    const server = await aMailServer();
    const { mailbox, post, pass } = open(smtp(server.port));
    await post('a@tg.gov.vn');
    await pass(20 * 86_400);
    await post('b@tg.gov.vn');
    expect(mailbox.count()).toBe(2);
    await pass(11 * 86_400);
    await post('c@tg.gov.vn');
    expect(mailbox.list().map(({ to }) => to)).toEqual([['c@tg.gov.vn'], ['b@tg.gov.vn']]);
  });
});

it('a fault of the connection is one of the server, whatever it says', () => {
  expect(attemptOf(new Error('boom'))).toMatchObject({ kind: 'no-service', why: 'no answer' });
  expect(attemptOf(undefined)).toMatchObject({ kind: 'no-service', settings: false });
  expect(attemptOf({ code: 'EENVELOPE', command: 'RCPT TO', responseCode: 421 })).toMatchObject({ kind: 'no-service' });
  expect(attemptOf({ code: 'ETLS', command: 'STARTTLS', responseCode: 454 })).toMatchObject({ kind: 'no-service' });
  expect(attemptOf({ code: 'EMESSAGE', command: 'DATA', responseCode: 552 })).toEqual({ kind: 'refused', code: 552 });
});
