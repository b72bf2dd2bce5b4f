import { CommentContent, LONGEST_COMMENT, type LineComment, MOST_COMMENTS, withdrawnIn } from './comment.ts';
import { type ActingSetting, consultedAt } from './context.ts';
import type { PersonId, UnitId } from './ids.ts';
import type { Member, Package, PackageEvent } from './package.ts';
import { mustBeAt, packageChange } from './package-decisions.ts';
import { paginate } from './pages.ts';
import type { Plan, StageKey } from './plan.ts';
import { headedBy, postIn } from './posts.ts';
import type { Stored } from './records.ts';
import { type Decision, problems, type Refusal } from './refusal.ts';

/** The stage of a package, in the submission, that a comment belongs to. */
export type CommentPlace = { readonly stage: StageKey; readonly submission: number };

/** What a comment stands on: those made before, who is in the package, which lines of the unit are there. */
export type CommentGround = {
  readonly comments: readonly LineComment[];
  readonly members: readonly Member[];
  readonly lines: readonly number[];
};

/** What a person writes on a line or a whole estimate. */
export type CommentLine = CommentPlace & {
  readonly unit: UnitId;
  readonly line: number | null;
  readonly comment: string;
};

/**
 * Why nothing can be commented on or withdrawn by this person: only the offices that the plan has consulted at the
 * stage, by their own people, while the stage's office has the package before it and nothing is fixed to be decided.
 */
export const refuseComment = (
  pkg: Package,
  { stage, submission }: CommentPlace,
  { plan, actor }: Pick<ActingSetting, 'plan' | 'actor'>,
): Refusal | undefined => {
  const offices = consultedAt(plan, stage);
  const belongs = offices.includes(actor.office) && postIn(plan, actor.person, actor.office) !== undefined;
  if (!belongs) return { kind: 'not-consulted', stage, offices };
  if (pkg.adjusts !== undefined) return { kind: 'adjustment-fixed' };
  const elsewhere = mustBeAt(pkg, stage, submission);
  if (elsewhere !== undefined) return elsewhere;
  if (pkg.position.state === 'arriving') return { kind: 'still-opening' };
  return pkg.position.state === 'open' && pkg.prepared === undefined ? undefined : { kind: 'comments-closed', stage };
};

/** Whether an estimate is the commenter's own work: his office's, prepared by him, or of an office that he heads. */
export const isOwnComment = (
  plan: Plan,
  { office, person }: { readonly office: UnitId; readonly person: PersonId },
  { unit, preparers }: Member,
): boolean => unit === office || preparers.includes(person) || headedBy(plan, person).includes(unit);

const recorded = (
  pkg: Stored<'package'>,
  comments: readonly LineComment[],
  { hash }: ActingSetting,
  event: (ref: ReturnType<typeof paginate>['ref']) => PackageEvent,
): Decision => {
  const { ref, pages } = paginate('comments', comments, hash);
  return { kind: 'accepted', pages, changes: [packageChange(pkg, event(ref))] };
};

/** Records a comment on a line of the package, or on a unit's whole estimate. It decides nothing and signs nothing. */
export const commentLine = (
  pkg: Stored<'package'>,
  { comments, members, lines }: CommentGround,
  command: CommentLine,
  setting: ActingSetting,
): Decision => {
  const { stage, submission, unit, line } = command;
  const { plan, actor, at } = setting;
  const refusal = refuseComment(pkg.body, command, setting);
  if (refusal !== undefined) return refusal;
  const member = members.find((one) => one.unit === unit);
  if (member === undefined) return problems({ path: 'unit', code: 'not-in-package', given: unit });
  if (line !== null && !lines.includes(line)) return problems({ path: 'line', code: 'unknown-line' });
  const text = command.comment.normalize('NFC').trim();
  if (text === '') return problems({ path: 'comment', code: 'missing' });
  if (text.length > LONGEST_COMMENT) return problems({ path: 'comment', code: 'too-long', most: LONGEST_COMMENT });
  if (comments.length >= MOST_COMMENTS) return { kind: 'too-many-comments', most: MOST_COMMENTS };
  const comment = CommentContent.parse({
    no: comments.length + 1,
    unit,
    line,
    text,
    own: isOwnComment(plan, actor, member),
  });
  const { office, person: by } = actor;
  const added: LineComment = { ...comment, stage, submission, office, by, at, withdrawn: null };
  return recorded(pkg, [...comments, added], setting, (ref) => ({
    type: 'LineCommented',
    stage,
    submission,
    comment,
    comments: ref,
  }));
};

/** Withdraws a comment of the person's own office, while more could be said. Its entry stays; it is never edited. */
export const withdrawComment = (
  pkg: Stored<'package'>,
  comments: readonly LineComment[],
  { stage, submission, no }: CommentPlace & { readonly no: number },
  setting: ActingSetting,
): Decision => {
  const { actor, at } = setting;
  const refusal = refuseComment(pkg.body, { stage, submission }, setting);
  if (refusal !== undefined) return refusal;
  const found = comments.find((one) => one.no === no && one.stage === stage && one.submission === submission);
  if (found === undefined || found.withdrawn !== null) return { kind: 'nothing-to-withdraw' };
  if (found.office !== actor.office) return { kind: 'not-yours', offices: [found.office] };
  const left = withdrawnIn(comments, no, { by: actor.person, at });
  return recorded(pkg, left, setting, (ref) => ({ type: 'CommentWithdrawn', stage, submission, no, comments: ref }));
};
