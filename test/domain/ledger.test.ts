import { describe, expect, it } from 'vitest';
import { MOST_ADJUSTMENTS } from '../../shared/domain/adjustment-decisions.ts';
import { Instant } from '../../shared/domain/calendar.ts';
import { MOST_GRANTS } from '../../shared/domain/grant-decisions.ts';
import { PersonId, UnitId } from '../../shared/domain/ids.ts';
import { evolveLedger, type Ledger, LedgerEvent, ledgerTotals } from '../../shared/domain/ledger.ts';
import { LARGEST_LINE } from '../../shared/domain/money.ts';

const meta = {
  at: Instant.parse('2022-04-01T02:00:00.000Z'),
  by: { kind: 'person' as const, person: PersonId.parse('tg.tckh.cv'), office: UnitId.parse('tg.tckh') },
};
const paper = { number: '12/QĐ-UBND', date: '2022-04-01', signer: 'tg.ubnd.ct' };
const opening = {
  locality: 'tay-giang',
  plan: 'tay-giang-2021-2025',
  round: 'tay-giang-2021-2025.2022',
  unit: 'tg.vhtt',
  decision: { package: 'tay-giang-2021-2025.2022.p1', number: '145/QĐ-UBND', date: '2022-03-10' },
  approved: [
    { activity: 'c.1', source: 'state_budget', amount: 45_000_000 },
    { activity: 'c.2', source: 'state_budget', amount: 20_000_000 },
    { activity: 'c.2', source: 'mobilised', amount: 4_700_000 },
  ],
};
const granted = (
  n: number,
  activity: string,
  amount: number,
  more: object = {},
  source = 'state_budget',
): LedgerEvent =>
  LedgerEvent.parse({
    type: 'GrantRecorded',
    opening: n === 1 ? opening : null,
    n,
    tranche: n,
    paper,
    amounts: [{ activity, source, amount }],
    ...more,
  });
const reversed = (n: number, activity: string, amount: number): LedgerEvent =>
  LedgerEvent.parse({
    type: 'GrantReversed',
    n,
    paper,
    amounts: [{ activity, source: 'state_budget', amount }],
    reason: 'Ghi nhầm',
  });
const after = (...events: readonly LedgerEvent[]): Ledger | undefined =>
  events.reduce<Ledger | undefined>(
    (state, event) => evolveLedger('tay-giang-2021-2025.2022:tg.vhtt', state, event, meta),
    undefined,
  );

describe("a unit's ledger", () => {
  it('opens with what was approved and holds what was granted of each activity from each source', () => {
    const ledger = after(granted(1, 'c.1', 30_000_000), granted(2, 'c.1', 15_000_000));
    expect(ledger?.balances).toEqual([
      { activity: 'c.1', source: 'state_budget', approved: 45_000_000, granted: 45_000_000 },
      { activity: 'c.2', source: 'state_budget', approved: 20_000_000, granted: 0 },
      { activity: 'c.2', source: 'mobilised', approved: 4_700_000, granted: 0 },
    ]);
    expect(ledgerTotals(ledger?.balances ?? [])).toEqual({
      approved: 69_700_000,
      granted: 45_000_000,
      balance: 24_700_000,
    });
  });

  it('keeps a grant that was taken back, with the paper that took it back, and has its amount again', () => {
    const ledger = after(granted(1, 'c.1', 30_000_000), reversed(1, 'c.1', 30_000_000));
    expect(ledger?.grants).toMatchObject([{ n: 1, total: 30_000_000, reversed: { paper } }]);
    expect(ledger?.balances[0]?.granted).toBe(0);
  });

  it.each([
    ['more than was approved of an activity', [granted(1, 'c.1', 45_000_001)]],
    ['more than was left of it', [granted(1, 'c.2', 19_000_000), granted(2, 'c.2', 1_000_001)]],
    ['more than was approved of it from a source', [granted(1, 'c.2', 4_700_001, {}, 'mobilised')]],
    ['a source that nothing of it was approved from', [granted(1, 'c.1', 1, {}, 'mobilised')]],
    ['an activity that nothing was approved for', [granted(1, 'c.3', 1)]],
    ['a grant that does not open the ledger', [granted(2, 'c.1', 1)]],
    ['a ledger opened twice', [granted(1, 'c.1', 1), granted(2, 'c.1', 1, { opening })]],
    ['grants out of their order', [granted(1, 'c.1', 1), granted(3, 'c.1', 1)]],
    ['taking back what was never granted', [reversed(1, 'c.1', 1)]],
    ['taking back twice', [granted(1, 'c.1', 5), reversed(1, 'c.1', 5), reversed(1, 'c.1', 5)]],
    ['taking back a part', [granted(1, 'c.1', 5), reversed(1, 'c.1', 4)]],
  ])('cannot say that its journal holds %s', (_, events) => {
    expect(() => after(...events)).toThrow(/granted|opens|numbered|taken back|opened/);
  });

  it('stays under 25 KB with as many grants as there can be, all taken back, over forty activities and sources', () => {
    const approved = Array.from({ length: 40 }, (_, n) => ({
      activity: `IV.${n}.10`,
      source: 'merged_programme',
      amount: LARGEST_LINE,
    }));
    const long = { number: 'Đ'.repeat(50), date: '2022-04-01', signer: 'a'.repeat(80) };
    let ledger: Ledger | undefined;
    for (let n = 1; n <= MOST_GRANTS; n += 1) {
      const amounts = approved.map((one) => ({ ...one, amount: 1 }));
      const first = n === 1 ? { ...opening, approved } : null;
      ledger = evolveLedger(
        'x',
        ledger,
        LedgerEvent.parse({ type: 'GrantRecorded', opening: first, n, tranche: n, paper: long, amounts }),
        meta,
      );
      ledger = evolveLedger(
        'x',
        ledger,
        LedgerEvent.parse({ type: 'GrantReversed', n, paper: long, amounts, reason: 'Lý do '.repeat(80) }),
        meta,
      );
    }
    const hash = 'a'.repeat(64);
    const package_ = `${'p'.repeat(70)}.p10`;
    for (let n = 1; n <= MOST_ADJUSTMENTS; n += 1) {
      const open = { type: 'AdjustmentOpened', opening: null, package: package_, approved };
      ledger = evolveLedger('x', ledger, LedgerEvent.parse(open), meta);
      const applied = { type: 'AdjustmentApplied', package: package_, number: long.number, date: long.date };
      const lines = { root: hash, count: 200 };
      ledger = evolveLedger('x', ledger, LedgerEvent.parse({ ...applied, lines }), meta);
    }
    ledger = evolveLedger(
      'x',
      ledger,
      LedgerEvent.parse({ type: 'AdjustmentOpened', opening: null, package: package_, approved }),
      meta,
    );
    expect(Buffer.byteLength(JSON.stringify(ledger))).toBeLessThan(25_000);
  });
});
