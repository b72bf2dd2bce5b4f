import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEditionMembers, readEditionTotals, readEditionWords, readSourceRows } from '../../shared/app/content.ts';
import type { Find } from '../../shared/app/verify-parts.ts';
import { checkEdition } from '../../shared/app/verify-reports.ts';
import type { Edition } from '../../shared/domain/edition.ts';
import { LONGEST_TEXT } from '../../shared/domain/return-content.ts';
import { sumTarget } from '../../shared/domain/targets.ts';
import { contentOf } from '../../shared/app/beside.ts';
import { editionIdOf } from '../../shared/domain/ids.ts';
import { readEntry } from '../../shared/domain/journal.ts';
import { bodySchemas } from '../../shared/domain/records.ts';
import { anOffice, type Office } from '../support/office.ts';
import { refused } from '../support/refused.ts';
import {
  aRow,
  at,
  facts,
  fileReport,
  inMay,
  inMayWithMoney,
  nilReport,
  reportOf,
  rowsOwed,
  sound,
} from '../support/reporting.ts';
import { ticked } from '../support/whole-round.ts';
import { withMany } from '../support/with-communes.ts';

const editionOf = async (office: Office, n = 1) => {
  const { body } = await office.load('edition', editionIdOf(office.cycleOf('tg.r6'), n));
  const { content } = body;
  if (content === null) throw new Error('The edition is not formed.');
  const [members, totals, words] = await Promise.all([
    readEditionMembers(office.store, office.locality, content.members),
    readEditionTotals(office.store, office.locality, content.totals),
    readEditionWords(office.store, office.locality, content.words),
  ]);
  const rows = async (activity: string) =>
    readSourceRows(office.store, office.locality, totals.find((total) => total.activity === activity)?.sources ?? []);
  return { body, members, totals, words, rows, total: (code: string) => totals.find((one) => one.activity === code) };
};

/** What an edition says and of what; on its way up it gets a signature and a paper besides. */
const formedOf = (edition: Edition): unknown => {
  const { sending: _, ...formed } = edition;
  return structuredClone(formed);
};

const cutOff = async (office: Office): Promise<void> => {
  at(office, '2022-06-04T01:00:00.000Z');
  await ticked(office);
};

const order = async (office: Office) => {
  const { id, version } = await office.load('cycle', office.cycleOf('tg.r6'));
  return { do: 'order-edition', cycle: id, seen: version };
};

/** Three communes and the broadcasting centre in, one commune with nothing, the rest silent; then the cut. */
const consolidated = async (): Promise<Office> => {
  const office = await inMay();
  await fileReport(office, 'tg.r6', 'tg.lang', [
    aRow('a'),
    aRow('c.6', { done: '2', planned: '2', spent: '4.500.000' }),
  ]);
  await fileReport(office, 'tg.r6', 'tg.dang', [aRow('a'), aRow('c.6', { done: '1', progress: 'under-way' })]);
  await nilReport(office, 'tg.r6', 'tg.trhy', 'Chưa bố trí được kinh phí');
  await fileReport(office, 'tg.r6', 'tg.tt');
  await cutOff(office);
  return office;
};

describe('a consolidation', () => {
  it('sums figures with their rows, keeps words by unit, and names who did not report', async () => {
    const office = await consolidated();
    const { members, words, rows, total } = await editionOf(office);
    expect(members).toHaveLength(18);
    expect(members.filter(({ came }) => came === 'missing')).toHaveLength(14);
    expect(members.find(({ unit }) => unit === 'tg.trhy')).toMatchObject({ came: 'nil', daysLate: 0, version: 1 });
    expect(total('c.6')).toMatchObject({
      units: { done: 1, 'under-way': 1, 'not-done': 0, silent: 9 },
      done: { sum: 3, of: 2 },
      spent: 0,
      memo: 4_500_000,
      quota: { met: 0, of: 4 },
    });
    expect((await rows('c.6')).map(({ unit, version }) => [unit, version])).toEqual([
      ['tg.dang', 1],
      ['tg.lang', 1],
    ]);
    expect(words.map(({ unit }) => unit)).toContain('tg.tt');
    await sound(office);
  });

  it('sets the money of the year’s round beside what was spent, for those in the chain alone', async () => {
    const office = await inMayWithMoney('tg.tt', { 'd.2': 20_000_000 });
    const rows = (await rowsOwed(office, 'tg.r6', 'tg.tt')).map((row) =>
      row.activity === 'd.2' ? { ...row, spent: '15000000' } : row,
    );
    await fileReport(office, 'tg.r6', 'tg.tt', rows);
    await cutOff(office);
    const { total } = await editionOf(office);
    expect(total('d.2')).toMatchObject({
      money: { proposed: 30_000_000, appraised: 30_000_000, approved: 30_000_000, granted: 20_000_000 },
      spent: 15_000_000,
      memo: 0,
    });
    expect(total('c.3')).toMatchObject({ units: { silent: 1 }, money: { approved: 18_600_000 } });
    await sound(office);
    expect(await faultsIn(office)).toEqual([]);
    for (const [honest, forged] of [
      ['"granted":20000000', '"granted":20000001'],
      ['"approved":18600000', '"approved":18600001'],
    ])
      expect(await faultsIn(office, honest, forged, 'edition-totals')).toContainEqual({
        where: 'it',
        fault: 'sum-differs',
      });
  });

  it('has what was proposed in a round that is not decided yet, and nothing of what is to come', async () => {
    const office = await anOffice('tay-giang-2021-2025', '2022-02-14T01:00:00.000Z');
    await office.open();
    await office.fileP();
    at(office, '2022-05-03T01:00:00.000Z');
    await ticked(office);
    await fileReport(office, 'tg.r6', 'tg.tt');
    await cutOff(office);
    const { total } = await editionOf(office);
    const money = { proposed: 30_000_000, appraised: 0, approved: 0, granted: 0 };
    expect(total('d.2')?.money).toEqual(money);
    await sound(office);
  });

  it('takes the longest words of every unit, which together are more than an item of the store', async () => {
    const office = await inMay();
    const long = 'ế'.repeat(LONGEST_TEXT);
    const communes = ['tg.atieng', 'tg.dang', 'tg.anong', 'tg.lang', 'tg.bhalee', 'tg.avuong', 'tg.chom', 'tg.gari'];
    for (const unit of communes) {
      const rows = (await rowsOwed(office, 'tg.r6', unit)).map((row) => ({ ...row, remark: long }));
      await fileReport(office, 'tg.r6', unit, rows, { summary: long, difficulties: long, proposals: long });
    }
    await cutOff(office);
    const { words } = await editionOf(office);
    expect(words).toHaveLength(communes.length);
    for (const one of words)
      expect([one.words.summary, one.words.proposals, one.remarks[0]?.text]).toEqual([long, long, long]);
    await sound(office);
  });

  it('is taken up where it stopped, after a crash at any step, and comes to the same', async () => {
    const whole = await consolidated();
    const expected = (await editionOf(whole)).body.content;
    for (const type of ['EditionOpened', 'BatchGathered', 'EditionFormed']) {
      let armed = false;
      const office = await anOffice('tay-giang-2021-2025', '2022-05-03T01:00:00.000Z', ({ writes }) => {
        if (armed && writes.some(({ entry }) => readEntry(entry)?.event.type === type)) throw new Error('gone');
      });
      await ticked(office);
      await fileReport(office, 'tg.r6', 'tg.lang', [
        aRow('a'),
        aRow('c.6', { done: '2', planned: '2', spent: '4.500.000' }),
      ]);
      await fileReport(office, 'tg.r6', 'tg.dang', [aRow('a'), aRow('c.6', { done: '1', progress: 'under-way' })]);
      await nilReport(office, 'tg.r6', 'tg.trhy', 'Chưa bố trí được kinh phí');
      await fileReport(office, 'tg.r6', 'tg.tt');
      armed = true;
      await expect(cutOff(office)).rejects.toThrow('gone');
      armed = false;
      office.machines.kill();
      at(office, '2022-06-04T03:00:00.000Z');
      await ticked(office);
      expect([type, (await editionOf(office)).body.content]).toEqual([type, expected]);
      await sound(office);
    }
  });

  it('of more units than one call takes is gathered in several, which its record shows, and adds up all the same', async () => {
    const office = await anOffice('tay-giang-2021-2025', '2022-05-03T01:00:00.000Z', undefined, withMany(40));
    await ticked(office);
    for (const unit of ['tg.x1', 'tg.x20', 'tg.x40'])
      await fileReport(office, 'tg.r6', unit, [aRow('a'), aRow('c.6', { done: '2' })]);
    await cutOff(office);
    const { body, members, total, rows } = await editionOf(office);
    expect(body).toMatchObject({ units: 58, gathered: 58, batches: { length: 3 } });
    expect(new Set(members.map(({ unit }) => unit)).size).toBe(58);
    expect(total('c.6')).toMatchObject({ done: { sum: 6, of: 3 }, units: { silent: 48 } });
    expect(await rows('c.6')).toHaveLength(3);
    await sound(office);
  });
});

describe('an amended edition', () => {
  it('has what came late, says what it changed, and leaves the first as it was', async () => {
    const office = await consolidated();
    const first = formedOf((await editionOf(office)).body);
    expect(await refused(office, 'tg.vhtt.cv', await order(office))).toEqual({ kind: 'nothing-new' });
    await fileReport(office, 'tg.r6', 'tg.axan', [aRow('a'), aRow('c.6', { done: '2' })]);
    expect(await refused(office, 'tg.kt.cv', await order(office))).toMatchObject({ kind: 'not-yours' });
    await office.act('tg.vhtt.cv', await order(office));
    const second = await editionOf(office, 2);
    expect(second.body).toMatchObject({ orderedBy: 'tg.vhtt.cv', changes: { added: ['tg.axan'], replaced: [] } });
    expect(second.total('c.6')).toMatchObject({ done: { sum: 5, of: 3 } });
    expect(second.members.find(({ unit }) => unit === 'tg.axan')).toMatchObject({ came: 'received', daysLate: 4 });
    expect(formedOf((await editionOf(office)).body)).toEqual(first);
    await fileReport(office, 'tg.r6', 'tg.lang', [aRow('a'), aRow('c.6', { done: '1' })]);
    await office.act('tg.vhtt.cv', await order(office));
    const third = await editionOf(office, 3);
    expect(third.body.changes).toEqual({ added: [], replaced: ['tg.lang'] });
    expect(third.total('c.6')).toMatchObject({ done: { sum: 4, of: 3 } });
    expect(await facts(office, 'tg.r6', 'tg.lang')).toEqual(['received', { kind: 'on-time' }]);
    await sound(office);
  });

  it('is not ordered before the first is formed, nor by the same request twice', async () => {
    const office = await inMay();
    expect(await refused(office, 'tg.vhtt.cv', await order(office))).toEqual({ kind: 'not-consolidated' });
    await cutOff(office);
    await fileReport(office, 'tg.r6', 'tg.lang');
    const command = await order(office);
    expect(await office.send('tg.vhtt.cv', command, 'once-and-again')).toEqual({ kind: 'recorded', repeated: false });
    expect(await office.send('tg.vhtt.cv', command, 'once-and-again')).toEqual({ kind: 'recorded', repeated: true });
    await office.machines.settle();
    expect((await office.load('cycle', office.cycleOf('tg.r6'))).body).toMatchObject({
      phase: 'consolidated',
      editions: 2,
    });
  });
});

/** What the verifier finds in the first edition, once a text on its pages is another. */
const faultsIn = async (office: Office, honest = '', forged = '', on = 'edition-') => {
  const { body } = await editionOf(office);
  const find: Find = (locality, type, id) => {
    const kept = office.memory.records.get(`${locality}#${type}#${id}`)?.body;
    return kept === undefined ? undefined : bodySchemas[type].parse(kept);
  };
  const pages = new Map(
    [...office.memory.pages].map(([key, bytes]) => [
      key,
      bytes.includes(`"kind":"${on}`) && !bytes.includes('edition-batch') ? bytes.replace(honest, forged) : bytes,
    ]),
  );
  return checkEdition('it', body, pages, find);
};

describe('verifying', () => {
  it.each([
    ['a row that no report says', '"done":2', '"done":7'],
    ['a number that is not the sum of its rows', '"sum":3', '"sum":4'],
    ['a memo that is not the sum of its rows', '"memo":4500000', '"memo":4500001'],
  ])('finds %s', async (what, honest, forged) => {
    const office = await consolidated();
    expect([what, await faultsIn(office)]).toEqual([what, []]);
    expect(await faultsIn(office, honest, forged)).toContainEqual({ where: 'it', fault: 'sum-differs' });
  });
});

describe('whatever units report, and whenever', () => {
  it('sums equal their sources, editions only grow, and each duty has exactly one of each fact', async () => {
    const units = ['tg.lang', 'tg.dang', 'tg.axan', 'tg.trhy', 'tg.gari'] as const;
    const act = fc.record({
      unit: fc.constantFrom(...units),
      nil: fc.boolean(),
      done: fc.integer({ min: 0, max: 9 }),
      estimated: fc.option(fc.integer({ min: 0, max: 9 })),
      target: fc.option(fc.record({ reached: fc.nat(9), missed: fc.nat(9) })),
      spent: fc.integer({ min: 0, max: 5_000_000 }),
      cut: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 7 }), async (acts) => {
        const office = await inMay();
        const kept = new Map<number, string>();
        let isCut = false;
        for (const { unit, nil, done, estimated, target, spent, cut } of acts) {
          const figures = { done: `${done}`, planned: '', estimated: `${estimated ?? ''}`, spent: `${spent}` };
          const row = aRow('c.6', { ...figures, remark: 'Theo thực tế' });
          const counts = target === null || target.reached + target.missed === 0 ? [] : [target];
          const targets = counts.map(({ reached, missed }) => ({
            target: 't3',
            reached: `${reached}`,
            of: `${reached + missed}`,
          }));
          if (nil) await nilReport(office, 'tg.r6', unit, 'Chưa triển khai');
          else await fileReport(office, 'tg.r6', unit, [aRow('a'), row], { targets });
          if (cut && !isCut) {
            await cutOff(office);
            isCut = true;
          } else if (cut) await office.act('tg.vhtt.cv', await order(office));
          for (const n of kept.keys())
            expect(JSON.stringify(formedOf((await editionOf(office, n)).body))).toBe(kept.get(n));
          const { editions } = (await office.load('cycle', office.cycleOf('tg.r6'))).body;
          if (editions > 0) kept.set(editions, JSON.stringify(formedOf((await editionOf(office, editions)).body)));
        }
        for (const n of kept.keys()) {
          const { rows, total, words, members } = await editionOf(office, n);
          const list = await rows('c.6');
          const sum = list.reduce((all, { row }) => all + (row.done ?? 0), 0);
          expect(total('c.6')?.done ?? { sum: 0, of: 0 }).toEqual({ sum, of: list.length });
          expect(total('c.6')?.memo).toBe(list.reduce((all, { row }) => all + (row.spent ?? 0), 0));
          const whole = list.reduce((all, { row }) => all + (row.estimated ?? row.done ?? 0), 0);
          expect(total('c.6')?.whole?.sum ?? 0).toBe(whole);
          // What units count of a target stands in the edition as the version that it counts has it, added up.
          const counted = await Promise.all(
            members.map(async ({ unit, version }) => {
              const { body } = await reportOf(office, 'tg.r6', unit);
              const content = await contentOf(
                office.ports,
                body,
                body.versions.find((one) => one.n === version),
              );
              return content?.words.targets ?? [];
            }),
          );
          const of = (name: 'reached' | 'of') => counted.flat().reduce((all, one) => all + one[name], 0);
          const target = sumTarget(
            't3',
            words.map((one) => one.words.targets),
          );
          expect(target).toEqual({ reached: of('reached'), of: of('of'), units: counted.flat().length });
        }
        for (const unit of units) {
          const [came, when] = await facts(office, 'tg.r6', unit);
          const has = (await reportOf(office, 'tg.r6', unit)).body.versions.length > 0;
          expect([unit, has]).toEqual([unit, when !== undefined]);
          expect(has).toBe(came === 'received' || came === 'nil');
        }
        await sound(office);
      }),
      { numRuns: 12, seed: 20220601 },
    );
  });
});
