import { officesOf } from '../../domain/context.ts';
import { absenceOn, type AbsenceRegister } from '../../domain/absence.ts';
import type { PlainDate } from '../../domain/calendar.ts';
import type { UnitId } from '../../domain/ids.ts';
import type { Hearer } from '../../domain/ladder.ts';
import type { Person, Plan, Post } from '../../domain/plan.ts';
import { postsOf } from '../../domain/posts.ts';
import { needsSignature } from '../../domain/signing.ts';
import type { Task } from '../../domain/task.ts';

/** Who holds a post in an office, any or one of these. */
export const inOffice = (plan: Plan, office: UnitId, posts?: readonly Post[]): readonly Person[] =>
  plan.people.filter((person) =>
    postsOf(person).some((held) => held.office === office && (posts === undefined || posts.includes(held.post))),
  );

const orEveryone = (plan: Plan, office: UnitId, posts: readonly Post[]): readonly Person[] => {
  const wanted = inOffice(plan, office, posts);
  return wanted.length > 0 ? wanted : inOffice(plan, office);
};

/** Who prepares in an office: its officers, or everyone where it has none. */
export const officersOf = (plan: Plan, office: UnitId): readonly Person[] => orEveryone(plan, office, ['officer']);

/** Who answers for a unit's estimate: its officers and its head. */
export const unitPeople = (plan: Plan, unit: UnitId): readonly Person[] => orEveryone(plan, unit, ['officer', 'head']);

/**
 * Who a task is for: the officers; the head and deputies of what lies with them to be signed, and of an approval that
 * nobody prepares for them.
 */
export const assigneesOf = (
  plan: Plan,
  { kind, office, forSignature }: Pick<Task, 'kind' | 'office' | 'forSignature'>,
): readonly Person[] => {
  const theirs = kind === 'approval' && !needsSignature({ plan }, 'approval');
  return forSignature === true || theirs ? orEveryone(plan, office, ['head', 'deputy']) : officersOf(plan, office);
};

const hearersOf = (plan: Plan, task: Task, hearer: Hearer): readonly Person[] => {
  switch (hearer) {
    case 'assignee':
      return assigneesOf(plan, task);
    case 'deputy':
      return inOffice(plan, task.office, ['deputy']);
    case 'head':
      return inOffice(plan, task.office, ['head']);
    case 'standing':
      return officersOf(plan, plan.standing);
    case 'superior':
      return officesOf(plan, 'approval').flatMap((office) => inOffice(plan, office, ['head']));
  }
};

/**
 * Who hears that rungs of the plan's ladder were climbed. Past the ladder (`again`), and for a rung that the plan
 * does not know, it is those who owe the task and their head.
 */
export const remindedOf = (
  plan: Plan,
  task: Task,
  rungs: readonly string[],
  escalatedTo?: { readonly office: UnitId; readonly post: Post },
): readonly Person[] => {
  const hears = rungs.flatMap(
    (id): readonly Hearer[] => plan.ladder.find((rung) => rung.id === id)?.hears ?? ['assignee', 'head'],
  );
  const up = escalatedTo === undefined ? [] : inOffice(plan, escalatedTo.office, [escalatedTo.post]);
  return [...[...new Set(hears)].flatMap((hearer) => hearersOf(plan, task, hearer)), ...up];
};

/** Who is told that a task was opened: whom it is for, and who hears of the rungs that fell before that. */
export const toldOfOpening = (plan: Plan, task: Task, passed: readonly string[] = []): readonly Person[] => [
  ...assigneesOf(plan, task),
  ...remindedOf(plan, task, passed),
];

/** Who is told that the due date of a task moved: whom it is for, and the head of the office. */
export const toldOfDate = (plan: Plan, task: Task): readonly Person[] => [
  ...assigneesOf(plan, task),
  ...inOffice(plan, task.office, ['head']),
];

/**
 * Who gets the mails of a task's people on a day: whoever is away is stood in for. Where all of them are away with
 * nobody in their place, they get them and so does the office's head, or the standing unit where he is away too:
 * absence stalls nothing.
 */
export const withStandIns = (
  plan: Plan,
  absences: AbsenceRegister | undefined,
  office: UnitId,
  people: readonly Person[],
  day: PlainDate,
): readonly Person[] => {
  const isThere = ({ id }: Person): boolean => absenceOn(absences, id, day) === undefined;
  const stood = people.flatMap((person) => {
    const standIn = absenceOn(absences, person.id, day)?.standIn ?? undefined;
    const other = standIn === undefined ? undefined : plan.people.find(({ id }) => id === standIn);
    return [other ?? person];
  });
  const told = [...new Set(stood)];
  if (told.some(isThere) || told.length === 0) return told;
  const heads = inOffice(plan, office, ['head']);
  return [...new Set([...told, ...heads, ...(heads.some(isThere) ? [] : officersOf(plan, plan.standing))])];
};

/** These people, or where there are none the standing unit's officers: nothing goes to nobody. */
export const orStanding = (plan: Plan, people: readonly Person[]): readonly Person[] =>
  people.length > 0 ? people : officersOf(plan, plan.standing);

/** The offices that carried a package: standing, locking, appraising. */
export const carriers = (plan: Plan, lockedBy: UnitId): readonly Person[] =>
  [...new Set([plan.standing, lockedBy, ...officesOf(plan, 'appraisal')])].flatMap((office) =>
    officersOf(plan, office),
  );
