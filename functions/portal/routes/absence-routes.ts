import { Hono } from 'hono';
import { absenceView } from '../../../shared/app/views/absence-view.ts';
import {
  absenceCommand,
  cancellationCommand,
  leavingCommand,
  readAbsence,
  standInCommand,
} from '../forms/absence-form.ts';
import { dateText, type FormFields, readForm } from '../forms/form-data.ts';
import type { Parsed } from '../forms/parsed.ts';
import { type AbsenceAnswer, absencesPage } from '../pages/absences-page.ts';
import { carryOut, goOn, sayNo, sessionOf, show, statusOf } from '../respond.ts';
import type { Portal, PortalContext, PortalEnv } from '../visit.ts';

const answered = async (
  c: PortalContext,
  portal: Portal,
  { form, parsed, done, of }: { form: FormFields; parsed: Parsed; done: string; of: AbsenceAnswer['of'] },
) => {
  const outcome = await carryOut(portal, sessionOf(c), parsed);
  if (outcome.kind === 'recorded') return goOn(c, '/absences', done);
  const found = await absenceView(portal.ports, sessionOf(c));
  if (found.kind !== 'seen') return sayNo(c, found);
  const typed = { ...readAbsence(form), lastDay: dateText(form.get('lastDay')) };
  const refused = { refusal: outcome, plan: found.view.plan };
  return c.html(absencesPage(c.get('visit'), found.view, { of, typed, refused }), statusOf(outcome));
};

/** Who of the plan is away: to see, to record, to name stand-ins. */
export const absenceRoutes = (portal: Portal) =>
  new Hono<PortalEnv>()
    .get('/absences', async (c) =>
      show(c, await absenceView(portal.ports, sessionOf(c)), (visit, view) => absencesPage(visit, view)),
    )
    .post('/absences', async (c) => {
      const form = await readForm(c);
      const parsed = absenceCommand(form, sessionOf(c).plan, readAbsence(form));
      return answered(c, portal, { form, parsed, done: 'absenceRecorded', of: 'absence' });
    })
    .post('/absences/leaving', async (c) => {
      const form = await readForm(c);
      const parsed = leavingCommand(form, sessionOf(c).plan, readAbsence(form), dateText(form.get('lastDay')));
      return answered(c, portal, { form, parsed, done: 'leavingRecorded', of: 'leaving' });
    })
    .post('/absences/:absence/stand-in', async (c) => {
      const form = await readForm(c);
      const absence = c.req.param('absence');
      const parsed = standInCommand(form, sessionOf(c).plan, absence);
      return answered(c, portal, { form, parsed, done: 'standInNamed', of: { absence } });
    })
    .post('/absences/:absence/cancel', async (c) => {
      const form = await readForm(c);
      const absence = c.req.param('absence');
      const parsed = cancellationCommand(form, sessionOf(c).plan, absence);
      return answered(c, portal, { form, parsed, done: 'absenceCancelled', of: { absence } });
    });
