import { describe, expect, it } from 'vitest';
import { readLapses } from '../../shared/app/content.ts';
import { ledgerIdOf, UnitId } from '../../shared/domain/ids.ts';
import { LAST_DAY } from '../support/closed-year.ts';
import { checkInvariants } from '../support/invariants.ts';
import { approvedSources } from '../support/many-sources.ts';
import type { Office } from '../support/office.ts';
import { problem, refused } from '../support/refused.ts';

const finance = 'tg.tckh.cv';
const ledgerOf = async (office: Office, unit: string) =>
  (await office.load('ledger', ledgerIdOf(office.round, UnitId.parse(unit)))).body;

describe('granting from several sources', () => {
  it('keeps the balance of each activity from each source, through tranches and what is taken back', async () => {
    const office = await approvedSources();
    await office.act(
      finance,
      await office.grant('tg.tt', { 'b.1': { state_budget: 20_000_000, mobilised: 4_000_000 } }),
    );
    await office.act(
      finance,
      await office.grant('tg.tt', { 'b.1': { mobilised: 5_000_000 }, 'b.4': { merged_programme: 400_000 } }, 2),
    );
    const standing = async () =>
      (await ledgerOf(office, 'tg.tt')).balances.map(({ activity, source, approved, granted }) => [
        activity,
        source,
        approved,
        granted,
      ]);
    expect(await standing()).toEqual([
      ['b.1', 'state_budget', 37_000_001, 20_000_000],
      ['b.1', 'mobilised', 9_000_000, 9_000_000],
      ['b.4', 'merged_programme', 14_400_000, 400_000],
      ['d.2', 'state_budget', 30_000_000, 0],
    ]);
    const more = await office.grant('tg.tt', { 'b.1': { mobilised: 1 } }, 3);
    expect(await refused(office, finance, more)).toEqual(problem('split[0].amount', 'above-balance', { balance: 0 }));
    await office.act(finance, await office.reversal('tg.tt', 2));
    expect((await standing()).map(([, , , granted]) => granted)).toEqual([20_000_000, 4_000_000, 0, 0]);
    await checkInvariants(office, new Map(), true);
  });

  it.each([
    ['that nothing of the activity was approved from', 'd.2', 'mobilised', ['state_budget']],
    ['of another activity', 'b.4', 'state_budget', ['merged_programme']],
    ['that the chain does not carry', 'b.1', 'commune_budget', ['state_budget', 'mobilised']],
  ])('refuses a source %s, and names those that there are', async (_, activity, source, allowed) => {
    const office = await approvedSources();
    const command = await office.grant('tg.tt', { [activity]: { [source]: 1 } });
    expect(await refused(office, finance, command)).toEqual(
      problem('split[0].source', 'unknown-source', { given: source, allowed }),
    );
  });

  it('refuses a row twice, and takes two sources of one activity', async () => {
    const office = await approvedSources();
    const row = { activity: 'b.1', source: 'mobilised', amount: 1 };
    const twice = await office.grant('tg.tt', {}, 1, { split: [row, { ...row, source: 'state_budget' }, row] });
    expect(await refused(office, finance, twice)).toEqual(problem('split[2].activity', 'doubled-line', {}));
    await office.act(finance, { ...twice, split: twice.split.slice(0, 2) });
  });

  it('lowers a source to what is granted of it by an adjustment, and no further, whatever the other has left', async () => {
    const office = await approvedSources();
    await office.act(finance, await office.grant('tg.vhtt', { 'c.1': { mobilised: 9_000_000 } }));
    const lines = (to: number) => [['tg.vhtt', 2, to] as const, ['tg.vhtt', 1, 40_000_000] as const];
    expect(await refused(office, finance, office.adjustment(lines(3_999_996)))).toEqual(
      problem('lines[0].amount', 'below-granted', { granted: 9_000_000 }),
    );
    await office.act(finance, office.adjustment(lines(3_999_997)));
    const held = await office.grant('tg.vhtt', { 'c.1': { mobilised: 1 } }, 2);
    expect(await refused(office, finance, held)).toEqual(problem('split[0].amount', 'above-balance', { balance: 0 }));
    await office.act(finance, await office.grant('tg.vhtt', { 'c.1': 40_000_000 }, 2));
    await office.passAdjustment(2);
    expect((await ledgerOf(office, 'tg.vhtt')).balances).toMatchObject([
      { activity: 'c.1', source: 'state_budget', approved: 40_000_000, granted: 40_000_000 },
      { activity: 'c.1', source: 'mobilised', approved: 9_000_000, granted: 9_000_000 },
      { activity: 'c.6', source: 'merged_programme', approved: 12_000_000, granted: 0 },
    ]);
    await checkInvariants(office, new Map(), true);
  });

  it("lapses by source at the year's end, of units that were granted nothing too", async () => {
    const office = await approvedSources();
    await office.act(finance, await office.grant('tg.vhtt', { 'c.1': { mobilised: 9_000_000 } }));
    office.clock.set(LAST_DAY);
    await office.act(finance, { do: 'close-round', round: office.round, remark: '' });
    const { closed } = (await office.load('round', office.round)).body;
    expect(closed?.sources).toEqual([
      { source: 'state_budget', approved: 167_600_001, granted: 0 },
      { source: 'mobilised', approved: 24_000_003, granted: 9_000_000 },
      { source: 'merged_programme', approved: 26_400_000, granted: 0 },
    ]);
    const lapses = closed === undefined ? [] : await readLapses(office.store, office.locality, closed.lapses);
    expect(lapses.find(({ unit }) => unit === 'tg.tt')?.sources).toEqual([
      { source: 'state_budget', approved: 67_000_001, granted: 0 },
      { source: 'mobilised', approved: 9_000_000, granted: 0 },
      { source: 'merged_programme', approved: 14_400_000, granted: 0 },
    ]);
    await checkInvariants(office, new Map(), true);
  });
});
