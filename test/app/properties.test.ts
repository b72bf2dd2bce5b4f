import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../shared/adapters/hash.ts';
import { registerPlan } from '../../shared/app/register-plan.ts';
import { runCommand } from '../../shared/app/run-command.ts';
import { Command } from '../../shared/contracts/commands.ts';
import type { DraftLine } from '../../shared/domain/draft.ts';
import { CommandId, LocalityId, packageIdOf, PersonId, PlanId } from '../../shared/domain/ids.ts';
import { readEntry } from '../../shared/domain/journal.ts';
import type { Stored } from '../../shared/domain/records.ts';
import { checkInvariants } from '../support/invariants.ts';
import { anOffice, type Office, planFile } from '../support/office.ts';
import { aLine } from '../support/package-p.ts';
import { ticked } from '../support/whole-round.ts';

const SEED = 20_220_214;

const units = ['tg.tckh', 'tg.vhtt', 'tg.tt', 'tg.kt', 'tg.nn', 'tg.gd', 'tg.hd'] as const;
const everyone = ['tg.vhtt.cv', 'tg.kt.cv', 'tg.tckh.cv', 'tg.tckh.truong', 'tg.ubnd.ct', 'tg.ubnd.pct', 'tg.lang.ct'];

const line = fc.record({
  activity: fc.constantFrom('a', 'a', 'a', 'a', 'a', 'c.1', 'zz'),
  quantity: fc.constantFrom('1', '2', '12', '5.000', '0', '-1', '1,5', '2.5', '9'.repeat(30)),
  unitPrice: fc.constantFrom('1.000.000', '45.000.000', '3.200', '1', '-5', '', '1.000.000.000.000.000'),
  amount: fc.constantFrom('', '', '', '', '7'),
  source: fc.constantFrom('state_budget', 'mobilised', 'merged_programme', 'state_budget', 'commune_budget'),
  no: fc.constantFrom(1, 2, 3, 4, 9999),
});
const goodLine = fc.record({
  activity: fc.constant('a'),
  quantity: fc.constantFrom('1', '2', '12', '5.000'),
  unitPrice: fc.constantFrom('1.000.000', '45.000.000', '3.200'),
});
const lines: fc.Arbitrary<Partial<DraftLine>[]> = fc.oneof(
  { weight: 3, arbitrary: fc.array(goodLine, { minLength: 1, maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(line, { maxLength: 3 }) },
);
const step = fc.record({
  what: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom('submit', 'save', 'nil', 'recall', 'return', 'return') },
    { weight: 2, arbitrary: fc.constantFrom('lock', 'open') },
    {
      weight: 13,
      arbitrary: fc.constantFrom('figures', 'figures', 'prepare', 'forward', 'approve', 'reopen', 'send-back'),
    },
    { weight: 6, arbitrary: fc.constant('decide') },
    { weight: 6, arbitrary: fc.constantFrom('part', 'part', 'supplement', 'supplement', 'close') },
    { weight: 4, arbitrary: fc.constantFrom('comment', 'comment', 'withdraw') },
    { weight: 4, arbitrary: fc.constantFrom('kill', 'time-out', 'refuse', 'tick', 'resend', 'settle') },
  ),
  unit: fc.constantFrom(...units, 'tg.tckh' as const),
  /** Of which package, where there is one. */
  of: fc.constantFrom(1, 2, 2, 2, 3, 3),
  who: fc.oneof(
    { weight: 5, arbitrary: fc.constant('the one whose it is') },
    { weight: 2, arbitrary: fc.constantFrom(...everyone) },
  ),
  lines,
  stage: fc.oneof(
    { weight: 6, arbitrary: fc.constant('now') },
    { weight: 1, arbitrary: fc.constantFrom('estimate', 'synthesis', 'appraisal', 'approval') },
  ),
  amount: fc.constantFrom(0, 1, 1_000_000, 500_000, 44_000_000, -1, 0.5, 1e300, 90_000_000),
  reason: fc.constantFrom('Theo đơn giá', 'Theo đơn giá', '', ' ', 'long'),
  stale: fc.constantFrom(false, false, false, false, false, true),
  other: fc.constantFrom(false, false, false, false, false, false, false, true),
  paper: fc.constantFrom({}, {}, { date: '2030-01-01' }, { number: ' ' }),
  settle: fc.constantFrom(true, true, false),
  hours: fc.constantFrom(0, 1, 7, 30, 200),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** How far a round is when a walk begins. */
const starts = ['opened', 'filed', 'locked', 'at-finance', 'at-committee', 'prepared', 'parted', 'parted'] as const;

const begin = async (start: (typeof starts)[number]): Promise<Office> => {
  const office = await anOffice();
  await registerPlan(office.ports, planFile('tam-ky-2021-2025'));
  const members = { 'tg.cq': units };
  await office.act('tg.vhtt.cv', { do: 'open-round', plan: office.plan.id, year: 2022, members, due: office.due() });
  const far = starts.indexOf(start);
  if (far > 0) {
    await office.fileP();
    await office.submit('tg.tckh', [aLine({ activity: 'a', unitPrice: '4.000.000' })]);
  }
  if (far > 1) await office.lock();
  if (far > 2) await office.forward('synthesis');
  if (far > 3) await office.forward('appraisal', 'tg.tckh.truong');
  if (far === 5) await office.prepare('approval', 'tg.ubnd.ct');
  if (far > 5) {
    await office.act('tg.ubnd.ct', await office.partReturn(1, 'tg.kt'));
    await office.act('tg.vhtt.cv', office.supplement(['tg.nn']));
  }
  return office;
};

type Sent = { readonly person: string; readonly command: object; readonly id: string };

/** The n-th package of the round, or the main one where there is no such yet. */
const packageIn = async (office: Office, n: number): Promise<Stored<'package'> | undefined> =>
  (await office.store.load(office.locality, 'package', packageIdOf(office.round, n))) ??
  (await office.store.load(office.locality, 'package', office.pkg));

/** What a person sends in a step, as far as the round has come; undefined where there is nothing to send it to. */
const commandOf = async (office: Office, made: Step): Promise<Omit<Sent, 'id'> | undefined> => {
  const { what, unit, stale } = made;
  const estimate = await office.store.load(office.locality, 'estimate', office.estimateOf(unit));
  const pkg = await packageIn(office, made.of);
  const seen = Math.max(0, (estimate?.version ?? 0) - (stale ? 1 : 0));
  const by = (office_: string | undefined, post: 'officer' | 'head' = 'officer'): string =>
    made.who === 'the one whose it is' ? office.someone(office_, post) : made.who;
  const of = { estimate: office.estimateOf(unit), seen };
  const typed = made.lines.map((cells) => aLine({ activity: 'a', ...cells }));
  const reason = made.reason === 'long' ? 'x'.repeat(3000) : made.reason;
  if (what === 'submit') return { person: by(unit), command: { do: 'submit-estimate', ...of, lines: typed } };
  if (what === 'save') return { person: by(unit), command: { do: 'save-draft', ...of, lines: typed } };
  if (what === 'nil') return { person: by(unit), command: { do: 'sign-nil', ...of, reason } };
  if (what === 'recall') return { person: by(unit), command: { do: 'recall-estimate', ...of } };
  if (what === 'return')
    return {
      person: by('tg.vhtt'),
      command: { do: 'return-estimate', ...of, reason, due: office.today() },
    };
  if (what === 'lock') return { person: by('tg.vhtt'), command: { do: 'lock-round', round: office.round } };
  if (what === 'open') {
    const command = { do: 'open-round', plan: office.plan.id, year: 2022, members: { 'tg.cq': [] }, due: office.due() };
    return { person: by('tg.vhtt'), command };
  }
  const due = made.hours === 200 ? '2022-01-01' : office.today();
  if (what === 'supplement')
    return {
      person: by('tg.vhtt'),
      command: { do: 'open-supplement', round: office.round, units: [unit], reason, due },
    };
  if (pkg === undefined) return undefined;
  if (what === 'close') {
    const command = { do: 'close-collecting', package: pkg.id, seen: stale ? sha256('stale') : pkg.head };
    return { person: by('tg.vhtt'), command };
  }
  const { position } = pkg.body;
  const stage = made.stage === 'now' ? position.stage : made.stage;
  const submission = stale && position.submission > 1 ? position.submission - 1 : position.submission;
  const shown = { package: pkg.id, stage, submission, shown: stale ? sha256('stale') : pkg.head };
  const here = by(office.officeAt(stage) ?? 'tg.vhtt', stage === 'approval' ? 'head' : 'officer');
  const finance = here === 'tg.tckh.cv' && made.settle ? 'tg.tckh.truong' : here;
  switch (what) {
    case 'figures': {
      if (stage !== 'appraisal' && stage !== 'approval') return undefined;
      const figures = [{ no: 1, amount: made.amount, reason }];
      const command = { do: 'set-figures', package: pkg.id, ...of, stage, submission, figures };
      return { person: finance, command };
    }
    case 'comment':
    case 'withdraw': {
      const line = [null, 1, 2][made.hours % 3] ?? null;
      const about = { unit: unit === 'tg.gd' ? 'tg.lang' : unit, line, comment: reason };
      const no = stale ? 99 : (pkg.body.comments?.count ?? 1);
      const at = { package: pkg.id, stage, submission };
      const command =
        what === 'comment' ? { do: 'comment-line', ...at, ...about } : { do: 'withdraw-comment', ...at, no };
      return { person: by('tg.vhtt'), command };
    }
    case 'prepare':
      return { person: finance, command: { do: 'prepare-decision', ...shown } };
    case 'reopen':
      return { person: finance, command: { do: 'reopen-figures', ...shown } };
    case 'forward':
      return { person: finance, command: { do: 'forward-package', ...shown, remark: reason } };
    case 'send-back': {
      const to = stage === 'approval' ? 'appraisal' : 'synthesis';
      return { person: finance, command: { do: 'return-package', ...shown, to, reason } };
    }
    case 'part':
      return { person: finance, command: { do: 'return-part', ...shown, estimate: of.estimate, reason, due } };
    case 'approve': {
      const paper = { number: '145/QĐ-UBND', date: office.today(), basis: 'own_right', ...made.paper };
      return { person: finance, command: { do: 'approve-package', ...shown, paper } };
    }
    default:
      return undefined;
  }
};

const entriesIn = (office: Office): number =>
  [...office.memory.journal.values()].reduce((count, entries) => count + entries.length, 0);

/** Sends as a person of this plan, or, as somebody of another locality would, from outside. */
const sendAs = (office: Office, { person, command, id }: Sent, outside: boolean) => {
  const session = outside
    ? {
        locality: LocalityId.parse('tam-ky'),
        plan: PlanId.parse('tam-ky-2021-2025'),
        person: PersonId.parse('tk.ubnd.ct'),
      }
    : { locality: office.locality, plan: office.plan.id, person: PersonId.parse(person) };
  return runCommand(office.ports, session, { id: CommandId.parse(id), command: Command.parse(command) });
};

const walk = async (start: (typeof starts)[number], steps: readonly Step[], tally: Map<string, number>) => {
  const office = await begin(start);
  const seen = new Map<string, number>();
  const carriedOut: Sent[] = [];
  let refused = false;
  await checkInvariants(office, seen, true);
  for (const [n, made] of steps.entries()) {
    // An execution that dies again is given another only after a while, a day at most.
    const hours = made.what === 'kill' ? Math.max(25, made.hours) : made.hours;
    office.clock.set(new Date(office.clock.now().getTime() + hours * 3_600_000).toISOString());
    const before = entriesIn(office);
    let settled = made.settle;
    if (made.what === 'kill') office.machines.kill();
    else if (made.what === 'time-out') office.machines.timeOut();
    else if (made.what === 'refuse') office.machines.refuse(2);
    else if (made.what === 'decide') await decideProperly(office, made.of);
    else if (made.what === 'resend') {
      const again = carriedOut.at(-1 - (n % 3));
      if (again !== undefined) expect(await sendAs(office, again, false)).toEqual({ kind: 'recorded', repeated: true });
      expect(entriesIn(office)).toBe(before);
    } else if (made.what !== 'tick' && made.what !== 'settle') {
      const sent = await commandOf(office, made);
      if (sent !== undefined && Command.safeParse(sent.command).success) {
        const request = { ...sent, id: `step-${n}-xxxx` };
        const outcome = await sendAs(office, request, made.other);
        const name = `${made.what} ${outcome.kind}`;
        tally.set(name, (tally.get(name) ?? 0) + 1);
        const did = outcome.kind === 'recorded' && !outcome.repeated;
        expect([made.other && did, entriesIn(office) > before]).toEqual([false, did]);
        if (did) carriedOut.push(request);
        checkShown(office, request, did);
      }
    }
    if (settled) await office.machines.settle();
    if (made.what === 'tick' || made.what === 'kill') {
      settled = true;
      // Another attempt is made at once after the first, and within a day after any.
      if (made.what === 'kill') office.clock.set(new Date(office.clock.now().getTime() + 86_400_000).toISOString());
      office.machines.refuse(0);
      expect((await ticked(office)).failed).toEqual([]);
      await ticked(office);
    }
    refused ||= office.machines.refused.splice(0).length > 0;
    if (refused && settled) {
      // A send that was refused leaves its wait for the clock's next round.
      refused = false;
      office.machines.refuse(0);
      await ticked(office);
    }
    await checkInvariants(office, seen, settled);
  }
  office.machines.refuse(0);
  await office.machines.settle();
  await ticked(office);
  await ticked(office);
  await checkInvariants(office, new Map(), true);
  for (const n of [1, 2, 3, 4]) {
    const pkg = await office.store.load(office.locality, 'package', packageIdOf(office.round, n));
    const name = `${n === 1 ? 'main' : (pkg?.body.origin?.kind ?? 'none')} ${pkg?.body.publishedAt === null ? 'open' : 'published'}`;
    tally.set(`${name} recorded`, (tally.get(`${name} recorded`) ?? 0) + 1);
  }
};

/** The office whose turn it is prepares and decides as it should, so that walks come to the end of the chain. */
const decideProperly = async (office: Office, n: number): Promise<void> => {
  await office.machines.settle();
  const pkg = await packageIn(office, n);
  const { number } = pkg?.body ?? { number: 1 };
  const { stage, state } = pkg?.body.position ?? { stage: 'estimate', state: 'ended' };
  if (state === 'ended' || state === 'arriving') return;
  if (stage === 'estimate') return handIn(office, number);
  await office.passOn(number, undefined, stage === 'appraisal' ? 'tg.tckh.truong' : undefined);
};

/** The first unit that a part or supplement waits for sends its estimate as it should. */
const handIn = async (office: Office, n: number): Promise<void> => {
  await office.machines.settle();
  const pkg = await packageIn(office, n);
  const [unit] = pkg?.body.collecting?.awaited ?? [];
  const { stage, state } = pkg?.body.position ?? { stage: 'none', state: 'ended' };
  if (unit === undefined || stage !== 'estimate' || state !== 'open') return;
  await office.submit(unit, [aLine({ activity: 'a' })]);
};

/** 8: a decision follows, in the record's chain, exactly the entry that the form showed. */
const checkShown = (office: Office, { command }: Sent, did: boolean): void => {
  const parsed = Command.parse(command);
  if (
    !did ||
    (parsed.do !== 'forward-package' &&
      parsed.do !== 'approve-package' &&
      parsed.do !== 'return-package' &&
      parsed.do !== 'return-part')
  )
    return;
  const last = office.memory.journal.get(`${office.locality}#package#${parsed.package}`)?.at(-1);
  const prev = last === undefined ? undefined : readEntry(last)?.prev;
  if (prev !== parsed.shown) throw new Error('Invariant 8: decided on something else than was shown.');
};

describe('a budget round under anything that anybody sends, at any time', () => {
  it('keeps every invariant after every step', async () => {
    const tally = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...starts), fc.array(step, { minLength: 25, maxLength: 45 }), (start, steps) =>
        walk(start, steps, tally),
      ),
      { seed: SEED, numRuns: 250, endOnFailure: true },
    );
    const often = [
      'submit',
      'save',
      'nil',
      'recall',
      'return',
      'lock',
      'figures',
      'prepare',
      'forward',
      'send-back',
      'part',
      'supplement',
      'close',
      'main published',
      'part published',
      'supplement published',
      'comment',
    ];
    expect(often.filter((what) => (tally.get(`${what} recorded`) ?? 0) < 3)).toEqual([]);
    const refusals = new Set([...tally.keys()].map((name) => name.split(' ')[1]));
    for (const kind of [
      'problems',
      'not-yours',
      'changed-since-shown',
      'locked',
      'own-work',
      'not-at-stage',
      'being-decided',
      'not-locked',
      'nothing-submitted',
      'not-consulted',
      'comments-closed',
    ])
      expect(refusals).toContain(kind);
  }, 120_000);
});
