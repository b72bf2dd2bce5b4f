import { describe, expect, it } from 'vitest';
import { returnView } from '../../shared/app/views/return-view.ts';
import { PersonId } from '../../shared/domain/ids.ts';
import { anOffice } from '../support/office.ts';
import { aLine } from '../support/package-p.ts';
import { refused } from '../support/refused.ts';
import { at, facts, fileReport, inMay, nilReport, reportOf, rowsOwed, sound } from '../support/reporting.ts';
import { ticked } from '../support/whole-round.ts';
import { withCommunes } from '../support/with-communes.ts';

describe('scenarios of the domain reference, of reports', () => {
  it('8: the commune whose estimate is outside the chain, and blocked, still owes its reports of 31/5 and 30/11', async () => {
    const office = await anOffice('tay-giang-2021-2025', '2022-02-14T01:00:00.000Z');
    await office.open();
    await office.fileP();
    const lines = [aLine({ activity: 'c.6', unitPrice: '9.000.000' })];
    const estimate = { do: 'submit-estimate', estimate: office.estimateOf('tg.lang'), seen: 0, lines };
    expect(await refused(office, 'tg.lang.cc', estimate)).toMatchObject({
      kind: 'outside-chain',
      unit: 'tg.lang',
      route: 'commune_budget',
    });
    at(office, '2022-05-03T01:00:00.000Z');
    await ticked(office);
    expect((await reportOf(office, 'tg.r6', 'tg.lang')).body.due).toBe('2022-05-31');
    at(office, '2022-11-01T01:00:00.000Z');
    await ticked(office);
    expect((await reportOf(office, 'tg.r12', 'tg.lang')).body.due).toBe('2022-11-30');
  });

  const until2026 =
    (rollForward: boolean) =>
    (json: unknown): unknown =>
      JSON.parse(
        JSON.stringify(json)
          .replaceAll('"end":"2025-12-31"', '"end":"2026-12-31"')
          .replace('"monthDay":"06-01",', `"monthDay":"06-01","rollForward":${rollForward},`),
      );

  it('17: due before 01/6/2026, whose eve is a Sunday: reminded on Friday, on time that night, late on Monday', async () => {
    const office = await anOffice('tay-giang-2021-2025', '2026-05-04T01:00:00.000Z', undefined, until2026(false));
    await ticked(office);
    const { task } = (await reportOf(office, 'tg.r6', 'tg.lang')).body;
    const climbed = async (moment: string) => {
      at(office, moment);
      await ticked(office);
      return (await office.load('task', task)).body.climbed;
    };
    expect(await climbed('2026-05-29T00:29:00.000Z')).toBe(-5);
    // T-1 and T fall on Friday together; nothing comes on the weekend.
    expect(await climbed('2026-05-29T00:30:00.000Z')).toBe(0);
    expect(await climbed('2026-05-31T13:00:00.000Z')).toBe(0);
    at(office, '2026-05-31T14:00:00.000Z');
    await fileReport(office, 'tg.r6', 'tg.lang');
    at(office, '2026-06-01T01:00:00.000Z');
    await fileReport(office, 'tg.r6', 'tg.dang');
    expect(await facts(office, 'tg.r6', 'tg.lang')).toEqual(['received', { kind: 'on-time' }]);
    expect(await facts(office, 'tg.r6', 'tg.dang')).toEqual(['received', { kind: 'late', days: 1 }]);
  });

  it('17: in a plan that rolls its dates forward Monday is on time', async () => {
    const office = await anOffice('tay-giang-2021-2025', '2026-05-04T01:00:00.000Z', undefined, until2026(true));
    await ticked(office);
    at(office, '2026-06-01T01:00:00.000Z');
    await fileReport(office, 'tg.r6', 'tg.dang');
    expect(await facts(office, 'tg.r6', 'tg.dang')).toEqual(['received', { kind: 'on-time' }]);
  });

  it('19: “không phát sinh” is on time, differs from silence, and leaves c.6 at 0 of 2 quarters', async () => {
    const office = await inMay();
    await nilReport(office, 'tg.r6', 'tg.trhy', 'Xã chưa bố trí được kinh phí');
    at(office, '2022-06-01T01:00:00.000Z');
    expect(await facts(office, 'tg.r6', 'tg.trhy')).toEqual(['nil', { kind: 'on-time' }]);
    expect(await facts(office, 'tg.r6', 'tg.gari')).toEqual(['missing', undefined]);
    const session = { locality: office.locality, plan: office.plan.id, person: PersonId.parse('tg.trhy.cc') };
    const seen = await returnView(office.ports, session, office.returnOf('tg.r6', 'tg.trhy'));
    expect(seen.kind === 'seen' && seen.view.unmet).toMatchObject([
      {
        activity: 'c.6',
        unmet: [
          { span: '2022-Q1', made: 0, owed: 1 },
          { span: '2022-Q2', made: 0, owed: 1 },
        ],
      },
    ]);
  });

  it('21: of an event without a chain: 12/10 at 22:10 is on time, 13/10 at 00:05 is late, what was spent is a memo', async () => {
    const office = await anOffice('son-duong-10-10-2022', '2022-10-03T01:00:00.000Z', undefined, withCommunes);
    await ticked(office);
    const { body } = await office.load('cycle', office.cycleOf('sd.re'));
    expect(body).toMatchObject({ due: '2022-10-12', recipient: 'sd.vhtt' });
    expect(body.units.count).toBe(5);
    at(office, '2022-10-12T15:10:00.000Z');
    const rows = (await rowsOwed(office, 'sd.re', 'sd.tantrao')).map((row, index) =>
      index === 0 ? { ...row, spent: '4.500.000' } : row,
    );
    await fileReport(office, 'sd.re', 'sd.tantrao', rows);
    at(office, '2022-10-12T17:05:00.000Z');
    await fileReport(office, 'sd.re', 'sd.sonnam');
    expect(await facts(office, 'sd.re', 'sd.tantrao')).toEqual(['received', { kind: 'on-time' }]);
    expect(await facts(office, 'sd.re', 'sd.sonnam')).toEqual(['received', { kind: 'late', days: 1 }]);
    const session = { locality: office.locality, plan: office.plan.id, person: PersonId.parse('sd.vhtt.cv') };
    const seen = await returnView(office.ports, session, office.returnOf('sd.re', 'sd.tantrao'));
    expect(seen.kind === 'seen' && seen.view.memo).toBe(true);
    expect(seen.kind === 'seen' && seen.view.content?.rows[0]?.spent).toBe(4_500_000);
    expect(
      await office.send('sd.tantrao.cc', {
        do: 'open-round',
        plan: office.plan.id,
        year: 2022,
        members: {},
        due: { estimate: '2022-10-20', approval: '2022-10-25' },
      }),
    ).toEqual({ kind: 'no-chain' });
    await sound(office);
  });
});
