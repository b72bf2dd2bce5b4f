import path from 'node:path';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { allRows, openDatabase } from '../../infra/local/sqlite.ts';
import { packageP, proposing } from '../support/package-p.ts';
import { peopleOnPages, PLAN, typedLines } from './people-on-pages.ts';
import { aFolder, outcome, type Started, started } from './started-runtime.ts';

const MailRow = z.object({ number: z.number(), recipients: z.string(), subject: z.string() });

/** The mails of a stopped runtime's folder. */
const mailsIn = (data: string): z.infer<typeof MailRow>[] => {
  const database = openDatabase(path.join(data, 'local.sqlite'));
  try {
    return allRows(database, MailRow, 'SELECT number, recipients, subject FROM mails ORDER BY number');
  } finally {
    database.close();
  }
};

/** Longer than a mail, a wait or a retry is held back, so that a tick has come and mended what was cut off. */
const AFTER_A_KILL = 40;

/** How many mails may be on their way to SES at once: one batch of the queue. */
const ON_THE_WAY = 10;

it('a round goes on through kill -9 at its worst moments, and nothing acknowledged is lost', async () => {
  const data = path.join(aFolder(), 'data');
  const lastMails: number[] = [];
  let runtime: Started = await started('--data', data, '--plan', PLAN, '--clock', '2022-02-14T08:00');
  const people = () => peopleOnPages(runtime.portal, 'vi', () => runtime.pass(1));
  const killed = async (): Promise<void> => {
    await runtime.kill();
    lastMails.push(mailsIn(data).at(-1)?.number ?? 0);
    runtime = await started('--data', data, '--plan', PLAN);
  };

  await people().openRound();
  await killed(); // waiting for the lock

  const forms = await Promise.all(
    proposing.map(async (unit) => ({ unit, browser: await people().estimateForm(people().officers[unit]) })),
  );
  const { t } = people();
  const submitAll = () =>
    forms.map(async ({ unit, browser }) => ({
      unit,
      to: await browser.press(t.estimate.submit, typedLines(packageP[unit])),
    }));
  const burst = submitAll();
  const settledBurst = Promise.allSettled(burst);
  await Promise.any(burst);
  await killed(); // in a burst of submissions
  const acknowledged = (await settledBurst).flatMap((one) => (one.status === 'fulfilled' ? [one.value.unit] : []));
  expect(acknowledged.length).toBeGreaterThanOrEqual(1);
  for (const unit of acknowledged) {
    const home = (await people().as(people().officers[unit])).page();
    expect([home.status, home.links.filter(({ href }) => href.startsWith('/tasks/estimate'))]).toEqual([200, []]);
  }
  for (const { browser } of forms) browser.moveTo(runtime.portal);
  for (const { to } of await Promise.all(submitAll())) expect(to).toContain('done=submitted');
  await people().signNil();

  const locking = await people().lockForm();
  expect(locking.page().text).toContain('215.700.000');
  expect(locking.page().text).toContain(t.round.counts({ submitted: 5, nil: 1, missing: 0, late: 0 }));
  expect(await locking.press(t.round.lock)).toContain('done=locked');
  await killed(); // locked, and the machine not told
  await runtime.pass(AFTER_A_KILL);
  locking.moveTo(runtime.portal);
  expect(await locking.press(t.round.lock)).toContain('done=locked');

  await people().passSynthesis();
  await killed(); // waiting for the appraisal

  const appraisal = await people().appraisalConfirm({});
  const signing = people().signButton(appraisal);
  expect(await appraisal.press(signing)).toContain('done=forwarded');
  await killed(); // submitted upward, and the machine not told
  await runtime.pass(AFTER_A_KILL);
  await killed(); // waiting for the approval

  const decision = await people().approvalConfirm(await people().decisionForm());
  const paper = { number: '145/QĐ-UBND', date: '14/02/2022' };
  expect(await decision.press(people().signButton(decision), paper)).toContain('done=approved');
  await killed(); // approved, and nothing published
  await runtime.pass(AFTER_A_KILL);

  const result = await people().as('tg.tt.vc');
  await result.follow(t.home.openResult);
  expect(result.page().text).toContain('74.400.000');
  expect(result.page().text).not.toContain(t.package.publishing);
  for (const { browser } of forms) {
    browser.moveTo(runtime.portal);
    const { text } = await browser.open(browser.page().url.href);
    expect([text.includes(t.formats.version(1)), text.includes(t.formats.version(2))]).toEqual([true, false]);
  }
  await runtime.stop();

  const verified = await outcome('verify', '--data', data);
  expect([verified.code, verified.said]).toEqual([0, expect.stringContaining('every one verifies')]);
  const mails = mailsIn(data);
  const told = (mail: z.infer<typeof MailRow>): string => `${mail.recipients} ${mail.subject}`;
  expect(new Set(mails.map(told)).size).toBe(26);
  // A mail may come twice only where a kill came between SES's answer and our mark of it (invariant 5).
  const again = mails.filter((mail, index) => mails.findIndex((first) => told(first) === told(mail)) < index);
  for (const mail of again) {
    const first = mails.find((one) => told(one) === told(mail))?.number ?? 0;
    expect(lastMails.some((last) => first <= last && first > last - ON_THE_WAY)).toBe(true);
  }
}, 240_000);
