import { readComments } from '../../shared/app/content.ts';
import { LineComment } from '../../shared/domain/comment.ts';
import { readEntry, type StoredEntry } from '../../shared/domain/journal.ts';
import { eventSchemas, type Stored } from '../../shared/domain/records.ts';
import type { Store } from '../../shared/app/ports.ts';
import type { Plan } from '../../shared/domain/plan.ts';

/** What ends the time for comments. */
const CLOSING = new Set(['PhaseFrozen', 'StagePrepared', 'StageForwarded', 'StageReturned', 'PackageApproved']);

/**
 * What does not hold of a package's comments: they are what the journal comes to (4), made by people whom the plan has
 * consulted at that stage (12), withdrawn by the same office, and only while the phase was open (8, 10).
 */
export const commentsAmiss = async (
  { store, plan }: { readonly store: Store; readonly plan: Plan },
  { id, body }: Stored<'package'>,
  entries: readonly StoredEntry[],
): Promise<readonly { readonly invariant: number; readonly what: string }[]> => {
  if (body.comments === undefined && !entries.some(({ entry }) => /"(?:LineCommented|CommentWithdrawn)"/.test(entry)))
    return [];
  const amiss: { invariant: number; what: string }[] = [];
  let comments: LineComment[] = [];
  let open = '';
  for (const stored of entries) {
    const entry = readEntry(stored);
    const event = eventSchemas.package.parse(entry?.event);
    if (event.type === 'StageOpened' || event.type === 'PhaseReopened' || event.type === 'StageHandedBack')
      open = `${event.stage}/${event.submission}`;
    if (CLOSING.has(event.type)) open = '';
    if ((event.type !== 'LineCommented' && event.type !== 'CommentWithdrawn') || entry?.actor.kind !== 'person')
      continue;
    const { actor, at } = entry;
    const { stage, submission } = event;
    const consulted = plan.chain?.stages.find(({ key }) => key === stage)?.with ?? [];
    if (!consulted.includes(actor.office)) amiss.push({ invariant: 12, what: `${actor.person} commented on ${id}` });
    if (open !== `${stage}/${submission}`) amiss.push({ invariant: 8, what: `a comment on ${id} came too late` });
    if (event.type === 'LineCommented') {
      const { comment } = event;
      if (comment.no !== comments.length + 1) amiss.push({ invariant: 4, what: `the numbers of comments on ${id}` });
      const made = { ...comment, stage, submission, office: actor.office, by: actor.person, at, withdrawn: null };
      comments = [...comments, LineComment.parse(made)];
      continue;
    }
    const found = comments.find(({ no }) => no === event.no);
    if (found?.office !== actor.office || found.submission !== submission || found.withdrawn !== null)
      amiss.push({ invariant: 12, what: `${actor.person} withdrew what was not his on ${id}` });
    const withdrawn = { by: actor.person, at };
    comments = comments.map((one) => (one.no === event.no ? { ...one, withdrawn } : one));
  }
  const listed = body.comments === undefined ? [] : await readComments(store, body.locality, body.comments);
  const parsed = comments.map((one) => LineComment.parse(one));
  if (JSON.stringify(listed) !== JSON.stringify(parsed)) amiss.push({ invariant: 4, what: `the comments on ${id}` });
  return amiss;
};
