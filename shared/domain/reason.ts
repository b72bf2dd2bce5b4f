import { type FieldProblem, problems, type Refusal } from './refusal.ts';

/** The longest reason that is kept, in characters, where nothing else is said. */
const LONGEST_REASON = 1000;

/** What somebody wrote, as it is kept. */
export const written = (text: string): string => text.normalize('NFC').trim();

/** What is wrong with a reason: nobody sends back, cuts or takes back without saying why. */
export const reasonProblems = (reason: string, most = LONGEST_REASON): readonly FieldProblem[] => {
  if (reason === '') return [{ path: 'reason', code: 'reason-missing' }];
  return reason.length > most ? [{ path: 'reason', code: 'too-long', most }] : [];
};

/** The same as a refusal. */
export const refuseReason = (reason: string, most?: number): Refusal | undefined => {
  const found = reasonProblems(reason, most);
  return found.length === 0 ? undefined : problems(...found);
};
