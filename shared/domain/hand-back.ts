import { problems, type Refusal } from './refusal.ts';

/** What is wrong with the remark that goes with what is handed back; it says what to mend, so there must be one. */
export const remarkProblem = (remark: string): Refusal | undefined => {
  if (remark === '') return problems({ path: 'remark', code: 'missing' });
  return remark.length > 1000 ? problems({ path: 'remark', code: 'too-long', most: 1000 }) : undefined;
};
