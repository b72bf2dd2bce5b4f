import { describe, expect, it } from 'vitest';
import { localClient } from '../../infra/local/local-tables.ts';
import type { Runtime } from '../../infra/local/runtime.ts';
import { dynamoScan } from '../../shared/adapters/dynamodb-scan.ts';
import { sha256 } from '../../shared/adapters/hash.ts';
import { verifyStore } from '../../shared/app/verify.ts';
import type { Language } from '../../shared/domain/text.ts';
import { aBrowser } from '../support/browser.ts';
import { proposing } from '../support/package-p.ts';
import { openRuntime } from './open-runtime.ts';
import { peopleOnPages, PLAN, typedFigure } from './people-on-pages.ts';

const scenario10 = {
  ...typedFigure('tg.tt', 2, '24.000.000', 'Đơn giá 12.000.000 một clip'),
  ...typedFigure('tg.vhtt', 0, '38.000.000', 'Dùng hội trường huyện'),
};

const workingMorning = (runtime: Runtime, day: string) =>
  runtime.timeline.stepTo(new Date(`2022-${day}T09:00:00+07:00`));

/** Every link of every mail, with whom it was sent to. */
const mailedLinks = async ({ mailbox }: Runtime): Promise<{ to: string; link: string }[]> => {
  const found: { to: string; link: string }[] = [];
  for (const { number, to } of mailbox.list({ most: 1000 }).toReversed()) {
    const mail = await mailbox.read(number);
    const links = mail?.text?.match(/http:\/\/127\.0\.0\.1:\d+\/\S+/g) ?? [];
    if (mail?.html === undefined || links.length === 0) throw new Error(`Mail ${number} has no link, or no HTML part.`);
    for (const link of new Set(links)) found.push({ to: to.join(), link });
  }
  return found;
};

/** All that the store holds and all that was mailed, to be compared. */
const everything = async ({ endpointUrl, tables, mailbox }: Runtime): Promise<string[]> => {
  const scan = dynamoScan(localClient(endpointUrl), tables);
  const seen: string[] = [String(mailbox.count())];
  for await (const { stream, seq, hash } of scan.journal()) seen.push(`${stream} ${seq} ${hash}`);
  for await (const { stream, version, head } of scan.records()) seen.push(`${stream} ${version} ${head}`);
  return seen.toSorted();
};

const visitFiftyTimes = async (link: string): Promise<void> => {
  const answers = await Promise.all(
    Array.from({ length: 50 }, async (_, n) => {
      const response = await fetch(link, { method: n % 2 === 0 ? 'GET' : 'HEAD', redirect: 'manual' });
      await response.arrayBuffer();
      return response.status;
    }),
  );
  expect(answers.filter((status) => status >= 400)).toEqual([]);
};

/** Opens every mailed link fifty times, as scanners do, and finds everything as it was. */
const visitEverything = async (runtime: Runtime): Promise<void> => {
  const before = await everything(runtime);
  for (const { link } of await mailedLinks(runtime)) await visitFiftyTimes(link);
  await runtime.timeline.settled();
  expect(await everything(runtime)).toEqual(before);
};

const amount = /202\.700\.000/;

describe.each([
  { language: 'vi', beforeDecision: false, words: 'Hai trăm linh hai triệu bảy trăm nghìn đồng' },
  { language: 'en', beforeDecision: true, words: 'Two hundred and two million seven hundred thousand đồng' },
] satisfies { language: Language; beforeDecision: boolean; words: string }[])(
  'Package P by clicking, in $language',
  ({ language, beforeDecision, words }) => {
    it('goes from five estimates and a signed nil to the published decision, with every mail in the mailbox', async () => {
      const { runtime, faults } = await openRuntime(PLAN);
      const people = peopleOnPages(runtime.portalUrl, language, () => runtime.timeline.settled());
      const to = (subject: RegExp) => runtime.mailbox.list({ most: 1000 }).filter((mail) => subject.test(mail.subject));

      await people.openRound();
      expect(runtime.mailbox.count()).toBe(7);
      for (const unit of proposing) await people.file(unit);
      await people.signNil();
      const before = (await people.lockForm()).page();
      expect(before.text).toContain('215.700.000');
      expect(before.text).toContain(people.t.round.counts({ submitted: 5, nil: 1, missing: 0, late: 0 }));
      await people.lock();
      expect(runtime.mailbox.list()[0]).toMatchObject({ to: ['cv.vhtt@tay-giang.example'] });

      await workingMorning(runtime, '02-15');
      await people.passSynthesis();
      await workingMorning(runtime, '02-16');
      const appraised = await people.appraisalConfirm(scenario10);
      expect(appraised.page().text).toMatch(amount);
      expect(appraised.page().text).toContain('Dùng hội trường huyện');
      await people.done(await people.sign(appraised), 'forwarded');

      await workingMorning(runtime, '02-17');
      const toChair = (await mailedLinks(runtime)).filter((one) => one.to === 'ct.ubnd@tay-giang.example');
      if (beforeDecision) await visitEverything(runtime);
      const chair = aBrowser(runtime.portalUrl);
      const linked = await chair.open(toChair[0]?.link ?? '');
      expect(linked.text).toMatch(amount);
      await chair.follow(/^\/sign-in/);
      await chair.submit('Đóng vai người này');
      if (language === 'en') await chair.submit('English');
      expect(chair.page().url.pathname).toMatch(/^\/packages\/.*\/decide$/);
      expect(chair.page().text).toContain(words);
      const published = await people.approve(chair, '17/02/2022');
      expect(published.text).toMatch(amount);
      expect(published.text).toContain('145/QĐ-UBND');

      const own = await people.as('tg.tt.vc');
      await own.follow(people.t.home.openResult);
      expect(own.page().text).toContain('68.400.000');
      expect(own.page().text).toContain('74.400.000');
      expect(own.page().text).not.toMatch(amount);
      expect(
        to(/68\.400\.000/)
          .map((mail) => mail.to.join())
          .toSorted(),
      ).toEqual(['gd.tt@tay-giang.example', 'vc.tt@tay-giang.example']);
      const mails = runtime.mailbox.list({ most: 1000 }).map((mail) => `${mail.to.join()} ${mail.subject}`);
      expect(mails).toHaveLength(28);
      expect(new Set(mails).size).toBe(mails.length);
      if (!beforeDecision) await visitEverything(runtime);
      const shelf = aBrowser(runtime.portalUrl);
      await shelf.open(`/mailbox?lang=${language}`);
      expect(shelf.page().links.filter(({ href }) => /^\/mailbox\/\d+$/.test(href))).toHaveLength(2 * mails.length);

      const { faults: off } = await verifyStore(dynamoScan(localClient(runtime.endpointUrl), runtime.tables), sha256);
      expect(off).toEqual([]);
      expect(faults).toEqual([]);
    }, 120_000);
  },
);
