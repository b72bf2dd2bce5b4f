import { AttachedFile, sameAbout } from '../domain/attached-file.ts';
import { LocalityId, type Sha256 } from '../domain/ids.ts';
import { readEntry, type StoredEntry } from '../domain/journal.ts';
import { eventSchemas, readStream } from '../domain/records.ts';
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
const byJournal = ({ stream, entries }: Pick<Listing, 'stream' | 'entries'>): readonly AttachedFile[] => {
  const type = readStream(stream)?.type;
  if (type !== 'estimate' && type !== 'package' && type !== 'return') return [];
  let files: readonly AttachedFile[] = [];
  for (const stored of entries) {
    const entry = readEntry(stored);
    if (entry === undefined) continue;
    const event = eventSchemas[type].safeParse(entry.event).data;
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
  for (const listing of listings) {
    const { stream, locality, items } = listing;
    const listed = AttachedFile.array().safeParse(items);
    const expected = byJournal(listing);
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
