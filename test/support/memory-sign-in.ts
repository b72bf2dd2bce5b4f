import { createHash } from 'node:crypto';
import { randomSecrets } from '../../shared/adapters/secrets.ts';
import type {
  Clock,
  KnownSession,
  ListedSession,
  OutgoingMail,
  Ports,
  Session,
  Sessions,
} from '../../shared/app/ports.ts';
import type { AskedNow, AskedStore, Directory, Limits } from '../../shared/app/sign-in/ports.ts';
import { sendAsked } from '../../shared/app/sign-in/send-asked.ts';
import type { AskedMail } from '../../shared/contracts/asked-mail.ts';
import type { Browser } from '../../shared/domain/browser.ts';
import { Instant, instantOf } from '../../shared/domain/calendar.ts';
import { Sha256 } from '../../shared/domain/ids.ts';
import { MailAddress } from '../../shared/domain/mail-address.ts';
import type { Plan } from '../../shared/domain/plan.ts';

const ownerOf = ({ locality, plan, person }: Session): string => `${locality}#${plan}#${person}`;

/** Sessions in memory, without end. */
export const memorySessions = (clock?: Clock): Sessions => {
  type Kept = KnownSession & { readonly browser: Browser; readonly startedAt: Instant };
  const kept = new Map<string, Kept>();
  const now = () => (clock === undefined ? Instant.parse('2022-02-14T01:00:00.000Z') : instantOf(clock.now()));
  let started = 0;
  return {
    start: (session, { browser, address }) => {
      started += 1;
      const token = `token-${started}`;
      const id = Sha256.parse(createHash('sha256').update(token).digest('hex'));
      kept.set(token, { id, session, address, browser, startedAt: now() });
      return Promise.resolve({ token, expires: Instant.parse('2099-01-01T00:00:00.000Z') });
    },
    find: (token) => Promise.resolve(kept.get(token)),
    end: (token) => {
      kept.delete(token);
      return Promise.resolve();
    },
    list: (who) =>
      Promise.resolve(
        [...kept.values()]
          .filter(({ session }) => ownerOf(session) === ownerOf(who))
          .map(
            ({ id, session, browser, startedAt }): ListedSession => ({
              id,
              browser,
              startedAt,
              seenAt: startedAt,
              only: session.only,
            }),
          )
          .toReversed(),
      ),
    endOne: (who, id) => {
      for (const [token, one] of kept) if (one.id === id && ownerOf(one.session) === ownerOf(who)) kept.delete(token);
      return Promise.resolve();
    },
    endAll: (who) => {
      for (const [token, one] of kept) if (ownerOf(one.session) === ownerOf(who)) kept.delete(token);
      return Promise.resolve();
    },
  };
};

/** Requests for mails in memory, under the contract of those on DynamoDB. */
export const memoryAsked = (): AskedStore => {
  type Kept = AskedNow & { readonly state: 'asked' | 'taken' | 'sent'; readonly leaseUntil: number };
  const kept = new Map<string, Kept>();
  const change = (id: string, when: (one: Kept) => boolean, to: (one: Kept) => Partial<Kept>): Promise<boolean> => {
    const one = kept.get(id);
    if (one === undefined || !when(one)) return Promise.resolve(false);
    kept.set(id, { ...one, ...to(one) });
    return Promise.resolve(true);
  };
  return {
    put: (asked) => {
      kept.set(asked.id, { asked, secret: null, people: [], usedAt: null, tries: 0, state: 'asked', leaseUntil: 0 });
      return Promise.resolve();
    },
    find: (id) => Promise.resolve(kept.get(id)),
    take: async (id, at) => {
      const free = ({ state, leaseUntil }: Kept) =>
        state === 'asked' || (state === 'taken' && leaseUntil <= Date.parse(at));
      if (await change(id, free, () => ({ state: 'taken', leaseUntil: Date.parse(at) + 60_000 }))) return 'taken';
      return kept.get(id)?.state === 'taken' ? 'busy' : 'sent';
    },
    issue: (id, mailed) =>
      change(
        id,
        ({ usedAt }) => usedAt === null,
        () => mailed,
      ),
    markSent: async (id) => {
      await change(
        id,
        () => true,
        () => ({ state: 'sent' }),
      );
    },
    use: (id, secret, at) =>
      change(
        id,
        (one) => one.secret === secret && one.usedAt === null,
        () => ({ usedAt: at }),
      ),
    countTry: (id, most) =>
      change(
        id,
        ({ tries }) => tries < most,
        ({ tries }) => ({ tries: tries + 1 }),
      ),
  };
};

/** Counters in memory. */
export const memoryLimits = (): Limits => {
  const counted = new Map<string, number>();
  return {
    count: ({ kind, key, most }, at) => {
      const hour = `${kind}#${key}#${at.slice(0, 13)}`;
      const n = counted.get(hour) ?? 0;
      if (n >= most)
        return Promise.resolve({
          kind: 'full',
          again: instantOf(new Date(Date.parse(`${at.slice(0, 13)}:00:00Z`) + 3_600_000)),
        });
      counted.set(hour, n + 1);
      return Promise.resolve({ kind: 'counted' });
    },
  };
};

/** A directory of addresses in memory. */
export const memoryDirectory = (): Directory => {
  const kept = new Map<string, Map<string, Session>>();
  return {
    add: (people) => {
      for (const { address, who } of people)
        kept.set(address, (kept.get(address) ?? new Map<string, Session>()).set(ownerOf(who), who));
      return Promise.resolve();
    },
    find: (address) => Promise.resolve([...(kept.get(address)?.values() ?? [])]),
  };
};

/** The people of plans, as taking a plan in puts them into the directory. */
export const peopleIn = (...plans: readonly Plan[]) =>
  plans.flatMap(({ id: plan, locality, people }) =>
    people.map(({ id: person, email }) => ({
      address: MailAddress.parse(email),
      who: { locality: locality.id, plan, person },
    })),
  );

/** Everything that signing in by mail stands on, in memory, with the mails that went out. */
export const memorySignIn = (ports: Pick<Ports, 'store' | 'clock' | 'hash'>, portalUrl: string) => {
  const queued: AskedMail[] = [];
  const out: OutgoingMail[] = [];
  const directory = memoryDirectory();
  const asking = {
    asked: memoryAsked(),
    askedQueue: {
      add: (mail: AskedMail) => {
        queued.push(mail);
        return Promise.resolve();
      },
    },
    limits: memoryLimits(),
    secrets: randomSecrets,
  };
  const sending = {
    ...ports,
    ...asking,
    directory,
    portalUrl,
    mailer: {
      send: (mail: OutgoingMail) => {
        out.push(mail);
        return Promise.resolve();
      },
    },
  };
  /** Delivers what lies on the queue, each message twice, as a queue may. */
  const deliver = async (): Promise<void> => {
    for (const mail of queued.splice(0).flatMap((one) => [one, one])) await sendAsked(sending, mail);
  };
  return { asking, sending, directory, queued, out, deliver };
};
