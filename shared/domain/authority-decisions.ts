import { type Authorisation, type AuthorityRegister, hasEnded, holdsAt, MOST_AUTHORISATIONS } from './authority.ts';
import { localDate, type PlainDate } from './calendar.ts';
import { type ActingSetting, mustBelong, officesOf, personIn } from './context.ts';
import type { PersonId, UnitId } from './ids.ts';
import { dutiesOf, suggestedReporters } from './obligations.ts';
import { chainLeads, type WorkKey, suggestedChainMembers, unitOf } from './plan.ts';
import { headOf, postIn } from './posts.ts';
import { refuseReason, written } from './reason.ts';
import type { Stored } from './records.ts';
import { type Decision, type FieldProblem, problems, type Refusal } from './refusal.ts';

/** A written authorisation as its office records it. */
export type AuthorisationPaper = {
  readonly office: UnitId;
  readonly giver: PersonId;
  readonly recipient: PersonId;
  readonly number: string;
  readonly date: PlainDate;
  readonly from: PlainDate;
  readonly until: PlainDate;
  readonly works: readonly WorkKey[];
};

const overlaps = (a: { from: PlainDate; until: PlainDate }, b: { from: PlainDate; until: PlainDate }): boolean =>
  a.from <= b.until && b.from <= a.until;

/** Whom, through others' authorisations of those days too, this person has his signature lent to. */
const leadsBack = (list: readonly Authorisation[], { giver, recipient }: AuthorisationPaper): string | undefined => {
  const ways: { readonly person: PersonId; readonly number: string | undefined }[] = [
    { person: recipient, number: undefined },
  ];
  const passed = new Set<PersonId>();
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    const { person, number } = way;
    if (person === giver) return number;
    if (passed.has(person)) continue;
    passed.add(person);
    for (const one of list)
      if (one.giver === person) ways.push({ person: one.recipient, number: number ?? one.number });
  }
  return undefined;
};

/** The stages in which an office signs anything at all, and its reports. */
export const worksOf = ({ plan }: Pick<ActingSetting, 'plan'>, office: UnitId): readonly WorkKey[] => {
  const estimates = chainLeads(plan, suggestedChainMembers(plan)).some(({ unit }) => unit === office);
  const succeeds = (plan.successions ?? []).some(({ to, duties = [] }) =>
    [...to, ...duties.flatMap((duty) => duty.to)].includes(office),
  );
  const reports =
    succeeds ||
    plan.obligations.some((obligation) =>
      dutiesOf(plan, obligation, suggestedReporters(plan, obligation), plan.period.start).some(
        ({ unit }) => unit === office,
      ),
    );
  const stages = (plan.chain?.stages ?? [])
    .map(({ key }) => key)
    .filter((key) => (key === 'estimate' ? estimates : officesOf(plan, key).includes(office)));
  return [...stages, ...(reports ? (['report'] as const) : [])];
};

const personProblems = function* (
  paper: AuthorisationPaper,
  list: readonly Authorisation[],
  setting: ActingSetting,
): Generator<FieldProblem> {
  const { plan, at } = setting;
  const { office, giver, recipient } = paper;
  if (personIn(plan, giver) === undefined) yield { path: 'giver', code: 'unknown-person', given: giver };
  else if (headOf(plan, office) !== giver) {
    const lent = list.find((one) => one.office === office && one.recipient === giver && holdsAt(one, at));
    yield lent === undefined
      ? { path: 'giver', code: 'not-the-head', office }
      : { path: 'giver', code: 'lent-on', number: lent.number };
  }
  if (personIn(plan, recipient) === undefined) yield { path: 'recipient', code: 'unknown-person', given: recipient };
  else if (recipient === giver) yield { path: 'recipient', code: 'same-person' };
};

const dateProblems = function* ({ date, from, until }: AuthorisationPaper, today: PlainDate): Generator<FieldProblem> {
  if (date > today) yield { path: 'date', code: 'date-in-future', today };
  // A signature lent for days gone by would cover what was signed without right.
  if (from < today) yield { path: 'from', code: 'date-too-early', earliest: today };
  if (until < from) yield { path: 'until', code: 'date-too-early', earliest: from };
};

const registerProblems = function* (
  paper: AuthorisationPaper,
  list: readonly Authorisation[],
  setting: ActingSetting,
): Generator<FieldProblem> {
  const number = paper.number.normalize('NFC').trim();
  if (number === '') yield { path: 'number', code: 'missing' };
  else if (number.length > 50) yield { path: 'number', code: 'too-long', most: 50 };
  // Numbers restart each year (Nghị định 30/2020/NĐ-CP, Điều 15).
  const taken = list.some(
    (one) => one.office === paper.office && one.number === number && one.date.slice(0, 4) === paper.date.slice(0, 4),
  );
  if (taken) yield { path: 'number', code: 'number-taken', number };
  if (paper.works.length === 0) yield { path: 'works', code: 'missing' };
  const possible = worksOf(setting, paper.office);
  if (paper.works.some((work) => !possible.includes(work))) yield { path: 'works', code: 'not-office-work' };
  const standing = list.filter((one) => !hasEnded(one, setting.at) && overlaps(one, paper));
  const same = standing.find(
    (one) => one.office === paper.office && one.works.some((work) => paper.works.includes(work)),
  );
  if (same !== undefined) yield { path: 'from', code: 'authorisation-overlaps', number: same.number };
  const circle = leadsBack(standing, paper);
  if (circle !== undefined) yield { path: 'recipient', code: 'authorisation-circular', number: circle };
};

/** Whoever records or revokes belongs to the giver's office; nobody records his own authorisation. */
const mayKeep = (setting: ActingSetting, office: UnitId, recipient: PersonId): Refusal | undefined => {
  const refusal = mustBelong(setting, [office]);
  if (refusal !== undefined) return refusal;
  return setting.actor.person === recipient && headOf(setting.plan, office) !== recipient
    ? { kind: 'own-authorisation', office }
    : undefined;
};

/**
 * Records a written authorisation of an office's head. It lends his own signature only: neither a power that he has
 * from another (no lending on), nor one for days that have passed.
 */
export const recordAuthorisation = (
  register: Stored<'authority'> | undefined,
  paper: AuthorisationPaper,
  setting: ActingSetting,
): Decision => {
  const { plan, at } = setting;
  const { office } = paper;
  if (unitOf(plan, office) === undefined) return problems({ path: 'office', code: 'unknown-unit', given: office });
  const list = register?.body.authorisations ?? [];
  const refusal = mayKeep(setting, office, paper.recipient);
  if (refusal !== undefined) return refusal;
  const found = [
    ...personProblems(paper, list, setting),
    ...dateProblems(paper, localDate(at)),
    ...registerProblems(paper, list, setting),
  ];
  if (found.length > 0) return problems(...found);
  if (list.filter((one) => !hasEnded(one, at)).length >= MOST_AUTHORISATIONS)
    return { kind: 'too-many-authorisations', most: MOST_AUTHORISATIONS };
  const { giver, recipient, date, from, until } = paper;
  return {
    kind: 'accepted',
    changes: [
      {
        type: 'authority',
        id: plan.id,
        before: register,
        event: {
          type: 'AuthorisationRecorded',
          locality: plan.locality.id,
          plan: plan.id,
          authorisation: `a${(register?.body.recorded ?? 0) + 1}`,
          office,
          giver,
          recipient,
          date,
          from,
          until,
          number: paper.number.normalize('NFC').trim(),
          works: [...new Set(paper.works)],
        },
      },
    ],
  };
};

/** The authorisation of that id in the register. */
export const authorisationIn = (register: AuthorityRegister | undefined, id: string): Authorisation | undefined =>
  register?.authorisations.find((one) => one.id === id);

/** Ends an authorisation before its last day, with the reason: from this moment nothing is signed by it. */
export const revokeAuthorisation = (
  register: Stored<'authority'> | undefined,
  command: { readonly authorisation: string; readonly reason: string },
  setting: ActingSetting,
): Decision => {
  const one = authorisationIn(register?.body, command.authorisation);
  if (register === undefined || one === undefined) return { kind: 'not-found', what: 'authorisation' };
  const refusal =
    postIn(setting.plan, setting.actor.person, one.office) === undefined
      ? ({ kind: 'not-yours', offices: [one.office] } as const)
      : undefined;
  if (refusal !== undefined) return refusal;
  const reason = written(command.reason);
  if (hasEnded(one, setting.at)) return { kind: 'nothing-to-revoke', number: one.number };
  const unsaid = refuseReason(reason, 200);
  if (unsaid !== undefined) return unsaid;
  return {
    kind: 'accepted',
    changes: [
      {
        type: 'authority',
        id: register.id,
        before: register,
        event: { type: 'AuthorisationRevoked', authorisation: one.id, reason },
      },
    ],
  };
};
