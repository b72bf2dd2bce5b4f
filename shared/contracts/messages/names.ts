import type { Deadline } from '../../domain/deadline.ts';
import type { PackageId, UnitId } from '../../domain/ids.ts';
import type { Actor, Authority } from '../../domain/journal.ts';
import { type Obligation, type Plan, type WorkKey, stageOf, unitOf } from '../../domain/plan.ts';
import type { Language } from '../../domain/text.ts';

/** A report that a unit owes under the plan, and when. */
export type OwedReport = { readonly type: Obligation['type']; readonly deadline: Deadline };

/** What ids are called on a page: offices and people by their names in the plan. */
export type Names = {
  unit(id: string): string;
  shortUnit(id: string): string;
  units(ids: readonly string[]): string;
  person(id: string): string;
  /** Who did something, and for whom on what basis: `Phó Chủ tịch UBND huyện (KT. Chủ tịch UBND huyện)`. */
  signer(id: string, authority: Authority | undefined): string;
  actor(actor: Actor): string;
  stage(key: WorkKey): string;
  /** A package by its number and year. */
  packageParts(id: PackageId): { readonly number: string; readonly year: string };
  owedReports(unit: UnitId): readonly OwedReport[];
};

/** What an authorisation to sign reports says. */
const REPORT = { vi: 'Ký báo cáo', en: 'Sign reports' } as const;

const belongs = (plan: Plan, unit: UnitId, reporter: UnitId): boolean =>
  reporter === unit ||
  unitOf(plan, unit)?.memberOf === reporter ||
  unitOf(plan, reporter)?.members.includes(unit) === true;

/** The number and year that a package's id carries. */
export const packageNumber: Names['packageParts'] = (id) => {
  const [, year = '', number = ''] = /\.(\d{4})\.p(\d+)$/.exec(id) ?? [];
  return { number, year };
};

/** The names of a plan in a language; an id that the plan does not know stands for itself. */
export const namesOf = (plan: Plan, language: Language): Names => {
  const units = new Map<string, Plan['units'][number]>(plan.units.map((unit) => [unit.id, unit]));
  const people = new Map<string, Plan['people'][number]>(
    [...(plan.former ?? []), ...plan.people].map((person) => [person.id, person]),
  );
  const shortUnit = (id: string): string => units.get(id)?.shortName[language] ?? id;
  const person = (id: string): string => people.get(id)?.title[language] ?? id;
  const signer: Names['signer'] = (id, authority) =>
    authority === undefined ? person(id) : `${person(id)} (${authority.basis.toUpperCase()}. ${person(authority.of)})`;
  return {
    unit: (id) => units.get(id)?.name[language] ?? id,
    shortUnit,
    units: (ids) => ids.map(shortUnit).join(', '),
    person,
    signer,
    actor: (actor) => (actor.kind === 'person' ? signer(actor.person, actor.authority) : 'Trình'),
    stage: (key) => (key === 'report' ? REPORT[language] : (stageOf(plan, key)?.action[language] ?? key)),
    packageParts: packageNumber,
    owedReports: (unit) =>
      plan.obligations.flatMap(({ type, deadline, reporters }) =>
        deadline !== null && reporters.some((reporter) => belongs(plan, unit, reporter)) ? [{ type, deadline }] : [],
      ),
  };
};
