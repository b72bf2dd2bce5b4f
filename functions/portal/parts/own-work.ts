import type { OwnWork } from '../../../shared/app/views/print-course.ts';
import type { Names } from '../../../shared/contracts/messages/names.ts';
import type { Visit } from '../visit.ts';
import { type Html, html, when } from './html.ts';

/** Whose own work somebody, or an office, acts on, in a sentence. */
export const ownWorkText = ({ t }: Visit, one: OwnWork, names: Names): string => {
  const stage = t.round.stages[one.stage];
  switch (one.kind) {
    case 'office':
      return t.print.ownOffice(names.unit(one.office), stage);
    case 'person':
      return t.print.ownPerson(names.person(one.person), stage, names.unit(one.unit));
  }
};

/** The conflicts that whoever decides has to see before he does (invariant 7). */
export const ownWorkNote = (visit: Visit, list: readonly OwnWork[], names: Names): Html =>
  when(
    list.length > 0,
    () =>
      html`<div class="note warn"><p><b>${visit.t.print.ownWork}</b></p><ul>${list.map((one) => html`<li>${ownWorkText(visit, one, names)}</li>`)}</ul></div>`,
  );
