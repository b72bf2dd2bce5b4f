import { Hono } from 'hono';
import { askCode } from '../../../shared/app/sign-in/ask.ts';
import { enterByCode } from '../../../shared/app/sign-in/enter.ts';
import type { LinkClaim } from '../../../shared/app/ports.ts';
import { linkView } from '../../../shared/app/views/task-view.ts';
import { AskedId } from '../../../shared/contracts/asked-mail.ts';
import { moment } from '../../../shared/contracts/messages/format.ts';
import { askerOf } from '../asker.ts';
import { readForm } from '../forms/form-data.ts';
import { errorPage } from '../pages/error-page.ts';
import { askCodePage, codePage } from '../pages/sign-in-pages.ts';
import { path } from '../parts/html.ts';
import type { Portal, PortalContext, PortalEnv } from '../visit.ts';
import { claimIn, linkGone, linkPath } from './link-routes.ts';
import { startHere } from './sign-in-routes.ts';

const LINK = '/t/:locality/:task/:assignment/:person/:signature';

/**
 * The link's claim where a code can be had for it: its signature holds, its task waits for that person in that
 * assignment, and the plan asks for no session. Otherwise the link's own page says how things are.
 */
const codeLink = async (c: PortalContext, portal: Portal): Promise<LinkClaim | 'gone' | 'not-by-code'> => {
  const claim = await claimIn(c, portal);
  const view = claim === undefined ? undefined : await linkView(portal.ports, claim);
  if (claim === undefined || view === undefined) return 'gone';
  return view.state.kind === 'open' && view.proof === 'code' && !view.left ? claim : 'not-by-code';
};

const ask = async (c: PortalContext, portal: Portal, claim: LinkClaim) => {
  const visit = c.get('visit');
  const { signIn } = visit.t;
  const action = `${linkPath(c)}/code`;
  const typed = (await readForm(c)).get('address');
  const outcome = await askCode({ ...portal.ports, ...portal.asking }, { typed, claim }, askerOf(c));
  switch (outcome.kind) {
    case 'no-address':
      return c.html(askCodePage(visit, action, typed, signIn.noAddress), 422);
    case 'too-often':
      return c.html(
        errorPage(visit, { what: signIn.tooOften.what(moment(outcome.again)), next: signIn.tooOften.next }),
        429,
      );
    case 'asked':
      return c.redirect(`${action}/${outcome.id}`, 303);
  }
};

const isIn = (c: PortalContext, { locality, task, assignment, person }: LinkClaim): boolean => {
  const session = c.get('visit').visitor?.session;
  const { only } = session ?? {};
  return (
    session?.locality === locality && session.person === person && only?.task === task && only.assignment === assignment
  );
};

const enter = async (c: PortalContext, portal: Portal, claim: LinkClaim, id: AskedId) => {
  const visit = c.get('visit');
  const { code } = visit.t.signIn;
  const { ports, asking, sessions } = portal;
  const entered = await enterByCode(
    { ...ports, asked: asking.asked, sessions },
    { id, typed: (await readForm(c)).get('code'), claim, browser: askerOf(c).from },
  );
  const pages = { action: `${linkPath(c)}/code/${id}`, again: linkPath(c) };
  switch (entered.kind) {
    case 'entered':
      await startHere(c, portal, entered.token);
      return c.redirect(path('tasks', claim.task), 303);
    case 'no-code':
      return c.html(codePage(visit, { ...pages, error: code.noCode }), 422);
    case 'wrong-code':
      return c.html(codePage(visit, { ...pages, error: code.wrong(entered.left) }), 422);
    case 'spent':
      // Pressed again in the browser that it let in.
      if (isIn(c, claim)) return c.redirect(path('tasks', claim.task), 303);
      return c.html(codePage(visit, { ...pages, error: code.spent }), 410);
  }
};

/** Acting by the link of a task with a code that is mailed to the same person: asked for, then typed. */
export const codeEntryRoutes = (portal: Portal) => {
  const idIn = (c: PortalContext) => AskedId.safeParse(c.req.param('asked')).data;
  /** Goes back to the link's page, which says who, when and what next. */
  const otherwise = (c: PortalContext, why: 'gone' | 'not-by-code') =>
    why === 'gone' ? linkGone(c) : c.redirect(linkPath(c), 303);
  return new Hono<PortalEnv>()
    .post(`${LINK}/code`, async (c) => {
      const claim = await codeLink(c, portal);
      return typeof claim === 'string' ? otherwise(c, claim) : ask(c, portal, claim);
    })
    .get(`${LINK}/code/:asked`, async (c) => {
      const claim = await codeLink(c, portal);
      const id = idIn(c);
      if (typeof claim === 'string') return otherwise(c, claim);
      if (id === undefined) return linkGone(c);
      return c.html(codePage(c.get('visit'), { action: `${linkPath(c)}/code/${id}`, again: linkPath(c) }));
    })
    .post(`${LINK}/code/:asked`, async (c) => {
      const claim = await codeLink(c, portal);
      const id = idIn(c);
      if (typeof claim === 'string') return otherwise(c, claim);
      return id === undefined ? linkGone(c) : enter(c, portal, claim, id);
    });
};
