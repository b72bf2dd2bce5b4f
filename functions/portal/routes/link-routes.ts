import { Hono } from 'hono';
import * as z from 'zod';
import { linkView } from '../../../shared/app/views/task-view.ts';
import { messagesIn } from '../../../shared/contracts/messages/messages.ts';
import { LocalityId, PersonId, TaskId } from '../../../shared/domain/ids.ts';
import { chosenLanguage, askedLanguage } from '../language.ts';
import { errorPage } from '../pages/error-page.ts';
import { linkPage, signInPath } from '../pages/link-page.ts';
import type { Portal, PortalEnv } from '../visit.ts';

const Claim = z.object({
  locality: LocalityId,
  task: TaskId,
  assignment: z
    .string()
    .regex(/^[1-9]\d{0,5}$/)
    .transform(Number),
  person: PersonId,
});

/** Mailed links. Opening one shows and changes nothing, however often; acting takes a session. */
export const linkRoutes = ({ ports, links }: Portal) =>
  new Hono<PortalEnv>().get('/t/:locality/:task/:assignment/:person/:signature', async (c) => {
    const visit = c.get('visit');
    const claim = Claim.safeParse(c.req.param());
    const holds = claim.success && (await links.check(claim.data, c.req.param('signature')));
    const view = holds ? await linkView(ports, claim.data) : undefined;
    if (view === undefined)
      return c.html(
        errorPage(
          visit,
          visit.t.link.invalid,
          visit.visitor === undefined ? { href: signInPath('/'), text: visit.t.shell.signIn } : undefined,
        ),
        404,
      );
    const language =
      visit.visitor === undefined ? (askedLanguage(c) ?? chosenLanguage(c) ?? view.person.language) : visit.language;
    const page = linkPage({ ...visit, language, t: messagesIn(language) }, view);
    return c.html(page, view.state.kind === 'superseded' ? 410 : 200);
  });
