import * as z from 'zod';
import { localDate, PlainDate } from './calendar.ts';
import { type ActingSetting, mustBelong, type Setting } from './context.ts';
import { grantingOffices } from './grant-decisions.ts';
import { UnitId } from './ids.ts';
import { Dong, sum } from './money.ts';
import { paginate } from './pages.ts';
import type { Plan } from './plan.ts';
import type { Stored } from './records.ts';
import { type Decision, problems } from './refusal.ts';
import { addSourceSums, SourceSums } from './sources.ts';

/** What a unit was approved and not granted by the year's end, by source too: it lapses (Luật NSNN: spending to 31/12). */
export const Lapse = z.strictObject({
  unit: UnitId,
  approved: Dong,
  granted: Dong,
  lapsed: Dong,
  sources: z.array(SourceSums),
});
export type Lapse = z.infer<typeof Lapse>;

/** The first day on which a round can be closed: the last of its year. */
export const closesFrom = (year: number): PlainDate => PlainDate.parse(`${year}-12-31`);

/** The offices that close a round: the standing unit and those that grant. */
export const closingOffices = (plan: Plan): readonly UnitId[] => [
  ...new Set([plan.standing, ...grantingOffices(plan)]),
];

/**
 * Orders the year's end: from this entry on nothing is granted or taken back. What is left is then counted; counting
 * first would miss a grant made in between. `published` is whether all that was sealed in the round was decided.
 */
export const orderYearEnd = (
  round: Stored<'round'>,
  published: boolean,
  command: { readonly remark: string },
  setting: ActingSetting,
): Decision => {
  const { body } = round;
  const refusal = mustBelong(setting, closingOffices(setting.plan));
  if (refusal !== undefined) return refusal;
  if (body.closing !== undefined) return { kind: 'already-decided', by: body.closing.by, at: body.closing.at };
  if (body.phase !== 'formed' || !published) return { kind: 'not-published' };
  const earliest = closesFrom(body.year);
  if (localDate(setting.at) < earliest) return { kind: 'year-not-over', earliest };
  const remark = command.remark.normalize('NFC').trim();
  if (remark.length > 500) return problems({ path: 'remark', code: 'too-long', most: 500 });
  return {
    kind: 'accepted',
    changes: [{ type: 'round', id: round.id, before: round, event: { type: 'YearEndOrdered', remark } }],
  };
};

/** Closes a round whose end was ordered: what each unit was not granted lapses on record. */
export const closeRound = (round: Stored<'round'>, lapses: readonly Lapse[], setting: Setting): Decision => {
  if (round.body.closing === undefined || round.body.closed !== undefined) return { kind: 'accepted', changes: [] };
  const { ref, pages } = paginate('lapses', lapses, setting.hash);
  const totals = {
    approved: sum(lapses.map(({ approved }) => approved)),
    granted: sum(lapses.map(({ granted }) => granted)),
    lapsed: sum(lapses.map(({ lapsed }) => lapsed)),
  };
  const sources = [...addSourceSums(lapses.flatMap((lapse) => lapse.sources))];
  const event = { type: 'RoundClosed', lapses: ref, totals, sources } as const;
  return {
    kind: 'accepted',
    pages,
    changes: [{ type: 'round', id: round.id, before: round, event }],
  };
};
