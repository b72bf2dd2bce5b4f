import type { Rehearsal, RehearsedAction, RehearsedLine } from '../../../shared/contracts/rehearsal.ts';
import type { Command } from '../../../shared/contracts/commands.ts';
import {
  addWorkingDays,
  type CalendarTable,
  type Instant,
  localDate,
  localTime,
} from '../../../shared/domain/calendar.ts';
import type { DraftLine } from '../../../shared/domain/draft.ts';
import { estimateIdOf, type PersonId, packageIdOf, type UnitId } from '../../../shared/domain/ids.ts';
import type { Package } from '../../../shared/domain/package.ts';
import { setsFigures } from '../../../shared/domain/package-decisions.ts';
import { type Plan, suggestedChainMembers } from '../../../shared/domain/plan.ts';
import type { Stored } from '../../../shared/domain/records.ts';
import type { Round } from '../../../shared/domain/round.ts';

/** What a rehearsal looks up before a person acts, as the page would show it to him. */
export type Lookup = {
  estimate(unit: UnitId): Promise<Stored<'estimate'> | undefined>;
  package(number?: number): Promise<Stored<'package'> | undefined>;
  ledger(unit: UnitId): Promise<Stored<'ledger'> | undefined>;
};

/** One thing that a person does at a moment: the commands that his pages would send, one after the other. */
export type Step = {
  readonly at: Instant;
  readonly by: PersonId;
  readonly what: string;
  readonly commands: (lookup: Lookup) => readonly (() => Promise<Command>)[];
};

/** A rehearsal that cannot go on, in a sentence for the person who wrote it. */
export class RehearsalError extends Error {
  override readonly name = 'RehearsalError';
}

const draftOf = (line: RehearsedLine): DraftLine => ({
  activity: line.activity,
  content: line.content ?? line.activity,
  measure: line.measure,
  quantity: line.quantity,
  times: line.times,
  unitPrice: line.unitPrice,
  amount: line.amount ?? '',
  source: line.source,
  basis: line.basis,
  note: line.note,
});

const present = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new RehearsalError(what);
  return value;
};

type Setting = { readonly rehearsal: Rehearsal; readonly plan: Plan; readonly round: Round['id'] };

const packageCommands = (
  { plan, round }: Setting,
  action: Extract<RehearsedAction, { do: 'set-figures' | 'forward' | 'return' | 'approve' | 'withdraw' }>,
  lookup: Lookup,
): readonly (() => Promise<Command>)[] => {
  const number = action.do === 'set-figures' ? 1 : action.package;
  const pkg = async () => present(await lookup.package(number), `${plan.id} has no package yet: lock the round first.`);
  const shown = async () => {
    const { head, body } = await pkg();
    const { stage, submission } = body.position;
    return { package: packageIdOf(round, number), stage, submission, shown: head };
  };
  const prepare = async (): Promise<Command> => ({ do: 'prepare-decision', ...(await shown()) });
  switch (action.do) {
    case 'set-figures':
      return [() => figuresCommand(action, pkg, lookup)];
    case 'forward':
      return [
        ...(number === 1 ? [prepare] : []),
        async () => ({ do: 'forward-package', ...(await shown()), remark: action.remark }),
      ];
    case 'return':
      return [async () => ({ do: 'return-package', ...(await shown()), to: action.to, reason: action.reason })];
    case 'withdraw':
      return [async () => ({ do: 'withdraw-adjustment', ...(await shown()), reason: action.reason })];
    case 'approve': {
      const paper = { number: action.number, date: action.date ?? localDate(action.at), basis: action.basis };
      const decide = async (): Promise<Command> => ({ do: 'approve-package', ...(await shown()), paper });
      return number === 1 ? [prepare, decide] : [decide];
    }
  }
};

const figuresCommand = async (
  action: Extract<RehearsedAction, { do: 'set-figures' }>,
  pkg: () => Promise<Stored<'package'>>,
  lookup: Lookup,
): Promise<Command> => {
  const { id, position }: Package = (await pkg()).body;
  const estimate = present(await lookup.estimate(action.unit), `${action.unit} has no estimate in this round.`);
  if (!setsFigures(position.stage))
    throw new RehearsalError(`Figures are set at the appraisal or the approval; the package is at ${position.stage}.`);
  return {
    do: 'set-figures',
    package: id,
    estimate: estimate.body.id,
    stage: position.stage,
    submission: position.submission,
    seen: estimate.version,
    figures: action.figures.map(({ line, amount, reason }) => ({ no: line, amount, reason })),
  };
};

const grantCommand = async (
  { round }: Setting,
  action: Extract<RehearsedAction, { do: 'grant' | 'reverse-grant' }>,
  lookup: Lookup,
): Promise<Command> => {
  const { unit, number, signer } = action;
  const paper = { number, date: action.date ?? localDate(action.at), signer };
  const of = { round, unit, seen: (await lookup.ledger(unit))?.version ?? 0, paper };
  if (action.do === 'reverse-grant') return { do: 'reverse-grant', ...of, grant: action.grant, reason: action.reason };
  const split = Object.entries(action.amounts).map(([activity, amount]) => ({ activity, amount }));
  return { do: 'record-grant', ...of, tranche: action.tranche, split };
};

const actionCommands = (
  setting: Setting,
  action: RehearsedAction,
  lookup: Lookup,
): readonly (() => Promise<Command>)[] => {
  const onEstimate = async (unit: UnitId) => ({
    estimate: estimateIdOf(setting.round, unit),
    seen: (await lookup.estimate(unit))?.version ?? 0,
  });
  switch (action.do) {
    case 'sign-nil':
      return [async () => ({ do: 'sign-nil', ...(await onEstimate(action.unit)), reason: action.reason })];
    case 'recall':
      return [async () => ({ do: 'recall-estimate', ...(await onEstimate(action.unit)) })];
    case 'return-estimate':
      return [
        async () => ({
          do: 'return-estimate',
          ...(await onEstimate(action.unit)),
          reason: action.reason,
          due: action.due,
        }),
      ];
    case 'lock':
      return [() => Promise.resolve({ do: 'lock-round', round: setting.round })];
    case 'set-figures':
    case 'forward':
    case 'return':
    case 'approve':
    case 'withdraw':
      return packageCommands(setting, action, lookup);
    case 'adjust': {
      const { kind, cites, reason } = action;
      const lines = action.lines.map(({ unit, line, amount }) => ({ unit, no: line, amount }));
      return [() => Promise.resolve({ do: 'open-adjustment', round: setting.round, kind, cites, reason, lines })];
    }
    case 'grant':
    case 'reverse-grant':
      return [() => grantCommand(setting, action, lookup)];
    case 'close-round':
      return [() => Promise.resolve({ do: 'close-round', round: setting.round, remark: action.remark })];
  }
};

const openingOf = ({ rehearsal, plan }: Setting, calendar: CalendarTable): Step => {
  const officer = plan.people.find(({ office, post }) => office === plan.standing && post === 'officer');
  const by = rehearsal.open?.by ?? officer?.id;
  const at = rehearsal.open?.at ?? localTime(addWorkingDays(calendar, rehearsal.due.estimate, -5), 8, 0);
  if (by === undefined) throw new RehearsalError(`Say who opens the round: {"open": {"at": …, "by": …}}.`);
  const members =
    rehearsal.open?.members ??
    Object.fromEntries([...suggestedChainMembers(plan)].map(([group, units]) => [group, [...units]]));
  const command: Command = { do: 'open-round', plan: plan.id, year: rehearsal.year, members, due: rehearsal.due };
  return { at, by, what: 'open-round', commands: () => [() => Promise.resolve(command)] };
};

/** Everything that happens in a rehearsal, in the order of its moments. */
export const stepsOf = (
  rehearsal: Rehearsal,
  plan: Plan,
  round: Round['id'],
  calendar: CalendarTable,
): readonly Step[] => {
  const setting = { rehearsal, plan, round };
  const estimates = rehearsal.estimates.map(
    ({ at, by, unit, lines }): Step => ({
      at,
      by,
      what: `submit-estimate ${unit}`,
      commands: (lookup) => [
        async () => ({
          do: 'submit-estimate',
          estimate: estimateIdOf(round, unit),
          seen: (await lookup.estimate(unit))?.version ?? 0,
          lines: lines.map(draftOf),
        }),
      ],
    }),
  );
  const actions = rehearsal.actions.map(
    (action): Step => ({
      at: action.at,
      by: action.by,
      what: action.do,
      commands: (lookup) => actionCommands(setting, action, lookup),
    }),
  );
  return [openingOf(setting, calendar), ...estimates, ...actions].toSorted((a, b) =>
    a.at < b.at ? -1 : a.at > b.at ? 1 : 0,
  );
};
