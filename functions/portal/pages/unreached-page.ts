import type { Unreached, UnreachedView } from '../../../shared/app/views/unreached-view.ts';
import { moment } from '../../../shared/contracts/messages/format.ts';
import { hidden } from '../parts/fields.ts';
import { type Html, html, nothing } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import type { Visit } from '../visit.ts';

const row = ({ t, language }: Visit, { mark, people, address }: Unreached): Html => {
  const said = t.unreached;
  const whose = people.map(({ title }) => title[language]).join(', ');
  const detail = mark.detail === null ? nothing : html`<span class="reason">${said.server(mark.detail)}</span>`;
  return html`<tr><th scope="row">${whose}<span class="reason">${address}</span></th><td data-of="${said.why}">${said.kinds[mark.kind]}${detail}</td><td data-of="${said.since}">${moment(mark.at)}</td><td><form class="inline" method="post" action="/unreached">${hidden('address', mark.address)}<button class="button plain" aria-label="${said.againTo(address)}">${said.again}</button></form></td></tr>`;
};

/** Whose address takes no mail, since when and why. `letters` is where an office's own server shows its letters. */
export const unreachedPage = (visit: Visit, view: UnreachedView, letters: string | undefined): Html => {
  const { t, language } = visit;
  const { unreached: said } = t;
  return layout(visit, {
    title: said.title,
    main: html`<h1>${said.title}</h1><p class="soft">${view.plan.shortTitle[language]}</p><p>${said.about}</p>${
      view.unreached.length === 0
        ? html`<p>${said.none}</p>`
        : html`<div class="sheet"><table class="cards"><thead><tr><th scope="col">${said.whose}</th><th scope="col">${said.why}</th><th scope="col">${said.since}</th><th scope="col"></th></tr></thead><tbody>${view.unreached.map((one) => row(visit, one))}</tbody></table></div><p class="hint">${said.next}</p>`
    }${letters === undefined ? nothing : html`<p class="links"><a href="${letters}">${said.letters}</a></p>`}`,
  });
};
