import type { ReportedActivity, ReturnView } from '../../../shared/app/views/return-view.ts';
import type { ReturnDraft } from '../../../shared/domain/return-content.ts';
import { type FormFields, wholeNumber } from './form-data.ts';
import { type Parsed, parseCommand } from './parsed.ts';

const cell = (form: FormFields, at: string, name: string): string => form.get(`${at}.${name}`).slice(0, 40);

const readRow = (
  form: FormFields,
  { activity, quota }: ReportedActivity,
  index: number,
): ReturnDraft['rows'][number] => {
  const at = `rows[${index}]`;
  return {
    activity: activity.code,
    progress: cell(form, at, 'progress'),
    planned: cell(form, at, 'planned'),
    done: cell(form, at, 'done'),
    estimated: cell(form, at, 'estimated'),
    spent: cell(form, at, 'spent'),
    counts: (quota?.spans ?? []).map((span, n) => ({
      span,
      count: cell(form, `${at}.counts[${n}]`, 'count').slice(0, 20),
      airings: cell(form, `${at}.counts[${n}]`, 'airings').slice(0, 20),
      minutes: cell(form, `${at}.counts[${n}]`, 'minutes').slice(0, 20),
    })),
    remark: form.get(`${at}.remark`),
    actual: cell(form, at, 'actual'),
  };
};

/** Reads the form of a report as it was typed. */
export const readReturnForm = (
  form: FormFields,
  { activities, plan }: Pick<ReturnView, 'activities' | 'plan'>,
): ReturnDraft => ({
  summary: form.get('summary'),
  difficulties: form.get('difficulties'),
  proposals: form.get('proposals'),
  links: form.get('links'),
  rows: activities.map((one, index) => readRow(form, one, index)),
  targets: plan.targets.map(({ code }, index) => ({
    target: code,
    reached: cell(form, `targets[${index}]`, 'reached'),
    of: cell(form, `targets[${index}]`, 'of'),
  })),
});

/** The command of a report's form. */
export const returnCommand = (form: FormFields, id: string, typed: ReturnDraft): Parsed => {
  const about = { return: id, seen: wholeNumber(form.get('seen')) };
  switch (form.get('do')) {
    case 'nil':
      return parseCommand(form, { do: 'nil-return', ...about, reason: form.get('reason') });
    case 'sign':
      return parseCommand(form, { do: 'sign-return', ...about });
    case 'hand-back':
      return parseCommand(form, { do: 'hand-back-return', ...about, remark: form.get('remark') });
    case 'file':
      return parseCommand(form, { do: 'file-return', ...about, typed });
    default:
      return parseCommand(form, { do: 'save-return', ...about, typed });
  }
};

/** The command that excuses a unit. */
export const excuseCommand = (form: FormFields, id: string): Parsed =>
  parseCommand(form, {
    do: 'excuse-return',
    return: id,
    seen: wholeNumber(form.get('seen')),
    reason: form.get('reason'),
  });
