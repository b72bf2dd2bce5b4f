import type { Command } from '../../../shared/contracts/commands.ts';
import type { RehearsedAction } from '../../../shared/contracts/rehearsal.ts';
import { localDate } from '../../../shared/domain/calendar.ts';
import { estimateIdOf, type PlanId, type RoundId } from '../../../shared/domain/ids.ts';
import { estimateTaskId } from '../../../shared/domain/task.ts';
import type { Lookup } from './lookup.ts';

/** What a rehearsed action on dates and absences is. */
export type DateAction = Extract<RehearsedAction, { do: 'record-absence' | 'record-leaving' | 'extend' | 'list-day' }>;

/** The command that the page of the calendar, of who is away, or of an extension would send. */
export const dateCommand = async (
  { plan, round }: { readonly plan: PlanId; readonly round: RoundId },
  action: DateAction,
  lookup: Lookup,
): Promise<Command> => {
  switch (action.do) {
    case 'record-absence': {
      const { person, from, until, reason, standIn } = action;
      return { do: 'record-absence', plan, person, from, until, reason, standIn };
    }
    case 'record-leaving': {
      const { person, lastDay, reason } = action;
      return { do: 'record-leaving', plan, person, lastDay, reason };
    }
    case 'extend': {
      const task = estimateTaskId(estimateIdOf(round, action.unit));
      const seen = (await lookup.task(task))?.version ?? 0;
      return { do: 'extend-task', case: round, task, seen, due: action.due, reason: action.reason };
    }
    case 'list-day': {
      const { date, kind, name, source, certain, at } = action;
      const row = { date, kind, name: { vi: name, en: name }, source, asOf: localDate(at), certain };
      return { do: 'add-calendar-days', plan, seen: (await lookup.calendar())?.version ?? 0, rows: [row] };
    }
  }
};
