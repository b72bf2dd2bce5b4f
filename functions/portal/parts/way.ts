import type { Actor } from '../../../shared/domain/journal.ts';
import type { Visit } from '../visit.ts';

/** By which way somebody came to act, in words; empty for the system, and for what was recorded before it was kept. */
export const wayText = ({ t }: Visit, actor: Actor): string =>
  actor.kind === 'person' && actor.way !== undefined ? t.formats.way[actor.way] : '';

/** The same at the end of a line of a history. */
export const wayAfter = (visit: Visit, actor: Actor): string => {
  const text = wayText(visit, actor);
  return text === '' ? '' : ` · ${text}`;
};
