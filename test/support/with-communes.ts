import * as z from 'zod';

const File = z.looseObject({ units: z.array(z.looseObject({ id: z.string() })), people: z.array(z.unknown()) });

/** A commune that an office lists, by its short id and its name. */
type Commune = readonly [id: string, name: string];

/** A plan once its office has listed communes in a group, each with an officer and a chair. */
const listed =
  (communes: readonly Commune[], group: string) =>
  (json: unknown): unknown => {
    const plan = File.parse(json);
    const [place = ''] = group.split('.');
    const units = communes.map(([id, name]) => ({
      id: `${place}.${id}`,
      name: { vi: `Ủy ban nhân dân xã ${name}`, en: `${name} Commune People's Committee` },
      shortName: { vi: `UBND xã ${name}`, en: `${name} Commune` },
      kind: 'commune',
      budgetRoute: 'commune_budget',
      roles: ['lead', 'reporter'],
      memberOf: group,
    }));
    const people = communes.flatMap(([id, name]) => [
      {
        id: `${place}.${id}.ct`,
        office: `${place}.${id}`,
        post: 'head',
        title: { vi: `Chủ tịch UBND xã ${name}`, en: `Chair of ${name} Commune` },
        email: `ct.${id}@xa.example`,
        language: 'vi',
      },
      {
        id: `${place}.${id}.cc`,
        office: `${place}.${id}`,
        post: 'officer',
        title: { vi: `Công chức văn hóa xã ${name}`, en: `Culture officer of ${name} Commune` },
        email: `cc.${id}@xa.example`,
        language: 'vi',
      },
    ]);
    const known = plan.units.map((unit) => {
      const had = z.array(z.string()).catch([]).parse(unit['members']);
      return unit.id === group ? { ...unit, members: [...had, ...units.map(({ id }) => id)] } : unit;
    });
    return { ...plan, units: [...known, ...units], people: [...plan.people, ...people] };
  };

/** Sơn Dương's plan once its office has listed three of its communes. */
export const withCommunes = listed(
  [
    ['tantrao', 'Tân Trào'],
    ['minhthanh', 'Minh Thanh'],
    ['sonnam', 'Sơn Nam'],
  ],
  'sd.xa',
);

/** Tây Giang's plan with so many communes more, `tg.x1` and on. */
export const withMany = (n: number) =>
  listed(
    Array.from({ length: n }, (_, index): Commune => [`x${index + 1}`, `Số ${index + 1}`]),
    'tg.xa',
  );

const Activities = z.looseObject({ activities: z.array(z.unknown()) });

/** Tây Giang's plan with so many activities more that each commune leads, `z.1` and on. */
export const withWork =
  (n: number) =>
  (json: unknown): unknown => {
    const plan = Activities.parse(json);
    const more = Array.from({ length: n }, (_, index) => ({
      code: `z.${index + 1}`,
      kind: 'activity',
      parent: null,
      title: { vi: `Nhiệm vụ số ${index + 1}`, en: `Task ${index + 1}` },
      leads: ['tg.xa'],
      budgetRoute: 'commune_budget',
      cadence: { kind: 'annual' },
    }));
    return { ...plan, activities: [...plan.activities, ...more] };
  };
