import type { AnyProblem } from '../../../shared/domain/refusal.ts';
import type { Visit } from '../visit.ts';
import { describedBy, fieldErrors } from './errors.ts';
import { type Html, html, idOf, nothing } from './html.ts';

/** What the fields of one form share: the visit, and what was wrong with them. */
export type Form = { readonly visit: Visit; readonly problems: readonly AnyProblem[] };

/** A field: its path in the form, its label, what stands in it. */
export type Field = {
  readonly path: string;
  readonly label: string;
  readonly value: string;
  readonly hint?: string;
  readonly class?: string;
};

const wrap = ({ visit, problems }: Form, field: Field, input: Html): Html =>
  html`<div class="field ${field.class ?? ''}"><label for="${idOf(field.path)}">${field.label}</label>${field.hint === undefined ? nothing : html`<span class="hint">${field.hint}</span>`}${fieldErrors(visit, problems, field.path)}${input}</div>`;

/** A line of text. Amounts too: never a number field, whose value a scroll can change. */
export const textField = (form: Form, field: Field & { readonly numeric?: boolean }): Html =>
  wrap(
    form,
    field,
    html`<input type="text" id="${idOf(field.path)}" name="${field.path}" value="${field.value}"${field.numeric === true ? html` inputmode="numeric" class="figure" autocomplete="off"` : nothing}${describedBy(form.problems, field.path)}>`,
  );

const shown = (date: string): string => date.replace(/^(\d{4})-(\d{2})-(\d{2})$/, '$3/$2/$1');

/** A day, typed as offices write it (25/03/2022): a browser's own date field goes by the browser's language. */
export const dateField = (form: Form, field: Field): Html =>
  wrap(
    form,
    field,
    html`<input type="text" inputmode="numeric" class="date" autocomplete="off" placeholder="${form.visit.t.fields.datePattern}" id="${idOf(field.path)}" name="${field.path}" value="${shown(field.value)}"${describedBy(form.problems, field.path)}>`,
  );

/** Several lines of text. */
export const areaField = (form: Form, field: Field): Html =>
  wrap(
    form,
    field,
    html`<textarea rows="3" id="${idOf(field.path)}" name="${field.path}"${describedBy(form.problems, field.path)}>${field.value}</textarea>`,
  );

/** One of a list; an unknown value that was sent stays to be seen and corrected. */
export const selectField = (
  form: Form,
  field: Field & { readonly options: readonly { readonly value: string; readonly text: string }[] },
): Html => {
  const known = field.options.some(({ value }) => value === field.value);
  const options = known ? field.options : [...field.options, { value: field.value, text: field.value }];
  return wrap(
    form,
    field,
    html`<select id="${idOf(field.path)}" name="${field.path}"${describedBy(form.problems, field.path)}>${options.map(
      ({ value, text }) =>
        html`<option value="${value}"${value === field.value ? html` selected` : nothing}>${text}</option>`,
    )}</select>`,
  );
};

/** A value that the form carries. */
export const hidden = (name: string, value: string | number): Html =>
  html`<input type="hidden" name="${name}" value="${String(value)}">`;
