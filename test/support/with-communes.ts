import * as z from 'zod';

const File = z.looseObject({ units: z.array(z.looseObject({ id: z.string() })), people: z.array(z.unknown()) });

const COMMUNES = [
  ['tantrao', 'Tân Trào'],
  ['minhthanh', 'Minh Thanh'],
  ['sonnam', 'Sơn Nam'],
] as const;

/** Sơn Dương's plan once its office has listed three of its communes, each with an officer and a chair. */
export const withCommunes = (json: unknown): unknown => {
  const plan = File.parse(json);
  const units = COMMUNES.map(([id, name]) => ({
    id: `sd.${id}`,
    name: { vi: `Ủy ban nhân dân xã ${name}`, en: `${name} Commune People's Committee` },
    shortName: { vi: `UBND xã ${name}`, en: `${name} Commune` },
    kind: 'commune',
    budgetRoute: 'commune_budget',
    roles: ['lead', 'reporter'],
    memberOf: 'sd.xa',
  }));
  const people = COMMUNES.flatMap(([id, name]) => [
    {
      id: `sd.${id}.ct`,
      office: `sd.${id}`,
      post: 'head',
      title: { vi: `Chủ tịch UBND xã ${name}`, en: `Chair of ${name} Commune` },
      email: `ct.${id}@son-duong.example`,
      language: 'vi',
    },
    {
      id: `sd.${id}.cc`,
      office: `sd.${id}`,
      post: 'officer',
      title: { vi: `Công chức văn hóa xã ${name}`, en: `Culture officer of ${name} Commune` },
      email: `cc.${id}@son-duong.example`,
      language: 'vi',
    },
  ]);
  const members = units.map(({ id }) => id);
  const known = plan.units.map((unit) => (unit.id === 'sd.xa' ? { ...unit, members } : unit));
  return { ...plan, units: [...known, ...units], people: [...plan.people, ...people] };
};
