import type { EditionView } from '../../../shared/app/views/edition-view.ts';
import type { TargetSeen } from '../../../shared/app/views/edition-targets.ts';
import type { Names } from '../../../shared/contracts/messages/names.ts';
import type { UnitWords } from '../../../shared/domain/edition.ts';
import type { Visit } from '../visit.ts';
import { type Html, html, nothing, path, when } from './html.ts';
import { aimText, sumText } from './report.ts';

const targetRow = (
  visit: Visit,
  { cycle, edition }: EditionView,
  { target, sum, earlier, isMet }: TargetSeen,
): Html => {
  const { t, language } = visit;
  const { edition: said } = t;
  const counted =
    sum.units === 0
      ? html`<span class="soft">${said.nobodyCounted}</span>`
      : html`<a href="${path('cycles', cycle.id, 'editions', edition.body.number, 'targets', target.code)}">${sumText(visit, sum)}</a><span class="reason">${said.ofUnits(sum.units)}</span>${when(isMet !== undefined, () => html`<span class="reason"><b>${said.standing[isMet === true ? 'met' : 'unmet']}</b></span>`)}`;
  const then =
    earlier === undefined || earlier.units === 0
      ? nothing
      : html`<span class="reason">${said.inEarlier(sumText(visit, earlier))}</span>`;
  return html`<tr><th scope="row">${target.text[language]}</th><td data-of="${said.aim}">${aimText(visit, target)}</td><td data-of="${said.counted}">${counted}${then}</td></tr>`;
};

/** The plan's targets beside what the units count of them. */
export const targetTable = (visit: Visit, view: EditionView): Html => {
  const { edition: said } = visit.t;
  if (view.targets.length === 0) return nothing;
  return html`<h2>${said.targets}</h2><div class="sheet"><table class="cards"><caption>${said.targetsCaption}</caption><thead><tr><th scope="col">${said.targetName}</th><th scope="col">${said.aim}</th><th scope="col">${said.counted}</th></tr></thead><tbody>${view.targets.map((one) => targetRow(visit, view, one))}</tbody></table></div>`;
};

/** Characters of the units' words on one page: a page that Lambda can answer holds some six times as much. */
const MOST_WORDS = 800_000;

const lengthOf = ({ words, remarks }: UnitWords): number =>
  words.summary.length +
  words.difficulties.length +
  words.proposals.length +
  remarks.reduce((all, { text }) => all + text.length, 0);

/** The units' words in parts that each fit on a page, whole units at a time. */
export const wordsInParts = (words: readonly UnitWords[], most = MOST_WORDS): readonly (readonly UnitWords[])[] => {
  const parts: UnitWords[][] = [[]];
  let length = 0;
  for (const one of words) {
    const own = lengthOf(one);
    if (length > 0 && length + own > most) {
      parts.push([]);
      length = 0;
    }
    parts.at(-1)?.push(one);
    length += own;
  }
  return parts;
};

const saidBy = (names: Names, said: readonly { readonly unit: UnitWords['unit']; readonly text: string }[]): Html =>
  html`<ul>${said.map(({ unit, text }) => html`<li><b>${names.unit(unit)}:</b> <span class="said">${text}</span></li>`)}</ul>`;

const ofWhole = (
  { t }: Visit,
  words: readonly UnitWords[],
  names: Names,
  name: 'summary' | 'difficulties' | 'proposals',
): Html => {
  const said = words.flatMap((one) => (one.words[name] === '' ? [] : [{ unit: one.unit, text: one.words[name] }]));
  return said.length === 0 ? nothing : html`<h3>${t.report[name]}</h3>${saidBy(names, said)}`;
};

const byActivity = ({ t, language }: Visit, { plan }: EditionView, words: readonly UnitWords[], names: Names): Html => {
  const all = words.flatMap(({ unit, remarks }) => remarks.map((remark) => ({ unit, ...remark })));
  if (all.length === 0) return nothing;
  const parts = plan.activities.flatMap(({ code, title }) => {
    const said = all.filter(({ activity }) => activity === code);
    return said.length === 0 ? [] : [html`<h4>${code}) ${title[language]}</h4>${saidBy(names, said)}`];
  });
  return html`<h3>${t.edition.remarks}</h3>${parts}`;
};

/** What the units say in words, gathered by question and by activity, each with its unit; in parts where it is much. */
export const wordsSection = (visit: Visit, view: EditionView, names: Names, part = 1): Html => {
  const { edition: said } = visit.t;
  const parts = wordsInParts(view.words);
  const words = parts[part - 1] ?? [];
  const here = path('cycles', view.cycle.id, 'editions', view.edition.body.number);
  const links =
    parts.length === 1
      ? nothing
      : html`<p class="links">${parts.map((_, index) => html`<a href="${here}?part=${index + 1}"${index + 1 === part ? html` aria-current="page"` : nothing}>${said.wordsPart(index + 1, parts.length)}</a> `)}</p>`;
  const texts = [
    ofWhole(visit, words, names, 'summary'),
    byActivity(visit, view, words, names),
    ofWhole(visit, words, names, 'difficulties'),
    ofWhole(visit, words, names, 'proposals'),
  ];
  return texts.every((text) => text === nothing) && parts.length === 1
    ? nothing
    : html`<h2>${said.inWords}</h2>${links}${texts}`;
};
