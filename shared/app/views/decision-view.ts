import { figuresOf, type Submission } from '../../domain/estimate.ts';
import type { PackageId, PersonId, UnitId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/calendar.ts';
import type { Line } from '../../domain/lines.ts';
import type { Dong } from '../../domain/money.ts';
import type { FigureStage } from '../../domain/figures.ts';
import type { Stored } from '../../domain/records.ts';
import { basesOf } from '../../domain/figure-decisions.ts';
import { groundOf } from '../package-commands.ts';
import { loadMembers } from '../package-members.ts';
import type { Session } from '../ports.ts';
import { refused, seen, type Viewed, type ViewPorts } from './access.ts';
import { commentedLines, type CommentedLine } from './comments-view.ts';
import { type PackageView, packageView } from './package-view.ts';
import { type OwnWork, ownWorkIn } from './print-course.ts';
import { officesOf } from '../../domain/context.ts';

/** One line whose figure a stage changed: from what to what, why, by whom. */
export type ChangedLine = {
  readonly unit: UnitId;
  readonly line: Line;
  readonly stage: FigureStage;
  readonly before: Dong;
  readonly after: Dong;
  readonly reason: string;
  readonly by: PersonId | null;
  readonly at: Instant | null;
};

/** A package before the office that has to decide on it, with every line that was changed or commented on. */
export type DecisionView = PackageView & {
  readonly changed: readonly ChangedLine[];
  readonly commented: readonly CommentedLine[];
  /** Whose own work is among it, or was acted on. */
  readonly ownWork: readonly OwnWork[];
};

const changesOf = async (
  ports: ViewPorts,
  estimate: Stored<'estimate'>,
  submission: Submission,
): Promise<readonly ChangedLine[]> => {
  const touched = (['appraisal', 'approval'] as const).filter(
    (stage) => (figuresOf(estimate.body, stage, submission)?.changed ?? 0) > 0,
  );
  const ground = touched.length === 0 ? undefined : await groundOf(ports, estimate, submission);
  if (ground === undefined) return [];
  return touched.flatMap((stage) => {
    const figures = new Map((stage === 'appraisal' ? ground.appraised : ground.approved)?.map((one) => [one.no, one]));
    return basesOf(stage, ground).flatMap(({ line, before }): ChangedLine[] => {
      const figure = figures.get(line.no);
      if (figure === undefined || figure.amount === before) return [];
      const { amount: after, reason, by, at } = figure;
      return [{ unit: estimate.body.unit, line, stage, before, after, reason, by, at }];
    });
  });
};

/** A package for the office whose turn it is; anybody else of the plan is told whose it is. */
export const decisionView = async (
  ports: ViewPorts,
  session: Session,
  id: PackageId,
  page?: number,
): Promise<Viewed<DecisionView>> => {
  const found = await packageView(ports, session, id, { page });
  if (found.kind !== 'seen') return found;
  const { view } = found;
  const { position } = view.pkg.body;
  const outcome = view.pkg.body.outcomes.at(-1);
  if (position.state === 'ended' && outcome !== undefined)
    return refused(view, { kind: 'already-decided', by: outcome.by, at: outcome.at });
  if (view.atMyOffice === null)
    return refused(view, { kind: 'not-yours', offices: officesOf(view.plan, position.stage) });
  const estimates = await loadMembers(ports, view.pkg);
  const at = { package: view.pkg.body.id, submission: view.reach.submission };
  const changed = await Promise.all(estimates.map((estimate) => changesOf(ports, estimate, at)));
  const members = view.all.map(({ member }) => member);
  const commented = await commentedLines(ports, view.pkg, view.comments, members);
  const ownWork = ownWorkIn(view.plan, view.pkg.body, members);
  return seen({ ...view, changed: changed.flat(), commented, ownWork });
};
