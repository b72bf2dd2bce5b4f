import { paginateScan } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { localClient } from '../../infra/local/local-tables.ts';
import { reportOf } from '../../infra/local/rehearsal/report.ts';
import type { Runtime } from '../../infra/local/runtime.ts';
import type { Stage } from '../../infra/local/rehearsal/perform.ts';
import { dynamoScan } from '../../shared/adapters/dynamodb-scan.ts';
import { dynamoWaits } from '../../shared/adapters/dynamodb-waits.ts';
import { sha256 } from '../../shared/adapters/hash.ts';
import { type Verified, verifyStore } from '../../shared/app/verify.ts';
import { CommandId, Sha256, type Year } from '../../shared/domain/ids.ts';
import { readEntry, type StoredEntry } from '../../shared/domain/journal.ts';
import { Broken, checkInvariants, type Subject } from '../support/invariants.ts';
import { memoryStore } from '../support/memory-store.ts';
import type { End, Found, Histories } from './findings.ts';

/** The histories of all executions, each event as the API tells it, by the executions' names. */
export const historiesOf = ({ runner }: Pick<Runtime, 'runner'>): Histories =>
  Object.fromEntries(
    runner
      .listStateMachines({})
      .stateMachines.flatMap(({ stateMachineArn }) =>
        runner
          .listExecutions({ stateMachineArn })
          .executions.map(({ executionArn, name }) => [
            name,
            runner.getExecutionHistory({ executionArn, maxResults: 1000 }).events.map((event) => JSON.stringify(event)),
          ]),
      ),
  );

const Scheduled = z.object({
  taskScheduledEventDetails: z.object({
    parameters: z.string().transform((text) => z.looseObject({ Payload: z.unknown() }).parse(JSON.parse(text))),
  }),
});
const Token = z.object({ token: z.string() });

/** The token that an execution was given last. */
const lastToken = (events: readonly string[]): string | undefined =>
  events
    .flatMap((text) => {
      const scheduled = Scheduled.safeParse(JSON.parse(text));
      const token = Token.safeParse(scheduled.data?.taskScheduledEventDetails.parameters.Payload);
      return token.success ? [token.data.token] : [];
    })
    .at(-1);

const executionsOf = ({ runner }: Runtime, histories: Histories): Subject['machines']['executions'] =>
  new Map(
    runner.listStateMachines({}).stateMachines.flatMap(({ stateMachineArn }) =>
      runner.listExecutions({ stateMachineArn }).executions.map(({ name, status }) => {
        const running = status === 'RUNNING';
        const waitingOn = running ? lastToken(histories[name] ?? []) : undefined;
        return [name, { status: running ? 'running' : 'ended', waitingOn }] as const;
      }),
    ),
  );

/** Reads the whole store into memory once; verifies what was read. */
const readStore = async ({ endpointUrl, tables }: Runtime) => {
  const scan = dynamoScan(localClient(endpointUrl), tables);
  const [journal, records, pages] = await Promise.all([
    Array.fromAsync(scan.journal()),
    Array.fromAsync(scan.records()),
    Array.fromAsync(scan.pages()),
  ]);
  const store = memoryStore();
  const { memory } = store;
  for (const entry of journal.toSorted((a, b) => a.seq - b.seq))
    memory.journal.set(entry.stream, [...(memory.journal.get(entry.stream) ?? []), entry]);
  for (const { stream, version, head, body } of records)
    memory.records.set(stream, { version, head: Sha256.parse(head), body });
  for (const { locality, hash, bytes } of pages) memory.pages.set(`${locality}#${hash}`, bytes);
  const again = async function* <T>(list: readonly T[]): AsyncGenerator<T> {
    yield* list;
  };
  const verified = await verifyStore(
    { journal: () => again(journal), records: () => again(records), pages: () => again(pages) },
    sha256,
  );
  return { store, memory, journal, verified };
};

const Mail = z.object({ pk: z.string().startsWith('mail#'), sk: z.string(), state: z.string() });

/** The ledger of mails: each cause and person, and how far the mail is. */
const ledgerOf = async ({ endpointUrl, tables }: Runtime): Promise<z.infer<typeof Mail>[]> => {
  const pages = paginateScan(
    { client: localClient(endpointUrl) },
    { TableName: tables.operations, ConsistentRead: true },
  );
  const items = (await Array.fromAsync(pages)).flatMap(({ Items = [] }) => Items);
  return items.flatMap((item) => Mail.safeParse(item).data ?? []);
};

/** The mails of the ledger that are not marked as sent, each by its person's address and its state. */
const unsent = async ({ runtime, plan }: Stage): Promise<Found['unsent']> => {
  const waiting = (await ledgerOf(runtime)).filter(({ state }) => state !== 'sent');
  return waiting.map(({ sk, state }) => ({ to: plan.people.find(({ id }) => id === sk)?.email ?? sk, state }));
};

const brokenIn = async (observed: Subject): Promise<string | null> => {
  try {
    await checkInvariants(observed, new Map(), true);
    return null;
  } catch (error) {
    if (error instanceof Broken) return error.message;
    throw error;
  }
};

const sayFaults = ({ faults }: Verified): string[] => faults.map((fault) => JSON.stringify(fault));

const commandsIn = (journal: readonly StoredEntry[]): Set<string> =>
  new Set(journal.map((stored) => readEntry(stored)?.command ?? ''));

/**
 * What the runtime, once quiet, holds of all that came before: `acknowledged` are the commands that it answered,
 * `written` the entries that it wrote, `before` the histories as they were last seen.
 */
export const lookAt = async (
  stage: Stage,
  known: { acknowledged: Iterable<string>; written: readonly string[]; before: Histories },
): Promise<Omit<Found, 'killed'>> => {
  const { runtime, store, plan } = stage;
  const { store: copy, memory, journal, verified } = await readStore(runtime);
  const locality = plan.locality.id;
  const histories = historiesOf(runtime);
  const commands = commandsIn(journal);
  const entries = new Set(journal.map(({ stream, seq }) => `${stream} ${seq}`));
  const lost: string[] = [];
  for (const id of known.acknowledged) {
    const kept = await store.commandById(locality, CommandId.parse(id));
    if (kept === undefined || !commands.has(id)) lost.push(id);
  }
  return {
    faults: sayFaults(verified),
    broken: await brokenIn({
      plan,
      locality,
      store: copy,
      memory,
      clock: runtime.timeline,
      ports: { hash: sha256 },
      machines: {
        waits: dynamoWaits(localClient(runtime.endpointUrl), runtime.tables, runtime.timeline),
        executions: executionsOf(runtime, histories),
      },
    }),
    lost: [...lost, ...known.written.filter((entry) => !entries.has(entry))],
    rewritten: Object.entries(known.before)
      .filter(([name, events]) => events.some((event, index) => histories[name]?.[index] !== event))
      .map(([name]) => name),
    unsent: await unsent(stage),
    mails: runtime.mailbox.count(),
  };
};

const shapeOf = (event: string): string => {
  const { type, stateEnteredEventDetails: entered } = z
    .looseObject({ type: z.string(), stateEnteredEventDetails: z.looseObject({ name: z.string() }).optional() })
    .parse(JSON.parse(event));
  return entered === undefined ? type : `${type} ${entered.name}`;
};

/** What a round came to, to be held against another playing of it. */
export const endOf = async (stage: Stage, year: Year): Promise<End> => {
  const { runtime } = stage;
  const { journal } = await readStore(runtime);
  const events: Record<string, string[]> = {};
  for (const stored of journal.toSorted((a, b) => a.seq - b.seq)) {
    const entry = readEntry(stored);
    (events[stored.stream] ??= []).push(JSON.stringify(entry?.event));
  }
  const { mails, ...report } = await reportOf(stage, year);
  return {
    report,
    events,
    steps: Object.fromEntries(
      Object.entries(historiesOf(runtime)).map(([name, history]) => [name, history.map(shapeOf)]),
    ),
    told: (await ledgerOf(runtime)).map(({ pk, sk }) => `${pk} ${sk}`).toSorted(),
    mails: mails.map(({ to, subject }) => `${to}: ${subject}`),
  };
};
