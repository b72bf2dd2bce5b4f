import { Hono } from 'hono';
import { returnVersionView, returnView } from '../../../shared/app/views/return-view.ts';
import { refused, type Viewed } from '../../../shared/app/views/access.ts';
import { ReturnId } from '../../../shared/domain/ids.ts';
import type { ReturnView } from '../../../shared/app/views/return-view.ts';
import { keepersOf } from '../../../shared/app/views/cycles-view.ts';
import { readForm, wholeNumber } from '../forms/form-data.ts';
import { excuseCommand, readReturnForm, returnCommand } from '../forms/return-form.ts';
import { excusePage, reportPage, reportVersionPage } from '../pages/report-page.ts';
import { path } from '../parts/html.ts';
import { carryOut, goOn, sayNo, sessionOf, show, statusOf } from '../respond.ts';
import type { Portal, PortalContext, PortalEnv } from '../visit.ts';

const DONE: Readonly<Record<string, string>> = {
  file: 'reportFiled',
  nil: 'reportNil',
  sign: 'signed',
  'hand-back': 'handedBack',
};

const post = async (c: PortalContext, portal: Portal, id: ReturnId) => {
  const session = sessionOf(c);
  const found = await returnView(portal.ports, session, id);
  if (found.kind !== 'seen') return sayNo(c, found);
  const form = await readForm(c);
  const pressed = form.get('do');
  const typed = readReturnForm(form, found.view);
  const outcome = await carryOut(portal, session, returnCommand(form, id, typed));
  if (outcome.kind === 'recorded') {
    const now = await portal.ports.store.load(session.locality, 'return', id);
    const waits = now?.body.prepared !== undefined && (pressed === 'file' || pressed === 'nil');
    return goOn(c, path('returns', id), waits ? 'forSignature' : (DONE[pressed] ?? 'saved'));
  }
  const page = reportPage(c.get('visit'), found.view, {
    ...(pressed === 'file' || pressed === 'save' ? { typed } : {}),
    ...(pressed === 'nil' ? { nilReason: form.get('reason') } : {}),
    ...(pressed === 'hand-back' ? { remark: form.get('remark') } : {}),
    refused: { refusal: outcome, plan: found.view.plan },
  });
  return c.html(page, statusOf(outcome));
};

/** Only the standing unit, and whoever the reports go to, excuses. */
const beforeExcuse = (found: Viewed<ReturnView>): Viewed<ReturnView> => {
  if (found.kind !== 'seen' || found.view.mayExcuse) return found;
  const { plan, cycle, report } = found.view;
  const { excused, versions, unit } = report.body;
  if (versions.length > 0) return refused(found.view, { kind: 'came-in-already', unit });
  if (excused !== null) return refused(found.view, { kind: 'already-decided', by: excused.by, at: excused.at });
  return refused(found.view, { kind: 'not-yours', offices: keepersOf(plan, cycle.body) });
};

/** A unit's report: its form, its versions, its excuse. */
export const returnRoutes = (portal: Portal) => {
  const { ports } = portal;
  const idIn = (c: PortalContext) => ReturnId.safeParse(c.req.param('return'));
  return new Hono<PortalEnv>()
    .get('/returns/:return', async (c) => {
      const id = idIn(c);
      if (!id.success) return c.notFound();
      return show(c, await returnView(ports, sessionOf(c), id.data), (visit, view) => reportPage(visit, view));
    })
    .post('/returns/:return', async (c) => {
      const id = idIn(c);
      return id.success ? post(c, portal, id.data) : c.notFound();
    })
    .get('/returns/:return/versions/:n', async (c) => {
      const id = idIn(c);
      if (!id.success) return c.notFound();
      const n = wholeNumber(c.req.param('n'));
      return show(c, await returnVersionView(ports, sessionOf(c), id.data, n), reportVersionPage);
    })
    .get('/returns/:return/excuse', async (c) => {
      const id = idIn(c);
      if (!id.success) return c.notFound();
      const found = beforeExcuse(await returnView(ports, sessionOf(c), id.data));
      return show(c, found, (visit, view) => excusePage(visit, view));
    })
    .post('/returns/:return/excuse', async (c) => {
      const id = idIn(c);
      if (!id.success) return c.notFound();
      const form = await readForm(c);
      const outcome = await carryOut(portal, sessionOf(c), excuseCommand(form, id.data));
      if (outcome.kind === 'recorded') return goOn(c, path('returns', id.data), 'reportExcused');
      const found = beforeExcuse(await returnView(ports, sessionOf(c), id.data));
      if (found.kind !== 'seen') return sayNo(c, found);
      const answer = { refusal: outcome, plan: found.view.plan };
      return c.html(excusePage(c.get('visit'), found.view, form.get('reason'), answer), statusOf(outcome));
    });
};
