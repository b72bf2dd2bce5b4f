import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { dynamoAsked } from '../../shared/adapters/dynamodb-asked.ts';
import { dynamoDirectory } from '../../shared/adapters/dynamodb-directory.ts';
import { dynamoLimits } from '../../shared/adapters/dynamodb-limits.ts';
import { sha256 } from '../../shared/adapters/hash.ts';
import { randomSecrets } from '../../shared/adapters/secrets.ts';
import type { Session } from '../../shared/app/ports.ts';
import type { SignInAsked } from '../../shared/app/sign-in/ports.ts';
import { Instant } from '../../shared/domain/calendar.ts';
import { LocalityId, PersonId, PlanId, TaskId } from '../../shared/domain/ids.ts';
import { MailAddress } from '../../shared/domain/mail-address.ts';
import { onEachDynamo } from '../support/each-dynamo.ts';

const at = Instant.parse('2022-02-14T01:00:00.000Z');
const who: Session = {
  locality: LocalityId.parse('tay-giang'),
  plan: PlanId.parse('tay-giang-2021-2025'),
  person: PersonId.parse('tg.kt.cv'),
};
const address = MailAddress.parse('cv.kt@tay-giang.example');

onEachDynamo('what signing in by mail stands on', (dynamo) => {
  const store = () => dynamoAsked(dynamo().client, dynamo().tables);
  const anAsked = async (): Promise<SignInAsked> => {
    const asked: SignInAsked = {
      kind: 'sign-in',
      id: randomSecrets.id(),
      address,
      from: { name: 'chrome', system: 'windows' },
      at,
      until: Instant.parse('2022-02-14T01:15:00.000Z'),
      browser: sha256('browser'),
      code: sha256('code'),
      next: '/',
    };
    await store().put(asked);
    return asked;
  };

  it('keeps a request as it was asked, of either kind, and nothing of another name', async () => {
    const asked = await anAsked();
    expect(await store().find(asked.id)).toEqual({ asked, secret: null, people: [], usedAt: null, tries: 0 });
    const { browser: _, code: __, next: ___, ...rest } = asked;
    const claim = { locality: who.locality, task: TaskId.parse('lock:x'), assignment: 2, person: who.person };
    const code = { ...rest, kind: 'code' as const, id: randomSecrets.id(), claim };
    await store().put(code);
    expect((await store().find(code.id))?.asked).toEqual(code);
    expect(await store().find(randomSecrets.id())).toBeUndefined();
  });

  it('lets one delivery at a time have it, and none once it is sent', async () => {
    const { id } = await anAsked();
    const taken = await Promise.all([1, 2, 3].map(() => store().take(id, at)));
    expect(taken.toSorted()).toEqual(['busy', 'busy', 'taken']);
    expect(await store().take(id, Instant.parse('2022-02-14T01:01:00.000Z'))).toBe('taken');
    await store().markSent(id);
    expect(await store().take(id, Instant.parse('2022-02-14T02:00:00.000Z'))).toBe('sent');
  });

  it('is used once, whoever comes at the same time, and only with its secret', async () => {
    const { id } = await anAsked();
    expect(await store().use(id, sha256('right'), at)).toBe(false);
    await store().issue(id, { secret: sha256('right'), people: [who] });
    expect(await store().use(id, sha256('wrong'), at)).toBe(false);
    const used = await Promise.all([1, 2, 3, 4].map(() => store().use(id, sha256('right'), at)));
    expect(used.filter(Boolean)).toHaveLength(1);
    expect(await store().find(id)).toMatchObject({ people: [who], usedAt: at });
    expect(await store().issue(id, { secret: sha256('later'), people: [who] })).toBe(false);
    expect(await store().use(id, sha256('later'), at)).toBe(false);
  });

  it('counts tries up to as many as are allowed, however many come at once', async () => {
    const { id } = await anAsked();
    const tries = await Promise.all(Array.from({ length: 9 }, () => store().countTry(id, 5)));
    expect(tries.filter(Boolean)).toHaveLength(5);
    expect(await store().countTry(randomSecrets.id(), 5)).toBe(false);
  });

  it('limits by the hour, for each kind and key by itself, however many come at once', async () => {
    const limits = dynamoLimits(dynamo().client, dynamo().tables);
    const limit = { kind: 'address', key: sha256(randomSecrets.token()), most: 5 } as const;
    const now = Instant.parse('2022-02-14T01:30:00.000Z');
    const counted = await Promise.all(Array.from({ length: 8 }, () => limits.count(limit, now)));
    expect(counted.filter(({ kind }) => kind === 'counted')).toHaveLength(5);
    expect(counted).toContainEqual({ kind: 'full', again: '2022-02-14T02:00:00.000Z' });
    expect(await limits.count({ ...limit, kind: 'origin' }, now)).toEqual({ kind: 'counted' });
    expect(await limits.count(limit, Instant.parse('2022-02-14T02:00:00.000Z'))).toEqual({ kind: 'counted' });
  });

  it('finds by an address whom the plans have it for, over localities, and is repaired by writing it again', async () => {
    const directory = dynamoDirectory(dynamo().client, dynamo().tables);
    const other = { ...who, locality: LocalityId.parse('tam-ky') };
    const people = [who, other].map((one) => ({ address, who: one }));
    await directory.add(people);
    await directory.add(people);
    const found = await directory.find(address);
    expect(found).toHaveLength(2);
    expect(found).toEqual(expect.arrayContaining([who, other]));
    expect(await directory.find(MailAddress.parse('nobody@tay-giang.example'))).toEqual([]);
  });

  it('goes by itself: requests and counters end by the table’s TTL, and the directory holds no address', async () => {
    await anAsked();
    const { Items: items = [] } = await dynamo().client.send(
      new ScanCommand({ TableName: dynamo().tables.operations }),
    );
    const passing = items.filter(({ pk }) => /^(?:asked|limit)#/.test(String(pk)));
    expect(passing.length).toBeGreaterThan(0);
    for (const item of passing) expect(item).toMatchObject({ expires: expect.any(Number) });
    expect(JSON.stringify(items.filter(({ pk }) => String(pk).startsWith('address#')))).not.toContain(address);
  });
});
