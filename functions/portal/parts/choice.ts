import { type Html, html, nothing } from './html.ts';

/** One way to decide: what it is called, what will follow, what more it asks for. Never chosen beforehand. */
export type Choice = {
  readonly value: string;
  readonly label: string;
  readonly follows: string;
  readonly more?: Html;
};

/** The ways to decide. `chosen` is what a person chose on a page that came back to him. */
export const choices = (name: string, chosen: string, list: readonly Choice[]): Html =>
  html`${list.map(
    ({ value, label, follows, more }) =>
      html`<div class="option"><label class="choice"><input type="radio" name="${name}" value="${value}"${chosen === value ? html` checked` : nothing}><b>${label}</b><span>${follows}</span></label>${more === undefined ? nothing : html`<div class="more">${more}</div>`}</div>`,
  )}`;
