import { MOST_AT_ONCE } from '../../../shared/app/views/many-view.ts';
import { type HashText, TaskId } from '../../../shared/domain/ids.ts';
import { inSequence } from '../../../shared/domain/paper-number.ts';
import type { Refusal } from '../../../shared/domain/refusal.ts';
import { approveCommand, freshDecision, prepareCommand } from './decision-form.ts';
import { dateText, type FormFields, wholeNumber } from './form-data.ts';
import type { Parsed } from './parsed.ts';
import { signEstimateCommand, signPackageCommand } from './sign-form.ts';

/** What was typed on the page on which several tasks are decided: the papers' numbers by task, their common date. */
export type ManyTyped = { readonly numbers: ReadonlyMap<string, string>; readonly date: string };

/** A page that nobody has typed into. */
export const freshMany: ManyTyped = { numbers: new Map(), date: '' };

/** Where a task's part of the form is. */
export const itemPath = (index: number): string => `items[${index}]`;

/** The tasks that a request names, each once; undefined where they are too many, or one is none. */
export const tasksNamed = (names: readonly string[]): readonly TaskId[] | undefined => {
  const once = [...new Set(names)];
  const read = once.map((name) => TaskId.safeParse(name));
  const tasks = read.flatMap(({ data }) => (data === undefined ? [] : [data]));
  return tasks.length === once.length && once.length <= MOST_AT_ONCE ? tasks : undefined;
};

/** What a form says of one task: its own fields, under the names that the page of a single decision has. */
export type Item = { readonly task: TaskId; readonly index: number; readonly fields: FormFields };

/**
 * The tasks of the form, each with its own request's id: that of the form and of the task together, so that the form
 * sent twice asks for nothing twice.
 */
export const itemsIn = (form: FormFields, tasks: readonly TaskId[], hash: HashText): readonly Item[] =>
  tasks.flatMap((task, index) => {
    if (form.get(`${itemPath(index)}.task`) !== task) return [];
    const id = `${form.get('id')}:${hash(task).slice(0, 16)}`;
    const under = `${itemPath(index)}.`;
    const get = (field: string): string =>
      field === 'id' ? id : field === 'date' ? form.get('date') : form.get(`${under}${field}`);
    return [{ task, index, fields: { ...form, get } }];
  });

const atStage = ({ fields }: Item) => ({
  package: fields.get('package'),
  stage: fields.get('stage'),
  submission: wholeNumber(fields.get('submission')),
});

const typedOf = ({ fields }: Item) => ({
  ...freshDecision,
  number: fields.get('number'),
  date: dateText(fields.get('date')),
});

/** What was typed, to be shown again. */
export const readMany = (form: FormFields, items: readonly Item[]): ManyTyped => ({
  numbers: new Map(items.map(({ task, fields }) => [task, fields.get('number')])),
  date: dateText(form.get('date')),
});

/** The same with the numbers that were left empty filled in their order. */
export const numbered = (typed: ManyTyped): ManyTyped => {
  const filled = inSequence([...typed.numbers.values()]);
  return { ...typed, numbers: new Map([...typed.numbers.keys()].map((task, at) => [task, filled[at] ?? ''])) };
};

/** The ordinary request that decides one task. */
export const decidingCommand = (item: Item): Parsed => {
  const { fields } = item;
  switch (fields.get('act')) {
    case 'approve':
      return approveCommand(fields, atStage(item), typedOf(item));
    case 'sign-paper':
      return signPackageCommand(fields, atStage(item), typedOf(item));
    case 'sign':
      return signPackageCommand(fields, atStage(item), undefined);
    default:
      return signEstimateCommand(fields, fields.get('estimate'));
  }
};

/** The ordinary request that fixes a package's figures, so that it can be decided. */
export const fixingCommand = (item: Item): Parsed => prepareCommand(item.fields, atStage(item));

/** A refusal whose problems are at the fields of the common form. */
export const atItem = (refusal: Refusal, { index }: Item): Refusal =>
  refusal.kind === 'problems'
    ? {
        kind: 'problems',
        problems: refusal.problems.map((found) =>
          found.path === 'date' ? found : { ...found, path: `${itemPath(index)}.${found.path}` },
        ),
      }
    : refusal;
