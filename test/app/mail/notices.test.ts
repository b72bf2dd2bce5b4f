import { describe, expect, it } from 'vitest';
import { noticesFor } from '../../../shared/app/mail/notices.ts';
import { assigneesOf, orStanding } from '../../../shared/app/mail/recipients.ts';
import { registerPlan } from '../../../shared/app/register-plan.ts';
import { UnitId } from '../../../shared/domain/ids.ts';
import { toCommittee } from '../../support/at-finance.ts';
import { anOffice, type Office } from '../../support/office.ts';
import { aYear, climb } from './a-year.ts';
import { officeWith, requestsOf } from './mails.ts';

const toldOf = async (office: Office, notice: string): Promise<string[]> =>
  (await requestsOf(office))
    .filter((request) => request.notice === notice)
    .map(({ person }) => person)
    .toSorted();

const reminded = async (office: Office, unit: string): Promise<string[]> => {
  const stream = `${office.locality}#task#estimate:${office.round}:${unit}`;
  const last = office.memory.journal.get(stream)?.at(-1);
  return (await noticesFor(office.ports, stream, last?.seq ?? 0)).map(({ person }) => person).toSorted();
};

describe('who is told', () => {
  it('tells the officers of every unit, and of the office that locks, that a round opened', async () => {
    const office = await anOffice();
    await office.open();
    const officers = ['tg.gd.cv', 'tg.hd.cb', 'tg.kt.cv', 'tg.nn.cv', 'tg.tt.vc', 'tg.vhtt.cv', 'tg.vhtt.cv'];
    const told = await toldOf(office, 'task');
    expect(told).toHaveLength(officers.length);
    expect(told.every((person) => office.plan.people.find(({ id }) => id === person)?.post === 'officer')).toBe(true);
    expect(new Set(told).size).toBe(6);
  });

  it('asks the head and the deputies, and nobody else, for an approval', async () => {
    const office = await anOffice();
    await toCommittee(office);
    const stream = `${office.locality}#task#approval:${office.pkg}:1`;
    const told = await noticesFor(office.ports, stream, 1);
    expect(told.map(({ person }) => person).toSorted()).toEqual(['tg.ubnd.ct', 'tg.ubnd.pct']);
  });

  it('asks everyone of an office that has no officer', async () => {
    const office = await officeWith((plan) => ({
      ...plan,
      people: plan.people.map((person) => (person.id === 'tg.kt.cv' ? { ...person, post: 'deputy' } : person)),
    }));
    await office.open();
    const told = await noticesFor(office.ports, `${office.locality}#task#estimate:${office.round}:tg.kt`, 1);
    expect(told.map(({ person }) => person).toSorted()).toEqual(['tg.kt.cv', 'tg.kt.truong']);
  });

  it('tells the standing unit where an office has nobody at all', async () => {
    const { plan } = await anOffice();
    const nobody = assigneesOf(plan, { kind: 'estimate', office: UnitId.parse('tg.nowhere') });
    expect(nobody).toEqual([]);
    expect(orStanding(plan, nobody).map(({ id }) => id)).toEqual(['tg.vhtt.cv']);
  });

  it("climbs the plan's ladder: assignee, then deputy, head, standing unit, superior, and from its end the standing unit’s head too", async () => {
    const office = await anOffice();
    await office.open();
    const heard: string[][] = [];
    for (const days of [0, 4, 1, 1, 2, 5]) {
      if (days > 0) office.workingDaysLater(days);
      await climb(office);
      if (days > 0) heard.push(await reminded(office, 'tg.kt'));
    }
    expect(heard).toEqual([
      ['tg.kt.cv'],
      ['tg.kt.cv', 'tg.kt.truong'],
      ['tg.kt.cv', 'tg.kt.truong', 'tg.vhtt.cv'],
      ['tg.kt.cv', 'tg.kt.truong', 'tg.ubnd.ct', 'tg.vhtt.cv', 'tg.vhtt.truong'],
      ['tg.kt.cv', 'tg.kt.truong', 'tg.vhtt.truong'],
    ]);
  });

  it('reminds nobody of what is done by now', async () => {
    const office = await anOffice();
    await office.open();
    office.workingDaysLater(4);
    await climb(office);
    expect(await reminded(office, 'tg.nn')).toEqual(['tg.nn.cv']);
    const stream = `${office.locality}#task#estimate:${office.round}:tg.nn`;
    const { seq = 0 } = office.memory.journal.get(stream)?.at(-1) ?? {};
    await office.signNil('tg.nn');
    expect(await noticesFor(office.ports, stream, seq)).toEqual([]);
  });

  it('does not repeat an old reminder when the same task comes back', async () => {
    const office = await anOffice();
    await office.open();
    office.workingDaysLater(4);
    await climb(office);
    const stream = `${office.locality}#task#estimate:${office.round}:tg.nn`;
    const { seq = 0 } = office.memory.journal.get(stream)?.at(-1) ?? {};
    await office.signNil('tg.nn');
    const { version } = await office.estimate('tg.nn');
    await office.act('tg.nn.cv', { do: 'recall-estimate', estimate: office.estimateOf('tg.nn'), seen: version });
    expect(await noticesFor(office.ports, stream, seq)).toEqual([]);
    const reopened = office.memory.journal.get(stream)?.at(-1)?.seq ?? 0;
    expect((await noticesFor(office.ports, stream, reopened)).map(({ notice }) => notice)).toEqual(['task']);
  });

  it('tells who was left out, who was lowered, every result, the offices that carried it, and those without', async () => {
    const office = await anOffice();
    await aYear(office);
    expect(await toldOf(office, 'left-out')).toEqual(['tg.nn.cv', 'tg.nn.truong']);
    expect(await toldOf(office, 'lowered')).toEqual(['tg.tt.vc', 'tg.vhtt.cv']);
    expect((await toldOf(office, 'result')).filter((person) => person.startsWith('tg.tt'))).toEqual([
      'tg.tt.gd',
      'tg.tt.vc',
    ]);
    expect(await toldOf(office, 'result')).toHaveLength(8);
    expect(await toldOf(office, 'published')).toEqual(['tg.tckh.cv', 'tg.vhtt.cv']);
    expect(await toldOf(office, 'closed')).toEqual(['tg.gd.cv', 'tg.gd.truong', 'tg.nn.cv', 'tg.nn.truong']);
  });

  it('gives each person at most one mail of one entry', async () => {
    const office = await anOffice();
    await aYear(office);
    const keys = (await requestsOf(office)).map(({ cause, person }) => `${cause.stream}#${cause.seq}#${person}`);
    expect(keys.length).toBeGreaterThan(30);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('is told by the plan that the round keeps, whoever a later edition names', async () => {
    const office = await anOffice();
    await office.open();
    const before = await requestsOf(office);
    await registerPlan(office.ports, {
      ...office.plan,
      shortTitle: { vi: 'Khác', en: 'Other' },
      people: office.plan.people.map((p) => ({ ...p, email: 'x@other.example' })),
    });
    expect(await requestsOf(office)).toEqual(before);
  });

  it('names what is wrong where the journal has no such entry', async () => {
    const office = await anOffice();
    await office.open();
    await expect(noticesFor(office.ports, `${office.locality}#round#${office.round}`, 9)).resolves.toEqual([]);
    await expect(noticesFor(office.ports, `${office.locality}#package#${office.pkg}`, 1)).rejects.toThrow(/no entry 1/);
    await expect(noticesFor(office.ports, 'nonsense', 1)).rejects.toThrow(/names no journal stream/);
  });
});
