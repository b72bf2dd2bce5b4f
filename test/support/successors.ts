import { expect } from 'vitest';
import * as z from 'zod';
import { registerPlan } from '../../shared/app/register-plan.ts';
import type { ReturnDraft } from '../../shared/domain/return-content.ts';
import { type Office, planFile } from './office.ts';
import { filing, reportOf } from './reporting.ts';

const File = z.looseObject({ units: z.array(z.unknown()), people: z.array(z.unknown()) });

/** The last day of the districts. */
const LAST = '2025-06-30';

/** A commune of the two tiers, with a head and an officer. */
const commune = (id: string, name: string) => ({
  unit: {
    id: `tg.${id}`,
    name: { vi: `Ủy ban nhân dân xã ${name}`, en: `${name} Commune People's Committee` },
    shortName: { vi: `UBND xã ${name} mới`, en: `New ${name} Commune` },
    kind: 'commune',
    budgetRoute: 'commune_budget',
    roles: ['reporter'],
  },
  people: (['head', 'officer'] as const).map((post) => ({
    id: `tg.${id}.${post === 'head' ? 'ct' : 'cc'}`,
    office: `tg.${id}`,
    post,
    title: { vi: `${post === 'head' ? 'Chủ tịch' : 'Công chức'} xã ${name}`, en: `${post} of ${name}` },
    email: `${post}.${id}@da-nang.example`,
    language: 'vi',
  })),
});

const communes = [commune('n1', 'Tây Giang'), commune('n2', 'Avương'), commune('n3', 'Hùng Sơn')];

/** A unit that ends on the last day of June, and those to whom its duties pass. */
export const ended = (unit: string, to: readonly string[], more: object = {}) => ({ unit, lastDay: LAST, to, ...more });

/** The ten communes as merged into three. */
export const named = [
  ...['tg.atieng', 'tg.dang', 'tg.anong', 'tg.lang'].map((unit) => ended(unit, ['tg.n1'])),
  ...['tg.bhalee', 'tg.avuong'].map((unit) => ended(unit, ['tg.n2'])),
  ...['tg.chom', 'tg.gari', 'tg.trhy', 'tg.axan'].map((unit) => ended(unit, ['tg.n3'])),
];

/** The plan's next edition, once the office has named who succeeds whom. */
export const withSuccessions = (successions: readonly object[]) => {
  const plan = File.parse(planFile('tay-giang-2021-2025'));
  return {
    ...plan,
    units: [...plan.units, ...communes.map(({ unit }) => unit)],
    people: [...plan.people, ...communes.flatMap(({ people }) => people)],
    successions,
  };
};

/** Registers that edition of the plan. */
export const registerSuccessions = async (office: Office, successions: readonly object[]): Promise<void> => {
  const done = await registerPlan(office.ports, withSuccessions(successions));
  expect(done).toMatchObject({ kind: 'registered', changed: true });
};

/** The people of a successor file and sign a unit's report. */
export const fileReportAs = async (
  office: Office,
  obligation: string,
  unit: string,
  { by, typed }: { readonly by: string; readonly typed: ReturnDraft },
): Promise<void> => {
  await office.act(`${by}.cc`, await filing(office, obligation, unit, typed));
  const { id, version } = await reportOf(office, obligation, unit);
  await office.act(`${by}.ct`, { do: 'sign-return', return: id, seen: version });
};
