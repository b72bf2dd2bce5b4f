import { describe, expect, it } from 'vitest';
import { sha256 } from '../../shared/adapters/hash.ts';
import { filesOf } from '../../shared/app/file-commands.ts';
import { verifyStore } from '../../shared/app/verify.ts';
import { attachToReport, uploaded } from '../support/attaching.ts';
import { checkInvariants } from '../support/invariants.ts';
import { scanOf } from '../support/memory-scan.ts';
import type { Office } from '../support/office.ts';
import { refused } from '../support/refused.ts';
import { at, fileReport, inMay, reportOf, sound } from '../support/reporting.ts';
import { macroParts, zipOf } from '../support/sample-files.ts';
import { ticked } from '../support/whole-round.ts';

const of = async (office: Office, unit = 'tg.lang') => filesOf(office, await reportOf(office, 'tg.r6', unit));
const detaching = ({ target, sha256: file }: ReturnType<typeof attachToReport>) => ({
  do: 'detach-file',
  target,
  sha256: file,
});

describe('evidence of a report', () => {
  it('is attached to the whole and to an activity, in the journal with who and when, the bytes under their hash', async () => {
    const office = await inMay();
    const whole = attachToReport(office, 'tg.r6', 'tg.lang');
    const ofActivity = attachToReport(office, 'tg.r6', 'tg.lang', 'c.6', 'Biên bản.pdf');
    await office.act('tg.lang.cc', whole);
    await office.act('tg.lang.cc', ofActivity);
    expect((await of(office)).map(({ name, about, by }) => [name, about, by])).toEqual([
      ['Ảnh diễn đàn.pdf', { of: 'return', activity: null }, 'tg.lang.cc'],
      ['Biên bản.pdf', { of: 'return', activity: 'c.6' }, 'tg.lang.cc'],
    ]);
    expect(office.objects.has(`files/tay-giang/${ofActivity.sha256}`)).toBe(true);
    expect(
      await refused(office, 'tg.lang.cc', attachToReport(office, 'tg.r6', 'tg.lang', 'c.6', 'Biên bản.pdf')),
    ).toEqual({ kind: 'already-attached' });
    await sound(office);
    await checkInvariants(office, new Map(), true);
  });

  it('is taken off before it is filed, and stays once it went up with a version', async () => {
    const office = await inMay();
    const first = attachToReport(office, 'tg.r6', 'tg.lang');
    await office.act('tg.lang.cc', first);
    await office.act('tg.lang.cc', detaching(first));
    expect(await of(office)).toEqual([]);
    const second = attachToReport(office, 'tg.r6', 'tg.lang', 'a', 'Kế hoạch.pdf');
    await office.act('tg.lang.cc', second);
    at(office, '2022-05-30T02:00:00.000Z');
    await fileReport(office, 'tg.r6', 'tg.lang');
    expect(await refused(office, 'tg.lang.cc', detaching(second))).toEqual({ kind: 'evidence-stands', version: 1 });
    at(office, '2022-05-30T03:00:00.000Z');
    const later = attachToReport(office, 'tg.r6', 'tg.lang', 'a', 'Kế hoạch đã ký.pdf');
    await office.act('tg.lang.cc', later);
    await office.act('tg.lang.cc', detaching(later));
    expect((await of(office)).map(({ name }) => name)).toEqual(['Kế hoạch.pdf']);
    await sound(office);
    await checkInvariants(office, new Map(), true);
  });

  it('comes after the cut, too, as a late report does, and changes neither of the two facts', async () => {
    const office = await inMay();
    at(office, '2022-05-30T02:00:00.000Z');
    await fileReport(office, 'tg.r6', 'tg.lang');
    at(office, '2022-06-04T01:00:00.000Z');
    await ticked(office);
    const before = (await reportOf(office, 'tg.r6', 'tg.lang')).body;
    await office.act('tg.lang.cc', attachToReport(office, 'tg.r6', 'tg.lang'));
    const { files, ...after } = (await reportOf(office, 'tg.r6', 'tg.lang')).body;
    expect(files?.count).toBe(1);
    expect(after).toEqual(before);
    await sound(office);
  });

  it.each([
    ['another unit', 'tg.dang.cc'],
    ['the office that the report goes to', 'tg.vhtt.cv'],
  ])('is not %s’s to attach or to take off', async (_who, person) => {
    const office = await inMay();
    expect(await refused(office, person, attachToReport(office, 'tg.r6', 'tg.lang'))).toEqual({
      kind: 'not-yours',
      offices: ['tg.lang'],
    });
    const own = attachToReport(office, 'tg.r6', 'tg.lang');
    await office.act('tg.lang.cc', own);
    expect(await refused(office, person, detaching(own))).toMatchObject({ kind: 'not-yours' });
  });

  it('of an activity that the unit does not report on, of a forbidden type or size or of no report is refused', async () => {
    const office = await inMay();
    const strange = attachToReport(office, 'tg.r6', 'tg.lang', 'd.2');
    expect(await refused(office, 'tg.lang.cc', strange)).toEqual({
      kind: 'problems',
      problems: [{ path: 'about', code: 'not-owed', given: 'd.2' }],
    });
    const macros = { ...attachToReport(office, 'tg.r6', 'tg.lang'), ...uploaded(office, 'So.xlsx', zipOf(macroParts)) };
    expect(await refused(office, 'tg.lang.cc', macros)).toMatchObject({ kind: 'file-refused', why: 'macros' });
    const large = {
      ...attachToReport(office, 'tg.r6', 'tg.lang'),
      ...uploaded(office, 'a.pdf', new Uint8Array(20_000_001)),
    };
    expect(await refused(office, 'tg.lang.cc', large)).toMatchObject({ kind: 'file-refused', why: 'too-large' });
    const nowhere = attachToReport(office, 'tg.rx', 'tg.lang');
    expect(await refused(office, 'tg.lang.cc', nowhere)).toMatchObject({ kind: 'not-found' });
  });

  it('that is missing from the store or from its list is named by verify', async () => {
    const office = await inMay();
    await office.act('tg.lang.cc', attachToReport(office, 'tg.r6', 'tg.lang'));
    office.objects.clear();
    const { faults } = await verifyStore(scanOf(office.memory), sha256, office.ports.files);
    expect(faults).toMatchObject([{ fault: 'file-missing' }]);
    expect(faults[0]?.where).toContain('Ảnh diễn đàn.pdf');
  });
});
