import { cycleWaits } from '../../shared/domain/cycle.ts';
import { editionWaits } from '../../shared/domain/edition.ts';
import { isDeepStrictEqual } from 'node:util';
import type * as z from 'zod';
import { checkAdjustment, checkLapses, checkLedger } from './grant-invariants.ts';
import { add, Broken, must, type Subject } from './invariant-subject.ts';
import { readFigures, readLines, readMembers } from '../../shared/app/content.ts';
import { waitName } from '../../shared/app/wait-delivery.ts';
import { Instant } from '../../shared/domain/calendar.ts';
import { currentVersion, totalsOf, versionIn, wasLockedInto } from '../../shared/domain/estimate.ts';
import { jointLeads } from '../../shared/domain/joint-leads.ts';
import { checkChain, readEntry } from '../../shared/domain/journal.ts';
import { postIn } from '../../shared/domain/posts.ts';
import { activityOf, isChainUnit } from '../../shared/domain/plan.ts';
import {
  eventSchemas,
  type Events,
  evolvers,
  type RecordType,
  readStream,
  type Stored,
} from '../../shared/domain/records.ts';
import { checkPublished, checkReconciliation } from './reconciliation.ts';
import { commentsAmiss } from './comment-invariants.ts';
import { filesAmiss } from './file-invariants.ts';
import { stageTaskId } from '../../shared/domain/task.ts';
import { checkSignature } from './signature-invariants.ts';

export { Broken, type Subject } from './invariant-subject.ts';

const same = (one: unknown, other: unknown): boolean => isDeepStrictEqual(one, other);

/** What only a person may do: silence never approves, cuts or sends (13). */
const PERSONAL = new Set([
  'DraftSaved',
  'EstimateSubmitted',
  'EstimateRecalled',
  'NilSigned',
  'EstimateReturned',
  'FiguresSet',
  'LockOrdered',
  'PhaseFrozen',
  'PhaseReopened',
  'DecisionPrepared',
  'StageForwarded',
  'StageReturned',
  'PackageApproved',
  'RoundOpened',
  'EstimatePrepared',
  'EstimateHandedBack',
  'StagePrepared',
  'StageHandedBack',
  'AuthorisationRecorded',
  'AuthorisationRevoked',
  'FileAttached',
  'FileDetached',
  'LineCommented',
  'CommentWithdrawn',
  'CodesLoaded',
  'CalendarChanged',
  'AbsenceRecorded',
  'StandInNamed',
  'AbsenceCancelled',
  'LeavingRecorded',
  'LeavingCancelled',
  'TaskExtended',
  'EstimateExtended',
  'SubmitterNamed',
  'ActivityShared',
  'GrantRecorded',
  'GrantReversed',
  'YearEndOrdered',
  'AdjustmentWithdrawn',
  'PackageOpened',
  'EstimateReopened',
  'PartLeft',
  'UnitCameIn',
  'UnitTookBack',
  'CollectingClosed',
]);

const replayed = <T extends RecordType>(type: T, id: string, office: Subject, stream: string): unknown => {
  let body: Stored<T>['body'] | undefined;
  const schema: z.ZodType<Events[T]> = eventSchemas[type];
  for (const stored of office.memory.journal.get(stream) ?? []) {
    const entry = readEntry(stored);
    if (entry === undefined) throw new Broken(`${stream} ${stored.seq} is no entry`);
    const event = schema.parse(entry.event);
    must(!PERSONAL.has(event.type) || entry.actor.kind === 'person', 13, `${event.type} by ${entry.actor.kind}`);
    if (entry.actor.kind === 'person') {
      const { person, office: of } = entry.actor;
      must(
        stream.startsWith(`${office.locality}#`) &&
          (postIn(office.plan, person, of) !== undefined || entry.actor.authority?.authorisation !== undefined),
        12,
        `${person} of ${of} in ${stream}`,
      );
    }
    body = evolvers[type](id, body, event, entry);
  }
  return body;
};

/** 4: each record is its journal, replayed; each chain verifies. Looks at streams that grew since `seen`. */
const checkStreams = (office: Subject, seen: Map<string, number>): void => {
  for (const [stream, { version, head, body }] of office.memory.records) {
    if (seen.get(stream) === version) continue;
    const entries = office.memory.journal.get(stream) ?? [];
    const parts = readStream(stream);
    must(entries.length >= (seen.get(stream) ?? 0), 4, `${stream} lost entries`);
    must(checkChain(stream, entries, office.ports.hash).length === 0, 4, `the chain of ${stream}`);
    must(entries.length === version && entries.at(-1)?.hash === head, 4, `${stream} ends elsewhere`);
    if (parts === undefined) throw new Broken(`${stream} names no record`);
    const fold: unknown = JSON.parse(JSON.stringify(replayed(parts.type, parts.id, office, stream)));
    must(same(fold, JSON.parse(JSON.stringify(body))), 4, `${stream} is not its journal`);
    seen.set(stream, version);
  }
  for (const stream of office.memory.journal.keys())
    must(office.memory.records.has(stream), 4, `${stream} lost its record`);
};

/** What amounts come to by source, worked out here anew. */
const sourcesIn = (items: readonly { readonly source: string | undefined; readonly amount: number }[]) => {
  const totals: Record<string, number> = {};
  for (const { source = 'none', amount } of items) totals[source] = (totals[source] ?? 0) + amount;
  return totals;
};

/** 2, 3, 7, 9, 10, 11, of one unit's estimate. */
const checkEstimate = async (office: Subject, { id, body }: Stored<'estimate'>): Promise<void> => {
  const { store, locality, plan } = office;
  const officeOf = (person: string | null) => plan.people.find((one) => one.id === person)?.office;
  must(isChainUnit(plan, body.unit), 11, `${body.unit} is outside the chain`);
  for (const version of body.versions) {
    const lines = await readLines(store, locality, version.lines);
    const claims = lines.filter(({ countedWith }) => countedWith !== undefined);
    const chain = lines.filter((line) => line.source !== 'commune_budget' && !claims.includes(line));
    must(version.total === add(chain.map(({ amount }) => amount)), 2, `${id} v${version.n}`);
    must(
      lines.every((line) => line.amount === line.quantity * line.times * line.unitPrice),
      2,
      `${id} lines`,
    );
    must(
      lines.every(
        (line) => line.source !== 'commune_budget' || activityOf(plan, line.activity)?.budgetRoute === 'mixed',
      ),
      11,
      `${id} has a commune's money beside an activity of the chain alone`,
    );
    if (version === body.versions.at(-1))
      must(same(body.sources, sourcesIn(lines.filter((line) => !claims.includes(line)))), 2, `${id} by source`);
    must(
      lines.every(({ activity }) => body.activities.includes(activity)),
      11,
      `${id} has others' work`,
    );
    must(officeOf(version.by) === body.unit, 3, `${version.by} proposed for ${body.unit}`);
  }
  const appraisedIn = new Map<string, Map<number, Map<number, number>>>();
  for (const set of body.figures) {
    const locked = versionIn(body, set.package);
    const lines = (locked === undefined ? [] : await readLines(store, locality, locked.lines)).filter(
      ({ source, countedWith }) => source !== 'commune_budget' && countedWith === undefined,
    );
    const appraised = appraisedIn.get(set.package) ?? new Map<number, Map<number, number>>();
    appraisedIn.set(set.package, appraised);
    const figures = await readFigures(store, locality, set.figures);
    must(set.total === add(figures.map(({ amount }) => amount)), 2, `${id} ${set.stage}/${set.submission}`);
    const sourced = figures.map(({ no, amount }) => ({ source: lines.find((line) => line.no === no)?.source, amount }));
    must(same(set.sources, sourcesIn(sourced)), 2, `${id} ${set.stage}/${set.submission} by source`);
    must(!body.preparers.includes(set.by), 7, `${set.by} set figures on his own work`);
    if (set.stage === 'appraisal')
      appraised.set(set.submission, new Map(figures.map(({ no, amount }) => [no, amount])));
    const last = Math.max(...[...appraised.keys()].filter((n) => n <= set.submission));
    for (const { no, amount, reason, by } of figures) {
      const proposed = lines.find((line) => line.no === no)?.amount ?? -1;
      const before = set.stage === 'appraisal' ? proposed : (appraised.get(last)?.get(no) ?? proposed);
      must(amount <= proposed, 3, `${id} line ${no} above what was proposed`);
      must(amount === before || (reason.trim() !== '' && by !== null), 3, `${id} line ${no} without its reason`);
    }
  }
};

/** 6 and 1: a task is open exactly while work is owed, has an owner and a next date, and is done once each time. */
const checkTask = (office: Subject, { id, body }: Stored<'task'>): void => {
  const { plan, clock, memory } = office;
  const open = body.state === 'open';
  must(!open || plan.people.some((one) => one.office === body.office), 6, `${id} has no owner`);
  must(
    !open || (body.nextRungAt > body.openedAt && Instant.safeParse(body.nextRungAt).success),
    6,
    `${id} has no next date`,
  );
  must(open === (body.closedAt === null), 6, `${id} closed and open`);
  must(body.openedAt <= clock.now().toISOString(), 6, `${id} opened in the future`);
  let opened = false;
  for (const stored of memory.journal.get(`${office.locality}#task#${id}`) ?? []) {
    const type = readEntry(stored)?.event.type;
    if (type === 'TaskDone' || type === 'TaskLapsed') must(opened, 1, `${id} was closed twice`);
    const stays =
      type === 'TaskReminded' || type === 'TaskExtended' || type === 'TaskRedated' || type === 'TaskHandedOver';
    if (!stays) opened = type === 'TaskOpened' || type === 'TaskReopened';
  }
};

/** 1, 2, 7, 8, 10, 11 of a package and what was decided on it. */
const checkPackage = async (
  office: Subject,
  { id, body }: Stored<'package'>,
  estimates: readonly Stored<'estimate'>[],
) => {
  const { store, locality, plan, memory } = office;
  const members = await readMembers(store, locality, body.members);
  must(
    members.every(({ unit }) => isChainUnit(plan, unit)),
    11,
    `${id} holds money from outside the chain`,
  );
  const left = new Set((body.left ?? []).map(({ estimate }) => estimate));
  const within = members.filter(({ estimate }) => !left.has(estimate));
  must(body.content.totals.proposed === add(within.map(({ total }) => total ?? 0)), 2, `${id} proposed`);
  const waits = body.collecting?.sealed === false;
  for (const { estimate, version, standing, total } of members) {
    const now = estimates.find((one) => one.id === estimate)?.body;
    const holds = waits
      ? now?.into === id || now?.lockedInto?.package === id
      : now !== undefined && wasLockedInto(now, body.id) && (versionIn(now, body.id)?.n ?? null) === version;
    must(holds, 10, `${estimate} is not in ${id}`);
    const reopened = standing !== 'submitted' && (now?.lockedInto?.package ?? now?.into) !== id;
    must((now?.lockedInto?.package === id || waits) !== (left.has(estimate) || reopened), 10, `${estimate} left ${id}`);
    must(standing === 'submitted' ? total !== null : total === null, 2, `${estimate} shown as zero`);
    must(
      standing !== 'submitted' || left.has(estimate) || now?.versions.at(-1)?.n === version,
      10,
      `${estimate} changed after the lock`,
    );
  }
  const decided = body.outcomes.map(({ stage, submission }) => `${stage}/${submission}`);
  must(new Set(decided).size === decided.length, 1, `${id} was decided twice: ${decided.join(' ')}`);
  let prepared: unknown;
  for (const stored of memory.journal.get(`${locality}#package#${id}`) ?? []) {
    const event = eventSchemas.package.parse(readEntry(stored)?.event);
    if (event.type === 'PhaseReopened' || event.type === 'StageOpened' || event.type === 'PartLeft')
      prepared = undefined;
    if (event.type === 'DecisionPrepared') prepared = event.content;
    if (event.type === 'PackageApproved' || (event.type === 'StageForwarded' && event.stage === 'appraisal'))
      must(same(event.content, prepared), 8, `${event.type} on what was not prepared`);
  }
  for (const [index, outcome] of body.outcomes.entries()) {
    const gone = new Set((body.left ?? []).filter(({ after }) => after <= index).map(({ estimate }) => estimate));
    checkSignature(
      outcome,
      members.filter(({ estimate }) => !gone.has(estimate)),
    );
    if (!('content' in outcome) || outcome.stage === 'synthesis') continue;
    const totals = estimates
      .filter((one) => !gone.has(one.body.id))
      .flatMap((one) => totalsOf(one.body, { package: body.id, submission: outcome.submission }) ?? []);
    const appraised = add(totals.map((one) => one.appraised));
    must(outcome.content.totals.appraised === appraised, 10, `${outcome.stage}/${outcome.submission} is not frozen`);
    const approved = add(totals.map((one) => one.approved));
    must(outcome.kind !== 'approved' || outcome.content.totals.approved === approved, 10, 'the approval moved');
    must(approved <= outcome.content.totals.proposed, 3, `${id} approved above proposed`);
  }
};

/** 6: once all entries are delivered, every open stage has exactly one waiting execution, and the other way round. */
const checkWaits = async (
  office: Subject,
  round: Stored<'round'> | undefined,
  packages: readonly Stored<'package'>[],
  cycles: readonly Stored<'cycle'>[],
  editions: readonly Stored<'edition'>[],
) => {
  const { locality, machines } = office;
  const expected: string[] = [];
  const expect = async (record: string, name: string): Promise<void> => {
    const wait = await machines.waits.find(locality, record, name);
    must(wait !== undefined && !wait.resumed, 6, `${record} ${name} has no wait`);
    expected.push(wait?.token ?? '');
  };
  if (round?.body.phase === 'collecting') await expect(round.id, waitName({ of: 'round', id: round.id }));
  for (const pkg of packages) {
    if (pkg.body.position.state === 'ended') continue;
    const { stage, submission, state } = pkg.body.position;
    must(state !== 'arriving', 6, `${pkg.id} is still arriving`);
    await expect(pkg.id, waitName({ of: 'package', id: pkg.id, stage, submission }));
  }
  for (const { id, body } of cycles) if (cycleWaits(body)) await expect(id, waitName({ of: 'cycle', id }));
  for (const { id, body } of editions) {
    const position = body.sending?.position;
    if (!editionWaits(body) || !position) continue;
    must(position.state !== 'arriving', 6, `${id} is still arriving`);
    await expect(id, waitName({ of: 'edition', id, stage: position.stage }));
  }
  const running = [...machines.executions.values()].filter(({ status }) => status === 'running');
  must(
    running.length === expected.length && same(new Set(running.map(({ waitingOn }) => waitingOn)), new Set(expected)),
    6,
    'waits and executions differ',
  );
};

/** Checks every invariant that can be seen in the store and the machines; `settled` where nothing is on its way. */
export const checkInvariants = async (office: Subject, seen: Map<string, number>, settled: boolean): Promise<void> => {
  const { store, locality, memory } = office;
  const grown = new Set(
    [...memory.records].flatMap(([stream, { version }]) => (seen.get(stream) === version ? [] : [stream])),
  );
  checkStreams(office, seen);
  const ids = (type: RecordType) =>
    [...memory.records.keys()].flatMap((stream) => {
      const parts = readStream(stream);
      return parts?.type === type && parts.locality === locality ? [parts.id] : [];
    });
  const estimates = await store.loadAll(locality, 'estimate', ids('estimate'));
  for (const estimate of estimates)
    if (grown.has(`${locality}#estimate#${estimate.id}`)) await checkEstimate(office, estimate);
  const packages = await store.loadAll(locality, 'package', ids('package'));
  const tasks = await store.loadAll(locality, 'task', ids('task'));
  for (const task of tasks) checkTask(office, task);
  for (const { body } of estimates) {
    const cameIn = body.standing === 'submitted' || body.standing === 'nil';
    const task = tasks.find(({ id }) => id === body.task);
    // What counts already may be asked for once more: laid before the head, or handed back by him.
    const again = body.prepared !== undefined || (task?.body.reason ?? null) !== null;
    const into = packages.find(({ body: { id } }) => id === body.into)?.body;
    if (into !== undefined && (into.position.stage !== 'estimate' || into.position.state !== 'open')) continue;
    // Where the plan's ladder let it lapse, a late estimate is still taken, and asked for no more.
    const lapsed = task?.body.state === 'lapsed';
    const owed = body.lockedInto === null && !lapsed && (!cameIn || (again && task?.body.state === 'open'));
    must((task?.body.state === 'open') === owed, 6, `${body.unit} owes and has no task`);
  }
  const counted = await Promise.all(
    estimates.map(async ({ body }) => {
      const version = currentVersion(body);
      const lines = version === undefined ? [] : await readLines(store, locality, version.lines);
      return body.activities.filter(
        (code) =>
          jointLeads(office.plan, code).includes(body.unit) &&
          lines.some(({ activity, countedWith }) => activity === code && countedWith === undefined),
      );
    }),
  );
  must(
    new Set(counted.flat()).size === counted.flat().length,
    2,
    `a joint activity counts twice: ${counted.flat().join(' ')}`,
  );
  const [round] = await store.loadAll(locality, 'round', ids('round'));
  for (const pkg of packages) {
    const { stage, submission, state } = pkg.body.position;
    const task = tasks.find(({ id }) => id === stageTaskId(stage, pkg.body.id, submission))?.body;
    const lies = state !== 'ended' && pkg.body.prepared !== undefined;
    must(state === 'ended' || (task?.forSignature === true) === lies, 6, `${pkg.id} lies with others than it says`);
    await (pkg.body.adjusts === undefined ? checkPackage(office, pkg, estimates) : checkAdjustment(office, pkg));
  }
  const reports = await store.loadAll(locality, 'return', ids('return'));
  for (const record of [...estimates, ...packages, ...reports]) {
    const stream = `${locality}#${record.type}#${record.id}`;
    if (!grown.has(stream)) continue;
    const entries = memory.journal.get(stream) ?? [];
    const amiss = [
      ...(await filesAmiss(office, record, entries)),
      ...(record.type === 'package' ? await commentsAmiss(office, record, entries) : []),
    ];
    for (const { invariant, what } of amiss) must(false, invariant, what);
  }
  const ledgers = await store.loadAll(locality, 'ledger', ids('ledger'));
  for (const ledger of ledgers)
    if (grown.has(`${locality}#ledger#${ledger.id}`) || round?.body.closing !== undefined)
      await checkLedger(office, ledger, round);
  if (round !== undefined) await checkLapses(office, round);
  if (round?.body.phase === 'formed')
    must(
      estimates.every(({ body }) => (body.lockedInto === null) === (body.into !== undefined)),
      10,
      'unlocked',
    );
  if (settled) {
    await checkReconciliation(office, estimates, packages);
    const figures = [...estimates, ...ledgers].some(({ type, id }) => grown.has(`${locality}#${type}#${id}`));
    if (figures) await checkPublished(office, estimates, ledgers);
    const cycles = await store.loadAll(locality, 'cycle', ids('cycle'));
    await checkWaits(office, round, packages, cycles, await store.loadAll(locality, 'edition', ids('edition')));
  }
};
