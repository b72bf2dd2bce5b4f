import { Hono } from 'hono';
import { decisionsOf } from '../../../shared/app/cut-lines.ts';
import type { Viewed } from '../../../shared/app/views/access.ts';
import { type CutView, cutView } from '../../../shared/app/views/cut-view.ts';
import { money } from '../../../shared/contracts/messages/format.ts';
import { wasPreparedBy } from '../../../shared/domain/estimate.ts';
import { PackageId } from '../../../shared/domain/ids.ts';
import type { Refusal } from '../../../shared/domain/refusal.ts';
import { basisOf, type CutAnswer, type CutTyped, freshCut, proposeCut, readCut } from '../forms/cut-form.ts';
import { type FormFields, readForm, wholeNumber } from '../forms/form-data.ts';
import { parseCommand } from '../forms/parsed.ts';
import { type CutShown, cutPage } from '../pages/cut-page.ts';
import { path } from '../parts/html.ts';
import { carryOut, goOn, sayNo, sessionOf, show, statusOf } from '../respond.ts';
import type { Portal, PortalContext, PortalEnv } from '../visit.ts';

type Proposal = Extract<CutAnswer, { ok: true }>;

/** The reason as the page fills it in, where the person has written none of his own. */
const withReason = (c: PortalContext, form: FormFields, typed: CutTyped, { asked }: Proposal) => {
  const filled = c.get('visit').t.cut.reason(money(asked.ceiling), asked.spread);
  const own = typed.reason.trim() !== '' && typed.reason !== form.get('reasonWas');
  return { typed: own ? typed : { ...typed, reason: filled }, filled };
};

/** What forbids applying a proposal to the package as it stands, before anything is sent. */
const refuseApplying = (c: PortalContext, form: FormFields, view: CutView, typed: CutTyped, { cut }: Proposal) => {
  const { person } = sessionOf(c);
  const own = decisionsOf(view.cutUnits, cut, '').find(({ estimate }) => wasPreparedBy(estimate.body, person));
  const wrong = (problem: Extract<Refusal, { kind: 'problems' }>['problems'][number]): Refusal => ({
    kind: 'problems',
    problems: [problem],
  });
  if (form.get('read') !== view.read) return { kind: 'changed-since-shown', by: null, at: null } satisfies Refusal;
  if (own !== undefined) return { kind: 'own-work', unit: own.estimate.body.unit } satisfies Refusal;
  if (cut.balance < 0) return wrong({ path: 'ceiling', code: 'above-ceiling', by: -cut.balance });
  return typed.reason.trim().length > 500 ? wrong({ path: 'reason', code: 'too-long', most: 500 }) : undefined;
};

/** How many estimates one request sets figures of: far below the time that a page has. */
const ESTIMATES_A_REQUEST = 100;

/** How far applying came: which estimates were recorded, how many are left, what stopped it. */
type Applied = {
  readonly done: ReadonlySet<string>;
  readonly recorded: number;
  readonly left: number;
  readonly refusal: Refusal | undefined;
};

/** Applies a cut: ordinary figures, one request for each estimate, so many at a time; what is refused stops it. */
const apply = async (
  c: PortalContext,
  portal: Portal,
  form: FormFields,
  view: CutView,
  typed: CutTyped,
  { cut }: Proposal,
): Promise<Applied> => {
  const done = new Set(typed.done);
  const decisions = decisionsOf(view.cutUnits, cut, typed.reason);
  let recorded = 0;
  for (const { estimate, figures } of decisions.slice(0, ESTIMATES_A_REQUEST)) {
    const id = `${form.get('id')}:${recorded}`;
    const named: FormFields = { ...form, get: (name) => (name === 'id' ? id : form.get(name)) };
    const command = {
      do: 'set-figures' as const,
      package: view.pkg.body.id,
      estimate: estimate.body.id,
      stage: view.stage,
      submission: view.pkg.body.position.submission,
      seen: estimate.version,
      figures,
    };
    const outcome = await carryOut(portal, sessionOf(c), parseCommand(named, command));
    if (outcome.kind !== 'recorded') return { done, recorded, left: decisions.length - recorded, refusal: outcome };
    done.add(estimate.body.id);
    recorded += 1;
  }
  return { done, recorded, left: decisions.length - recorded, refusal: undefined };
};

/** What is left of a cut, worked out anew on what was recorded of it. */
const goingOn = (c: PortalContext, view: CutView, typed: CutTyped, { done, recorded, left }: Applied): CutShown => {
  const rest = { ...typed, done };
  const answer = proposeCut(view, rest);
  const filled = answer.ok ? c.get('visit').t.cut.reason(money(answer.asked.ceiling), answer.asked.spread) : undefined;
  return { typed: rest, filled, cut: answer.ok ? answer.cut : undefined, more: { recorded, left } };
};

const post = async (c: PortalContext, portal: Portal, id: PackageId) => {
  const session = sessionOf(c);
  const form = await readForm(c);
  const [, turned] = /^page-(\d{1,4})$/.exec(form.get('do')) ?? [];
  const page = turned === undefined ? wholeNumber(form.get('page')) : Number(turned);
  const again = () => cutView(portal.ports, session, id, page < 1 ? undefined : page);
  const found = await again();
  if (found.kind !== 'seen') return sayNo(c, found);
  const read = readCut(form);
  const answer = proposeCut(found.view, read);
  const render = (seen: Viewed<CutView>, shown: CutShown, refusal?: Refusal) =>
    seen.kind === 'seen'
      ? c.html(
          cutPage(c.get('visit'), seen.view, {
            ...shown,
            refused: refusal === undefined ? undefined : { refusal, plan: seen.view.plan },
          }),
          refusal === undefined ? 200 : statusOf(refusal),
        )
      : sayNo(c, seen);
  if (!answer.ok)
    return render(
      found,
      { typed: read, filled: form.get('reasonWas') },
      { kind: 'problems', problems: answer.problems },
    );
  const { typed, filled } = withReason(c, form, read, answer);
  const shown = { typed, filled, cut: answer.cut };
  if (form.get('do') !== 'apply') return render(found, shown);
  const refusal = refuseApplying(c, form, found.view, typed, answer);
  if (refusal !== undefined) return render(found, shown, refusal);
  if (form.get('basis') !== basisOf(read)) return render(found, { ...shown, anew: true });
  const applied = await apply(c, portal, form, found.view, typed, answer);
  if (applied.left === 0) return goOn(c, path('packages', id, 'appraisal'), 'cutApplied');
  const now = await again();
  return now.kind === 'seen' ? render(now, goingOn(c, now.view, typed, applied), applied.refusal) : sayNo(c, now);
};

/** Cutting a package to a ceiling, for the office that sets figures on it now. */
export const cutRoutes = (portal: Portal) =>
  new Hono<PortalEnv>()
    .get('/packages/:package/cut', async (c) => {
      const id = PackageId.safeParse(c.req.param('package'));
      if (!id.success) return c.notFound();
      return show(c, await cutView(portal.ports, sessionOf(c), id.data), (visit, view) =>
        cutPage(visit, view, { typed: freshCut }),
      );
    })
    .post('/packages/:package/cut', async (c) => {
      const id = PackageId.safeParse(c.req.param('package'));
      return id.success ? post(c, portal, id.data) : c.notFound();
    });
