import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from '../../../shared/contracts/commands.ts';
import type { RehearsedAction } from '../../../shared/contracts/rehearsal.ts';
import { type FileTarget, type Upload, UploadId } from '../../../shared/domain/attached-file.ts';
import { estimateIdOf, type LocalityId, Sha256 } from '../../../shared/domain/ids.ts';
import type { Stored } from '../../../shared/domain/records.ts';
import type { Round } from '../../../shared/domain/round.ts';
import type { Runtime } from '../runtime.ts';
import { StartError } from '../start-error.ts';

/** What was uploaded, as the page shows it before it is attached. */
export type Sent = { readonly upload: Upload; readonly sha256: Sha256 };

/** Uploads a file by the portal's own form, as a browser does. */
export const uploadFile = async (runtime: Runtime, locality: LocalityId, file: string): Promise<Sent> => {
  const files = runtime.files();
  const bytes = Uint8Array.from(readFileSync(file));
  const id = UploadId.parse(randomUUID());
  const { url, fields } = await files.form(locality, id, `${runtime.portalUrl}/`);
  const form = new FormData();
  for (const { name, value } of fields) form.append(name, value);
  form.append('file', new File([bytes], path.basename(file).normalize('NFC')));
  const answer = await fetch(url, { method: 'POST', body: form, redirect: 'manual' });
  await answer.body?.cancel();
  const key = new URL(answer.headers.get('location') ?? '/', runtime.portalUrl).searchParams.get('key') ?? '';
  const upload = files.uploadOf(locality, id, key);
  if (upload === undefined)
    throw new StartError(`The file ${file} could not be uploaded: the store answered ${answer.status}.`);
  return { upload, sha256: Sha256.parse(createHash('sha256').update(bytes).digest('hex')) };
};

/** How an attaching step reaches what is there by then. */
type Reach = {
  readonly upload: (file: string) => Promise<Sent>;
  readonly package: () => Promise<Stored<'package'>>;
};

const targetOf = async (
  { unit, line }: Extract<RehearsedAction, { do: 'attach' }>,
  round: Round['id'],
  reach: Reach,
): Promise<FileTarget> => {
  if (unit !== undefined) return { of: 'estimate', estimate: estimateIdOf(round, unit), line: line ?? null };
  const { id, position } = (await reach.package()).body;
  return { of: 'stage', package: id, stage: position.stage, submission: position.submission };
};

/** Uploads a file and attaches it to a unit's estimate, or to the package at its stage. */
export const attachCommand = async (
  action: Extract<RehearsedAction, { do: 'attach' }>,
  round: Round['id'],
  reach: Reach,
): Promise<Command> => {
  const target = await targetOf(action, round, reach);
  return { do: 'attach-file', target, ...(await reach.upload(action.file)) };
};
