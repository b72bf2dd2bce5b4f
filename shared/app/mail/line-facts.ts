import type { LineFact, ReasonFact } from '../../contracts/mail-messages/facts.ts';
import { type Estimate, figuresOf, type Submission } from '../../domain/estimate.ts';
import type { FigureStage } from '../../domain/figures.ts';
import { writeDong } from '../../domain/money.ts';
import type { Stored } from '../../domain/records.ts';
import { groundOf } from '../package-commands.ts';
import type { Ports } from '../ports.ts';
import { clip } from './plain-text.ts';
import { officeName, type Reader } from './reader.ts';

/** A line of a locked estimate with the figure of each stage, in đồng. */
export type FigureLine = {
  readonly proposed: number;
  readonly appraised: number;
  readonly approved: number;
  readonly fact: (stages: readonly FigureStage[]) => LineFact;
};

const reasonsOf = (
  texts: Readonly<Record<FigureStage, string>>,
  stages: readonly FigureStage[],
): readonly ReasonFact[] =>
  stages.filter((stage) => texts[stage] !== '').map((stage) => ({ stage, text: clip(texts[stage], 240) }));

/** The lines of an estimate with what each stage made of them in a submission; none where nothing was submitted. */
export const figureLines = async (
  ports: Pick<Ports, 'store'>,
  reader: Reader,
  estimate: Stored<'estimate'>,
  submission: Submission,
): Promise<readonly FigureLine[]> => {
  const ground = await groundOf(ports, estimate, submission);
  if (ground === undefined) return [];
  const appraisals = new Map((ground.appraised ?? []).map((figure) => [figure.no, figure]));
  const approvals = new Map((ground.approved ?? []).map((figure) => [figure.no, figure]));
  const unit = officeName(reader, estimate.body.unit);
  return ground.lines.map((line) => {
    const appraised = appraisals.get(line.no)?.amount ?? line.amount;
    const approved = approvals.get(line.no)?.amount ?? appraised;
    const texts = { appraisal: appraisals.get(line.no)?.reason ?? '', approval: approvals.get(line.no)?.reason ?? '' };
    return {
      proposed: line.amount,
      appraised,
      approved,
      fact: (stages) => ({
        unit,
        activity: line.activity,
        content: clip(line.content, 120),
        proposed: writeDong(line.amount),
        appraised: writeDong(appraised),
        approved: stages.includes('approval') ? writeDong(approved) : undefined,
        reasons: reasonsOf(texts, stages),
      }),
    };
  });
};

/** Whether the approval set figures of its own on an estimate in a submission. */
export const hasApprovalFigures = (estimate: Estimate, at: Submission): boolean =>
  figuresOf(estimate, 'approval', at) !== undefined;
