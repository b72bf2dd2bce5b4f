import { Hono } from 'hono';
import {
  differenceView,
  type EstimateView,
  estimateView,
  versionView,
} from '../../../shared/app/views/estimate-view.ts';
import { today } from '../../../shared/app/views/due.ts';
import { refused, type Viewed } from '../../../shared/app/views/access.ts';
import { addWorkingDays } from '../../../shared/domain/calendar.ts';
import { EstimateId } from '../../../shared/domain/ids.ts';
import type { Refusal } from '../../../shared/domain/refusal.ts';
import { dateText, type FormFields, readForm, wholeNumber } from '../forms/form-data.ts';
import { linesCommand, nilCommand, readRows, recallCommand, returnCommand } from '../forms/estimate-form.ts';
import type { Parsed } from '../forms/parsed.ts';
import { handBackEstimateCommand, signEstimateCommand } from '../forms/sign-form.ts';
import { type EstimateTyped, estimatePage } from '../pages/estimate-page.ts';
import { refusalPage } from '../pages/error-page.ts';
import { returnPage } from '../pages/return-page.ts';
import { differencePage, versionPage } from '../pages/version-pages.ts';
import { path } from '../parts/html.ts';
import { carryOut, goOn, sayNo, sessionOf, show, statusOf } from '../respond.ts';
import type { Portal, PortalContext, PortalEnv } from '../visit.ts';

/** What the buttons of the form ask for, what to say when it was done, and what to keep of what was typed. */
const asked = (
  form: FormFields,
  estimate: string,
): { readonly parsed: Parsed; readonly done: string; readonly typed: EstimateTyped } => {
  switch (form.get('do')) {
    case 'nil':
      return { parsed: nilCommand(form, estimate), done: 'nil', typed: { nilReason: form.get('reason') } };
    case 'sign':
      return { parsed: signEstimateCommand(form, estimate), done: 'signed', typed: {} };
    case 'hand-back':
      return {
        parsed: handBackEstimateCommand(form, estimate),
        done: 'handedBack',
        typed: { remark: form.get('remark') },
      };
    case 'recall':
      return { parsed: recallCommand(form, estimate), done: 'recalled', typed: {} };
    case 'submit': {
      const rows = readRows(form);
      return { parsed: linesCommand(form, 'submit-estimate', estimate, rows), done: 'submitted', typed: { rows } };
    }
    default: {
      const rows = readRows(form);
      return { parsed: linesCommand(form, 'save-draft', estimate, rows), done: 'saved', typed: { rows } };
    }
  }
};

/** How many rows "add rows" adds. */
const MORE_ROWS = 5;

/** Where no estimate is to be seen, what was asked is still answered for its own reason. */
const answerWithout = (c: PortalContext, found: Exclude<Viewed<EstimateView>, { kind: 'seen' }>, refusal: Refusal) => {
  const shown = refusal.kind === 'outside-chain' || refusal.kind === 'not-yours' ? refusal : found.refusal;
  return c.html(refusalPage(c.get('visit'), shown, found.plan), statusOf(shown));
};

const postLines = async (c: PortalContext, portal: Portal, id: EstimateId) => {
  const session = sessionOf(c);
  const form = await readForm(c);
  if (form.get('do') === 'add')
    return show(c, await estimateView(portal.ports, session, id), (visit, view) =>
      estimatePage(visit, view, { rows: readRows(form), blanks: MORE_ROWS }),
    );
  const { parsed, done, typed } = asked(form, id);
  const outcome = await carryOut(portal, session, parsed);
  if (outcome.kind === 'recorded') {
    const lies =
      done === 'submitted' || done === 'nil'
        ? await portal.ports.store.load(session.locality, 'estimate', id)
        : undefined;
    return goOn(c, path('estimates', id), lies?.body.prepared === undefined ? done : 'forSignature');
  }
  const found = await estimateView(portal.ports, session, id);
  if (found.kind !== 'seen') return answerWithout(c, found, outcome);
  const page = estimatePage(c.get('visit'), found.view, {
    ...typed,
    refused: { refusal: outcome, plan: found.view.plan },
  });
  return c.html(page, statusOf(outcome));
};

/** Only the office that locks returns an estimate. */
const beforeReturn = (found: Viewed<EstimateView>): Viewed<EstimateView> => {
  if (found.kind !== 'seen' || found.view.mayReturn) return found;
  const { viewer, round, estimate } = found.view;
  const { lockedBy } = round.body;
  if (viewer.office !== lockedBy) return refused(found.view, { kind: 'not-yours', offices: [lockedBy] });
  return refused(
    found.view,
    estimate.body.lockedInto === null
      ? { kind: 'nothing-to-return' }
      : { kind: 'locked', lockedBy, package: estimate.body.lockedInto.package },
  );
};

/** How many working days a unit is offered to correct what came back. */
const DAYS_TO_CORRECT = 2;

/** A unit's estimate: its form, versions, differences, its return. */
export const estimateRoutes = (portal: Portal) => {
  const { ports } = portal;
  const idIn = (c: PortalContext) => EstimateId.safeParse(c.req.param('estimate'));
  return new Hono<PortalEnv>()
    .get('/estimates/:estimate', async (c) => {
      const id = idIn(c);
      if (!id.success) return c.notFound();
      return show(c, await estimateView(ports, sessionOf(c), id.data), (visit, view) => estimatePage(visit, view));
    })
    .post('/estimates/:estimate', async (c) => {
      const id = idIn(c);
      return id.success ? postLines(c, portal, id.data) : c.notFound();
    })
    .get('/estimates/:estimate/versions/:n', async (c) => {
      const id = idIn(c);
      if (!id.success) return c.notFound();
      return show(c, await versionView(ports, sessionOf(c), id.data, wholeNumber(c.req.param('n'))), versionPage);
    })
    .get('/estimates/:estimate/difference', async (c) => {
      const id = idIn(c);
      if (!id.success) return c.notFound();
      const [from, to] = [c.req.query('from') ?? '', c.req.query('to') ?? ''].map(wholeNumber);
      return show(
        c,
        await differenceView(ports, sessionOf(c), id.data, { from: from ?? -1, to: to ?? -1 }),
        differencePage,
      );
    })
    .get('/estimates/:estimate/return', async (c) => {
      const id = idIn(c);
      if (!id.success) return c.notFound();
      return show(c, beforeReturn(await estimateView(ports, sessionOf(c), id.data)), (visit, view) => {
        const due = addWorkingDays(view.calendar, today(ports), DAYS_TO_CORRECT);
        return returnPage(visit, view, { reason: '', due });
      });
    })
    .post('/estimates/:estimate/return', async (c) => {
      const id = idIn(c);
      if (!id.success) return c.notFound();
      const form = await readForm(c);
      const outcome = await carryOut(portal, sessionOf(c), returnCommand(form, id.data));
      if (outcome.kind === 'recorded') return goOn(c, path('estimates', id.data), 'returned');
      const found = beforeReturn(await estimateView(ports, sessionOf(c), id.data));
      if (found.kind !== 'seen') return sayNo(c, found);
      const typed = { reason: form.get('reason'), due: dateText(form.get('due')) };
      const page = returnPage(c.get('visit'), found.view, typed, { refusal: outcome, plan: found.view.plan });
      return c.html(page, statusOf(outcome));
    });
};
