import type { Outcome } from '../../shared/app/execute.ts';
import { runCommand } from '../../shared/app/run-command.ts';
import type { Viewed } from '../../shared/app/views/access.ts';
import type { Session } from '../../shared/app/ports.ts';
import type { Refusal } from '../../shared/domain/refusal.ts';
import type { Parsed } from './forms/parsed.ts';
import { type Link, refusalPage } from './pages/error-page.ts';
import { type Html, path } from './parts/html.ts';
import type { Portal, PortalContext, SignedVisit, Visit } from './visit.ts';

/** The HTTP status of a refusal: a mistake in what was sent, not allowed, not there, or in conflict with what is. */
export const statusOf = (refusal: Refusal): 403 | 404 | 409 | 422 => {
  switch (refusal.kind) {
    case 'problems':
    case 'file-refused':
      return 422;
    case 'not-yours':
    case 'head-must-decide':
    case 'own-work':
    case 'another-must-sign':
    case 'officer-must-prepare':
    case 'outside-field':
    case 'authorisation-ended':
    case 'not-yet-authorised':
    case 'own-authorisation':
    case 'not-consulted':
      return 403;
    case 'not-found':
      return 404;
    default:
      return 409;
  }
};

/** The session of a request that passed the guard. */
export const sessionOf = (c: PortalContext): Session => {
  const { visitor } = c.get('visit');
  if (visitor === undefined) throw new Error('This page is only reached with a session.');
  return visitor.session;
};

/** Whether the visitor is signed in. */
export const signedVisit = (visit: Visit): visit is SignedVisit => visit.visitor !== undefined;

/** Why a view is not there. */
export type Unseen = Exclude<Viewed<unknown>, { readonly kind: 'seen' }>;

/** Where whoever may not act on a package can still read it. */
export const packageLink = (c: PortalContext, refusal: Refusal): Link | undefined => {
  const id = c.req.param('package');
  // The page of an adjustment is the package's own: whoever is refused there would only come back to it.
  const itself = c.req.path.startsWith('/adjustments/') && refusal.kind === 'not-yours';
  return id === undefined || itself || refusal.kind === 'not-found'
    ? undefined
    : { href: path('packages', id), text: c.get('visit').t.home.openPackage };
};

/** Says why there is nothing to see. */
export const sayNo = (c: PortalContext, { refusal, plan }: Unseen) =>
  c.html(refusalPage(c.get('visit'), refusal, plan, packageLink(c, refusal)), statusOf(refusal));

/** Shows a view, or why there is none. */
export const show = <T>(c: PortalContext, viewed: Viewed<T>, render: (visit: Visit, view: T) => Html) =>
  viewed.kind === 'seen' ? c.html(render(c.get('visit'), viewed.view)) : sayNo(c, viewed);

/** Carries out what a form asks for; a form that makes no request is refused for its fields. */
export const carryOut = async ({ ports }: Portal, session: Session, parsed: Parsed): Promise<Outcome> =>
  parsed.ok ? runCommand(ports, session, parsed.request) : parsed.refusal;

/** Goes on to a page after something was recorded; a page shown anew posts nothing again. */
export const goOn = (c: PortalContext, to: string, done?: string) =>
  c.redirect(done === undefined ? to : `${to}${to.includes('?') ? '&' : '?'}done=${done}`, 303);
