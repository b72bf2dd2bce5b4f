import type { calendar as viCalendar, dates as viDates } from '../vi/calendar.ts';
import { home } from './home.ts';

/** The working calendar of a locality. */
export const calendar: typeof viCalendar = {
  title: 'Working calendar',
  about:
    'The office works Monday to Friday, less the days off and with the days worked in exchange that are listed here. Dates that are counted in days, and reminders, follow this calendar; a fixed date stays.',
  shipped: 'This is the calendar that came with the system; the office has not changed it.',
  changed: (n, who, at) => `Change ${n}: ${who}, ${at}.`,
  redating: 'The system is working the dates out anew; that takes half an hour at most.',
  redated: 'Tasks that the last change gave other dates',
  noneRedated: 'The last change moved no due date and no reminder.',
  lastChange: 'The last change',
  unconfirmed: (days) =>
    `No official notice was seen for: ${days}. Compare them once there is one, and correct the row.`,
  caption: (year) => `Days off, and days worked in exchange, in ${year}`,
  none: (year) => `No day of ${year} is listed.`,
  date: 'Day',
  kind: 'Kind of day',
  kinds: {
    holiday: 'Holiday',
    compensation: 'Off in lieu',
    swap: 'Off in exchange',
    working: 'Worked in exchange (Saturday, Sunday)',
  },
  name: 'Name of the day',
  nameEn: 'Name in English',
  nameEnHint: 'Left empty, the Vietnamese name stands.',
  source: 'Source',
  sourceHint: 'Number, date and issuer of the law or notice.',
  asOf: 'Looked up on',
  asOfHint: 'The day on which you read that source.',
  lookedUp: (date) => `looked up on ${date}`,
  certain: 'Certainty',
  isCertain: 'Officially announced',
  isUncertain: 'Not announced yet',
  correct: 'Correct',
  correctTitle: (date) => `Correct ${date} in the calendar`,
  add: 'List a further day',
  look: 'The next step shows which tasks get other dates; the calendar changes only once you confirm there.',
  toLook: 'See what it changes',
  toRemove: 'See what taking this day out changes',
  keptBy: (office) => `${office} keeps the calendar; tell it of mistakes.`,
  previewTitle: 'Before the calendar is changed',
  sets: (date, kind, name) => `${date}: ${kind}, ${name}`,
  removes: (date, name) => `${date} (${name}) goes`,
  redates: (n) => `${n} ${n === 1 ? 'task gets' : 'tasks get'} other dates`,
  redatesNone: 'No open task gets another due date or reminder.',
  redatesHint: 'Whose due date moves is told by mail. What is done, and fixed dates, stay as they are.',
  confirm: 'Change the calendar',
  back: 'Back to the calendar',
  task: 'Task',
  office: 'Office',
  before: 'Before',
  after: 'After',
  dates: (due, next) => `due ${due}, next reminder ${next}`,
  taskOf: (kind, year) => {
    switch (kind) {
      case 'estimate':
      case 'lock':
      case 'synthesis':
      case 'appraisal':
      case 'approval':
        return home.work[kind](year);
      default:
        return kind;
    }
  },
};

/** Dates, ladders and extensions of tasks. */
export const dates: typeof viDates = {
  title: (year) => `Dates and reminders, round ${year}`,
  link: 'Dates and reminders',
  about:
    'Every open task with its due date, how that is counted, and the rungs of its reminders (in working days from the due date). What is done is not reminded of. Telling a superior moves no date; only the office that set it can extend it.',
  none: 'Nothing is open in this round.',
  counted: 'How the date is counted',
  rung: 'Rung',
  hears: 'Who is told',
  hearers: {
    assignee: 'whose task it is',
    deputy: 'the deputy',
    head: 'the head',
    standing: 'the standing unit',
    superior: 'the approving office',
  },
  state: { climbed: 'reminded', ahead: 'to come', spared: 'spared' },
  posts: { head: 'the head', deputy: 'the deputy', officer: 'the officers' },
  caption: 'Rungs',
  end: {
    escalate: (office) => `Last rung: ${office} is told too.`,
    lock: 'Last rung: the system closes the estimates with what is in.',
    lapse: 'Last rung: it ends, and the estimate counts as missing.',
  },
  extended: 'extended from',
  extend: 'Give more time',
  extendTitle: (task) => `Give more time: ${task}`,
  extendHint:
    'The new date is after the present one. The reason goes into the journal and to those whose task it is; reminders follow the new date.',
  now: (due) => `Now due: ${due}`,
};
