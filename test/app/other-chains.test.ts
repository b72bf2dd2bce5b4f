import { describe, expect, it } from 'vitest';
import { instantOf } from '../../shared/domain/calendar.ts';
import { suggestDue } from '../../shared/domain/round-decisions.ts';
import { anOffice } from '../support/office.ts';
import { aLine } from '../support/package-p.ts';

describe("other plans' chains, with no line of code for either", () => {
  it("carries Ái Thượng's estimate through without a synthesis, locked by its finance officer", async () => {
    const office = await anOffice('ai-thuong-2023', '2023-02-13T01:00:00.000Z');
    await office.open();
    await office.submit('at.vhxh', [aLine({ activity: 'IV.1.4', unitPrice: '6.000.000' })]);
    await office.lock();
    expect((await office.thePackage()).body.position).toMatchObject({ stage: 'appraisal', state: 'open' });
    await office.forward('appraisal');
    await office.approve();
    expect((await office.estimate('at.vhxh')).body.result?.approved).toBe(6_000_000);
  });

  it("carries Quảng Nam's provincial estimates through, locked by its Department of Finance", async () => {
    const office = await anOffice('quang-nam-ct07-2023', '2024-02-19T01:00:00.000Z');
    await office.open();
    await office.submit('qn.stttt', [aLine({ activity: '5.a', unitPrice: '120.000.000' })]);
    await office.submit('qn.vp', [aLine({ activity: 'V.3', quantity: '12', unitPrice: '3.000.000' })]);
    await office.lock();
    const { counts, stages } = (await office.thePackage()).body;
    expect(stages).toEqual(['appraisal', 'approval']);
    expect(counts).toMatchObject({ submitted: 2, nil: 0 });
    expect(counts.missing).toBeGreaterThan(0);
    await office.forward('appraisal');
    await office.approve();
    expect((await office.thePackage()).body.content.totals.approved).toBe(156_000_000);
  });

  it('refuses to open a round for a plan without a chain', async () => {
    const office = await anOffice('son-duong-10-10-2022', '2022-09-20T01:00:00.000Z');
    const command = {
      do: 'open-round',
      plan: office.plan.id,
      year: 2022,
      members: {},
      due: { estimate: '2022-09-27', approval: '2022-10-04' },
    };
    expect(await office.send(office.someone('sd.vhtt'), command)).toEqual({ kind: 'no-chain' });
  });
});

describe('the dates that opening a round suggests', () => {
  const suggested = async (planId: string, iso: string): Promise<Record<string, string>> => {
    const { plan, ports, today } = await anOffice(planId, iso);
    const setting = { at: instantOf(ports.clock.now()), plan, calendar: ports.calendar, hash: ports.hash };
    return Object.fromEntries(suggestDue(setting, today()));
  };

  it('are five working days for each stage where the plan dates none', async () => {
    expect(await suggested('tay-giang-2021-2025', '2022-02-14T01:00:00.000Z')).toEqual({
      estimate: '2022-02-21',
      synthesis: '2022-02-28',
      appraisal: '2022-03-07',
      approval: '2022-03-14',
    });
  });

  it("are the plan's own where it dates one: Tam Kỳ's estimates, before 15/9/2021", async () => {
    expect(await suggested('tam-ky-2021-2025', '2021-09-01T01:00:00.000Z')).toMatchObject({
      estimate: '2021-09-14',
      synthesis: '2021-09-21',
    });
    expect(await suggested('tam-ky-2021-2025', '2022-02-14T01:00:00.000Z')).toMatchObject({ estimate: '2022-02-21' });
  });
});
