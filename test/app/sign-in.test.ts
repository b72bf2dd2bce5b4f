import { describe, expect, it } from 'vitest';
import { addressKey, addressKeyOf, peopleOf } from '../../shared/app/sign-in/people.ts';
import type { Directory } from '../../shared/app/sign-in/ports.ts';
import { takeInPlan } from '../../shared/app/sign-in/take-in-plan.ts';
import { addDays, instantOf, localDate, localTime } from '../../shared/domain/calendar.ts';
import { MailAddress } from '../../shared/domain/mail-address.ts';
import { memoryDirectory } from '../support/memory-sign-in.ts';
import { anOffice, planFile } from '../support/office.ts';

const address = MailAddress.parse('cv.kt@tay-giang.example');
const plan = planFile('tay-giang-2021-2025');

const start = async () => {
  const office = await anOffice('tam-ky-2021-2025');
  const directory = memoryDirectory();
  const find = async () => (await peopleOf({ ...office.ports, directory }, address)).map(({ who }) => who.person);
  return { office, directory, find };
};

describe('the directory of addresses', () => {
  it('has everybody of a plan from the moment that it is in force', async () => {
    const { office, directory, find } = await start();
    expect(await find()).toEqual([]);
    await takeInPlan({ ...office.ports, directory }, plan);
    expect(await find()).toEqual(['tg.kt.cv']);
  });

  it('is written before the plan: where it cannot be, the plan is not in force', async () => {
    const { office } = await start();
    const broken: Directory = { ...memoryDirectory(), add: () => Promise.reject(new Error('away')) };
    await expect(takeInPlan({ ...office.ports, directory: broken }, plan)).rejects.toThrow('away');
    expect([...office.memory.records.keys()].filter((key) => key.startsWith('tay-giang#'))).toEqual([]);
  });

  it('is repaired by taking the same plan in again', async () => {
    const { office, directory } = await start();
    await takeInPlan({ ...office.ports, directory }, plan);
    const emptied = memoryDirectory();
    expect(await takeInPlan({ ...office.ports, directory: emptied }, plan)).toMatchObject({ changed: false });
    expect(await peopleOf({ ...office.ports, directory: emptied }, address)).toHaveLength(1);
  });

  it('helps nobody whom the plan in force gives another address, or no longer has', async () => {
    const { office, directory, find } = await start();
    await takeInPlan({ ...office.ports, directory }, plan);
    const text = JSON.stringify(plan);
    await takeInPlan({ ...office.ports, directory }, JSON.parse(text.replace(address, 'new@tay-giang.example')));
    expect(await find()).toEqual([]);
    await takeInPlan({ ...office.ports, directory }, plan);
    expect(await find()).toEqual(['tg.kt.cv']);
    await takeInPlan({ ...office.ports, directory }, JSON.parse(text.replaceAll('tg.kt.cv', 'tg.kt.moi')));
    expect(await find()).toEqual(['tg.kt.moi']);
  });

  it('helps nobody who has left after the last day that was recorded, and him until then', async () => {
    const office = await anOffice();
    const directory = memoryDirectory();
    await takeInPlan({ ...office.ports, directory }, plan);
    const find = async () => (await peopleOf({ ...office.ports, directory }, address)).map(({ who }) => who.person);
    const leaves = { do: 'record-leaving', plan: office.plan.id, person: 'tg.kt.cv', reason: '' };
    const today = localDate(instantOf(office.clock.now()));
    await office.act('tg.vhtt.cv', { ...leaves, lastDay: today });
    expect(await find()).toEqual(['tg.kt.cv']);
    office.clock.set(localTime(addDays(today, 1), 0, 1));
    expect(await find()).toEqual([]);
  });

  it('takes nothing from a plan that is refused', async () => {
    const { office, directory, find } = await start();
    const refused = await takeInPlan({ ...office.ports, directory }, { ...Object(plan), units: [] });
    expect(refused.kind).toBe('refused');
    expect(await directory.find(address)).toEqual([]);
    expect(await find()).toEqual([]);
  });

  it('knows an address however the plan writes it', async () => {
    const { office } = await start();
    const [person] = office.plan.people;
    if (person === undefined) throw new Error('The plan has nobody.');
    const upper = { ...person, email: person.email.toUpperCase() };
    expect(addressKeyOf(office.ports.hash, upper)).toBe(addressKey(office.ports.hash, MailAddress.parse(person.email)));
  });
});
