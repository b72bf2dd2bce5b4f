import type { PrintView } from '../../../shared/app/views/print-view.ts';
import { namesOf } from '../../../shared/contracts/messages/names.ts';
import { MoneyScale } from '../../../shared/domain/scale.ts';
import { type Html, html, nothing, path, when } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { packageTrail } from '../parts/trail.ts';
import { adjustedCover, adjustedLines } from '../print/adjusted.ts';
import { course } from '../print/course.ts';
import { cover } from '../print/cover.ts';
import { files } from '../print/files.ts';
import { unitLines } from '../print/lines.ts';
import { figureColumns, type Print, type PrintSection } from '../print/print.ts';
import { record } from '../print/record.ts';
import { synthesis } from '../print/synthesis.ts';
import type { Visit } from '../visit.ts';

/** The sections of a print in their order. What else belongs to a package adds its own here. */
const SECTIONS: readonly PrintSection[] = [cover, synthesis, unitLines, files, course, record];

/** Those of an adjustment. */
const ADJUSTED: readonly PrintSection[] = [adjustedCover, adjustedLines, files, course, record];

/** Under which pages the package is. */
const placeOf = ({ adjusted }: PrintView) => (adjusted === null ? 'packages' : 'adjustments');

const standsIn = ({ stands }: PrintSection, { n, of }: PrintView['part']): boolean => {
  switch (stands) {
    case 'first':
      return n === 1;
    case 'every':
      return true;
    case 'last':
      return n === of;
  }
};

const section = (print: Print, one: PrintSection): Html => {
  const body = one.body(print);
  if (body === undefined) return nothing;
  // What scrolls sideways on a narrow screen is reached by the keyboard too.
  const reached = one.wide ? html` tabindex="0"` : nothing;
  return html`<section class="${one.wide ? 'across' : 'upright'} ${one.id}" aria-labelledby="${one.id}"${reached}><h2 id="${one.id}">${print.visit.t.print.sections[one.id]}</h2>${body}</section>`;
};

/** What stands on the screen only: the way back, other units of money, the other parts. */
const ways = ({ visit, view, scale }: Print): Html => {
  const { t } = visit;
  const { pkg, part, reach, earlier } = view;
  const query = earlier ? `&submission=${reach.submission}` : '';
  const to = (unit: MoneyScale, n: number): string =>
    `${path(placeOf(view), pkg.id, 'print')}?in=${unit}&part=${n}${query}`;
  const back = `${path(placeOf(view), pkg.id)}${earlier ? `?submission=${reach.submission}` : ''}`;
  const numbers = Array.from({ length: part.of }, (_, index) => index + 1);
  const current = (is: boolean): Html => (is ? html` aria-current="true"` : nothing);
  return html`<nav class="screen-only" aria-label="${t.print.open}"><p>${t.print.how} <a href="${back}">${t.print.back}</a></p><p class="links">${t.print.otherScales}: ${MoneyScale.options.map((unit) => html`<a href="${to(unit, part.n)}"${current(unit === scale)}>${t.print.scale[unit]}</a> `)}</p>${when(part.of > 1, () => html`<p class="links">${t.print.parts}: ${numbers.map((n) => html`<a href="${to(scale, n)}"${current(n === part.n)}>${t.print.part(n, part.of)}</a> `)}</p>`)}</nav>`;
};

/**
 * A package handed on as one set of A4 pages: what was decided, by whom, when and why. A long one comes in parts by
 * units, each of which Lambda can answer.
 */
export const printPage = (visit: Visit, view: PrintView, scale: MoneyScale): Html => {
  const { t, language } = visit;
  const { pkg, plan, part, reach } = view;
  const print: Print = { visit, view, scale, names: namesOf(plan, language), columns: figureColumns(visit, view) };
  const name = `${t.package.title(pkg.body.number, pkg.body.year)}, ${t.formats.submission(reach.submission)}`;
  const title = part.of > 1 ? `${name}, ${t.print.part(part.n, part.of)}` : name;
  return layout(visit, {
    title,
    trail: packageTrail(visit, view),
    look: 'print-set',
    main: html`${ways(print)}<p class="issuer">${plan.locality.name[language]}</p><h1>${title}</h1><p class="soft">${plan.shortTitle[language]}</p>${when(
      part.of > 1,
      () => html`<p>${t.print.divided(part.n, part.of)}</p>`,
    )}${(view.adjusted === null ? SECTIONS : ADJUSTED).filter((one) => standsIn(one, part)).map((one) => section(print, one))}`,
  });
};
