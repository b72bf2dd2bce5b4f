import type { round as vi } from '../vi/round.ts';

/** A round: its tracker, its units, its opening and lock. */
export const round: typeof vi = {
  title: (year) => `Budget round ${year}`,
  stages: { estimate: 'Estimates', synthesis: 'Synthesis', appraisal: 'Appraisal', approval: 'Approval' },
  leadUnits: 'The lead units',
  tracker: {
    label: 'Where it is',
    done: 'done',
    locked: 'locked',
    opening: 'on its way here',
    since: (at) => `at work since ${at}`,
    until: (due) => `Due: ${due}`,
    planned: (date) => `due ${date}`,
    submission: (n) => `This is submission ${n}.`,
  },
  counts: ({ submitted, nil, missing, late }) =>
    [
      ...(submitted === 0 ? [] : [`${submitted} submitted`]),
      ...(late === null || late === 0 ? [] : [`${late} of them late`]),
      ...(nil === 0 ? [] : [`${nil} with no request`]),
      ...(missing === 0 ? [] : [`${missing} missing`]),
    ].join(', '),
  unit: 'Unit',
  standing: 'Standing',
  tableCaption: 'Each unit, amounts in đồng',
  total: 'Total',
  submittedVersion: (n) => `Submitted, version ${n}`,
  late: 'late',
  lateBy: (days: number): string => `${days} ${days === 1 ? 'day' : 'days'} late`,
  nil: 'No request',
  missing: {
    opening: 'Being given its task',
    untouched: 'Missing: not begun',
    drafting: 'Missing: being drafted',
    recalled: 'Missing: recalled',
    returned: 'Missing: returned for revision',
    submitted: 'Submitted',
    nil: 'No request',
  },
  opening: 'Each unit is being given its task. Reload the page in a few seconds.',
  locking: 'The lock is recorded and the package is being formed. Reload the page in a few seconds.',
  closed: (at, who) => `The round was closed at ${at} (${who}); what was not granted has lapsed.`,
  noUnits: 'No unit has to estimate in this round.',
  notAmong: 'Your office has no estimate to make in this round.',
  adjusted: 'The approved amounts in the table are as first decided; the ledger has them as adjusted since.',
  packages: 'Packages',
  toLock: 'Review and lock',
  lockTitle: (year) => `Lock the estimates of ${year}`,
  lockMissing: (units) =>
    `No estimate from: ${units}. Locked now, they are not in the package (and do not count as 0 đồng), and can send theirs only by a supplementary package.`,
  lockEarly: (units) => `Still within the due date: ${units}.`,
  lockFollows:
    'Locking takes each unit with the version that is in; from then on units can no longer change it, and the package goes on to the next step.',
  lock: 'Lock and form the package',
  openTitle: 'Open a budget round',
  open: 'Open the round and give out the tasks',
  yearOpen: (year) => `${year} (open already)`,
  dueLegend: 'Due date of each step',
  dueHint:
    'Where the plan sets no date, 5 working days are suggested for each step; change them as needed. Write day/month/year.',
  dueSuggested: (offices, day) => `${offices} · suggested: ${day}`,
  groupHint:
    'Choose the units that belong to this group this year. The list is a suggestion; the standing unit decides.',
};
