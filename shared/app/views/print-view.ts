import type { AdjustedLine } from '../../domain/adjustment-decisions.ts';
import { type Instant, instantOf } from '../../domain/calendar.ts';
import type { PackageId } from '../../domain/ids.ts';
import { approvalOf, type Content, type StageOutcome } from '../../domain/package.ts';
import type { Session } from '../ports.ts';
import { notFound, seen, type Viewed, type ViewPorts } from './access.ts';
import { adjustedLinesSeen } from './adjustment-view.ts';
import { type PackageFrame, packageFrame, readUnits, UNITS_A_PAGE } from './package-view.ts';
import {
  contentIn,
  type CourseStep,
  courseOf,
  type FigureState,
  figureState,
  type OwnWork,
  ownWorkIn,
} from './print-course.ts';
import { type Part, partOf, type PrintedUnit } from './print-parts.ts';

/** A package as it is handed on in print: everything decided, by whom, when and why; one part of it, where it is long. */
export type PrintView = PackageFrame & {
  readonly part: Part;
  readonly printed: readonly PrintedUnit[];
  readonly appraisal: FigureState;
  readonly approval: FigureState;
  readonly course: readonly CourseStep[];
  /** Null where the reader sees his own part only, which cannot show it. */
  readonly ownWork: readonly OwnWork[] | null;
  readonly decision: Extract<StageOutcome, { kind: 'approved' }> | null;
  /** What a print is compared with the record by; null while figures are being set. */
  readonly content: { readonly content: Content; readonly signed: boolean } | null;
  readonly printedAt: Instant;
  /** The lines that an adjustment changes; null of a package of estimates. */
  readonly adjusted: readonly AdjustedLine[] | null;
};

/** Which submission and which part to print. */
export type PrintQuery = { readonly submission?: number | undefined; readonly part?: number | undefined };

/**
 * A package to be printed, in the submission asked for: all of its units, read a few at a time, and of them those of
 * the part asked for. A unit reads its own part, as far as it is signed.
 */
export const printView = async (
  ports: ViewPorts,
  session: Session,
  id: PackageId,
  query: PrintQuery = {},
): Promise<Viewed<PrintView>> => {
  const found = await packageFrame(ports, session, id, query.submission);
  if (found.kind !== 'seen') return found;
  const { view } = found;
  const { plan, pkg, reach, all, viewer } = view;
  const adjusted = pkg.body.adjusts === undefined ? null : await adjustedLinesSeen(ports, view, pkg.body);
  if (adjusted?.length === 0) return notFound('package');
  const parts = partOf(query.part ?? 1, reach);
  for (let at = 0; at < all.length; at += UNITS_A_PAGE)
    parts.take(await readUnits(ports, view, all.slice(at, at + UNITS_A_PAGE)));
  const members = all.map(({ member }) => member);
  const decision = approvalOf(pkg.body);
  return seen({
    ...view,
    ...parts.done(),
    appraisal: figureState(pkg.body, 'appraisal', reach),
    approval: figureState(pkg.body, 'approval', reach),
    course: courseOf(view),
    ownWork: viewer.seesAll ? ownWorkIn(plan, pkg.body, members) : null,
    decision: decision?.submission === reach.submission ? decision : null,
    content: contentIn(pkg.body, reach.submission),
    printedAt: instantOf(ports.clock.now()),
    adjusted,
  });
};
