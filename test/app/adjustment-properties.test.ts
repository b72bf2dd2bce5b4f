import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { packageIdOf } from '../../shared/domain/ids.ts';
import type { Stored } from '../../shared/domain/records.ts';
import { approvedP } from '../support/closed-year.ts';
import { headsSign, withPeople } from '../support/heads-sign.ts';
import { checkInvariants } from '../support/invariants.ts';
import type { Office } from '../support/office.ts';

const SEED = 20_220_505;

const title = { vi: 'Phó Chủ tịch UBND huyện', en: 'Deputy Chairman' };
/** An officer of the Committee prepares there; the head of Culture is a deputy chairman besides. */
const people = withPeople({
  'tg.vp.cv': { office: 'tg.ubnd' },
  'tg.vhtt.truong': { otherPosts: [{ office: 'tg.ubnd', post: 'deputy', title }] },
});

const activities = { 'tg.kt': 'c.3', 'tg.tt': 'b.1', 'tg.vhtt': 'c.1' } as const;

const step = fc.record({
  what: fc.constantFrom(
    ...(['open', 'forward', 'forward', 'sign-off', 'sign-off', 'approve', 'approve'] as const),
    ...(['hand-back', 'return', 'withdraw', 'grant', 'lend', 'set-figures'] as const),
  ),
  /** The one whose it is by the plan, or anybody. */
  proper: fc.constantFrom(true, true, false),
  who: fc.constantFrom(
    'tg.tckh.cv',
    'tg.tckh.truong',
    'tg.ubnd.ct',
    'tg.ubnd.pct',
    'tg.vp.cv',
    'tg.vp.cvp',
    'tg.vhtt.truong',
  ),
  opener: fc.constantFrom('tg.vhtt.cv', 'tg.vhtt.cv', 'tg.tckh.cv', 'tg.tckh.truong'),
  unit: fc.constantFrom('tg.kt' as const, 'tg.tt' as const, 'tg.vhtt' as const),
  amount: fc.constantFrom(0, 600_000, 9_000_000, 18_600_000),
  basis: fc.constantFrom('own_right', 'own_right', 'kt', 'tuq'),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** The adjustment on its way, or the last there was. */
const current = async (office: Office): Promise<{ n: number; body: Stored<'package'>['body'] } | undefined> => {
  let last: { n: number; body: Stored<'package'>['body'] } | undefined;
  for (let n = 2; ; n += 1) {
    const pkg = await office.store.load(office.locality, 'package', packageIdOf(office.round, n));
    if (pkg === undefined) return last;
    last = { n, body: pkg.body };
    if (pkg.body.position.state !== 'ended') return last;
  }
};

const opening = async (office: Office, { unit, amount }: Step): Promise<object> => {
  const ledger = await office.store.load(office.locality, 'ledger', `${office.round}:${unit}`);
  const cites = ledger?.body.decision ?? { number: '145/QĐ-UBND', date: office.today() };
  return office.adjustment([[unit, 1, amount]], { cites: { number: cites.number, date: cites.date } });
};

const commandOf = async (office: Office, made: Step): Promise<object | undefined> => {
  const { what, unit, basis } = made;
  if (what === 'open') return opening(office, made);
  if (what === 'grant') {
    const { grants = [] } = (await office.store.load(office.locality, 'ledger', `${office.round}:${unit}`))?.body ?? {};
    const activity = activities[unit];
    return office.grant(unit, { [activity]: 600_000 }, grants.length + 1);
  }
  if (what === 'lend') return office.authorisation({ works: ['approval'] });
  const found = await current(office);
  if (found === undefined) return undefined;
  const shown = await office.shownOf(found.n);
  const paper = { number: `${found.n}00/QĐ-UBND`, date: office.today(), basis };
  switch (what) {
    case 'forward':
      return { do: 'forward-package', ...shown, remark: '' };
    case 'sign-off':
      return { do: 'sign-off-package', ...shown, ...(shown.stage === 'approval' ? { paper } : {}) };
    case 'approve':
      return { do: 'approve-package', ...shown, paper };
    case 'hand-back':
      return { do: 'hand-back-package', ...shown, remark: 'Xem lại' };
    case 'return':
      return { do: 'return-package', ...shown, to: 'appraisal', reason: 'Giữ như cũ' };
    case 'withdraw':
      return { do: 'withdraw-adjustment', ...shown, reason: 'Không cần nữa' };
    case 'set-figures': {
      const { shown: _, ...at } = shown;
      const { version: seen } = await office.estimate(unit);
      return { do: 'set-figures', ...at, estimate: office.estimateOf(unit), seen, figures: [] };
    }
  }
};

/** Whose act it is by the plan: an officer prepares, the head signs and lends. */
const personFor = async (office: Office, { what, who, opener, proper }: Step): Promise<string> => {
  if (what === 'open') return opener;
  if (!proper) return who;
  const place = office.officeAt((await current(office))?.body.position.stage ?? 'appraisal');
  switch (what) {
    case 'lend':
      return 'tg.ubnd.ct';
    case 'grant':
      return 'tg.tckh.cv';
    case 'forward':
    case 'set-figures':
      return office.someone(place);
    case 'sign-off':
    case 'approve':
    case 'hand-back':
    case 'return':
    case 'withdraw':
      return office.someone(place, 'head');
  }
};

it('keeps every invariant, whoever opens, lays, signs, hands back, returns or withdraws an adjustment', async () => {
  const tally = new Map<string, number>();
  const count = (name: string) => tally.set(name, (tally.get(name) ?? 0) + 1);
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.array(step, { minLength: 15, maxLength: 30 }), async (signs, steps) => {
      const office = await approvedP(undefined, (json) => people(signs ? headsSign(json) : json));
      const seen = new Map<string, number>();
      for (const made of steps) {
        const command = await commandOf(office, made);
        if (command === undefined) continue;
        const before = structuredClone(office.memory);
        const { kind } = await office.send(await personFor(office, made), command);
        count(`${made.what} ${kind}`);
        expect(kind === 'recorded' || isDeepStrictEqual(office.memory, before)).toBe(true);
        await office.machines.settle();
        await checkInvariants(office, seen, true);
      }
    }),
    { seed: SEED, numRuns: 100, endOnFailure: true },
  );
  const often = ['open', 'forward', 'sign-off', 'approve', 'hand-back', 'return', 'withdraw', 'grant', 'lend'];
  expect(often.filter((what) => (tally.get(`${what} recorded`) ?? 0) < 3)).toEqual([]);
  for (const refusal of [
    'open adjustment-pending',
    'open problems',
    'forward own-work',
    'forward awaiting-signature',
    'withdraw awaiting-signature',
    'sign-off nothing-to-sign',
    'approve not-yours',
    'set-figures adjustment-fixed',
  ])
    expect([refusal, tally.has(refusal)]).toEqual([refusal, true]);
}, 60_000);
