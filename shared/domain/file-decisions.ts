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

type Listed = Pick<Accepted, 'pages'> & { readonly ref: ReturnType<typeof paginate>['ref'] };

const listed = (files: readonly AttachedFile[], { hash }: ActingSetting): Listed => {
  const { ref, pages } = paginate('files', files, hash);
  return { ref, pages };
};

const cannotAdd = (files: readonly AttachedFile[], file: AttachedFile): Refusal | undefined => {
  if (files.some(({ sha256, about }) => sha256 === file.sha256 && sameAbout(about, file.about)))
    return { kind: 'already-attached' };
  return files.length >= MOST_FILES ? { kind: 'too-many-files', most: MOST_FILES } : undefined;
};

/** Attaches a file to an estimate, or to one line of the version that was submitted last. */
export const attachToEstimate = (
  estimate: Stored<'estimate'>,
  { files, lines }: EstimateFiles,
  content: FileContent & { readonly about: EstimateAbout },
  setting: ActingSetting,
): Decision => {
  const file: AttachedFile = { ...content, by: setting.actor.person, at: setting.at };
  const refusal = refuseEstimateFiles(estimate, setting);
  if (refusal !== undefined) return refusal;
  const { line } = content.about;
  if (line !== null && !lines.includes(line)) return problems({ path: 'about', code: 'unknown-line' });
  const full = cannotAdd(files, file);
  if (full !== undefined) return full;
  const { ref, pages } = listed([...files, file], setting);
  const changes: readonly Change[] = [
    {
      type: 'estimate',
      id: estimate.id,
      before: estimate,
      event: { type: 'FileAttached', file: content, files: ref },
    },
  ];
  return { kind: 'accepted', changes, ...(pages === undefined ? {} : { pages }) };
};

/** Attaches a file, such as the scan of the signed paper, to what a stage decides or has decided. */
export const attachToStage = (
  pkg: Stored<'package'>,
  files: readonly AttachedFile[],
  content: FileContent & { readonly about: StageAbout },
  setting: ActingSetting,
): Decision => {
  const file: AttachedFile = { ...content, by: setting.actor.person, at: setting.at };
  const refusal = refuseStageFiles(pkg.body, content.about, setting) ?? cannotAdd(files, file);
  if (refusal !== undefined) return refusal;
  const { ref, pages } = listed([...files, file], setting);
  const changes: readonly Change[] = [
    { type: 'package', id: pkg.id, before: pkg, event: { type: 'FileAttached', file: content, files: ref } },
  ];
  return { kind: 'accepted', changes, ...(pages === undefined ? {} : { pages }) };
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
  const file: AttachedFile = { ...content, by: setting.actor.person, at: setting.at };
  const refusal = refuseReturnFiles(report.body, setting);
  if (refusal !== undefined) return refusal;
  const { activity } = content.about;
  if (activity !== null && !report.body.activities.includes(activity))
    return problems({ path: 'about', code: 'not-owed', given: activity });
  const full = cannotAdd(files, file);
  if (full !== undefined) return full;
  const { ref, pages } = listed([...files, file], setting);
  const changes: readonly Change[] = [
    { type: 'return', id: report.id, before: report, event: { type: 'FileAttached', file: content, files: ref } },
  ];
  return { kind: 'accepted', changes, ...(pages === undefined ? {} : { pages }) };
};

/** The version that a file went up with: who filed it took that evidence for his; undefined for one attached since. */
export const filedWith = (report: Return, { at }: Pick<AttachedFile, 'at'>) => {
  const last = latestOf(report);
  return last !== undefined && at <= last.at ? last : undefined;
};

const without = (
  files: readonly AttachedFile[],
  sha256: Sha256,
  about: AttachedFile['about'],
): readonly AttachedFile[] | undefined => {
  const left = files.filter((file) => file.sha256 !== sha256 || !sameAbout(file.about, about));
  return left.length === files.length ? undefined : left;
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
  const left = without(files, sha256, about);
  if (left === undefined) return { kind: 'not-attached' };
  const { ref, pages } = listed(left, setting);
  const changes: readonly Change[] = [
    {
      type: 'estimate',
      id: estimate.id,
      before: estimate,
      event: { type: 'FileDetached', sha256, about, files: ref },
    },
  ];
  return { kind: 'accepted', changes, ...(pages === undefined ? {} : { pages }) };
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
  const file = files.find((one) => one.sha256 === sha256 && sameAbout(one.about, about));
  const left = without(files, sha256, about);
  if (file === undefined || left === undefined) return { kind: 'not-attached' };
  const stands = filedWith(report.body, file);
  if (stands !== undefined) return { kind: 'evidence-stands', version: stands.n };
  const { ref, pages } = listed(left, setting);
  const changes: readonly Change[] = [
    { type: 'return', id: report.id, before: report, event: { type: 'FileDetached', sha256, about, files: ref } },
  ];
  return { kind: 'accepted', changes, ...(pages === undefined ? {} : { pages }) };
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
  const left = without(files, sha256, about);
  if (left === undefined) return { kind: 'not-attached' };
  const { ref, pages } = listed(left, setting);
  const changes: readonly Change[] = [
    { type: 'package', id: pkg.id, before: pkg, event: { type: 'FileDetached', sha256, about, files: ref } },
  ];
  return { kind: 'accepted', changes, ...(pages === undefined ? {} : { pages }) };
};
