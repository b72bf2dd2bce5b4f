import type { AbsenceRegister } from '../domain/absence.ts';
import { instantOf, localDate } from '../domain/calendar.ts';
import type { LocalityId } from '../domain/ids.ts';
import type { Plan } from '../domain/plan.ts';
import { type Gap, forecast, windowsAhead } from './absence-forecast.ts';
import type { Ports } from './ports.ts';
import { tasksOfLocality } from './redating-steps.ts';

/** A gap with the year of the round or cycle that it is in. */
export type YearGap = Gap & { readonly year: number };

/** Whose work is due while he is away, in every running round and cycle of a plan, by the people and absences of today. */
export const roundForecasts = async (
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  locality: LocalityId,
  plan: Plan,
  absences: AbsenceRegister | undefined,
): Promise<readonly YearGap[]> => {
  if (absences === undefined || absences.absences.length === 0) return [];
  const now = instantOf(clock.now());
  const cases = await tasksOfLocality({ store }, locality);
  return cases
    .filter(({ of }) => of.body.plan === plan.id)
    .flatMap(({ of, tasks }) =>
      forecast(plan, absences, windowsAhead(plan, of, tasks, localDate(now)), now).map((gap) => ({
        ...gap,
        year: of.body.year,
      })),
    );
};
