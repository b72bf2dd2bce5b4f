import { expect, it } from 'vitest';
import { sha256 } from '../../shared/adapters/hash.ts';
import { verifyStore } from '../../shared/app/verify.ts';
import { instantOf } from '../../shared/domain/calendar.ts';
import { writesOf } from '../../shared/domain/commit.ts';
import { ActivityCode, CommandId, PackageId, PersonId, UnitId } from '../../shared/domain/ids.ts';
import { Line } from '../../shared/domain/lines.ts';
import { Dong } from '../../shared/domain/money.ts';
import { paginate } from '../../shared/domain/pages.ts';
import { toCommittee } from '../support/at-finance.ts';
import { scanOf } from '../support/memory-scan.ts';
import { type Change, eventSchemas } from '../../shared/domain/records.ts';
import { approvedP, LAST_DAY } from '../support/closed-year.ts';
import { approvedSources } from '../support/many-sources.ts';
import { anOffice, type Office } from '../support/office.ts';

const faultsOf = async ({ memory }: Office) => (await verifyStore(scanOf(memory), sha256)).faults;

/** A commit that keeps every chain, by a writer that asked no rule. */
const smuggle = async ({ store, locality, plan, clock, someone, officeAt }: Office, change: Change): Promise<void> => {
  const person = PersonId.parse(someone(officeAt('approval'), 'head'));
  const office = plan.people.find(({ id }) => id === person)?.office;
  if (office === undefined) throw new Error('The head has an office.');
  const at = instantOf(clock.now());
  const id = CommandId.parse(`smuggled-${change.id}-${change.before?.version ?? 0}`.slice(0, 120));
  const meta = { locality, at, actor: { kind: 'person' as const, person, office }, command: id };
  const commit = { locality, command: { id, asked: sha256('smuggled'), at }, guards: [] };
  expect(await store.commit({ ...commit, writes: writesOf([change], meta, sha256) })).toBe('committed');
};

const line = (activity: string, more: object = {}) =>
  Line.parse({
    no: 1,
    activity,
    content: 'Nội dung',
    measure: 'lần',
    quantity: 1,
    times: 1,
    unitPrice: 1_000_000,
    amount: 1_000_000,
    source: 'state_budget',
    basis: '',
    note: '',
    ...more,
  });

/** A version as no rule would have let it in. */
const smuggleVersion = async (office: Office, unit: string, lines: readonly Line[], more: object): Promise<string> => {
  const before = await office.estimate(unit);
  const { ref, pages } = paginate('lines', lines, sha256);
  await office.store.writePages(office.locality, pages);
  const event = { type: 'EstimateSubmitted', lines: ref, late: false, highestLine: 9, ...more };
  await smuggle(office, { type: 'estimate', id: before.id, before, event: eventSchemas.estimate.parse(event) });
  return `${office.locality}#estimate#${before.id}`;
};

const collecting = async (): Promise<Office> => {
  const office = await anOffice();
  await office.open();
  expect(await faultsOf(office)).toEqual([]);
  return office;
};

it('finds totals by source that are not those of the lines', async () => {
  const office = await collecting();
  const sources = { mobilised: 1_000_000 };
  const where = await smuggleVersion(office, 'tg.hd', [line('f')], { total: 1_000_000, sources });
  expect(await faultsOf(office)).toEqual([{ where, fault: 'sources-differ' }]);
});

it('finds a commune’s money beside an activity of the chain alone', async () => {
  const office = await collecting();
  const lines = [line('f'), line('f', { no: 2, source: 'commune_budget' })];
  const where = await smuggleVersion(office, 'tg.hd', lines, { total: 1_000_000 });
  expect(await faultsOf(office)).toEqual([{ where, fault: 'outside-chain-money' }]);
});

it('finds a joint activity that counts twice, and shares above its total', async () => {
  const office = await collecting();
  const sources = { state_budget: 1_000_000 };
  await smuggleVersion(office, 'tg.kt', [line('c.4')], { total: 1_000_000, sources });
  const where = await smuggleVersion(office, 'tg.nn', [line('c.4')], { total: 1_000_000, sources });
  const round = `${office.locality}#round#${office.round}`;
  expect(await faultsOf(office)).toEqual([{ where: round, fault: 'counted-twice' }]);
  const before = await office.estimate('tg.nn');
  const shares = [{ unit: UnitId.parse('tg.kt'), amount: Dong.parse(1_000_001) }];
  const event = { type: 'ActivityShared' as const, activity: ActivityCode.parse('c.4'), shares };
  await smuggle(office, { type: 'estimate', id: before.id, before, event });
  expect(await faultsOf(office)).toContainEqual({ where, fault: 'shares-above-activity' });
});

const atApproval = async (): Promise<Office> => {
  const office = await anOffice();
  await toCommittee(office);
  expect(await faultsOf(office)).toEqual([]);
  return office;
};

it('finds an approved figure that is another than the appraised one and says no reason', async () => {
  const office = await atApproval();
  const before = await office.estimate('tg.kt');
  const figure = { no: 1, amount: 18_000_000, reason: '', by: null, at: null };
  const { ref, pages } = paginate('figures', [figure], sha256);
  await office.store.writePages(office.locality, pages);
  const set = {
    package: (await office.thePackage()).body.id,
    stage: 'approval' as const,
    submission: 1,
    figures: ref,
    total: Dong.parse(18_000_000),
    changed: 1,
    by: PersonId.parse('tg.ubnd.ct'),
  };
  await smuggle(office, { type: 'estimate', id: before.id, before, event: { type: 'FiguresSet', set } });
  const where = `${office.locality}#estimate#${before.id}`;
  expect(await faultsOf(office)).toEqual([{ where, fault: 'cut-without-reason' }]);
});

it('finds an approval whose total is not the sum of the units’ figures', async () => {
  const office = await atApproval();
  const before = await office.thePackage();
  const { content } = before.body;
  const event = {
    type: 'PackageApproved' as const,
    stage: 'approval' as const,
    submission: 1,
    content: { ...content, totals: { ...content.totals, approved: Dong.parse(content.totals.approved - 1) } },
    decision: {
      number: '1/QĐ',
      date: office.today(),
      signer: PersonId.parse('tg.ubnd.ct'),
      basis: 'own_right' as const,
    },
  };
  await smuggle(office, { type: 'package', id: before.id, before, event });
  const where = `${office.locality}#package#${before.id}`;
  expect(await faultsOf(office)).toEqual([{ where, fault: 'total-differs' }]);
});

it('finds a published result that is not what was approved', async () => {
  const office = await atApproval();
  await office.approve();
  expect(await faultsOf(office)).toEqual([]);
  const before = await office.estimate('tg.kt');
  const pkg = await office.thePackage();
  const event = {
    type: 'ResultPublished' as const,
    package: pkg.body.id,
    submission: 1,
    approved: Dong.parse(18_599_999),
  };
  await smuggle(office, { type: 'estimate', id: before.id, before, event });
  const where = `${office.locality}#estimate#${before.id}`;
  expect(await faultsOf(office)).toEqual([{ where, fault: 'total-differs' }]);
});

it('finds more granted than was approved, and what lapsed without having been left', async () => {
  const office = await approvedP();
  await office.act('tg.tckh.cv', await office.grant('tg.kt', { 'c.3': 10_000_000 }));
  expect(await faultsOf(office)).toEqual([]);
  const ledger = await office.load('ledger', `${office.round}:tg.kt`);
  const event = {
    type: 'GrantRecorded' as const,
    opening: null,
    n: 2,
    tranche: 2,
    paper: { number: '13/QĐ-UBND', date: office.today(), signer: PersonId.parse('tg.ubnd.ct') },
    amounts: [{ activity: ActivityCode.parse('c.3'), source: 'state_budget' as const, amount: Dong.parse(8_600_001) }],
  };
  await expect(smuggle(office, { type: 'ledger', id: ledger.id, before: ledger, event })).rejects.toThrow(
    'More of c.3 from state_budget is granted than was approved.',
  );
  office.clock.set(LAST_DAY);
  await office.act('tg.tckh.cv', { do: 'close-round', round: office.round, remark: '' });
  expect(await faultsOf(office)).toEqual([]);
  const after = await office.load('ledger', ledger.id);
  await smuggle(office, {
    type: 'ledger',
    id: ledger.id,
    before: after,
    event: {
      ...event,
      amounts: [{ activity: ActivityCode.parse('c.3'), source: 'state_budget' as const, amount: Dong.parse(1) }],
    },
  });
  expect(await faultsOf(office)).toEqual([
    { where: `${office.locality}#round#${office.round} tg.kt`, fault: 'lapse-differs' },
  ]);
});

it('finds a ledger that has a source at what its lines do not come to, though the total is right', async () => {
  const office = await approvedSources();
  const opened = await office.grant('tg.tt', { 'b.1': { mobilised: 4_000_000 } });
  await office.act('tg.tckh.cv', opened);
  expect(await faultsOf(office)).toEqual([]);
  const ledger = await office.load('ledger', `${office.round}:tg.tt`);
  const pkg = PackageId.parse(`${office.round}.p2`);
  const approved = ledger.body.balances.map(({ activity, source, approved: amount }) => ({
    activity,
    source,
    amount: Dong.parse(amount + (activity !== 'b.1' ? 0 : source === 'mobilised' ? -1 : 1)),
  }));
  const event = { type: 'AdjustmentOpened' as const, opening: null, package: pkg, approved };
  await smuggle(office, { type: 'ledger', id: ledger.id, before: ledger, event });
  const { ref, pages } = paginate('adjusted', [], sha256);
  await office.store.writePages(office.locality, pages);
  const before = await office.load('ledger', ledger.id);
  const number = '300/QĐ-UBND';
  await smuggle(office, {
    type: 'ledger',
    id: ledger.id,
    before,
    event: { type: 'AdjustmentApplied', package: pkg, number, date: office.today(), lines: ref },
  });
  expect(await faultsOf(office)).toEqual([
    { where: `${office.locality}#ledger#${ledger.id}`, fault: 'balance-differs' },
  ]);
});
