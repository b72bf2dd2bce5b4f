import type { PackageId } from '../../domain/ids.ts';
import { approvalOf, type StageOutcome } from '../../domain/package.ts';
import type { Session } from '../ports.ts';
import { seen, type Viewed, type ViewPorts } from './access.ts';
import { type GrantSums, ledgerRows, sumsOf } from './ledger-view.ts';
import { type PackageView, packageView } from './package-view.ts';

/** A package's decision, and what each unit was approved, as far as the reader may see. */
export type ResultView = PackageView & {
  readonly approval: Extract<StageOutcome, { kind: 'approved' }> | null;
  /** Whether every unit has been told. */
  readonly published: boolean;
  /** What was granted of it so far: the reader's own unit, or all that he sees; null before the publication. */
  readonly granted: GrantSums | null;
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
  const rows = published ? await ledgerRows(ports, found.view) : [];
  return seen({
    ...found.view,
    approval: approvalOf(body) ?? null,
    published,
    granted: rows.length === 0 ? null : sumsOf(rows),
  });
};
