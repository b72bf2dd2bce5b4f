import type { PortalContext } from '../visit.ts';

/** The fields of a posted form, each with all its values, as text in NFC. */
export type FormFields = {
  get(name: string): string;
  /** The value as it was sent, not brought into NFC. */
  raw(name: string): string;
  all(name: string): readonly string[];
  has(name: string): boolean;
  names(): readonly string[];
};

/** Reads form fields; a name that was not sent is the empty text. */
export const fieldsOf = (body: URLSearchParams): FormFields => ({
  get: (name) => (body.get(name) ?? '').normalize('NFC'),
  raw: (name) => body.get(name) ?? '',
  all: (name) => body.getAll(name).map((value) => value.normalize('NFC')),
  has: (name) => body.has(name),
  names: () => [...new Set(body.keys())],
});

/** Reads the form that a request posts. What is no form has no fields. */
export const readForm = async (c: PortalContext): Promise<FormFields> =>
  fieldsOf(new URLSearchParams(await c.req.text()));

/** A whole number as a hidden field carries it; -1, which nothing matches, where it is none. */
export const wholeNumber = (text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : -1);

/** A date as the browser sends it, or as a person types it (25/03/2022); other text stays as it is. */
export const dateText = (text: string): string => {
  const [, day, month, year] = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*$/.exec(text) ?? [];
  if (day === undefined || month === undefined || year === undefined) return text.trim();
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
};
