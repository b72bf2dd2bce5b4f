import { Hono } from 'hono';
import type { Outcome } from '../../../shared/app/execute.ts';
import { MOST_AT_ONCE, manyView } from '../../../shared/app/views/many-view.ts';
import type { TaskId } from '../../../shared/domain/ids.ts';
import { type FormFields, readForm } from '../forms/form-data.ts';
import {
  atItem,
  decidingCommand,
  fixingCommand,
  freshMany,
  type Item,
  itemsIn,
  type ManyTyped,
  numbered,
  readMany,
  tasksNamed,
} from '../forms/many-form.ts';
import type { Parsed } from '../forms/parsed.ts';
import { errorPage } from '../pages/error-page.ts';
import { manyPage, manyPath, type Results } from '../pages/many-page.ts';
import { carryOut, goOn, sessionOf } from '../respond.ts';
import type { Portal, PortalContext, PortalEnv } from '../visit.ts';

/** The tasks that were named, or the page that says why none is shown. */
const named = (c: PortalContext, names: readonly string[]): readonly TaskId[] | Response | Promise<Response> => {
  const visit = c.get('visit');
  const { none, tooMany } = visit.t.many;
  const tasks = tasksNamed(names);
  if (tasks === undefined) return c.html(errorPage(visit, tooMany(MOST_AT_ONCE)), 422);
  return tasks.length === 0 ? c.html(errorPage(visit, none), 422) : tasks;
};

const page = async (
  c: PortalContext,
  { ports }: Portal,
  tasks: readonly TaskId[],
  typed: ManyTyped,
  results?: Results,
) => {
  const ones = await manyView(ports, sessionOf(c), tasks);
  const allFailed = results !== undefined && ![...results.values()].some(({ kind }) => kind === 'recorded');
  return c.html(manyPage(c.get('visit'), ones, typed, results), allFailed ? 409 : 200);
};

/** Carries each out by itself, one after the other: what one comes to has no say in another. */
const each = async (
  c: PortalContext,
  portal: Portal,
  items: readonly Item[],
  command: (item: Item) => Parsed,
): Promise<Results> => {
  const results = new Map<TaskId, Outcome>();
  for (const item of items) {
    const outcome = await carryOut(portal, sessionOf(c), command(item));
    results.set(item.task, outcome.kind === 'recorded' ? outcome : atItem(outcome, item));
  }
  return results;
};

const post = async (c: PortalContext, portal: Portal, form: FormFields, tasks: readonly TaskId[]) => {
  const items = itemsIn(form, tasks, portal.ports.hash);
  const typed = readMany(form, items);
  switch (form.get('do')) {
    case 'numbers':
      return page(c, portal, tasks, numbered(typed));
    case 'fix': {
      const results = await each(c, portal, items, fixingCommand);
      const failed = new Map([...results].filter(([, { kind }]) => kind !== 'recorded'));
      return failed.size === 0 ? goOn(c, manyPath(tasks)) : page(c, portal, tasks, typed, failed);
    }
    default:
      return page(c, portal, tasks, typed, await each(c, portal, items, decidingCommand));
  }
};

/**
 * Several tasks decided with one confirmation: the page lists each, and each is decided by its own ordinary request,
 * with what was shown of it. Opening the page changes nothing.
 */
export const manyRoutes = (portal: Portal) =>
  new Hono<PortalEnv>()
    .get('/decide-many', async (c) => {
      const tasks = await named(c, c.req.queries('task') ?? []);
      return tasks instanceof Response ? tasks : page(c, portal, tasks, freshMany);
    })
    .post('/decide-many', async (c) => {
      const form = await readForm(c);
      const tasks = await named(c, form.all('task'));
      return tasks instanceof Response ? tasks : post(c, portal, form, tasks);
    });
