import type { Instant, PlainDate } from './calendar.ts';
import type { CodeProblem } from './budget-codes.ts';
import type { CutCause } from './cycle.ts';
import type { CutProblem } from './ceiling.ts';
import type { FigureProblem } from './figures.ts';
import type { ActivityCode, PackageId, PersonId, PlanId, RoundId, UnitId } from './ids.ts';
import type { Actor, Authority } from './journal.ts';
import type { FileFault } from './file-content.ts';
import type { Problem, SourceOfFunds } from './lines.ts';
import type { Dong } from './money.ts';
import type { AdjustmentKind, SigningBasis } from './package.ts';
import type { Page } from './pages.ts';
import type { BudgetRoute, StageKey } from './plan.ts';
import type { Change } from './records.ts';
import type { Bilingual } from './text.ts';

/** Something wrong with a field of a form or a command, outside the lines and figures. */
export type FieldProblem = { readonly path: string } & (
  | { readonly code: 'missing' | 'invalid' | 'reason-missing' | 'not-a-date' }
  | { readonly code: 'too-long'; readonly most: number }
  | { readonly code: 'not-an-amount'; readonly given: string }
  | { readonly code: 'comma-in-amount'; readonly given: string }
  | { readonly code: 'date-in-future'; readonly today: PlainDate }
  | { readonly code: 'date-too-early'; readonly earliest: PlainDate }
  | { readonly code: 'not-later'; readonly than: PlainDate }
  | { readonly code: 'after-lock'; readonly latest: PlainDate }
  | { readonly code: 'outside-years'; readonly from: PlainDate; readonly to: PlainDate }
  | { readonly code: 'works-anyhow' | 'off-anyhow' }
  | { readonly code: 'day-listed'; readonly date: PlainDate; readonly name: Bilingual }
  | { readonly code: 'day-not-listed'; readonly date: PlainDate }
  | { readonly code: 'too-many-days' | 'away-too-long'; readonly most: number }
  | { readonly code: 'absence-overlaps' | 'away-too'; readonly from: PlainDate; readonly until: PlainDate }
  | { readonly code: 'stands-in'; readonly person: PersonId; readonly from: PlainDate; readonly until: PlainDate }
  | { readonly code: 'not-of-the-office'; readonly offices: readonly UnitId[] }
  | { readonly code: 'leaves-already'; readonly lastDay: PlainDate }
  | { readonly code: 'due-out-of-order'; readonly after: PlainDate }
  | { readonly code: 'unknown-unit'; readonly given: string }
  | { readonly code: 'in-a-package'; readonly unit: UnitId; readonly package: PackageId | null }
  | { readonly code: 'too-many-units'; readonly most: number }
  | { readonly code: 'unknown-unit' | 'not-in-package'; readonly given: string }
  | { readonly code: 'no-successor'; readonly name: Bilingual }
  | { readonly code: 'unknown-line' | 'nobody-reports' | 'short-notice' | 'done-without-count' }
  | { readonly code: 'no-such-period' | 'not-owed' | 'not-a-link'; readonly given: string }
  | { readonly code: 'too-many-links'; readonly most: number }
  | { readonly code: 'activity-unsaid'; readonly activity: ActivityCode }
  | { readonly code: 'done-above-planned'; readonly planned: number; readonly done: number }
  | { readonly code: 'spent-above-granted'; readonly granted: Dong }
  | { readonly code: 'estimate-not-trued'; readonly estimated: number }
  | { readonly code: 'nothing-to-true' }
  | { readonly code: 'reached-above-all'; readonly reached: number; readonly of: number }
  | { readonly code: 'far-from-last'; readonly before: number; readonly done: number }
  | { readonly code: 'outside-plan-period'; readonly start: PlainDate; readonly end: PlainDate | null }
  | { readonly code: 'wrong-basis'; readonly allowed: SigningBasis }
  | { readonly code: 'unknown-person'; readonly given: string }
  | { readonly code: 'not-the-head'; readonly office: UnitId }
  | { readonly code: 'same-person' | 'not-office-work' }
  | {
      readonly code: 'lent-on' | 'number-taken' | 'authorisation-overlaps' | 'authorisation-circular';
      readonly number: string;
    }
  | { readonly code: 'not-a-priority'; readonly least: number; readonly most: number }
  | { readonly code: 'above-ceiling'; readonly by: number }
  | { readonly code: 'not-joint'; readonly given: string }
  | { readonly code: 'above-activity'; readonly total: Dong; readonly shared: number }
  | { readonly code: 'unknown-source'; readonly given: SourceOfFunds; readonly allowed: readonly SourceOfFunds[] }
  | { readonly code: 'above-balance'; readonly balance: Dong }
  | { readonly code: 'tranche-taken'; readonly free: number }
  | { readonly code: 'below-granted'; readonly granted: Dong }
  | { readonly code: 'no-such-decision'; readonly given: string }
  | { readonly code: 'decision-replaced'; readonly number: string; readonly date: PlainDate }
  | { readonly code: 'wrong-direction'; readonly before: Dong; readonly kind: AdjustmentKind }
);

/** Anything wrong with what was sent, at a named place. */
export type AnyProblem = Problem | FigureProblem | FieldProblem | CodeProblem | CutProblem;

/**
 * Why a command changes nothing. A business outcome, returned and shown with the way forward; never thrown.
 */
export type Refusal =
  | { readonly kind: 'problems'; readonly problems: readonly AnyProblem[] }
  | {
      readonly kind: 'not-found';
      readonly what:
        | 'plan'
        | 'round'
        | 'estimate'
        | 'package'
        | 'task'
        | 'person'
        | 'authorisation'
        | 'grant'
        | 'absence'
        | 'obligation'
        | 'cycle'
        | 'return'
        | 'edition';
    }
  | { readonly kind: 'not-yours'; readonly offices: readonly UnitId[] }
  | { readonly kind: 'head-must-decide'; readonly office: UnitId }
  | { readonly kind: 'own-work'; readonly unit: UnitId; readonly signers?: readonly PersonId[] }
  | { readonly kind: 'outside-chain'; readonly unit: UnitId; readonly route: BudgetRoute }
  | { readonly kind: 'no-chain' }
  | { readonly kind: 'already-open' }
  | { readonly kind: 'stays-here' }
  | { readonly kind: 'superseded' }
  | { readonly kind: 'not-sent' }
  | { readonly kind: 'not-consolidated' }
  | { readonly kind: 'nothing-new' }
  | { readonly kind: 'came-in-already'; readonly unit: UnitId }
  | { readonly kind: 'cut-already'; readonly cause: CutCause; readonly at: Instant }
  | { readonly kind: 'task-closed'; readonly at: Instant }
  | { readonly kind: 'absence-over'; readonly until: PlainDate }
  | { readonly kind: 'too-many-absences'; readonly most: number }
  | { readonly kind: 'changed-since-shown'; readonly by: Actor | null; readonly at: Instant | null }
  | { readonly kind: 'locked'; readonly lockedBy: UnitId; readonly package: PackageId | null }
  | { readonly kind: 'nothing-to-recall' }
  | { readonly kind: 'nothing-to-return' }
  | { readonly kind: 'nothing-submitted' }
  | { readonly kind: 'still-opening' }
  | { readonly kind: 'too-many-versions'; readonly most: number }
  | { readonly kind: 'too-many-submissions'; readonly most: number }
  | { readonly kind: 'already-decided'; readonly by: PersonId; readonly at: Instant }
  | { readonly kind: 'not-at-stage'; readonly stage: StageKey; readonly now: StageKey | 'ended' }
  | { readonly kind: 'being-decided' }
  | { readonly kind: 'not-prepared' }
  | { readonly kind: 'cannot-return-there'; readonly allowed: readonly StageKey[] }
  | { readonly kind: 'too-many-packages'; readonly most: number }
  | { readonly kind: 'not-locked'; readonly lockedBy: UnitId }
  | { readonly kind: 'already-claimed'; readonly activity: ActivityCode; readonly units: readonly UnitId[] }
  | { readonly kind: 'nothing-to-share'; readonly activity: ActivityCode }
  | { readonly kind: 'command-reused' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'awaiting-signature'; readonly by: PersonId; readonly at: Instant; readonly office: UnitId }
  | { readonly kind: 'nothing-to-sign' }
  | { readonly kind: 'another-must-sign'; readonly office: UnitId; readonly signers: readonly PersonId[] }
  | { readonly kind: 'officer-must-prepare'; readonly office: UnitId }
  | { readonly kind: 'outside-field'; readonly office: UnitId; readonly signers: readonly PersonId[] }
  | {
      readonly kind: 'authorisation-ended';
      readonly number: string;
      readonly ended: PlainDate;
      readonly revoked: boolean;
      readonly signers: readonly PersonId[];
    }
  | {
      readonly kind: 'not-yet-authorised';
      readonly number: string;
      readonly from: PlainDate;
      readonly signers: readonly PersonId[];
    }
  | { readonly kind: 'own-authorisation'; readonly office: UnitId }
  | { readonly kind: 'too-many-authorisations'; readonly most: number }
  | { readonly kind: 'nothing-to-revoke'; readonly number: string }
  | { readonly kind: 'file-refused'; readonly why: FileFault; readonly name: string }
  | { readonly kind: 'upload-gone' }
  | { readonly kind: 'upload-replaced' }
  | { readonly kind: 'too-many-files'; readonly most: number }
  | { readonly kind: 'already-attached' }
  | { readonly kind: 'not-attached' }
  | { readonly kind: 'evidence-stands'; readonly version: number }
  | { readonly kind: 'not-published' }
  | { readonly kind: 'nothing-approved'; readonly unit: UnitId }
  | { readonly kind: 'too-many-grants'; readonly most: number }
  | { readonly kind: 'already-reversed'; readonly by: PersonId; readonly at: Instant; readonly number: string }
  | { readonly kind: 'round-closed'; readonly by: PersonId; readonly at: Instant }
  | { readonly kind: 'year-not-over'; readonly earliest: PlainDate }
  | { readonly kind: 'adjustment-pending'; readonly unit: UnitId; readonly package: PackageId }
  | { readonly kind: 'too-many-adjustments'; readonly most: number }
  | { readonly kind: 'not-an-adjustment' }
  | { readonly kind: 'adjustment-fixed' }
  | { readonly kind: 'not-consulted'; readonly stage: StageKey; readonly offices: readonly UnitId[] }
  | { readonly kind: 'comments-closed'; readonly stage: StageKey }
  | { readonly kind: 'too-many-comments'; readonly most: number }
  | { readonly kind: 'nothing-to-withdraw' };

/** A write that must find the round or package in this phase, or the register of authorisations at this revision. */
export type Guard = { readonly phase: string } & (
  | { readonly type: 'package'; readonly id: PackageId }
  | { readonly type: 'round'; readonly id: RoundId }
  | { readonly type: 'authority'; readonly id: PlanId }
);

/** What a command does where it is allowed: changes, new pages, and what must still hold when they are written. */
export type Accepted = {
  readonly kind: 'accepted';
  readonly changes: readonly Change[];
  readonly pages?: readonly Page[];
  readonly guards?: readonly Guard[];
  /** On whose behalf and on what basis the person acts; kept in every entry. */
  readonly authority?: Authority;
};

/** The answer of every pure `decide`. */
export type Decision = Accepted | Refusal;

/** Refuses with what is wrong with the fields sent. */
export const problems = (...list: readonly AnyProblem[]): Refusal => ({ kind: 'problems', problems: list });
