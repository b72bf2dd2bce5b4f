import type { PackageId } from '../../domain/ids.ts';
import { approvalOf, type StageOutcome } from '../../domain/package.ts';
import type { Stored } from '../../domain/records.ts';
import type { Session } from '../ports.ts';
import { seen, type Viewed, type ViewPorts } from './access.ts';
import { type GrantSums, ledgerRows, sumsOf } from './ledger-view.ts';
import { type PackageView, packageView } from './package-view.ts';
import { packagesOf } from './round-view.ts';

/** A package's decision, and what each unit was approved, as far as the reader may see. */
export type ResultView = PackageView & {
  readonly approval: Extract<StageOutcome, { kind: 'approved' }> | null;
  /** Whether every unit has been told. */
  readonly published: boolean;
  /** What was granted of it so far: the reader's own unit, or all that he sees; null before the publication. */
  readonly granted: GrantSums | null;
  /** Adjustments in force that changed this decision, for an office that sees the whole round. */
  readonly changedBy: readonly Stored<'package'>[];
};

/** The result of a package: null as its approval while it is still on its way. */
export const resultView = async (
  ports: ViewPorts,
  session: Session,
  id: PackageId,
  page?: number,
): Promise<Viewed<ResultView>> => {
  const found = await packageView(ports, session, id, { page });
  if (found.kind !== 'seen') return found;
  const { body } = found.view.pkg;
  const published = body.publishedAt !== null;
  const [rows, packages] = await Promise.all([
    published ? ledgerRows(ports, found.view) : [],
    published && found.view.viewer.seesAll ? packagesOf(ports, found.view) : [],
  ]);
  const here = new Set(found.view.all.flatMap(({ member, leftTo }) => (leftTo === null ? [member.unit] : [])));
  const ofIt = rows.filter(({ unit }) => here.has(unit));
  return seen({
    ...found.view,
    approval: approvalOf(body) ?? null,
    published,
    granted: ofIt.length === 0 ? null : sumsOf(ofIt),
    changedBy: packages.filter(
      ({ body: { adjusts, publishedAt } }) => adjusts?.cites.package === id && publishedAt !== null,
    ),
  });
};
