import type { MailRequest } from '../contracts/mail-request.ts';
import type { FileContent, FileType, Upload, UploadId } from '../domain/attached-file.ts';
import type { Browser } from '../domain/browser.ts';
import type { CalendarTable, Instant, PlainDate } from '../domain/calendar.ts';
import type { Write } from '../domain/commit.ts';
import type { Reminding } from '../domain/digest.ts';
import type { CommandId, HashText, LocalityId, PersonId, PlanId, RoundId, Sha256, TaskId } from '../domain/ids.ts';
import type { StoredEntry } from '../domain/journal.ts';
import type { Inflate } from '../domain/office-archive.ts';
import type { NormTable } from '../domain/norms.ts';
import type { Page } from '../domain/pages.ts';
import type { RecordType, Stored } from '../domain/records.ts';
import type { Guard } from '../domain/refusal.ts';
import type { Language } from '../domain/text.ts';

/** What time it is. Tests, the rehearsal and the laptop step it. */
export type Clock = { now(): Date };

/** A command that was carried out: what was asked (as a hash), and when. */
export type CarriedOut = { readonly id: CommandId; readonly asked: Sha256; readonly at: Instant };

/** Everything that one command writes, in one transaction or not at all. */
export type Commit = {
  readonly locality: LocalityId;
  readonly command: CarriedOut;
  readonly writes: readonly Write[];
  readonly guards: readonly Guard[];
};

/**
 * The state and its journal. Reads are strongly consistent, except lists, whose items are then read by key. A commit
 * that meets another one's change writes nothing and answers `lost`.
 */
export type Store = {
  load<T extends RecordType>(locality: LocalityId, type: T, id: string): Promise<Stored<T> | undefined>;
  loadAll<T extends RecordType>(locality: LocalityId, type: T, ids: readonly string[]): Promise<readonly Stored<T>[]>;
  commandById(locality: LocalityId, id: CommandId): Promise<CarriedOut | undefined>;
  commit(commit: Commit): Promise<'committed' | 'lost'>;
  writePages(locality: LocalityId, pages: readonly Page[]): Promise<void>;
  readPage(locality: LocalityId, hash: Sha256): Promise<string | undefined>;
  entries(locality: LocalityId, type: RecordType, id: string): Promise<readonly StoredEntry[]>;
  /** Ids of one kind that belong to a case: a plan's rounds, say, or a round's tasks. */
  listCase(locality: LocalityId, type: RecordType, of: string): Promise<readonly string[]>;
  /** Open tasks of an office, soonest due first. */
  listOpenTasks(locality: LocalityId, office: string): Promise<readonly TaskId[]>;
  /** Open tasks of every locality whose next rung is due by now. */
  listDueTasks(now: Instant): Promise<readonly { readonly locality: LocalityId; readonly id: TaskId }[]>;
  /** When the next rung of any open task comes; undefined where no task is open. */
  nextRungAt(): Promise<Instant | undefined>;
  /** What waits for something, in every locality. */
  listWaiting(): Promise<readonly WaitingRecord[]>;
};

/**
 * A round, package, cycle or edition that waits for its machine; a plan whose duties to report open cycles; a calendar whose change is still to be followed by dates; people who
 * leave, by the register or by an edition of the plan, and whose tasks are still to be handed over.
 */
export type WaitingRecord = {
  readonly locality: LocalityId;
  readonly type: 'round' | 'package' | 'cycle' | 'edition' | 'calendar' | 'absence' | 'plan';
  readonly id: string;
};

/** The number of an armed wait: compared in this order, never by time, and only rising. */
export type WaitNumber = { readonly attempt: number; readonly visit: number; readonly retry: number };

/** A machine that waits for a person's decision on one record, stage and submission. */
export type Wait = {
  readonly locality: LocalityId;
  readonly record: string;
  readonly name: string;
  readonly number: WaitNumber;
  readonly token: string;
  readonly resumed: boolean;
};

/** Where tokens are kept. Operational: outside the journal, and of no use once the execution ended. */
export type Waits = {
  /** Stores the token unless a higher number is there already; answers whether it is the one that holds. */
  arm(wait: Omit<Wait, 'resumed'>): Promise<boolean>;
  find(locality: LocalityId, record: string, name: string): Promise<Wait | undefined>;
  /** The execution's own next step says that it went on. */
  markResumed(locality: LocalityId, record: string, name: string): Promise<void>;
};

/** The state machines, by their names. */
export type MachineName = 'budget-round' | 'approval-chain' | 'reporting-cycle';

/** Starts executions and answers their waits. */
export type Workflows = {
  /** Starts, or finds already started, the execution of that name. */
  start(machine: MachineName, name: string, input: object): Promise<void>;
  /** Sends a wait its outcome. A refusal (timed out, gone) proves nothing and is no fault. */
  resume(token: string, outcome: object): Promise<'sent' | 'refused'>;
  /** Whether an execution of that name runs. */
  status(machine: MachineName, name: string): Promise<'running' | 'ended' | 'unknown'>;
};

/** The one task that a session is for which was entered by the link of that task, in that assignment. */
export type OnlyTask = { readonly task: TaskId; readonly assignment: number };

/** Who acts: a person of a plan's offices, signed in; `only` where he is so for one task. */
export type Session = {
  readonly locality: LocalityId;
  readonly plan: PlanId;
  readonly person: PersonId;
  readonly only?: OnlyTask;
};

/** A person of a plan, as mail and what he chose for it know him. */
export type Addressee = Omit<Session, 'only'>;

/** The secret of a session, which its cookie carries. */
export type SessionToken = string;

/** How somebody signed in: in which browser, and by which address, as its hash; none on the laptop's own page. */
export type SignedInBy = { readonly browser: Browser; readonly address?: Sha256 };

/** A session that a token opened; `id` names it and opens nothing. */
export type KnownSession = { readonly id: Sha256; readonly session: Session; readonly address: Sha256 | undefined };

/** A session as its owner sees it in a list: since when, from which browser, and about when it was last used. */
export type ListedSession = {
  readonly id: Sha256;
  readonly browser: Browser;
  readonly startedAt: Instant;
  readonly seenAt: Instant;
  readonly only: OnlyTask | undefined;
};

/** Opaque sessions, kept as hashes. Signing in is another port's work; it ends in `start`. */
export type Sessions = {
  start(session: Session, by: SignedInBy): Promise<{ readonly token: SessionToken; readonly expires: Instant }>;
  find(token: SessionToken): Promise<KnownSession | undefined>;
  end(token: SessionToken): Promise<void>;
  /** All that somebody has, in whatever browser, the newest first. */
  list(who: Session): Promise<readonly ListedSession[]>;
  /** Ends one of somebody's own. */
  endOne(who: Session, id: Sha256): Promise<void>;
  endAll(who: Session): Promise<void>;
};

export type { MailRequest };

/** A mail as it leaves: both parts, one button. `references` keeps a case's mails together. */
export type OutgoingMail = {
  /** What caused it: it travels in a header, so that a notice that it did not arrive says which mail that was. */
  readonly request?: MailRequest;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly language: Language;
  readonly references: string;
  /** Where one request turns such mails off; only of those that nobody has to get (RFC 8058). */
  readonly unsubscribe?: string;
};

/** The queue of mails to send. At least once; `seconds` later where that is said, 900 at most. */
export type MailQueue = { add(requests: readonly MailRequest[], seconds?: number): Promise<void> };

/** Hands a mail to SES. Throws `PutOffError` where SES takes no more for now. */
export type Mailer = { send(mail: OutgoingMail): Promise<void> };

/** What SES lets the account send: so many recipients a second, and so many more in these 24 hours. */
export type SendQuota = { readonly rate: number; readonly left: number };

/** Asks SES for the account's quota. */
export type SendQuotas = { read(): Promise<SendQuota> };

/**
 * Moments to send at, handed out one after the other to all who send. Moments are in epoch milliseconds of real time,
 * for that is what SES counts by.
 */
export type SendSlots = {
  /** The next free moment, `gap` milliseconds after the one before; undefined where it is later than `latest`. */
  take(now: number, gap: number, latest: number): Promise<number | undefined>;
};

/** What was heard of an address: a mail came back for good, or its reader reported it as unwanted. */
export type AddressFault = {
  readonly kind: 'bounced' | 'complained';
  readonly at: Instant;
  /** What the other mail server said, if it said anything. */
  readonly detail: string | null;
};

/** An address that takes no mail, in one locality; the address as its hash, as `addressKey` makes it. */
export type AddressMark = AddressFault & {
  readonly locality: LocalityId;
  readonly address: Sha256;
  /** Which mark of this address it is, counted from 1. */
  readonly n: number;
};

/**
 * Which addresses take no mail. Operational, outside the journal: it says nothing of the office's work, only of the way
 * to a person. A mark belongs to the address: whoever gets another one in the plan has none.
 */
export type Addresses = {
  /**
   * Marks an address that a mail sent at that moment did not reach, and answers the mark that holds: a first one stays
   * as it is until it is cleared. Undefined where it was cleared after that mail was sent, which then says nothing.
   */
  mark(
    locality: LocalityId,
    address: Sha256,
    fault: AddressFault & { readonly sentAt: Instant },
  ): Promise<AddressMark | undefined>;
  /** A person takes the mark away: mail is tried again. Nothing where there is none. */
  clear(locality: LocalityId, address: Sha256, by: PersonId, at: Instant): Promise<void>;
  find(locality: LocalityId, address: Sha256): Promise<AddressMark | undefined>;
  /** The marks of a locality. */
  list(locality: LocalityId): Promise<readonly AddressMark[]>;
};

/** A journal entry that causes mail. */
export type OwedCause = { readonly stream: string; readonly seq: number };

/** Which mails went out; operational. One mail per cause and person (invariant 5). */
export type MailLedger = {
  /** Notes that this mail is owed, unless it is noted or sent already. */
  owe(request: MailRequest, at: Instant): Promise<void>;
  /** Notes an entry whose mails could not even be worked out, to be tried again by tick. */
  oweCause(cause: OwedCause, at: Instant): Promise<void>;
  clearCause(cause: OwedCause): Promise<void>;
  owedCauses(): Promise<readonly OwedCause[]>;
  /** Takes it to be sent, for a minute; `sent` where it went out before, `busy` where another one has it. */
  take(request: MailRequest, at: Instant): Promise<'taken' | 'sent' | 'busy'>;
  markSent(request: MailRequest, at: Instant): Promise<void>;
  /** It cannot be sent as it is: it is asked for no more, until somebody brings it back from the dead letters. */
  markFailed(request: MailRequest, at: Instant): Promise<void>;
  /** What has been owed since before that moment. */
  overdue(before: Instant): Promise<readonly MailRequest[]>;
};

/** What people chose for their mails; operational. Whoever chose nothing is reminded by a mail each time. */
export type Preferences = {
  reminding(who: Addressee): Promise<Reminding>;
  choose(who: Addressee, reminding: Reminding): Promise<void>;
};

/** One mail with somebody's reminders of a day; `number` is above 1 only for what came after the first was closed. */
export type Digest = Addressee & { readonly day: PlainDate; readonly number: number };

/** What each digest is to tell of; operational. */
export type Digests = {
  /** Books a reminder, once however often; `closed` where the digest was closed without it. */
  book(digest: Digest, reminder: OwedCause): Promise<'booked' | 'closed'>;
  /** Closes it for good and says what it holds; the same again when asked again. */
  close(digest: Digest): Promise<readonly OwedCause[]>;
};

/** Signs and checks the capability in a mailed link. */
export type Links = {
  sign(claim: LinkClaim | UnsubscribeClaim): Promise<string>;
  check(claim: LinkClaim | UnsubscribeClaim, signature: string): Promise<boolean>;
};

/** What the link to turn digests off stands for: whose they are. It does nothing else. */
export type UnsubscribeClaim = Addressee & { readonly from: 'digest' };

/** What a mailed link stands for: a task, in one assignment, for one person. */
export type LinkClaim = {
  readonly locality: LocalityId;
  readonly task: TaskId;
  readonly assignment: number;
  readonly person: PersonId;
};

/** A page that a short link stands for. */
export type SharedPage = { readonly locality: LocalityId } & ({ readonly round: RoundId } | { readonly task: TaskId });

/** Short links to paste into a chat, under the hash of their code; operational, and gone after half a year. */
export type Shares = {
  keep(code: Sha256, page: SharedPage, at: Instant): Promise<void>;
  find(code: Sha256, at: Instant): Promise<SharedPage | undefined>;
};

/** A form that a browser posts as `multipart/form-data`, its file last, in a field called `file`. */
export type UploadForm = {
  readonly url: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
};

/** What an upload turned out to be: its bytes with their hash, or that nobody has to read them. */
export type Uploaded =
  | { readonly kind: 'read'; readonly bytes: Uint8Array; readonly sha256: Sha256 }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'none' };

/**
 * Where the bytes of files are: uploads that nobody has attached yet, which go by themselves after a day, and attached
 * files under their hash, which stay.
 */
export type Files = {
  /** The origin that uploads are posted to. */
  readonly origin: string;
  /** A form for one upload, good for an hour; the browser then goes `back`, with the upload's key in its query. */
  form(locality: LocalityId, id: UploadId, back: string): Promise<UploadForm>;
  /** The upload that a key of this locality names; undefined where it is not the one asked for. */
  uploadOf(locality: LocalityId, id: UploadId, key: string): Upload | undefined;
  /** Reads an upload, within the limit of a file. */
  uploaded(locality: LocalityId, upload: Upload): Promise<Uploaded>;
  /** Keeps bytes under their hash; what is there already stays as it is. */
  keep(
    locality: LocalityId,
    file: { readonly sha256: Sha256; readonly type: FileType },
    bytes: Uint8Array,
  ): Promise<void>;
  /** The size of what is kept under a hash; undefined where nothing is. */
  sizeOf(locality: LocalityId, sha256: Sha256): Promise<number | undefined>;
  /** A link to download a file, good for a minute. */
  link(locality: LocalityId, file: FileContent): Promise<string>;
  /** Inflates within a limit. */
  readonly inflate: Inflate;
};

/** What every use case has at hand. */
export type Ports = {
  readonly store: Store;
  readonly clock: Clock;
  /** The table that every locality begins with; `calendarOf` gives the one in force. */
  readonly calendar: CalendarTable;
  readonly norms: NormTable;
  readonly hash: HashText;
  /** Waits a little, at random, before a lost commit is tried again. */
  readonly pause: (attempt: number) => Promise<void>;
};

/** What carrying out a person's command takes besides: the files that he attaches. */
export type CommandPorts = Ports & { readonly files: Files };
