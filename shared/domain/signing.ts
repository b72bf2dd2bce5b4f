import { standsInFor } from './absence.ts';
import { type Authorisation, hasEnded, holdsAt, lastDayOf, refOf } from './authority.ts';
import { localDate } from './calendar.ts';
import type { ActingSetting } from './context.ts';
import type { ActivityCode, PersonId, UnitId } from './ids.ts';
import type { Authority } from './journal.ts';
import { type Field, signingRule, type WorkKey } from './plan.ts';
import { headOf, heldIn, postIn } from './posts.ts';
import type { Accepted, Decision, Refusal } from './refusal.ts';

/** By what right somebody signs for an office: his own as its head, or another's. */
export type Power = { readonly basis: 'own_right' } | Authority;

/** What is to be signed: for which office, in which stage or as its report, whose money or work, for what. */
export type Work = {
  readonly office: UnitId;
  readonly stage: WorkKey;
  readonly units: readonly UnitId[];
  readonly activities: readonly ActivityCode[];
};

const within = <T>(all: readonly T[], allowed: readonly T[] | undefined): boolean =>
  allowed === undefined || all.every((one) => allowed.includes(one));

const covers = ({ works, units, activities }: Field, work: Work): boolean =>
  within([work.stage], works) && within(work.units, units) && within(work.activities, activities);

const inField = (fields: readonly Field[] | undefined, work: Work): boolean =>
  fields === undefined || fields.some((field) => covers(field, work));

/** What rights to sign depend on: the plan, the moment, what is lent. */
export type Standing = Pick<ActingSetting, 'plan' | 'at' | 'register'>;

const lentTo = (setting: Standing, person: PersonId, { office, stage }: Work): readonly Authorisation[] =>
  (setting.register?.authorisations ?? []).filter(
    (one) => one.recipient === person && one.office === office && one.works.includes(stage),
  );

/** Every right by which a person may sign a piece of work at this moment, the strongest first. */
export const powersOf = (setting: Standing, person: PersonId, work: Work): readonly Power[] => {
  const { plan, at } = setting;
  const post = postIn(plan, person, work.office);
  if (post?.post === 'head') return [{ basis: 'own_right' }];
  const head = headOf(plan, work.office);
  const deputy = post?.post === 'deputy';
  const standing: readonly Power[] =
    head === undefined
      ? []
      : [
          ...(deputy && inField(post.fields, work) ? [{ basis: 'kt' as const, of: head }] : []),
          ...(post?.byOrder.includes(work.stage) ? [{ basis: 'tl' as const, of: head }] : []),
        ];
  const lent = lentTo(setting, person, work)
    .filter((one) => holdsAt(one, at) && one.giver === head)
    .map((one): Power => ({ basis: deputy ? 'kt' : 'tuq', of: one.giver, authorisation: refOf(one) }));
  return [...standing, ...lent];
};

/** Whether the power is another's own, lent: then what the lender may not decide, this one may not either. */
const isLent = (power: Power): power is Authority =>
  power.basis !== 'own_right' && (power.basis !== 'kt' || power.authorisation !== undefined);

/** Says which unit's work is a person's own, so that he decides nothing on it; undefined where none is. */
export type Conflict = (person: PersonId) => UnitId | undefined;

const noConflict: Conflict = () => undefined;

const RANK: { readonly [B in Power['basis']]: number } = { own_right: 0, kt: 1, tl: 2, tuq: 3 };

/** Who else may sign the work now, the head first. */
export const signersOf = (
  setting: ActingSetting,
  work: Work,
  conflict: Conflict = noConflict,
  besides: readonly PersonId[] = [],
): readonly PersonId[] => {
  const inOffice = heldIn(setting.plan, work.office).map(({ person }) => person);
  const lent = (setting.register?.authorisations ?? []).map(({ recipient }) => recipient);
  return [...new Set([...inOffice, ...lent])]
    .filter((person) => person !== setting.actor.person && !besides.includes(person) && conflict(person) === undefined)
    .flatMap((person) => {
      const [power] = powersOf(setting, person, work).filter((one) => !isLent(one) || conflict(one.of) === undefined);
      return power === undefined ? [] : [{ person, rank: RANK[power.basis] }];
    })
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ person }) => person);
};

/** Why a person may not sign: outside his field, an authorisation that ended or has not begun, or no right at all. */
const refuseUnempowered = (setting: ActingSetting, work: Work): Refusal => {
  const { plan, actor, at } = setting;
  const lent = lentTo(setting, actor.person, work);
  const signers = signersOf(setting, work);
  const coming = lent.find((one) => !hasEnded(one, at) && localDate(at) < one.from);
  if (coming !== undefined) return { kind: 'not-yet-authorised', number: coming.number, from: coming.from, signers };
  const ended = lent.findLast((one) => hasEnded(one, at));
  if (ended !== undefined)
    return {
      kind: 'authorisation-ended',
      number: ended.number,
      ended: lastDayOf(ended),
      revoked: ended.revoked !== null,
      signers,
    };
  if (postIn(plan, actor.person, work.office)?.post === 'deputy')
    return { kind: 'outside-field', office: work.office, signers };
  return { kind: 'head-must-decide', office: work.office };
};

/** A right to sign that was found, or why there is none. */
export type Found = { readonly kind: 'power'; readonly power: Power; readonly usable: readonly Power[] } | Refusal;

/** The right by which the person who acts may sign, and every other that he has; or who may next. */
export const powerFor = (setting: ActingSetting, work: Work, conflict: Conflict = noConflict): Found => {
  const { person } = setting.actor;
  const powers = powersOf(setting, person, work);
  const [first] = powers;
  if (first === undefined) return refuseUnempowered(setting, work);
  const own = conflict(person);
  if (own !== undefined) return { kind: 'own-work', unit: own, signers: signersOf(setting, work, conflict) };
  const usable = powers.filter((one) => !isLent(one) || conflict(one.of) === undefined);
  const [power] = usable;
  if (power !== undefined) return { kind: 'power', power, usable };
  const lenders = isLent(first) ? conflict(first.of) : undefined;
  return { kind: 'own-work', unit: lenders ?? work.office, signers: signersOf(setting, work, conflict) };
};

/**
 * Refuses who serves none of the offices: neither by a post nor by an authorisation for the stage that holds now.
 * One that ended is named.
 */
export const mustServe = (setting: ActingSetting, offices: readonly UnitId[], stage: WorkKey): Refusal | undefined => {
  const { plan, actor, at } = setting;
  if (!offices.includes(actor.office)) return { kind: 'not-yours', offices };
  if (postIn(plan, actor.person, actor.office) !== undefined) return undefined;
  const work = { office: actor.office, stage, units: [], activities: [] };
  const lent = lentTo(setting, actor.person, work);
  if (lent.some((one) => holdsAt(one, at))) return undefined;
  return lent.length === 0 ? { kind: 'not-yours', offices } : refuseUnempowered(setting, work);
};

/** What becomes of an act of an office: it counts at once, or waits for a signature. */
export type Signing =
  | { readonly kind: 'signs'; readonly power: Power | undefined }
  | { readonly kind: 'prepares' }
  | Refusal;

/**
 * What an act in a stage comes to by the plan: done at once where anybody may, or by whoever may sign; prepared where
 * an officer acts, or where the plan wants another person's signature.
 */
export const signingOf = (setting: ActingSetting, work: Work): Signing => {
  const { plan, actor } = setting;
  const stage = signingRule(plan, work.stage);
  const rule = stage?.signs ?? 'any';
  const post = postIn(plan, actor.person, work.office)?.post;
  if (stage?.prepares === 'officers' && post !== 'officer' && !standsInForOfficer(setting, work.office))
    return { kind: 'officer-must-prepare', office: work.office };
  // A report of an office without a head is its own to send: nobody else can sign there.
  const alone = work.stage === 'report' && headOf(plan, work.office) === undefined;
  if (rule === 'any' || alone) return { kind: 'signs', power: undefined };
  const [power] = powersOf(setting, actor.person, work);
  return power === undefined || rule === 'another' ? { kind: 'prepares' } : { kind: 'signs', power };
};

/** Whether the person who acts stands in for an officer of the office now: he may do an officer's work meanwhile. */
const standsInForOfficer = ({ plan, actor, at, absences }: ActingSetting, office: UnitId): boolean =>
  standsInFor(absences, actor.person, localDate(at)).some(
    ({ person }) => postIn(plan, person, office)?.post === 'officer',
  );

/** Whether the stage's acts wait for a signature of the office's head at all. */
export const needsSignature = (setting: Pick<ActingSetting, 'plan'>, stage: WorkKey): boolean =>
  (signingRule(setting.plan, stage)?.signs ?? 'any') !== 'any';

/** Refuses whoever prepared it from signing it himself, or by another whom he lent his signature: two persons. */
export const mustBeAnother = (setting: ActingSetting, work: Work, preparedBy: PersonId): Refusal | undefined => {
  const { person } = setting.actor;
  const [power] = powersOf(setting, person, work);
  const his = power !== undefined && isLent(power) && power.of === preparedBy;
  if (preparedBy !== person && !his) return undefined;
  const signers = signersOf(setting, work, noConflict, [preparedBy]);
  return { kind: 'another-must-sign', office: work.office, signers };
};

/** What was decided, recorded on whose behalf it was, and held to the register as it was read. */
export const signedBy = (power: Power | undefined, setting: ActingSetting, decision: Decision): Decision => {
  if (decision.kind !== 'accepted' || power === undefined || power.basis === 'own_right') return decision;
  const { register } = setting;
  const held: Accepted['guards'] =
    power.authorisation === undefined || register === undefined
      ? []
      : [{ type: 'authority', id: register.id, phase: `${register.revision}` }];
  return { ...decision, authority: power, guards: [...(decision.guards ?? []), ...held] };
};

/**
 * Whoever has no post in the office acts there by an authorisation alone: whatever he does, his preparing too, is
 * recorded on the giver's behalf and held to the register.
 */
export const servedBy = (setting: ActingSetting, stage: WorkKey, decision: Decision): Decision => {
  const { plan, actor, at } = setting;
  if (decision.kind !== 'accepted' || decision.authority !== undefined) return decision;
  if (postIn(plan, actor.person, actor.office) !== undefined) return decision;
  const work = { office: actor.office, stage, units: [], activities: [] };
  const lent = lentTo(setting, actor.person, work).find((one) => holdsAt(one, at));
  return lent === undefined
    ? decision
    : signedBy({ basis: 'tuq', of: lent.giver, authorisation: refOf(lent) }, setting, decision);
};
