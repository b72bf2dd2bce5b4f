import { Hono } from 'hono';
import { type InPlan, refused, type Viewed } from '../../../shared/app/views/access.ts';
import { type PackageView, packageView } from '../../../shared/app/views/package-view.ts';
import { type RoundView, roundView } from '../../../shared/app/views/round-view.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import { officesOf } from '../../../shared/domain/context.ts';
import { PackageId, RoundId } from '../../../shared/domain/ids.ts';
import type { FieldProblem } from '../../../shared/domain/refusal.ts';
import { suggestPartDue } from '../../../shared/domain/part-decisions.ts';
import { dateText, type FormFields, readForm, wholeNumber } from '../forms/form-data.ts';
import { type Parsed, parseCommand } from '../forms/parsed.ts';
import { refusalPage } from '../pages/error-page.ts';
import { partPage, type PartTyped, supplementPage } from '../pages/part-pages.ts';
import { path } from '../parts/html.ts';
import { carryOut, goOn, sayNo, sessionOf, show, statusOf } from '../respond.ts';
import type { Portal, PortalEnv } from '../visit.ts';

const suggested = ({ ports }: Portal, { calendar }: Pick<InPlan, 'calendar'>): string =>
  suggestPartDue({ calendar, at: instantOf(ports.clock.now()) });

/** Only the office that has the package returns a part of it. */
const whereItIs = (found: Viewed<PackageView>): Viewed<PackageView> => {
  if (found.kind !== 'seen' || found.view.atMyOffice !== null) return found;
  const { plan, pkg } = found.view;
  return refused(found.view, { kind: 'not-yours', offices: officesOf(plan, pkg.body.position.stage) });
};

/** Only the office that locks opens supplements. */
const whereItLocks = (found: Viewed<RoundView>): Viewed<RoundView> => {
  if (found.kind !== 'seen') return found;
  const { round, viewer } = found.view;
  const { lockedBy, phase } = round.body;
  if (viewer.office !== lockedBy) return refused(found.view, { kind: 'not-yours', offices: [lockedBy] });
  return phase === 'formed' ? found : refused(found.view, { kind: 'not-locked', lockedBy });
};

const readPart = (form: FormFields) => ({
  estimate: form.get('estimate'),
  reason: form.get('reason'),
  due: dateText(form.get('due')),
});

/** What is missing where no unit was chosen: all of it at once. */
const unsaid = ({ reason, due }: PartTyped): readonly FieldProblem[] => [
  { path: 'estimate', code: 'missing' },
  ...(reason.trim() === '' ? [{ path: 'reason', code: 'reason-missing' } as const] : []),
  ...(due === '' ? [{ path: 'due', code: 'missing' } as const] : []),
];

const readSupplement = (form: FormFields) => ({
  units: form.all('units'),
  reason: form.get('reason'),
  due: dateText(form.get('due')),
});

/** Returning one unit's part, opening a supplement, and closing what it waits for. */
export const partRoutes = (portal: Portal) => {
  const { ports } = portal;
  return new Hono<PortalEnv>()
    .get('/packages/:package/part', async (c) => {
      const id = PackageId.safeParse(c.req.param('package'));
      if (!id.success) return c.notFound();
      const found = whereItIs(await packageView(ports, sessionOf(c), id.data));
      return show(c, found, (visit, view) =>
        partPage(visit, view, { estimate: '', reason: '', due: suggested(portal, view) }),
      );
    })
    .post('/packages/:package/part', async (c) => {
      const id = PackageId.safeParse(c.req.param('package'));
      if (!id.success) return c.notFound();
      const form = await readForm(c);
      const typed = readPart(form);
      const submission = wholeNumber(form.get('submission'));
      const shown = { package: id.data, stage: form.get('stage'), submission, shown: form.get('shown') };
      const parsed: Parsed =
        typed.estimate === ''
          ? { ok: false, refusal: { kind: 'problems', problems: unsaid(typed) } }
          : parseCommand(form, { do: 'return-part', ...shown, ...typed });
      const outcome = await carryOut(portal, sessionOf(c), parsed);
      if (outcome.kind === 'recorded') return goOn(c, path('packages', id.data), 'partReturned');
      const found = await packageView(ports, sessionOf(c), id.data);
      if (found.kind !== 'seen') return sayNo(c, found);
      const said = { refusal: outcome, plan: found.view.plan };
      return c.html(partPage(c.get('visit'), found.view, typed, said), statusOf(outcome));
    })
    .post('/packages/:package/close', async (c) => {
      const id = PackageId.safeParse(c.req.param('package'));
      if (!id.success) return c.notFound();
      const form = await readForm(c);
      const asks = { do: 'close-collecting' as const, package: id.data, seen: form.get('seen') };
      const outcome = await carryOut(portal, sessionOf(c), parseCommand(form, asks));
      if (outcome.kind === 'recorded') return goOn(c, path('packages', id.data), 'collectingClosed');
      const found = await packageView(ports, sessionOf(c), id.data);
      if (found.kind !== 'seen') return sayNo(c, found);
      return c.html(refusalPage(c.get('visit'), outcome, found.view.plan), statusOf(outcome));
    })
    .get('/rounds/:round/supplement', async (c) => {
      const id = RoundId.safeParse(c.req.param('round'));
      if (!id.success) return c.notFound();
      const found = whereItLocks(await roundView(ports, sessionOf(c), id.data));
      return show(c, found, (visit, view) =>
        supplementPage(visit, view, { units: [], reason: '', due: suggested(portal, view) }),
      );
    })
    .post('/rounds/:round/supplement', async (c) => {
      const id = RoundId.safeParse(c.req.param('round'));
      if (!id.success) return c.notFound();
      const form = await readForm(c);
      const typed = readSupplement(form);
      const asks = { do: 'open-supplement' as const, round: id.data, ...typed };
      const outcome = await carryOut(portal, sessionOf(c), parseCommand(form, asks));
      if (outcome.kind === 'recorded') return goOn(c, path('rounds', id.data), 'supplementOpened');
      const found = await roundView(ports, sessionOf(c), id.data);
      if (found.kind !== 'seen') return sayNo(c, found);
      const said = { refusal: outcome, plan: found.view.plan };
      return c.html(supplementPage(c.get('visit'), found.view, typed, said), statusOf(outcome));
    });
};
