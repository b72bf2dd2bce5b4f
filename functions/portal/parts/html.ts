import { html } from 'hono/html';

/** A piece of a page, escaped. */
export type Html = ReturnType<typeof html>;

/** Nothing. */
export const nothing: Html = html``;

/** A piece of a page where a condition holds. */
export const when = (condition: boolean, piece: () => Html): Html => (condition ? piece() : nothing);

/** A path of the portal from its parts, each written so that no id can leave its place. */
export const path = (...parts: readonly (string | number)[]): string =>
  `/${parts.map((part) => encodeURIComponent(part)).join('/')}`;

/** The id of the field of a path in a form: `lines[2].amount` is `lines-2-amount`. */
export const idOf = (field: string): string => field.replace(/[^A-Za-z0-9]+/g, '-').replace(/-$/, '');

export { html };
