import type { AskedId, AskedMail } from '../../contracts/asked-mail.ts';
import type { Browser } from '../../domain/browser.ts';
import type { Instant } from '../../domain/calendar.ts';
import type { Sha256 } from '../../domain/ids.ts';
import type { MailAddress } from '../../domain/mail-address.ts';
import type { LinkClaim, Mailer, Ports, Session, Sessions } from '../ports.ts';

/** Random secrets. */
export type Secrets = {
  /** 256 bits, in letters that an address can hold. */
  token(): string;
  /** 128 bits, for a name that is not to be guessed. */
  id(): AskedId;
  /** Six digits, each as likely as the others. */
  digits(): string;
  /** 50 bits in ten letters and digits, for a link that is pasted and read out. */
  shortCode(): string;
};

/**
 * Which persons an address may belong to, by the address, over all localities. A hint: whoever uses it asks the plan in
 * force. Operational; taking in a plan writes it, and taking it in again repairs it.
 */
export type Directory = {
  add(people: readonly { readonly address: MailAddress; readonly who: Session }[]): Promise<void>;
  find(address: MailAddress): Promise<readonly Session[]>;
};

/** How often something may happen within an hour by the clock. */
export type Limit = {
  readonly kind: 'origin' | 'address' | 'code' | 'share';
  readonly key: Sha256;
  readonly most: number;
};

/** Counts what is limited. Operational; gone after the hour. */
export type Limits = {
  /** Counts one more; where that would be too many counts nothing, and says from when on it may be tried again. */
  count(
    limit: Limit,
    at: Instant,
  ): Promise<{ readonly kind: 'counted' } | { readonly kind: 'full'; readonly again: Instant }>;
};

type AskedFor = {
  readonly id: AskedId;
  /** As it was typed: the mail goes to the address in the plan. */
  readonly address: MailAddress;
  readonly from: Browser;
  readonly at: Instant;
  /** Until when what is mailed can be used. */
  readonly until: Instant;
};

/** Somebody asked for a link to sign in by. `browser` and `code` are hashes of what only the browser that asked has. */
export type SignInAsked = AskedFor & {
  readonly kind: 'sign-in';
  readonly browser: Sha256;
  readonly code: Sha256;
  readonly next: string;
};
/** Somebody who holds the link of a task asked for a code. */
export type CodeAsked = AskedFor & { readonly kind: 'code'; readonly claim: LinkClaim };
export type Asked = SignInAsked | CodeAsked;

/** A request as it stands: whether it was mailed, the hash of what was mailed, for whom, and when it was used. */
export type AskedNow = {
  readonly asked: Asked;
  readonly secret: Sha256 | null;
  readonly people: readonly Session[];
  readonly usedAt: Instant | null;
  readonly tries: number;
};

/** Requests for mails that nobody's journal causes. Operational; gone a day after they can no longer be used. */
export type AskedStore = {
  put(asked: Asked): Promise<void>;
  find(id: AskedId): Promise<AskedNow | undefined>;
  /** Takes it to be sent, for a minute; `sent` where it went out before, `busy` where another one has it. */
  take(id: AskedId, at: Instant): Promise<'taken' | 'sent' | 'busy'>;
  /** Notes what is about to be mailed: the hash of its secret, and who it is for; false where it was used already. */
  issue(id: AskedId, mailed: { readonly secret: Sha256; readonly people: readonly Session[] }): Promise<boolean>;
  markSent(id: AskedId): Promise<void>;
  /** Uses it up, once and for all, with the right secret; answers whether this call did. */
  use(id: AskedId, secret: Sha256, at: Instant): Promise<boolean>;
  /** Counts a try; false once there were as many as are allowed. */
  countTry(id: AskedId, most: number): Promise<boolean>;
};

/** The queue of such mails. At least once. */
export type AskedMailQueue = { add(mail: AskedMail): Promise<void> };

/** What asking takes. */
export type AskPorts = Pick<Ports, 'clock' | 'hash'> & {
  readonly asked: AskedStore;
  readonly askedQueue: AskedMailQueue;
  readonly limits: Limits;
  readonly secrets: Secrets;
};
/** What answering with what was mailed takes. */
export type EnterPorts = Pick<Ports, 'clock' | 'hash' | 'store'> & {
  readonly asked: AskedStore;
  readonly sessions: Sessions;
};
/** What sending takes. */
export type SendAskedPorts = Pick<Ports, 'clock' | 'hash' | 'store'> & {
  readonly asked: AskedStore;
  readonly directory: Directory;
  readonly secrets: Secrets;
  readonly mailer: Mailer;
  readonly portalUrl: string;
};
/** What the person who asks brings along. */
export type Asker = {
  /** From where the request came, as the network says. */
  readonly origin: string;
  readonly from: Browser;
};
