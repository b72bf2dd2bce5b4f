import { type ActingSetting, officesOf } from './context.ts';
import { currentVersion, figuresOf } from './estimate.ts';
import { type Basis, checkFigures, type Figure, type FigureInput, type FigureStage } from './figures.ts';
import { chainLines, type Line } from './lines.ts';
import { bySource, type SourceTotals } from './sources.ts';
import { phaseOf } from './package.ts';
import { mustBeAt, refuseOwnEstimate } from './package-decisions.ts';
import { paginate } from './pages.ts';
import type { Stored } from './records.ts';
import { type Decision, problems } from './refusal.ts';
import { mustServe } from './signing.ts';

/** What an office enters for one estimate of a package at its stage. */
export type SetFigures = {
  readonly stage: FigureStage;
  readonly submission: number;
  readonly seen: number;
  readonly figures: readonly FigureInput[];
};

/** What the lines and figures said before, read from their pages. Memos have no figures. */
export type FigureGround = {
  readonly lines: readonly Line[];
  readonly appraised: readonly Figure[] | undefined;
  readonly approved: readonly Figure[] | undefined;
};

/** Each line with what it stood at before the stage: proposed for the appraisal, appraised for the approval. */
export const basesOf = (stage: FigureStage, { lines, appraised }: FigureGround): Basis[] => {
  const appraisedOf = new Map((appraised ?? []).map((figure) => [figure.no, figure.amount]));
  return chainLines(lines).map((line) => ({
    line,
    before: stage === 'appraisal' ? line.amount : (appraisedOf.get(line.no) ?? line.amount),
  }));
};

/** What figures add up to by the source of their lines. */
export const figureSources = (lines: readonly Line[], figures: readonly Figure[]): SourceTotals => {
  const sourceOf = new Map(lines.map(({ no, source }) => [no, source]));
  return bySource(
    figures.flatMap(({ no, amount }) => {
      const source = sourceOf.get(no);
      return source === undefined ? [] : [{ source, amount }];
    }),
  );
};

/**
 * Sets figures of one estimate at a stage: keep, or another amount with its reason, never above what was proposed.
 * Written only while the package's phase is open.
 */
export const setFigures = (
  pkg: Stored<'package'>,
  estimate: Stored<'estimate'>,
  ground: FigureGround,
  command: SetFigures,
  setting: ActingSetting,
): Decision => {
  const { stage, submission } = command;
  const { body } = estimate;
  const refusal = mustServe(setting, officesOf(setting.plan, stage), stage) ?? mustBeAt(pkg.body, stage, submission);
  if (refusal !== undefined) return refusal;
  if (pkg.body.adjusts !== undefined) return { kind: 'adjustment-fixed' };
  if (pkg.body.position.state === 'arriving') return { kind: 'still-opening' };
  if (pkg.body.position.state !== 'open') return { kind: 'being-decided' };
  if (body.lockedInto?.package !== pkg.body.id) return { kind: 'not-found', what: 'estimate' };
  if (currentVersion(body) === undefined) return { kind: 'nothing-submitted' };
  const own = refuseOwnEstimate(estimate, stage, setting);
  if (own !== undefined) return own;
  if (estimate.version !== command.seen) return { kind: 'changed-since-shown', by: null, at: null };
  const standing = stage === 'appraisal' ? ground.appraised : ground.approved;
  const checked = checkFigures(command.figures, basesOf(stage, ground), standing ?? [], {
    by: setting.actor.person,
    at: setting.at,
  });
  if (!checked.ok) return problems(...checked.problems);
  const { ref, pages } = paginate('figures', checked.figures, setting.hash);
  if (figuresOf(body, stage, { package: pkg.body.id, submission })?.figures.root === ref.root)
    return { kind: 'accepted', changes: [] };
  const set = {
    package: pkg.body.id,
    stage,
    submission,
    figures: ref,
    total: checked.total,
    changed: checked.changed,
    sources: figureSources(ground.lines, checked.figures),
    by: setting.actor.person,
  };
  return {
    kind: 'accepted',
    pages,
    guards: [{ type: 'package', id: pkg.body.id, phase: phaseOf(pkg.body.position) }],
    changes: [{ type: 'estimate', id: estimate.id, before: estimate, event: { type: 'FiguresSet', set } }],
  };
};
