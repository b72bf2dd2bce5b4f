import {
  type AttachedFile,
  type EstimateAbout,
  type FileContent,
  MOST_FILES,
  type ReturnAbout,
  sameAbout,
  type StageAbout,
} from './attached-file.ts';
import { type ActingSetting, mustBelong, officesOf } from './context.ts';
import type { PagesRef } from './estimate.ts';
import type { Sha256, UnitId } from './ids.ts';
import { outcomeOf, type Package } from './package.ts';
import { paginate } from './pages.ts';
import type { Change, Stored } from './records.ts';
import { latestOf, type Return } from './return.ts';
import { type Accepted, type Decision, problems, type Refusal } from './refusal.ts';

/** The files that a record has, with the numbers of the lines that one of its estimate can be about. */
export type EstimateFiles = { readonly files: readonly AttachedFile[]; readonly lines: readonly number[] };

const lockedBy = (setting: ActingSetting): UnitId => setting.plan.chain?.lockedBy ?? setting.plan.standing;

/** Why this person may not change the files of an estimate: they are its unit's own, and stand from the lock on. */
export const refuseEstimateFiles = ({ body }: Stored<'estimate'>, setting: ActingSetting): Refusal | undefined =>
  mustBelong(setting, [body.unit]) ??
  (body.lockedInto === null
    ? undefined
    : { kind: 'locked', lockedBy: lockedBy(setting), package: body.lockedInto.package });

/** Why this person may not attach to a stage of a package: its office has it, or has decided on it. */
export const refuseStageFiles = (
  pkg: Package,
  { stage, submission }: StageAbout,
  setting: ActingSetting,
): Refusal | undefined => {
  const { position } = pkg;
  const refusal = mustBelong(setting, officesOf(setting.plan, stage));
  if (refusal !== undefined) return refusal;
  const isHere = position.stage === stage && position.submission === submission;
  return isHere || outcomeOf(pkg, stage, submission) !== undefined
    ? undefined
    : { kind: 'not-at-stage', stage, now: position.state === 'ended' ? 'ended' : position.stage };
};

type Named = Pick<AttachedFile, 'sha256' | 'about'>;

const isSame = (one: Named, other: Named): boolean => one.sha256 === other.sha256 && sameAbout(one.about, other.about);

const cannotAdd = (files: readonly AttachedFile[], file: AttachedFile): Refusal | undefined => {
  if (files.some((one) => isSame(one, file))) return { kind: 'already-attached' };
  return files.length >= MOST_FILES ? { kind: 'too-many-files', most: MOST_FILES } : undefined;
};

/** A record's one change: the list of its files from here on, on a page of its own. */
const withList = (
  files: readonly AttachedFile[],
  { hash }: ActingSetting,
  change: (ref: PagesRef) => Change,
): Accepted => {
  const { ref, pages } = paginate('files', files, hash);
  return { kind: 'accepted', pages, changes: [change(ref)] };
};

const adding = (
  files: readonly AttachedFile[],
  content: Omit<AttachedFile, 'by' | 'at'>,
  setting: ActingSetting,
  change: (ref: PagesRef) => Change,
): Decision => {
  const file: AttachedFile = { ...content, by: setting.actor.person, at: setting.at };
  return cannotAdd(files, file) ?? withList([...files, file], setting, change);
};

const removing = (
  files: readonly AttachedFile[],
  gone: Named,
  setting: ActingSetting,
  change: (ref: PagesRef) => Change,
): Decision => {
  const left = files.filter((file) => !isSame(file, gone));
  return left.length === files.length ? { kind: 'not-attached' } : withList(left, setting, change);
};

/** Attaches a file to an estimate, or to one line of the version that was submitted last. */
export const attachToEstimate = (
  estimate: Stored<'estimate'>,
  { files, lines }: EstimateFiles,
  content: FileContent & { readonly about: EstimateAbout },
  setting: ActingSetting,
): Decision => {
  const refusal = refuseEstimateFiles(estimate, setting);
  if (refusal !== undefined) return refusal;
  const { line } = content.about;
  if (line !== null && !lines.includes(line)) return problems({ path: 'about', code: 'unknown-line' });
  return adding(files, content, setting, (ref) => ({
    type: 'estimate',
    id: estimate.id,
    before: estimate,
    event: { type: 'FileAttached', file: content, files: ref },
  }));
};

/** Attaches a file, such as the scan of the signed paper, to what a stage decides or has decided. */
export const attachToStage = (
  pkg: Stored<'package'>,
  files: readonly AttachedFile[],
  content: FileContent & { readonly about: StageAbout },
  setting: ActingSetting,
): Decision => {
  const refusal = refuseStageFiles(pkg.body, content.about, setting);
  if (refusal !== undefined) return refusal;
  return adding(files, content, setting, (ref) => ({
    type: 'package',
    id: pkg.id,
    before: pkg,
    event: { type: 'FileAttached', file: content, files: ref },
  }));
};

/** Why this person may not attach to a report: its evidence is its unit's own. It comes late as a report does. */
export const refuseReturnFiles = ({ unit }: Pick<Return, 'unit'>, setting: ActingSetting): Refusal | undefined =>
  mustBelong(setting, [unit]);

/** Attaches evidence to a report, or to one activity of it; with the next version, or after the last. */
export const attachToReturn = (
  report: Stored<'return'>,
  files: readonly AttachedFile[],
  content: FileContent & { readonly about: ReturnAbout },
  setting: ActingSetting,
): Decision => {
  const refusal = refuseReturnFiles(report.body, setting);
  if (refusal !== undefined) return refusal;
  const { activity } = content.about;
  if (activity !== null && !report.body.activities.includes(activity))
    return problems({ path: 'about', code: 'not-owed', given: activity });
  return adding(files, content, setting, (ref) => ({
    type: 'return',
    id: report.id,
    before: report,
    event: { type: 'FileAttached', file: content, files: ref },
  }));
};

/** The version that a file went up with: who filed it took that evidence for his; undefined for one attached since. */
export const filedWith = (report: Return, { at }: Pick<AttachedFile, 'at'>) => {
  const last = latestOf(report);
  return last !== undefined && at <= last.at ? last : undefined;
};

/** Takes a file off an estimate before the lock. Its bytes and both entries stay. */
export const detachFromEstimate = (
  estimate: Stored<'estimate'>,
  files: readonly AttachedFile[],
  { sha256, about }: { readonly sha256: Sha256; readonly about: EstimateAbout },
  setting: ActingSetting,
): Decision => {
  const refusal = refuseEstimateFiles(estimate, setting);
  if (refusal !== undefined) return refusal;
  return removing(files, { sha256, about }, setting, (ref) => ({
    type: 'estimate',
    id: estimate.id,
    before: estimate,
    event: { type: 'FileDetached', sha256, about, files: ref },
  }));
};

/** Takes evidence off a report that was not filed with it; what went up keeps its evidence for good. */
export const detachFromReturn = (
  report: Stored<'return'>,
  files: readonly AttachedFile[],
  { sha256, about }: { readonly sha256: Sha256; readonly about: ReturnAbout },
  setting: ActingSetting,
): Decision => {
  const refusal = refuseReturnFiles(report.body, setting);
  if (refusal !== undefined) return refusal;
  const file = files.find((one) => isSame(one, { sha256, about }));
  const stands = file && filedWith(report.body, file);
  if (stands !== undefined) return { kind: 'evidence-stands', version: stands.n };
  return removing(files, { sha256, about }, setting, (ref) => ({
    type: 'return',
    id: report.id,
    before: report,
    event: { type: 'FileDetached', sha256, about, files: ref },
  }));
};

/** Takes a file off a stage that has not decided yet; what was decided keeps its papers for good. */
export const detachFromStage = (
  pkg: Stored<'package'>,
  files: readonly AttachedFile[],
  { sha256, about }: { readonly sha256: Sha256; readonly about: StageAbout },
  setting: ActingSetting,
): Decision => {
  const refusal = refuseStageFiles(pkg.body, about, setting);
  if (refusal !== undefined) return refusal;
  const outcome = outcomeOf(pkg.body, about.stage, about.submission);
  if (outcome !== undefined) return { kind: 'already-decided', by: outcome.by, at: outcome.at };
  return removing(files, { sha256, about }, setting, (ref) => ({
    type: 'package',
    id: pkg.id,
    before: pkg,
    event: { type: 'FileDetached', sha256, about, files: ref },
  }));
};
