import * as z from 'zod';
import { FileTarget, Upload } from '../domain/attached-file.ts';
import { DayKind, PlainDate } from '../domain/calendar.ts';
import { DraftLine } from '../domain/draft.ts';
import { FigureStage } from '../domain/figures.ts';
import {
  ActivityCode,
  CommandId,
  CycleId,
  EstimateId,
  PackageId,
  PersonId,
  PlanId,
  RoundId,
  Sha256,
  TaskId,
  UnitId,
  Year,
} from '../domain/ids.ts';
import { MOST_LINES, SourceOfFunds } from '../domain/lines.ts';
import { AdjustmentKind, SigningBasis } from '../domain/package.ts';
import { StageKey, WorkKey } from '../domain/plan.ts';
import { DueDates } from '../domain/round.ts';
import { reportCommands } from './report-commands.ts';

const version = z.int().min(0);
const reason = z.string().max(5000);

/** Opens a plan's round for a year; `members` says who stands for each unit group. */
export const OpenRoundCommand = z.strictObject({
  do: z.literal('open-round'),
  plan: PlanId,
  year: Year,
  members: z.record(UnitId, z.array(UnitId)),
  due: DueDates,
});

const lines = z.array(DraftLine).max(MOST_LINES * 2);

/** Keeps lines as they stand, complete or not. `seen` is the version of the record that was shown. */
export const SaveDraftCommand = z.strictObject({
  do: z.literal('save-draft'),
  estimate: EstimateId,
  seen: version,
  lines,
});
/** Submits lines as the estimate's next version. */
export const SubmitEstimateCommand = z.strictObject({
  do: z.literal('submit-estimate'),
  estimate: EstimateId,
  seen: version,
  lines,
});
/** Takes back what was submitted, before the lock. */
export const RecallEstimateCommand = z.strictObject({
  do: z.literal('recall-estimate'),
  estimate: EstimateId,
  seen: version,
});
/** Signs that the unit proposes nothing. */
export const SignNilCommand = z.strictObject({
  do: z.literal('sign-nil'),
  estimate: EstimateId,
  seen: version,
  reason,
});
/** Sends an estimate back to its unit before the lock. */
export const ReturnEstimateCommand = z.strictObject({
  do: z.literal('return-estimate'),
  estimate: EstimateId,
  seen: version,
  reason,
  due: PlainDate,
});
/** Orders the cut-off. */
export const LockRoundCommand = z.strictObject({ do: z.literal('lock-round'), round: RoundId });

const stageOfPackage = { package: PackageId, stage: StageKey, submission: z.int().min(1) };
const shown = { ...stageOfPackage, shown: Sha256 };

/** Sets a stage's figures of one estimate in a package. */
export const SetFiguresCommand = z.strictObject({
  do: z.literal('set-figures'),
  package: PackageId,
  estimate: EstimateId,
  stage: FigureStage,
  submission: z.int().min(1),
  seen: version,
  figures: z
    .array(z.strictObject({ no: z.int().min(1), amount: z.number(), reason: z.string().max(5000) }))
    .max(MOST_LINES),
});
/** Freezes the figures and takes their root, so that they can be decided on. */
export const PrepareDecisionCommand = z.strictObject({ do: z.literal('prepare-decision'), ...shown });
/** Lets figures be set again. */
export const ReopenFiguresCommand = z.strictObject({ do: z.literal('reopen-figures'), ...shown });
/** Passes a package to the next stage; from the appraisal this is trình, submitting upward. */
export const ForwardPackageCommand = z.strictObject({ do: z.literal('forward-package'), ...shown, remark: reason });
/** Sends a package back to an earlier stage. */
export const ReturnPackageCommand = z.strictObject({
  do: z.literal('return-package'),
  ...shown,
  to: StageKey,
  reason,
});
/** Approves what was prepared and shown. */
export const ApprovePackageCommand = z.strictObject({
  do: z.literal('approve-package'),
  ...shown,
  paper: z.strictObject({ number: z.string().max(200), date: PlainDate, basis: SigningBasis }),
});

const paper = z.strictObject({ number: z.string().max(200), date: PlainDate, basis: SigningBasis });

/** Signs a unit's estimate, or its nil, that an officer prepared. */
export const SignOffEstimateCommand = z.strictObject({
  do: z.literal('sign-off-estimate'),
  estimate: EstimateId,
  seen: version,
});
/** Gives a prepared estimate back to its officer. */
export const HandBackEstimateCommand = z.strictObject({
  do: z.literal('hand-back-estimate'),
  estimate: EstimateId,
  seen: version,
  remark: reason,
});
/** Signs what an officer prepared of a package at its stage; an approval with its paper. */
export const SignOffPackageCommand = z.strictObject({
  do: z.literal('sign-off-package'),
  ...shown,
  paper: paper.optional(),
});
/** Gives what was prepared of a package back to the officer. */
export const HandBackPackageCommand = z.strictObject({
  do: z.literal('hand-back-package'),
  ...shown,
  remark: reason,
});
/** Records a written authorisation (giấy ủy quyền) of an office's head. */
export const RecordAuthorisationCommand = z.strictObject({
  do: z.literal('record-authorisation'),
  plan: PlanId,
  office: UnitId,
  giver: PersonId,
  recipient: PersonId,
  number: z.string().max(200),
  date: PlainDate,
  from: PlainDate,
  until: PlainDate,
  works: z.array(WorkKey).max(10),
});
/** Ends a written authorisation before its last day. */
export const RevokeAuthorisationCommand = z.strictObject({
  do: z.literal('revoke-authorisation'),
  plan: PlanId,
  authorisation: z.string().max(20),
  reason,
});
/** Attaches what was uploaded to an estimate, a line or a decision; `sha256` is of the content that was shown. */
export const AttachFileCommand = z.strictObject({
  do: z.literal('attach-file'),
  target: FileTarget,
  upload: Upload,
  sha256: Sha256,
});
/** Takes a file off again, while what it belongs to is still open. */
export const DetachFileCommand = z.strictObject({ do: z.literal('detach-file'), target: FileTarget, sha256: Sha256 });
/** Returns one unit's part of a package, which becomes a package of its own. */
export const ReturnPartCommand = z.strictObject({
  do: z.literal('return-part'),
  ...shown,
  estimate: EstimateId,
  reason,
  due: PlainDate,
});
/** Opens a supplementary package for units that had nothing in at the lock. */
export const OpenSupplementCommand = z.strictObject({
  do: z.literal('open-supplement'),
  round: RoundId,
  units: z.array(UnitId).max(100),
  reason,
  due: PlainDate,
});
/** Lets a part or supplement go up without those who are still awaited. */
export const CloseCollectingCommand = z.strictObject({
  do: z.literal('close-collecting'),
  package: PackageId,
  seen: Sha256,
});
/** Loads a table of the state budget index (Mục lục NSNN) for the locality, as pasted from a spreadsheet. */
export const LoadCodesCommand = z.strictObject({
  do: z.literal('load-codes'),
  plan: PlanId,
  seen: version,
  text: z.string().max(1_000_000),
});

const calendarRow = z.strictObject({
  date: PlainDate,
  kind: DayKind,
  name: z.strictObject({ vi: z.string().max(400), en: z.string().max(400) }),
  source: z.string().max(400),
  asOf: PlainDate,
  certain: z.boolean(),
});
/** Lists further days in the locality's working calendar; `seen` is the version of its record, 0 before any change. */
export const AddCalendarDaysCommand = z.strictObject({
  do: z.literal('add-calendar-days'),
  plan: PlanId,
  seen: version,
  rows: z.array(calendarRow).max(100),
});
/** Corrects the row of a day of the calendar, or takes it out (null). */
export const CorrectCalendarDayCommand = z.strictObject({
  do: z.literal('correct-calendar-day'),
  plan: PlanId,
  seen: version,
  date: PlainDate,
  row: calendarRow.nullable(),
  reason,
});
/** Gives an office more time for an open task; `seen` is the version of the task. */
export const ExtendTaskCommand = z.strictObject({
  do: z.literal('extend-task'),
  /** The round or cycle that the task is in. */
  case: z.union([RoundId, CycleId]),
  task: TaskId,
  seen: version,
  due: PlainDate,
  reason,
});

/** Records that somebody is away, and who stands in. */
export const RecordAbsenceCommand = z.strictObject({
  do: z.literal('record-absence'),
  plan: PlanId,
  person: PersonId,
  from: PlainDate,
  until: PlainDate,
  reason,
  standIn: PersonId.nullable(),
});
/** Names who stands in during an absence, by its id in the register. */
export const NameStandInCommand = z.strictObject({
  do: z.literal('name-stand-in'),
  plan: PlanId,
  absence: z.string().max(20),
  standIn: PersonId,
});
/** Takes an absence back. */
export const CancelAbsenceCommand = z.strictObject({
  do: z.literal('cancel-absence'),
  plan: PlanId,
  absence: z.string().max(20),
});
/** Records that somebody leaves his posts after a day. */
export const RecordLeavingCommand = z.strictObject({
  do: z.literal('record-leaving'),
  plan: PlanId,
  person: PersonId,
  lastDay: PlainDate,
  reason,
});

/** Names who submits a joint activity (đồng chủ trì) in a round. */
export const NameSubmitterCommand = z.strictObject({
  do: z.literal('name-submitter'),
  round: RoundId,
  activity: ActivityCode,
  unit: UnitId,
});
/** Says what of a joint activity's money is for which of its leads. */
export const ShareActivityCommand = z.strictObject({
  do: z.literal('share-activity'),
  estimate: EstimateId,
  seen: version,
  activity: ActivityCode,
  shares: z.array(z.strictObject({ unit: UnitId, amount: z.number() })).max(20),
});
const grantPaper = z.strictObject({ number: z.string().max(200), date: PlainDate, signer: PersonId });
const ledgerOfUnit = { round: RoundId, unit: UnitId, seen: version, paper: grantPaper };

/** Records what a unit is granted of each activity from each source; `seen` is the version of its ledger, 0 before the first grant. */
export const RecordGrantCommand = z.strictObject({
  do: z.literal('record-grant'),
  ...ledgerOfUnit,
  tranche: z.int(),
  split: z
    .array(z.strictObject({ activity: z.string().max(40), source: SourceOfFunds, amount: z.number() }))
    .max(MOST_LINES),
});
/** Takes a grant back whole, by its number in the unit's ledger. */
export const ReverseGrantCommand = z.strictObject({
  do: z.literal('reverse-grant'),
  ...ledgerOfUnit,
  grant: z.int().min(1),
  reason,
});
/** Closes a round at the year's end: what was not granted lapses. */
export const CloseRoundCommand = z.strictObject({ do: z.literal('close-round'), round: RoundId, remark: reason });

/** Opens an adjustment of what was approved; `cites` names the decision that it changes, by its paper. */
export const OpenAdjustmentCommand = z.strictObject({
  do: z.literal('open-adjustment'),
  round: RoundId,
  kind: AdjustmentKind,
  cites: z.strictObject({ number: z.string().max(200), date: PlainDate }),
  reason,
  lines: z.array(z.strictObject({ unit: UnitId, no: z.int().min(1), amount: z.number() })).max(MOST_LINES),
});
/** Takes an adjustment back before it is decided. */
export const WithdrawAdjustmentCommand = z.strictObject({ do: z.literal('withdraw-adjustment'), ...shown, reason });

/** Comments, for a consulted office, on a line of a package or on a unit's whole estimate. */
export const CommentLineCommand = z.strictObject({
  do: z.literal('comment-line'),
  ...stageOfPackage,
  unit: UnitId,
  line: z.int().min(1).nullable(),
  comment: reason,
});
/** Withdraws such a comment, by its number in the package. */
export const WithdrawCommentCommand = z.strictObject({
  do: z.literal('withdraw-comment'),
  ...stageOfPackage,
  no: z.int().min(1),
});

/** Everything a person can ask for. */
export const Command = z.discriminatedUnion('do', [
  OpenRoundCommand,
  SaveDraftCommand,
  SubmitEstimateCommand,
  RecallEstimateCommand,
  SignNilCommand,
  ReturnEstimateCommand,
  LockRoundCommand,
  SetFiguresCommand,
  PrepareDecisionCommand,
  ReopenFiguresCommand,
  ForwardPackageCommand,
  ReturnPackageCommand,
  ApprovePackageCommand,
  SignOffEstimateCommand,
  HandBackEstimateCommand,
  SignOffPackageCommand,
  HandBackPackageCommand,
  RecordAuthorisationCommand,
  RevokeAuthorisationCommand,
  AttachFileCommand,
  DetachFileCommand,
  ReturnPartCommand,
  OpenSupplementCommand,
  CloseCollectingCommand,
  LoadCodesCommand,
  RecordAbsenceCommand,
  NameStandInCommand,
  CancelAbsenceCommand,
  RecordLeavingCommand,
  AddCalendarDaysCommand,
  CorrectCalendarDayCommand,
  ExtendTaskCommand,
  NameSubmitterCommand,
  ShareActivityCommand,
  RecordGrantCommand,
  ReverseGrantCommand,
  CloseRoundCommand,
  OpenAdjustmentCommand,
  WithdrawAdjustmentCommand,
  CommentLineCommand,
  WithdrawCommentCommand,
  ...reportCommands,
]);
export type Command = z.infer<typeof Command>;

const ownId = CommandId.refine((id) => !/^[a-z-]+:[0-9a-f]{40}$/.test(id), 'names a step of the system');

/** A command as it is posted: the id makes a resent request one record, and never stands for a step of the system. */
export const CommandRequest = z.strictObject({ id: ownId, command: Command });
export type CommandRequest = z.infer<typeof CommandRequest>;
