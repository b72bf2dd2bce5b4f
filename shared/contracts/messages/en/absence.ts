import type { absence as vi } from '../vi/absence.ts';

/** Who is away, who stands in, which posts nobody holds. */
export const absence: typeof vi = {
  title: 'Who is away',
  about:
    'Who is away and who stands in. Mails about the work of whoever is away go to the stand-in meanwhile; signing still takes a post or a written authorisation.',
  forecast: 'Forecast: what falls due while those whose it is are away',
  noGaps: 'Nothing falls due while those whose it is are away.',
  work: 'Task',
  due: 'Due',
  person: 'Away',
  standIn: 'Stand-in',
  standInHint: 'Somebody of the office, or authorised by its head for all those days.',
  nobody: 'Nobody stands in yet',
  nobodyYet: 'Nobody yet',
  name: 'Name a stand-in',
  nameTitle: 'Name or change the stand-in',
  days: (from, until) => (from === until ? `On ${from}` : `From ${from} to ${until}`),
  standsIn: (who) => `Stand-in: ${who}`,
  listed: 'Absences on record',
  none: 'None is recorded.',
  cancel: 'Take this absence back',
  cancelled: (who, at) => `taken back (${who}, ${at})`,
  record: 'Record an absence',
  recordHint: 'Yours, or of somebody of your office. The reason is optional and seen by the office alone.',
  from: 'Away from',
  until: 'To the end of',
  reason: 'Reason (optional)',
  leave: 'Record that somebody leaves',
  leaveHint:
    'From the day after, the person has no rights in the plan, open tasks are handed over to others of the office, and links in earlier mails work no more.',
  leaves: 'Who leaves',
  lastDay: 'Last day in the post',
  leaving: (who, day) => `${who} leaves after ${day}.`,
  stays: 'Take back: the person stays',
  handedOver: (tasks, at) => `${tasks} ${tasks === 1 ? 'task was' : 'tasks were'} handed over, ${at}.`,
  vacant: 'Nobody holds a post that work waits for.',
  vacancy: {
    head: (office) => `${office}: no head to sign`,
    anybody: (office) => `${office}: nobody at all`,
  },
  vacantNext: 'Enter the successor in the plan and register the plan again.',
};
