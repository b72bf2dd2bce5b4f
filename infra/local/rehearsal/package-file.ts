import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Rehearsal } from '../../../shared/contracts/rehearsal.ts';
import type { Plan } from '../../../shared/domain/plan.ts';
import { codeOf, messageOf, StartError } from '../start-error.ts';

type Place = { readonly path: string; readonly message: string };

const pathOf = (parts: readonly PropertyKey[]): string =>
  parts.reduce<string>(
    (path, part) => (typeof part === 'number' ? `${path}[${part}]` : `${path}${path === '' ? '' : '.'}${String(part)}`),
    '',
  ) || '$';

const broken = (file: string, places: readonly Place[]): StartError =>
  new StartError(
    `The package file ${file} is wrong in ${places.length} place${places.length === 1 ? '' : 's'}:${places
      .map(({ path, message }) => `\n  ${path}: ${message}`)
      .join('')}`,
  );

/** A file to attach is named from the folder of the package file. */
const besideIt = (file: string, rehearsal: Rehearsal): Rehearsal => ({
  ...rehearsal,
  actions: rehearsal.actions.map((action) =>
    action.do === 'attach' ? { ...action, file: resolve(dirname(file), action.file) } : action,
  ),
});

/** Reads a package file; throws a `StartError` that names every place that is wrong. */
export const readPackageFile = (file: string): Rehearsal => {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new StartError(
      codeOf(cause) === 'ENOENT'
        ? `There is no package file ${file}.`
        : `The package file ${file} cannot be read as JSON: ${messageOf(cause)}.`,
    );
  }
  const parsed = Rehearsal.safeParse(json);
  if (parsed.success) return besideIt(file, parsed.data);
  throw broken(
    file,
    parsed.error.issues.map(({ path, message }) => ({ path: pathOf(path), message })),
  );
};

/** Checks that the plan knows every unit, person and activity that a package file names. */
export const checkAgainstPlan = (file: string, rehearsal: Rehearsal, plan: Plan): void => {
  const places: Place[] = [];
  const known = (ids: Iterable<string>, what: string) => {
    const all = new Set(ids);
    return (id: string, path: string): void => {
      if (!all.has(id)) places.push({ path, message: `the plan ${plan.id} has no ${what} ${id}` });
    };
  };
  const unit = known(
    plan.units.map(({ id }) => id),
    'unit',
  );
  const person = known(
    plan.people.map(({ id }) => id),
    'person',
  );
  const activity = known(
    plan.activities.map(({ code }) => code),
    'activity',
  );
  const { open, estimates, actions } = rehearsal;
  if (open !== undefined) person(open.by, 'open.by');
  for (const [group, members] of Object.entries(open?.members ?? {})) {
    unit(group, `open.members.${group}`);
    for (const [index, member] of members.entries()) unit(member, `open.members.${group}[${index}]`);
  }
  for (const [index, one] of estimates.entries()) {
    unit(one.unit, `estimates[${index}].unit`);
    person(one.by, `estimates[${index}].by`);
    for (const [at, line] of one.lines.entries()) activity(line.activity, `estimates[${index}].lines[${at}].activity`);
  }
  for (const [index, action] of actions.entries()) {
    person(action.by, `actions[${index}].by`);
    if ('unit' in action && action.unit !== undefined) unit(action.unit, `actions[${index}].unit`);
    if ('obligation' in action && !plan.obligations.some(({ id }) => id === action.obligation))
      places.push({
        path: `actions[${index}].obligation`,
        message: `the plan ${plan.id} has no obligation ${action.obligation}`,
      });
    if (action.do === 'attach' && !existsSync(action.file))
      places.push({ path: `actions[${index}].file`, message: `there is no file ${action.file}` });
    if (action.do === 'supplement')
      for (const [at, one] of action.units.entries()) unit(one, `actions[${index}].units[${at}]`);
    if ('activity' in action) activity(action.activity, `actions[${index}].activity`);
    if (action.do === 'cut-to-ceiling')
      for (const code of Object.keys(action.priorities)) activity(code, `actions[${index}].priorities.${code}`);
    if (action.do === 'adjust')
      for (const [at, line] of action.lines.entries()) unit(line.unit, `actions[${index}].lines[${at}].unit`);
    if ('signer' in action) person(action.signer, `actions[${index}].signer`);
    if ('person' in action) person(action.person, `actions[${index}].person`);
    if ('standIn' in action && action.standIn !== null) person(action.standIn, `actions[${index}].standIn`);
    if (action.do === 'grant')
      for (const code of Object.keys(action.amounts)) activity(code, `actions[${index}].amounts.${code}`);
  }
  if (places.length > 0) throw broken(file, places);
};
