import { type ActingSetting, mustBelong } from './context.ts';
import type { Cycle } from './cycle.ts';
import type { Batch, Edition, EditionContent, EditionMember } from './edition.ts';
import { type HashText, type EditionId, editionIdOf, type Sha256, type UnitId } from './ids.ts';
import { type Page, paginate } from './pages.ts';
import type { Change, Stored } from './records.ts';
import type { Decision } from './refusal.ts';
import { latestOf, type Return } from './return.ts';
import type { Onward } from './sending.ts';
import { supersede } from './sending-decisions.ts';

/** More editions than this of one cycle are a sign that something else is wrong. */
const MOST_EDITIONS = 40;

/** The edition that a cycle has last. */
export const lastEdition = ({ id, editions }: Cycle): EditionId => editionIdOf(id, Math.max(1, editions));

/** Opens the next edition of a cycle. */
const opened = (
  cycle: Cycle,
  number: number,
  units: number,
  changes: { readonly added: UnitId[]; readonly replaced: UnitId[] } | null,
): Change => ({
  type: 'edition',
  id: editionIdOf(cycle.id, number),
  before: undefined,
  event: {
    type: 'EditionOpened',
    locality: cycle.locality,
    plan: cycle.plan,
    cycle: cycle.id,
    number,
    units,
    changes,
  },
});

/** Every report is cut: what is in is put together, into the first edition. */
export const finishCutting = (cycle: Stored<'cycle'>): Decision => ({
  kind: 'accepted',
  changes:
    cycle.body.phase === 'cutting'
      ? [
          { type: 'cycle', id: cycle.id, before: cycle, event: { type: 'ReturnsCut' } },
          opened(cycle.body, 1, cycle.body.units.count, null),
        ]
      : [],
});

/** What came in or was corrected since an edition: units that it has nothing of, and units it has another version of. */
export const changesSince = (
  members: readonly EditionMember[],
  reports: readonly Return[],
): { readonly added: UnitId[]; readonly replaced: UnitId[] } => {
  const had = new Map(members.map(({ unit, version }) => [unit, version]));
  const now = reports.flatMap((report) => {
    const version = latestOf(report)?.n;
    return version === undefined || version === (had.get(report.unit) ?? null)
      ? []
      : [{ unit: report.unit, first: (had.get(report.unit) ?? null) === null }];
  });
  return {
    added: now.filter(({ first }) => first).map(({ unit }) => unit),
    replaced: now.filter(({ first }) => !first).map(({ unit }) => unit),
  };
};

/** The office orders another edition, with what came in since; the one before stays as it is. */
export const orderEdition = (
  cycle: Stored<'cycle'>,
  last: { readonly edition: Stored<'edition'> | undefined; readonly task: Stored<'task'> | undefined },
  members: readonly EditionMember[],
  reports: readonly Return[],
  setting: ActingSetting,
): Decision => {
  const { body } = cycle;
  const refusal = mustBelong(setting, [setting.plan.standing, body.recipient]);
  if (refusal !== undefined) return refusal;
  if (body.phase !== 'consolidated') return { kind: 'not-consolidated' };
  if (body.editions >= MOST_EDITIONS) return { kind: 'too-many-versions', most: MOST_EDITIONS };
  const changes = changesSince(members, reports);
  if (changes.added.length + changes.replaced.length === 0) return { kind: 'nothing-new' };
  const number = body.editions + 1;
  return {
    kind: 'accepted',
    changes: [
      {
        type: 'cycle',
        id: cycle.id,
        before: cycle,
        event: { type: 'EditionOrdered', number, attempt: body.attempt + 1 },
      },
      opened(body, number, body.units.count, changes),
      ...supersede(last.edition, last.task),
    ],
  };
};

/** How a batch lies on its page. */
export const batchPage = (batch: Batch, hash: HashText): { readonly root: Sha256; readonly pages: readonly Page[] } => {
  const { ref, pages } = paginate('edition-batch', [batch], hash);
  return { root: ref.root, pages };
};

/** Notes that the next units are gathered; what was noted before is not noted again. */
export const noteBatch = (
  edition: Stored<'edition'>,
  { index, units }: { readonly index: number; readonly units: number },
  laid: { readonly root: Sha256; readonly pages: readonly Page[] },
): Decision =>
  edition.body.batches.length !== index || edition.body.content !== null
    ? { kind: 'accepted', changes: [] }
    : {
        kind: 'accepted',
        pages: laid.pages,
        changes: [
          {
            type: 'edition',
            id: edition.id,
            before: edition,
            event: { type: 'BatchGathered', batch: laid.root, units },
          },
        ],
      };

/** Everybody is gathered: the edition says what it says, and the cycle is consolidated. */
export const formEdition = (
  edition: Stored<'edition'>,
  cycle: Stored<'cycle'>,
  { content, pages }: { readonly content: EditionContent; readonly pages: readonly Page[] },
  onward: Onward | undefined,
): Decision =>
  edition.body.content !== null
    ? { kind: 'accepted', changes: [] }
    : {
        kind: 'accepted',
        pages,
        changes: [
          {
            type: 'edition',
            id: edition.id,
            before: edition,
            event: { type: 'EditionFormed', content, ...(onward === undefined ? {} : { onward }) },
          },
          { type: 'cycle', id: cycle.id, before: cycle, event: { type: 'Consolidated' } },
        ],
      };

/** The kind of a later edition: it only adds what was missing (bổ sung), or has other versions too (thay thế). */
export const kindOfEdition = ({ changes }: Pick<Edition, 'changes'>): 'first' | 'supplements' | 'replaces' => {
  if (changes === null) return 'first';
  return changes.replaced.length === 0 ? 'supplements' : 'replaces';
};
