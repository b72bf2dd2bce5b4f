import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import type { DraftLine } from '../../shared/domain/draft.ts';
import { type Plan, parsePlan } from '../../shared/domain/plan.ts';
import { root } from './processes.ts';

const PlanJson = z.looseObject({
  id: z.string(),
  units: z.array(z.looseObject({ id: z.string(), members: z.array(z.string()).optional() })),
  people: z.array(z.looseObject({ id: z.string() })),
});

/** The group of offices that leads an activity of the chain in Tây Giang's plan. */
const GROUP = 'tg.cq';

/** A plan made from Tây Giang's, in which as many offices as asked for have to estimate. */
export type ManyUnits = { readonly json: unknown; readonly plan: Plan; readonly units: readonly string[] };

/** The officer of a made unit. */
export const officerOf = (unit: string): string => `${unit}.cv`;

/** Makes the plan. */
export const manyUnits = (count: number): ManyUnits => {
  const file = path.join(root, 'shared', 'plans', 'tay-giang-2021-2025.json');
  const source = PlanJson.parse(JSON.parse(readFileSync(file, 'utf8')));
  const unit = source.units.find(({ id }) => id === 'tg.kt');
  const [officer, head] = ['tg.kt.cv', 'tg.kt.truong'].map((wanted) => source.people.find(({ id }) => id === wanted));
  const units = Array.from({ length: count }, (_, n) => `tg.u${n + 1}`);
  const json = {
    ...source,
    units: [
      ...source.units.map((one) => (one.id === GROUP ? { ...one, members: units } : one)),
      ...units.map((id, n) => ({
        ...unit,
        id,
        name: { vi: `Đơn vị số ${n + 1}`, en: `Unit ${n + 1}` },
        shortName: { vi: `Đơn vị ${n + 1}`, en: `Unit ${n + 1}` },
      })),
    ],
    people: [
      ...source.people,
      ...units.flatMap((office) => [
        { ...officer, id: officerOf(office), office, email: `${officerOf(office)}@tay-giang.example` },
        { ...head, id: `${office}.truong`, office, email: `${office}.truong@tay-giang.example` },
      ]),
    ],
  };
  const parsed = parsePlan(json);
  if (parsed.ok) return { json, plan: parsed.plan, units };
  throw new Error(`The made plan is broken: ${parsed.problems[0]?.path}: ${parsed.problems[0]?.message.en}`);
};

/** The same plan as another locality's. */
export const inDistrict = ({ json, units }: ManyUnits, locality: string): ManyUnits => {
  const source = z.looseObject({ locality: z.looseObject({}) }).parse(json);
  const own = { ...source, locality: { ...source.locality, id: locality } };
  const parsed = parsePlan(own);
  if (!parsed.ok) throw new Error(`There is no plan of ${locality}.`);
  return { json: own, plan: parsed.plan, units };
};

/** An estimate of so many lines, as made units send it. */
export const someLines = (count: number): readonly DraftLine[] =>
  Array.from({ length: count }, (_, n) => ({
    activity: 'a',
    content: `Nội dung ${n + 1}`,
    measure: 'lần',
    quantity: String((n % 3) + 1),
    times: '1',
    unitPrice: '1500000',
    amount: '',
    source: 'state_budget',
    basis: '',
    note: '',
  }));

/** The members that the made plan's round is opened with. */
export const membersOf = ({ units }: ManyUnits) => ({ [GROUP]: units });

/** The dates of the made plan's round. */
export const due = { estimate: '2022-02-21', synthesis: '2022-02-28', appraisal: '2022-03-07', approval: '2022-03-14' };
