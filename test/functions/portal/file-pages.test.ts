import { describe, expect, it } from 'vitest';
import { attachToEstimate, attachToStage } from '../../support/attaching.ts';
import { atFinance } from '../../support/at-finance.ts';
import { registerPlan } from '../../../shared/app/register-plan.ts';
import { anOffice, type Office, planFile } from '../../support/office.ts';
import { packageP } from '../../support/package-p.ts';
import { aPdf, macroParts, zipOf } from '../../support/sample-files.ts';
import { aWholeRound } from '../../support/whole-round.ts';
import { aPortal, formFields } from './portal-office.ts';

const tt = '/estimates/tay-giang-2021-2025.2022%3Atg.tt';
const pkg = '/packages/tay-giang-2021-2025.2022.p1';
const results = '/results/tay-giang-2021-2025.2022.p1';

const submitted = async (): Promise<Office> => {
  const office = await anOffice();
  await office.open();
  await office.submit('tg.tt', packageP['tg.tt']);
  return office;
};

type Person = Awaited<ReturnType<ReturnType<typeof aPortal>['as']>>;

/** Uploads by the form of the page, as the store takes it; gives where the store sends the browser. */
const upload = async (office: Office, person: Person, place: string, name: string, bytes: Uint8Array) => {
  const fields = formFields((await person.get(`${place}/files/new`)).text, 'https://files.example/');
  const key = (fields.get('key') ?? '').replace('${filename}', () => name);
  office.objects.set(key, bytes);
  const back = new URL(fields.get('success_action_redirect') ?? '');
  return `${back.pathname}?${new URLSearchParams({ bucket: 'files', key, etag: '"e"' }).toString()}`;
};

describe.each([
  {
    language: 'vi',
    words: ['Tệp đính kèm', 'Đính kèm tệp', 'Xem lại rồi đính kèm', 'Dòng 3: Video clip', 'Đã đính kèm tệp.', 'Gỡ'],
  },
  {
    language: 'en',
    words: [
      'Attached files',
      'Attach a file',
      'Look at it, then attach',
      'Line 3: Video clip',
      'The file is attached.',
      'Take off',
    ],
  },
])(
  'the pages of files, in $language',
  ({ language, words: [title = '', add = '', confirm = '', line = '', done = '', off = ''] }) => {
    it('attach a file in two pages without script, list it, hand it out, and take it off', async () => {
      const office = await submitted();
      const person = await aPortal(office).as('tg.tt.vc', { language });
      const estimate = await person.get(tt);
      expect(estimate.text).toContain(title);
      expect(estimate.text).toContain(`href="${tt}/files/new"`);

      const page = await person.get(`${tt}/files/new`);
      expect(page.text).toContain(add);
      expect(page.text).toMatch(
        /<form[^>]*method="post" action="https:\/\/files\.example\/" enctype="multipart\/form-data">/,
      );
      expect(page.text.indexOf('type="file"')).toBeGreaterThan(
        page.text.lastIndexOf('type="hidden"', page.text.indexOf('type="file"')),
      );
      expect(page.headers.get('content-security-policy')).toContain("form-action 'self' https://files.example;");

      const before = structuredClone(office.memory);
      const to = await upload(office, person, tt, 'Báo giá <1>.pdf', aPdf());
      const shown = await person.get(to);
      expect(shown.status).toBe(200);
      expect(shown.text).toContain(confirm);
      expect(shown.text).toContain(line);
      expect(shown.text).toContain('Báo giá _1_.pdf');
      expect(shown.text).not.toContain('<1>');
      expect(office.memory).toEqual(before);

      const [action = ''] = to.split('?');
      const answer = await person.submit(to, { about: '3' }, action);
      expect([answer.status, answer.location]).toEqual([303, `${tt}?done=attached`]);
      const listed = await person.get(`${tt}?done=attached`);
      for (const word of [done, 'Báo giá _1_.pdf', line, off]) expect(listed.text).toContain(word);

      const [, link = ''] = /href="([^"]*\/files\/[0-9a-f]{64})"/.exec(listed.text) ?? [];
      const download = await person.get(link);
      expect([download.status, download.headers.get('cache-control')]).toEqual([303, 'no-store']);
      expect(office.objects.get(new URL(download.location ?? '').pathname.slice(1))).toEqual(aPdf());

      const detached = await person.submit(tt, {}, `${link}/detach`);
      expect(detached.location).toBe(`${tt}?done=detached`);
      expect((await person.get(tt)).text).not.toContain('Báo giá _1_.pdf');
      expect((await person.get(link)).status).toBe(409);
    });

    it('say why a file is refused, and lead to another try', async () => {
      const office = await submitted();
      const person = await aPortal(office).as('tg.tt.vc', { language });
      const before = structuredClone(office.memory);
      const refused = await person.get(await upload(office, person, tt, 'Báo giá.xlsx', zipOf(macroParts)));
      expect(refused.status).toBe(422);
      expect(refused.text).toContain('Báo giá.xlsx');
      expect(refused.text).toContain('macro');
      expect(refused.text).toContain(`${tt}/files/new`);
      const gone = await person.get(`${tt}/files/received/3f2b1c4d-0000-4000-8000-000000000000`);
      expect(gone.status).toBe(409);
      expect(office.memory).toEqual(before);
    });
  },
);

describe('the file of an estimate', () => {
  const attached = async () => {
    const office = await submitted();
    const quote = attachToEstimate(office, 'tg.tt', 1);
    await office.act('tg.tt.vc', quote);
    return { office, file: `${tt}/files/${quote.sha256}` };
  };

  it.each([
    ['its own unit', 'tg.tt.vc', 303],
    ['the office that sees the round', 'tg.tckh.cv', 303],
    ['another unit', 'tg.kt.cv', 403],
  ])('is handed out to who may see it: %s', async (_who, person, status) => {
    const { office, file } = await attached();
    expect((await (await aPortal(office).as(person)).get(file)).status).toBe(status);
  });

  it('is not there for another locality, nor under another record, nor for nobody', async () => {
    const { office, file } = await attached();
    const portal = aPortal(office);
    await registerPlan(office.ports, planFile('tam-ky-2021-2025'));
    const stranger = await portal.as('tk.ubnd.ct', { plan: 'tam-ky-2021-2025', locality: 'tam-ky' });
    expect((await stranger.get(file)).status).toBe(404);
    const finance = await portal.as('tg.tckh.cv');
    expect((await finance.get(file.replace('tg.tt', 'tg.kt'))).status).toBe(409);
    expect((await portal.request(file)).status).toBe(303);
    expect((await portal.request(file)).location).toMatch(/^\/sign-in/);
  });

  it('offers no form to who may not attach', async () => {
    const { office } = await attached();
    const finance = await aPortal(office).as('tg.tckh.cv');
    expect((await finance.get(tt)).text).not.toContain('/files/new');
    expect((await finance.get(`${tt}/files/new`)).status).toBe(403);
  });

  it('is attached to the line that was chosen only where there is one; the page comes back with the choice', async () => {
    const office = await submitted();
    const person = await aPortal(office).as('tg.tt.vc');
    const to = await upload(office, person, tt, 'a.pdf', aPdf());
    const answer = await person.submit(to, { about: '77' }, to.split('?')[0]);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Nơi đính kèm');
    expect(answer.text).toContain('value="77" selected');
  });
});

it('a name in decomposed letters, as some machines write it, is found again and kept composed', async () => {
  const office = await submitted();
  const person = await aPortal(office).as('tg.tt.vc');
  const to = await upload(office, person, tt, 'Báo giá.pdf'.normalize('NFD'), aPdf());
  expect((await person.submit(to, {}, to.split('?')[0])).status).toBe(303);
  expect((await person.get(tt)).text).toContain('>Báo giá.pdf</a>');
});

describe('the papers of a package', () => {
  it('show Finance what each unit attached, and let it attach to its own stage', async () => {
    const office = await submitted();
    await office.act('tg.tt.vc', attachToEstimate(office, 'tg.tt', 3));
    await office.lock();
    await office.forward('synthesis');
    const finance = await aPortal(office).as('tg.tckh.cv');
    const page = await finance.get(pkg);
    expect(page.text).toContain('Báo giá.pdf');
    expect(page.text).toContain('Dòng 3: Video clip');
    expect(page.text).toContain(`${pkg}/files/new`);
    const to = await upload(office, finance, pkg, 'Báo cáo thẩm định.pdf', aPdf());
    await finance.submit(to, {}, to.split('?')[0]);
    expect((await finance.get(pkg)).text).toContain('Thẩm định, lần trình 1');
  });

  it('show a unit the signed decision and none of the papers before it', async () => {
    const office = await aWholeRound();
    const { submission } = (await office.thePackage()).body.position;
    const report = attachToStage(office, 'appraisal', submission, 'Báo cáo nội bộ.pdf');
    const scan = attachToStage(office, 'approval', submission);
    await office.act('tg.tckh.cv', report);
    await office.act('tg.ubnd.ct', scan);
    const portal = aPortal(office);
    const unit = await portal.as('tg.tt.vc');
    for (const page of [pkg, results]) {
      expect((await unit.get(page)).text).toContain('Quyết định 145.pdf');
      expect((await unit.get(page)).text).not.toContain('Báo cáo nội bộ.pdf');
    }
    expect((await unit.get(`${pkg}/files/${scan.sha256}`)).status).toBe(303);
    expect((await unit.get(`${pkg}/files/${report.sha256}`)).status).toBe(409);
    const finance = await portal.as('tg.tckh.cv', { language: 'en' });
    expect((await finance.get(results)).text).toContain('Báo cáo nội bộ.pdf');
  });

  it('cannot be attached by an office that has not had the package', async () => {
    const office = await atFinance();
    const chair = await aPortal(office).as('tg.ubnd.ct');
    expect((await chair.get(`${pkg}/files/new`)).status).toBe(403);
  });
});
