import { randomUUID } from 'node:crypto';
import { hashOf } from './memory-files.ts';
import type { Office } from './office.ts';
import { aPdf } from './sample-files.ts';

/** Puts a file where a browser's upload lands; gives what a command says of it. */
export const uploaded = ({ objects, locality }: Office, name = 'Báo giá.pdf', bytes: Uint8Array = aPdf(name)) => {
  const id = randomUUID();
  objects.set(`pending/${locality}/${id}/${name}`, bytes);
  return { upload: { id, name }, sha256: hashOf(bytes) };
};

/** Attaches a new file to a unit's estimate, or to a line of it. */
export const attachToEstimate = (office: Office, unit: string, line: number | null = null, name?: string) => ({
  do: 'attach-file',
  target: { of: 'estimate', estimate: office.estimateOf(unit), line },
  ...uploaded(office, name),
});

/** Attaches new evidence to a unit's report, or to one activity of it. */
export const attachToReport = (
  office: Office,
  obligation: string,
  unit: string,
  activity: string | null = null,
  name = 'Ảnh diễn đàn.pdf',
) => ({
  do: 'attach-file',
  target: { of: 'return', return: office.returnOf(obligation, unit), activity },
  ...uploaded(office, name),
});

/** Attaches a new file to a stage of the package. */
export const attachToStage = (office: Office, stage: string, submission = 1, name = 'Quyết định 145.pdf') => ({
  do: 'attach-file',
  target: { of: 'stage', package: office.pkg, stage, submission },
  ...uploaded(office, name),
});
