import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDays } from '../../shared/domain/calendar.ts';
import { headsSign, withPeople } from '../support/heads-sign.ts';
import { checkInvariants } from '../support/invariants.ts';
import { anOffice, type Office } from '../support/office.ts';
import { packageP } from '../support/package-p.ts';

const title = { vi: 'Phó Chủ tịch UBND huyện', en: 'Deputy Chairman' };
const people = withPeople({
  'tg.vhtt.truong': { otherPosts: [{ office: 'tg.ubnd', post: 'deputy', title }] },
  'tg.vp.cv': { office: 'tg.ubnd' },
});

const everyone = [
  'tg.kt.cv',
  'tg.kt.truong',
  'tg.vhtt.cv',
  'tg.vhtt.truong',
  'tg.tckh.cv',
  'tg.tckh.truong',
  'tg.ubnd.ct',
  'tg.ubnd.pct',
  'tg.vp.cv',
  'tg.vp.cvp',
] as const;

const step = fc.record({
  what: fc.constantFrom(
    ...(['submit', 'nil', 'recall', 'sign', 'sign', 'hand-back', 'lend', 'revoke', 'wait', 'lock'] as const),
    ...([
      'prepare',
      'forward',
      'return',
      'sign-package',
      'sign-package',
      'hand-back-package',
      'approve',
      'approve',
    ] as const),
  ),
  /** The one whose it is by the plan, or anybody. */
  proper: fc.boolean(),
  who: fc.constantFrom(...everyone, 'tg.vhtt.truong' as const, 'tg.vhtt.truong' as const),
  unit: fc.constantFrom('tg.kt' as const, 'tg.vhtt' as const),
  recipient: fc.constantFrom(...everyone),
  stage: fc.constantFrom('estimate', 'synthesis', 'appraisal', 'approval'),
  basis: fc.constantFrom('own_right', 'own_right', 'kt', 'tl', 'tuq'),
  days: fc.integer({ min: 0, max: 3 }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const commandOf = async (office: Office, made: Step, n: number): Promise<object | undefined> => {
  const { what, unit, stage, days } = made;
  const of = { estimate: office.estimateOf(unit), seen: (await office.estimate(unit)).version };
  const offices: Readonly<Record<string, string>> = {
    estimate: unit,
    synthesis: 'tg.vhtt',
    appraisal: 'tg.tckh',
    approval: 'tg.ubnd',
  };
  switch (what) {
    case 'submit':
      return { do: 'submit-estimate', ...of, lines: packageP[unit] };
    case 'nil':
      return { do: 'sign-nil', ...of, reason: 'Không có nhiệm vụ' };
    case 'recall':
      return { do: 'recall-estimate', ...of };
    case 'sign':
      return { do: 'sign-off-estimate', ...of };
    case 'hand-back':
      return { do: 'hand-back-estimate', ...of, remark: 'Xem lại' };
    case 'lock':
      return { do: 'lock-round', round: office.round };
    case 'lend': {
      const lending = offices[stage] ?? unit;
      const from = addDays(office.today(), days % 2);
      return office.authorisation({
        office: lending,
        giver: office.someone(lending, 'head'),
        recipient: made.recipient,
        number: `${n}/GUQ`,
        date: office.today(),
        from,
        until: addDays(from, days),
        works: [stage],
      });
    }
    case 'revoke':
      return { do: 'revoke-authorisation', plan: office.plan.id, authorisation: `a${days + 1}`, reason: 'Đã về' };
    case 'wait':
      return undefined;
    case 'prepare':
    case 'forward':
    case 'return':
    case 'sign-package':
    case 'hand-back-package':
    case 'approve': {
      const pkg = await office.store.load(office.locality, 'package', office.pkg);
      return pkg === undefined ? undefined : packageCommand(office, made, pkg.body.position.stage);
    }
  }
};

const packageCommand = async (office: Office, { what, basis }: Step, stage: string): Promise<object> => {
  const shown = await office.shown(stage);
  const paper = { number: '145/QĐ-UBND', date: office.today(), basis };
  switch (what) {
    case 'prepare':
      return { do: 'prepare-decision', ...shown };
    case 'forward':
      return { do: 'forward-package', ...shown, remark: '' };
    case 'return':
      return { do: 'return-package', ...shown, to: 'synthesis', reason: 'Thiếu căn cứ' };
    case 'hand-back-package':
      return { do: 'hand-back-package', ...shown, remark: 'Xem lại' };
    case 'approve':
      return { do: 'approve-package', ...shown, paper };
    default:
      return { do: 'sign-off-package', ...shown, ...(stage === 'approval' ? { paper } : {}) };
  }
};

/** Whose act it is by the plan: an officer prepares, the head signs and lends. */
const personFor = async (office: Office, made: Step): Promise<string> => {
  const { what, unit, stage, who, proper } = made;
  if (!proper) return who;
  const pkg = await office.store.load(office.locality, 'package', office.pkg);
  const at = office.officeAt(pkg?.body.position.stage ?? 'synthesis');
  switch (what) {
    case 'submit':
    case 'nil':
    case 'recall':
      return office.someone(unit);
    case 'sign':
    case 'hand-back':
      return office.someone(unit, 'head');
    case 'lend':
      return office.someone(stage === 'estimate' ? unit : office.officeAt(stage), 'head');
    case 'revoke':
      return 'tg.ubnd.ct';
    case 'lock':
    case 'wait':
      return 'tg.vhtt.cv';
    case 'prepare':
    case 'forward':
    case 'return':
      return office.someone(at);
    case 'sign-package':
    case 'hand-back-package':
    case 'approve':
      return office.someone(at, 'head');
  }
};

/** How far a round is when a walk begins. */
const begin = async (far: number): Promise<Office> => {
  const office = await anOffice(undefined, undefined, undefined, (json) => people(headsSign(json)));
  await office.open();
  if (far > 0) await office.fileP();
  if (far > 1) await office.lock();
  if (far > 2) await office.forward('synthesis');
  if (far > 3) await office.forward('appraisal');
  if (far > 4) await office.prepare('approval', 'tg.vp.cv');
  return office;
};

/** Every signature is by the head, a deputy, or who held a paper of those days; and never by who prepared it. */
const checkSignatures = async (office: Office): Promise<void> => {
  const { outcomes } = (await office.store.load(office.locality, 'package', office.pkg))?.body ?? { outcomes: [] };
  for (const { by, preparedBy, authority, stage } of outcomes) {
    const inOffice = office.plan.people.flatMap(({ id, office: own, post, otherPosts }) =>
      [{ office: own, post }, ...(otherPosts ?? [])]
        .filter((held) => held.office === office.officeAt(stage))
        .map((held) => ({ id, post: held.post })),
    );
    const post = inOffice.find(({ id }) => id === by)?.post;
    expect([by, preparedBy === by]).toEqual([by, false]);
    expect([by, authority?.basis ?? 'own_right']).toEqual([by, post === 'head' ? 'own_right' : authority?.basis]);
    expect(post === 'head' || post === 'deputy' || authority?.authorisation !== undefined).toBe(true);
  }
};

it('keeps every invariant, whoever prepares, signs, hands back, lends and takes back, in any order', async () => {
  const tally = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 5 }),
      fc.array(step, { minLength: 20, maxLength: 40 }),
      async (far, steps) => {
        const office = await begin(far);
        const seen = new Map<string, number>();
        for (const [n, made] of steps.entries()) {
          if (made.what === 'wait')
            office.clock.set(new Date(office.clock.now().getTime() + made.days * 86_400_000).toISOString());
          const command = await commandOf(office, made, n);
          if (command === undefined) continue;
          const { kind } = await office.send(await personFor(office, made), command);
          tally.set(`${made.what} ${kind}`, (tally.get(`${made.what} ${kind}`) ?? 0) + 1);
          tally.set(kind, (tally.get(kind) ?? 0) + 1);
          await office.machines.settle();
          await checkInvariants(office, seen, true);
        }
        await checkSignatures(office);
      },
    ),
    { seed: 20_221_125, numRuns: 200, endOnFailure: true },
  );
  const often = [
    'submit',
    'nil',
    'recall',
    'sign',
    'hand-back',
    'lend',
    'revoke',
    'forward',
    'sign-package',
    'approve',
  ];
  expect(often.filter((what) => (tally.get(`${what} recorded`) ?? 0) < 3)).toEqual([]);
  const refusals = ['awaiting-signature', 'nothing-to-sign', 'own-work', 'head-must-decide', 'not-yours', 'problems'];
  for (const kind of [...refusals, 'authorisation-ended', 'own-authorisation', 'nothing-to-revoke'])
    expect([kind, tally.has(kind)]).toEqual([kind, true]);
});
