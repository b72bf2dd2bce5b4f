import type { Command } from '../../../shared/contracts/commands.ts';
import type { RehearsedAction } from '../../../shared/contracts/rehearsal.ts';
import { localDate } from '../../../shared/domain/calendar.ts';
import type { RoundId } from '../../../shared/domain/ids.ts';
import { SourceOfFunds } from '../../../shared/domain/lines.ts';
import type { Lookup } from './lookup.ts';

/** What happens to money after its approval: granted, taken back, adjusted, and the year's end. */
export type GrantAction = Extract<RehearsedAction, { do: 'grant' | 'reverse-grant' | 'adjust' | 'close-round' }>;

const onLedger = async (
  round: RoundId,
  { unit, number, signer, date, at }: Extract<GrantAction, { do: 'grant' | 'reverse-grant' }>,
  lookup: Lookup,
) => ({
  round,
  unit,
  seen: (await lookup.ledger(unit))?.version ?? 0,
  paper: { number, date: date ?? localDate(at), signer },
});

type Given = Extract<GrantAction, { do: 'grant' }>['amounts'][string];

const rowsOf = (activity: string, given: Given) => {
  const bySource = typeof given === 'number' ? { state_budget: given } : given;
  return SourceOfFunds.options.flatMap((source) => {
    const amount = bySource[source];
    return amount === undefined ? [] : [{ activity, source, amount }];
  });
};

/** The command that a page of the ledger would send. */
export const grantCommand = async (round: RoundId, action: GrantAction, lookup: Lookup): Promise<Command> => {
  switch (action.do) {
    case 'grant': {
      const split = Object.entries(action.amounts).flatMap(([activity, given]) => rowsOf(activity, given));
      return { do: 'record-grant', ...(await onLedger(round, action, lookup)), tranche: action.tranche, split };
    }
    case 'reverse-grant': {
      const { grant, reason } = action;
      return { do: 'reverse-grant', ...(await onLedger(round, action, lookup)), grant, reason };
    }
    case 'adjust': {
      const { kind, cites, reason } = action;
      const lines = action.lines.map(({ unit, line, amount }) => ({ unit, no: line, amount }));
      return { do: 'open-adjustment', round, kind, cites, reason, lines };
    }
    case 'close-round':
      return { do: 'close-round', round, remark: action.remark };
  }
};
