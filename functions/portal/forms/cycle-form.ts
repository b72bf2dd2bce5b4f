import { dateText, type FormFields } from './form-data.ts';
import { type Parsed, parseCommand } from './parsed.ts';

/** What was typed into the form that opens a cycle. */
export type CycleTyped = {
  readonly year: string;
  readonly from: string;
  readonly to: string;
  readonly due: string;
  readonly count: string;
  readonly unit: string;
  readonly cutOff: string;
  readonly asks: string;
  readonly sure: boolean;
  readonly members: Readonly<Record<string, readonly string[]>>;
};

/** Reads the form; `groups` are those that the obligation names. */
export const readCycle = (form: FormFields, groups: readonly string[]): CycleTyped => ({
  year: form.get('year'),
  from: dateText(form.get('from')),
  to: dateText(form.get('to')),
  due: dateText(form.get('due')),
  count: form.get('count').trim(),
  unit: form.get('unit'),
  cutOff: dateText(form.get('cutOff')),
  asks: form.get('asks'),
  sure: form.has('sure'),
  members: Object.fromEntries(groups.map((group) => [group, form.all(`members.${group}`)])),
});

/** The command that opens the cycle: a day where one was typed, else a period from today. */
export const openCycleCommand = (form: FormFields, typed: CycleTyped): Parsed => {
  const { year, from, to, due, count, unit, cutOff, asks, sure, members } = typed;
  return parseCommand(form, {
    do: 'open-cycle',
    plan: form.get('plan'),
    obligation: form.get('obligation'),
    year: Number(year),
    number: Number(form.get('number')),
    from,
    to,
    due: due === '' && count !== '' ? { count: Number(count), unit } : due,
    cutOff,
    asks,
    sure,
    members,
  });
};
