import { describe, expect, it } from 'vitest';
import { currentVersion } from '../../shared/domain/estimate.ts';
import { approvalOf } from '../../shared/domain/package.ts';
import { anOffice } from '../support/office.ts';

describe("Tây Giang's round, from opening to the published decision", () => {
  it('opens an estimate and a task for each of the six lead units in the chain', async () => {
    const office = await anOffice();
    await office.open();
    const round = await office.load('round', office.round);
    expect(round.body.phase).toBe('collecting');
    expect(round.body.units.count).toBe(6);
    const tasks = await office.store.listCase(office.locality, 'task', office.round);
    expect(tasks.toSorted()).toEqual([
      ...['tg.gd', 'tg.hd', 'tg.kt', 'tg.nn', 'tg.tt', 'tg.vhtt'].map((unit) => `estimate:${office.round}:${unit}`),
      `lock:${office.round}`,
    ]);
  });

  it('carries Package P to 215.700.000 đ approved and every unit told (scenario 1)', async () => {
    const office = await anOffice();
    await office.open();
    await office.fileP();
    await office.lock();
    const sealed = await office.thePackage();
    expect(sealed.body.counts).toEqual({ submitted: 5, nil: 1, missing: 0 });
    expect(sealed.body.content.totals.proposed).toBe(215_700_000);
    await office.forward('synthesis');
    await office.forward('appraisal');
    await office.approve();
    const decided = await office.thePackage();
    expect(approvalOf(decided.body)).toMatchObject({
      content: { totals: { proposed: 215_700_000, appraised: 215_700_000, approved: 215_700_000 } },
      decision: { number: '145/QĐ-UBND', signer: 'tg.ubnd.ct', basis: 'own_right' },
    });
    expect(decided.body.publishedAt).not.toBeNull();
    const results = await Promise.all(['tg.tt', 'tg.vhtt', 'tg.kt', 'tg.hd', 'tg.gd'].map(office.estimate));
    expect(results.map(({ body }) => body.result?.approved)).toEqual([
      74_400_000, 85_700_000, 18_600_000, 22_000_000, 15_000_000,
    ]);
    for (const { body } of results)
      for (const version of body.versions)
        expect(office.plan.people.find(({ id }) => id === version.by)?.office).toBe(body.unit);
    expect(currentVersion((await office.estimate('tg.nn')).body)).toBeUndefined();
    expect([...office.machines.executions.values()].every(({ status }) => status === 'ended')).toBe(true);
  });
});
