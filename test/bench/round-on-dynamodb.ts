import { connectRecords } from '../../shared/adapters/compose.ts';
import { dynamoStore } from '../../shared/adapters/dynamodb-store.ts';
import type { CommandPorts } from '../../shared/app/ports.ts';
import { registerPlan } from '../../shared/app/register-plan.ts';
import { openEstimates } from '../../shared/app/round-steps.ts';
import { runCommand } from '../../shared/app/run-command.ts';
import { Command } from '../../shared/contracts/commands.ts';
import type { DraftLine } from '../../shared/domain/draft.ts';
import { CommandId, estimateIdOf, PersonId, roundIdOf, UnitId } from '../../shared/domain/ids.ts';
import type { TestDynamo } from '../support/emulator.ts';
import { memoryFiles } from '../support/memory-files.ts';
import { due, manyUnits, membersOf, officerOf } from './many-units.ts';

/**
 * What went over the wire to DynamoDB; `most` and `largest` are the items and the bytes of one request, `reads` all that
 * is no transaction, `puts` those of them that write one item.
 */
export type Wire = {
  transactions: number;
  items: number;
  most: number;
  largest: number;
  cancelled: number;
  reads: number;
  puts: number;
};

const bytesOf = (item: unknown): number => Buffer.byteLength(JSON.stringify([item]));

/** Counts what a client sends from now on. */
export const countOn = ({ client }: TestDynamo): Wire => {
  const wire: Wire = { transactions: 0, items: 0, most: 0, largest: 0, cancelled: 0, reads: 0, puts: 0 };
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const writes = context['commandName'] === 'TransactWriteItemsCommand';
      const items: unknown = Reflect.get(args.input, 'TransactItems');
      const list: readonly unknown[] = Array.isArray(items) ? items : [];
      const page: unknown = Reflect.get(args.input, 'Item');
      if (page !== undefined) wire.largest = Math.max(wire.largest, bytesOf(page));
      if (/^(?:Put|Update|Delete)ItemCommand$/.test(String(context['commandName']))) wire.puts += 1;
      if (!writes) wire.reads += 1;
      else {
        wire.transactions += 1;
        wire.items += list.length;
        wire.most = Math.max(wire.most, list.length);
        wire.largest = Math.max(wire.largest, ...list.map(bytesOf));
      }
      try {
        return await next(args);
      } catch (cause) {
        if (writes) wire.cancelled += 1;
        throw cause;
      }
    },
    { step: 'initialize', name: 'count' },
  );
  return wire;
};

/** Opens a round with made units on a DynamoDB, and gives what to act on it with. */
export const openRound = async (dynamo: TestDynamo, count: number, made = manyUnits(count)) => {
  const { records, journal, operations } = dynamo.tables;
  const connected = connectRecords({ RECORDS_TABLE: records, JOURNAL_TABLE: journal, OPERATIONS_TABLE: operations });
  const ports: CommandPorts = {
    ...connected,
    files: memoryFiles().files,
    store: dynamoStore(dynamo.client, dynamo.tables),
    clock: { now: () => new Date('2022-02-14T02:00:00Z') },
  };
  const { plan, json } = made;
  const locality = plan.locality.id;
  const registered = await registerPlan(ports, json);
  if (registered.kind !== 'registered') throw new Error('The made plan is not registered.');
  const round = roundIdOf(plan.id, 2022);
  let commands = 0;
  const act = async (person: string, command: object): Promise<void> => {
    commands += 1;
    const session = { locality, plan: plan.id, person: PersonId.parse(person) };
    const request = { id: CommandId.parse(`bench-${commands}-command`), command: Command.parse(command) };
    const outcome = await runCommand(ports, session, request);
    if (outcome.kind !== 'recorded') throw new Error(`${request.command.do} is refused: ${JSON.stringify(outcome)}`);
  };
  await act('tg.vhtt.cv', { do: 'open-round', plan: plan.id, year: 2022, members: membersOf(made), due });
  const execution = { locality, round, attempt: 1 };
  while ((await openEstimates(ports, execution)).next === 'open-more');
  const submit = async (unit: string, lines: readonly DraftLine[]): Promise<void> => {
    const estimate = estimateIdOf(round, UnitId.parse(unit));
    const seen = (await ports.store.load(locality, 'estimate', estimate))?.version ?? 0;
    await act(officerOf(unit), { do: 'submit-estimate', estimate, seen, lines });
  };
  return { units: made.units, plan, ports, locality, round, execution, act, submit };
};
