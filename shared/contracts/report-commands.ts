import * as z from 'zod';
import { PlainDate } from '../domain/calendar.ts';
import { CycleId, EditionId, PlanId, ReturnId, UnitId, Year } from '../domain/ids.ts';
import { Obligation } from '../domain/plan.ts';
import { Channel } from '../domain/sending.ts';
import { LONGEST_NARRATIVE } from '../domain/sending-decisions.ts';
import { ReturnDraft } from '../domain/return-content.ts';

const version = z.int().min(0);
const reason = z.string().max(5000);

/** Opens a cycle of reports under an obligation; `due` is a day, or a period counted from today. */
export const OpenCycleCommand = z.strictObject({
  do: z.literal('open-cycle'),
  plan: PlanId,
  obligation: Obligation.shape.id,
  year: Year,
  number: z.int().min(1).max(60),
  from: PlainDate,
  to: PlainDate,
  members: z.record(UnitId, z.array(UnitId)),
  due: z.union([PlainDate, z.strictObject({ count: z.int().min(1).max(366), unit: z.enum(['days', 'working_days']) })]),
  cutOff: PlainDate,
  asks: z.string().max(4000),
  /** That less than a working day is left is meant. */
  sure: z.boolean().default(false),
});
/** Ends a cycle's waiting before its day. */
export const CutCycleCommand = z.strictObject({ do: z.literal('cut-cycle'), cycle: CycleId, seen: version });

/** Orders another edition, with what came in since the last one. */
export const OrderEditionCommand = z.strictObject({ do: z.literal('order-edition'), cycle: CycleId, seen: version });

/** Keeps a report as it stands. `seen` is the version of the record that was shown. */
export const SaveReturnCommand = z.strictObject({
  do: z.literal('save-return'),
  return: ReturnId,
  seen: version,
  typed: ReturnDraft,
});
/** Files a report, or lays it before the unit's head. */
export const FileReturnCommand = z.strictObject({
  do: z.literal('file-return'),
  return: ReturnId,
  seen: version,
  typed: ReturnDraft,
});
/** Says that there is nothing to report. */
export const NilReturnCommand = z.strictObject({
  do: z.literal('nil-return'),
  return: ReturnId,
  seen: version,
  reason,
});
/** The head signs a report that was laid before him. */
export const SignReturnCommand = z.strictObject({ do: z.literal('sign-return'), return: ReturnId, seen: version });
/** The head gives it back. */
export const HandBackReturnCommand = z.strictObject({
  do: z.literal('hand-back-return'),
  return: ReturnId,
  seen: version,
  remark: reason,
});
/** Excuses a unit from a report. */
export const ExcuseReturnCommand = z.strictObject({
  do: z.literal('excuse-return'),
  return: ReturnId,
  seen: version,
  reason,
});

const ofEdition = { edition: EditionId, seen: version };
const narrative = z.string().max(LONGEST_NARRATIVE * 2);

/** Keeps what the office writes beside the numbers of a consolidated report. */
export const SaveNarrativeCommand = z.strictObject({ do: z.literal('save-narrative'), ...ofEdition, narrative });
/** Finishes a consolidated report: signs it, or lays it before the head. */
export const FinishEditionCommand = z.strictObject({ do: z.literal('finish-edition'), ...ofEdition, narrative });
/** The head signs what was laid before him. */
export const SignEditionCommand = z.strictObject({ do: z.literal('sign-edition'), ...ofEdition });
/** The head gives it back. */
export const HandBackEditionCommand = z.strictObject({
  do: z.literal('hand-back-edition'),
  ...ofEdition,
  remark: reason,
});
/** Records the paper by which it left. */
export const SendEditionCommand = z.strictObject({
  do: z.literal('send-edition'),
  ...ofEdition,
  paper: z.strictObject({ number: z.string().max(50), date: PlainDate, channel: Channel }),
});
/** Records that a recipient has it. */
export const RecordReceiptCommand = z.strictObject({
  do: z.literal('record-receipt'),
  edition: EditionId,
  recipient: UnitId,
  number: z.string().max(200),
});

/** Every command about reports and their cycles. */
export const reportCommands = [
  OpenCycleCommand,
  CutCycleCommand,
  OrderEditionCommand,
  SaveReturnCommand,
  FileReturnCommand,
  NilReturnCommand,
  SignReturnCommand,
  HandBackReturnCommand,
  ExcuseReturnCommand,
  SaveNarrativeCommand,
  FinishEditionCommand,
  SignEditionCommand,
  HandBackEditionCommand,
  SendEditionCommand,
  RecordReceiptCommand,
] as const;
