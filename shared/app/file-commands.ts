import type * as z from 'zod';
import type { AttachFileCommand, DetachFileCommand } from '../contracts/commands.ts';
import type { AttachedFile, FileContent, FileTarget, Upload } from '../domain/attached-file.ts';
import type { ActingSetting } from '../domain/context.ts';
import { inspectFile } from '../domain/file-content.ts';
import {
  attachToEstimate,
  attachToReturn,
  attachToStage,
  detachFromEstimate,
  detachFromReturn,
  detachFromStage,
  refuseEstimateFiles,
  refuseReturnFiles,
  refuseStageFiles,
} from '../domain/file-decisions.ts';
import { cycleOfReturn, type LocalityId, roundOfEstimate, roundOfPackage, type Sha256 } from '../domain/ids.ts';
import { cleanName } from '../domain/file-name.ts';
import type { Stored } from '../domain/records.ts';
import type { Decision, Refusal } from '../domain/refusal.ts';
import { readFiles, readLines } from './content.ts';
import { whileOpenFor } from './open-for.ts';
import type { CommandPorts, Files, Ports } from './ports.ts';

type Attach = z.infer<typeof AttachFileCommand>;
type Detach = z.infer<typeof DetachFileCommand>;

/** The round, or the cycle of reports, that the record of a target belongs to. */
export const caseOfTarget = (target: FileTarget): { readonly of: 'round' | 'cycle'; readonly id: string } => {
  switch (target.of) {
    case 'estimate':
      return { of: 'round', id: roundOfEstimate(target.estimate) };
    case 'stage':
      return { of: 'round', id: roundOfPackage(target.package) };
    case 'return':
      return { of: 'cycle', id: cycleOfReturn(target.return) };
  }
};

/** What an upload is by its content, or why it is not taken. */
export type Examined =
  | { readonly ok: true; readonly file: FileContent; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly refusal: Refusal };

/** Reads an upload and looks at what it holds. Changes nothing. */
export const examineUpload = async (files: Files, locality: LocalityId, upload: Upload): Promise<Examined> => {
  const found = await files.uploaded(locality, upload);
  if (found.kind === 'none') return { ok: false, refusal: { kind: 'upload-gone' } };
  if (found.kind === 'too-large')
    return { ok: false, refusal: { kind: 'file-refused', why: 'too-large', name: cleanName(upload.name) } };
  const { bytes, sha256 } = found;
  const inspected = inspectFile(upload.name, bytes, files.inflate);
  if (!inspected.ok) return { ok: false, refusal: { kind: 'file-refused', why: inspected.why, name: inspected.name } };
  const { name, type } = inspected;
  return { ok: true, bytes, file: { sha256, size: bytes.byteLength, type, name } };
};

/** The list of a record's files. */
export const filesOf = async (
  { store }: Pick<Ports, 'store'>,
  { body }: Stored<'estimate'> | Stored<'package'> | Stored<'return'>,
): Promise<readonly AttachedFile[]> => (body.files === undefined ? [] : readFiles(store, body.locality, body.files));

/** The numbers of the lines that were submitted last: what a quote can be attached to. */
export const linesToAttachTo = async (
  { store }: Pick<Ports, 'store'>,
  { body }: Stored<'estimate'>,
): Promise<readonly { readonly no: number; readonly content: string }[]> => {
  const last = body.versions.at(-1);
  return last === undefined ? [] : readLines(store, body.locality, last.lines);
};

/** Looks once more at what the person was shown, so that nothing else is attached in its place. */
const shown = async ({ files }: CommandPorts, locality: LocalityId, upload: Upload, sha256: Sha256) => {
  const examined = await examineUpload(files, locality, upload);
  if (!examined.ok || examined.file.sha256 === sha256) return examined;
  return { ok: false, refusal: { kind: 'upload-replaced' } } as const;
};

/** What becomes of a record's files: how one is attached, and how one is taken off. */
type Ways = {
  readonly attach: (file: FileContent) => Decision | Promise<Decision>;
  readonly detach: (sha256: Sha256) => Decision;
};

/** The bytes are kept under their hash before the journal names them: a crash in between leaves only bytes. */
const carryOut = async (
  ports: CommandPorts,
  locality: LocalityId,
  command: Attach | Detach,
  { attach, detach }: Ways,
): Promise<Decision> => {
  if (command.do === 'detach-file') return detach(command.sha256);
  const examined = await shown(ports, locality, command.upload, command.sha256);
  if (!examined.ok) return examined.refusal;
  const decision = await attach(examined.file);
  if (decision.kind === 'accepted') await ports.files.keep(locality, examined.file, examined.bytes);
  return decision;
};

const onEstimate = async (
  ports: CommandPorts,
  setting: ActingSetting,
  command: Attach | Detach,
  { estimate: id, line }: Extract<FileTarget, { of: 'estimate' }>,
): Promise<Decision> => {
  const locality = setting.plan.locality.id;
  const estimate = await ports.store.load(locality, 'estimate', id);
  if (estimate === undefined) return { kind: 'not-found', what: 'estimate' };
  const refusal = refuseEstimateFiles(estimate, setting);
  if (refusal !== undefined) return refusal;
  const about = { of: 'estimate', line } as const;
  return whileOpenFor(ports, estimate, setting, async () => {
    const files = await filesOf(ports, estimate);
    return carryOut(ports, locality, command, {
      attach: async (file) => {
        const lines = (await linesToAttachTo(ports, estimate)).map(({ no }) => no);
        return attachToEstimate(estimate, { files, lines }, { ...file, about }, setting);
      },
      detach: (sha256) => detachFromEstimate(estimate, files, { sha256, about }, setting),
    });
  });
};

const onStage = async (
  ports: CommandPorts,
  setting: ActingSetting,
  command: Attach | Detach,
  { package: id, stage, submission }: Extract<FileTarget, { of: 'stage' }>,
): Promise<Decision> => {
  const locality = setting.plan.locality.id;
  const pkg = await ports.store.load(locality, 'package', id);
  if (pkg === undefined) return { kind: 'not-found', what: 'package' };
  const about = { of: 'stage', stage, submission } as const;
  const refusal = refuseStageFiles(pkg.body, about, setting);
  if (refusal !== undefined) return refusal;
  const files = await filesOf(ports, pkg);
  return carryOut(ports, locality, command, {
    attach: (file) => attachToStage(pkg, files, { ...file, about }, setting),
    detach: (sha256) => detachFromStage(pkg, files, { sha256, about }, setting),
  });
};

const onReturn = async (
  ports: CommandPorts,
  setting: ActingSetting,
  command: Attach | Detach,
  { return: id, activity }: Extract<FileTarget, { of: 'return' }>,
): Promise<Decision> => {
  const locality = setting.plan.locality.id;
  const report = await ports.store.load(locality, 'return', id);
  if (report === undefined) return { kind: 'not-found', what: 'return' };
  const about = { of: 'return', activity } as const;
  const refusal = refuseReturnFiles(report.body, setting);
  if (refusal !== undefined) return refusal;
  const files = await filesOf(ports, report);
  return carryOut(ports, locality, command, {
    attach: (file) => attachToReturn(report, files, { ...file, about }, setting),
    detach: (sha256) => detachFromReturn(report, files, { sha256, about }, setting),
  });
};

/** Loads the record, looks at the file and decides. */
export const decideFile = (
  ports: CommandPorts,
  setting: ActingSetting,
  command: Attach | Detach,
): Promise<Decision> => {
  const { target } = command;
  switch (target.of) {
    case 'estimate':
      return onEstimate(ports, setting, command, target);
    case 'stage':
      return onStage(ports, setting, command, target);
    case 'return':
      return onReturn(ports, setting, command, target);
  }
};
