import { moment } from '../../../shared/contracts/messages/format.ts';
import type { AttachedFile } from '../../../shared/domain/attached-file.ts';
import { aboutWords, type Listed } from '../parts/file-list.ts';
import { type Html, html } from '../parts/html.ts';
import { saidCaption, type Print, type PrintSection } from './print.ts';

const SHORT_HASH = 12;

const row = ({ visit, names }: Print, file: AttachedFile, whose: string, lines?: Listed['lines']): Html => {
  const { t } = visit;
  return html`<tr><th scope="row">${file.name}</th><td data-of="${t.files.where}">${whose}${aboutWords(visit, file.about, lines === undefined ? {} : { lines })}</td><td class="money" data-of="${t.files.size}">${t.files.bytes(file.size)}</td><td data-of="${t.print.hashStart}"><code>${file.sha256.slice(0, SHORT_HASH)}</code></td><td data-of="${t.print.attachedBy}">${t.files.by(names.person(file.by), moment(file.at))}</td></tr>`;
};

/** The files attached: those of the units in this part, and in the last one the papers of the package's stages. */
export const files: PrintSection = {
  id: 'files',
  stands: 'every',
  wide: false,
  body: (print) => {
    const { visit, view, names } = print;
    const { t } = visit;
    const ofUnits = view.printed.flatMap((unit) =>
      unit.files.map((file) => ({ file, whose: `${names.shortUnit(unit.member.unit)}: `, lines: unit.lines })),
    );
    const own = view.part.n === view.part.of ? view.files : [];
    if (ofUnits.length + own.length === 0) return undefined;
    return html`<table class="cards">${saidCaption(t.print.sections.files)}<thead><tr><th scope="col">${t.print.file}</th><th scope="col">${t.files.where}</th><th scope="col" class="money">${t.files.size}</th><th scope="col">${t.print.hashStart}</th><th scope="col">${t.print.attachedBy}</th></tr></thead><tbody>${ofUnits.map(
      ({ file, whose, lines }) =>
        row(
          print,
          file,
          whose,
          lines.map(({ line }) => line),
        ),
    )}${own.map((file) => row(print, file, ''))}</tbody></table>`;
  },
};
