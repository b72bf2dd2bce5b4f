import type * as z from 'zod';
import type { CommentLineCommand, WithdrawCommentCommand } from '../contracts/commands.ts';
import type { LineComment } from '../domain/comment.ts';
import { commentLine, refuseComment, withdrawComment } from '../domain/comment-decisions.ts';
import type { ActingSetting } from '../domain/context.ts';
import { chainLines, type Line } from '../domain/lines.ts';
import type { Member } from '../domain/package.ts';
import type { Stored } from '../domain/records.ts';
import type { Decision } from '../domain/refusal.ts';
import { readComments, readLines } from './content.ts';
import { membersNow } from './package-members.ts';
import type { Ports } from './ports.ts';

type Reading = Pick<Ports, 'store'>;

/** What consulted offices commented on a package, in order; withdrawn comments are among them. */
export const commentsOf = async ({ store }: Reading, { body }: Stored<'package'>): Promise<readonly LineComment[]> =>
  body.comments === undefined ? [] : readComments(store, body.locality, body.comments);

/** The lines of a member's estimate that are under appraisal: what has no figures has no comments of its own. */
export const linesOfMember = async (
  { store }: Reading,
  { body }: Stored<'package'>,
  member: Member | undefined,
): Promise<readonly Line[]> => (member?.lines ? chainLines(await readLines(store, body.locality, member.lines)) : []);

/** Loads the package and what the comment is about, and decides. */
export const decideComment = async (
  ports: Ports,
  setting: ActingSetting,
  command: z.infer<typeof CommentLineCommand> | z.infer<typeof WithdrawCommentCommand>,
): Promise<Decision> => {
  const pkg = await ports.store.load(setting.plan.locality.id, 'package', command.package);
  if (pkg === undefined) return { kind: 'not-found', what: 'package' };
  const refusal = refuseComment(pkg.body, command, setting);
  if (refusal !== undefined) return refusal;
  const comments = await commentsOf(ports, pkg);
  if (command.do === 'withdraw-comment') return withdrawComment(pkg, comments, command, setting);
  const members = await membersNow(ports, pkg);
  const member = members.find(({ unit }) => unit === command.unit);
  const lines = (await linesOfMember(ports, pkg, member)).map(({ no }) => no);
  return commentLine(pkg, { comments, members, lines }, command, setting);
};
