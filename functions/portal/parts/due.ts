import type { Due } from '../../../shared/app/views/due.ts';
import type { Visit } from '../visit.ts';
import { type Html, html } from './html.ts';

/** A due date in a list: how long is left above, the day below. */
export const dueBlock = ({ t }: Visit, due: Due): Html =>
  html`<div class="due ${due.state}"><b>${t.formats.left(due)}</b>${t.formats.day(due.date)}</div>`;

/** A due date within a sentence, with what is left only while somebody still owes it. */
export const dueWhile = (visit: Visit, due: Due, owed: boolean): string =>
  owed ? dueText(visit, due) : visit.t.formats.day(due.date);

/** A due date within a sentence: `thứ Sáu 25/03/2022 (còn 3 ngày làm việc)`. */
export const dueText = ({ t }: Visit, due: Due): string => `${t.formats.day(due.date)} (${t.formats.left(due)})`;
