import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { sha256 } from '../../shared/adapters/hash.ts';
import { verifyStore } from '../../shared/app/verify.ts';
import { checkInvariants } from '../support/invariants.ts';
import { attachToEstimate, attachToStage, uploaded } from '../support/attaching.ts';
import { scanOf } from '../support/memory-scan.ts';
import { anOffice, type Office } from '../support/office.ts';
import { packageP } from '../support/package-p.ts';
import { aPdf, macroParts, zipOf } from '../support/sample-files.ts';

const SEED = 20_220_215;

const step = fc.record({
  what: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom('attach', 'attach', 'detach') },
    { weight: 3, arbitrary: fc.constantFrom('attach-paper', 'attach-paper', 'detach-paper') },
    { weight: 1, arbitrary: fc.constantFrom('bad', 'gone', 'replaced') },
    { weight: 4, arbitrary: fc.constantFrom('submit', 'recall', 'on', 'on', 'back', 'resend') },
  ),
  unit: fc.constantFrom('tg.tt', 'tg.kt'),
  line: fc.constantFrom(null, null, 1, 2, 9),
  name: fc.constantFrom('a.pdf', 'b.pdf', 'c.pdf'),
  who: fc.oneof(
    { weight: 5, arbitrary: fc.constant('own') },
    { weight: 1, arbitrary: fc.constantFrom('tg.tt.vc', 'tg.kt.cv', 'tg.tckh.cv', 'tg.ubnd.ct', 'tg.vhtt.cv') },
  ),
  stage: fc.oneof(
    { weight: 4, arbitrary: fc.constant('now') },
    { weight: 1, arbitrary: fc.constantFrom('synthesis', 'appraisal', 'approval') },
  ),
  submission: fc.constantFrom(1, 1, 1, 2),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Lets the round go one stage on, as its offices would. */
const goOn = async (office: Office): Promise<void> => {
  const pkg = await office.store.load(office.locality, 'package', office.pkg);
  if (pkg === undefined) return office.lock();
  const { stage, state } = pkg.body.position;
  if (state === 'ended') return;
  if (stage === 'approval') await office.approve();
  else await office.forward(stage);
};

const lastSent = new WeakMap<Office, { person: string; command: object; id: string }>();

const take = async (office: Office, made: Step, id: string): Promise<string> => {
  const { what, unit, line, name } = made;
  const pkg = await office.store.load(office.locality, 'package', office.pkg);
  const position = pkg?.body.position ?? { stage: 'synthesis' as const, submission: 1 };
  const stage = made.stage === 'now' ? position.stage : made.stage;
  const submission = made.stage === 'now' ? position.submission : made.submission;
  const person = (own: string): string => (made.who === 'own' ? office.someone(own) : made.who);
  const ofStage =
    made.who === 'own' ? office.someone(office.officeAt(stage), stage === 'approval' ? 'head' : 'officer') : made.who;
  const send = async (by: string, command: object): Promise<string> => {
    lastSent.set(office, { person: by, command, id });
    return (await office.send(by, command, id)).kind;
  };
  switch (what) {
    case 'attach':
      return send(person(unit), attachToEstimate(office, unit, line, name));
    case 'detach': {
      const { target, sha256: hash } = attachToEstimate(office, unit, line, name);
      return send(person(unit), { do: 'detach-file', target, sha256: hash });
    }
    case 'attach-paper':
      return send(ofStage, attachToStage(office, stage, submission, name));
    case 'detach-paper': {
      const { target, sha256: hash } = attachToStage(office, stage, submission, name);
      return send(ofStage, { do: 'detach-file', target, sha256: hash });
    }
    case 'bad': {
      const target = { of: 'estimate', estimate: office.estimateOf(unit), line: null };
      return send(person(unit), { do: 'attach-file', target, ...uploaded(office, 'a.xlsx', zipOf(macroParts)) });
    }
    case 'gone':
    case 'replaced': {
      const command = attachToEstimate(office, unit, line, name);
      const key = `pending/${office.locality}/${command.upload.id}/${name}`;
      if (what === 'gone') office.objects.delete(key);
      else office.objects.set(key, aPdf('khác'));
      return send(person(unit), command);
    }
    case 'submit':
      return (
        await office.send(
          office.someone(unit),
          await office.submission(unit, packageP[unit === 'tg.tt' ? 'tg.tt' : 'tg.kt']),
        )
      ).kind;
    case 'recall': {
      const { version } = await office.estimate(unit);
      const command = { do: 'recall-estimate', estimate: office.estimateOf(unit), seen: version };
      return (await office.send(office.someone(unit), command)).kind;
    }
    case 'on':
      await goOn(office);
      return 'on';
    case 'back':
      if (pkg?.body.position.stage !== 'approval' || pkg.body.position.state === 'ended') return 'nothing';
      await office.returnTo('appraisal', 'Làm rõ');
      return 'back';
    case 'resend': {
      const last = lastSent.get(office);
      return last === undefined ? 'nothing' : (await office.send(last.person, last.command, last.id)).kind;
    }
  }
};

const faultsOf = async ({ memory, ports }: Office) => (await verifyStore(scanOf(memory), sha256, ports.files)).faults;

it('whatever is attached and taken off, by whom and when, the invariants hold and every file is there', async () => {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const office = await anOffice();
      await office.open();
      for (const unit of ['tg.tt', 'tg.kt'] as const) await office.submit(unit, packageP[unit]);
      const checked = new Map<string, number>();
      for (const [index, made] of steps.entries()) {
        const came = await take(office, made, `step-${String(index).padStart(4, '0')}`);
        await office.machines.settle();
        seen.set(`${made.what} ${came}`, (seen.get(`${made.what} ${came}`) ?? 0) + 1);
        await checkInvariants(office, checked, true);
      }
      expect(await faultsOf(office)).toEqual([]);
    }),
    { seed: SEED, numRuns: 200 },
  );
  for (const came of [
    'attach recorded',
    'attach not-yours',
    'attach locked',
    'attach already-attached',
    'detach recorded',
    'detach not-attached',
    'attach-paper recorded',
    'attach-paper not-at-stage',
    'detach-paper recorded',
    'detach-paper already-decided',
    'bad file-refused',
    'gone upload-gone',
    'replaced upload-replaced',
    'resend recorded',
  ])
    expect([came, seen.get(came) ?? 0]).not.toEqual([came, 0]);
}, 120_000);
