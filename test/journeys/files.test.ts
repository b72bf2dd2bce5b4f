import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { localClient } from '../../infra/local/local-tables.ts';
import { dynamoScan } from '../../shared/adapters/dynamodb-scan.ts';
import { sha256 } from '../../shared/adapters/hash.ts';
import { verifyStore } from '../../shared/app/verify.ts';
import type { Browser } from '../support/browser.ts';
import { hashOf } from '../support/memory-files.ts';
import { proposing } from '../support/package-p.ts';
import { aPdf, macroParts, workbookParts, zipOf } from '../support/sample-files.ts';
import { openRuntime } from './open-runtime.ts';
import { peopleOnPages, PLAN } from './people-on-pages.ts';
import { aFolder, outcome, type Started, started } from './started-runtime.ts';

const fileOf = (name: string, bytes: Uint8Array): File => new File([Uint8Array.from(bytes)], name);

const estimateOfTt = `/estimates/${PLAN}.2022%3Atg.tt`;
const thePackage = `/packages/${PLAN}.2022.p1`;

/** Uploads a file on the page that leads there, and gives the page that shows it. */
const uploadOn = async (browser: Browser, link: string, button: string, file: File) => {
  await browser.follow(link);
  return browser.upload(button, file);
};

it('quotes and the signed paper go with the round from page to page, and come back byte for byte', async () => {
  const { runtime, faults } = await openRuntime(PLAN);
  const settle = () => runtime.timeline.settled();
  const people = peopleOnPages(runtime.portalUrl, 'vi', settle);
  const { files } = people.t;
  const morning = (day: string) => runtime.timeline.stepTo(new Date(`2022-02-${day}T09:00:00+07:00`));

  await people.openRound();
  for (const unit of proposing) await people.file(unit);
  await people.signNil();

  const unit = await people.as('tg.tt.vc');
  await unit.open(estimateOfTt);
  const quote = zipOf(workbookParts);
  const shown = await uploadOn(unit, files.add, files.upload, fileOf('Báo giá video clip.xlsx', quote));
  expect(shown.text).toContain(files.confirmTitle);
  expect(shown.text).toContain(hashOf(quote));
  await people.done(await unit.submit(files.attach, { about: '3' }), 'attached');
  expect(unit.page().text).toContain('Dòng 3: Video clip');
  const own = await unit.download('Báo giá video clip.xlsx');
  expect(own.bytes).toEqual(quote);
  expect(Object.fromEntries(own.headers)).toMatchObject({
    'content-disposition': expect.stringMatching(
      /^attachment; .*filename\*=UTF-8''B%C3%A1o%20gi%C3%A1%20video%20clip\.xlsx$/,
    ),
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'no-store',
  });

  const bad = await uploadOn(unit, files.add, files.upload, fileOf('Báo giá 2.xlsx', zipOf(macroParts)));
  expect([bad.status, bad.text.includes('macro')]).toEqual([422, true]);
  const huge = await uploadOn(unit, files.add, files.upload, fileOf('quét.pdf', new Uint8Array(20_000_001)));
  expect([huge.status, huge.text.includes('20 MB')]).toEqual([422, true]);

  await people.lock();
  await morning('15');
  await people.passSynthesis();
  await morning('16');
  const finance = await people.as('tg.tckh.cv');
  await finance.open(thePackage);
  expect((await finance.download('Báo giá video clip.xlsx')).bytes).toEqual(quote);
  await people.done(await people.sign(await people.appraisalConfirm({})), 'forwarded');
  await morning('17');
  await people.approve(await people.decisionForm(), '17/02/2022');

  const chair = await people.as('tg.ubnd.ct');
  await chair.open(thePackage);
  const scan = aPdf('Quyết định số 145/QĐ-UBND');
  await uploadOn(chair, files.addPaper, files.upload, fileOf('QĐ 145.pdf', scan));
  await people.done(await chair.submit(files.attach), 'attached');
  expect(chair.page().text).toContain('Phê duyệt, lần trình 1');

  const told = await people.as('tg.tt.vc');
  await told.open(`/results/${PLAN}.2022.p1`);
  expect((await told.download('QĐ 145.pdf')).bytes).toEqual(scan);
  const other = await people.as('tg.kt.cv');
  await other.open(thePackage);
  expect(other.page().text).toContain('QĐ 145.pdf');
  expect(other.page().text).not.toContain('Báo giá video clip.xlsx');

  const scanOfStore = dynamoScan(localClient(runtime.endpointUrl), runtime.tables);
  expect((await verifyStore(scanOfStore, sha256, runtime.files())).faults).toEqual([]);
  expect(faults).toEqual([]);
}, 120_000);

it('an upload outlives kill -9 and leaves nothing in the journal until it is attached; an attached file stays', async () => {
  const data = path.join(aFolder(), 'data');
  let runtime: Started = await started('--data', data, '--plan', PLAN, '--clock', '2022-02-14T08:00');
  const people = () => peopleOnPages(runtime.portal, 'vi', () => runtime.pass(1));
  const { files } = people().t;
  await people().openRound();
  await people().file('tg.tt');

  const browser = await people().as('tg.tt.vc');
  await browser.open(estimateOfTt);
  const quote = aPdf();
  const shown = await uploadOn(browser, files.add, files.upload, fileOf('Báo giá.pdf', quote));
  expect(shown.text).toContain(files.confirmTitle);
  await runtime.kill();
  const before = await outcome('verify', '--data', data);
  expect(before).toMatchObject({ code: 0 });

  runtime = await started('--data', data, '--plan', PLAN);
  const again = await people().as('tg.tt.vc');
  await again.open(estimateOfTt);
  expect(again.page().text).not.toContain('Báo giá.pdf');
  await again.open(`${shown.url.pathname}${shown.url.search}`);
  expect(again.page().text).toContain(hashOf(quote));
  await again.press(files.attach);
  await runtime.kill();

  runtime = await started('--data', data, '--plan', PLAN);
  const last = await people().as('tg.tt.vc');
  await last.open(estimateOfTt);
  expect((await last.download('Báo giá.pdf')).bytes).toEqual(quote);
  expect(await outcome('verify', '--data', data)).toMatchObject({ code: 0, complained: '' });
  await runtime.stop();

  const folder = path.join(data, 'files');
  expect(readdirSync(folder)).toEqual([hashOf(quote)]);
  rmSync(path.join(folder, hashOf(quote)));
  const off = await outcome('verify', '--data', data);
  expect(off.code).toBe(1);
  expect(off.said).toContain(`“Báo giá.pdf” ${hashOf(quote)}: the file is not in the store under its hash`);
}, 120_000);
