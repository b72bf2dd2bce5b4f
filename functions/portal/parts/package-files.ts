import type { PackageView } from '../../../shared/app/views/package-view.ts';
import type { Names } from '../../../shared/contracts/messages/names.ts';
import type { FileTarget } from '../../../shared/domain/attached-file.ts';
import type { Visit } from '../visit.ts';
import { fileList, fileRows } from './file-list.ts';
import { type Html, html } from './html.ts';

/** The papers of a package, then what each unit on this page of it attached to its estimate; a part that left took its own along. */
export const packageFiles = (visit: Visit, view: PackageView, names: Names): Html => {
  const { pkg, units, files, attachTo } = view;
  const targets = attachTo.map((about): FileTarget => ({ ...about, package: pkg.body.id }));
  const own = fileList(visit, { under: 'packages', id: pkg.id, files, targets, pkg: pkg.body }, names);
  const ofUnits = units.filter((unit) => unit.files.length > 0 && unit.leftTo === null);
  return html`${own}${ofUnits.map(
    ({ estimate, files: attached, lines, member }) =>
      html`<h3>${visit.t.files.title}: ${names.unit(member.unit)}</h3>${fileRows(
        visit,
        {
          under: 'estimates',
          id: estimate.id,
          files: attached,
          targets: [],
          lines: lines.map(({ line }) => line),
        },
        names,
      )}`,
  )}`;
};
