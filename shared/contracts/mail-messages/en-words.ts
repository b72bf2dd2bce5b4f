import { type PlainDate, weekday } from '../../domain/calendar.ts';
import type { SigningBasis } from '../../domain/package.ts';
import type {
  Amount,
  DecisionFact,
  DueFact,
  LinesFact,
  MomentFact,
  PackageFact,
  SourcesFact,
  WithoutFact,
} from './facts.ts';
import { fields } from '../messages/en/fields.ts';
import type { MailBlock } from './messages.ts';

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const days = (n: number): string => `${n} working ${n === 1 ? 'day' : 'days'}`;
const units = (n: number): string => `${n} ${n === 1 ? 'unit' : 'units'}`;

/** A day, its month in letters: figures alone would be read in two orders. */
export const date = (day: PlainDate): string =>
  `${Number(day.slice(8, 10))} ${MONTHS[Number(day.slice(5, 7)) - 1] ?? ''} ${day.slice(0, 4)}`;

/** A day with its weekday. */
export const fullDate = (day: PlainDate): string => `${WEEKDAYS[weekday(day)] ?? ''} ${date(day)}`;

/** A moment of a day. */
export const moment = ({ date: day, time }: MomentFact): string => `${date(day)} at ${time}`;

/** How far off the last day is. */
export const howFar = ({ state, workingDays }: DueFact): string => {
  switch (state) {
    case 'today':
      return 'due today';
    case 'ahead':
      return workingDays === 0 ? 'no working day left' : `${days(workingDays)} left`;
    case 'past':
      return workingDays === 0 ? 'overdue' : `${days(workingDays)} overdue`;
  }
};

/** The last day, counted. */
export const due = (fact: DueFact): string => `end of ${fullDate(fact.date)} (${howFar(fact)})`;

/** An amount in figures, grouped as Vietnamese papers group them. */
export const dong = (figures: string): string => `${figures}\u00a0đồng`;

/** An amount; the words are the Vietnamese paper's. */
export const amount = ({ figures }: Amount): string => dong(figures);

/** How many units are in a package, and how; what is missing is not a zero. */
export const counts = ({ submitted, nil, missing }: PackageFact['counts']): string =>
  [
    `${units(submitted)} submitted`,
    `${units(nil)} proposed nothing`,
    missing === 0 ? 'none missing' : `${units(missing)} missing (not counted as zero)`,
  ].join('; ');

/** On what a signature rests, as it stands after the signer's post. */
export const bases: { readonly [B in SigningBasis]: string } = {
  own_right: '',
  kt: ' (for the head, KT.)',
  tl: ' (by the head’s order, TL.)',
  tuq: ' (by written authorisation, TUQ.)',
};

/** The paper that a decision is, with its signer. */
export const decision = ({ number, date: day, signer, basis, authorisation }: DecisionFact): string => {
  const by =
    authorisation === undefined
      ? ''
      : `, by authorisation ${authorisation.number} from ${date(authorisation.from)} to ${date(authorisation.until)}`;
  return `No. ${number} of ${date(day)}; signed by: ${signer}${bases[basis]}${by}`;
};

/** Lines with every figure and reason. */
export const lines = (caption: string, { shown, more }: LinesFact, withUnit: boolean): readonly MailBlock[] =>
  shown.length === 0
    ? []
    : [
        {
          kind: 'list',
          caption,
          items: shown.map((line) => ({
            title: `${withUnit ? `${line.unit}, ` : ''}activity ${line.activity}: ${line.content}`,
            details: [
              [
                `Proposed ${dong(line.proposed)}`,
                `appraised ${dong(line.appraised)}`,
                ...(line.approved === undefined ? [] : [`approved ${dong(line.approved)}`]),
              ].join('; '),
              ...line.reasons.map(({ stage, text }) => `Why, at the ${stage}: ${text}`),
            ],
          })),
          rest: more === 0 ? undefined : `${more} more on the page.`,
        },
      ];

/** Units that a package holds no estimate of. */
export const withoutList = (without: readonly WithoutFact[]): readonly MailBlock[] => {
  if (without.length === 0) return [];
  return [
    {
      kind: 'list',
      caption: 'Units without an estimate in the package',
      items: without.slice(0, 20).map(({ unit, standing }) => ({
        title: `${unit}: ${standing === 'nil' ? 'proposed nothing' : 'missing'}`,
        details: [],
      })),
      rest: without.length > 20 ? `${without.length - 20} more on the page.` : undefined,
    },
  ];
};

/** Totals by source of funds, and the communes' own part, which is in no total. */
export const sourceRows = ({
  of,
  memo,
}: SourcesFact): readonly { readonly label: string; readonly value: string }[] => [
  ...(of.length === 0
    ? []
    : [
        {
          label: 'By source',
          value: of.map(({ source, figures }) => `${fields.sources[source]} ${dong(figures)}`).join('; '),
        },
      ]),
  ...(memo === undefined
    ? []
    : [{ label: 'Paid by the communes themselves (a memo, in no total)', value: dong(memo) }]),
];
