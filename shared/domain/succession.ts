import type { PlainDate } from './calendar.ts';
import type { UnitId } from './ids.ts';
import type { OtherPost, Person, Plan, Succession } from './plan.ts';

/** Who has a unit's duties, and units whose duties nobody has: they ended, and the office has named no successor. */
export type Heirs = { readonly units: readonly UnitId[]; readonly unnamed: readonly UnitId[] };

type InPlan = Pick<Plan, 'successions'>;

/** What became of a unit by a day; undefined while it is there. */
export const successionOf = ({ successions = [] }: InPlan, unit: UnitId, on: PlainDate): Succession | undefined =>
  successions.find((one) => one.unit === unit && one.lastDay < on);

/**
 * Who has the duties of a unit on a day: itself, or those to whom they passed, one to many, over as many steps as there
 * are; a duty to report can pass elsewhere than the rest. Nobody is guessed.
 */
export const heirsOf = (plan: InPlan, unit: UnitId, on: PlainDate, obligation?: string): Heirs => {
  const ended = successionOf(plan, unit, on);
  if (ended === undefined) return { units: [unit], unnamed: [] };
  const to = ended.duties?.find((duty) => duty.obligation === obligation)?.to ?? ended.to;
  if (to.length === 0) return { units: [], unnamed: [unit] };
  const each = to.map((heir) => heirsOf(plan, heir, on, obligation));
  return {
    units: [...new Set(each.flatMap(({ units }) => units))],
    unnamed: [...new Set(each.flatMap(({ unnamed }) => unnamed))],
  };
};

/** The one that a duty passed to; the unit itself where it passed to several or to nobody as yet. */
export const heirOf = (plan: InPlan, unit: UnitId, on: PlainDate, obligation?: string): UnitId => {
  const { units, unnamed } = heirsOf(plan, unit, on, obligation);
  const [only, ...others] = units;
  return only !== undefined && others.length === 0 && unnamed.length === 0 ? only : unit;
};

/** Units that one unit stands for by a day, itself among them where it still is, or an ended one by itself. */
export type Lineage = {
  readonly heir: UnitId;
  readonly units: readonly UnitId[];
  /** Who has its duties now. */
  readonly heirs: readonly UnitId[];
  /** `divided`: its duties passed to several, and what it did is not split among them; `unnamed`: to nobody as yet. */
  readonly fate: 'whole' | 'divided' | 'unnamed';
};

/** Units by who stands for them on a day, in the plan's order: those that were merged or renamed under one. */
export const lineagesOf = (
  plan: InPlan & Pick<Plan, 'units'>,
  units: readonly UnitId[],
  on: PlainDate,
  obligation: string,
): readonly Lineage[] => {
  const groups = new Map<UnitId, Lineage>();
  for (const unit of units) {
    const { units: heirs, unnamed } = heirsOf(plan, unit, on, obligation);
    const heir = heirOf(plan, unit, on, obligation);
    const fate = unnamed.length > 0 ? 'unnamed' : heirs.length > 1 ? 'divided' : 'whole';
    groups.set(heir, { heir, units: [...(groups.get(heir)?.units ?? []), unit], heirs, fate });
  }
  const place = new Map(plan.units.map(({ id }, index) => [id, index]));
  return [...groups.values()].toSorted((a, b) => (place.get(a.heir) ?? 0) - (place.get(b.heir) ?? 0));
};

const mainPost = ({ office, post, title, fields, byOrder }: Person): OtherPost => ({
  office,
  post,
  title,
  ...(fields === undefined ? {} : { fields }),
  ...(byOrder === undefined ? {} : { byOrder }),
});

/** A person with these posts, the first of them his own; undefined where none is left. */
const withPosts = ({ id, email, language }: Person, [own, ...others]: readonly OtherPost[]): Person | undefined =>
  own === undefined
    ? undefined
    : { id, email, language, ...own, ...(others.length === 0 ? {} : { otherPosts: others }) };

/**
 * A plan whose ended units are served by the people of their successors, each in the post that he has there: what was
 * open passes on under its old name, and who served the ended unit does so no more. Where nobody is named, its people
 * stay, so that somebody is told.
 */
export const withSuccessors = (plan: Plan, today: PlainDate): Plan => {
  const gone = (plan.successions ?? []).filter(({ lastDay, to }) => lastDay < today && to.length > 0);
  if (gone.length === 0) return plan;
  const ended = new Set(gone.map(({ unit }) => unit));
  const passed = gone.map(({ unit }) => ({ unit, heirs: new Set(heirsOf(plan, unit, today).units) }));
  const former: Person[] = [];
  const people = plan.people.flatMap((person): Person[] => {
    const kept = [mainPost(person), ...(person.otherPosts ?? [])].filter(({ office }) => !ended.has(office));
    const gained = kept.flatMap((post) =>
      passed.filter(({ heirs }) => heirs.has(post.office)).map(({ unit }): OtherPost => ({ ...post, office: unit })),
    );
    const now = withPosts(person, [...kept, ...gained]);
    if (now === undefined) former.push(person);
    return now === undefined ? [] : [now];
  });
  const all = [...former, ...(plan.former ?? [])];
  return { ...plan, people, ...(all.length === 0 ? {} : { former: all }) };
};
