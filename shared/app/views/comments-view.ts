import type { LineComment } from '../../domain/comment.ts';
import { type CommentPlace, isOwnComment, refuseComment } from '../../domain/comment-decisions.ts';
import { consultedAt } from '../../domain/context.ts';
import { type PackageId, type UnitId, roundOfPackage } from '../../domain/ids.ts';
import type { PersonActor } from '../../domain/journal.ts';
import type { Line } from '../../domain/lines.ts';
import type { Member, Package } from '../../domain/package.ts';
import type { Plan } from '../../domain/plan.ts';
import { postsOf } from '../../domain/posts.ts';
import type { Stored } from '../../domain/records.ts';
import { problems } from '../../domain/refusal.ts';
import { commentsOf, linesOfMember } from '../comment-commands.ts';
import { membersNow } from '../package-members.ts';
import type { Session } from '../ports.ts';
import {
  enterRound,
  type InRound,
  notFound,
  refused,
  seen,
  type Viewed,
  type Viewer,
  type ViewPorts,
} from './access.ts';

/** Where the reader's office may comment now, and for which office he does. */
export type CommentHere = CommentPlace & { readonly office: UnitId };

/** What is said on a package, as far as a reader may see it. */
export type Consultation = {
  /** Of the submission that is shown and of those before it, in order; withdrawn ones are marked. */
  readonly comments: readonly LineComment[];
  readonly commentAt: CommentHere | null;
};

/** The person as he comments: for his first office that is consulted where the package is; else for his own. */
const commenterOf = (plan: Plan, { person }: Viewer, { position }: Package): PersonActor => {
  const offices = consultedAt(plan, position.stage);
  const held = postsOf(person).map(({ office }) => office);
  return { kind: 'person', person: person.id, office: held.find((one) => offices.includes(one)) ?? person.office };
};

const commentHere = ({ plan, viewer }: InRound, pkg: Package): CommentHere | null => {
  const actor = commenterOf(plan, viewer, pkg);
  const { stage, submission } = pkg.position;
  const refusal = refuseComment(pkg, { stage, submission }, { plan, actor });
  return refusal === undefined ? { stage, submission, office: actor.office } : null;
};

/** The comments on a package up to a submission: for the offices that see the whole round, as its other papers are. */
export const consultationOf = async (
  ports: Pick<ViewPorts, 'store'>,
  room: InRound,
  pkg: Stored<'package'>,
  submission: number,
): Promise<Consultation> => {
  if (!room.viewer.seesAll) return { comments: [], commentAt: null };
  const comments = (await commentsOf(ports, pkg)).filter((one) => one.submission <= submission);
  const isNow = submission === pkg.body.position.submission;
  return { comments, commentAt: isNow ? commentHere(room, pkg.body) : null };
};

/** Whether the reader may withdraw a comment. */
export const mayWithdraw = ({ commentAt }: Pick<Consultation, 'commentAt'>, one: LineComment): boolean =>
  commentAt !== null &&
  one.withdrawn === null &&
  one.office === commentAt.office &&
  one.stage === commentAt.stage &&
  one.submission === commentAt.submission;

/** A comment with the line that it is about; null where it is about a whole estimate. */
export type CommentedLine = { readonly comment: LineComment; readonly line: Line | null };

/** Every comment with its line, whichever page of the package that is on. */
export const commentedLines = async (
  ports: Pick<ViewPorts, 'store'>,
  pkg: Stored<'package'>,
  comments: readonly LineComment[],
  members: readonly Member[],
): Promise<readonly CommentedLine[]> => {
  const units = new Set(comments.flatMap(({ unit, line }) => (line === null ? [] : [unit])));
  const lines = new Map(
    await Promise.all(
      members
        .filter(({ unit }) => units.has(unit))
        .map(async (member) => [member.unit, await linesOfMember(ports, pkg, member)] as const),
    ),
  );
  return comments.map((comment) => ({
    comment,
    line: lines.get(comment.unit)?.find(({ no }) => no === comment.line) ?? null,
  }));
};

/** What a comment would be about. */
export type CommentQuery = { readonly unit: string; readonly line: number | null };

/** The line or estimate that somebody is about to comment on, with what was said of it before. */
export type CommentView = InRound & {
  readonly pkg: Stored<'package'>;
  readonly here: CommentHere;
  readonly member: Member;
  readonly line: Line | null;
  readonly before: readonly LineComment[];
  /** Whether it is the reader's own work. */
  readonly own: boolean;
};

/** What a person may comment on; whoever may not is told why. */
export const commentView = async (
  ports: ViewPorts,
  session: Session,
  id: PackageId,
  about: CommentQuery,
): Promise<Viewed<CommentView>> => {
  const room = await enterRound(ports, session, roundOfPackage(id));
  const pkg = room === undefined ? undefined : await ports.store.load(session.locality, 'package', id);
  if (room === undefined || pkg === undefined) return notFound('package');
  const { stage, submission } = pkg.body.position;
  const actor = commenterOf(room.plan, room.viewer, pkg.body);
  const refusal = refuseComment(pkg.body, { stage, submission }, { plan: room.plan, actor });
  if (refusal !== undefined) return refused(room, refusal);
  const members = await membersNow(ports, pkg);
  const member = members.find(({ unit }) => unit === about.unit);
  if (member === undefined) return refused(room, problems({ path: 'unit', code: 'not-in-package', given: about.unit }));
  const lines = about.line === null ? [] : await linesOfMember(ports, pkg, member);
  const line = lines.find(({ no }) => no === about.line) ?? null;
  if (about.line !== null && line === null) return refused(room, problems({ path: 'line', code: 'unknown-line' }));
  const before = (await commentsOf(ports, pkg)).filter((one) => one.unit === member.unit && one.line === about.line);
  const here = { stage, submission, office: actor.office };
  return seen({ ...room, pkg, here, member, line, before, own: isOwnComment(room.plan, actor, member) });
};
