import * as z from 'zod';
import { packageIdOf } from '../../shared/domain/ids.ts';
import { anOffice } from './office.ts';
import { aLine } from './package-p.ts';

const PlanFile = z.looseObject({
  units: z.array(z.looseObject({ id: z.string() })),
  people: z.array(z.looseObject({ id: z.string(), office: z.string(), email: z.string() })),
});

const UNITS = Array.from({ length: 12 }, (_, index) => `tg.u${index + 1}`);

/** A plan's file with twelve more units like the economy office, and their people. */
const withTwelveUnits =
  (adapt: (json: unknown) => unknown) =>
  (json: unknown): unknown => {
    const { units, people, ...plan } = PlanFile.parse(adapt(json));
    const like = units.filter(({ id }) => id === 'tg.kt');
    const his = people.filter(({ office }) => office === 'tg.kt');
    const named = (text: string, unit: string): string => text.replace('tg.kt', unit);
    return {
      ...plan,
      units: [...units, ...UNITS.flatMap((id) => like.map((unit) => ({ ...unit, id })))],
      people: [
        ...people,
        ...UNITS.flatMap((office) =>
          his.map((person) => ({
            ...person,
            id: named(person.id, office),
            office,
            email: `${office}.${person.email}`,
          })),
        ),
      ],
    };
  };

/**
 * A round of twelve units of 1 to 12 million đồng, eleven of which went up each by a package of its own: the approver
 * has twelve packages before him.
 */
export const twelveTasks = async (adapt: (json: unknown) => unknown = (json) => json) => {
  const office = await anOffice(undefined, undefined, undefined, withTwelveUnits(adapt));
  const { plan, round } = office;
  const lines = (n: number) => [aLine({ activity: 'a', unitPrice: `${n}.000.000` })];
  await office.act('tg.vhtt.cv', {
    do: 'open-round',
    plan: plan.id,
    year: 2022,
    members: { 'tg.cq': UNITS },
    due: office.due(),
  });
  for (const [index, unit] of UNITS.entries()) await office.submit(unit, lines(index + 1));
  await office.lock();
  await office.forward('synthesis');
  for (const unit of UNITS.slice(1)) await office.act('tg.tckh.cv', await office.partReturn(1, unit));
  for (const [index, unit] of UNITS.entries()) if (index > 0) await office.submit(unit, lines(index + 1));
  for (let n = 2; n <= UNITS.length; n += 1) await office.passOn(n);
  for (let n = 1; n <= UNITS.length; n += 1) await office.passOn(n);
  const packages = UNITS.map((_, index) => packageIdOf(round, index + 1));
  const tasks = packages.map((pkg) => `approval:${pkg}:1`);
  return { office, packages, tasks };
};
