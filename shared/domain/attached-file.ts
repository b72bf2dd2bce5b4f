import * as z from 'zod';
import { Instant } from './calendar.ts';
import { ActivityCode, EstimateId, PackageId, PersonId, ReturnId, Sha256 } from './ids.ts';
import { StageKey } from './plan.ts';

/** The largest file that is attached, in bytes (20 MB). */
export const MOST_FILE_BYTES = 20_000_000;
/** The largest file that the store takes at all, in bytes, so that a person is told why it is too large. */
export const MOST_UPLOAD_BYTES = 50_000_000;
/** At most this many files on one estimate, package or report. */
export const MOST_FILES = 100;
/** The longest name that a file keeps, in characters. */
export const LONGEST_NAME = 120;

/** What a file is by its content. Nothing else is taken. */
export const FileType = z.enum(['pdf', 'jpeg', 'png', 'xlsx', 'docx']);
export type FileType = z.infer<typeof FileType>;

/** The media type that a file of each kind is handed out as. */
export const MEDIA_TYPES: { readonly [T in FileType]: string } = {
  pdf: 'application/pdf',
  jpeg: 'image/jpeg',
  png: 'image/png',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
};

/** Names one upload that nobody has attached yet; not to be guessed. */
export const UploadId = z
  .string()
  .regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  .brand<'UploadId'>();
export type UploadId = z.infer<typeof UploadId>;

/** What somebody uploaded, under the name that his file had. */
export const Upload = z.strictObject({
  id: UploadId,
  name: z
    .string()
    .min(1)
    .max(900)
    .refine((name) => name !== '.' && name !== '..' && !name.includes('/')),
});
export type Upload = z.infer<typeof Upload>;

/**
 * What a file belongs to within its record: an estimate or one line of it, a stage's decision in a submission, or a report
 * or one activity of it.
 */
export const FileAbout = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('estimate'), line: z.int().min(1).nullable() }),
  z.strictObject({ of: z.literal('stage'), stage: StageKey, submission: z.int().min(1) }),
  z.strictObject({ of: z.literal('return'), activity: ActivityCode.nullable() }),
]);
export type FileAbout = z.infer<typeof FileAbout>;
/** What a file on an estimate belongs to. */
export type EstimateAbout = Extract<FileAbout, { of: 'estimate' }>;
/** What a file on a package belongs to. */
export type StageAbout = Extract<FileAbout, { of: 'stage' }>;
/** What a file on a report, its evidence, belongs to. */
export type ReturnAbout = Extract<FileAbout, { of: 'return' }>;

/** A record and the part of it that a file is attached to. */
export const FileTarget = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('estimate'), estimate: EstimateId, line: z.int().min(1).nullable() }),
  z.strictObject({ of: z.literal('stage'), package: PackageId, stage: StageKey, submission: z.int().min(1) }),
  z.strictObject({ of: z.literal('return'), return: ReturnId, activity: ActivityCode.nullable() }),
]);
export type FileTarget = z.infer<typeof FileTarget>;

const content = {
  sha256: Sha256,
  size: z.int().min(1).max(MOST_FILE_BYTES),
  type: FileType,
  name: z.string().min(1).max(LONGEST_NAME),
};

/** A file by what it holds; its bytes lie in the file store under the hash. */
export const FileContent = z.strictObject(content);
export type FileContent = z.infer<typeof FileContent>;

/** A file that is attached (tệp đính kèm): a scan of the signed paper, a quote, evidence. */
export const AttachedFile = z.strictObject({ ...content, about: FileAbout, by: PersonId, at: Instant });
export type AttachedFile = z.infer<typeof AttachedFile>;

/** Whether two files belong to the same part of a record. */
export const sameAbout = (one: FileAbout, other: FileAbout): boolean => {
  switch (one.of) {
    case 'estimate':
      return other.of === 'estimate' && other.line === one.line;
    case 'stage':
      return other.of === 'stage' && other.stage === one.stage && other.submission === one.submission;
    case 'return':
      return other.of === 'return' && other.activity === one.activity;
  }
};
