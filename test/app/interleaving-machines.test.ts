import { beforeAll, describe, expect, it } from 'vitest';
import { TransientError } from '../../shared/app/faults.ts';
import { advancePackage, openPackageStage } from '../../shared/app/package-steps.ts';
import { registerPlan } from '../../shared/app/register-plan.ts';
import { awaitLock, lockEstimates, openEstimates } from '../../shared/app/round-steps.ts';
import { executeAsSystem } from '../../shared/app/system-command.ts';
import { deliverOutcome, type WaitFor } from '../../shared/app/wait-delivery.ts';
import { wakeWorkflow } from '../../shared/app/wake-workflow.ts';
import { CommandId } from '../../shared/domain/ids.ts';
import { readEntry } from '../../shared/domain/journal.ts';
import { Plan } from '../../shared/domain/plan.ts';
import { checkInvariants } from '../support/invariants.ts';
import { anOffice, type Office, planFile } from '../support/office.ts';
import { proposing } from '../support/package-p.ts';
import { ticked } from '../support/whole-round.ts';

const holds = async (office: Office): Promise<void> => {
  await office.machines.settle();
  await checkInvariants(office, new Map(), true);
};
const entriesIn = ({ memory }: Office): number => [...memory.journal.values()].flat().length;
const eventsOf = (office: Office, stream: string): unknown[] =>
  (office.memory.journal.get(`${office.locality}#${stream}`) ?? []).map((entry) => readEntry(entry)?.event.type);

/** Steps whose sends go nowhere but into a list, for a test to take the two machines through by hand. */
const byHand = (office: Office, answer: 'sent' | 'refused' = 'sent') => {
  const sent: string[] = [];
  const { steps } = office.machines;
  const workflows = {
    ...steps.workflows,
    resume: (token: string) => {
      sent.push(token);
      return Promise.resolve(answer);
    },
  };
  return { sent, steps: { ...steps, workflows } };
};

const collecting = async () => {
  const office = await anOffice();
  const members = { 'tg.cq': ['tg.hd', 'tg.kt'] };
  await office.send('tg.vhtt.cv', { do: 'open-round', plan: office.plan.id, year: 2022, members, due: office.due() });
  const execution = { locality: office.locality, round: office.round, attempt: 1 };
  const hand = byHand(office);
  await openEstimates(hand.steps, execution);
  const arm = (token: string, visit: number, retry = 0, attempt = 1) =>
    awaitLock(hand.steps, { ...execution, attempt, token, visit, retry });
  const lock = () => office.send('tg.vhtt.cv', { do: 'lock-round', round: office.round });
  const wait: WaitFor = { of: 'round', id: office.round };
  const deliver = () => deliverOutcome(hand.steps, office.locality, wait);
  return { office, execution, ...hand, arm, lock, deliver };
};

describe('a decision and the token that it answers', () => {
  it('meet when the decision comes first', async () => {
    const { arm, lock, deliver, sent } = await collecting();
    await lock();
    expect(await deliver()).toBe('not-armed');
    await arm('first', 1);
    expect(sent).toEqual(['first']);
  });

  it('meet when the token comes first', async () => {
    const { arm, lock, deliver, sent } = await collecting();
    await arm('first', 1);
    expect([await deliver(), sent]).toEqual(['not-answered', []]);
    await lock();
    expect([await deliver(), sent]).toEqual(['sent', ['first']]);
  });

  it.each<[string, [number, number, number], [number, number, number]]>([
    ['a retry', [1, 1, 0], [1, 1, 1]],
    ['a visit after a time-out', [1, 1, 2], [1, 2, 0]],
    ['a new attempt', [1, 9, 9], [2, 1, 0]],
  ])('meet between two tokens: %s', async (_, [a, v, r], [a2, v2, r2]) => {
    const { arm, lock, deliver, sent } = await collecting();
    await arm('old', v, r, a);
    await lock();
    await arm('new', v2, r2, a2);
    expect(sent).toEqual(['new']);
    await deliver();
    expect(sent).toEqual(['new', 'new']);
  });

  it('an old token that arrives late does not take the place of the new one, and its execution is let go', async () => {
    const { arm, lock, deliver, sent } = await collecting();
    await arm('new', 2);
    await arm('late', 1, 5);
    expect(sent).toEqual(['late']);
    await lock();
    await deliver();
    expect(sent).toEqual(['late', 'new']);
  });

  it('are not resumed by a send, only by the next step of the execution', async () => {
    const { office, arm, lock, deliver, execution, steps } = await collecting();
    await arm('first', 1);
    await lock();
    await deliver();
    expect(await deliver()).toBe('sent');
    await lockEstimates(steps, execution);
    expect([await deliver(), (await steps.waits.find(office.locality, office.round, 'lock'))?.resumed]).toEqual([
      'resumed',
      true,
    ]);
  });

  it('stay unanswered when an execution steps on before there is a decision', async () => {
    const { arm, lock, deliver, execution, steps, sent } = await collecting();
    await arm('first', 1);
    expect(await lockEstimates(steps, execution)).toEqual({ next: 'wait' });
    await lock();
    expect([await deliver(), sent]).toEqual(['sent', ['first']]);
  });

  it('stay with the new execution when an old one that was let go takes its next step', async () => {
    const { office, arm, lock, deliver, execution, steps, sent } = await collecting();
    const meta = { locality: office.locality, part: 'tick' as const };
    await executeAsSystem(steps, { ...meta, once: ['raise'] }, async () => {
      const before = await office.load('round', office.round);
      const event = { type: 'AttemptRaised' as const, attempt: 2 };
      return { kind: 'accepted', changes: [{ type: 'round', id: before.id, before, event }] };
    });
    await arm('new', 1, 0, 2);
    await arm('old', 7, 0, 1);
    expect(await lockEstimates(steps, execution)).toEqual({ next: 'end' });
    expect(await openEstimates(steps, execution)).toEqual({ next: 'end' });
    await lock();
    expect([await deliver(), sent]).toEqual(['sent', ['old', 'new']]);
  });

  it('meet in a stage of a package too, and an outcome answers only its own wait', async () => {
    const office = await anOffice();
    await office.open();
    await office.fileP();
    await office.lock();
    await office.forward('synthesis');
    const { steps, sent } = byHand(office);
    const execution = { locality: office.locality, package: office.pkg, attempt: 1 };
    const stage = (name: 'synthesis' | 'appraisal' | 'approval', token: string, visit: number) =>
      openPackageStage(steps, { ...execution, token, visit, retry: 0, stage: name, submission: 1 });
    await stage('appraisal', 'waits', 50);
    expect(sent).toEqual([]);
    await stage('synthesis', 'decided', 51);
    expect(sent).toEqual(['decided']);
    const of = { of: 'package' as const, id: office.pkg, submission: 1 };
    expect(await deliverOutcome(steps, office.locality, { ...of, stage: 'appraisal' })).toBe('not-answered');
    expect(await advancePackage(steps, execution)).toEqual({ next: 'open-stage', stage: 'appraisal', submission: 1 });
    expect(await deliverOutcome(steps, office.locality, { ...of, stage: 'synthesis' })).toBe('resumed');
  });
});

describe('a token that was refused', () => {
  it('is sent again by tick until the execution itself has gone on', async () => {
    const office = await anOffice();
    await office.open();
    office.machines.refuse(3);
    await office.lock();
    expect((await office.load('round', office.round)).body.phase).toBe('locking');
    expect(await ticked(office)).toMatchObject({ delivered: 0, restarted: 0 });
    expect(await ticked(office)).toMatchObject({ delivered: 0 });
    expect(await ticked(office)).toMatchObject({ delivered: 1 });
    expect((await office.load('round', office.round)).body.phase).toBe('formed');
    expect(await ticked(office)).toMatchObject({ delivered: 0, restarted: 0 });
    await holds(office);
  });

  it('for its time-out finds the decision again when the execution asks the record', async () => {
    const office = await anOffice();
    await office.open();
    await office.fileP();
    await office.lock();
    office.machines.refuse(1);
    await office.forward('synthesis');
    office.machines.timeOut();
    await office.machines.settle();
    expect((await office.thePackage()).body.position).toMatchObject({ stage: 'appraisal', state: 'open' });
    await holds(office);
  });
});

describe('entries that are delivered again, late or out of order', () => {
  it('change nothing and start nothing', async () => {
    const office = await anOffice();
    await office.open();
    await office.fileP();
    await office.lock();
    await office.forward('synthesis');
    const before = [entriesIn(office), office.machines.executions.size];
    for (const entry of [...office.memory.journal.values()].flat().toReversed())
      await wakeWorkflow(office.machines.steps, entry);
    await holds(office);
    expect([entriesIn(office), office.machines.executions.size]).toEqual(before);
  });

  it('are made good by tick where they never came', async () => {
    const office = await anOffice();
    const members = { 'tg.cq': ['tg.hd'] };
    await office.send('tg.vhtt.cv', { do: 'open-round', plan: office.plan.id, year: 2022, members, due: office.due() });
    expect(office.machines.executions.size).toBe(0);
    expect(await ticked(office)).toMatchObject({ restarted: 1, failed: [] });
    await holds(office);
    expect(office.machines.executions.size).toBe(1);
  });
});

/** Package P carried to its publication, with every execution dying at the n-th commit of the machines. */
const carriedThrough = async (dieAt: number, after: boolean) => {
  let commits = 0;
  const office = await anOffice();
  const commit = office.store.commit.bind(office.store);
  office.store.commit = async (one) => {
    const isStep = one.writes.some(({ entry }) => readEntry(entry)?.actor.kind === 'system');
    commits += isStep ? 1 : 0;
    const dies = isStep && commits === dieAt;
    if (dies && !after) throw new TransientError('The execution died.');
    const outcome = await commit(one);
    if (dies) throw new TransientError('The execution died.');
    return outcome;
  };
  /** What a person does is recorded; the machines may die over it, and are started again. */
  const go = async (work: () => Promise<unknown>): Promise<void> => {
    await work().catch(async (cause: unknown) => {
      if (!(cause instanceof TransientError)) throw cause;
      office.machines.kill();
      await ticked(office);
      await ticked(office);
    });
  };
  await go(office.open);
  for (const unit of [...proposing, 'tg.nn']) expect((await office.estimate(unit)).version).toBeGreaterThan(0);
  await office.fileP();
  await go(office.lock);
  await go(() => office.forward('synthesis'));
  await office.prepare('appraisal', 'tg.tckh.cv');
  await go(async () =>
    office.act('tg.tckh.cv', { do: 'forward-package', ...(await office.shown('appraisal')), remark: '' }),
  );
  await office.prepare('approval', 'tg.ubnd.ct');
  await go(async () => office.act('tg.ubnd.ct', await office.approval()));
  await holds(office);
  return { office, commits };
};

/** Everything that the machines did, without their attempts: what no crash may add to or take from. */
const effects = (office: Office) =>
  Object.fromEntries(
    [...office.memory.journal.keys()]
      .toSorted((a, b) => (a < b ? -1 : 1))
      .map((stream) => [
        stream,
        eventsOf(office, stream.slice(office.locality.length + 1)).filter((type) => type !== 'AttemptRaised'),
      ]),
  );

describe('an execution that dies and is started again', () => {
  let whole: Awaited<ReturnType<typeof carriedThrough>>;
  beforeAll(async () => {
    whole = await carriedThrough(-1, false);
  });

  it.each([false, true])(
    'does the rest, and nothing twice, whichever of its commits it dies at (written: %s)',
    async (after) => {
      expect(whole.commits).toBeGreaterThan(20);
      for (let dieAt = 1; dieAt <= whole.commits; dieAt += 1) {
        const { office } = await carriedThrough(dieAt, after);
        expect(effects(office)).toEqual(effects(whole.office));
        expect((await office.thePackage()).body.content).toEqual((await whole.office.thePackage()).body.content);
      }
    },
  );

  it('while it waits gets attempt + 1, which waits in its place; the old one, waking late, ends', async () => {
    const office = await anOffice();
    await office.open();
    const [old] = [...office.machines.executions.values()];
    office.machines.kill();
    expect(await ticked(office)).toMatchObject({ restarted: 1, failed: [] });
    expect((await office.load('round', office.round)).body.attempt).toBe(2);
    await holds(office);
    if (old === undefined) throw new Error('No execution was started.');
    old.status = 'running';
    await office.machines.settle();
    expect([old.status, old.waitingOn]).toEqual(['ended', undefined]);
    await holds(office);
    await office.lock();
    expect((await office.load('round', office.round)).body.phase).toBe('formed');
  });

  it('is given one new attempt, however many ticks find it dead at once', async () => {
    const office = await anOffice();
    await office.open();
    office.machines.kill();
    await Promise.all([ticked(office), ticked(office), ticked(office)]);
    expect((await office.load('round', office.round)).body.attempt).toBe(2);
    await holds(office);
  });
});

describe('a round of 500 units', () => {
  const many = Array.from({ length: 500 }, (_, n) => `tg.u${n}`);
  const bigPlan = () => {
    const plan = Plan.parse(planFile('tay-giang-2021-2025'));
    const unit = plan.units.find(({ id }) => id === 'tg.hd');
    const people = plan.people.filter(({ office }) => office === 'tg.hd');
    return {
      ...plan,
      units: [...plan.units, ...many.map((id) => ({ ...unit, id }))],
      people: [
        ...plan.people,
        ...many.flatMap((office) =>
          people.map((one) => ({
            ...one,
            id: `${office}.${one.post}`,
            office,
            email: `${one.post}@${office}.example`,
          })),
        ),
      ],
    };
  };

  it('is opened and locked in turns, dying in the middle of each, with nothing twice and nobody left out', async () => {
    let dieIn = Number.POSITIVE_INFINITY;
    const office = await anOffice(undefined, undefined, () => {
      dieIn -= 1;
      if (dieIn === 0) throw new TransientError('The execution died.');
    });
    expect(await registerPlan(office.ports, bigPlan())).toMatchObject({ kind: 'registered', edition: 2 });
    const open = { do: 'open-round', plan: office.plan.id, year: 2022, members: { 'tg.cq': many }, due: office.due() };
    await office.send('tg.vhtt.cv', open, CommandId.parse('open-it-once'));
    dieIn = 1;
    await expect(office.machines.settle()).rejects.toThrow('died');
    // Each attempt waits longer for the next; these are hours of one day, before any reminder.
    const hoursLater = (hours: number): void =>
      office.clock.set(new Date(Date.UTC(2022, 1, 14, 1 + hours)).toISOString());
    for (const [dies, hours] of [
      [150, 1],
      [230, 3],
    ] as const) {
      hoursLater(hours);
      office.machines.kill();
      dieIn = dies;
      await expect(ticked(office)).rejects.toThrow('died');
    }
    hoursLater(6);
    office.machines.kill();
    await ticked(office);
    const streams = [...office.memory.journal].filter(([stream]) => /#(?:estimate|task)#.*:tg\.u\d+$/.test(stream));
    expect(streams.length).toBe(1000);
    expect(streams.every(([, entries]) => entries.length === 1)).toBe(true);
    dieIn = 300;
    await expect(office.lock()).rejects.toThrow('died');
    hoursLater(12);
    office.machines.kill();
    await ticked(office);
    const { counts, members } = (await office.thePackage()).body;
    const { units, attempt } = (await office.load('round', office.round)).body;
    expect(attempt).toBeGreaterThanOrEqual(5);
    expect(members.count).toBe(units.count);
    expect(counts).toEqual({ submitted: 0, nil: 0, missing: units.count });
    const estimates = [...office.memory.journal].filter(([stream]) => stream.includes('#estimate#'));
    expect(estimates.filter(([, entries]) => entries.length !== 2)).toEqual([]);
  });
});
