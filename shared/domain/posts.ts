import type { PersonId, UnitId } from './ids.ts';
import type { Field, Person, Plan, Post, WorkKey } from './plan.ts';

/** One post of a person: where, as what, with which fields of his own. */
export type Held = {
  readonly person: PersonId;
  readonly office: UnitId;
  readonly post: Post;
  readonly fields: readonly Field[] | undefined;
  readonly byOrder: readonly WorkKey[];
};

/** Every post that a person holds, his own office's first. */
export const postsOf = ({ id, office, post, fields, byOrder, otherPosts }: Person): readonly Held[] => [
  { person: id, office, post, fields, byOrder: byOrder ?? [] },
  ...(otherPosts ?? []).map((other) => ({
    person: id,
    office: other.office,
    post: other.post,
    fields: other.fields,
    byOrder: other.byOrder ?? [],
  })),
];

/** Every post that is held in an office. */
export const heldIn = (plan: Plan, office: UnitId): readonly Held[] =>
  plan.people.flatMap((person) => postsOf(person).filter((held) => held.office === office));

/** The post of a person in an office, or undefined where he has none there. */
export const postIn = (plan: Plan, person: PersonId, office: UnitId): Held | undefined =>
  heldIn(plan, office).find((held) => held.person === person);

/** The head of an office. */
export const headOf = (plan: Plan, office: UnitId): PersonId | undefined =>
  heldIn(plan, office).find(({ post }) => post === 'head')?.person;

/** The offices that a person heads. */
export const headedBy = (plan: Plan, person: PersonId): readonly UnitId[] =>
  plan.people
    .filter(({ id }) => id === person)
    .flatMap(postsOf)
    .filter(({ post }) => post === 'head')
    .map(({ office }) => office);
