import { Hono } from 'hono';
import { estimateView } from '../../../shared/app/views/estimate-view.ts';
import { roundView } from '../../../shared/app/views/round-view.ts';
import { EstimateId, RoundId } from '../../../shared/domain/ids.ts';
import { readDong } from '../../../shared/domain/money.ts';
import type { FieldProblem, Refusal } from '../../../shared/domain/refusal.ts';
import { type FormFields, readForm, wholeNumber } from '../forms/form-data.ts';
import { type Parsed, parseCommand } from '../forms/parsed.ts';
import { estimatePage } from '../pages/estimate-page.ts';
import { refusalPage } from '../pages/error-page.ts';
import { problemsOf } from '../parts/errors.ts';
import { path } from '../parts/html.ts';
import type { SharesTyped } from '../parts/joint.ts';
import { carryOut, goOn, sayNo, sessionOf, statusOf } from '../respond.ts';
import type { Portal, PortalEnv } from '../visit.ts';

/** The shares typed; a lead left empty has none. */
const sharesCommand = (form: FormFields, estimate: EstimateId): Parsed => {
  const problems: FieldProblem[] = [];
  const shares = form.names().flatMap((name) => {
    const [, unit] = /^share\.(.+)$/.exec(name) ?? [];
    const text = form.get(name).trim();
    if (unit === undefined || text === '') return [];
    const read = readDong(text);
    if (read.ok) return [{ unit, amount: read.dong }];
    const code = read.why === 'comma' ? 'comma-in-amount' : 'not-an-amount';
    problems.push({ path: name, code, given: text.slice(0, 100) });
    return [];
  });
  return problems.length > 0
    ? { ok: false, refusal: { kind: 'problems', problems } }
    : parseCommand(form, {
        do: 'share-activity',
        estimate,
        seen: wholeNumber(form.get('seen')),
        activity: form.get('activity'),
        shares,
      });
};

/** What was typed of one activity's shares, to be shown again. */
const sharesTyped = (form: FormFields, refusal: Refusal): SharesTyped => ({
  activity: form.get('activity'),
  amounts: new Map(
    form.names().flatMap((name) => (name.startsWith('share.') ? [[name.slice('share.'.length), form.get(name)]] : [])),
  ),
  problems: problemsOf(refusal),
});

/** Joint activities: the standing unit names who submits one, the submitter shares it. */
export const jointRoutes = (portal: Portal) =>
  new Hono<PortalEnv>()
    .post('/rounds/:round/submitter', async (c) => {
      const id = RoundId.safeParse(c.req.param('round'));
      if (!id.success) return c.notFound();
      const form = await readForm(c);
      const activity = form.get('activity');
      const asks = { do: 'name-submitter' as const, round: id.data, activity, unit: form.get(`submitter.${activity}`) };
      const outcome = await carryOut(portal, sessionOf(c), parseCommand(form, asks));
      if (outcome.kind === 'recorded') return goOn(c, path('rounds', id.data), 'submitterNamed');
      const found = await roundView(portal.ports, sessionOf(c), id.data);
      if (found.kind !== 'seen') return sayNo(c, found);
      const { round, plan } = found.view;
      const back = { href: path('rounds', id.data), text: c.get('visit').t.round.title(round.body.year) };
      return c.html(refusalPage(c.get('visit'), outcome, plan, back), statusOf(outcome));
    })
    .post('/estimates/:estimate/shares', async (c) => {
      const id = EstimateId.safeParse(c.req.param('estimate'));
      if (!id.success) return c.notFound();
      const form = await readForm(c);
      const outcome = await carryOut(portal, sessionOf(c), sharesCommand(form, id.data));
      if (outcome.kind === 'recorded') return goOn(c, path('estimates', id.data), 'shared');
      const found = await estimateView(portal.ports, sessionOf(c), id.data);
      if (found.kind !== 'seen') return sayNo(c, found);
      const page = estimatePage(c.get('visit'), found.view, {
        shares: sharesTyped(form, outcome),
        refused: { refusal: outcome, plan: found.view.plan },
      });
      return c.html(page, statusOf(outcome));
    });
