import { AttachedFile, sameAbout } from '../domain/attached-file.ts';
import { LocalityId, type Sha256 } from '../domain/ids.ts';
import { readEntry, type StoredEntry } from '../domain/journal.ts';
import { EstimateEvent } from '../domain/estimate.ts';
import { PackageEvent } from '../domain/package.ts';
import { ReturnEvent } from '../domain/return.ts';
import type { Files } from './ports.ts';

/** A record with its stream and the list of its files. */
export type Listing = {
  readonly stream: string;
  readonly locality: string;
  readonly entries: readonly StoredEntry[];
  /** What the page says that the record names; undefined where it is not there. */
  readonly items: readonly unknown[] | undefined;
};

/** What is off with a record's files. */
export type FileListFault = {
  readonly where: string;
  readonly fault: 'page-missing' | 'files-differ' | 'file-missing';
};

/** The files that a record has by its journal alone. */
const byJournal = (entries: readonly StoredEntry[]): readonly AttachedFile[] => {
  let files: readonly AttachedFile[] = [];
  for (const stored of entries) {
    const entry = readEntry(stored);
    if (entry === undefined) continue;
    const event =
      EstimateEvent.safeParse(entry.event).data ??
      PackageEvent.safeParse(entry.event).data ??
      ReturnEvent.safeParse(entry.event).data;
    if (event?.type === 'FileAttached' && entry.actor.kind === 'person')
      files = [...files, { ...event.file, by: entry.actor.person, at: entry.at }];
    if (event?.type === 'FileDetached')
      files = files.filter(({ sha256, about }) => sha256 !== event.sha256 || !sameAbout(about, event.about));
  }
  return files;
};

const partOf = (about: AttachedFile['about']): unknown => {
  switch (about.of) {
    case 'estimate':
      return about.line;
    case 'stage':
      return [about.stage, about.submission];
    case 'return':
      return [about.activity];
  }
};

const nameOf = ({ name, sha256, about, size, by, at }: AttachedFile): string =>
  JSON.stringify([name, sha256, partOf(about), size, by, at]);

const isMissing = async (files: Pick<Files, 'sizeOf'>, locality: string, sha256: Sha256, size: number) =>
  (await files.sizeOf(LocalityId.parse(locality), sha256)) !== size;

/** Whether each list is what the journal comes to, and, where the file store is given, each file is in it whole. */
export const checkFiles = async (
  listings: readonly Listing[],
  files: Pick<Files, 'sizeOf'> | undefined,
): Promise<readonly FileListFault[]> => {
  const faults: FileListFault[] = [];
  for (const { stream, locality, entries, items } of listings) {
    const listed = AttachedFile.array().safeParse(items);
    const expected = byJournal(entries);
    if (items === undefined) faults.push({ where: stream, fault: 'page-missing' });
    else if (!listed.success || listed.data.map(nameOf).join('\n') !== expected.map(nameOf).join('\n'))
      faults.push({ where: stream, fault: 'files-differ' });
    if (files === undefined) continue;
    for (const { name, sha256, size } of expected)
      if (await isMissing(files, locality, sha256, size))
        faults.push({ where: `${stream} “${name}” ${sha256}`, fault: 'file-missing' });
  }
  return faults;
};
