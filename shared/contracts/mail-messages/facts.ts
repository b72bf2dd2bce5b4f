import type { PlainDate } from '../../domain/calendar.ts';
import type { FigureStage } from '../../domain/figures.ts';
import type { SourceOfFunds } from '../../domain/lines.ts';
import type { AdjustmentKind, SigningBasis } from '../../domain/package.ts';
import type { StageKey } from '../../domain/plan.ts';
import type { Obligation } from '../../domain/plan.ts';
import type { TaskKind } from '../../domain/task.ts';
import type { DueBasis } from '../messages/format.ts';

/** An amount as it stands in a mail: figures grouped by dots, and read out in Vietnamese. */
export type Amount = { readonly figures: string; readonly words: string };

/** A last day, seen from the day of the mail: what lies between them in working days. */
export type DueFact = {
  readonly date: PlainDate;
  readonly state: 'ahead' | 'today' | 'past';
  readonly workingDays: number;
};

/** A moment as the office's clock showed it; `time` is HH:MM. */
export type MomentFact = { readonly date: PlainDate; readonly time: string };

/** What every mail says first: which plan, which year. */
export type CaseFact = { readonly plan: string; readonly year: number };

/** Who sent something back, when, and why. */
export type ReturnFact = { readonly by: string; readonly at: MomentFact; readonly reason: string };

/** What totals come to by source of funds, at the figure that the mail is about; the communes' memo is in none. */
export type SourcesFact = {
  readonly of: readonly { readonly source: SourceOfFunds; readonly figures: string }[];
  readonly memo: string | undefined;
};

/** A decision that an adjustment changes, and what the adjustment does to it. */
export type CitedFact = {
  readonly kind: AdjustmentKind;
  readonly number: string;
  readonly date: PlainDate;
  readonly reason: string;
  readonly before: Amount;
};

/** What a package holds when it reaches a stage. `missing` units are not zeros. */
export type PackageFact = {
  readonly submission: number;
  readonly proposed: Amount;
  /** Left out before anybody appraised. */
  readonly appraised: Amount | undefined;
  readonly sources: SourcesFact;
  readonly counts: { readonly submitted: number; readonly nil: number; readonly missing: number };
  /** The decision that it changes, of an adjustment. */
  readonly adjusts: CitedFact | undefined;
};

/** That something goes up on its own: a unit's part that was returned, or a supplement, in a package of its own. */
export type ApartFact = {
  readonly kind: 'part' | 'supplement';
  readonly number: number;
  readonly units: string;
  /** Who returned it, or opened it, and why. */
  readonly by: string;
  readonly reason: string;
};

/** What report is asked for: which, of when, and in whose words where somebody asks. */
export type ReportFact = {
  readonly type: Obligation['type'];
  readonly n: number;
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly asks: string | undefined;
};

/** A piece of work that is owed. Names are in the reader's language. */
export type TaskFact = CaseFact & {
  readonly kind: TaskKind;
  readonly office: string;
  readonly due: DueFact;
  /** What the due date rests on. */
  readonly basis: DueBasis;
  /** The unit's own activities, of an estimate. */
  readonly activities: readonly { readonly code: string; readonly title: string }[];
  /** How many units estimate, of a lock. */
  readonly units: number | undefined;
  readonly package: PackageFact | undefined;
  /** The figure that the unit stood by before it came back. */
  readonly stood: Amount | undefined;
  readonly returned: ReturnFact | undefined;
  readonly recalled: boolean;
  /** Left out of what belongs to the round's first package. */
  readonly apart: ApartFact | undefined;
  readonly report: ReportFact | undefined;
  /** Who prepared it, where it lies with the head to be signed. */
  readonly prepared: { readonly by: string; readonly at: MomentFact } | undefined;
  /** Whether it came back from the office's own head, not from another office. */
  readonly handedBack: boolean;
  /** Who has it after this office; undefined where the units get their results. */
  readonly next: string | undefined;
  /** Whether the reader belongs to the office that owes it. */
  readonly own: boolean;
  /** In whose place the reader is told, who is away until then. */
  readonly instead: { readonly of: string; readonly until: PlainDate } | undefined;
  /** Who had it and left, where this mail hands it over. */
  readonly handedOverFrom: string | undefined;
};

/** Why a stage set another figure than the one before it. */
export type ReasonFact = { readonly stage: FigureStage; readonly text: string };

/** One line with its figures at each stage that looked at it, and the reasons given for the differences. */
export type LineFact = {
  readonly unit: string;
  readonly activity: string;
  readonly content: string;
  readonly proposed: string;
  readonly appraised: string;
  readonly approved: string | undefined;
  readonly reasons: readonly ReasonFact[];
};

/** The lines worth naming in a mail, and how many more there are on the page. */
export type LinesFact = { readonly shown: readonly LineFact[]; readonly more: number };

/** The signed paper. */
export type DecisionFact = {
  readonly number: string;
  readonly date: PlainDate;
  readonly signer: string;
  readonly basis: SigningBasis;
  /** The authorisation's number and dates, where it was signed by one. */
  readonly authorisation: { readonly number: string; readonly from: PlainDate; readonly until: PlainDate } | undefined;
};

/** A unit whose estimate was not in when it was locked. */
export type LeftOutFact = CaseFact & {
  readonly unit: string;
  readonly lockedBy: string;
  readonly at: MomentFact;
  readonly had: 'nothing' | 'draft' | 'recalled' | 'returned';
};

/** A unit whose figures were lowered by the appraisal. */
export type LoweredFact = CaseFact & {
  readonly unit: string;
  readonly appraisedBy: string;
  readonly submission: number;
  readonly proposed: Amount;
  readonly appraised: Amount;
  readonly less: Amount;
  readonly sources: SourcesFact;
  readonly lines: LinesFact;
  readonly next: string | undefined;
};

/** What was decided on a unit's estimate. */
export type ResultFact = CaseFact & {
  readonly unit: string;
  readonly proposed: Amount;
  readonly appraised: Amount;
  readonly approved: Amount;
  readonly sources: SourcesFact;
  readonly decision: DecisionFact;
  readonly lines: LinesFact;
};

/** A unit that has no estimate in the package. */
export type WithoutFact = { readonly unit: string; readonly standing: 'nil' | 'missing' };

/** What was decided on a package, for the offices that carried it. */
export type PublishedFact = CaseFact & {
  readonly approvedBy: string;
  readonly proposed: Amount;
  readonly appraised: Amount;
  readonly approved: Amount;
  readonly sources: SourcesFact;
  readonly decision: DecisionFact;
  readonly submitted: number;
  readonly without: readonly WithoutFact[];
  /** Lines approved above what was appraised. */
  readonly above: LinesFact;
  /** The reader's own office, where it has no estimate in the package. */
  readonly ownStanding: 'nil' | 'missing' | undefined;
};

/** The end of a round for a unit that has no estimate in it. */
export type ClosedFact = CaseFact & {
  readonly unit: string;
  readonly standing: 'nil' | 'missing';
  readonly nilReason: string | undefined;
  readonly lockedBy: string;
  readonly decision: DecisionFact;
};

/** A signature under what an officer prepared, or by the reader's authorisation (`forGiver`). */
export type SignatureFact = CaseFact & {
  readonly stage: StageKey;
  readonly act: 'submitted' | 'nil' | 'forwarded' | 'returned' | 'approved';
  readonly total: Amount | undefined;
  readonly office: string;
  readonly signer: string;
  readonly basis: SigningBasis;
  /** The authorisation's number, where it was signed by one. */
  readonly number: string | undefined;
  readonly at: MomentFact;
  readonly forGiver: boolean;
};

/** A stage that opened, for an office that the plan has consulted there (phối hợp). */
export type ConsultFact = CaseFact & {
  readonly stage: StageKey;
  /** The reader's office, and the one in charge. */
  readonly office: string;
  readonly inCharge: string;
  readonly due: DueFact;
  readonly submission: number;
  readonly proposed: Amount;
  readonly counts: PackageFact['counts'];
};

/** A written authorisation, recorded or revoked, for its giver or its recipient. */
export type AuthorisationFact = {
  readonly plan: string;
  readonly office: string;
  readonly giver: string;
  readonly recipient: string;
  readonly number: string;
  readonly date: PlainDate;
  readonly from: PlainDate;
  readonly until: PlainDate;
  readonly works: readonly string[];
  readonly recordedBy: string;
  readonly revoked: ReturnFact | undefined;
  readonly toGiver: boolean;
};

/** A unit that also claims joint activities which others submit: kept, in no total. */
export type ClaimFact = CaseFact & {
  readonly unit: string;
  readonly claims: readonly {
    readonly activity: string;
    readonly title: string;
    readonly submitter: string;
    readonly figures: string;
  }[];
  /** The office that names the submitter. */
  readonly standing: string;
};

/** What a unit is granted, or what is taken back from it, with its ledger after that. */
export type GrantFact = CaseFact & {
  readonly unit: string;
  readonly recordedBy: string;
  readonly tranche: number;
  readonly amount: Amount;
  readonly number: string;
  readonly date: PlainDate;
  readonly signer: string;
  readonly parts: readonly {
    readonly activity: string;
    readonly title: string;
    /** Undefined where the state budget alone pays the activity. */
    readonly source: SourceOfFunds | undefined;
    readonly figures: string;
  }[];
  readonly more: number;
  readonly approved: Amount;
  readonly granted: Amount;
  readonly balance: Amount;
  /** Why it is taken back; undefined of a grant. */
  readonly reason: string | undefined;
};

/** The year's end, for a unit, or for the whole round where no unit is named. */
export type YearEndFact = CaseFact & {
  readonly unit: string | undefined;
  readonly closedBy: string;
  readonly at: MomentFact;
  readonly remark: string | undefined;
  readonly approved: Amount;
  readonly granted: Amount;
  readonly lapsed: Amount;
  /** What lapsed by source; none where the state budget alone paid. */
  readonly sources: SourcesFact;
};

/** A decision that changed what was approved, for a unit, or for all it touches where no unit is named. */
export type AdjustedFact = CaseFact & {
  readonly unit: string | undefined;
  readonly cites: CitedFact;
  readonly decision: DecisionFact;
  readonly before: Amount;
  readonly after: Amount;
  readonly lines: readonly { readonly title: string; readonly before: string; readonly after: string }[];
  readonly more: number;
};

/** A task whose due date moved: from which day, and why. */
export type DatedFact = TaskFact & {
  readonly from: PlainDate;
  /** Who gave more time and why; undefined where the days off changed. */
  readonly extension: ReturnFact | undefined;
};

/** What one mail of a morning reminds of, soonest due first; each task with the link of its own mails. */
export type DigestFact = {
  readonly day: PlainDate;
  readonly tasks: readonly { readonly fact: TaskFact; readonly url: string }[];
  /** How many more there are on the page. */
  readonly more: number;
  /** Where the reader chooses to be reminded otherwise. */
  readonly settings: string;
};

/** A task that its ladder ended: the estimate counts as missing, or the estimates were closed without the office. */
export type LapsedFact = TaskFact & { readonly end: 'lapse' | 'lock' | 'cut-off' };

/** A piece of work that falls due while somebody is away; who, where the mail is not about one person. */
export type WorkFact = {
  readonly kind: TaskKind;
  readonly year: number;
  readonly office: string;
  readonly until: PlainDate;
  readonly away: { readonly person: string; readonly from: PlainDate; readonly until: PlainDate } | undefined;
};

/** Somebody's absence: for who stands in, or for who is to name somebody. */
export type AbsenceFact = {
  readonly plan: string;
  readonly person: string;
  readonly from: PlainDate;
  readonly until: PlainDate;
  readonly reason: string | undefined;
  readonly recordedBy: string;
  readonly cancelled: boolean;
  /** Who stands in now, told to whom he replaces. */
  readonly replacedBy: string | undefined;
  readonly works: readonly WorkFact[];
};

/** What of a round falls due while those whose it is are away. */
export type StandInsFact = CaseFact & { readonly works: readonly WorkFact[] };

/** Posts that nobody holds once somebody has left. */
export type VacancyFact = {
  readonly plan: string;
  readonly person: string;
  readonly lastDay: PlainDate;
  readonly posts: readonly { readonly office: string; readonly post: 'head' | 'anybody' }[];
};

/** An address of the plan that takes no mail. */
export type UndeliveredFact = {
  readonly plan: string;
  /** Whose address it is, by their posts. */
  readonly people: readonly string[];
  readonly address: string;
  readonly kind: 'bounced' | 'complained';
  readonly at: MomentFact;
  /** What the other mail server said. */
  readonly detail: string | undefined;
};
