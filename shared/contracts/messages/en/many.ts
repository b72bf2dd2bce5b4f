import type { many as vi } from '../vi/many.ts';

/** Deciding several tasks with one confirmation. */
export const many: typeof vi = {
  legend: 'Tick what you want to decide together',
  tick: 'Tick',
  tickOf: (title) => `Tick: ${title}`,
  open: 'Decide what is ticked together',
  title: (n) => (n === 1 ? 'Decide 1 task' : `Decide ${n} tasks together`),
  resultTitle: (done, of) => `${done} of ${of} recorded`,
  intro:
    'Each task is checked and recorded by itself, with exactly what is shown below. What cannot be recorded is listed with the reason; the rest stands.',
  none: {
    what: 'No task was ticked.',
    next: 'Tick tasks on the page “My work”, then try again.',
  },
  tooMany: (most) => ({
    what: `At most ${most} tasks are decided at a time; nothing was recorded.`,
    next: 'Tick fewer and go on in several steps.',
  }),
  someTask: 'A task that was ticked',
  units: (n) => (n === 1 ? '1 unit' : `${n} units`),
  andMore: (n) => (n === 1 ? 'and 1 more' : `and ${n} more`),
  unit: 'Unit',
  submission: 'Submission',
  toApprove: 'To be approved',
  passes: 'To be signed and passed on',
  nil: 'Nothing proposed',
  estimate: 'Estimate to be signed',
  full: 'See it in full',
  unfixedTitle: (n) =>
    n === 1 ? 'The figures of 1 package are not fixed' : `The figures of ${n} packages are not fixed`,
  unfixedHint:
    'Figures are fixed before they are signed. Fixing them decides nothing: they can be opened again. This page comes back with the content code of each.',
  fix: (n) => (n === 1 ? 'Fix the figures of 1 package' : `Fix the figures of ${n} packages`),
  readyTitle: (n) => (n === 1 ? '1 task can be signed' : `${n} tasks can be signed`),
  dateHint: 'For every decision above: the date on the papers.',
  numbers: 'Fill the empty numbers in sequence',
  numbersHint: 'Type the first number, then press to fill those that follow; nothing is recorded.',
  sign: (n) => (n === 1 ? 'Sign this task' : `Sign these ${n} tasks`),
  apartTitle: 'Not to be decided together',
  alone: 'This task has to be read and chosen on its own page.',
  toTask: 'Open this task',
  recorded: (n) => (n === 1 ? '1 task recorded' : `${n} tasks recorded`),
  notRecorded: (n) => (n === 1 ? '1 task was not recorded' : `${n} tasks were not recorded`),
  again: 'Look again at what was not recorded',
};
