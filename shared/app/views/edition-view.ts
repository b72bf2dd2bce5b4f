import { instantOf } from '../../domain/calendar.ts';
import { emptyTotal } from '../../domain/consolidation.ts';
import type { ActivityTotal, Edition, EditionMember, SilentRow, SourceRow, UnitWords } from '../../domain/edition.ts';
import { changesSince, kindOfEdition } from '../../domain/edition-decisions.ts';
import { type ActivityCode, type EstimateId, estimateIdOf, roundIdOf, type UnitId } from '../../domain/ids.ts';
import { activityOf, type Obligation } from '../../domain/plan.ts';
import type { Target, TargetCount, TargetSum } from '../../domain/targets.ts';
import type { Stored } from '../../domain/records.ts';
import type { EditionStage, Sending } from '../../domain/sending.ts';
import { recipientsOf } from '../../domain/sending-decisions.ts';
import { type Power, powersOf } from '../../domain/signing.ts';
import {
  readEditionMembers,
  readEditionTotals,
  readEditionWords,
  readNarrative,
  readSilentRows,
  readSourceRows,
} from '../content.ts';
import { cyclesOfPlan, returnsOf } from '../cycle-steps.ts';
import type { Session } from '../ports.ts';
import { enterCycle, type InCycle, notFound, refused, seen, serves, type Viewed, type ViewPorts } from './access.ts';
import { lastFormed, loadEdition, seesAllOf, totalsOf, wordsOf } from './edition-parts.ts';
import { sumOfTarget, type TargetSeen, targetsSeen } from './edition-targets.ts';
import { obligationIn } from './cycle-view.ts';
import { keepersOf } from './cycles-view.ts';

/** A total with what it was in the edition before it, and in the last edition of the period before. */
export type TotalSeen = {
  readonly total: ActivityTotal;
  readonly before: ActivityTotal | undefined;
  readonly earlier: ActivityTotal | undefined;
};

/** An edition as it was put together, with its annex, its words, what it changed, and where it stands to earlier ones. */
export type EditionView = InCycle & {
  readonly edition: Stored<'edition'>;
  readonly obligation: Obligation;
  readonly kind: 'first' | 'supplements' | 'replaces';
  readonly members: readonly EditionMember[];
  readonly totals: readonly TotalSeen[];
  readonly words: readonly UnitWords[];
  readonly targets: readonly TargetSeen[];
  /** The cycle with which the totals are compared. */
  readonly earlierCycle: Stored<'cycle'> | undefined;
  /** What came in or was corrected since; only of the last edition. */
  readonly since: { readonly added: readonly UnitId[]; readonly replaced: readonly UnitId[] };
  readonly mayOrder: boolean;
  /** What the office says beside the numbers; null before it was written, or where it is no business of the reader yet. */
  readonly narrative: string | null;
};

/** The cycle before this one of the same obligation: the last that ended before it began, or was due before it. */
const earlierOf = async (ports: ViewPorts, { cycle }: InCycle): Promise<Stored<'cycle'> | undefined> => {
  const { locality, plan, obligation, due } = cycle.body;
  const all = await cyclesOfPlan(ports, locality, plan);
  return all
    .filter(({ id, body }) => id !== cycle.id && body.obligation === obligation && body.due < due && body.editions > 0)
    .toSorted((a, b) => (a.body.due < b.body.due ? 1 : -1))[0];
};

/** Whoever it was sent up to sees that edition, and no other. */
const wasSentTo = ({ viewer }: InCycle, { sending }: Edition): boolean =>
  sending !== undefined && sending.sent !== null && recipientsOf(sending).some((one) => viewer.offices.includes(one));

const entered = async (
  ports: ViewPorts,
  session: Session,
  id: string,
  n: number,
): Promise<
  Viewed<
    InCycle & {
      readonly edition: Stored<'edition'>;
      readonly content: NonNullable<Stored<'edition'>['body']['content']>;
    }
  >
> => {
  const room = await enterCycle(ports, session, id);
  if (room === undefined) return notFound('cycle');
  const edition = await loadEdition(ports, room.cycle, n);
  if (!seesAllOf(room) && (edition === undefined || !wasSentTo(room, edition.body)))
    return refused(room, { kind: 'not-yours', offices: keepersOf(room.plan, room.cycle.body) });
  if (edition === undefined) return notFound('edition');
  const { content } = edition.body;
  return content === null ? refused(room, { kind: 'not-consolidated' }) : seen({ ...room, edition, content });
};

/** An edition of a cycle's reports, for the offices that see everybody's. */
export const editionView = async (
  ports: ViewPorts,
  session: Session,
  id: string,
  n: number,
): Promise<Viewed<EditionView>> => {
  const found = await entered(ports, session, id, n);
  if (found.kind !== 'seen') return found;
  const { content, edition, ...room } = found.view;
  const { locality } = edition.body;
  const { plan, cycle, viewer } = room;
  const isLast = n === cycle.body.editions;
  const [members, totals, words, before, earlierCycle, reports] = await Promise.all([
    readEditionMembers(ports.store, locality, content.members),
    readEditionTotals(ports.store, locality, content.totals),
    readEditionWords(ports.store, locality, content.words),
    loadEdition(ports, cycle, n - 1).then((one) => totalsOf(ports, one)),
    earlierOf(ports, room),
    isLast ? returnsOf(ports, cycle) : Promise.resolve([]),
  ]);
  const earlierEdition = earlierCycle && (await lastFormed(ports, earlierCycle));
  const [earlier, earlierWords] = await Promise.all([
    totalsOf(ports, earlierEdition),
    plan.targets.length === 0 ? undefined : wordsOf(ports, earlierEdition),
  ]);
  const of = (list: readonly ActivityTotal[], code: ActivityCode) => list.find(({ activity }) => activity === code);
  const since = changesSince(
    members,
    reports.map(({ body }) => body),
  );
  const isNew = since.added.length + since.replaced.length > 0;
  const { sending } = edition.body;
  const narrative = sending?.narrative ?? null;
  const mayReadNarrative =
    (sending !== undefined && sending.signed !== null) || viewer.offices.includes(cycle.body.recipient);
  return seen({
    ...room,
    edition,
    narrative:
      narrative === null || !mayReadNarrative ? null : await readNarrative(ports.store, locality, narrative.content),
    obligation: obligationIn(room),
    kind: kindOfEdition(edition.body),
    members,
    totals: totals.map((total) => ({
      total,
      before: n === 1 ? undefined : (of(before, total.activity) ?? emptyTotal(total.activity)),
      earlier: of(earlier, total.activity),
    })),
    words,
    targets: targetsSeen(plan, words, earlierWords),
    earlierCycle,
    since: isLast ? since : { added: [], replaced: [] },
    mayOrder: isLast && isNew && cycle.body.phase === 'consolidated' && serves(viewer, keepersOf(plan, cycle.body)),
  });
};

/** Where the numbers of one activity come from: each unit's row, with its version. */
export type SourcesView = InCycle & {
  readonly edition: Stored<'edition'>;
  readonly obligation: Obligation;
  readonly total: ActivityTotal;
  readonly rows: readonly SourceRow[];
  /** Who owed a word on it and is in no number but those of money. */
  readonly silent: readonly UnitId[];
  /** The money of each unit in the year's round, as it stood when this was put together. */
  readonly money: readonly (SilentRow & { readonly estimate: EstimateId })[];
  readonly persons: ReadonlyMap<
    UnitId,
    { readonly by: string; readonly preparedBy: string | undefined; readonly at: string }
  >;
};

/** The rows behind an activity's numbers in an edition, with who signed each. */
export const sourcesView = async (
  ports: ViewPorts,
  session: Session,
  id: string,
  n: number,
  code: string,
): Promise<Viewed<SourcesView>> => {
  const found = await entered(ports, session, id, n);
  if (found.kind !== 'seen') return found;
  const { content, edition, ...room } = found.view;
  const { locality } = edition.body;
  const totals = await readEditionTotals(ports.store, locality, content.totals);
  const total = totals.find(({ activity }) => activity === code);
  if (total === undefined || activityOf(room.plan, total.activity) === undefined) return notFound('edition');
  const [rows, quiet, reports] = await Promise.all([
    readSourceRows(ports.store, locality, total.sources),
    readSilentRows(ports.store, locality, total.silents ?? []),
    returnsOf(ports, room.cycle),
  ]);
  const versionOf = ({ unit, version }: SourceRow) =>
    reports.find(({ body }) => body.unit === unit)?.body.versions.find((one) => one.n === version);
  const said = new Set(rows.map(({ unit }) => unit));
  const { plan, year } = room.cycle.body;
  const spoken = rows.flatMap(({ unit, money }): readonly SilentRow[] => (money === null ? [] : [{ unit, money }]));
  return seen({
    ...room,
    edition,
    obligation: obligationIn(room),
    total,
    rows,
    money: [...spoken, ...quiet].map((one) => ({ ...one, estimate: estimateIdOf(roundIdOf(plan, year), one.unit) })),
    silent: reports
      .filter(({ body }) => body.activities.includes(total.activity) && !said.has(body.unit))
      .map(({ body }) => body.unit),
    persons: new Map(
      rows.flatMap((row) => {
        const version = versionOf(row);
        return version === undefined
          ? []
          : [[row.unit, { by: version.by, preparedBy: version.preparedBy, at: version.at }] as const];
      }),
    ),
  });
};

/** Where the sum of a target comes from: each unit's count, with its version. */
export type TargetSourcesView = InCycle & {
  readonly edition: Stored<'edition'>;
  readonly obligation: Obligation;
  readonly target: Target;
  readonly sum: TargetSum;
  readonly rows: readonly (Pick<UnitWords, 'unit' | 'version'> & { readonly count: TargetCount })[];
};

/** The counts behind a target's sum in an edition. */
export const targetSourcesView = async (
  ports: ViewPorts,
  session: Session,
  id: string,
  n: number,
  code: string,
): Promise<Viewed<TargetSourcesView>> => {
  const found = await entered(ports, session, id, n);
  if (found.kind !== 'seen') return found;
  const { content, edition, ...room } = found.view;
  const words = await readEditionWords(ports.store, edition.body.locality, content.words);
  const target = room.plan.targets.find((one) => one.code === code);
  if (target === undefined) return notFound('edition');
  const rows = words.flatMap(({ unit, version, words: { targets } }) =>
    targets.filter((one) => one.target === code).map((count) => ({ unit, version, count })),
  );
  return seen({ ...room, edition, obligation: obligationIn(room), target, sum: sumOfTarget(target, words), rows });
};

/** An edition on its way up, with what the reader may do about it. */
export type SendingView = EditionView & {
  readonly sending: Sending;
  readonly mayWrite: boolean;
  /** By what right the reader may sign what lies with the head. */
  readonly powers: readonly Power[];
  readonly maySend: boolean;
  /** The recipients that the reader may record a receipt of, and whether as one of them. */
  readonly mayRecord: readonly { readonly recipient: UnitId; readonly own: boolean }[];
};

/** The words, signature, paper and receipts of an edition. */
export const sendingView = async (
  ports: ViewPorts,
  session: Session,
  id: string,
  n: number,
): Promise<Viewed<SendingView>> => {
  const found = await editionView(ports, session, id, n);
  if (found.kind !== 'seen') return found;
  const { plan, viewer, cycle, edition } = found.view;
  const { sending } = edition.body;
  if (sending === undefined) return refused(found.view, { kind: 'stays-here' });
  const { recipient: office } = cycle.body;
  const isOffice = viewer.offices.includes(office);
  const at = (stage: EditionStage): boolean =>
    isOffice && sending.position?.stage === stage && sending.position.state === 'open';
  const standing = { plan, at: instantOf(ports.clock.now()), register: viewer.register };
  const work = { office, stage: 'report' as const, units: [office], activities: [] };
  const open = recipientsOf(sending).filter((one) => !sending.receipts.some(({ recipient }) => recipient === one));
  return seen({
    ...found.view,
    sending,
    mayWrite: at('consolidation') && sending.prepared === undefined,
    powers: at('consolidation') && sending.prepared !== undefined ? powersOf(standing, viewer.person.id, work) : [],
    maySend: at('sending'),
    mayRecord:
      sending.sent === null
        ? []
        : open
            .map((recipient) => ({ recipient, own: viewer.offices.includes(recipient) }))
            .filter(({ own }) => own || serves(viewer, [office])),
  });
};
