import { describe, expect, it } from 'vitest';
import { readPlan } from '../../shared/app/content.ts';
import { registerPlan } from '../../shared/app/register-plan.ts';
import { Plan } from '../../shared/domain/plan.ts';
import { memoryPorts } from '../support/memory-store.ts';
import { anOffice, planFile } from '../support/office.ts';
import { packageP } from '../support/package-p.ts';
import { withMany } from '../support/with-communes.ts';

const ID = 'tay-giang-2021-2025';
const plan = (): Plan => Plan.parse(planFile(ID));
const titled = (vi: string): Plan => ({ ...plan(), shortTitle: { vi, en: 'Another title' } });

describe('putting a plan in force', () => {
  it.each(['tay-giang-2021-2025', 'tam-ky-2021-2025', 'ai-thuong-2023', 'quang-nam-ct07-2023', 'son-duong-10-10-2022'])(
    'takes %s, once',
    async (id) => {
      const { ports, memory } = memoryPorts();
      expect(await registerPlan(ports, planFile(id))).toEqual({
        kind: 'registered',
        plan: id,
        edition: 1,
        changed: true,
      });
      const before = structuredClone(memory);
      expect(await registerPlan(ports, planFile(id))).toEqual({
        kind: 'registered',
        plan: id,
        edition: 1,
        changed: false,
      });
      expect(memory).toEqual(before);
    },
  );

  it('takes a province’s plan of 600 units with their people, which is more than an item of the store holds', async () => {
    const { ports, store } = memoryPorts();
    const province = Plan.parse(withMany(590)(planFile(ID)));
    expect(Buffer.byteLength(JSON.stringify(province))).toBeGreaterThan(400 * 1024);
    expect(await registerPlan(ports, province)).toMatchObject({ kind: 'registered', changed: true });
    const record = await store.load(province.locality.id, 'plan', province.id);
    expect(record && (await readPlan(store, province.locality.id, record.body.content))).toEqual(province);
  });

  it('numbers other content as the next edition, and the first again as the one after', async () => {
    const { ports } = memoryPorts();
    const editions = [plan(), titled('Khác'), plan(), plan()].map((one) => () => registerPlan(ports, one));
    const done = [];
    for (const register of editions) done.push(await register());
    expect(done).toMatchObject([
      { edition: 1, changed: true },
      { edition: 2, changed: true },
      { edition: 3, changed: true },
      { edition: 3, changed: false },
    ]);
  });

  it('numbers two contents at once one after the other', async () => {
    const { ports, store } = memoryPorts();
    const done = await Promise.all([registerPlan(ports, plan()), registerPlan(ports, titled('Khác'))]);
    const record = await store.load(plan().locality.id, 'plan', ID);
    expect(record?.body.editions).toBe(2);
    expect(
      done.map((one) => one.kind === 'registered' && one.edition).toSorted((a, b) => Number(a) - Number(b)),
    ).toEqual([1, 2]);
  });

  it('refuses a broken plan with the path of each slip, and keeps nothing of it', async () => {
    const { ports, memory } = memoryPorts();
    const [first, ...rest] = plan().activities;
    const doubled = { ...plan(), activities: [first, first, ...rest], standing: 'tg.nobody' };
    const done = await registerPlan(ports, doubled);
    const paths = done.kind === 'refused' ? done.problems.map(({ path }) => path) : [];
    expect(paths).toEqual(expect.arrayContaining(['activities[1].code', 'standing']));
    expect([memory.records.size, memory.journal.size, memory.pages.size, memory.commands.size]).toEqual([0, 0, 0, 0]);
    for (const nothing of [null, [], 'plan', {}, { format: 2 }])
      expect(await registerPlan(ports, nothing)).toMatchObject({ kind: 'refused' });
  });

  it('leaves a running round with the plan that it was opened with', async () => {
    const office = await anOffice();
    await office.open();
    const { planContent } = (await office.load('round', office.round)).body;
    const without = { ...plan(), people: plan().people.filter(({ id }) => id !== 'tg.btg.cv') };
    expect(await registerPlan(office.ports, without)).toMatchObject({ kind: 'registered', edition: 2 });
    await office.fileP();
    await office.lock();
    expect((await office.thePackage()).body.planContent).toBe(planContent);
    expect((await office.load('plan', ID)).body.content).not.toBe(planContent);
    expect((await office.estimate('tg.hd')).body.versions[0]?.total).toBe(
      packageP['tg.hd'].length === 1 ? 22_000_000 : 0,
    );
  });
});
