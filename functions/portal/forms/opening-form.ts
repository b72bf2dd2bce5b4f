import { dateText, type FormFields } from './form-data.ts';
import { type Parsed, parseCommand } from './parsed.ts';

/** What was typed into the form that opens a round; empty for a fresh one. */
export type OpeningTyped = {
  readonly year: string | undefined;
  readonly due: Readonly<Record<string, string>>;
  readonly members: Readonly<Record<string, readonly string[]>>;
};

/** A form that nobody has typed into. */
export const freshOpening: OpeningTyped = { year: undefined, due: {}, members: {} };

const STAGES = ['estimate', 'synthesis', 'appraisal', 'approval'] as const;

/** Reads the form; `groups` are those that the plan asks members for. */
export const readOpening = (form: FormFields, groups: readonly string[]): OpeningTyped => ({
  year: form.get('year'),
  due: Object.fromEntries(
    STAGES.filter((stage) => form.has(`due.${stage}`)).map((stage) => [stage, dateText(form.get(`due.${stage}`))]),
  ),
  members: Object.fromEntries(groups.map((group) => [group, form.all(`members.${group}`)])),
});

/** The command that opens the round. */
export const openingCommand = (form: FormFields, typed: OpeningTyped): Parsed =>
  parseCommand(form, {
    do: 'open-round',
    plan: form.get('plan'),
    year: Number(typed.year),
    due: Object.fromEntries(Object.entries(typed.due).filter(([, date]) => date !== '')),
    members: typed.members,
  });
