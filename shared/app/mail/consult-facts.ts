import type { ConsultFact } from '../../contracts/mail-messages/facts.ts';
import { consultedAt, officesOf } from '../../domain/context.ts';
import { countsNow, type Package, type PackageEvent } from '../../domain/package.ts';
import { postsOf } from '../../domain/posts.ts';
import type { Ports } from '../ports.ts';
import { amountOf, dueFact, officeName, type Reader, say } from './reader.ts';

/** What a person of a consulted office is told when the stage opens at which it may comment. */
export const consultFact = (
  { calendar }: Pick<Ports, 'calendar'>,
  reader: Reader,
  pkg: Package,
  { stage, submission, due }: Extract<PackageEvent, { type: 'StageOpened' }>,
): ConsultFact => {
  const { plan, person } = reader;
  const { year, content } = pkg;
  const offices = consultedAt(plan, stage);
  const own = postsOf(person).find(({ office }) => offices.includes(office))?.office ?? person.office;
  const [inCharge] = officesOf(plan, stage);
  return {
    plan: say(reader, plan.shortTitle),
    year,
    stage,
    office: officeName(reader, own),
    inCharge: inCharge === undefined ? '' : officeName(reader, inCharge),
    due: dueFact(calendar, reader, due),
    submission,
    proposed: amountOf(content.totals.proposed),
    counts: countsNow(pkg),
  };
};
