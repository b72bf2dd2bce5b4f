import { mailMessages } from '../../contracts/mail-messages/index.ts';
import type { MailMessages, MailText } from '../../contracts/mail-messages/messages.ts';
import { type CalendarTable, type Instant, instantOf } from '../../domain/calendar.ts';
import { estimateIdOf, type LocalityId, type PersonId, RoundId } from '../../domain/ids.ts';
import { isGrantEvent, ledgerTotals } from '../../domain/ledger.ts';
import type { Person, Plan } from '../../domain/plan.ts';
import type { Stored } from '../../domain/records.ts';
import type { AbsenceRegister } from '../../domain/absence.ts';
import { type Case, caseOfTask } from '../case.ts';
import { planNow } from '../plan-now.ts';
import { roundForecasts } from '../round-forecasts.ts';
import { calendarOf } from '../working-calendar.ts';
import { PermanentError } from '../faults.ts';
import type { Links, MailRequest, OutgoingMail, Ports } from '../ports.ts';
import { isMark, type MarkPorts, readMark, undeliveredFact } from './marks.ts';
import { absenceFact, standInsFact, vacancyFact } from './absence-facts.ts';
import {
  absencesAddress,
  adjustmentAddress,
  authorisationsAddress,
  estimateAddress,
  ledgerAddress,
  packageAddress,
  resultAddress,
  taskAddress,
  unreachedAddress,
} from './addresses.ts';
import {
  type AbsenceCause,
  type AuthorityCause,
  type Cause,
  type LedgerCause,
  readCause,
  type TaskCause,
} from './cause.ts';
import { adjustedFact, grantFact, roundEndFact, unitEndFact } from './grant-facts.ts';
import { consultFact } from './consult-facts.ts';
import { htmlOf, textOf } from './layout.ts';
import { absenceOf, isStillOwed, planInForce, roundOf } from './notices.ts';
import { clip, oneLine } from './plain-text.ts';
import { postOf, type Reader, readerOf } from './reader.ts';
import { authorisationFact, signatureFact } from './signature-facts.ts';
import { claimFact, closedFact, leftOutFact, loweredFact, publishedFact, resultFact } from './result-facts.ts';
import { datedFact, taskFact } from './task-facts.ts';

/** What composing a mail takes; `portalUrl` is where its button leads. */
export type ComposePorts = Pick<Ports, 'store' | 'clock' | 'calendar'> &
  MarkPorts & {
    readonly links: Links;
    readonly portalUrl: string;
  };

/** The body of one notice, and where its button leads; `personal` where that is the reader's own capability. */
export type Composed = { readonly words: MailText; readonly url: string; readonly link: 'personal' | 'page' };

/** A cause that belongs to a round. */
type RoundCause = Exclude<Cause, AuthorityCause | AbsenceCause | TaskCause>;

/** What every notice is written with. */
type Desk = {
  readonly ports: ComposePorts;
  readonly request: MailRequest;
  readonly messages: MailMessages;
  readonly reader: Reader;
  readonly round: Stored<'round'>;
  /** The working calendar in force, and who is away. */
  readonly calendar: CalendarTable;
  readonly absences: AbsenceRegister | undefined;
};

/** The desk for a mail of a task, which a round or a cycle of reports has. */
type TaskDesk = Omit<Desk, 'round'> & { readonly of: Case };

const wrongNotice = ({ cause, notice }: MailRequest): PermanentError =>
  new PermanentError(`Entry ${cause.seq} of ${cause.stream} causes no mail “${notice}”.`);

const load = async <T extends 'estimate' | 'package'>(
  { store }: Pick<Ports, 'store'>,
  locality: LocalityId,
  type: T,
  id: string,
): Promise<Stored<T>> => {
  const record = await store.load(locality, type, id);
  if (record === undefined) throw new PermanentError(`The ${type} ${id} is not in the store.`);
  return record;
};

const ofTask = async (desk: TaskDesk, cause: TaskCause): Promise<Composed> => {
  const { ports, request, messages, reader, of, calendar, absences } = desk;
  const fact = await taskFact({ ...ports, calendar }, reader, cause, of, absences);
  const { id: task, assignment } = cause.task;
  const claim = { locality: cause.locality, task, assignment, person: reader.person.id };
  const url = taskAddress(ports.portalUrl, claim, await ports.links.sign(claim));
  if (request.notice === 'task') return { words: messages.assigned(fact), url, link: 'personal' };
  if (request.notice === 'reminder') return { words: messages.reminder(fact), url, link: 'personal' };
  const { event } = cause;
  if (request.notice === 'dated')
    return { words: messages.dated(datedFact(reader, cause, fact)), url, link: 'personal' };
  const end = event.type !== 'TaskLapsed' ? undefined : event.cutOff === true ? 'cut-off' : event.ladder?.end;
  if (request.notice === 'lapsed' && end !== undefined)
    return { words: messages.lapsed({ ...fact, end }), url, link: 'personal' };
  throw wrongNotice(request);
};

/** The words of a signature's notice; undefined where the notice is another. */
const signatureWords = (
  { request, messages, reader, round }: Desk,
  cause: Extract<Cause, { type: 'estimate' | 'package' }>,
): MailText | undefined =>
  request.notice === 'signed' || request.notice === 'signed-for'
    ? messages.signed(signatureFact(reader, cause, round.body, request.notice === 'signed-for'))
    : undefined;

const ofEstimate = async (desk: Desk, cause: Extract<Cause, { type: 'estimate' }>): Promise<Composed> => {
  const { ports, request, messages, reader, round } = desk;
  const { locality, event, at } = cause;
  const estimate = await load(ports, locality, 'estimate', cause.id);
  const url = estimateAddress(ports.portalUrl, estimate.body.id);
  const signature = signatureWords(desk, cause);
  if (signature !== undefined) return { words: signature, url, link: 'page' };
  if (request.notice === 'left-out' && event.type === 'EstimateLocked')
    return { words: messages.leftOut(leftOutFact(reader, estimate.body, round.body, at)), url, link: 'page' };
  if (request.notice === 'second-claim' && event.type === 'EstimateSubmitted')
    return { words: messages.secondClaim(claimFact(reader, estimate.body, round.body, event)), url, link: 'page' };
  if (request.notice === 'result' && event.type === 'ResultPublished') {
    const pkg = await load(ports, locality, 'package', event.package);
    return { words: messages.result(await resultFact(ports, reader, pkg.body, estimate)), url, link: 'page' };
  }
  throw wrongNotice(request);
};

const ofPackage = async (desk: Desk, cause: Extract<Cause, { type: 'package' }>): Promise<Composed> => {
  const { ports, request, messages, reader, round } = desk;
  const { locality, event } = cause;
  const pkg = await load(ports, locality, 'package', cause.id);
  const signature = signatureWords(desk, cause);
  if (signature !== undefined) {
    const address = pkg.body.adjusts === undefined ? packageAddress : adjustmentAddress;
    return { words: signature, url: address(ports.portalUrl, pkg.body.id), link: 'page' };
  }
  if (request.notice === 'published' && event.type === 'PackagePublished') {
    const url = resultAddress(ports.portalUrl, pkg.body.id);
    return { words: messages.published(await publishedFact(ports, reader, pkg.body)), url, link: 'page' };
  }
  if (request.notice === 'adjusted' && event.type === 'PackagePublished') {
    const words = messages.adjusted(await adjustedFact(ports, reader, pkg.body, undefined));
    return { words, url: adjustmentAddress(ports.portalUrl, pkg.body.id), link: 'page' };
  }
  if (request.notice === 'consulted' && event.type === 'StageOpened') {
    const url = packageAddress(ports.portalUrl, pkg.body.id);
    return { words: messages.consulted(consultFact(desk, reader, pkg.body, event)), url, link: 'page' };
  }
  const own = estimateIdOf(pkg.body.round, reader.person.office);
  const estimate = await load(ports, locality, 'estimate', own);
  const url = estimateAddress(ports.portalUrl, own);
  if (request.notice === 'lowered' && event.type === 'StageForwarded') {
    const fact = await loweredFact(ports, reader, pkg.body, estimate, event);
    return { words: messages.lowered(fact), url, link: 'page' };
  }
  if (request.notice === 'closed' && event.type === 'PackagePublished') {
    const fact = await closedFact(ports, reader, pkg, estimate.body, round.body);
    return { words: messages.closed(fact), url, link: 'page' };
  }
  throw wrongNotice(request);
};

const ofLedger = async ({ ports, request, messages, reader, round }: Desk, cause: LedgerCause): Promise<Composed> => {
  const { event, ledger } = cause;
  if (request.notice === 'adjusted' && event.type === 'AdjustmentApplied') {
    const pkg = await load(ports, ledger.locality, 'package', event.package);
    const own = { unit: ledger.unit, after: ledgerTotals(ledger.balances).approved };
    const words = messages.adjusted(await adjustedFact(ports, reader, pkg.body, own));
    return { words, url: adjustmentAddress(ports.portalUrl, pkg.body.id), link: 'page' };
  }
  if (!isGrantEvent(event)) throw wrongNotice(request);
  const url = ledgerAddress(ports.portalUrl, ledger.round, ledger.unit);
  const fact = grantFact(reader, cause, round.body.year);
  if (request.notice === 'granted' && event.type === 'GrantRecorded')
    return { words: messages.granted(fact), url, link: 'page' };
  if (request.notice === 'reversed' && event.type === 'GrantReversed')
    return { words: messages.grantReversed(fact), url, link: 'page' };
  throw wrongNotice(request);
};

const ofRound = async ({ ports, request, messages, reader, round: { body }, absences }: Desk): Promise<Composed> => {
  if (request.notice === 'stand-ins-asked') {
    const words = messages.standInsAsked(await standInsFact(ports, reader, body, absences));
    return { words, url: absencesAddress(ports.portalUrl), link: 'page' };
  }
  if (request.notice === 'round-end')
    return {
      words: messages.yearEnd(roundEndFact(reader, body)),
      url: ledgerAddress(ports.portalUrl, body.id),
      link: 'page',
    };
  if (request.notice !== 'year-end') throw wrongNotice(request);
  const words = messages.yearEnd(await unitEndFact(ports, reader, body));
  return { words, url: ledgerAddress(ports.portalUrl, body.id, reader.person.office), link: 'page' };
};

const compose = async (desk: Desk, cause: RoundCause): Promise<Composed> => {
  switch (cause.type) {
    case 'estimate':
      return ofEstimate(desk, cause);
    case 'package':
      return ofPackage(desk, cause);
    case 'ledger':
      return ofLedger(desk, cause);
    case 'round':
      return ofRound(desk);
  }
};

const roundIdOf = async (ports: ComposePorts, cause: RoundCause): Promise<RoundId> => {
  switch (cause.type) {
    case 'ledger':
      return cause.ledger.round;
    case 'round':
      return RoundId.parse(cause.id);
    case 'estimate':
    case 'package':
      return (await load(ports, cause.locality, cause.type, cause.id)).body.round;
  }
};

/** The words of a notice of the register of absences. */
const absenceWords = async (
  ports: ComposePorts,
  { notice }: MailRequest,
  reader: Reader,
  cause: AbsenceCause,
): Promise<MailText | undefined> => {
  const messages = mailMessages[reader.person.language];
  const left = vacancyFact(reader, cause);
  if (notice === 'vacancy') return left && messages.vacancy(left);
  const absence = absenceOf(cause);
  if (absence === undefined) return undefined;
  const gaps = await roundForecasts(ports, cause.locality, reader.plan, cause.register);
  const fact = absenceFact(reader, cause, absence, gaps);
  if (notice === 'stand-in') return messages.standIn(fact);
  return notice === 'stand-in-asked' ? messages.standInAsked(fact) : undefined;
};

const absenceLetter = async (ports: ComposePorts, request: MailRequest, cause: AbsenceCause): Promise<OutgoingMail> => {
  const desk = addressed(await planInForce(ports, cause), request, 'as-meant', instantOf(ports.clock.now()));
  const words = await absenceWords(ports, request, desk.reader, cause);
  if (words === undefined) throw wrongNotice(request);
  const url = absencesAddress(ports.portalUrl);
  return letterTo(desk, { words, url, link: 'page' }, `<${cause.locality}.${cause.id}.absences@trinh.invalid>`);
};

/** What the standing unit is told of an address that takes no mail; undefined once it is tried again. */
const markLetter = async (ports: ComposePorts, request: MailRequest): Promise<OutgoingMail | undefined> => {
  const cause = await readMark(ports, request.cause);
  if (cause === undefined) return undefined;
  const desk = addressed(cause.plan, request, 'as-himself', instantOf(ports.clock.now()));
  const words = mailMessages[desk.reader.person.language].undelivered(undeliveredFact(desk.reader, cause));
  const url = unreachedAddress(ports.portalUrl);
  const about = `${request.locality}.${request.plan}.unreached`;
  return letterTo(desk, { words, url, link: 'page' }, `<${about}@trinh.invalid>`);
};

/** Who a mail is written to, and for whom, where that is somebody whose address takes none. */
export type Addressed = { readonly reader: Reader; readonly to: Person; readonly insteadOf: PersonId | undefined };

/**
 * Puts a mail that goes on to another into his hands: `as-meant` it says what it would have said to the one that it is
 * meant for, in the language of whoever gets it; `as-himself` it speaks to him, whose own link it carries.
 */
const addressed = (
  plan: Plan,
  { person, insteadOf }: MailRequest,
  how: 'as-meant' | 'as-himself',
  now: Instant,
): Addressed => {
  const reader = readerOf(plan, person, now);
  const to = reader.person;
  if (insteadOf === undefined || how === 'as-himself') return { reader, to, insteadOf };
  const meant = readerOf(plan, insteadOf, now);
  return { reader: { ...meant, person: { ...meant.person, language: to.language } }, to, insteadOf };
};

/** The Message-ID-like name that keeps the mails of one round or cycle together; `.invalid` has no mailbox (RFC 2606). */
export const referencesOf = (locality: LocalityId, of: Case['body']['id']): string =>
  `<${locality}.${of}@trinh.invalid>`;

/** Whether somebody has left since the mail was queued: those who have his work now are told by the hand-over. */
export const isFormer = (plan: Plan, id: PersonId): boolean => plan.former?.some((person) => person.id === id) === true;

/** What is not worth a mail once the task is done or in other hands. */
const isOver = async (ports: ComposePorts, { notice, insteadOf }: MailRequest, cause: Cause): Promise<boolean> =>
  cause.type === 'task' &&
  (['reminder', 'dated'].includes(notice) || insteadOf !== undefined) &&
  !(await isStillOwed(ports, cause));

/**
 * Writes the mail of a request in the reader's language: what, how much, until when, why, who has it next, one
 * button. Undefined where it reminds of what is done by now, or is to somebody who has left.
 */
export const composeMail = async (ports: ComposePorts, request: MailRequest): Promise<OutgoingMail | undefined> => {
  const { locality } = request;
  if (isMark(request.cause)) return markLetter(ports, request);
  const cause = await readCause(ports, request.cause);
  if (cause === undefined || cause.locality !== locality) throw wrongNotice(request);
  if (await isOver(ports, request, cause)) return undefined;
  const now = instantOf(ports.clock.now());
  if (cause.type === 'absence') return absenceLetter(ports, request, cause);
  if (cause.type === 'authority') {
    if (request.notice !== 'authorisation') throw wrongNotice(request);
    const desk = addressed(await planInForce(ports, cause), request, 'as-meant', now);
    const { reader } = desk;
    const words = mailMessages[reader.person.language].authorisation(authorisationFact(reader, cause));
    const url = authorisationsAddress(ports.portalUrl);
    return letterTo(desk, { words, url, link: 'page' }, `<${locality}.${cause.id}.authority@trinh.invalid>`);
  }
  const of =
    cause.type === 'task'
      ? await caseOfTask(ports, locality, cause.task.subject)
      : await roundOf(ports, locality, await roundIdOf(ports, cause));
  const { plan, absences } = await planNow(ports, locality, of.body.planContent);
  if ([request.person, request.insteadOf].some((id) => id !== undefined && isFormer(plan, id))) return undefined;
  const desk = addressed(plan, request, cause.type === 'task' ? 'as-himself' : 'as-meant', now);
  const { reader } = desk;
  const messages = mailMessages[reader.person.language];
  const calendar = await calendarOf(ports, locality);
  const shared = { ports, request, messages, reader, calendar, absences };
  const composed = await (cause.type === 'task'
    ? ofTask({ ...shared, of }, cause)
    : compose({ ...shared, round: await roundOf(ports, locality, await roundIdOf(ports, cause)) }, cause));
  return letterTo(desk, composed, referencesOf(locality, of.body.id));
};

/** A mail to its reader, laid out. */
export const letterTo = (
  { reader, to, insteadOf }: Addressed,
  { words, url, link }: Composed,
  references: string,
): OutgoingMail => {
  const { language, email, title } = to;
  const messages = mailMessages[language];
  const post = oneLine(title[language]);
  const blocks =
    insteadOf === undefined ? words.blocks : [messages.passedOn(postOf(reader, insteadOf)), ...words.blocks];
  const letter = { words: { ...words, blocks }, greeting: messages.greeting(post), url, footer: messages.footer(link) };
  return {
    to: { name: post, address: email },
    subject: clip(words.subject, 200),
    text: textOf(letter),
    html: htmlOf(letter, messages),
    language,
    references,
  };
};
