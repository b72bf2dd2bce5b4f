import { type FigureStage } from '../../domain/figures.ts';
import type { PackageId } from '../../domain/ids.ts';
import { type Dong, sum } from '../../domain/money.ts';
import { setsFigures } from '../../domain/own-work.ts';
import type { Activity } from '../../domain/plan.ts';
import { type CutUnit, linesToCut } from '../cut-lines.ts';
import { loadMembers } from '../package-members.ts';
import type { Session } from '../ports.ts';
import { refused, seen, type Viewed, type ViewPorts } from './access.ts';
import { type DecisionView, decisionView } from './decision-view.ts';

/** A package before the office that cuts it to a ceiling: every line with its figure, and what they come to. */
export type CutView = DecisionView & {
  readonly stage: FigureStage;
  readonly cutUnits: readonly CutUnit[];
  readonly standing: Dong;
  /** The activities that have lines, in the plan's order, to be given their priorities. */
  readonly activities: readonly Activity[];
  /** The estimates as they were read, so that a form made for others is refused. */
  readonly read: string;
};

/** A package for the office that sets figures on it now; refused to others as deciding is, and while figures are fixed. */
export const cutView = async (
  ports: ViewPorts,
  session: Session,
  id: PackageId,
  page?: number,
): Promise<Viewed<CutView>> => {
  const found = await decisionView(ports, session, id, page);
  if (found.kind !== 'seen') return found;
  const { view } = found;
  const { position } = view.pkg.body;
  const { stage, state, submission } = position;
  if (state === 'arriving') return refused(view, { kind: 'still-opening' });
  if (!setsFigures(stage)) return refused(view, { kind: 'not-at-stage', stage: 'appraisal', now: stage });
  if (state !== 'open') return refused(view, { kind: 'being-decided' });
  const estimates = await loadMembers(ports, view.pkg);
  const cutUnits = await linesToCut(ports, estimates, stage, { package: view.pkg.body.id, submission });
  const lines = cutUnits.flatMap((unit) => unit.lines);
  const cited = new Set(lines.map(({ line }) => line.activity));
  return seen({
    ...view,
    stage,
    cutUnits,
    standing: sum(lines.map((line) => line.standing)),
    activities: view.plan.activities.filter(({ code }) => cited.has(code)),
    read: estimates.map(({ id: of, version }) => `${of} ${version}`).join(','),
  });
};
