import type { Gap } from '../../../shared/app/absence-forecast.ts';
import { shortDate } from '../../../shared/contracts/messages/format.ts';
import type { Names } from '../../../shared/contracts/messages/names.ts';
import type { Vacancy } from '../../../shared/domain/people-now.ts';
import type { Visit } from '../visit.ts';
import { type Html, html, nothing, path } from './html.ts';

/** Whose work is due while he is away, and who does it meanwhile (the absence forecast). */
export const forecastTable = ({ t }: Visit, names: Names, gaps: readonly (Gap & { readonly year: number })[]): Html => {
  const { absence: said } = t;
  if (gaps.length === 0) return nothing;
  return html`<div class="sheet"><table class="cards"><caption>${said.forecast}</caption><thead><tr><th scope="col">${said.work}</th><th scope="col">${said.due}</th><th scope="col">${said.person}</th><th scope="col">${said.standIn}</th></tr></thead><tbody>${gaps.map(
    ({ kind, year, office, until, person, away, standIn }) =>
      html`<tr><th scope="row">${t.home.work[kind](year)}<span class="reason">${names.shortUnit(office)}</span></th><td data-of="${said.due}">${t.formats.day(until)}</td><td data-of="${said.person}">${names.person(person)}<span class="reason">${said.days(shortDate(away.from), shortDate(away.until))}</span></td><td data-of="${said.standIn}">${standIn === null ? html`<b>${said.nobody}</b> <a href="${path('absences')}">${said.name}</a>` : names.person(standIn)}</td></tr>`,
  )}</tbody></table></div>`;
};

/** Posts that work waits for and nobody holds. */
export const vacancyNote = ({ t }: Visit, names: Names, vacancies: readonly Vacancy[]): Html =>
  vacancies.length === 0
    ? nothing
    : html`<div class="note error" role="alert"><p><b>${t.absence.vacant}</b></p><ul>${vacancies.map(({ office, post }) => html`<li>${t.absence.vacancy[post](names.unit(office))}</li>`)}</ul><p>${t.absence.vacantNext}</p></div>`;
