import type { Command } from '../../../shared/contracts/commands.ts';
import type { RehearsedAction, Rehearsal } from '../../../shared/contracts/rehearsal.ts';
import type { RehearsedRow } from '../../../shared/contracts/rehearsed-reports.ts';
import { type ActivityCode, type CycleId, cycleIdOf, editionIdOf, returnIdOf } from '../../../shared/domain/ids.ts';
import { localDate } from '../../../shared/domain/calendar.ts';
import { obligationOf, periodOf } from '../../../shared/domain/obligations.ts';
import type { Plan } from '../../../shared/domain/plan.ts';
import type { Stored } from '../../../shared/domain/records.ts';
import { emptyRow, type ReturnDraft } from '../../../shared/domain/return-content.ts';
import { type Lookup, present, RehearsalError } from './lookup.ts';

/** What somebody does about reports. */
export type ReportAction = Extract<RehearsedAction, { readonly obligation: string }>;

type Setting = { readonly plan: Plan; readonly rehearsal: Pick<Rehearsal, 'year'> };

/** The cycle that an action names, of the rehearsed year. */
export const cycleOfAction = ({ plan, rehearsal }: Setting, { obligation, number }: ReportAction): CycleId =>
  cycleIdOf(plan.id, rehearsal.year, obligation, number);

const rowOf = (activity: ActivityCode, rows: readonly RehearsedRow[]): ReturnDraft['rows'][number] => {
  const row = rows.find((one) => one.activity === activity);
  if (row === undefined) return { ...emptyRow(activity), progress: 'not-done' };
  const { counts, ...cells } = row;
  return { ...cells, counts: Object.entries(counts).map(([span, made]) => ({ span, ...made })) };
};

const typedOf = (action: Extract<ReportAction, { do: 'report' }>, { body }: Stored<'return'>): ReturnDraft => {
  const { rows, summary, difficulties, proposals, links, targets } = action;
  const strange = rows.find(({ activity }) => !body.activities.includes(activity));
  if (strange !== undefined)
    throw new RehearsalError(
      `${action.unit} does not report on ${strange.activity}: it leads ${body.activities.join(', ')}.`,
    );
  return {
    summary,
    difficulties,
    proposals,
    links: links.join('\n'),
    targets,
    rows: body.activities.map((code) => rowOf(code, rows)),
  };
};

const opening = (setting: Setting, action: Extract<ReportAction, { do: 'open-cycle' }>): Command => {
  const { plan, rehearsal } = setting;
  const { obligation: id, number, due, within, cutOff, asks } = action;
  const obligation = present(obligationOf(plan, id), `The plan ${plan.id} has no obligation ${id}.`);
  const period = periodOf(plan, obligation, rehearsal.year);
  const counted = within === undefined ? undefined : { count: within, unit: 'working_days' as const };
  return {
    do: 'open-cycle',
    plan: plan.id,
    obligation: id,
    year: rehearsal.year,
    number,
    from: action.from ?? period.from,
    to: action.to ?? period.to,
    members: {},
    due: present(due ?? counted, `Say of ${id} when it is due: "due", or "within" so many working days.`),
    cutOff,
    asks,
    sure: true,
  };
};

/** What the page of a report, a cycle or a consolidated report would send. */
export const reportCommand = async (setting: Setting, action: ReportAction, lookup: Lookup): Promise<Command> => {
  const cycle = cycleOfAction(setting, action);
  const ofUnit = async (unit: Extract<ReportAction, { unit: unknown }>['unit']) =>
    present(await lookup.report(returnIdOf(cycle, unit)), `${unit} owes no report in ${cycle}.`);
  const ofCycle = async () => {
    const { version } = present(await lookup.cycle(cycle), `The cycle ${cycle} is not open.`);
    return { cycle, seen: version };
  };
  const ofEdition = async (n: number) => {
    const { body, version } = present(await lookup.edition(editionIdOf(cycle, n)), `${cycle} has no edition ${n}.`);
    return { edition: body.id, seen: version };
  };
  switch (action.do) {
    case 'open-cycle':
      return opening(setting, action);
    case 'report': {
      const report = await ofUnit(action.unit);
      return { do: 'file-return', return: report.body.id, seen: report.version, typed: typedOf(action, report) };
    }
    case 'report-nil': {
      const { body, version } = await ofUnit(action.unit);
      return { do: 'nil-return', return: body.id, seen: version, reason: action.reason };
    }
    case 'sign-report': {
      const { body, version } = await ofUnit(action.unit);
      return { do: 'sign-return', return: body.id, seen: version };
    }
    case 'hand-back-report': {
      const { body, version } = await ofUnit(action.unit);
      return { do: 'hand-back-return', return: body.id, seen: version, remark: action.remark };
    }
    case 'excuse': {
      const { body, version } = await ofUnit(action.unit);
      return { do: 'excuse-return', return: body.id, seen: version, reason: action.reason };
    }
    case 'cut-cycle':
      return { do: 'cut-cycle', ...(await ofCycle()) };
    case 'next-edition':
      return { do: 'order-edition', ...(await ofCycle()) };
    case 'finish-consolidated':
      return { do: 'finish-edition', ...(await ofEdition(action.edition)), narrative: action.narrative };
    case 'sign-consolidated':
      return { do: 'sign-edition', ...(await ofEdition(action.edition)) };
    case 'hand-back-consolidated':
      return { do: 'hand-back-edition', ...(await ofEdition(action.edition)), remark: action.remark };
    case 'send-up': {
      const paper = { number: action.paper, date: action.date ?? localDate(action.at), channel: action.channel };
      return { do: 'send-edition', ...(await ofEdition(action.edition)), paper };
    }
    case 'receipt': {
      const { edition } = await ofEdition(action.edition);
      return { do: 'record-receipt', edition, recipient: action.recipient, number: action.incoming };
    }
  }
};
