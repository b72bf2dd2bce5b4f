import { type Holder, mayDetach } from '../../../shared/app/views/files-view.ts';
import { moment } from '../../../shared/contracts/messages/format.ts';
import type { Names } from '../../../shared/contracts/messages/names.ts';
import type { AttachedFile, FileAbout, FileTarget } from '../../../shared/domain/attached-file.ts';
import { activityOf, type Plan } from '../../../shared/domain/plan.ts';
import { newCommandId, type Visit } from '../visit.ts';
import { hidden } from './fields.ts';
import { type Html, html, nothing, path, when } from './html.ts';

/** The record whose files are listed: its part of the address, and what its reader may do with them. */
export type Listed = Holder & {
  readonly under: 'estimates' | 'packages' | 'returns';
  readonly id: string;
  readonly files: readonly AttachedFile[];
  readonly targets: readonly FileTarget[];
  /** Whose activities evidence is of. */
  readonly plan?: Plan;
  readonly lines?: readonly { readonly no: number; readonly content: string }[];
};

/**
 * What a file belongs to, as a form names it: `0` for a whole estimate or report, `3` for a line, `c.6` for an activity,
 * `approval/1` for a stage.
 */
export const aboutText = (about: FileAbout): string => {
  switch (about.of) {
    case 'estimate':
      return String(about.line ?? 0);
    case 'stage':
      return `${about.stage}/${about.submission}`;
    case 'return':
      return about.activity ?? '0';
  }
};

/** What a file belongs to, in words. */
export const aboutWords = (
  { t, language }: Visit,
  about: FileAbout,
  { lines = [], plan }: Pick<Listed, 'lines' | 'plan'>,
): string => {
  if (about.of === 'stage') return t.files.stage(t.round.stages[about.stage], t.formats.submission(about.submission));
  if (about.of === 'return') {
    const { activity } = about;
    if (activity === null) return t.files.wholeReport;
    return `${activity}) ${(plan && activityOf(plan, activity))?.title[language] ?? ''}`;
  }
  if (about.line === null) return t.files.whole;
  return t.files.line(about.line, lines.find(({ no }) => no === about.line)?.content ?? '');
};

const detachForm = (visit: Visit, { under, id }: Listed, file: AttachedFile): Html => {
  const { t } = visit;
  return html`<form class="inline" method="post" action="${path(under, id, 'files', file.sha256, 'detach')}">${hidden('id', newCommandId())}${hidden('about', aboutText(file.about))}<button class="link" aria-label="${t.files.detachLabel(file.name)}">${t.files.detach}</button></form>`;
};

const row = (visit: Visit, listed: Listed, file: AttachedFile, names: Names): Html => {
  const { t } = visit;
  const { under, id, targets } = listed;
  return html`<li><a href="${path(under, id, 'files', file.sha256)}">${file.name}</a> (${t.files.types[file.type]}, ${t.files.bytes(file.size)})<span class="reason">${aboutWords(visit, file.about, listed)} · ${t.files.by(names.person(file.by), moment(file.at))}</span>${when(
    mayDetach(targets, listed, file),
    () => detachForm(visit, listed, file),
  )}</li>`;
};

/** Files, each with what it is, what it belongs to, who attached it, and a link to download it. */
export const fileRows = (visit: Visit, listed: Listed, names: Names): Html =>
  listed.files.length === 0
    ? nothing
    : html`<ul class="files">${listed.files.map((file) => row(visit, listed, file, names))}</ul>`;

/** The files of a record under their heading, and the way to attach one. Nothing where there is neither. */
export const fileList = (visit: Visit, listed: Listed, names: Names): Html => {
  const { t } = visit;
  const { under, id, files, targets } = listed;
  if (files.length === 0 && targets.length === 0) return nothing;
  const add = { packages: t.files.addPaper, estimates: t.files.add, returns: t.files.addEvidence }[under];
  return html`<h2 id="files">${t.files.title}</h2>${files.length === 0 ? html`<p class="soft">${t.files.none}</p>` : fileRows(visit, listed, names)}${when(
    targets.length > 0,
    () => html`<p><a class="button plain" href="${path(under, id, 'files', 'new')}">${add}</a></p>`,
  )}`;
};
