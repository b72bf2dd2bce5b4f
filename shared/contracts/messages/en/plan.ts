import type { plan as vi } from '../vi/plan.ts';

/** The plan as it is read here. */
export const plan: typeof vi = {
  link: 'The plan, and how it is read',
  about:
    'The plan as it is used here. Where the document is silent or slips, the reading and its reason are given; whoever finds a reading wrong should tell the standing unit.',
  standing: 'Standing unit',
  readings: 'How unclear places are read',
  place: 'Where',
  says: 'The document',
  reading: 'Read as',
  reason: 'Why',
  noReadings: 'Nothing had to be read into it.',
  chain: 'The way of the estimates',
  noChain: 'The plan has no budget chain: each unit pays from its own money, and reports all the same.',
  inferred: 'a reading, not in the text',
  byRule: 'the leads whose money goes through the chain',
  suggested: (days) => `no day given; ${days} working ${days === 1 ? 'day' : 'days'} suggested`,
  money: 'Where the money comes from',
  activities: 'Activities',
  leads: 'Lead',
  coordinators: 'With',
  when: 'When, and how much',
  units: 'Units with a note',
  bases: 'Legal bases',
};
