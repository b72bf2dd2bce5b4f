import { describe, expect, it } from 'vitest';
import { filesOf } from '../../shared/app/file-commands.ts';
import { MOST_FILES } from '../../shared/domain/attached-file.ts';
import { bodySchemas } from '../../shared/domain/records.ts';
import { atFinance } from '../support/at-finance.ts';
import { attachToEstimate, attachToStage, uploaded } from '../support/attaching.ts';
import { checkInvariants } from '../support/invariants.ts';
import { anOffice, type Office } from '../support/office.ts';
import { packageP } from '../support/package-p.ts';
import { aPdf, macroParts, zipOf } from '../support/sample-files.ts';
import { aWholeRound } from '../support/whole-round.ts';
import { refused } from '../support/refused.ts';

const submitted = async (): Promise<Office> => {
  const office = await anOffice();
  await office.open();
  await office.submit('tg.tt', packageP['tg.tt']);
  return office;
};

const onEstimate = async (office: Office, unit: string) => filesOf(office, await office.estimate(unit));
const onPackage = async (office: Office) => filesOf(office, await office.thePackage());
const keptIn = ({ objects }: Office) => [...objects.keys()].filter((key) => key.startsWith('files/'));

describe('a unit', () => {
  it('attaches quotes to its estimate and to lines, and all is in the journal, the bytes under their hash', async () => {
    const office = await submitted();
    const whole = attachToEstimate(office, 'tg.tt');
    const ofLine = attachToEstimate(office, 'tg.tt', 3, 'Báo giá video.pdf');
    await office.act('tg.tt.vc', whole);
    await office.act('tg.tt.vc', ofLine);
    const at = office.clock.now().toISOString();
    expect(await onEstimate(office, 'tg.tt')).toEqual([
      {
        sha256: whole.sha256,
        size: aPdf('Báo giá.pdf').length,
        type: 'pdf',
        name: 'Báo giá.pdf',
        about: { of: 'estimate', line: null },
        by: 'tg.tt.vc',
        at,
      },
      {
        sha256: ofLine.sha256,
        size: aPdf('Báo giá video.pdf').length,
        type: 'pdf',
        name: 'Báo giá video.pdf',
        about: { of: 'estimate', line: 3 },
        by: 'tg.tt.vc',
        at,
      },
    ]);
    expect(office.objects.get(`files/tay-giang/${ofLine.sha256}`)).toEqual(aPdf('Báo giá video.pdf'));
    await checkInvariants(office, new Map(), true);
  });

  it('takes one off again before the lock; the bytes and both entries stay', async () => {
    const office = await submitted();
    const attach = attachToEstimate(office, 'tg.tt');
    await office.act('tg.tt.vc', attach);
    await office.act('tg.tt.vc', { do: 'detach-file', target: attach.target, sha256: attach.sha256 });
    expect(await onEstimate(office, 'tg.tt')).toEqual([]);
    expect(keptIn(office)).toHaveLength(1);
    expect(await office.send('tg.tt.vc', { do: 'detach-file', target: attach.target, sha256: attach.sha256 })).toEqual({
      kind: 'not-attached',
    });
    await checkInvariants(office, new Map(), true);
  });

  it('attaches the same file to two lines, and to neither twice', async () => {
    const office = await submitted();
    const first = attachToEstimate(office, 'tg.tt', 1, 'a.pdf');
    await office.act('tg.tt.vc', first);
    await office.act('tg.tt.vc', attachToEstimate(office, 'tg.tt', 2, 'a.pdf'));
    const again = attachToEstimate(office, 'tg.tt', 1, 'a.pdf');
    expect(await refused(office, 'tg.tt.vc', again)).toEqual({ kind: 'already-attached' });
  });

  it('sends the same command twice with one effect, even when the upload is gone', async () => {
    const office = await submitted();
    const command = attachToEstimate(office, 'tg.tt');
    expect(await office.send('tg.tt.vc', command, 'attach-once')).toEqual({ kind: 'recorded', repeated: false });
    office.objects.delete(`pending/tay-giang/${command.upload.id}/${command.upload.name}`);
    expect(await office.send('tg.tt.vc', command, 'attach-once')).toEqual({ kind: 'recorded', repeated: true });
    expect(await onEstimate(office, 'tg.tt')).toHaveLength(1);
  });

  it('is one of those who prepared: it does not appraise what it proved', async () => {
    const office = await submitted();
    await office.act('tg.tt.vc', attachToEstimate(office, 'tg.tt'));
    expect((await office.estimate('tg.tt')).body.preparers).toEqual(['tg.tt.vc']);
  });

  it('has as many files as there can be and its record stays small', async () => {
    const office = await submitted();
    for (let n = 0; n < MOST_FILES; n += 1)
      await office.act('tg.tt.vc', attachToEstimate(office, 'tg.tt', null, `${'Ộ'.repeat(100)} ${n}.pdf`));
    expect(JSON.stringify((await office.estimate('tg.tt')).body).length).toBeLessThan(3000);
    expect(await refused(office, 'tg.tt.vc', attachToEstimate(office, 'tg.tt', null, 'một nữa.pdf'))).toEqual({
      kind: 'too-many-files',
      most: MOST_FILES,
    });
  });
});

describe('a file is not attached, and nothing is kept,', () => {
  it.each([
    ['by another unit', 'tg.kt.cv', { kind: 'not-yours', offices: ['tg.tt'] }],
    ['by the office that locks', 'tg.vhtt.cv', { kind: 'not-yours', offices: ['tg.tt'] }],
  ])('%s', async (_what, person, outcome) => {
    const office = await submitted();
    expect(await refused(office, person, attachToEstimate(office, 'tg.tt'))).toEqual(outcome);
  });

  it('to a line that was never submitted', async () => {
    const office = await submitted();
    expect(await refused(office, 'tg.tt.vc', attachToEstimate(office, 'tg.tt', 4))).toEqual({
      kind: 'problems',
      problems: [{ path: 'about', code: 'unknown-line' }],
    });
  });

  it('to an estimate after the lock', async () => {
    const office = await atFinance();
    expect(await refused(office, 'tg.tt.vc', attachToEstimate(office, 'tg.tt'))).toMatchObject({ kind: 'locked' });
  });

  it.each([
    ['of HTML renamed to PDF', 'a.pdf', Buffer.from('<html></html>'), 'unknown-type'],
    ['with macros', 'a.xlsx', zipOf(macroParts), 'macros'],
    ['with two endings', 'a.exe.pdf', aPdf(), 'hidden-ending'],
    ['of nothing', 'a.pdf', new Uint8Array(), 'empty'],
    ['that is too large', 'a.pdf', new Uint8Array(20_000_001), 'too-large'],
  ])('%s', async (_what, name, bytes, why) => {
    const office = await submitted();
    const command = {
      do: 'attach-file',
      target: { of: 'estimate', estimate: office.estimateOf('tg.tt'), line: null },
      ...uploaded(office, name, Uint8Array.from(bytes)),
    };
    expect(await refused(office, 'tg.tt.vc', command)).toEqual({ kind: 'file-refused', why, name });
  });

  it('that was changed after it was shown', async () => {
    const office = await submitted();
    const command = attachToEstimate(office, 'tg.tt');
    office.objects.set(`pending/tay-giang/${command.upload.id}/${command.upload.name}`, aPdf('khác'));
    expect(await refused(office, 'tg.tt.vc', command)).toEqual({ kind: 'upload-replaced' });
  });

  it('that is no longer there, or lies in another locality', async () => {
    const office = await submitted();
    const command = attachToEstimate(office, 'tg.tt');
    const key = `pending/tay-giang/${command.upload.id}/${command.upload.name}`;
    office.objects.set(key.replace('tay-giang', 'tam-ky'), aPdf());
    office.objects.delete(key);
    expect(await refused(office, 'tg.tt.vc', command)).toEqual({ kind: 'upload-gone' });
  });

  it('until its upload is confirmed: an upload alone leaves nothing', async () => {
    const office = await submitted();
    const before = structuredClone(office.memory);
    uploaded(office);
    await office.machines.settle();
    expect(office.memory).toEqual(before);
    expect(keptIn(office)).toEqual([]);
  });

  it('by a commit that is lost to another one: it is decided anew, once', async () => {
    let race: (() => Promise<void>) | undefined;
    const office = await anOffice(undefined, undefined, async () => {
      const now = race;
      race = undefined;
      await now?.();
    });
    await office.open();
    await office.submit('tg.tt', packageP['tg.tt']);
    const second = attachToEstimate(office, 'tg.tt', null, 'thứ hai.pdf');
    race = () => office.act('tg.tt.vc', second);
    await office.act('tg.tt.vc', attachToEstimate(office, 'tg.tt', null, 'thứ nhất.pdf'));
    expect((await onEstimate(office, 'tg.tt')).map(({ name }) => name)).toEqual(['thứ hai.pdf', 'thứ nhất.pdf']);
    await checkInvariants(office, new Map(), true);
  });
});

describe('the signed paper', () => {
  it('is attached to the decision by the office that decided, also after it was published, and stays', async () => {
    const office = await aWholeRound();
    const { body } = await office.thePackage();
    const { submission } = body.position;
    const scan = attachToStage(office, 'approval', submission);
    await office.act('tg.ubnd.ct', scan);
    expect(await onPackage(office)).toMatchObject([
      { sha256: scan.sha256, name: 'Quyết định 145.pdf', about: { of: 'stage', stage: 'approval', submission } },
    ]);
    expect(
      await refused(office, 'tg.ubnd.ct', { do: 'detach-file', target: scan.target, sha256: scan.sha256 }),
    ).toMatchObject({
      kind: 'already-decided',
      by: 'tg.ubnd.ct',
    });
    await checkInvariants(office, new Map(), true);
  });

  it('of a stage is attached while its office has the package, and comes off until it decides', async () => {
    const office = await atFinance();
    const report = attachToStage(office, 'appraisal', 1, 'Báo cáo thẩm định.pdf');
    const stray = attachToStage(office, 'appraisal', 1, 'nhầm.pdf');
    await office.act('tg.tckh.cv', report);
    await office.act('tg.tckh.cv', stray);
    await office.act('tg.tckh.cv', { do: 'detach-file', target: stray.target, sha256: stray.sha256 });
    await office.forward('appraisal');
    expect((await onPackage(office)).map(({ name }) => name)).toEqual(['Báo cáo thẩm định.pdf']);
    await checkInvariants(office, new Map(), true);
  });

  it('belongs to no stage that has not come, and to no other office', async () => {
    const office = await atFinance();
    expect(await refused(office, 'tg.ubnd.ct', attachToStage(office, 'approval'))).toMatchObject({
      kind: 'not-at-stage',
      now: 'appraisal',
    });
    expect(await refused(office, 'tg.tckh.cv', attachToStage(office, 'appraisal', 2))).toMatchObject({
      kind: 'not-at-stage',
    });
    expect(await refused(office, 'tg.tt.vc', attachToStage(office, 'appraisal'))).toMatchObject({ kind: 'not-yours' });
    expect(await refused(office, 'tg.ubnd.ct', attachToStage(office, 'appraisal'))).toMatchObject({
      kind: 'not-yours',
    });
  });

  it('makes who decides at that moment look again: what was decided is what was shown', async () => {
    const office = await atFinance();
    await office.prepare('appraisal', 'tg.tckh.cv');
    const forward = { do: 'forward-package', ...(await office.shown('appraisal')), remark: '' };
    await office.act('tg.tckh.cv', attachToStage(office, 'appraisal'));
    expect(await office.send('tg.tckh.cv', forward)).toMatchObject({ kind: 'changed-since-shown' });
  });
});

it('a record that has no file is written as it was before there were any', async () => {
  const office = await atFinance();
  const bodies = [...office.memory.records].filter(([stream]) => /#(?:estimate|package)#/.test(stream));
  expect(bodies.length).toBeGreaterThan(5);
  for (const [stream, { body }] of bodies) {
    expect(JSON.stringify(body)).not.toContain('"files"');
    const type = stream.includes('#package#') ? 'package' : 'estimate';
    expect(bodySchemas[type].parse(body)).toEqual(body);
  }
});
