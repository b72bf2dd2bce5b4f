import { LineComment, withdrawnIn } from '../domain/comment.ts';
import { readEntry } from '../domain/journal.ts';
import { PackageEvent } from '../domain/package.ts';
import type { Listing } from './verify-files.ts';

/** What is off with the comments on a package. */
export type CommentFault = { readonly where: string; readonly fault: 'page-missing' | 'comments-differ' };

/** The comments that a package has by its journal alone. */
const byJournal = (entries: Listing['entries']): readonly LineComment[] => {
  let comments: readonly LineComment[] = [];
  for (const stored of entries) {
    const entry = readEntry(stored);
    const event = PackageEvent.safeParse(entry?.event).data;
    if (entry?.actor.kind !== 'person' || event === undefined) continue;
    const { actor, at } = entry;
    if (event.type === 'LineCommented') {
      const { comment, stage, submission } = event;
      const { office, person: by } = actor;
      comments = [...comments, { ...comment, stage, submission, office, by, at, withdrawn: null }];
    }
    if (event.type === 'CommentWithdrawn') comments = withdrawnIn(comments, event.no, { by: actor.person, at });
  }
  return comments;
};

/** As one text, whatever order its parts were written in. */
const textOf = (one: LineComment): string =>
  JSON.stringify([
    one.no,
    one.unit,
    one.line,
    one.text,
    one.own,
    one.stage,
    one.submission,
    one.office,
    one.by,
    one.at,
    one.withdrawn === null ? null : [one.withdrawn.by, one.withdrawn.at],
  ]);

/** Whether each package's comments are what its journal comes to, whole and in order. */
export const checkComments = (listings: readonly Listing[]): readonly CommentFault[] =>
  listings.flatMap(({ stream, entries, items }): CommentFault[] => {
    if (items === undefined) return [{ where: stream, fault: 'page-missing' }];
    const listed = LineComment.array().safeParse(items);
    const same = listed.success && listed.data.map(textOf).join('\n') === byJournal(entries).map(textOf).join('\n');
    return same ? [] : [{ where: stream, fault: 'comments-differ' }];
  });
