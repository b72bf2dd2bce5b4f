import { describe, expect, it } from 'vitest';
import { UnitId } from '../../../shared/domain/ids.ts';
import { anOffice } from '../../support/office.ts';
import { aLine } from '../../support/package-p.ts';
import { mailsOf } from './mails.ts';

describe.each([
  ['ai-thuong-2023', '2023-02-13T01:00:00.000Z'],
  ['quang-nam-ct07-2023', '2024-02-19T01:00:00.000Z'],
  ['tam-ky-2021-2025', '2021-08-16T01:00:00.000Z'],
])('the mails of %s', (plan, iso) => {
  it('go to people of its own offices, through its own chain', async () => {
    const office = await anOffice(plan, iso);
    await office.open();
    const units = await Promise.all(
      office.plan.units.map(({ id }) => office.store.load(office.locality, 'estimate', office.estimateOf(id))),
    );
    const staffed = units
      .flatMap((unit) => (unit === undefined ? [] : [unit.body]))
      .filter(({ unit }) => office.plan.people.some((person) => person.office === unit && person.post === 'officer'));
    const [first] = staffed;
    const [activity = ''] = first?.activities ?? [];
    await office.submit(first?.unit ?? '', [aLine({ activity })]);
    await office.lock();
    for (const stage of (await office.thePackage()).body.stages) if (stage !== 'approval') await office.forward(stage);
    await office.approve();
    const mails = await mailsOf(office);
    const asked = new Set(
      mails.filter(({ request }) => request.notice === 'task').map(({ request }) => request.person),
    );
    for (const { key, by } of office.plan.chain?.stages ?? [])
      for (const unit of key === 'estimate' ? [] : by)
        expect([...asked].some((id) => office.plan.people.find((person) => person.id === id)?.office === unit)).toBe(
          true,
        );
    expect(mails.some(({ request }) => request.notice === 'published')).toBe(true);
    const result = mails.filter(({ request }) => request.notice === 'result');
    expect(result.length).toBeGreaterThan(0);
    const offices = new Set(
      result.map(({ request }) => office.plan.people.find(({ id }) => id === request.person)?.office),
    );
    expect([...offices]).toEqual([UnitId.parse(first?.unit)]);
    for (const { mail } of mails) expect(`${mail.subject}${mail.text}`).not.toMatch(/undefined|null|NaN/u);
  });
});
