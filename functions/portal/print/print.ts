import type { PrintView } from '../../../shared/app/views/print-view.ts';
import type { FigureState } from '../../../shared/app/views/print-course.ts';
import type { Amounts } from '../../../shared/app/views/reach.ts';
import type { Messages } from '../../../shared/contracts/messages/messages.ts';
import type { Names } from '../../../shared/contracts/messages/names.ts';
import { writeDong } from '../../../shared/domain/money.ts';
import { inScale, type MoneyScale } from '../../../shared/domain/scale.ts';
import { type Html, html, when } from '../parts/html.ts';
import type { Visit } from '../visit.ts';

/** One of the figures that a package's chain has, and how far it is. */
export type FigureColumn = {
  readonly name: string;
  /** What is still undecided about it; empty once it is signed. */
  readonly undecided: string;
  readonly state: FigureState;
  readonly of: (amounts: Amounts) => number | null;
};

/** What the sections of a print are made of. */
export type Print = {
  readonly visit: Visit;
  readonly view: PrintView;
  readonly names: Names;
  /** The unit of the amounts in its tables. */
  readonly scale: MoneyScale;
  readonly columns: readonly FigureColumn[];
};

/** A section of a print: another kind of record adds its own to the list in `print-page.ts`. */
export type PrintSection = {
  readonly id: keyof Messages['print']['sections'];
  /** In which parts of a long package it stands. */
  readonly stands: 'first' | 'every' | 'last';
  /** Whether its tables need the paper across. */
  readonly wide: boolean;
  /** Its content under its heading; undefined where it has none here. */
  readonly body: (print: Print) => Html | undefined;
};

/** The figures of a package's chain; what the chain lacks is left out, what is undecided stays, empty, and says so. */
export const figureColumns = ({ t }: Visit, { appraisal, approval }: PrintView): readonly FigureColumn[] => {
  const { columns } = t.package;
  const all: readonly FigureColumn[] = [
    { name: columns.proposed, undecided: '', state: 'signed', of: ({ proposed }) => proposed },
    {
      name: columns.appraised,
      undecided: t.print.undecided.appraisal[appraisal],
      state: appraisal,
      of: ({ appraised }) => appraised,
    },
    {
      name: columns.approved,
      undecided: t.print.undecided.approval[approval],
      state: approval,
      of: ({ approved }) => approved,
    },
  ];
  return all.filter(({ state }) => state !== 'absent');
};

/** The head of a figure's column, with what is undecided about it. */
export const figureHead = ({ name, undecided }: Pick<FigureColumn, 'name' | 'undecided'>): Html =>
  html`<th scope="col" class="money">${name}${when(undecided !== '', () => html` <span class="undecided">${undecided}</span>`)}</th>`;

const written = (dong: number, scale: MoneyScale): string => {
  const shown = inScale(Math.abs(dong), scale);
  return writeDong(dong < 0 ? -shown : shown);
};

/** An amount in the unit of the print's tables; nothing where there is none, never a zero. */
export const amountCell = ({ scale }: Pick<Print, 'scale'>, name: string, dong: number | null): Html =>
  html`<td class="money" data-of="${name}">${dong === null ? '' : written(dong, scale)}</td>`;

/** A cell for each figure of a row. */
export const figureCells = (print: Print, amounts: Amounts | null): Html =>
  html`${print.columns.map(({ name, of }) => amountCell(print, name, amounts === null ? null : of(amounts)))}`;

/** The caption of a table that stands alone under its section's heading: for those who do not see the page. */
export const saidCaption = (text: string): Html => html`<caption class="said">${text}</caption>`;
