import type { Submission } from '../domain/estimate.ts';
import { type Cut, type CutItem, type CutSpread, LAST_PRIORITY } from '../domain/ceiling.ts';
import type { FigureInput, FigureStage } from '../domain/figures.ts';
import { basesOf } from '../domain/figure-decisions.ts';
import type { EstimateId } from '../domain/ids.ts';
import type { Line } from '../domain/lines.ts';
import type { Dong } from '../domain/money.ts';
import type { Stored } from '../domain/records.ts';
import { groundOf } from './package-commands.ts';
import type { Ports } from './ports.ts';

/** A line of a package with the figure that its stage has for it so far. */
export type CutLine = { readonly key: string; readonly line: Line; readonly standing: Dong };

/** One unit's lines to be cut. */
export type CutUnit = { readonly estimate: Stored<'estimate'>; readonly lines: readonly CutLine[] };

/** How urgent each activity is, 1 first; what is not named counts as 1. */
export type Priorities = ReadonlyMap<string, number>;

/** Names a line within its package. */
export const lineKey = (estimate: EstimateId, no: number): string => `${estimate}/${no}`;

/** Every line of a package with the figure that the stage has for it: set already, or as the stage before left it. */
export const linesToCut = async (
  ports: Pick<Ports, 'store'>,
  estimates: readonly Stored<'estimate'>[],
  stage: FigureStage,
  submission: Submission,
): Promise<readonly CutUnit[]> =>
  Promise.all(
    estimates.map(async (estimate): Promise<CutUnit> => {
      const ground = await groundOf(ports, estimate, submission);
      if (ground === undefined) return { estimate, lines: [] };
      const set = new Map(
        ((stage === 'appraisal' ? ground.appraised : ground.approved) ?? []).map(({ no, amount }) => [no, amount]),
      );
      const lines = basesOf(stage, ground).map(({ line, before }) => ({
        key: lineKey(estimate.body.id, line.no),
        line,
        standing: set.get(line.no) ?? before,
      }));
      return { estimate, lines };
    }),
  );

/** The figures that a cut starts from. */
export const cutItems = (units: readonly CutUnit[], priorities: Priorities): readonly CutItem[] =>
  units.flatMap(({ lines }) =>
    lines.map(({ key, line, standing }) => ({
      key,
      before: standing,
      priority: Math.min(LAST_PRIORITY, Math.max(1, priorities.get(line.activity) ?? 1)),
    })),
  );

/** What applying a cut asks of one estimate: ordinary figures, each with the reason. */
export type EstimateCut = { readonly estimate: Stored<'estimate'>; readonly figures: readonly FigureInput[] };

/** A cut as line decisions, one request for each estimate that it changes. */
export const decisionsOf = (units: readonly CutUnit[], { amounts }: Cut, reason: string): readonly EstimateCut[] =>
  units.flatMap(({ estimate, lines }) => {
    const figures = lines.flatMap(({ key, line, standing }): FigureInput[] => {
      const amount = amounts.get(key) ?? standing;
      return amount === standing ? [] : [{ no: line.no, amount, reason }];
    });
    return figures.length === 0 ? [] : [{ estimate, figures }];
  });

/** What a rehearsal or a page asks for. */
export type AskedCut = { readonly ceiling: number; readonly spread: CutSpread; readonly priorities: Priorities };
