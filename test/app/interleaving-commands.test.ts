import { describe, expect, it } from 'vitest';
import { TransientError } from '../../shared/app/faults.ts';
import type { Commit } from '../../shared/app/ports.ts';
import { figuresOf, totalsOf } from '../../shared/domain/estimate.ts';
import { readEntry } from '../../shared/domain/journal.ts';
import { checkInvariants } from '../support/invariants.ts';
import { interruptible, writes } from '../support/interruptible.ts';
import type { Office } from '../support/office.ts';
import { aLine, packageP } from '../support/package-p.ts';
import { ticked } from '../support/whole-round.ts';

const ofCommand = (id: string) => (commit: Commit) => commit.command.id === id;

const atFinance = async () => {
  const lab = await interruptible();
  const { office } = lab;
  await office.open();
  await office.fileP();
  await office.lock();
  await office.forward('synthesis');
  return lab;
};

const eventsOf = (office: Office, type: 'estimate' | 'package' | 'round', id: string): (string | undefined)[] =>
  (office.memory.journal.get(`${office.locality}#${type}#${id}`) ?? []).map((entry) => readEntry(entry)?.event.type);

const holds = async (office: Office): Promise<void> => {
  await office.machines.settle();
  await checkInvariants(office, new Map(), true);
};

describe('the lock against a submission', () => {
  const line = [aLine({ activity: 'f', unitPrice: '22.000.000' })];

  /** What became of tg.hd's one submission once the round is formed. */
  const fate = async (office: Office, outcome: { kind: string }) => {
    await holds(office);
    const { versions, lockedInto } = (await office.estimate('tg.hd')).body;
    return { told: outcome.kind, versions: versions.length, locked: lockedInto?.version ?? null };
  };
  const isIn = { told: 'recorded', versions: 1, locked: 1 };
  const isRefused = { told: 'locked', versions: 0, locked: null };

  it('takes what came between the order and the lock of its own estimate', async () => {
    const { office } = await interruptible();
    await office.open();
    await office.send('tg.vhtt.cv', { do: 'lock-round', round: office.round });
    const outcome = await office.send('tg.hd.cb', await office.submission('tg.hd', line));
    expect(await fate(office, outcome)).toEqual(isIn);
  });

  it('takes what was committed while the lock of its own estimate was being written', async () => {
    const { office, before, left } = await interruptible();
    await office.open();
    let outcome = { kind: '' };
    const command = await office.submission('tg.hd', line);
    before(writes('EstimateLocked', 'tg.hd'), async () => {
      outcome = await office.send('tg.hd.cb', command);
    });
    await office.lock();
    expect([await fate(office, outcome), left()]).toEqual([isIn, 0]);
    expect((await office.thePackage()).body.content.totals.proposed).toBe(22_000_000);
  });

  it('refuses what was being written while its estimate was locked, and says so', async () => {
    const { office, before, left } = await interruptible();
    await office.open();
    before(ofCommand('late-one'), () => office.lock());
    const outcome = await office.send('tg.hd.cb', await office.submission('tg.hd', line), 'late-one');
    expect(outcome).toEqual({ kind: 'locked', lockedBy: 'tg.vhtt', package: office.pkg });
    expect([await fate(office, outcome), left()]).toEqual([isRefused, 0]);
    expect((await office.load('task', `estimate:${office.estimateOf('tg.hd')}`)).body.state).toBe('lapsed');
  });

  it('has each unit in or told, wherever among the commits of the lock its submission, recall or nil falls', async () => {
    const seen = new Set<string>();
    for (const what of ['submit', 'recall', 'nil'] as const)
      for (let at = 1; at <= 9; at += 1) {
        const { office, before } = await interruptible();
        await office.open();
        if (what === 'recall') await office.submit('tg.hd', line);
        let commits = 0;
        let outcome = { kind: 'never sent' };
        before(
          () => (commits += 1) === at,
          async () => {
            const { version } = await office.estimate('tg.hd');
            const of = { estimate: office.estimateOf('tg.hd'), seen: version };
            if (what === 'recall') outcome = await office.send('tg.hd.cb', { do: 'recall-estimate', ...of });
            if (what === 'nil') outcome = await office.send('tg.hd.cb', { do: 'sign-nil', ...of, reason: 'Không có' });
            if (what === 'submit')
              outcome = await office.send('tg.hd.cb', { do: 'submit-estimate', ...of, lines: line });
          },
        );
        await office.lock();
        await holds(office);
        const { standing, lockedInto } = (await office.estimate('tg.hd')).body;
        seen.add(`${what} ${outcome.kind}: ${standing} ${lockedInto?.version}`);
      }
    expect([...seen].toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      'nil locked: untouched null',
      'nil recorded: nil null',
      'recall locked: submitted 1',
      'recall recorded: recalled null',
      'submit locked: untouched null',
      'submit recorded: submitted 1',
    ]);
  });

  it('tells a unit whose estimate is not open yet to wait, not that it is outside the chain', async () => {
    const { office } = await interruptible();
    const members = { 'tg.cq': ['tg.hd'] };
    const open = { do: 'open-round', plan: office.plan.id, year: 2022, members, due: office.due() };
    await office.send('tg.vhtt.cv', open);
    const early = { do: 'submit-estimate', estimate: office.estimateOf('tg.hd'), seen: 0, lines: line };
    expect(await office.send('tg.hd.cb', early)).toEqual({ kind: 'still-opening' });
    const outsider = { ...early, estimate: office.estimateOf('tg.lang') };
    expect(await office.send('tg.lang.ct', outsider)).toMatchObject({ kind: 'outside-chain' });
    await holds(office);
  });
});

describe('the same thing asked for more than once', () => {
  it('gives a hundred equal commands at once one effect and the same answer', async () => {
    const { office } = await interruptible();
    await office.open();
    const command = await office.submission('tg.gd', packageP['tg.gd']);
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, () => office.send('tg.gd.cv', command, 'only-once')),
    );
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['recorded']));
    expect(outcomes.filter((one) => one.kind === 'recorded' && !one.repeated).length).toBe(1);
    expect(eventsOf(office, 'estimate', office.estimateOf('tg.gd'))).toEqual(['EstimateOpened', 'EstimateSubmitted']);
    await holds(office);
  });

  it('gives a hundred different commands on one version one effect, and tells the others who was first', async () => {
    const { office } = await interruptible();
    await office.open();
    const command = await office.submission('tg.gd', packageP['tg.gd']);
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, n) => office.send(n % 2 === 0 ? 'tg.gd.cv' : 'tg.gd.truong', command)),
    );
    expect(outcomes.filter(({ kind }) => kind === 'recorded').length).toBe(1);
    expect(outcomes.filter((one) => one.kind === 'changed-since-shown' && one.by !== null).length).toBe(99);
    expect((await office.estimate('tg.gd')).body.versions.length).toBe(1);
  });

  it.each(['lock-round', 'forward-package', 'approve-package'])(
    'decides once, however often and by whom: %s',
    async (what) => {
      const { office } = await atFinance();
      const chair = 'tg.ubnd.ct';
      if (what === 'approve-package') await office.forward('appraisal').then(() => office.prepare('approval', chair));
      else await office.prepare('appraisal', 'tg.tckh.cv');
      const shown = await office.shown(what === 'approve-package' ? 'approval' : 'appraisal');
      const [command, people] = {
        'lock-round': [{ do: what, round: office.round }, ['tg.vhtt.cv', 'tg.vhtt.truong']] as const,
        'forward-package': [{ do: what, ...shown, remark: '' }, ['tg.tckh.cv', 'tg.tckh.truong']] as const,
        'approve-package': [await office.approval(), [chair, chair]] as const,
      }[what] ?? [{}, ['', '']];
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, n) => office.send(people[n % 2] ?? '', command)),
      );
      const kinds = outcomes.map(({ kind }) => kind);
      const first = what === 'lock-round' ? 0 : 1;
      expect(kinds.filter((kind) => kind === 'recorded').length).toBe(first);
      expect(kinds.filter((kind) => kind === 'already-decided').length).toBe(20 - first);
      await holds(office);
    },
  );

  it('answers a request whose answer was lost on the way as the first time', async () => {
    const { office } = await interruptible();
    await office.open();
    const command = await office.submission('tg.gd', packageP['tg.gd']);
    const commit = office.store.commit.bind(office.store);
    office.store.commit = async (one) => {
      await commit(one);
      throw new TransientError('The answer was lost.');
    };
    await expect(office.send('tg.gd.cv', command, 'lost-answer')).rejects.toThrow('lost');
    office.store.commit = commit;
    expect(await office.send('tg.gd.cv', command, 'lost-answer')).toEqual({ kind: 'recorded', repeated: true });
    expect((await office.estimate('tg.gd')).body.versions.length).toBe(1);
    await holds(office);
  });

  it('gives up after six lost commits with nothing written, and says that it is busy', async () => {
    const { office } = await interruptible();
    await office.open();
    const commit = office.store.commit.bind(office.store);
    let tries = 0;
    office.store.commit = () => {
      tries += 1;
      return Promise.resolve('lost');
    };
    const command = await office.submission('tg.gd', packageP['tg.gd']);
    expect([await office.send('tg.gd.cv', command), tries]).toEqual([{ kind: 'busy' }, 6]);
    office.store.commit = commit;
    await holds(office);
  });

  it('does not take one id for two requests, or for two people', async () => {
    const { office } = await interruptible();
    await office.open();
    const command = await office.submission('tg.gd', packageP['tg.gd']);
    await office.send('tg.gd.cv', command, 'the-same-id');
    expect(await office.send('tg.gd.truong', command, 'the-same-id')).toEqual({ kind: 'command-reused' });
    expect(await office.send('tg.gd.cv', { ...command, seen: 9 }, 'the-same-id')).toEqual({ kind: 'command-reused' });
  });
});

describe('figures at Finance', () => {
  const cut = { no: 1, amount: 10_000_000, reason: 'Theo trần' };

  it('are set by two officers on different units at once, without meeting', async () => {
    const { office } = await atFinance();
    const [tt, vhtt] = [
      await office.figures('appraisal', 'tg.tt', [cut]),
      await office.figures('appraisal', 'tg.vhtt', [cut]),
    ];
    const outcomes = await Promise.all([office.send('tg.tckh.cv', tt), office.send('tg.tckh.truong', vhtt)]);
    expect(outcomes).toEqual([
      { kind: 'recorded', repeated: false },
      { kind: 'recorded', repeated: false },
    ]);
    await holds(office);
  });

  it('are not overwritten by a second officer on the same unit, who is told of the first', async () => {
    const { office } = await atFinance();
    const tt = await office.figures('appraisal', 'tg.tt', [cut]);
    const other = { ...tt, figures: [{ ...cut, amount: 5 }] };
    const outcomes = await Promise.all([office.send('tg.tckh.cv', tt), office.send('tg.tckh.truong', other)]);
    expect(outcomes).toMatchObject([
      { kind: 'recorded' },
      { kind: 'changed-since-shown', by: { person: 'tg.tckh.cv' } },
    ]);
  });

  it('that were about to be written when the phase froze are refused, and the root is without them', async () => {
    const { office, before, left } = await atFinance();
    const tt = await office.figures('appraisal', 'tg.tt', [cut]);
    before(ofCommand('late-figure'), () => office.prepare('appraisal', 'tg.tckh.truong'));
    expect(await office.send('tg.tckh.cv', tt, 'late-figure')).toEqual({ kind: 'being-decided' });
    expect(left()).toBe(0);
    expect(figuresOf((await office.estimate('tg.tt')).body, 'appraisal', office.lan(1))).toBeUndefined();
    expect((await office.thePackage()).body.content.totals.appraised).toBe(215_700_000);
    await holds(office);
  });

  it('that were written while the phase was about to freeze are in the root', async () => {
    const { office, before } = await atFinance();
    const tt = await office.figures('appraisal', 'tg.tt', [cut]);
    before(writes('PhaseFrozen'), () => office.send('tg.tckh.cv', tt));
    await office.prepare('appraisal', 'tg.tckh.truong');
    const { position, content } = (await office.thePackage()).body;
    expect([position.state, content.totals.appraised]).toEqual(['prepared', 195_700_000]);
    expect(totalsOf((await office.estimate('tg.tt')).body, office.lan(1))?.appraised).toBe(54_400_000);
  });

  it('change between freezing and preparing only through reopening, which the root then takes in', async () => {
    const { office, before } = await atFinance();
    const tt = await office.figures('appraisal', 'tg.tt', [cut]);
    before(writes('DecisionPrepared'), async () => {
      expect(await office.send('tg.tckh.truong', tt)).toEqual({ kind: 'being-decided' });
      await office.send('tg.tckh.truong', { do: 'reopen-figures', ...(await office.shown('appraisal')) });
      await office.send('tg.tckh.truong', tt);
    });
    await office.send('tg.tckh.cv', { do: 'prepare-decision', ...(await office.shown('appraisal')) });
    expect((await office.thePackage()).body.position.state).toBe('open');
    await office.forward('appraisal');
    expect((await office.thePackage()).body.content.totals.appraised).toBe(195_700_000);
    await holds(office);
  });

  it.each(['the same request again', "a colleague's request"])(
    'are prepared after a crash between the two halves by %s',
    async (who) => {
      const { office, before } = await atFinance();
      before(writes('DecisionPrepared'), () => Promise.reject(new TransientError('Crashed between the halves.')));
      const first = { do: 'prepare-decision', ...(await office.shown('appraisal')) };
      await expect(office.send('tg.tckh.cv', first, 'prepare-it')).rejects.toThrow('between the halves');
      expect((await office.thePackage()).body.position.state).toBe('frozen');
      if (who === 'the same request again') await office.send('tg.tckh.cv', first, 'prepare-it');
      else await office.prepare('appraisal', 'tg.tckh.truong');
      expect((await office.thePackage()).body.position.state).toBe('prepared');
      expect(eventsOf(office, 'package', office.pkg).filter((type) => type === 'DecisionPrepared').length).toBe(1);
      await office.forward('appraisal');
      await holds(office);
    },
  );
});

describe('stale decisions', () => {
  it('on an earlier stage, submission or content are refused with what happened since', async () => {
    const { office } = await atFinance();
    const early = { do: 'forward-package', ...(await office.shown('appraisal')), remark: '' };
    await office.prepare('appraisal', 'tg.tckh.cv');
    expect(await office.send('tg.tckh.truong', early)).toMatchObject({
      kind: 'changed-since-shown',
      by: { person: 'tg.tckh.cv' },
    });
    const ready = { ...early, ...(await office.shown('appraisal')) };
    await office.act('tg.tckh.truong', ready);
    expect(await office.send('tg.tckh.cv', ready)).toMatchObject({ kind: 'already-decided', by: 'tg.tckh.truong' });
    await office.prepare('approval', 'tg.ubnd.ct');
    const approval = await office.approval();
    await office.returnTo('appraisal', 'Không quá 180.000.000');
    expect(await office.send('tg.ubnd.ct', approval)).toMatchObject({ kind: 'already-decided', by: 'tg.ubnd.ct' });
    expect(await office.send('tg.ubnd.ct', { ...approval, submission: 2 })).toEqual({
      kind: 'not-at-stage',
      stage: 'approval',
      now: 'appraisal',
    });
    expect(await office.send('tg.tckh.cv', ready)).toMatchObject({ kind: 'already-decided' });
    await ticked(office);
    await holds(office);
  });
});
