import * as z from 'zod';
import { CycleId, EditionId, LocalityId, PackageId, RoundId } from '../domain/ids.ts';
import { StageKey } from '../domain/plan.ts';
import { EditionStage } from '../domain/sending.ts';

const attempt = z.int().min(1);

/** What `budget-round` is started with: no clock, no data, only what to look up. */
export const RoundExecution = z.strictObject({ locality: LocalityId, round: RoundId, attempt });
export type RoundExecution = z.infer<typeof RoundExecution>;

/** What `reporting-cycle` is started with. */
export const CycleExecution = z.strictObject({ locality: LocalityId, cycle: CycleId, attempt });
export type CycleExecution = z.infer<typeof CycleExecution>;

/** What `approval-chain` is started with. */
export const PackageExecution = z.strictObject({ locality: LocalityId, package: PackageId, attempt });
export type PackageExecution = z.infer<typeof PackageExecution>;

/** What `approval-chain` is started with for a consolidated report. */
export const EditionExecution = z.strictObject({ locality: LocalityId, edition: EditionId, attempt });
export type EditionExecution = z.infer<typeof EditionExecution>;

/** What `approval-chain` carries: a package, or a consolidated report. */
export const ChainExecution = z.union([PackageExecution, EditionExecution]);
export type ChainExecution = z.infer<typeof ChainExecution>;

/** Where a round stands, as `budget-round` asks: what its next step is. */
export const RoundStep = z.strictObject({ next: z.enum(['open-more', 'wait', 'lock', 'seal', 'end']) });
export type RoundStep = z.infer<typeof RoundStep>;

/** Where a cycle of reports stands, as `reporting-cycle` asks. */
export const CycleStep = z.strictObject({ next: z.enum(['open-more', 'wait', 'cut', 'consolidate', 'end']) });
export type CycleStep = z.infer<typeof CycleStep>;

/** Where a package stands, as `approval-chain` asks. */
export const PackageStep = z.discriminatedUnion('next', [
  z.strictObject({ next: z.literal('open-stage'), stage: StageKey, submission: z.int().min(1) }),
  z.strictObject({ next: z.literal('publish') }),
  z.strictObject({ next: z.literal('end') }),
]);
export type PackageStep = z.infer<typeof PackageStep>;

/** Where a consolidated report stands, as `approval-chain` asks. */
export const EditionStep = z.discriminatedUnion('next', [
  z.strictObject({ next: z.literal('open-stage'), stage: EditionStage, submission: z.literal(1) }),
  z.strictObject({ next: z.literal('end') }),
]);
export type EditionStep = z.infer<typeof EditionStep>;

/** Where whatever `approval-chain` carries stands. */
export type ChainStep = PackageStep | EditionStep;

const wait = { token: z.string().min(1), visit: z.int().min(1), retry: z.int().min(0) };

/** What `await-lock` is handed: the token to resume with, and the number it is armed under. */
export const AwaitLock = z.strictObject({ ...RoundExecution.shape, ...wait });
export type AwaitLock = z.infer<typeof AwaitLock>;

/** What `await-returns` is handed. */
export const AwaitReturns = z.strictObject({ ...CycleExecution.shape, ...wait });
export type AwaitReturns = z.infer<typeof AwaitReturns>;

/** What `open-stage` is handed. */
export const OpenStage = z.strictObject({
  ...PackageExecution.shape,
  ...wait,
  stage: StageKey,
  submission: z.int().min(1),
});
export type OpenStage = z.infer<typeof OpenStage>;

/** What `open-stage` is handed for a consolidated report, which passes each step once. */
export const OpenEditionStage = z.strictObject({
  ...EditionExecution.shape,
  ...wait,
  stage: EditionStage,
  submission: z.literal(1),
});
export type OpenEditionStage = z.infer<typeof OpenEditionStage>;

/** What `open-stage` is handed. */
export const OpenChainStage = z.union([OpenStage, OpenEditionStage]);
export type OpenChainStage = z.infer<typeof OpenChainStage>;

/** A step that is done, or goes on in the next call. */
export const Progress = z.strictObject({ more: z.boolean() });
export type Progress = z.infer<typeof Progress>;
