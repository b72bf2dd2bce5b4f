import type { reminders as vi } from '../vi/reminders.ts';

/** How somebody is reminded, and turning digests off by the link in one. */
export const reminders: typeof vi = {
  title: 'How I am reminded',
  intro:
    'Choose how you are reminded of what is not done. New work, work that is returned or handed over, new dates, the last reminder and results always come by themselves, at once.',
  each: { label: 'A mail each time', follows: 'One mail for each task and each reminder.' },
  daily: {
    label: 'One mail a day at 07:30',
    follows: 'The reminders of a morning come in one mail; on a day with none there is no mail.',
  },
  save: 'Save',
  choose: 'Choose one of the two.',
  off: {
    title: 'Stop the daily mail?',
    what: 'Each reminder will be a mail of its own instead. Mails that give you work or a result stay as they are; nobody can turn those off.',
    button: 'Stop the daily mail',
    done: 'The daily mail is stopped.',
    next: 'From now on each reminder is a mail of its own. To have the daily mail again, sign in and open “How I am reminded”.',
  },
};
