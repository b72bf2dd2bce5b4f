import { type Instant, instantOf } from '../../domain/calendar.ts';
import { MailAddress } from '../../domain/mail-address.ts';
import { codeOfSecret } from '../../domain/spoken-code.ts';
import type { LinkClaim } from '../ports.ts';
import { addressKey } from './people.ts';
import type { AskedId } from '../../contracts/asked-mail.ts';
import type { Asked, Asker, AskPorts, Limit } from './ports.ts';

/** How long a link to sign in by can be used, in minutes. */
export const LINK_MINUTES = 15;
/** How long a code can be used, in minutes. */
export const CODE_MINUTES = 10;

/** An office's people share one address of the network: its whole morning fits. Per hour. */
const MOST_OF_ORIGIN = 60;
/** Of one address or task, per hour. */
const MOST_OF_ONE = 5;

/** What became of asking. It never says whether anybody has the address. */
export type AskOutcome =
  | { readonly kind: 'asked'; readonly id: AskedId }
  | { readonly kind: 'no-address' }
  | { readonly kind: 'too-often'; readonly again: Instant };

/** The first 64 bits of an IPv6 address are one household's or office's; an IPv4 address counts whole. */
export const networkOf = (origin: string): string =>
  origin.includes(':') ? origin.split(':').slice(0, 4).join(':') : origin;

const tooOften = async (
  { limits }: AskPorts,
  wanted: readonly Limit[],
  at: Instant,
): Promise<AskOutcome | undefined> => {
  for (const limit of wanted) {
    const counted = await limits.count(limit, at);
    if (counted.kind === 'full') return { kind: 'too-often', again: counted.again };
  }
  return undefined;
};

const later = (at: Instant, minutes: number): Instant => instantOf(new Date(Date.parse(at) + minutes * 60_000));

const ask = async (ports: AskPorts, asked: Asked): Promise<AskOutcome> => {
  await ports.asked.put(asked);
  await ports.askedQueue.add({ asked: asked.id });
  return { kind: 'asked', id: asked.id };
};

/**
 * Asks for a link to sign in by. Does the same for an address that somebody has and one that nobody has: who it is
 * gets looked up only where the mail is sent, so neither the answer nor its time tells. `secret` is what the browser
 * that asks keeps in a cookie.
 */
export const askSignIn = async (
  ports: AskPorts,
  { typed, secret, next }: { readonly typed: string; readonly secret: string; readonly next: string },
  { origin, from }: Asker,
): Promise<AskOutcome> => {
  const { hash, secrets } = ports;
  const address = MailAddress.safeParse(typed).data;
  if (address === undefined) return { kind: 'no-address' };
  const at = instantOf(ports.clock.now());
  const refused = await tooOften(
    ports,
    [
      { kind: 'origin', key: hash(`origin:${networkOf(origin)}`), most: MOST_OF_ORIGIN },
      { kind: 'address', key: addressKey(hash, address), most: MOST_OF_ONE },
    ],
    at,
  );
  if (refused !== undefined) return refused;
  const id = secrets.id();
  return ask(ports, {
    kind: 'sign-in',
    id,
    address,
    from,
    at,
    until: later(at, LINK_MINUTES),
    browser: hash(secret),
    code: hash(`${id}:${codeOfSecret(hash, secret)}`),
    next,
  });
};

/**
 * Asks for a code to act by the link of a task, whose signature was checked. It goes to the person's own address in the
 * plan, and only where that is the one typed: a scanner that sends the form as it stands, or whoever else holds the
 * link, causes no mail.
 */
export const askCode = async (
  ports: AskPorts,
  { typed, claim }: { readonly typed: string; readonly claim: LinkClaim },
  { origin, from }: Asker,
): Promise<AskOutcome> => {
  const { hash, secrets } = ports;
  const address = MailAddress.safeParse(typed).data;
  if (address === undefined) return { kind: 'no-address' };
  const at = instantOf(ports.clock.now());
  const { locality, task, assignment, person } = claim;
  const refused = await tooOften(
    ports,
    [
      { kind: 'origin', key: hash(`origin:${networkOf(origin)}`), most: MOST_OF_ORIGIN },
      { kind: 'code', key: hash(JSON.stringify(['code', locality, task, assignment, person])), most: MOST_OF_ONE },
    ],
    at,
  );
  if (refused !== undefined) return refused;
  return ask(ports, { kind: 'code', id: secrets.id(), address, from, at, until: later(at, CODE_MINUTES), claim });
};
