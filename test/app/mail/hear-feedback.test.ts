import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { hearFeedback } from '../../../shared/app/mail/hear-feedback.ts';
import { retryCause } from '../../../shared/app/mail/queue-mail.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import { PersonId } from '../../../shared/domain/ids.ts';
import { toCommittee } from '../../support/at-finance.ts';
import { anOffice, type Office } from '../../support/office.ts';
import { requestsOf } from './mails.ts';
import { aPostOffice, noticeOf } from './post-office.ts';

const standing = PersonId.parse('tg.vhtt.cv');
const taskOf = ({ locality, round }: Office, unit: string): string => `${locality}#task#estimate:${round}:${unit}`;

/** An office whose round is open, all mails of it out. */
const opened = async () => {
  const office = await anOffice();
  const post = aPostOffice(office);
  await office.open();
  await post.queueAll();
  await post.deliver();
  post.out.splice(0);
  return { office, post };
};

type PostOffice = ReturnType<typeof aPostOffice>;

/** What went out since, as notice, reader and whose mail it was. */
const wentOut = ({ out }: PostOffice): string[] =>
  out.map(({ request }) => [request?.notice, request?.person, request?.insteadOf].filter(Boolean).join(' ')).toSorted();

const tryAgain = async (office: Office): Promise<void> => {
  const [mark] = await office.ports.addresses.list(office.locality);
  if (mark === undefined) throw new Error('Nothing is marked.');
  await office.ports.addresses.clear(office.locality, mark.address, standing, instantOf(office.clock.now()));
};

describe('a mail that came back for good', () => {
  it('marks the address, tells the standing unit once, and goes on to the next person at once and once', async () => {
    const { office, post } = await opened();
    for (let time = 0; time < 3; time += 1) {
      expect(await post.comesBack('cv.kt@')).toBe('bounced');
      await post.deliver();
    }
    expect(await office.ports.addresses.list(office.locality)).toMatchObject([
      { kind: 'bounced', n: 1, detail: 'smtp; 550 5.1.1 user unknown', address: post.keyOf('tg.kt.cv') },
    ]);
    expect(wentOut(post)).toEqual(['task tg.kt.truong tg.kt.cv', 'undelivered tg.vhtt.cv']);
  });

  it('says to whoever gets it whose it is, and gives him a link of his own', async () => {
    const { office, post } = await opened();
    await post.comesBack('cv.kt@');
    await post.deliver();
    const [mail] = post.to('truong.kt@');
    const title = office.plan.people.find(({ id }) => id === 'tg.kt.cv')?.title.vi ?? '';
    expect(mail?.text).toContain(`Thư này gửi cho ${title}; vì địa chỉ thư của người đó không nhận được thư`);
    expect(mail?.text).toContain('/tg.kt.truong/signed-tg.kt.truong-1');
    expect(mail?.text).not.toContain('signed-tg.kt.cv');
  });

  it('tells the standing unit whose address it is, since when, and what to do', async () => {
    const { office, post } = await opened();
    await post.comesBack('cv.kt@');
    await post.deliver();
    const told = post.out.find(({ request }) => request?.notice === 'undelivered');
    const title = office.plan.people.find(({ id }) => id === 'tg.kt.cv')?.title.vi ?? '';
    expect(told?.subject).toBe(`Kiểm tra địa chỉ thư của ${title}: thư bị trả lại`);
    expect(told?.text).toContain('cv.kt@tay-giang.example');
    expect(told?.text).toContain('smtp; 550 5.1.1 user unknown');
    expect(told?.text).toContain('https://trinh.example/unreached');
  });

  it('leaves records and journal as they were: nothing of the office’s work is decided', async () => {
    const { office, post } = await opened();
    const before = JSON.stringify([[...office.memory.journal], [...office.memory.records]]);
    await post.comesBack('cv.kt@');
    expect(JSON.stringify([[...office.memory.journal], [...office.memory.records]])).toBe(before);
  });

  it('keeps every later mail from that address, until a person has it tried again', async () => {
    const { office, post } = await opened();
    await post.comesBack('cv.kt@');
    const told = async (): Promise<string[]> =>
      (await requestsOf(office))
        .filter(({ cause }) => cause.stream === taskOf(office, 'tg.kt'))
        .map(({ person, insteadOf }) => [person, insteadOf].filter(Boolean).join(' '));
    expect(await told()).toEqual(['tg.kt.truong tg.kt.cv']);
    await tryAgain(office);
    expect(await told()).toEqual(['tg.kt.cv']);
  });

  it('says nothing by a mail from before it was tried again, and marks anew by one from after', async () => {
    const { office, post } = await opened();
    await post.comesBack('cv.kt@');
    await post.deliver();
    office.workingDaysLater(1);
    await tryAgain(office);
    await post.comesBack('cv.kt@');
    expect(await office.ports.addresses.list(office.locality)).toEqual([]);
    office.workingDaysLater(1);
    await post.comesBack('cv.kt@', 'Bounce', { sentAt: office.clock.now().toISOString() });
    await post.deliver();
    expect(await office.ports.addresses.list(office.locality)).toMatchObject([{ n: 2 }]);
    expect(wentOut(post).filter((one) => one.startsWith('undelivered'))).toHaveLength(2);
  });

  it('goes further where the next address takes no mail either, to the standing unit at last', async () => {
    const { post } = await opened();
    await post.comesBack('cv.kt@');
    await post.deliver();
    await post.comesBack('truong.kt@');
    await post.deliver();
    expect(wentOut(post).filter((one) => one.startsWith('task'))).toEqual([
      'task tg.kt.truong tg.kt.cv',
      'task tg.vhtt.cv tg.kt.cv',
    ]);
  });

  it('is told to the head where nobody can reach the standing unit’s officer, and never to himself', async () => {
    const { post } = await opened();
    await post.comesBack('cv.vhtt@');
    await post.deliver();
    expect(wentOut(post)).toEqual(['task tg.vhtt.truong tg.vhtt.cv', 'undelivered tg.vhtt.truong tg.vhtt.cv']);
  });

  it('that itself tells of an address is told to the next', async () => {
    const { post } = await opened();
    await post.comesBack('cv.kt@');
    await post.deliver();
    post.out.splice(0);
    await post.comesBack('cv.vhtt@');
    await post.deliver();
    const told = wentOut(post).filter((one) => one.startsWith('undelivered'));
    expect(told).toEqual(['undelivered tg.vhtt.truong tg.vhtt.cv', 'undelivered tg.vhtt.truong tg.vhtt.cv']);
  });

  it('goes on to nobody where somebody of the office has the same mail', async () => {
    const office = await anOffice();
    const post = aPostOffice(office);
    await toCommittee(office);
    await post.queueAll();
    await post.deliver();
    expect(post.to('pct.ubnd@').at(-1)?.request).toMatchObject({ notice: 'task' });
    post.out.splice(0);
    await post.comesBack('pct.ubnd@');
    await post.deliver();
    expect(wentOut(post)).toEqual(['undelivered tg.vhtt.cv']);
  });

  it('asks the next person for nothing that is done by then', async () => {
    const { office, post } = await opened();
    await office.signNil('tg.nn');
    await post.comesBack('cv.nn@');
    await post.deliver();
    expect(wentOut(post)).toEqual(['undelivered tg.vhtt.cv']);
  });

  it('to an address that no plan has any more marks nothing', async () => {
    const { office, post } = await opened();
    await post.comesBack('cv.kt@', 'Bounce', { to: 'long.gone@tay-giang.example' });
    expect(await office.ports.addresses.list(office.locality)).toEqual([]);
    expect(post.queued).toEqual([]);
  });

  it('keeps back what is queued already for that address: tick finds who gets it', async () => {
    const office = await anOffice();
    const post = aPostOffice(office);
    await office.open();
    await post.queueAll();
    const request = post.queued.find(({ person }) => person === 'tg.kt.cv');
    if (request === undefined) throw new Error('Nobody is told.');
    const now = instantOf(office.clock.now());
    const fault = { kind: 'bounced' as const, at: now, sentAt: now, detail: null };
    await office.ports.addresses.mark(office.locality, post.keyOf('tg.kt.cv'), fault);
    await post.deliver();
    expect(post.to('cv.kt@')).toEqual([]);
    expect(await post.ports.ledger.owedCauses()).toEqual([request.cause]);
    post.out.splice(0);
    await retryCause(post.ports, request.cause);
    await post.deliver();
    expect(wentOut(post)).toEqual(['task tg.kt.truong tg.kt.cv']);
    await tryAgain(office);
    await retryCause(post.ports, request.cause);
    await post.deliver();
    expect(post.to('cv.kt@')).toHaveLength(1);
  });

  it('marks the address in every locality whose plan has it, and tells each standing unit', async () => {
    const { post } = await opened();
    await post.alsoIn('tam-ky-2021-2025', 'cv.kt@tay-giang.example');
    await post.comesBack('cv.kt@');
    const told = post.queued.filter(({ notice }) => notice === 'undelivered').map(({ locality }) => locality);
    expect(new Set(told).size).toBe(2);
    for (const locality of told) expect(await post.ports.addresses.list(locality)).toHaveLength(1);
  });
});

describe('what is no reason to stop', () => {
  it.each([
    ['an absence notice', noticeOf({}, 'Bounce', { bounceType: 'Transient', bounceSubType: 'General' })],
    ['a full mailbox', noticeOf({}, 'Bounce', { bounceType: 'Transient', bounceSubType: 'MailboxFull' })],
    ['an unclear bounce', noticeOf({}, 'Bounce', { bounceType: 'Undetermined', bounceSubType: 'Undetermined' })],
    ['a report that it is no spam', noticeOf({}, 'Complaint', { complaintFeedbackType: 'not-spam' })],
    ['the message of the set-up', 'Successfully validated SNS topic for Amazon SES event publishing.'],
    ['that of an identity’s', '{"notificationType":"AmazonSnsSubscriptionSucceeded","message":"You have …"}'],
  ])('is %s: nothing is changed, and it decides nothing', async (_what, message) => {
    const { office, post } = await opened();
    const before = JSON.stringify([...office.memory.journal]);
    const records = JSON.stringify([...office.memory.records]);
    expect(await hearFeedback(post.ports, message)).toBe('nothing');
    expect(await office.ports.addresses.list(office.locality)).toEqual([]);
    expect(post.queued).toEqual([]);
    expect(JSON.stringify([...office.memory.journal])).toBe(before);
    expect(JSON.stringify([...office.memory.records])).toBe(records);
  });
});

describe('a complaint', () => {
  it('stops mail as a bounce does, and says so to the standing unit', async () => {
    const { office, post } = await opened();
    expect(await post.comesBack('cv.kt@', 'Complaint')).toBe('complained');
    await post.deliver();
    expect(await office.ports.addresses.list(office.locality)).toMatchObject([{ kind: 'complained', detail: 'abuse' }]);
    expect(wentOut(post)).toEqual(['task tg.kt.truong tg.kt.cv', 'undelivered tg.vhtt.cv']);
    expect(post.out.find(({ request }) => request?.notice === 'undelivered')?.text).toContain('thư rác');
  });

  it('of an identity’s notification is the same, and so is one without a type', async () => {
    const { office, post } = await opened();
    const { eventType, ...rest } = z
      .looseObject({ eventType: z.string() })
      .parse(JSON.parse(noticeOf({}, 'Complaint', { complaintFeedbackType: undefined })));
    await hearFeedback(post.ports, JSON.stringify({ ...rest, notificationType: eventType }));
    expect(await office.ports.addresses.list(office.locality)).toMatchObject([{ kind: 'complained', detail: null }]);
  });
});

describe('a malformed notice', () => {
  const Notice = z.record(z.string(), z.unknown());
  const good = Notice.parse(JSON.parse(noticeOf({}, 'Bounce')));
  const bounce = Notice.parse(good['bounce']);
  const withBounce = (change: object): string => JSON.stringify({ ...good, bounce: { ...bounce, ...change } });
  const without = (name: string): string =>
    JSON.stringify(Object.fromEntries(Object.entries(good).filter(([key]) => key !== name)));
  it.each([
    ['no JSON', 'Máy chủ báo lỗi', 'message: custom'],
    ['nothing', '', 'message: custom'],
    ['a list', '[]', 'message: invalid_type'],
    ['null', 'null', 'message: invalid_type'],
    ['no type', without('eventType'), 'type: invalid_union'],
    ['another event', JSON.stringify({ ...good, eventType: 'Delivery' }), 'type: invalid_union'],
    ['no bounce', without('bounce'), 'bounce: invalid_type'],
    ['no mail', without('mail'), 'mail: invalid_type'],
    ['no recipient', withBounce({ bouncedRecipients: [] }), 'bounce.bouncedRecipients: too_small'],
    [
      'a recipient that is no address',
      withBounce({ bouncedRecipients: [{ emailAddress: 'nobody' }] }),
      'bounce.bouncedRecipients.0.emailAddress: invalid_format',
    ],
    ['an unknown kind of bounce', withBounce({ bounceType: 'Forever' }), 'bounce.bounceType: invalid_value'],
    ['a moment that is none', withBounce({ timestamp: 'hôm qua' }), 'bounce.timestamp: invalid_format'],
    ['no moment of sending', JSON.stringify({ ...good, mail: { timestamp: 7 } }), 'mail.timestamp: invalid_type'],
  ])('of %s is a named error, and nothing is changed', async (_what, message, said) => {
    const { office, post } = await opened();
    await expect(hearFeedback(post.ports, message)).rejects.toMatchObject({
      name: 'PermanentError',
      message: expect.stringContaining(said),
    });
    expect(await office.ports.addresses.list(office.locality)).toEqual([]);
    expect(post.queued).toEqual([]);
  });

  it('about a mail that no entry caused is a named error, and nothing is changed', async () => {
    const { office, post } = await opened();
    const [mail] = post.to('cv.kt@');
    if (mail?.request === undefined) throw new Error('There is no mail.');
    const forged = { ...mail, request: { ...mail.request, cause: { ...mail.request.cause, seq: 99 } } };
    await expect(hearFeedback(post.ports, noticeOf(forged, 'Bounce'))).rejects.toThrow('no entry 99');
    expect(await office.ports.addresses.list(office.locality)).toEqual([]);
    expect(post.queued).toEqual([]);
  });

  it('whose header something cut short still names the address', async () => {
    const { office, post } = await opened();
    const cut = noticeOf(post.to('cv.kt@')[0] ?? {}, 'Bounce').replace(/("value":"[^"]{40})[^"]*"/u, '$1"');
    await hearFeedback(post.ports, cut);
    expect(await office.ports.addresses.list(office.locality)).toHaveLength(1);
  });

  it('names no address in its error, which goes to a log', async () => {
    const { post } = await opened();
    const heard = hearFeedback(post.ports, withBounce({ bouncedRecipients: [{ emailAddress: 'anh@b@c' }] }));
    await expect(heard).rejects.toMatchObject({ message: expect.not.stringContaining('anh@b') });
  });
});
