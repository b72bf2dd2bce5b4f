import { Hono } from 'hono';
import { calendarPreview, type CalendarView, calendarView } from '../../../shared/app/views/calendar-view.ts';
import type { CalendarDay } from '../../../shared/domain/calendar.ts';
import type { Refusal } from '../../../shared/domain/refusal.ts';
import { rowsOf } from '../../../shared/domain/working-calendar.ts';
import { calendarCommand, changeOf, type DayTyped, readDay } from '../forms/calendar-form.ts';
import { type FormFields, readForm, wholeNumber } from '../forms/form-data.ts';
import { calendarDayPage, calendarPage, calendarPreviewPage } from '../pages/calendar-page.ts';
import type { Html } from '../parts/html.ts';
import { path } from '../parts/html.ts';
import { carryOut, goOn, sayNo, sessionOf, show, statusOf } from '../respond.ts';
import type { Portal, PortalContext, PortalEnv } from '../visit.ts';

const KEPT = ['id', 'seen', 'date', 'kind', 'name', 'nameEn', 'source', 'asOf', 'certain', 'reason'];

/** What the form that is looked at before it is recorded carries on. */
const carried = (form: FormFields): readonly (readonly [string, string])[] =>
  KEPT.filter((name) => form.has(name)).map((name) => [name, form.get(name)]);

/** The form of a page of the calendar: where it posts, which row it is of, how the page is shown again. */
type Desk = {
  readonly action: string;
  readonly row: CalendarDay | undefined;
  readonly again: (view: CalendarView, typed: DayTyped, refusal: Refusal) => Html;
};

const looked = async (c: PortalContext, portal: Portal, form: FormFields, desk: Desk): Promise<Response> => {
  const session = sessionOf(c);
  const typed = readDay(form);
  const pressed = form.get('do');
  const remove = pressed === 'look-remove' || pressed === 'remove';
  const on = desk.row === undefined ? undefined : { date: desk.row.date, remove };
  const parsed = calendarCommand(form, session.plan, typed, on);
  const change = changeOf(parsed);
  const refuse = async (refusal: Refusal) => {
    const found = await calendarView(portal.ports, session, undefined);
    return found.kind === 'seen' ? c.html(desk.again(found.view, typed, refusal), statusOf(refusal)) : sayNo(c, found);
  };
  if (change !== undefined && pressed.startsWith('look')) {
    const preview = await calendarPreview(portal.ports, session, change);
    if (preview.kind === 'refused' && preview.refusal.kind !== 'problems') return sayNo(c, preview);
    if (preview.kind === 'refused') return refuse(preview.refusal);
    const sent = { action: desk.action, fields: carried(form), record: remove ? 'remove' : 'record' } as const;
    return c.html(calendarPreviewPage(c.get('visit'), preview.view, sent));
  }
  const outcome = await carryOut(portal, session, parsed);
  return outcome.kind === 'recorded' ? goOn(c, '/calendar', 'calendarChanged') : refuse(outcome);
};

/** The working calendar of the locality: to be looked up by everybody, kept by the standing unit. */
export const calendarRoutes = (portal: Portal) => {
  const { ports } = portal;
  return new Hono<PortalEnv>()
    .get('/calendar', async (c) => {
      const year = c.req.query('year');
      const found = await calendarView(ports, sessionOf(c), year === undefined ? undefined : wholeNumber(year));
      return show(c, found, (visit, view) => calendarPage(visit, view));
    })
    .post('/calendar', async (c) =>
      looked(c, portal, await readForm(c), {
        action: '/calendar',
        row: undefined,
        again: (view, typed, refusal) =>
          calendarPage(c.get('visit'), view, { typed, refused: { refusal, plan: view.plan } }),
      }),
    )
    .get('/calendar/:date', async (c) => {
      const found = await calendarView(ports, sessionOf(c), undefined);
      if (found.kind !== 'seen') return sayNo(c, found);
      const row = rowsOf(found.view.calendar).find(({ date }) => date === c.req.param('date'));
      if (row === undefined) return c.notFound();
      return found.view.mayEdit ? c.html(calendarDayPage(c.get('visit'), found.view, row)) : goOn(c, '/calendar');
    })
    .post('/calendar/:date', async (c) => {
      const found = await calendarView(ports, sessionOf(c), undefined);
      if (found.kind !== 'seen') return sayNo(c, found);
      const row = rowsOf(found.view.calendar).find(({ date }) => date === c.req.param('date'));
      if (row === undefined) return c.notFound();
      return looked(c, portal, await readForm(c), {
        action: path('calendar', row.date),
        row,
        again: (view, typed, refusal) =>
          calendarDayPage(c.get('visit'), view, row, { typed, refused: { refusal, plan: view.plan } }),
      });
    });
};
