import type * as z from 'zod';
import type { CloseRoundCommand, RecordGrantCommand, ReverseGrantCommand } from '../contracts/commands.ts';
import { approvedByFund } from '../domain/approved-lines.ts';
import type { ActingSetting } from '../domain/context.ts';
import type { FundAmount } from '../domain/funds.ts';
import { type GrantGround, recordGrant, reverseGrant } from '../domain/grant-decisions.ts';
import { estimateIdOf, ledgerIdOf, type UnitId } from '../domain/ids.ts';
import { readEntry, type StoredEntry } from '../domain/journal.ts';
import { type GrantEvent, isGrantEvent, LedgerEvent } from '../domain/ledger.ts';
import { approvalOf, isSettled } from '../domain/package.ts';
import type { Stored } from '../domain/records.ts';
import type { Decision } from '../domain/refusal.ts';
import { orderYearEnd } from '../domain/round-closing.ts';
import { approvedLinesOf } from './approved-lines.ts';
import { PermanentError } from './faults.ts';
import type { Ports } from './ports.ts';
import { packagesOfRound } from './round-packages.ts';
import { namingWho } from './who-changed.ts';

type Reading = Pick<Ports, 'store'>;
type GrantCommand = z.infer<typeof RecordGrantCommand | typeof ReverseGrantCommand>;

/** What a unit was approved in a round, as its published result says; why there is nothing to grant, where so. */
export const approvedGround = async (
  { store }: Reading,
  round: Stored<'round'>,
  unit: UnitId,
): Promise<GrantGround['approved']> => {
  const { locality, id, plan } = round.body;
  const estimate = await store.load(locality, 'estimate', estimateIdOf(id, unit));
  const { lockedInto, into: open } = estimate?.body ?? {};
  const into = lockedInto?.package ?? open ?? round.body.package;
  const pkg = into === null ? undefined : await store.load(locality, 'package', into);
  if (pkg === undefined || !isSettled(pkg.body)) return 'unpublished';
  const approval = approvalOf(pkg.body);
  if (approval === undefined || estimate === undefined) return 'nothing';
  const lines = await approvedLinesOf({ store }, estimate, undefined);
  const approved = approvedByFund(lines).filter(({ amount }) => amount > 0);
  const { number, date } = approval.decision;
  return approved.length === 0
    ? 'nothing'
    : { locality, plan, round: id, unit, decision: { package: pkg.body.id, number, date }, approved };
};

/** The ledger of a unit, or what it would be opened with. */
export const grantGround = async (ports: Reading, round: Stored<'round'>, unit: UnitId): Promise<GrantGround> => {
  const ledger = await ports.store.load(round.body.locality, 'ledger', ledgerIdOf(round.body.id, unit));
  return { round, unit, ledger, approved: ledger === undefined ? await approvedGround(ports, round, unit) : 'nothing' };
};

/** What was granted and taken back in a ledger, in order; how a grant divides is said there. */
export const grantEvents = (entries: readonly StoredEntry[]): readonly GrantEvent[] =>
  entries.map((stored) => LedgerEvent.parse(readEntry(stored)?.event)).filter(isGrantEvent);

const amountsOf = async (
  { store }: Reading,
  ledger: Stored<'ledger'> | undefined,
  grant: number,
): Promise<readonly FundAmount[]> => {
  if (ledger?.body.grants.some(({ n }) => n === grant) !== true) return [];
  const events = grantEvents(await store.entries(ledger.body.locality, 'ledger', ledger.id));
  const recorded = events.find(({ type, n }) => type === 'GrantRecorded' && n === grant);
  if (recorded === undefined) throw new PermanentError(`The journal of ${ledger.id} has no grant ${grant}.`);
  return recorded.amounts;
};

/** Loads a unit's ledger and decides on it. */
export const decideGrant = async (ports: Ports, setting: ActingSetting, command: GrantCommand): Promise<Decision> => {
  const round = await ports.store.load(setting.plan.locality.id, 'round', command.round);
  if (round === undefined) return { kind: 'not-found', what: 'round' };
  const ground = await grantGround(ports, round, command.unit);
  const decision =
    command.do === 'record-grant'
      ? recordGrant(ground, command, setting)
      : reverseGrant(ground, await amountsOf(ports, ground.ledger, command.grant), command, setting);
  return ground.ledger === undefined ? decision : namingWho(ports, ground.ledger, decision);
};

/** Whether everything that was sealed in a round has its decision, and every unit its result. */
export const isPublished = async (ports: Reading, round: Stored<'round'>): Promise<boolean> => {
  const packages = await packagesOfRound(ports, round);
  return packages.length > 0 && packages.every((pkg) => isSettled(pkg.body));
};

/** First half of closing a round: from here on nothing is granted. */
export const decideYearEnd = async (
  ports: Ports,
  setting: ActingSetting,
  command: z.infer<typeof CloseRoundCommand>,
): Promise<Decision> => {
  const round = await ports.store.load(setting.plan.locality.id, 'round', command.round);
  if (round === undefined) return { kind: 'not-found', what: 'round' };
  return orderYearEnd(round, await isPublished(ports, round), command, setting);
};
