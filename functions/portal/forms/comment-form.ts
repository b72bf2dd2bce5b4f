import type { PackageId } from '../../../shared/domain/ids.ts';
import { type FormFields, wholeNumber } from './form-data.ts';
import { type Parsed, parseCommand } from './parsed.ts';

const placeIn = (form: FormFields, pkg: PackageId) => ({
  package: pkg,
  stage: form.get('stage'),
  submission: wholeNumber(form.get('submission')),
});

/** The line that a form or an address names; null where it names none, which is the whole estimate. */
export const lineOf = (text: string): number | null => (text === '' ? null : wholeNumber(text));

/** What is written on a line, or on a whole estimate. */
export const commentCommand = (form: FormFields, pkg: PackageId): Parsed =>
  parseCommand(form, {
    do: 'comment-line',
    ...placeIn(form, pkg),
    unit: form.get('unit'),
    line: lineOf(form.get('line')),
    comment: form.get('comment'),
  });

/** The comment that is withdrawn. */
export const withdrawCommand = (form: FormFields, pkg: PackageId, no: string): Parsed =>
  parseCommand(form, { do: 'withdraw-comment', ...placeIn(form, pkg), no: wholeNumber(no) });
