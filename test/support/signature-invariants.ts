import { localDate } from '../../shared/domain/calendar.ts';
import type { Member, StageOutcome } from '../../shared/domain/package.ts';
import { must } from './invariant-subject.ts';

/** 7, of how a stage ended: two persons where one prepared, a paper that held that day, nobody on his own work. */
export const checkSignature = (outcome: StageOutcome, members: readonly Member[]): void => {
  const { by, at, preparedBy, authority, kind, stage } = outcome;
  must(preparedBy !== by, 7, `${by} signed what he prepared`);
  const lent = authority?.authorisation;
  const day = localDate(at);
  must(lent === undefined || (lent.from <= day && day <= lent.until), 7, `${by} signed without authority`);
  if ((kind !== 'forwarded' && kind !== 'approved') || stage === 'synthesis') return;
  const lender = authority?.basis === 'kt' ? undefined : authority?.of;
  const prepared = (person: typeof by | undefined) =>
    person !== undefined && members.some(({ preparers }) => preparers.includes(person));
  must(!prepared(lender), 7, `${by} decided on the work of ${lender}, by his authority`);
  must(!prepared(by), 7, `${by} decided on his own work`);
};
