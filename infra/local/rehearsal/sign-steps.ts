import type { RehearsedAction } from '../../../shared/contracts/rehearsal.ts';
import type { Command } from '../../../shared/contracts/commands.ts';
import { localDate } from '../../../shared/domain/calendar.ts';
import { estimateIdOf, packageIdOf, type RoundId, type UnitId } from '../../../shared/domain/ids.ts';
import type { Plan } from '../../../shared/domain/plan.ts';
import { type Lookup, RehearsalError } from './lookup.ts';

/** What people do about signatures: sign, hand back, lend and take back what was lent. */
export type SignAction = Extract<
  RehearsedAction,
  { do: 'sign-off' | 'hand-back' | 'record-authorisation' | 'revoke-authorisation' }
>;

type Setting = { readonly plan: Plan; readonly round: RoundId };

const ofUnit = async ({ round }: Setting, lookup: Lookup, unit: UnitId) => ({
  estimate: estimateIdOf(round, unit),
  seen: (await lookup.estimate(unit))?.version ?? 0,
});

/** What a page shows of a package when somebody decides on it. */
export const shownPackage = async ({ plan, round }: Setting, lookup: Lookup, number: number) => {
  const pkg = await lookup.package(number);
  if (pkg === undefined)
    throw new RehearsalError(
      number === 1
        ? `${plan.id} has no package yet: lock the round first.`
        : `${plan.id} has no package ${number} yet: an adjustment, a part or a supplement makes one.`,
    );
  const { stage, submission } = pkg.body.position;
  return { package: packageIdOf(round, number), stage, submission, shown: pkg.head };
};

/** The command that a page about signatures would send. */
export const signCommand = async (setting: Setting, action: SignAction, lookup: Lookup): Promise<Command> => {
  const { plan } = setting;
  switch (action.do) {
    case 'sign-off': {
      const { unit, number, basis } = action;
      if (unit !== undefined) return { do: 'sign-off-estimate', ...(await ofUnit(setting, lookup, unit)) };
      const paper = number === undefined ? undefined : { number, date: action.date ?? localDate(action.at), basis };
      return { do: 'sign-off-package', ...(await shownPackage(setting, lookup, action.package)), paper };
    }
    case 'hand-back': {
      const { unit, remark } = action;
      return unit === undefined
        ? { do: 'hand-back-package', ...(await shownPackage(setting, lookup, action.package)), remark }
        : { do: 'hand-back-estimate', ...(await ofUnit(setting, lookup, unit)), remark };
    }
    case 'record-authorisation': {
      const { office, giver, recipient, number, from, until, works } = action;
      const date = action.date ?? localDate(action.at);
      return {
        do: 'record-authorisation',
        plan: plan.id,
        office,
        giver,
        recipient,
        number,
        date,
        from,
        until,
        works,
      };
    }
    case 'revoke-authorisation': {
      const register = await lookup.register();
      const found = register?.authorisations.findLast(({ number }) => number === action.number);
      if (found === undefined) throw new RehearsalError(`No authorisation ${action.number} is recorded.`);
      return { do: 'revoke-authorisation', plan: plan.id, authorisation: found.id, reason: action.reason };
    }
  }
};
