import type { Command } from '../../../shared/contracts/commands.ts';
import type { RehearsedAction } from '../../../shared/contracts/rehearsal.ts';
import type { Stored } from '../../../shared/domain/records.ts';

/** The comment that a consulted office's page would send, at the stage that the package is at. */
export const commentCommand = (
  { unit, line, text }: Extract<RehearsedAction, { do: 'comment' }>,
  { body }: Stored<'package'>,
): Command => {
  const { stage, submission } = body.position;
  return { do: 'comment-line', package: body.id, stage, submission, unit, line: line ?? null, comment: text };
};
