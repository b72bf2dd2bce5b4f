import { Hono } from 'hono';
import * as z from 'zod';
import type { LinkClaim } from '../../../shared/app/ports.ts';
import { linkView } from '../../../shared/app/views/task-view.ts';
import { messagesIn } from '../../../shared/contracts/messages/messages.ts';
import { LocalityId, PersonId, TaskId } from '../../../shared/domain/ids.ts';
import { askedLanguage, chosenLanguage } from '../language.ts';
import { errorPage } from '../pages/error-page.ts';
import { linkPage, signInPath } from '../pages/link-page.ts';
import { path } from '../parts/html.ts';
import type { Portal, PortalContext, PortalEnv } from '../visit.ts';

const Claim = z.object({
  locality: LocalityId,
  task: TaskId,
  assignment: z
    .string()
    .regex(/^[1-9]\d{0,5}$/)
    .transform(Number),
  person: PersonId,
});

/** What a request's mailed link stands for, once its signature was checked; undefined for an altered or guessed one. */
export const claimIn = async (c: PortalContext, { links }: Portal): Promise<LinkClaim | undefined> => {
  const claim = Claim.safeParse(c.req.param());
  if (!claim.success) return undefined;
  return (await links.check(claim.data, c.req.param('signature') ?? '')) ? claim.data : undefined;
};

/** The address of a request's mailed link itself. */
export const linkPath = (c: PortalContext): string => {
  const { locality = '', task = '', assignment = '', person = '', signature = '' } = c.req.param();
  return path('t', locality, task, assignment, person, signature);
};

/** Says that a link is none, and nothing of what it may be about. */
export const linkGone = (c: PortalContext) => {
  const visit = c.get('visit');
  const go = visit.visitor === undefined ? { href: signInPath('/'), text: visit.t.shell.signIn } : undefined;
  return c.html(errorPage(visit, visit.t.link.invalid, go), 404);
};

/** Mailed links. Opening one shows and changes nothing, however often; acting takes a session, or a code. */
export const linkRoutes = (portal: Portal) =>
  new Hono<PortalEnv>().get('/t/:locality/:task/:assignment/:person/:signature', async (c) => {
    const visit = c.get('visit');
    const claim = await claimIn(c, portal);
    const view = claim === undefined ? undefined : await linkView(portal.ports, claim);
    if (view === undefined) return linkGone(c);
    const language =
      visit.visitor === undefined ? (askedLanguage(c) ?? chosenLanguage(c) ?? view.person.language) : visit.language;
    const page = linkPage({ ...visit, language, t: messagesIn(language) }, view, `${linkPath(c)}/code`);
    const { kind } = view.state;
    return c.html(page, kind === 'superseded' || kind === 'expired' ? 410 : 200);
  });
