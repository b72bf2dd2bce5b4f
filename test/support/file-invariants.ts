import { readFiles } from '../../shared/app/content.ts';
import { type AttachedFile, sameAbout } from '../../shared/domain/attached-file.ts';
import { readEntry, type StoredEntry } from '../../shared/domain/journal.ts';
import { officesOf } from '../../shared/domain/context.ts';
import { eventSchemas, type Stored } from '../../shared/domain/records.ts';
import type { Store } from '../../shared/app/ports.ts';
import type { Plan } from '../../shared/domain/plan.ts';

/**
 * What does not hold of a record's files: they are what the journal comes to (4), a unit's own people alone change
 * those of its estimate (3, 12), those of a stage are its office's (12), and no paper leaves what was decided (10).
 */
export const filesAmiss = async (
  { store, plan }: { readonly store: Store; readonly plan: Plan },
  { type, id, body }: Stored<'estimate'> | Stored<'package'> | Stored<'return'>,
  entries: readonly StoredEntry[],
): Promise<readonly { readonly invariant: number; readonly what: string }[]> => {
  // Most records never had a file, and walks look at each after every step.
  if (body.files === undefined && !entries.some(({ entry }) => /"File(?:Att|Det)ached"/.test(entry))) return [];
  const amiss: { invariant: number; what: string }[] = [];
  let files: readonly AttachedFile[] = [];
  const decided = new Set<string>();
  let isLocked = false;
  let filedAt = '';
  for (const stored of entries) {
    const entry = readEntry(stored);
    const event = eventSchemas[type].parse(entry?.event);
    if (event.type === 'EstimateLocked') isLocked = true;
    if (event.type === 'EstimateReopened') isLocked = false;
    if (event.type === 'ReturnFiled' && entry !== undefined) filedAt = entry.at;
    if (event.type === 'StageForwarded' || event.type === 'StageReturned' || event.type === 'PackageApproved')
      decided.add(`${event.stage}/${event.submission}`);
    if ((event.type !== 'FileAttached' && event.type !== 'FileDetached') || entry?.actor.kind !== 'person') continue;
    const { actor, at } = entry;
    const about = event.type === 'FileAttached' ? event.file.about : event.about;
    const offices = about.of === 'stage' ? officesOf(plan, about.stage) : 'unit' in body ? [body.unit] : [];
    if (!offices.includes(actor.office)) amiss.push({ invariant: 12, what: `${actor.person} on the files of ${id}` });
    if (
      event.type === 'FileDetached' &&
      files.some((one) => one.sha256 === event.sha256 && sameAbout(one.about, about) && one.at <= filedAt)
    )
      amiss.push({ invariant: 10, what: `evidence left what was filed of ${id}` });
    if (isLocked) amiss.push({ invariant: 10, what: `the files of ${id} changed after the lock` });
    if (event.type === 'FileAttached') files = [...files, { ...event.file, by: actor.person, at }];
    else {
      if (about.of === 'stage' && decided.has(`${about.stage}/${about.submission}`))
        amiss.push({ invariant: 10, what: `a paper left the decision of ${id}` });
      files = files.filter((file) => file.sha256 !== event.sha256 || !sameAbout(file.about, about));
    }
  }
  const listed = body.files === undefined ? [] : await readFiles(store, body.locality, body.files);
  if (JSON.stringify(listed) !== JSON.stringify(files)) amiss.push({ invariant: 4, what: `the files of ${id}` });
  return amiss;
};
