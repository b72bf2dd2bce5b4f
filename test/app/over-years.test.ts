import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activityTotalsView, totalsView } from '../../shared/app/views/totals-view.ts';
import { readEditionTotals } from '../../shared/app/content.ts';
import { editionIdOf, LocalityId, PersonId, PlanId } from '../../shared/domain/ids.ts';
import { anOffice } from '../support/office.ts';
import { aReport, aRow, at, fileReport, sound } from '../support/reporting.ts';
import { ended, fileReportAs, registerSuccessions } from '../support/successors.ts';
import { ticked } from '../support/whole-round.ts';

const old = ['tg.lang', 'tg.dang', 'tg.chom', 'tg.gari'] as const;

const standing = {
  locality: LocalityId.parse('tay-giang'),
  plan: PlanId.parse('tay-giang-2021-2025'),
  person: PersonId.parse('tg.vhtt.cv'),
};

type Typed = { readonly done: number; readonly estimated: number | null; readonly spent: number };

const rows = ({ done, estimated, spent }: Typed, actual: string) => [
  aRow('a'),
  aRow('c.6', {
    planned: '',
    done: `${done}`,
    estimated: estimated === null ? '' : `${estimated}`,
    spent: `${spent}`,
    actual,
    remark: 'Theo thực tế',
  }),
];

describe('whatever units report, and whoever succeeds them', () => {
  it('the years add up: by unit, by lineage, by year and in all, each estimate replaced by what it came to', async () => {
    const typed = fc.record({
      done: fc.nat(9),
      estimated: fc.option(fc.nat(9)),
      spent: fc.nat(5_000_000),
    });
    const a2024 = fc.record({ typed, actual: fc.nat(9), passes: fc.constantFrom('', 'tg.n1', 'tg.n2', 'divided') });
    const all2024 = fc.tuple(a2024, a2024, a2024, a2024);
    await fc.assert(
      fc.asyncProperty(all2024, typed, async (units, heirs) => {
        const office = await anOffice('tay-giang-2021-2025', '2024-11-04T01:00:00.000Z');
        await ticked(office);
        const all = units.map((one, index) => ({ ...one, unit: old[index] ?? 'tg.lang' }));
        for (const one of all) await fileReport(office, 'tg.r12', one.unit, rows(one.typed, ''));
        at(office, '2024-12-09T01:00:00.000Z');
        await ticked(office);
        at(office, '2025-05-05T01:00:00.000Z');
        const passed = all.filter(({ passes }) => passes !== '');
        await registerSuccessions(
          office,
          passed.map(({ unit, passes }) => ended(unit, passes === 'divided' ? ['tg.n1', 'tg.n2'] : [passes])),
        );
        at(office, '2025-11-03T01:00:00.000Z');
        await ticked(office);
        office.inYear(2025);
        const reports = await office.store.listCase(office.locality, 'return', `${standing.plan}:tg.n1`);
        const merged = reports.length > 0;
        if (merged) await fileReportAs(office, 'tg.r12', 'tg.n1', { by: 'tg.n1', typed: aReport(rows(heirs, '')) });
        const stays = all.filter(({ passes }) => passes === '');
        for (const one of stays)
          await fileReport(
            office,
            'tg.r12',
            one.unit,
            rows(one.typed, one.typed.estimated === null ? '' : `${one.actual}`),
          );
        at(office, '2025-12-09T01:00:00.000Z');
        await ticked(office);

        const wholeOf = ({ done, estimated }: Typed): number => estimated ?? done;
        const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
        const first = all.map((one) =>
          one.passes === '' && one.typed.estimated !== null ? one.actual : wholeOf(one.typed),
        );
        const second = [...stays.map((one) => wholeOf(one.typed)), ...(merged ? [wholeOf(heirs)] : [])];
        const { body } = await office.load('edition', editionIdOf(office.cycleOf('tg.r12'), 1));
        const totals =
          body.content === null ? [] : await readEditionTotals(office.store, office.locality, body.content.totals);
        const known = stays.filter((one) => one.typed.estimated !== null);
        expect(totals.find(({ activity }) => activity === 'c.6')?.trued ?? { estimated: 0, actual: 0, of: 0 }).toEqual({
          estimated: sum(known.map((one) => one.typed.estimated ?? 0)),
          actual: sum(known.map((one) => one.actual)),
          of: known.length,
        });
        const seen = await activityTotalsView(office.ports, standing, 'tg.r12', 'c.6');
        const whole = await totalsView(office.ports, standing, 'tg.r12');
        if (seen.kind !== 'seen' || whole.kind !== 'seen') throw new Error('The page is refused.');
        const { lineages, cells, all: total, money } = seen.view;
        expect(cells.map((cell) => cell?.sum ?? 0)).toEqual([sum(first), sum(second)]);
        expect(total?.sum).toBe(sum([...first, ...second]));
        expect(sum(lineages.map((one) => one.all?.sum ?? 0))).toBe(total?.sum);
        expect(money?.memo).toBe(sum([...all, ...stays].map((one) => one.typed.spent)) + (merged ? heirs.spent : 0));
        expect(sum(lineages.map(({ memo }) => memo))).toBe(money?.memo);
        for (const one of lineages) {
          const own = one.members.flatMap(({ figures }) => figures.flatMap((figure) => figure?.whole.sum ?? []));
          expect(one.all?.sum).toBe(sum(own));
        }
        expect(whole.view.activities.find(({ activity }) => activity === 'c.6')?.all).toEqual(total);
        const heirOf = (unit: string) => lineages.find((one) => one.units.some((each) => each === unit))?.heir;
        for (const { unit, passes } of all)
          expect(heirOf(unit)).toBe(passes === '' || passes === 'divided' ? unit : passes);
        await sound(office);
      }),
      { numRuns: 10, seed: 20251103 },
    );
  });
});
