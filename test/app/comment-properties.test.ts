import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { sha256 } from '../../shared/adapters/hash.ts';
import { commentsOf } from '../../shared/app/comment-commands.ts';
import { verifyStore } from '../../shared/app/verify.ts';
import { checkInvariants } from '../support/invariants.ts';
import { scanOf } from '../support/memory-scan.ts';
import { atFinance } from '../support/at-finance.ts';
import type { Office } from '../support/office.ts';

const SEED = 20_220_225;

const step = fc.record({
  what: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom('comment', 'comment', 'withdraw') },
    { weight: 3, arbitrary: fc.constantFrom('freeze', 'reopen', 'cut') },
    { weight: 2, arbitrary: fc.constantFrom('on', 'back', 'resend') },
  ),
  who: fc.constantFrom('tg.vhtt.cv', 'tg.vhtt.truong', 'tg.vhtt.cv', 'tg.tt.vc', 'tg.tckh.cv', 'tg.ubnd.ct'),
  unit: fc.constantFrom('tg.tt', 'tg.vhtt', 'tg.nn', 'tg.lang'),
  line: fc.constantFrom(null, 1, 2, 9),
  text: fc.constantFrom('Phù hợp', 'Nên giảm', ' ', 'x'.repeat(1000), 'x'.repeat(1001)),
  no: fc.integer({ min: 1, max: 6 }),
  submission: fc.constantFrom(0, 0, 0, 0, 1),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const lastSent = new WeakMap<Office, { readonly person: string; readonly command: object; readonly id: string }>();

const send = async (office: Office, person: string, command: object, id: string): Promise<string> => {
  lastSent.set(office, { person, command, id });
  return (await office.send(person, command, id)).kind;
};

const goOn = async (office: Office): Promise<void> => {
  const { stage } = (await office.thePackage()).body.position;
  if (stage === 'appraisal') await office.forward('appraisal');
};

const take = async (office: Office, made: Step, id: string): Promise<string> => {
  const { what, who, unit, line, text, no } = made;
  const { stage, submission: now, state } = (await office.thePackage()).body.position;
  const at = { package: office.pkg, stage: 'appraisal', submission: made.submission === 0 ? now : made.submission };
  switch (what) {
    case 'comment':
      return send(office, who, { do: 'comment-line', ...at, unit, line, comment: text }, id);
    case 'withdraw':
      return send(office, who, { do: 'withdraw-comment', ...at, no }, id);
    case 'freeze':
      return send(office, 'tg.tckh.cv', { do: 'prepare-decision', ...(await office.shown('appraisal')) }, id);
    case 'reopen':
      return send(office, 'tg.tckh.cv', { do: 'reopen-figures', ...(await office.shown('appraisal')) }, id);
    case 'cut': {
      const cut = { no: 1, amount: 10_000_000 + made.no, reason: 'Theo trần' };
      return send(office, 'tg.tckh.cv', await office.figures('appraisal', 'tg.tt', [cut]), id);
    }
    case 'on':
      await goOn(office);
      return 'gone';
    case 'back':
      if (stage === 'approval' && state !== 'ended') await office.returnTo('appraisal', 'Làm rõ');
      return 'gone';
    case 'resend': {
      const again = lastSent.get(office);
      return again === undefined ? 'none' : (await office.send(again.person, again.command, again.id)).kind;
    }
  }
};

const entriesIn = (office: Office): number =>
  [...office.memory.journal.values()].reduce((count, entries) => count + entries.length, 0);

it('whatever anybody says and withdraws, when: what is kept is what was recorded, and what is refused changes nothing', async () => {
  const tally = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30 }), async (steps) => {
      const office = await atFinance();
      const seen = new Map<string, number>();
      for (const [n, made] of steps.entries()) {
        const before = entriesIn(office);
        const came = await take(office, made, `step-${n}-xxxx`);
        const name = `${made.what} ${came}`;
        tally.set(name, (tally.get(name) ?? 0) + 1);
        const may = came === 'recorded' || came === 'gone';
        expect(entriesIn(office) > before && !may).toBe(false);
        await office.machines.settle();
        await checkInvariants(office, seen, true);
      }
      const comments = await commentsOf(office, await office.thePackage());
      expect(comments.every(({ office: of }) => of === 'tg.vhtt')).toBe(true);
      expect(comments.every(({ unit, own }) => own === (unit === 'tg.vhtt'))).toBe(true);
      expect((await verifyStore(scanOf(office.memory), sha256)).faults).toEqual([]);
    }),
    { seed: SEED, numRuns: 60, endOnFailure: true },
  );
  for (const name of [
    'comment recorded',
    'comment problems',
    'comment not-consulted',
    'comment comments-closed',
    'comment already-decided',
    'withdraw recorded',
    'withdraw nothing-to-withdraw',
    'withdraw comments-closed',
    'freeze recorded',
    'resend recorded',
  ])
    expect([name, (tally.get(name) ?? 0) > 2]).toEqual([name, true]);
});
