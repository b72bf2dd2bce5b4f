import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf, requestOf } from '../../../shared/app/mail/digest.ts';
import { retryCause } from '../../../shared/app/mail/queue-mail.ts';
import { sendMail } from '../../../shared/app/mail/send-mail.ts';
import type { Digests, MailRequest, OutgoingMail } from '../../../shared/app/ports.ts';
import { tick } from '../../../shared/app/tick.ts';
import { Instant, instantOf, localTime, PlainDate } from '../../../shared/domain/calendar.ts';
import { LocalityId, PersonId, PlanId } from '../../../shared/domain/ids.ts';
import { readStream } from '../../../shared/domain/records.ts';
import { manyUnits, membersOf } from '../../bench/many-units.ts';
import { anOffice, type Office } from '../../support/office.ts';
import { packageP } from '../../support/package-p.ts';
import { tickPorts, ticked } from '../../support/whole-round.ts';
import { allRead, officeWith, plain, requestsOf } from './mails.ts';
import { aPostOffice } from './post-office.ts';

const DUE = { estimate: '2022-03-01', synthesis: '2022-03-08', appraisal: '2022-03-15', approval: '2022-03-22' };
const FAR_OFF = Instant.parse('2030-01-01T00:00:00.000Z');

const at = (office: Office, date: string, hour = 7, minute = 30): void =>
  office.clock.set(localTime(PlainDate.parse(date), hour, minute));

/** A round whose estimates are due on Tuesday 1 March 2022, its openings delivered. */
const opened = async (...daily: readonly string[]) => openedBy(await anOffice(), daily);

const openedBy = async (office: Office, daily: readonly string[], members: object = { 'tg.cq': [] }) => {
  const { locality, plan } = office;
  const post = aPostOffice(office);
  const { preferences } = post.ports;
  const who = (person: string) => ({ locality, plan: plan.id, person: PersonId.parse(person) });
  for (const person of daily) await preferences.choose(who(person), 'daily');
  await office.act('tg.vhtt.cv', { do: 'open-round', plan: plan.id, year: 2022, members, due: DUE });
  /** Lets the ladders be climbed at a moment and queues what that causes, as the stream does. */
  const climb = async (date: string, hour = 7, minute = 30): Promise<void> => {
    at(office, date, hour, minute);
    expect((await ticked(office)).failed).toEqual([]);
    await post.queueAll();
  };
  /** What goes out by a moment. */
  const by = async (date: string, hour: number, minute: number): Promise<readonly OutgoingMail[]> => {
    at(office, date, hour, minute);
    return post.deliver();
  };
  /** What goes out of a morning, once its digests are full. */
  const morning = async (date: string): Promise<readonly OutgoingMail[]> => {
    await climb(date);
    return [...(await by(date, 7, 31)), ...(await by(date, 7, 33))];
  };
  await post.queueAll();
  await post.deliver();
  return { office, post, who, climb, by, morning };
};

const to = (person: string, office: Office) => {
  const address = office.plan.people.find(({ id }) => id === person)?.email;
  return (mail: OutgoingMail): boolean => mail.to.address === address;
};
const subjects = (mails: readonly OutgoingMail[]): string[] => mails.map(({ subject }) => plain(subject));

describe('a daily digest', () => {
  it('comes in place of the single reminders of a morning, for whoever chose it', async () => {
    const { office, post, climb, by } = await opened('tg.vhtt.cv');
    await climb('2022-03-02');
    const first = await by('2022-03-02', 7, 31);
    expect(first.filter(to('tg.vhtt.cv', office))).toEqual([]);
    expect(subjects(first.filter(to('tg.kt.cv', office)))).toEqual([
      'Lập dự toán năm 2022: quá hạn 1 ngày làm việc, hạn 01/3/2022',
    ]);
    const then = await by('2022-03-02', 7, 33);
    expect(subjects(then)).toEqual(['7 việc chưa xong, hạn gần nhất 01/3/2022 (nhắc việc ngày 02/3/2022)']);
    expect(then.every(to('tg.vhtt.cv', office))).toBe(true);
    expect(await by('2022-03-02', 9, 0)).toEqual([]);
    expect(await post.ports.ledger.overdue(FAR_OFF)).toEqual([]);
  });

  it('says of each task what, until when with the weekday and the working days, who has it next, with its link', async () => {
    const { morning } = await opened('tg.kt.cv');
    const [mail] = (await morning('2022-02-22')).filter(({ unsubscribe }) => unsubscribe !== undefined);
    expect(mail?.subject).toBe('1 việc chưa xong, hạn gần nhất 01/3/2022 (nhắc việc ngày 22/02/2022)');
    expect(mail?.text).toContain('được nhắc hôm nay, thứ Ba, ngày 22/02/2022');
    const link =
      'https://trinh.example/t/tay-giang/estimate%3Atay-giang-2021-2025.2022%3Atg.kt/1/tg.kt.cv/signed-tg.kt.cv-1';
    expect(mail?.text).toContain(
      `- Lập dự toán năm 2022\n  Hạn: hết thứ Ba, ngày 01/3/2022 (còn 5 ngày làm việc)\n  Kế hoạch: `,
    );
    expect(mail?.text).toContain(`  Nơi nhận tiếp theo: Phòng VHTT\n  ${link}\n`);
    expect(mail?.html).toContain(`<a href="${link}"`);
    expect(mail?.text).toContain('Mở danh sách việc:\nhttps://trinh.example/\n');
    expect(mail?.html.match(/padding:12px 24px/gu)).toHaveLength(1);
    expect(mail?.unsubscribe).toBe(
      'https://trinh.example/unsubscribe/tay-giang/tay-giang-2021-2025/tg.kt.cv/signed-tg.kt.cv-digest',
    );
  });

  it('speaks English to who reads English', async () => {
    const { office, morning } = await opened('tg.gd.cv');
    const [mail] = (await morning('2022-02-22')).filter(to('tg.gd.cv', office));
    expect(mail?.language).toBe('en');
    expect(mail?.subject).toBe('1 task to finish, the next due 1 March 2022 (reminders of 22 February 2022)');
    expect(mail?.text).toContain('- Estimate for 2022\n  Due: end of Tuesday 1 March 2022 (5 working days left)');
    expect(mail?.text).toContain('  Then: Culture Division\n');
  });

  it('leaves out what is done meanwhile, and is not sent where everything is', async () => {
    const { office, post, climb, by } = await opened('tg.vhtt.cv', 'tg.kt.cv');
    await climb('2022-03-02');
    await by('2022-03-02', 7, 31);
    await office.submit('tg.kt', packageP['tg.kt']);
    const then = await by('2022-03-02', 7, 33);
    expect(then.filter(to('tg.kt.cv', office))).toEqual([]);
    expect(subjects(then.filter(to('tg.vhtt.cv', office)))[0]).toMatch(/^6 việc chưa xong/);
    expect(then.some(({ text }) => text.includes('Phòng KT&HT'))).toBe(false);
    expect(await post.ports.ledger.overdue(FAR_OFF)).toEqual([]);
  });

  it('is of reminders alone: what is opened, the last rung and an escalation come by themselves at once', async () => {
    const { office, climb, by } = await opened('tg.kt.cv', 'tg.kt.truong');
    await climb('2022-03-04');
    const mails = await by('2022-03-04', 7, 31);
    expect(subjects(mails.filter(to('tg.kt.cv', office)))).toEqual([
      'Lập dự toán năm 2022: quá hạn 3 ngày làm việc, hạn 01/3/2022',
    ]);
    expect(mails.every(({ unsubscribe }) => unsubscribe === undefined)).toBe(true);
    expect(await by('2022-03-04', 9, 0)).toEqual([]);
    await climb('2022-03-11');
    const again = await by('2022-03-11', 7, 31);
    expect(again.filter(to('tg.kt.cv', office))).toHaveLength(1);
  });

  it('of what is returned to somebody with digests tells nothing: that is a mail of its own', async () => {
    const { office, post, by } = await opened('tg.kt.cv');
    await office.submit('tg.kt', packageP['tg.kt']);
    const { version } = await office.estimate('tg.kt');
    const estimate = office.estimateOf('tg.kt');
    await office.act('tg.vhtt.cv', {
      do: 'return-estimate',
      estimate,
      seen: version,
      reason: 'Thiếu căn cứ',
      due: '2022-03-01',
    });
    await post.queueAll();
    const mails = await by('2022-02-15', 8, 0);
    expect(subjects(mails.filter(to('tg.kt.cv', office)))).toEqual(['Sửa và gửi lại dự toán năm 2022, hạn 01/3/2022']);
  });

  it('tells of what came after it was gone by another one at once, so that nobody misses a date by it', async () => {
    const { office, post, climb, by } = await opened('tg.vhtt.cv');
    await climb('2022-03-02');
    const held = post.queued.splice(0);
    const theirs = held.filter(({ person, notice }) => person === 'tg.vhtt.cv' && notice === 'reminder');
    post.queued.push(...theirs.slice(0, 3));
    await by('2022-03-02', 7, 31);
    expect(subjects(await by('2022-03-02', 7, 33))[0]).toMatch(/^3 việc/);
    post.queued.push(...theirs.slice(3));
    await by('2022-03-02', 7, 45);
    const second = await by('2022-03-02', 7, 48);
    expect(second).toHaveLength(1);
    expect(second.every(to('tg.vhtt.cv', office))).toBe(true);
    expect(subjects(second)[0]).toMatch(new RegExp(`^${theirs.length - 3} việc`));
  });

  it('after an outage tells once of the rungs that fell meanwhile, on the day that they are climbed', async () => {
    const { office, climb, by } = await opened('tg.kt.cv');
    await climb('2022-02-28', 10, 15);
    await by('2022-02-28', 10, 16);
    const mails = (await by('2022-02-28', 10, 20)).filter(to('tg.kt.cv', office));
    expect(subjects(mails)).toEqual(['1 việc chưa xong, hạn gần nhất 01/3/2022 (nhắc việc ngày 28/02/2022)']);
  });

  it('is queued again by the clock’s round when its message got lost', async () => {
    const { office, post, climb, by } = await opened('tg.kt.cv');
    await climb('2022-02-22');
    await by('2022-02-22', 7, 31);
    expect(post.delayed.splice(0).length).toBeGreaterThan(0);
    at(office, '2022-02-22', 7, 47);
    const early = await tick({ ...tickPorts(office), ledger: post.ports.ledger, queue: post.ports.queue });
    expect([early.requeued, early.idleUntil]).toEqual([1, undefined]);
    expect((await post.deliver()).filter(to('tg.kt.cv', office))).toHaveLength(1);
  });

  it('goes to the stand-in by the stand-in’s own choice, and says in whose place', async () => {
    const { office, climb, by } = await opened('tg.kt.truong');
    await office.act('tg.kt.cv', {
      do: 'record-absence',
      plan: office.plan.id,
      person: 'tg.kt.cv',
      from: '2022-02-21',
      until: '2022-02-25',
      reason: '',
      standIn: 'tg.kt.truong',
    });
    await climb('2022-02-22');
    await by('2022-02-22', 7, 31);
    const [mail, ...others] = await by('2022-02-22', 7, 33);
    expect([mail?.to.address, others]).toEqual(['truong.kt@tay-giang.example', []]);
    expect(mail?.text).toContain('Nhận thay cho Chuyên viên Phòng KT&HT, vắng đến hết ngày 25/02/2022');
  });

  it('is not sent to whoever left before it goes out', async () => {
    const { office, climb, by } = await opened('tg.kt.cv');
    await climb('2022-02-22');
    await by('2022-02-22', 7, 31);
    const { ports, locality, plan } = office;
    await office.act('tg.vhtt.cv', {
      do: 'record-leaving',
      plan: plan.id,
      person: 'tg.kt.cv',
      lastDay: '2022-02-21',
      reason: '',
    });
    expect(await ports.store.load(locality, 'absence', plan.id)).toBeDefined();
    expect(await by('2022-02-22', 7, 33)).toEqual([]);
  });
});

describe('a digest of many tasks', () => {
  const HOSTILE = `</td><script>alert("x")</script>\r\nBcc: spy@evil.example\u202e & 'đ'${'&ệ'.repeat(200)}`;

  it('describes the thirty soonest and says how many more there are, within what mail programs show', async () => {
    const made = manyUnits(60);
    const office = await anOffice(undefined, undefined, undefined, () => made.json);
    const { morning } = await openedBy(office, ['tg.vhtt.cv'], membersOf(made));
    const [mail, ...others] = (await morning('2022-03-02')).filter(({ unsubscribe }) => unsubscribe !== undefined);
    expect(others).toEqual([]);
    const count = Number(/^(\d+) việc/.exec(mail?.subject ?? '')?.[1]);
    expect(count).toBeGreaterThan(60);
    expect(mail?.text.match(/^- /gmu)).toHaveLength(30);
    expect(mail?.text).toContain(`Còn ${count - 30} việc khác, xem trên trang.`);
    expect(Buffer.byteLength(mail?.html ?? '')).toBeLessThan(102_000);
  });

  it.each(['vi', 'en'] as const)(
    'keeps hostile words in their place, in %s, and links for nobody else',
    async (language) => {
      const hostile = { vi: HOSTILE, en: HOSTILE };
      const office = await officeWith((plan) => ({
        ...allRead(language)(plan),
        shortTitle: hostile,
        units: plan.units.map((unit) => ({ ...unit, shortName: hostile })),
        people: plan.people.map((person) => ({ ...person, language, title: hostile })),
      }));
      const { morning } = await openedBy(office, ['tg.vhtt.cv']);
      const [mail] = (await morning('2022-03-02')).filter(({ unsubscribe }) => unsubscribe !== undefined);
      const { subject = '', text = '', html = '' } = mail ?? {};
      expect(html).not.toContain('<script');
      expect(html).not.toMatch(/&(?!amp;|lt;|gt;|quot;|#39;)/u);
      expect(text).not.toMatch(/^Bcc:/mu);
      for (const part of [subject, text, html]) {
        expect(part).toBe(part.normalize('NFC'));
        expect(part).not.toMatch(/undefined|null|NaN|\[object/u);
      }
      const readers = [...text.matchAll(/signed-([a-z.]+)-\d+/gu)].map(([, person]) => person);
      expect(new Set(readers)).toEqual(new Set(['tg.vhtt.cv']));
      expect(mail?.references).toBe('<tay-giang.tay-giang-2021-2025.digest@trinh.invalid>');
    },
  );
});

describe('once per task, rung and person, with digests too', () => {
  it('a reminder that is in a digest is no mail of its own, though its reader chooses otherwise in between', async () => {
    const { office, post, who, climb, by } = await opened('tg.kt.cv');
    await climb('2022-02-22');
    await by('2022-02-22', 7, 31);
    await post.ports.preferences.choose(who('tg.kt.cv'), 'each');
    await post.queueAll();
    expect((await by('2022-02-22', 7, 32)).filter(to('tg.kt.cv', office))).toEqual([]);
    expect((await by('2022-02-22', 7, 33)).filter(to('tg.kt.cv', office))).toHaveLength(1);
  });

  it('one that went out by itself comes in no digest, though its reader chooses digests after it', async () => {
    const { office, post, who, climb, by } = await opened();
    await climb('2022-02-22');
    expect((await by('2022-02-22', 7, 31)).filter(to('tg.kt.cv', office))).toHaveLength(1);
    await post.ports.preferences.choose(who('tg.kt.cv'), 'daily');
    await post.queueAll();
    await by('2022-02-22', 7, 32);
    expect(post.delayed).toEqual([]);
  });

  it('whoever chose what, in any order and with faults of the queue and of SES, hears of each rung exactly once', async () => {
    const people = ['tg.vhtt.cv', 'tg.kt.cv', 'tg.kt.truong', 'tg.gd.cv', 'tg.hd.cb'];
    const keyOf = ({ cause, person }: MailRequest): string => `${cause.stream}#${cause.seq}#${person}`;
    await fc.assert(
      fc.asyncProperty(
        fc.subarray(people),
        fc.uniqueArray(fc.integer({ min: 1, max: 20 })),
        fc.infiniteStream(fc.nat(99)),
        async (daily, faults, picks) => {
          const { office, post, climb } = await opened(...daily);
          const held = new Map<string, readonly string[]>();
          const { digests } = post.ports;
          const close: Digests['close'] = async (digest) => {
            const reminders = await digests.close(digest);
            const { person, day, number } = digest;
            held.set(
              `${person} ${day} ${number}`,
              reminders.map(({ stream, seq }) => `${stream}#${seq}#${person}`),
            );
            return reminders;
          };
          const ports = { ...post.ports, digests: { ...digests, close } };
          const before = post.out.length;
          for (const fault of faults) post.refusals.add(before + fault);
          for (const day of ['2022-02-22', '2022-02-28', '2022-03-01', '2022-03-02', '2022-03-04']) {
            await climb(day);
            const queue = post.takeAll();
            for (let left = 40; left > 0; left -= 1) {
              const request = queue[picks.next().value % queue.length];
              if (request !== undefined) await sendMail(ports, request).catch(() => undefined);
              queue.push(...post.takeAll());
            }
            for (let round = 0; round < 4; round += 1) {
              office.clock.set(new Date(office.clock.now().getTime() + 600_000).toISOString());
              for (const request of queue) await sendMail(ports, request).catch(() => undefined);
              queue.push(...post.takeAll());
            }
          }
          const reminders = (await requestsOf(office)).filter(({ notice }) => notice === 'reminder');
          const went = post.out.slice(before);
          const single = went.filter(({ unsubscribe }) => unsubscribe === undefined);
          const gathered = [...held.values()].flat();
          expect(new Set(gathered).size).toBe(gathered.length);
          expect(single.length + gathered.length).toBe(new Set(reminders.map(keyOf)).size);
          expect(went.length - single.length).toBe(held.size);
          expect(daily.length > 0 || held.size === 0).toBe(true);
          expect(await post.ports.ledger.overdue(FAR_OFF)).toEqual([]);
        },
      ),
      { numRuns: 6 },
    );
  });

  it('keeps one mail for each person and day in the ledger, by a name that no journal stream has', () => {
    const digest = {
      locality: LocalityId.parse('tay-giang'),
      plan: PlanId.parse('tay-giang-2021-2025'),
      person: PersonId.parse('tg.kt.cv'),
      day: PlainDate.parse('2022-02-22'),
      number: 1,
    };
    const { cause } = requestOf(digest);
    expect(cause).toEqual({ stream: 'digest:tay-giang:tay-giang-2021-2025:2022-02-22', seq: 1 });
    expect(readStream(cause.stream)).toBeUndefined();
    expect(digestOf(requestOf(digest))).toEqual(digest);
    expect(digestOf({ ...requestOf(digest), plan: PlanId.parse('another') })).toBeUndefined();
  });
});

describe('a digest to an address that takes no mail', () => {
  const reminded = ({ out }: ReturnType<typeof aPostOffice>): string[] =>
    out.flatMap(({ request }) =>
      request?.notice === 'reminder' && request.insteadOf !== undefined
        ? [`${request.person} for ${request.insteadOf}`]
        : [],
    );

  it('goes on, reminder by reminder, to whoever comes next, once, also to one who chose digests', async () => {
    const { post, morning } = await opened('tg.kt.cv', 'tg.kt.truong');
    await morning('2022-02-22');
    expect(post.to('cv.kt@').at(-1)?.request?.notice).toBe('digest');
    post.out.splice(0);
    for (let time = 0; time < 2; time += 1) {
      expect(await post.comesBack('cv.kt@')).toBe('bounced');
      await post.deliver();
    }
    expect(reminded(post)).toEqual(['tg.kt.truong for tg.kt.cv']);
    expect(post.to('truong.kt@').at(-1)?.text).toContain('không nhận được thư');
  });

  it('is kept back where that is found while its morning gathers: each reminder in it is worked out again', async () => {
    const { office, post, climb, by } = await opened('tg.kt.cv');
    await climb('2022-02-22');
    await by('2022-02-22', 7, 31);
    post.out.splice(0);
    const now = instantOf(office.clock.now());
    const fault = { kind: 'bounced' as const, at: now, sentAt: now, detail: null };
    await office.ports.addresses.mark(office.locality, post.keyOf('tg.kt.cv'), fault);
    expect(await by('2022-02-22', 7, 33)).toEqual([]);
    const owed = await post.ports.ledger.owedCauses();
    expect(owed).toHaveLength(1);
    for (const cause of owed) await retryCause(post.ports, cause);
    await by('2022-02-22', 7, 34);
    expect(reminded(post)).toEqual(['tg.kt.truong for tg.kt.cv']);
  });
});
