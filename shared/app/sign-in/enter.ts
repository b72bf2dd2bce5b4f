import type { AskedId } from '../../contracts/asked-mail.ts';
import type { Browser } from '../../domain/browser.ts';
import { type Instant, instantOf } from '../../domain/calendar.ts';
import type { HashText } from '../../domain/ids.ts';
import { isSameAddress } from '../../domain/mail-address.ts';
import { readCode } from '../../domain/spoken-code.ts';
import type { LinkClaim, Ports, SessionToken } from '../ports.ts';
import { addressKey, type PersonInPlan, personInForce } from './people.ts';
import type { AskedNow, EnterPorts, SignInAsked } from './ports.ts';

/** What a mailed link to sign in by is good for now. */
export type SignInLink =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'expired'; readonly until: Instant; readonly next: string }
  | { readonly kind: 'used'; readonly at: Instant; readonly next: string }
  /** Nobody has the address any more. */
  | { readonly kind: 'nobody' }
  | {
      readonly kind: 'ready';
      readonly until: Instant;
      readonly next: string;
      readonly people: readonly PersonInPlan[];
      /** Whether it was opened in the browser that asked for it. */
      readonly here: boolean;
    };

/** What a browser shows for itself: the secret of its cookie, or the code that the browser that asked has on its page. */
export type BrowserProof = { readonly secret: string | undefined; readonly code: string };

/** The part of a request under which the secret of its link is kept. */
export const linkSecret = (hash: HashText, id: AskedId, token: string) => hash(`link:${id}:${token}`);
/** The same of a mailed code. */
export const codeSecret = (hash: HashText, id: AskedId, digits: string) => hash(`digits:${id}:${digits}`);

type Known = AskedNow & { readonly asked: SignInAsked };

const signInOf = async (ports: EnterPorts, id: AskedId, token: string): Promise<Known | undefined> => {
  const now = await ports.asked.find(id);
  if (now?.asked.kind !== 'sign-in') return undefined;
  return now.secret === linkSecret(ports.hash, id, token) ? { ...now, asked: now.asked } : undefined;
};

const isHere = ({ hash }: EnterPorts, { id, browser, code }: SignInAsked, proof: BrowserProof): boolean => {
  if (proof.secret !== undefined && hash(proof.secret) === browser) return true;
  const typed = readCode(proof.code);
  return typed !== undefined && hash(`${id}:${typed}`) === code;
};

const stillThere = async (
  ports: Pick<Ports, 'store' | 'clock'>,
  { asked, people }: AskedNow,
): Promise<readonly PersonInPlan[]> => {
  const found = await Promise.all(people.map((who) => personInForce(ports, who)));
  return found.flatMap((one) => (one !== undefined && isSameAddress(one.person.email, asked.address) ? [one] : []));
};

/** How soon after the first press of a button a second one is the same person's impatience, in milliseconds. */
const SECOND_CLICK_MS = 30_000;

/**
 * Whether a link was used just now by the very browser that presses again: its first answer, with the session, may
 * have been dropped for the second. A code does not show that, only the cookie's secret does.
 */
const isSecondClick = ({ hash, clock }: EnterPorts, { asked, usedAt }: Known, { secret }: BrowserProof): boolean =>
  usedAt !== null &&
  secret !== undefined &&
  hash(secret) === asked.browser &&
  clock.now().getTime() - Date.parse(usedAt) < SECOND_CLICK_MS;

const linkNow = async (
  ports: EnterPorts,
  known: Known,
  proof: BrowserProof,
  mayRepeat: boolean,
): Promise<SignInLink> => {
  const { asked, usedAt } = known;
  const { until, next } = asked;
  if (usedAt !== null && !(mayRepeat && isSecondClick(ports, known, proof))) return { kind: 'used', at: usedAt, next };
  if (until <= instantOf(ports.clock.now())) return { kind: 'expired', until, next };
  const people = await stillThere(ports, known);
  return people.length === 0
    ? { kind: 'nobody' }
    : { kind: 'ready', until, next, people, here: isHere(ports, asked, proof) };
};

/** What a link shows when it is opened, by whomever and however often: nothing changes. */
export const signInLink = async (
  ports: EnterPorts,
  { id, token, secret }: { readonly id: AskedId; readonly token: string; readonly secret: string | undefined },
): Promise<SignInLink> => {
  const known = await signInOf(ports, id, token);
  return known === undefined ? { kind: 'unknown' } : linkNow(ports, known, { secret, code: '' }, false);
};

/** What names one of several people with the same address in a form. */
export const personKey = ({ who: { locality, plan, person } }: PersonInPlan): string => `${locality}/${plan}/${person}`;

/** What became of signing in by a link. */
export type Entered =
  | Exclude<SignInLink, { kind: 'ready' }>
  | { readonly kind: 'entered'; readonly token: SessionToken; readonly next: string }
  /** The browser is not the one that asked, and the code is not that one's either. */
  | { readonly kind: 'elsewhere'; readonly link: Extract<SignInLink, { kind: 'ready' }> }
  /** The address belongs to several persons, of whom none was chosen. */
  | { readonly kind: 'choose'; readonly link: Extract<SignInLink, { kind: 'ready' }> };

/**
 * Signs in by a mailed link: once within its minutes, a second click of the same browser apart, and only in the browser
 * that asked for it, or in one in which the code on that browser's page is typed. The link alone, which scanners and
 * whoever a mail is forwarded to have too, is not enough, and a refused try uses nothing up.
 */
export const enterByLink = async (
  ports: EnterPorts,
  {
    id,
    token,
    proof,
    choice,
    browser,
  }: {
    readonly id: AskedId;
    readonly token: string;
    readonly proof: BrowserProof;
    /** The person chosen, by `personKey`; empty where nobody was. */
    readonly choice: string;
    readonly browser: Browser;
  },
): Promise<Entered> => {
  const known = await signInOf(ports, id, token);
  if (known === undefined) return { kind: 'unknown' };
  const link = await linkNow(ports, known, proof, true);
  if (link.kind !== 'ready') return link;
  if (!link.here) return { kind: 'elsewhere', link };
  const chosen = link.people.length === 1 ? link.people[0] : link.people.find((one) => personKey(one) === choice);
  if (chosen === undefined) return { kind: 'choose', link };
  const at = instantOf(ports.clock.now());
  const secret = linkSecret(ports.hash, id, token);
  if (!(await ports.asked.use(id, secret, at))) {
    const now = await signInOf(ports, id, token);
    if (now === undefined) return { kind: 'unknown' };
    if (!isSecondClick(ports, now, proof)) return { kind: 'used', at: now.usedAt ?? at, next: link.next };
  }
  const { token: session } = await ports.sessions.start(chosen.who, {
    browser,
    address: addressKey(ports.hash, known.asked.address),
  });
  return { kind: 'entered', token: session, next: link.next };
};

/** How often a mailed code may be tried. */
const MOST_TRIES = 5;

/** What became of entering by a code. */
export type CodeEntered =
  | { readonly kind: 'entered'; readonly token: SessionToken }
  | { readonly kind: 'no-code' }
  | { readonly kind: 'wrong-code'; readonly left: number }
  /** It was used, is too old, or was tried too often, or nothing was mailed: a new one has to be asked for. */
  | { readonly kind: 'spent' };

/**
 * Enters by the code that was mailed for the link of a task: for that task, assignment and person alone. What is no
 * code of six digits counts as no try, so that a form sent empty, again and again, leaves a code as good as it was.
 */
export const enterByCode = async (
  ports: EnterPorts,
  {
    id,
    typed,
    claim,
    browser,
  }: { readonly id: AskedId; readonly typed: string; readonly claim: LinkClaim; readonly browser: Browser },
): Promise<CodeEntered> => {
  const digits = typed.normalize('NFKC').replaceAll(/[\s-]/g, '');
  if (!/^\d{6}$/.test(digits)) return { kind: 'no-code' };
  const now = await ports.asked.find(id);
  const at = instantOf(ports.clock.now());
  if (now?.asked.kind !== 'code' || !isSameClaim(now.asked.claim, claim)) return { kind: 'spent' };
  const [who] = now.people;
  if (now.usedAt !== null || now.asked.until <= at) return { kind: 'spent' };
  if (!(await ports.asked.countTry(id, MOST_TRIES))) return { kind: 'spent' };
  const secret = codeSecret(ports.hash, id, digits);
  const found = who === undefined ? undefined : await personInForce(ports, who);
  if (found === undefined || !isSameAddress(found.person.email, now.asked.address) || now.secret !== secret) {
    const left = MOST_TRIES - now.tries - 1;
    return left > 0 ? { kind: 'wrong-code', left } : { kind: 'spent' };
  }
  if (!(await ports.asked.use(id, secret, at))) return { kind: 'spent' };
  const { task, assignment } = claim;
  const started = await ports.sessions.start(
    { ...found.who, only: { task, assignment } },
    { browser, address: addressKey(ports.hash, now.asked.address) },
  );
  return { kind: 'entered', token: started.token };
};

const isSameClaim = (a: LinkClaim, b: LinkClaim): boolean =>
  a.locality === b.locality && a.task === b.task && a.assignment === b.assignment && a.person === b.person;
