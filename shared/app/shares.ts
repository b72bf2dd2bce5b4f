import { type Instant, instantOf } from '../domain/calendar.ts';
import type { HashText, Sha256 } from '../domain/ids.ts';
import type { Clock, SharedPage, Shares } from './ports.ts';
import { networkOf } from './sign-in/ask.ts';
import type { Limits, Secrets } from './sign-in/ports.ts';

/** What making and opening short links takes. */
export type SharePorts = {
  readonly shares: Shares;
  readonly secrets: Secrets;
  readonly limits: Limits;
  readonly hash: HashText;
  readonly clock: Clock;
};

/** Ten letters and digits, as `Secrets` makes them. */
const CODE = /^[a-z0-9]{10}$/;

/** An office's people share one address of the network, and a chat asks for its preview besides. Per hour. */
const MOST_OPENED = 600;

const keyOf = (hash: HashText, code: string): Sha256 => hash(`share:${code}`);

/** Makes a short link to a page; gives its code, which is kept as a hash alone. The link lets nobody in. */
export const makeShare = async ({ shares, secrets, hash, clock }: SharePorts, page: SharedPage): Promise<string> => {
  const code = secrets.shortCode();
  await shares.keep(keyOf(hash, code), page, instantOf(clock.now()));
  return code;
};

/** What a short link turned out to be. */
export type Opened =
  | { readonly kind: 'page'; readonly page: SharedPage }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'too-often'; readonly again: Instant };

/** Opens a short link. Each opening from where nobody is signed in (`origin`) counts, so that codes are not tried out. */
export const openShare = async (
  { shares, limits, hash, clock }: SharePorts,
  code: string,
  origin: string | undefined,
): Promise<Opened> => {
  const at = instantOf(clock.now());
  if (origin !== undefined) {
    const limit = { kind: 'share' as const, key: hash(`origin:${networkOf(origin)}`), most: MOST_OPENED };
    const counted = await limits.count(limit, at);
    if (counted.kind === 'full') return { kind: 'too-often', again: counted.again };
  }
  const page = CODE.test(code) ? await shares.find(keyOf(hash, code), at) : undefined;
  return page === undefined ? { kind: 'unknown' } : { kind: 'page', page };
};
