import { type AbsenceRegister, absenceOn } from '../../domain/absence.ts';
import { instantOf, localDate } from '../../domain/calendar.ts';
import type { UnitId } from '../../domain/ids.ts';
import type { Person, Plan } from '../../domain/plan.ts';
import type { MailRequest } from '../ports.ts';
import type { EntryRef } from './cause.ts';
import { type MarkPorts, reachIn } from './marks.ts';
import type { Notice } from './notice.ts';
import { receiversOf } from './receivers.ts';

/** Who is told what. */
export type Told = { readonly notice: Notice; readonly people: readonly Person[] };

/** The notices of an entry, and the plan whose people get them; of a task, whose work it is and who is away. */
export type Found = {
  readonly plan: Plan;
  readonly told: readonly Told[];
  readonly office?: UnitId;
  readonly absences?: AbsenceRegister | undefined;
};

/**
 * The mails by which people are told. Nobody whose address takes no mail gets one; each person gets one of a cause, the
 * first of two notices winning, and his own before what goes on to him from another.
 */
export const requestsFor = async (
  ports: MarkPorts,
  cause: EntryRef,
  { plan, told, office, absences }: Found,
): Promise<readonly MailRequest[]> => {
  if (told.every(({ people }) => people.length === 0)) return [];
  const locality = plan.locality.id;
  const day = localDate(instantOf(ports.clock.now()));
  const isThere = ({ id }: Person): boolean => absenceOn(absences, id, day) === undefined;
  const reach = { office, isReached: await reachIn(ports, locality), isThere };
  const all = told.flatMap(({ notice, people }) =>
    receiversOf(plan, people, reach).map(({ person: { id: person }, insteadOf }) => ({
      locality,
      cause,
      plan: plan.id,
      person,
      notice,
      ...(insteadOf === undefined ? {} : { insteadOf }),
    })),
  );
  const requests = new Map<string, MailRequest>();
  for (const request of all.toSorted((a, b) => Number('insteadOf' in a) - Number('insteadOf' in b)))
    if (!requests.has(request.person)) requests.set(request.person, request);
  return [...requests.values()];
};
