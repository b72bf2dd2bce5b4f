import { DeleteCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { dynamoLinks } from '../../shared/adapters/links.ts';
import type { LinkClaim, UnsubscribeClaim } from '../../shared/app/ports.ts';
import { LocalityId, PersonId, PlanId, TaskId } from '../../shared/domain/ids.ts';
import { onEachDynamo } from '../support/each-dynamo.ts';

const claim: LinkClaim = {
  locality: LocalityId.parse('tay-giang'),
  task: TaskId.parse('estimate:tay-giang-2021-2025.2022:tg.kt'),
  assignment: 1,
  person: PersonId.parse('tg.kt.cv'),
};

onEachDynamo('links signed with a secret', (dynamo) => {
  const key = { pk: 'secret', sk: 'links' };
  const secretItem = async (): Promise<unknown> =>
    (await dynamo().client.send(new GetCommand({ TableName: dynamo().tables.operations, Key: key }))).Item;

  it('make one secret, whoever needs it first, and sign alike in every process', async () => {
    const processes = Array.from({ length: 8 }, () => dynamoLinks(dynamo().client, dynamo().tables));
    const signatures = await Promise.all(processes.map((links) => links.sign(claim)));
    expect(new Set(signatures).size).toBe(1);
    expect(signatures[0]).toMatch(/^[A-Za-z0-9_-]{43}$/u);
    expect(await secretItem()).toMatchObject({ ...key, secret: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/u) });
    await expect(dynamoLinks(dynamo().client, dynamo().tables).check(claim, signatures[0] ?? '')).resolves.toBe(true);
  });

  it('stand for exactly one locality, task, assignment and person', async () => {
    const links = dynamoLinks(dynamo().client, dynamo().tables);
    const signature = await links.sign(claim);
    const others: LinkClaim[] = [
      { ...claim, locality: LocalityId.parse('tam-ky') },
      { ...claim, task: TaskId.parse('estimate:tay-giang-2021-2025.2022:tg.tt') },
      { ...claim, assignment: 2 },
      { ...claim, person: PersonId.parse('tg.kt.truong') },
    ];
    for (const other of others) expect(await links.check(other, signature)).toBe(false);
  });

  it('turn off the digests of one person of one plan, and are no link to a task', async () => {
    const links = dynamoLinks(dynamo().client, dynamo().tables);
    const { locality, person } = claim;
    const off: UnsubscribeClaim = { locality, plan: PlanId.parse('tay-giang-2021-2025'), person, from: 'digest' };
    const signature = await links.sign(off);
    expect(await links.check(off, signature)).toBe(true);
    expect(await links.check({ ...off, person: PersonId.parse('tg.kt.truong') }, signature)).toBe(false);
    expect(await links.check({ ...off, plan: PlanId.parse('another-plan') }, signature)).toBe(false);
    expect(await links.check({ ...off, locality: LocalityId.parse('tam-ky') }, signature)).toBe(false);
    expect(await links.check(claim, signature)).toBe(false);
    expect(await links.check(off, await links.sign(claim))).toBe(false);
  });

  it('do not hold when altered, cut short, lengthened or guessed', async () => {
    const links = dynamoLinks(dynamo().client, dynamo().tables);
    const signature = await links.sign(claim);
    const flipped = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    for (const wrong of [flipped, signature.slice(1), `${signature}A`, '', ' ', 'ệ'.repeat(43), '='.repeat(43)])
      expect(await links.check(claim, wrong)).toBe(false);
  });

  it('read the secret once in a process', async () => {
    const links = dynamoLinks(dynamo().client, dynamo().tables);
    const before = await links.sign(claim);
    await dynamo().client.send(new DeleteCommand({ TableName: dynamo().tables.operations, Key: key }));
    expect(await links.sign(claim)).toBe(before);
    expect(await dynamoLinks(dynamo().client, dynamo().tables).sign(claim)).not.toBe(before);
  });

  it('ask again after a fault', async () => {
    const wrong = dynamoLinks(dynamo().client, { ...dynamo().tables, operations: 'no-such-table' });
    await expect(wrong.sign(claim)).rejects.toMatchObject({ name: 'PermanentError' });
    await expect(wrong.sign(claim)).rejects.toMatchObject({ name: 'PermanentError' });
  });
});
