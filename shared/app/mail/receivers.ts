import type { PersonId, UnitId } from '../../domain/ids.ts';
import type { Person, Plan } from '../../domain/plan.ts';
import { postsOf } from '../../domain/posts.ts';
import { inOffice, officersOf } from './recipients.ts';

/** Somebody who gets a mail: his own, or that of another whose address takes none. */
export type Receiver = { readonly person: Person; readonly insteadOf?: PersonId };

/** Whom mail reaches. */
export type Reach = {
  /** The office whose work a mail is about, where it is about one's. */
  readonly office?: UnitId | undefined;
  /** Whether the address takes mail. */
  readonly isReached: (person: Person) => boolean;
  /** Whether he is at work. */
  readonly isThere: (person: Person) => boolean;
};

const officesOf = (person: Person, office: UnitId | undefined): readonly UnitId[] => {
  const all = postsOf(person).map((held) => held.office);
  return office !== undefined && all.includes(office) ? [office] : all;
};

/** Who comes after somebody: head, deputies and everyone of his office, then the standing unit. */
const nextAfter = (plan: Plan, offices: readonly UnitId[], { isReached, isThere }: Reach): readonly Person[] => {
  const groups = [
    ...(['head', 'deputy'] as const).map((post) => offices.flatMap((office) => inOffice(plan, office, [post]))),
    offices.flatMap((office) => inOffice(plan, office)),
    officersOf(plan, plan.standing),
    inOffice(plan, plan.standing),
  ].map((group) => group.filter(isReached));
  return groups.find((group) => group.some(isThere))?.filter(isThere) ?? groups.find((group) => group.length > 0) ?? [];
};

/**
 * Who gets what these people are told. Nobody whose address takes no mail; where none of his office hears it either, it
 * goes to whoever comes after him, as the work of somebody who is away does. Nobody where no address is left.
 */
export const receiversOf = (plan: Plan, people: readonly Person[], reach: Reach): readonly Receiver[] => {
  const reached = people.filter(reach.isReached);
  const missed = people.filter((person) => !reach.isReached(person));
  const hears = (offices: readonly UnitId[]): boolean =>
    reached.some((person) => reach.isThere(person) && postsOf(person).some(({ office }) => offices.includes(office)));
  return [
    ...reached.map((person): Receiver => ({ person })),
    ...missed.flatMap((one): readonly Receiver[] => {
      const offices = officesOf(one, reach.office);
      if (hears(offices)) return [];
      return nextAfter(plan, offices, reach).map((person) => ({ person, insteadOf: one.id }));
    }),
  ];
};
