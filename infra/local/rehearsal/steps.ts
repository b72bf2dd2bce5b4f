import type { Rehearsal, RehearsedAction, RehearsedLine } from '../../../shared/contracts/rehearsal.ts';
import { cutItems, decisionsOf } from '../../../shared/app/cut-lines.ts';
import { money } from '../../../shared/contracts/messages/format.ts';
import { messagesIn } from '../../../shared/contracts/messages/messages.ts';
import type { Command } from '../../../shared/contracts/commands.ts';
import {
  addWorkingDays,
  type CalendarTable,
  type Instant,
  localDate,
  localTime,
} from '../../../shared/domain/calendar.ts';
import { type CutProblem, cutToCeiling } from '../../../shared/domain/ceiling.ts';
import type { DraftLine } from '../../../shared/domain/draft.ts';
import { estimateIdOf, type PersonId, type UnitId } from '../../../shared/domain/ids.ts';
import { setsFigures } from '../../../shared/domain/own-work.ts';
import { type Plan, suggestedChainMembers } from '../../../shared/domain/plan.ts';
import type { Round } from '../../../shared/domain/round.ts';
import { dateCommand } from './date-steps.ts';
import { attachCommand } from './attach-step.ts';
import { reportCommand } from './report-steps.ts';
import { grantCommand } from './grant-steps.ts';
import { commentCommand } from './comment-step.ts';
import { type Lookup, present, RehearsalError } from './lookup.ts';
import { shownPackage, signCommand } from './sign-steps.ts';

export { type Lookup, RehearsalError } from './lookup.ts';

/** What his pages would send, one after the other; each is made when its turn comes. */
export type Commands = readonly (() => Promise<Command>)[];

/** One thing that a person does at a moment: the commands that his pages would send, one after the other. */
export type Step = {
  readonly at: Instant;
  readonly by: PersonId;
  readonly what: string;
  readonly commands: (lookup: Lookup) => Commands | Promise<Commands>;
  /** A form of a page that is no command: what it chooses is not in the journal. */
  readonly form?: { readonly path: string; readonly fields: Readonly<Record<string, string>> };
};

const codesOf = (codes: NonNullable<RehearsedLine['classification']>): Record<string, string> =>
  Object.fromEntries(Object.entries(codes).flatMap(([part, code]) => (code === undefined ? [] : [[part, code]])));

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
  ...(line.classification === undefined ? {} : { classification: codesOf(line.classification) }),
});

/** A line that is filed again keeps its number, as on its page: it is the same place in the file, counted from 1. */
const numbered = (line: DraftLine, place: number, highest: number): DraftLine =>
  place <= highest ? { ...line, no: place } : line;

type Setting = { readonly rehearsal: Rehearsal; readonly plan: Plan; readonly round: Round['id'] };

const packageCommands = async (
  setting: Setting,
  action: Extract<
    RehearsedAction,
    { do: 'set-figures' | 'cut-to-ceiling' | 'comment' | 'forward' | 'return' | 'approve' | 'withdraw' }
  >,
  lookup: Lookup,
): Promise<Commands> => {
  const shown = () => shownPackage(setting, lookup, action.package);
  // An adjustment's figures are fixed from the beginning: nothing is prepared before it is decided on.
  const adjusts = (await lookup.package(action.package))?.body.adjusts !== undefined;
  const prepare = adjusts ? [] : [async (): Promise<Command> => ({ do: 'prepare-decision', ...(await shown()) })];
  switch (action.do) {
    case 'set-figures':
      return [() => figuresCommand(setting, action, lookup)];
    case 'cut-to-ceiling':
      return cutCommands(setting, action, lookup);
    case 'comment':
      return [async () => commentCommand(action, await shown())];
    case 'forward':
      return [...prepare, async () => ({ do: 'forward-package', ...(await shown()), remark: action.remark })];
    case 'return':
      return [async () => ({ do: 'return-package', ...(await shown()), to: action.to, reason: action.reason })];
    case 'withdraw':
      return [async () => ({ do: 'withdraw-adjustment', ...(await shown()), reason: action.reason })];
    case 'approve': {
      const paper = { number: action.number, date: action.date ?? localDate(action.at), basis: action.basis };
      return [...prepare, async () => ({ do: 'approve-package', ...(await shown()), paper })];
    }
  }
};

const figuresCommand = async (
  setting: Setting,
  action: Extract<RehearsedAction, { do: 'set-figures' }>,
  lookup: Lookup,
): Promise<Command> => {
  const { package: pkg, stage, submission } = await shownPackage(setting, lookup, action.package);
  const estimate = present(await lookup.estimate(action.unit), `${action.unit} has no estimate in this round.`);
  if (!setsFigures(stage))
    throw new RehearsalError(`Figures are set at the appraisal or the approval; the package is at ${stage}.`);
  return {
    do: 'set-figures',
    package: pkg,
    estimate: estimate.body.id,
    stage,
    submission,
    seen: estimate.version,
    figures: action.figures.map(({ line, amount, reason }) => ({ no: line, amount, reason })),
  };
};

const cutProblem = (problem: CutProblem): string =>
  problem.code === 'above-total'
    ? `it is above what there is, ${money(problem.total)}`
    : problem.code === 'negative'
      ? 'it is below zero'
      : 'it is no whole number of đồng';

/** The line decisions of a cut, as the page would apply what it proposes: one request for each estimate. */
const cutCommands = async (
  setting: Setting,
  action: Extract<RehearsedAction, { do: 'cut-to-ceiling' }>,
  lookup: Lookup,
): Promise<Commands> => {
  const { package: id, stage, submission } = await shownPackage(setting, lookup, action.package);
  if (!setsFigures(stage))
    throw new RehearsalError(`A cut is made at the appraisal or the approval; the package is at ${stage}.`);
  const units = await lookup.lines(action.package);
  const { ceiling, spread } = action;
  const items = cutItems(units, new Map(Object.entries(action.priorities)));
  const proposed = cutToCeiling(items, { ceiling, spread, fixed: new Map() });
  if (!proposed.ok)
    throw new RehearsalError(`The ceiling of ${ceiling} cannot be: ${proposed.problems.map(cutProblem).join(', ')}.`);
  const reason = action.reason ?? messagesIn('vi').cut.reason(money(ceiling), spread);
  return decisionsOf(units, proposed.cut, reason).map(
    ({ estimate, figures }) =>
      () =>
        Promise.resolve({
          do: 'set-figures',
          package: id,
          estimate: estimate.body.id,
          stage,
          submission,
          seen: estimate.version,
          figures: [...figures],
        }),
  );
};

const actionCommands = (setting: Setting, action: RehearsedAction, lookup: Lookup): Commands | Promise<Commands> => {
  const onEstimate = async (unit: UnitId) => ({
    estimate: estimateIdOf(setting.round, unit),
    seen: (await lookup.estimate(unit))?.version ?? 0,
  });
  switch (action.do) {
    case 'choose-reminders':
      return [];
    case 'open-cycle':
    case 'report':
    case 'report-nil':
    case 'sign-report':
    case 'hand-back-report':
    case 'excuse':
    case 'cut-cycle':
    case 'next-edition':
    case 'finish-consolidated':
    case 'sign-consolidated':
    case 'hand-back-consolidated':
    case 'send-up':
    case 'receipt':
      return [() => reportCommand(setting, action, lookup)];
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
    case 'return-part':
      return [
        async () => ({
          do: 'return-part',
          ...(await shownPackage(setting, lookup, action.package)),
          estimate: estimateIdOf(setting.round, action.unit),
          reason: action.reason,
          due: action.due,
        }),
      ];
    case 'supplement': {
      const { units, reason, due } = action;
      return [() => Promise.resolve({ do: 'open-supplement', round: setting.round, units, reason, due })];
    }
    case 'close-collecting':
      return [
        async () => {
          const { package: pkg, shown } = await shownPackage(setting, lookup, action.package);
          return { do: 'close-collecting', package: pkg, seen: shown };
        },
      ];
    case 'name-submitter': {
      const { activity, unit } = action;
      return [() => Promise.resolve({ do: 'name-submitter', round: setting.round, activity, unit })];
    }
    case 'share-activity': {
      const { activity, shares, unit } = action;
      return [async () => ({ do: 'share-activity', ...(await onEstimate(unit)), activity, shares })];
    }
    case 'load-codes':
      return [
        async () => ({
          do: 'load-codes',
          plan: setting.plan.id,
          seen: (await lookup.codes())?.version ?? 0,
          text: action.text,
        }),
      ];
    case 'record-absence':
    case 'record-leaving':
    case 'extend':
    case 'list-day':
      return [() => dateCommand({ plan: setting.plan.id, round: setting.round }, action, lookup)];
    case 'lock':
      return [() => Promise.resolve({ do: 'lock-round', round: setting.round })];
    case 'attach': {
      const pkg = async () =>
        present(await lookup.package(action.package), 'There is no package to attach to: lock the round first.');
      return [() => attachCommand(action, setting.round, { upload: (file) => lookup.upload(file), package: pkg })];
    }
    case 'set-figures':
    case 'cut-to-ceiling':
    case 'comment':
    case 'forward':
    case 'return':
    case 'approve':
    case 'withdraw':
      return packageCommands(setting, action, lookup);
    case 'sign-off':
    case 'hand-back':
    case 'record-authorisation':
    case 'revoke-authorisation':
      return [() => signCommand(setting, action, lookup)];
    case 'adjust':
    case 'grant':
    case 'reverse-grant':
    case 'close-round':
      return [() => grantCommand(setting.round, action, lookup)];
  }
};

const openingOf = ({ rehearsal, plan }: Setting, calendar: CalendarTable): readonly Step[] => {
  const { due } = rehearsal;
  if (due === undefined) return [];
  const officer = plan.people.find(({ office, post }) => office === plan.standing && post === 'officer');
  const by = rehearsal.open?.by ?? officer?.id;
  const at = rehearsal.open?.at ?? localTime(addWorkingDays(calendar, due.estimate, -5), 8, 0);
  if (by === undefined) throw new RehearsalError(`Say who opens the round: {"open": {"at": …, "by": …}}.`);
  const members =
    rehearsal.open?.members ??
    Object.fromEntries([...suggestedChainMembers(plan)].map(([group, units]) => [group, [...units]]));
  const command: Command = { do: 'open-round', plan: plan.id, year: rehearsal.year, members, due };
  return [{ at, by, what: 'open-round', commands: () => [() => Promise.resolve(command)] }];
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
        async () => {
          const estimate = await lookup.estimate(unit);
          return {
            do: 'submit-estimate',
            estimate: estimateIdOf(round, unit),
            seen: estimate?.version ?? 0,
            lines: lines.map((line, index) => numbered(draftOf(line), index + 1, estimate?.body.highestLine ?? 0)),
          };
        },
      ],
    }),
  );
  const actions = rehearsal.actions.map(
    (action): Step => ({
      at: action.at,
      by: action.by,
      what: action.do,
      commands: (lookup) => actionCommands(setting, action, lookup),
      ...(action.do === 'choose-reminders'
        ? { form: { path: '/reminders', fields: { reminding: action.reminding } } }
        : {}),
    }),
  );
  return [...openingOf(setting, calendar), ...estimates, ...actions].toSorted((a, b) =>
    a.at < b.at ? -1 : a.at > b.at ? 1 : 0,
  );
};
