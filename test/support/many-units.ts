import { packageView, type UnitFigures } from '../../shared/app/views/package-view.ts';
import { PersonId, UnitId } from '../../shared/domain/ids.ts';
import { atFinance } from './at-finance.ts';

/** Units as a package's page reads them, more and larger than any plan here has: each line says `text` everywhere. */
export const manyUnits = async (
  units: number,
  lines: number,
  text = 'Thuê hội trường, in tài liệu',
): Promise<UnitFigures[]> => {
  const office = await atFinance();
  const session = { locality: office.locality, plan: office.plan.id, person: PersonId.parse('tg.tckh.cv') };
  const found = await packageView(office.ports, session, office.pkg);
  const [unit] = found.kind === 'seen' ? found.view.units : [];
  const [first] = unit?.lines ?? [];
  if (unit === undefined || first === undefined) throw new Error('Package P has a unit with a line.');
  const figure = {
    no: 1,
    amount: first.line.amount,
    reason: text,
    by: session.person,
    at: unit.estimate.body.versions[0]?.at ?? null,
  };
  const many = Array.from({ length: lines }, (_, index) => ({
    line: { ...first.line, no: index + 1, content: text, basis: text, note: text },
    appraised: { ...figure, no: index + 1 },
    approved: { ...figure, no: index + 1 },
    norm: null,
  }));
  return Array.from({ length: units }, (_, index) => ({
    ...unit,
    member: { ...unit.member, unit: UnitId.parse(`tg.u${index + 1}`) },
    lines: many,
  }));
};
