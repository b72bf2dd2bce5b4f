import type { joint as vi } from '../vi/joint.ts';

/** Activities that several units lead together. */
export const joint: typeof vi = {
  title: 'Activities that several units lead together',
  submits: (submitter, leads) => `${submitter} submits; led by: ${leads}`,
  claim: (unit, amount, submitter, activity) =>
    `Warning: ${unit} also asks ${amount} for ${activity}, which ${submitter} submits. What ${unit} asks is in no total; the activity counts once, with ${submitter}.`,
  others: (activity, submitter) =>
    `${submitter} submits ${activity}. Lines of it in this unit's estimate are kept, but are in no total.`,
  notCounted: (submitter) => `in no total; counted with ${submitter}`,
  name: (activity) => `Who submits ${activity}`,
  doName: 'Name',
  share: (activity) => `Share ${activity} among its leads`,
  shareHint:
    'Only says what is for whom; together no more than the total of the activity. A new version is shared anew.',
  doShare: 'Record the shares',
  shared: (parts) => `Shared: ${parts}`,
};
