import { type Instant, instantOf } from '../domain/calendar.ts';
import { writesOf } from '../domain/commit.ts';
import type { CommandId, LocalityId } from '../domain/ids.ts';
import type { Actor } from '../domain/journal.ts';
import type { Accepted, Decision, Refusal } from '../domain/refusal.ts';
import type { Ports } from './ports.ts';

/** What came of a command: carried out now, carried out before, or refused. */
export type Outcome = { readonly kind: 'recorded'; readonly repeated: boolean } | Refusal;

/** A request for a change: its id, what it asks, who asks. */
export type Request = {
  readonly locality: LocalityId;
  readonly id: CommandId;
  readonly asks: unknown;
  readonly actor: Actor;
};

/** How often a decision is taken anew when another commit came in between. */
const ATTEMPTS = 6;

const isAccepted = (decision: Decision): decision is Accepted => decision.kind === 'accepted';

/** The actor with what his decision rests on; the request is his own, on whatever basis he acts. */
const actingAs = (actor: Actor, { authority }: Accepted): Actor =>
  actor.kind === 'person' && authority !== undefined ? { ...actor, authority } : actor;

/** Who asks, whichever way he came: the same request sent again after signing in anew is the same request. */
const asker = (actor: Actor): Actor => {
  if (actor.kind !== 'person') return actor;
  const { way: _, ...who } = actor;
  return who;
};

/**
 * The road of every change: recognise a repeated command, decide on what is there, write records, entries and the
 * command in one transaction. `decide` loads what it needs and is asked again where another commit came first. A
 * command that changes nothing is not kept: asked again, it changes nothing again.
 */
export const execute = async (
  ports: Ports,
  request: Request,
  decide: (at: Instant) => Promise<Decision>,
): Promise<Outcome> => {
  const { store, clock, hash } = ports;
  const { locality, id, actor } = request;
  const asked = hash(JSON.stringify([request.asks, asker(actor)]));
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const before = await store.commandById(locality, id);
    if (before !== undefined)
      return before.asked === asked ? { kind: 'recorded', repeated: true } : { kind: 'command-reused' };
    const at = instantOf(clock.now());
    const decision = await decide(at);
    if (!isAccepted(decision)) return decision;
    if (decision.changes.length === 0) return { kind: 'recorded', repeated: true };
    await store.writePages(locality, decision.pages ?? []);
    const acting = actingAs(actor, decision);
    const writes = writesOf(decision.changes, { locality, at, actor: acting, command: id }, hash);
    const commit = { locality, command: { id, asked, at }, writes, guards: decision.guards ?? [] };
    if ((await store.commit(commit)) === 'committed') return { kind: 'recorded', repeated: false };
    await ports.pause(attempt);
  }
  return { kind: 'busy' };
};
