import type { CalendarChange } from '../../../shared/domain/calendar-decisions.ts';
import { dateText, type FormFields, wholeNumber } from './form-data.ts';
import { type Parsed, parseCommand } from './parsed.ts';

/** One row of the calendar as it was typed. */
export type DayTyped = {
  readonly date: string;
  readonly kind: string;
  readonly vi: string;
  readonly en: string;
  readonly source: string;
  readonly asOf: string;
  readonly certain: boolean;
  readonly reason: string;
};

/** Reads a row. */
export const readDay = (form: FormFields): DayTyped => ({
  date: dateText(form.get('date')),
  kind: form.get('kind'),
  vi: form.get('name'),
  en: form.get('nameEn'),
  source: form.get('source'),
  asOf: dateText(form.get('asOf')),
  certain: form.get('certain') === 'yes',
  reason: form.get('reason'),
});

const missing = (typed: DayTyped): readonly { readonly path: string; readonly code: 'missing' }[] =>
  (['date', 'kind', 'asOf'] as const)
    .filter((path) => typed[path].trim() === '')
    .map((path) => ({ path, code: 'missing' }));

const rowOf = ({ date, kind, vi, en, source, asOf, certain }: DayTyped) => ({
  date,
  kind,
  // An office writes in Vietnamese; what it leaves out in English stands in Vietnamese.
  name: { vi, en: en.trim() === '' ? vi : en },
  source,
  asOf,
  certain,
});

/** What a form of the calendar asks for: a further day, the row of one corrected, or taken out. */
export const calendarCommand = (
  form: FormFields,
  plan: string,
  typed: DayTyped,
  on: { readonly date: string; readonly remove: boolean } | undefined,
): Parsed => {
  const seen = wholeNumber(form.get('seen'));
  const gaps = on?.remove === true ? [] : missing(typed);
  if (gaps.length > 0) return { ok: false, refusal: { kind: 'problems', problems: gaps } };
  if (on === undefined) return parseCommand(form, { do: 'add-calendar-days', plan, seen, rows: [rowOf(typed)] });
  const row = on.remove ? null : rowOf(typed);
  return parseCommand(form, { do: 'correct-calendar-day', plan, seen, date: on.date, row, reason: typed.reason });
};

/** The change of the calendar that a request asks for; undefined where it asks for something else. */
export const changeOf = (parsed: Parsed): CalendarChange | undefined => {
  if (!parsed.ok) return undefined;
  const { command } = parsed.request;
  return command.do === 'add-calendar-days' || command.do === 'correct-calendar-day' ? command : undefined;
};
