import { dateText, type FormFields } from './form-data.ts';
import { type Parsed, parseCommand } from './parsed.ts';

/** What was typed of an absence. */
export type AbsenceTyped = {
  readonly person: string;
  readonly from: string;
  readonly until: string;
  readonly reason: string;
  readonly standIn: string;
};

/** A form that nobody has typed into. */
export const freshAbsence: AbsenceTyped = { person: '', from: '', until: '', reason: '', standIn: '' };

/** Reads the form. */
export const readAbsence = (form: FormFields): AbsenceTyped => ({
  person: form.get('person'),
  from: dateText(form.get('from')),
  until: dateText(form.get('until')),
  reason: form.get('reason'),
  standIn: form.get('standIn'),
});

const missing = (typed: Readonly<Record<string, string>>): Parsed | undefined => {
  const gaps = Object.entries(typed)
    .filter(([, text]) => text === '')
    .map(([path]) => ({ path, code: 'missing' as const }));
  return gaps.length === 0 ? undefined : { ok: false, refusal: { kind: 'problems', problems: gaps } };
};

/** Records an absence; nobody stands in where none was chosen. */
export const absenceCommand = (form: FormFields, plan: string, typed: AbsenceTyped): Parsed => {
  const { person, from, until, standIn } = typed;
  return (
    missing({ person, from, until }) ??
    parseCommand(form, { do: 'record-absence', plan, ...typed, standIn: standIn === '' ? null : standIn })
  );
};

/** Names who stands in. */
export const standInCommand = (form: FormFields, plan: string, absence: string): Parsed =>
  missing({ standIn: form.get('standIn') }) ??
  parseCommand(form, { do: 'name-stand-in', plan, absence, standIn: form.get('standIn') });

/** Takes an absence back. */
export const cancellationCommand = (form: FormFields, plan: string, absence: string): Parsed =>
  parseCommand(form, { do: 'cancel-absence', plan, absence });

/** Records that somebody leaves. */
export const leavingCommand = (form: FormFields, plan: string, typed: AbsenceTyped, lastDay: string): Parsed => {
  const { person, reason } = typed;
  return missing({ person, lastDay }) ?? parseCommand(form, { do: 'record-leaving', plan, person, lastDay, reason });
};
