import type { Sha256 } from '../domain/ids.ts';
import type { ChainFault } from '../domain/journal.ts';
import { itemInParts, readPage } from '../domain/pages.ts';
import type { Bodies, RecordType } from '../domain/records.ts';
import type { CommentFault } from './verify-comments.ts';
import type { FileListFault } from './verify-files.ts';

/** One thing that is off, and where: a stream, an entry of it, a page. */
export type Fault = {
  readonly where: string;
  readonly seq?: number;
  readonly fault:
    | ChainFault['fault']
    | 'unknown-stream'
    | 'cannot-follow'
    | 'record-missing'
    | 'journal-missing'
    | 'record-differs'
    | 'page-differs'
    | 'page-missing'
    | 'total-differs'
    | 'sources-differ'
    | 'shares-above-activity'
    | 'counted-twice'
    | 'figure-above-proposed'
    | 'cut-without-reason'
    | 'outside-chain-money'
    | 'estimate-missing'
    | 'task-missing'
    | 'return-missing'
    | 'return-not-cut'
    | 'sum-differs'
    | 'not-locked-into-it'
    | 'authorisations-overlap'
    | 'lent-to-giver'
    | 'signed-without-right'
    | FileListFault['fault']
    | CommentFault['fault']
    | 'granted-above-approved'
    | 'balance-differs'
    | 'lapse-differs';
};

/** The pages of a store, by locality and hash. */
export type Pages = ReadonlyMap<string, string>;

/** The items of a page and of those it names; undefined where one is missing. */
export const itemsOf = (pages: Pages, locality: string, root: Sha256): unknown[] | undefined => {
  const bytes = pages.get(`${locality}#${root}`);
  if (bytes === undefined) return undefined;
  const page = readPage(bytes);
  if ('items' in page) return [...page.items];
  if ('text' in page) return undefined;
  if ('parts' in page) {
    const texts = page.parts.flatMap((hash) => pages.get(`${locality}#${hash}`) ?? []);
    return texts.length === page.parts.length ? [itemInParts(texts.map(readPage))] : undefined;
  }
  const parts = page.pages.map((hash) => itemsOf(pages, locality, hash));
  return parts.some((part) => part === undefined) ? undefined : parts.flatMap((part) => part ?? []);
};

/** Finds a record among those that were read. */
export type Find = <T extends RecordType>(locality: string, type: T, id: string) => Bodies[T] | undefined;
