import type { Context } from 'hono';
import type { Messages } from '../../shared/contracts/messages/messages.ts';
import type { Addresses, CommandPorts, Links, Preferences, Session, Sessions, Shares } from '../../shared/app/ports.ts';
import type { AskPorts } from '../../shared/app/sign-in/ports.ts';
import type { Viewer } from '../../shared/app/views/access.ts';
import type { Sha256 } from '../../shared/domain/ids.ts';
import type { Person, Plan } from '../../shared/domain/plan.ts';
import type { Language } from '../../shared/domain/text.ts';
import type { Log } from './log.ts';

/** What the portal stands on. */
export type Portal = {
  readonly ports: CommandPorts;
  readonly sessions: Sessions;
  readonly links: Links;
  readonly preferences: Preferences;
  readonly shares: Shares;
  /** Which addresses take no mail. */
  readonly addresses: Addresses;
  /** Where an office's own server shows each letter that has not left; not on AWS, nor at a demonstration. */
  readonly lettersPage?: string | undefined;
  /** What asking for a mail to sign in by takes. */
  readonly asking: Omit<AskPorts, 'clock' | 'hash'>;
  readonly log: Log;
};

/** Who visits: a session, and the person in the plan in force that it belongs to. */
export type Visitor = {
  readonly session: Session;
  /** The session's name in the list of one's own. */
  readonly id: Sha256;
  readonly person: Person;
  readonly plan: Plan;
  readonly viewer: Viewer;
};

/** What every page knows of the request. */
export type Visit = {
  readonly language: Language;
  readonly t: Messages;
  readonly visitor: Visitor | undefined;
  /** Where the request went, to come back to: path and query. */
  readonly here: string;
  /** What was just done, as the query of a redirect says. */
  readonly done: string | undefined;
};

/** A visit by someone signed in. */
export type SignedVisit = Visit & { readonly visitor: Visitor };

/** What the app keeps of a request. */
export type PortalEnv = { readonly Variables: { readonly visit: Visit } };
/** A request. */
export type PortalContext = Context<PortalEnv>;

/** A name for one request that a form makes, so that the form resent is the same request. */
export const newCommandId = (): string => crypto.randomUUID();
