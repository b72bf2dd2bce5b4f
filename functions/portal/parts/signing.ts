import type { PackageView } from '../../../shared/app/views/package-view.ts';
import { moment, shortDate } from '../../../shared/contracts/messages/format.ts';
import type { Names } from '../../../shared/contracts/messages/names.ts';
import type { Instant } from '../../../shared/domain/calendar.ts';
import type { Actor } from '../../../shared/domain/journal.ts';
import { needsSignature, type Power } from '../../../shared/domain/signing.ts';
import type { Visit } from '../visit.ts';
import { errorSummary, problemsOf, type Refused } from './errors.ts';
import { areaField, hidden } from './fields.ts';
import { type Html, html, nothing } from './html.ts';

/** On what a signature rests, in words: the basis, for whom, by which paper. */
export const powerText = ({ t }: Visit, power: Power, names: Names): string => {
  if (power.basis === 'own_right') return t.decision.basis.own_right;
  const { basis, of, authorisation } = power;
  const signer = t.signing.bySigner(t.decision.basis[basis], names.person(of));
  return authorisation === undefined
    ? signer
    : `${signer}, ${t.signing.byPaper(authorisation.number, shortDate(authorisation.from), shortDate(authorisation.until))}`;
};

/** Whether the reader only prepares here, and the head signs. */
export const laysBefore = ({ plan, powers, pkg }: Pick<PackageView, 'plan' | 'powers' | 'pkg'>): boolean =>
  powers.length === 0 && needsSignature({ plan }, pkg.body.position.stage);

/** What a hand-back form carries: where it is posted, its hidden fields, what was typed and what was wrong with it. */
export type HandBackForm = {
  readonly action: string;
  readonly carried: Readonly<Record<string, string | number>>;
  readonly remark: string;
  readonly refused: Refused | undefined;
};

/** What a head asked for when he handed something back. */
export const handBackNote = (
  { t }: Visit,
  { actor, at, remark }: { readonly actor: Actor; readonly at: Instant; readonly remark: string },
  names: Names,
): Html =>
  html`<div class="note warn"><p><b>${t.signing.handedBack(names.actor(actor), moment(at))}</b></p><p>${remark}</p></div>`;

/** The same on a package that its stage's head handed back, until it is laid before him again. */
export const stageHandBackNote = (
  visit: Visit,
  { history, pkg }: Pick<PackageView, 'history' | 'pkg'>,
  names: Names,
): Html => {
  const { stage, submission } = pkg.body.position;
  const last = history.findLast(({ event }) => event.type === 'StageHandedBack' || event.type === 'StagePrepared');
  if (last?.event.type !== 'StageHandedBack') return nothing;
  const { event, at, actor } = last;
  return event.stage === stage && event.submission === submission
    ? handBackNote(visit, { actor, at, remark: event.remark }, names)
    : nothing;
};

/** Gives what was prepared back to its officer, with a remark that says what to mend. */
export const handBackForm = (visit: Visit, { action, carried, remark, refused }: HandBackForm): Html => {
  const { t } = visit;
  const form = { visit, problems: problemsOf(refused?.refusal) };
  return html`<h2>${t.signing.handBackTitle}</h2><form method="post" action="${action}">${Object.entries(carried).map(
    ([name, value]) => hidden(name, value),
  )}${areaField(form, { path: 'remark', label: t.fields.name('remark'), value: remark })}<p class="hint">${t.signing.handBackFollows}</p><button class="button plain" name="do" value="hand-back">${t.signing.handBack}</button></form>`;
};

/** Why the request before this page was refused, where it was. */
export const refusedNote = (visit: Visit, refused: Refused | undefined): Html =>
  refused === undefined ? nothing : errorSummary(visit, refused);
