import type {
  Amount,
  DecisionFact,
  DueFact,
  LineFact,
  LinesFact,
  MomentFact,
} from '../../contracts/mail-messages/facts.ts';
import { dongInVietnamese } from '../../contracts/messages/money-words.ts';
import {
  type CalendarTable,
  type Instant,
  localDate,
  type PlainDate,
  workingDaysBetween,
} from '../../domain/calendar.ts';
import { personIn } from '../../domain/context.ts';
import type { PersonId, UnitId } from '../../domain/ids.ts';
import { writeDong } from '../../domain/money.ts';
import type { SignedDecision } from '../../domain/package.ts';
import { type Person, type Plan, unitOf } from '../../domain/plan.ts';
import type { Bilingual } from '../../domain/text.ts';
import { PermanentError } from '../faults.ts';
import { clip } from './plain-text.ts';

/** Who reads a mail, in which plan, and when it is written. */
export type Reader = { readonly plan: Plan; readonly person: Person; readonly now: Instant };

/** The reader of that id. Throws `PermanentError` where the plan has no such person. */
export const readerOf = (plan: Plan, id: PersonId, now: Instant): Reader => {
  const person = personIn(plan, id);
  if (person === undefined) throw new PermanentError(`The plan ${plan.id} has no person ${id}.`);
  return { plan, person, now };
};

/** A text in the reader's language, short enough for a line. */
export const say = ({ person }: Reader, text: Bilingual): string => clip(text[person.language], 160);

/** An office's short name in the reader's language. */
export const officeName = (reader: Reader, id: UnitId): string => {
  const unit = unitOf(reader.plan, id);
  return unit === undefined ? id : say(reader, unit.shortName);
};

/** A person by his post. */
export const postOf = (reader: Reader, id: PersonId): string => {
  const person = personIn(reader.plan, id) ?? reader.plan.former?.find((one) => one.id === id);
  return person === undefined ? id : say(reader, person.title);
};

/** An amount in figures and words. */
export const amountOf = (dong: number): Amount => ({ figures: writeDong(dong), words: dongInVietnamese(dong) });

/** A last day as it looks on the day of the mail. */
export const dueFact = (calendar: CalendarTable, { now }: Reader, due: PlainDate): DueFact => {
  const today = localDate(now);
  const state = due === today ? 'today' : due > today ? 'ahead' : 'past';
  return { date: due, state, workingDays: Math.abs(workingDaysBetween(calendar, today, due)) };
};

/** A moment by the clock on the wall, UTC+7. */
export const momentFact = (at: Instant): MomentFact => {
  const hour = (Number(at.slice(11, 13)) + 7) % 24;
  return { date: localDate(at), time: `${`${hour}`.padStart(2, '0')}:${at.slice(14, 16)}` };
};

/** The paper of a decision with its signer's post. */
export const decisionFact = (
  reader: Reader,
  { number, date, signer, basis, authorisation }: SignedDecision,
): DecisionFact => ({
  number,
  date,
  signer: postOf(reader, signer),
  basis,
  authorisation,
});

/** How many lines a mail names; the page has them all. */
const MOST_LINES = 8;

/** The first lines of a list, and how many more there are. */
export const firstLines = (lines: readonly LineFact[]): LinesFact => ({
  shown: lines.slice(0, MOST_LINES),
  more: Math.max(0, lines.length - MOST_LINES),
});
