import { expect, it } from 'vitest';
import { dynamoStore } from '../../shared/adapters/dynamodb-store.ts';
import { sha256 } from '../../shared/adapters/hash.ts';
import type { Commit } from '../../shared/app/ports.ts';
import { Instant } from '../../shared/domain/calendar.ts';
import { writesOf } from '../../shared/domain/commit.ts';
import { CommandId, LocalityId, PackageId } from '../../shared/domain/ids.ts';
import type { Change } from '../../shared/domain/records.ts';
import type { Guard } from '../../shared/domain/refusal.ts';
import { TaskEvent } from '../../shared/domain/task.ts';
import { onEachDynamo } from '../support/each-dynamo.ts';

const at = Instant.parse('2022-02-14T01:00:00.000Z');
const actor = { kind: 'system' as const, part: 'tick' };
const command = CommandId.parse('command-1');
const locked: Guard = { type: 'package', id: PackageId.parse('p.2022.p1'), phase: 'appraisal/1/open' };

/** A commit that opens so many tasks, each with a reason of so many characters. */
const commitOf = (locality: LocalityId, tasks: number, length: number, guards: readonly Guard[] = []): Commit => {
  const event = TaskEvent.parse({
    type: 'TaskOpened',
    locality,
    plan: 'p',
    kind: 'lock',
    subject: { of: 'round', round: 'p.2022' },
    office: 'u.one',
    due: '2022-03-01',
    nextRungAt: '2022-02-22T00:30:00.000Z',
    reason: 'x'.repeat(length),
  });
  const changes = Array.from(
    { length: tasks },
    (_, n): Change => ({ type: 'task', id: `t${n}`, before: undefined, event }),
  );
  const meta = { locality, at, actor, command };
  return {
    locality,
    command: { id: command, asked: sha256('asked'), at },
    writes: writesOf(changes, meta, sha256),
    guards,
  };
};

onEachDynamo('the store at its limits', (dynamo) => {
  const store = () => dynamoStore(dynamo().client, dynamo().tables);
  const of = (name: string) => LocalityId.parse(name);

  it('takes a hundred items in one transaction', async () => {
    expect(await store().commit(commitOf(of('full'), 49, 0, [locked]))).toBe('lost');
    expect(await store().commit(commitOf(of('full'), 49, 0))).toBe('committed');
  });

  it.each([
    ['a record of more than 400 KB', 'large', 1, 410_000],
    ['a transaction of more than 4 MB', 'heavy', 12, 380_000],
  ])('gives up on %s for good, and nothing of it stays', async (_what, name, tasks, length) => {
    const locality = of(name);
    await expect(store().commit(commitOf(locality, tasks, length))).rejects.toMatchObject({ name: 'PermanentError' });
    expect(await store().load(locality, 'task', 't0')).toBeUndefined();
    expect(await store().entries(locality, 'task', 't0')).toEqual([]);
    expect(await store().commandById(locality, command)).toBeUndefined();
  });

  it('gives up for good where a table is gone', async () => {
    const gone = dynamoStore(dynamo().client, { ...dynamo().tables, records: 'no-such-table' });
    const fault = { name: 'PermanentError', cause: { name: 'ResourceNotFoundException' } };
    await expect(gone.commit(commitOf(of('gone'), 1, 0))).rejects.toMatchObject(fault);
    await expect(gone.load(of('gone'), 'task', 't0')).rejects.toMatchObject(fault);
    await expect(gone.loadAll(of('gone'), 'task', ['t0'])).rejects.toMatchObject(fault);
    await expect(gone.listWaiting()).rejects.toMatchObject(fault);
  });
});
