import { beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../shared/adapters/hash.ts';
import type { Commit, Store } from '../../shared/app/ports.ts';
import { Instant } from '../../shared/domain/calendar.ts';
import { writesOf } from '../../shared/domain/commit.ts';
import { CommandId, LocalityId, PackageId } from '../../shared/domain/ids.ts';
import { checkChain } from '../../shared/domain/journal.ts';
import { PackageEvent } from '../../shared/domain/package.ts';
import { paginate } from '../../shared/domain/pages.ts';
import type { Change } from '../../shared/domain/records.ts';
import type { Guard } from '../../shared/domain/refusal.ts';
import { TaskEvent } from '../../shared/domain/task.ts';

const at = Instant.parse('2022-02-14T01:00:00.000Z');
const commandId = (text: string) => CommandId.parse(`command-${text}`);
const actor = { kind: 'system' as const, part: 'tick' };
const content = { root: sha256('content'), totals: { proposed: 1, appraised: 1, approved: 1 }, changed: 0 };

/** Two localities of one test; each test has its own, for they may share one store. */
type Place = { readonly here: LocalityId; readonly there: LocalityId };

const commitOf = (
  locality: LocalityId,
  id: string,
  changes: readonly Change[],
  guards: readonly Guard[] = [],
): Commit => ({
  locality,
  command: { id: commandId(id), asked: sha256(id), at },
  writes: writesOf(changes, { locality, at, actor, command: commandId(id) }, sha256),
  guards,
});

type OpenTask = {
  readonly due?: string;
  readonly next?: string;
  readonly office?: string;
  readonly round?: string;
  readonly reason?: string;
};
const taskOpened = (locality: LocalityId, task: OpenTask = {}): TaskEvent =>
  TaskEvent.parse({
    type: 'TaskOpened',
    locality,
    plan: 'p',
    kind: 'lock',
    subject: { of: 'round', round: task.round ?? 'p.2022' },
    office: task.office ?? 'u.one',
    due: task.due ?? '2022-03-01',
    nextRungAt: task.next ?? '2022-02-22T00:30:00.000Z',
    reason: task.reason ?? null,
  });
const newTask = (locality: LocalityId, id: string, task: OpenTask = {}): Change => ({
  type: 'task',
  id,
  before: undefined,
  event: taskOpened(locality, task),
});
const registered = (): Change => ({
  type: 'plan',
  id: 'p',
  before: undefined,
  event: { type: 'PlanRegistered', content: sha256('plan') },
});
const packageSealed = (locality: LocalityId): Change => ({
  type: 'package',
  id: 'p.2022.p1',
  before: undefined,
  event: PackageEvent.parse({
    type: 'PackageSealed',
    locality,
    plan: 'p',
    planContent: sha256('plan'),
    round: 'p.2022',
    year: 2022,
    number: 1,
    members: { root: sha256('members'), count: 0 },
    counts: { submitted: 0, nil: 0, missing: 0 },
    stages: ['appraisal', 'approval'],
    content,
  }),
});

const event = (value: object): PackageEvent => PackageEvent.parse(value);

let tests = 0;

/** What every `Store` has to do. `connect` may give the same store each time: no test looks at another's localities. */
export const storeContract = (name: string, connect: () => Promise<Store>): void => {
  describe(`a store: ${name}`, () => {
    let store: Store;
    let place: Place;
    beforeEach(async () => {
      store = await connect();
      tests += 1;
      place = { here: LocalityId.parse(`here-${tests}`), there: LocalityId.parse(`there-${tests}`) };
    });
    const open = (id: string, task: OpenTask = {}, locality = place.here) =>
      store.commit(commitOf(locality, `open-${id}`, [newTask(locality, id, task)]));
    const task = async (id: string) => {
      const stored = await store.load(place.here, 'task', id);
      if (stored === undefined) throw new Error(`There is no task ${id}.`);
      return stored;
    };
    const done = async (id: string): Promise<Change> => ({
      type: 'task',
      id,
      before: await task(id),
      event: { type: 'TaskDone' },
    });

    it('gives back what was committed, at once, with its journal and its command', async () => {
      expect(await store.load(place.here, 'task', 't')).toBeUndefined();
      expect(await open('t')).toBe('committed');
      const first = await task('t');
      expect(first).toMatchObject({ type: 'task', id: 't', version: 1, body: { state: 'open', office: 'u.one' } });
      expect(await store.commit(commitOf(place.here, 'close', [await done('t')]))).toBe('committed');
      const second = await task('t');
      expect([second.version, second.body.state]).toEqual([2, 'done']);
      const entries = await store.entries(place.here, 'task', 't');
      expect(entries.map(({ seq }) => seq)).toEqual([1, 2]);
      expect(checkChain(`${place.here}#task#t`, entries, sha256)).toEqual([]);
      expect([entries[0]?.hash, entries[1]?.hash]).toEqual([first.head, second.head]);
      expect(await store.commandById(place.here, commandId('close'))).toEqual({
        id: 'command-close',
        asked: sha256('close'),
        at,
      });
    });

    it('writes all of a commit or nothing of it', async () => {
      await open('t');
      const stale = await done('t');
      await store.commit(commitOf(place.here, 'close', [stale]));
      const both = commitOf(place.here, 'both', [newTask(place.here, 'other'), stale]);
      expect(await store.commit(both)).toBe('lost');
      expect(await store.load(place.here, 'task', 'other')).toBeUndefined();
      expect(await store.entries(place.here, 'task', 'other')).toEqual([]);
      expect(await store.commandById(place.here, commandId('both'))).toBeUndefined();
      expect((await store.entries(place.here, 'task', 't')).length).toBe(2);
    });

    it('loses a commit on what is there already, and on what is not there', async () => {
      await open('t');
      expect(await store.commit(commitOf(place.here, 'again', [newTask(place.here, 't')]))).toBe('lost');
      const { body, head } = await task('t');
      const ghost = { type: 'task' as const, id: 'ghost', version: 3, head, body };
      const onGhost: Change = { type: 'task', id: 'ghost', before: ghost, event: { type: 'TaskDone' } };
      expect(await store.commit(commitOf(place.here, 'ghost', [onGhost]))).toBe('lost');
    });

    it('carries a command out once, whatever else it would write', async () => {
      await open('t');
      const again = commitOf(place.here, 'open-t', [newTask(place.here, 'other')]);
      expect(await store.commit(again)).toBe('lost');
      expect(await store.load(place.here, 'task', 'other')).toBeUndefined();
      expect((await store.commandById(place.here, commandId('open-t')))?.asked).toBe(sha256('open-t'));
    });

    it('commits one of many that meet, and loses the others', async () => {
      await open('t');
      const change = await done('t');
      const outcomes = await Promise.all(
        Array.from({ length: 12 }, (_, n) => store.commit(commitOf(place.here, `race-${n}`, [change]))),
      );
      expect(outcomes.filter((outcome) => outcome === 'committed').length).toBe(1);
      expect((await store.entries(place.here, 'task', 't')).length).toBe(2);
      const same = await Promise.all(
        Array.from({ length: 12 }, (_, n) =>
          store.commit(commitOf(place.here, 'same-id', [newTask(place.here, `n${n}`)])),
        ),
      );
      expect(same.filter((outcome) => outcome === 'committed').length).toBe(1);
    });

    it('commits only while a guarded package is in its phase', async () => {
      const id = PackageId.parse('p.2022.p1');
      const guard = (phase: string): Guard => ({ type: 'package', id, phase });
      const guarded = (name_: string, phase: string) =>
        store.commit(commitOf(place.here, name_, [newTask(place.here, name_)], [guard(phase)]));
      expect(await guarded('nothing', 'appraisal/1/open')).toBe('lost');
      await store.commit(commitOf(place.here, 'seal', [packageSealed(place.here)]));
      expect(await guarded('early', 'appraisal/1/open')).toBe('lost');
      const step = async (name_: string, value: object) => {
        const before = await store.load(place.here, 'package', id);
        return store.commit(commitOf(place.here, name_, [{ type: 'package', id, before, event: event(value) }]));
      };
      const stage = { stage: 'appraisal', submission: 1 };
      await step('stage', { type: 'StageOpened', ...stage, due: '2022-03-01', content });
      expect(await guarded('in-time', 'appraisal/1/open')).toBe('committed');
      await step('freeze', { type: 'PhaseFrozen', ...stage });
      expect(await guarded('frozen', 'appraisal/1/open')).toBe('lost');
      expect(await store.load(place.here, 'task', 'frozen')).toBeUndefined();
    });

    it('refuses a commit that guards what it writes', async () => {
      const id = PackageId.parse('p.2022.p1');
      const guarded = commitOf(
        place.here,
        'seal',
        [packageSealed(place.here)],
        [{ type: 'package', id, phase: 'appraisal/1/open' }],
      );
      await expect(store.commit(guarded)).rejects.toMatchObject({ name: 'PermanentError' });
      expect(await store.load(place.here, 'package', id)).toBeUndefined();
      expect(await store.commandById(place.here, commandId('seal'))).toBeUndefined();
    });

    it('lists and reads records that together are larger than one answer', async () => {
      const ids = Array.from({ length: 6 }, (_, n) => `t${n}`);
      for (const id of ids) expect(await open(id, { reason: id.repeat(100_000) })).toBe('committed');
      expect(await store.listCase(place.here, 'task', 'p.2022')).toEqual(ids);
      expect(await store.listOpenTasks(place.here, 'u.one')).toEqual(ids);
      const all = await store.loadAll(place.here, 'task', ids);
      expect(all.map(({ body }) => body.reason)).toEqual(ids.map((id) => id.repeat(100_000)));
    });

    it('reads more than a hundred records by key, in the order asked, leaving out what is not there', async () => {
      const ids = Array.from({ length: 230 }, (_, n) => `t${n}`);
      for (let from = 0; from < ids.length; from += 40) {
        const part = ids.slice(from, from + 40).map((id) => newTask(place.here, id));
        expect(await store.commit(commitOf(place.here, `part-${from}`, part))).toBe('committed');
      }
      const asked = ['nobody', ...ids.toReversed(), 'nothing'];
      const all = await store.loadAll(place.here, 'task', asked);
      expect(all.map(({ id }) => id)).toEqual(ids.toReversed());
      expect(all[0]).toEqual(await store.load(place.here, 'task', 't229'));
      expect(await store.loadAll(place.here, 'task', [])).toEqual([]);
    });

    it('reads a journal of many entries in their order', async () => {
      await open('t');
      const next = Instant.parse('2022-02-23T00:30:00.000Z');
      for (let n = 2; n <= 25; n += 1) {
        const reminded: TaskEvent = { type: 'TaskReminded', rungs: ['x'.repeat(20_000)], nextRungAt: next };
        const change: Change = { type: 'task', id: 't', before: await task('t'), event: reminded };
        expect(await store.commit(commitOf(place.here, `remind-${n}`, [change]))).toBe('committed');
      }
      const entries = await store.entries(place.here, 'task', 't');
      expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 25 }, (_, n) => n + 1));
      expect(checkChain(`${place.here}#task#t`, entries, sha256)).toEqual([]);
    });

    it('keeps pages byte for byte under their hash, each locality its own', async () => {
      const items = Array.from({ length: 300 }, (_, n) => ({ n, text: `Tuyên truyền “${n}” — ế\u0000\u{1F4DD}` }));
      const { pages } = paginate('lines', items, sha256);
      await store.writePages(place.here, pages);
      await store.writePages(place.here, pages);
      for (const { hash, bytes } of pages) {
        expect(await store.readPage(place.here, hash)).toBe(bytes);
        expect(await store.readPage(place.there, hash)).toBeUndefined();
      }
    });

    it('refuses a page that is larger than an item may be, and keeps the others out of harm', async () => {
      const page = (letters: number) => {
        const bytes = JSON.stringify({ kind: 'lines', items: ['ế'.repeat(letters)] });
        return { hash: sha256(bytes), bytes };
      };
      const [small, large] = [page(130_000), page(140_000)];
      await store.writePages(place.here, [small]);
      await expect(store.writePages(place.here, [large])).rejects.toMatchObject({ name: 'PermanentError' });
      expect(await store.readPage(place.here, small.hash)).toBe(small.bytes);
      expect(await store.readPage(place.here, large.hash)).toBeUndefined();
    });

    it('lists a case, an office’s open tasks by due date, and nothing of another kind or locality', async () => {
      await open('b', { due: '2022-03-02' });
      await open('c', { due: '2022-03-01' });
      await open('a', { due: '2022-03-02' });
      await open('far', { office: 'u.two', round: 'p.2023' });
      await open('else', {}, place.there);
      await store.commit(commitOf(place.here, 'register', [registered()]));
      expect(await store.listCase(place.here, 'task', 'p.2022')).toEqual(['a', 'b', 'c']);
      expect(await store.listCase(place.here, 'task', 'p.2024')).toEqual([]);
      expect(await store.listCase(place.there, 'task', 'p.2022')).toEqual(['else']);
      expect(await store.listCase(place.here, 'plan', 'all')).toEqual(['p']);
      expect(await store.listOpenTasks(place.here, 'u.one')).toEqual(['c', 'a', 'b']);
      await store.commit(commitOf(place.here, 'close-a', [await done('a')]));
      expect(await store.listOpenTasks(place.here, 'u.one')).toEqual(['c', 'b']);
      expect(await store.listCase(place.here, 'task', 'p.2022')).toEqual(['a', 'b', 'c']);
    });

    it('lists open tasks whose rung has come, across localities', async () => {
      const next = (text: string) => Instant.parse(text);
      await open('now', { next: '2001-01-02T00:30:00.000Z' });
      await open('later', { next: '2001-01-02T00:30:00.001Z' });
      await open('far', { next: '2001-01-01T00:30:00.000Z' }, place.there);
      const due = async (text: string) => {
        const all = await store.listDueTasks(next(text));
        return new Set(
          all.flatMap(({ locality, id }) =>
            locality === place.here || locality === place.there ? [`${locality} ${id}`] : [],
          ),
        );
      };
      expect(await due('2001-01-02T00:30:00.000Z')).toEqual(new Set([`${place.here} now`, `${place.there} far`]));
      expect(await due('2001-01-01T00:29:59.999Z')).toEqual(new Set());
      await store.commit(commitOf(place.here, 'close', [await done('now')]));
      expect(await due('2001-01-02T00:30:00.001Z')).toEqual(new Set([`${place.here} later`, `${place.there} far`]));
      // The earliest of all localities; tests before this one left later ones.
      expect(await store.nextRungAt()).toBe('2001-01-01T00:30:00.000Z');
      const { body, head, version } = (await store.load(place.there, 'task', 'far')) ?? (await task('later'));
      const far: Change = {
        type: 'task',
        id: 'far',
        before: { type: 'task', id: 'far', body, head, version },
        event: { type: 'TaskDone' },
      };
      await store.commit(commitOf(place.there, 'close', [far]));
      await store.commit(commitOf(place.here, 'close-later', [await done('later')]));
      expect(await due('2030-01-01T00:00:00.000Z')).toEqual(new Set());
    });

    it('lists rounds and packages that wait for something, across localities', async () => {
      const waiting = async () =>
        (await store.listWaiting())
          .flatMap(({ locality, type, id }) =>
            locality === place.here || locality === place.there ? [`${locality} ${type} ${id}`] : [],
          )
          .toSorted((a, b) => (a < b ? -1 : 1));
      expect(await waiting()).toEqual([]);
      await store.commit(commitOf(place.there, 'seal', [packageSealed(place.there)]));
      await open('task');
      expect(await waiting()).toEqual([`${place.there} package p.2022.p1`]);
      const before = await store.load(place.there, 'package', 'p.2022.p1');
      const published: Change = {
        type: 'package',
        id: 'p.2022.p1',
        before,
        event: event({ type: 'PackagePublished' }),
      };
      await store.commit(commitOf(place.there, 'publish', [published]));
      expect(await waiting()).toEqual([]);
    });

    it('never reads, lists or recognises one locality’s from another', async () => {
      await open('t');
      expect(await store.load(place.there, 'task', 't')).toBeUndefined();
      expect(await store.loadAll(place.there, 'task', ['t'])).toEqual([]);
      expect(await store.entries(place.there, 'task', 't')).toEqual([]);
      expect(await store.commandById(place.there, commandId('open-t'))).toBeUndefined();
      expect(await store.listOpenTasks(place.there, 'u.one')).toEqual([]);
      expect(await open('t', {}, place.there)).toBe('committed');
    });
  });
};
