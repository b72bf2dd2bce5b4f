import type { UploadForm } from '../../../shared/app/ports.ts';
import type { FilesRoom, UploadView } from '../../../shared/app/views/files-view.ts';
import { namesOf } from '../../../shared/contracts/messages/names.ts';
import type { FileAbout, FileTarget } from '../../../shared/domain/attached-file.ts';
import { errorSummary, problemsOf, type Refused } from '../parts/errors.ts';
import { hidden, selectField } from '../parts/fields.ts';
import { aboutText, aboutWords } from '../parts/file-list.ts';
import { type Html, html, nothing, path } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { roundTrail } from '../parts/trail.ts';
import { newCommandId, type Visit } from '../visit.ts';
import { cycleTrail } from './cycle-page.ts';

/** Where the files of a record are in the portal. */
export const placeOf = ({ record }: FilesRoom) => ({
  under: ({ estimate: 'estimates', package: 'packages', return: 'returns' } as const)[record.type],
  id: record.id,
});

const recordName = (visit: Visit, room: FilesRoom): string => {
  const { t, language } = visit;
  const names = namesOf(room.plan, language);
  if ('cycle' in room) {
    const { obligation, cycle, record } = room;
    const { year, number } = cycle.body;
    return t.files.reportOf(t.report.name(obligation.type, year, number), names.shortUnit(record.body.unit));
  }
  const { record, round } = room;
  if (record.type === 'package') return t.files.packageOf(record.body.number, record.body.year);
  return t.files.estimateOf(names.shortUnit(record.body.unit), round.body.year);
};

const frame = (visit: Visit, room: FilesRoom, title: string, main: Html, error = false): Html => {
  const { under, id } = placeOf(room);
  return layout(visit, {
    title,
    error,
    width: 'narrow',
    trail: [
      ...('cycle' in room ? cycleTrail(visit, room) : roundTrail(visit, room)),
      { href: path(under, id), text: recordName(visit, room) },
    ],
    main: html`<h1>${title}</h1><p class="soft">${room.plan.shortTitle[visit.language]}</p>${main}`,
  });
};

/** What a browser offers first; what is taken is decided by the content. */
const OFFERED = '.pdf,.jpg,.jpeg,.png,.xlsx,.docx';

const SAVE_FIRST: { readonly [T in FilesRoom['record']['type']]: (visit: Visit) => Html } = {
  estimate: ({ t }) => html`<p>${t.files.saveFirst}</p>`,
  return: ({ t }) => html`<p>${t.files.saveReportFirst}</p>`,
  package: () => nothing,
};

/** The page that sends a file to the store: a plain form, for the file does not pass through the portal. */
export const uploadPage = (visit: Visit, room: FilesRoom, form: UploadForm): Html => {
  const { t } = visit;
  const main = html`${SAVE_FIRST[room.record.type](visit)}<form class="sheet padded" method="post" action="${form.url}" enctype="multipart/form-data">${form.fields.map(({ name, value }) => hidden(name, value))}<div class="field"><label for="file">${t.files.choose}</label><span class="hint" id="file-hint">${t.files.kinds}</span><input type="file" id="file" name="file" accept="${OFFERED}" required aria-describedby="file-hint"></div><p>${t.files.thenConfirm}</p><button class="button">${t.files.upload}</button></form>`;
  return frame(visit, room, t.files.addTitle(recordName(visit, room)), main);
};

/** The part of a record that a target names. */
export const aboutOf = (target: FileTarget): FileAbout => {
  switch (target.of) {
    case 'estimate':
      return { of: 'estimate', line: target.line };
    case 'stage':
      return { of: 'stage', stage: target.stage, submission: target.submission };
    case 'return':
      return { of: 'return', activity: target.activity };
  }
};

/** What was uploaded, to be looked at and attached; `about` is what was chosen on a page that came back. */
export const receivedPage = (visit: Visit, view: UploadView, about = '', refused?: Refused): Html => {
  const { t } = visit;
  const { under, id } = placeOf(view);
  const { file, upload, targets } = view;
  const options = targets.map((target) => ({
    value: aboutText(aboutOf(target)),
    text: aboutWords(visit, aboutOf(target), view),
  }));
  const facts = [
    { name: t.files.name, text: file.name },
    { name: t.files.type, text: t.files.types[file.type] },
    { name: t.files.size, text: t.files.bytes(file.size) },
    { name: t.files.fingerprint, text: file.sha256 },
  ];
  const form = { visit, problems: problemsOf(refused?.refusal) };
  const main = html`${refused === undefined ? nothing : errorSummary(visit, refused)}<dl class="sums">${facts.map(({ name, text }) => html`<div><dt>${name}</dt><dd>${text}</dd></div>`)}</dl><form method="post" action="${path(under, id, 'files', 'received', upload.id)}">${hidden('id', newCommandId())}${hidden('name', upload.name)}${hidden('sha256', file.sha256)}${selectField(form, { path: 'about', label: t.files.where, value: about === '' ? (options[0]?.value ?? '') : about, options })}<p>${t.files.follows}</p><button class="button">${t.files.attach}</button></form>`;
  return frame(visit, view, t.files.confirmTitle, main, refused !== undefined);
};
