import type { Command } from '../../../shared/contracts/commands.ts';
import type { RehearsedAction } from '../../../shared/contracts/rehearsal.ts';
import type { shownPackage } from './sign-steps.ts';

/** The comment that a consulted office's page would send, at the stage that the package is at. */
export const commentCommand = (
  { unit, line, text }: Extract<RehearsedAction, { do: 'comment' }>,
  { package: pkg, stage, submission }: Awaited<ReturnType<typeof shownPackage>>,
): Command => ({ do: 'comment-line', package: pkg, stage, submission, unit, line: line ?? null, comment: text });
