import type { Language } from '../../domain/text.ts';
import type {
  AbsenceFact,
  StandInsFact,
  VacancyFact,
  AdjustedFact,
  AuthorisationFact,
  ClaimFact,
  ClosedFact,
  GrantFact,
  ConsultFact,
  DatedFact,
  DigestFact,
  LapsedFact,
  LeftOutFact,
  LoweredFact,
  PublishedFact,
  ResultFact,
  SignatureFact,
  TaskFact,
  UndeliveredFact,
  YearEndFact,
} from './facts.ts';
import type { CodeFact, SignInFact } from './sign-in-facts.ts';

/** One piece of a mail's body, the same in its text and its HTML part. */
export type MailBlock =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'facts'; readonly rows: readonly { readonly label: string; readonly value: string }[] }
  /** Somebody's own words. */
  | { readonly kind: 'quote'; readonly label: string; readonly text: string }
  | {
      readonly kind: 'list';
      readonly caption: string;
      /** `url` leads to the page of the item itself. */
      readonly items: readonly {
        readonly title: string;
        readonly details: readonly string[];
        readonly url?: string;
      }[];
      /** Says that the list goes on elsewhere. */
      readonly rest: string | undefined;
    };

/** A mail in words, before it is laid out. The subject leads with the action. */
export type MailText = { readonly subject: string; readonly blocks: readonly MailBlock[]; readonly button: string };

/** Every mail in one language. A language that lacks one does not compile. */
export type MailMessages = {
  readonly language: Language;
  /** The line above the body; `title` is the reader's post. */
  greeting(title: string): string;
  /** What to do when the button does not work. */
  buttonFallback: string;
  /** Below every mail: where it comes from; `personal` where its link is the reader's alone. */
  footer(link: 'personal' | 'page'): string;
  /** A task that is new, was returned or was recalled. */
  assigned(fact: TaskFact): MailText;
  /** A rung of the ladder. */
  reminder(fact: TaskFact): MailText;
  /** Several reminders of a morning in one mail. */
  digest(fact: DigestFact): MailText;
  /** Its due date moved. */
  dated(fact: DatedFact): MailText;
  /** Its ladder came to the end that the plan gives it. */
  lapsed(fact: LapsedFact): MailText;
  /** The reader stands in for somebody, or does no longer. */
  standIn(fact: AbsenceFact): MailText;
  /** Somebody is away while his work is due: name a stand-in. */
  standInAsked(fact: AbsenceFact): MailText;
  standInsAsked(fact: StandInsFact): MailText;
  /** A post has no holder. */
  vacancy(fact: VacancyFact): MailText;
  /** Somebody's address takes no mail. */
  undelivered(fact: UndeliveredFact): MailText;
  /** Above a mail that goes to another than whom it is meant for: his address takes none. `post` is his. */
  passedOn(post: string): MailBlock;
  leftOut(fact: LeftOutFact): MailText;
  lowered(fact: LoweredFact): MailText;
  result(fact: ResultFact): MailText;
  published(fact: PublishedFact): MailText;
  closed(fact: ClosedFact): MailText;
  /** What the reader prepared was signed, or somebody signed by his authorisation. */
  signed(fact: SignatureFact): MailText;
  /** The reader's office may comment while a stage is open. */
  consulted(fact: ConsultFact): MailText;
  /** An authorisation was recorded or revoked. */
  authorisation(fact: AuthorisationFact): MailText;
  /** A second claim on a joint activity; names both units. */
  secondClaim(fact: ClaimFact): MailText;
  granted(fact: GrantFact): MailText;
  grantReversed(fact: GrantFact): MailText;
  yearEnd(fact: YearEndFact): MailText;
  adjusted(fact: AdjustedFact): MailText;
  /** A link to sign in by. */
  signIn(fact: SignInFact): MailText;
  /** A code to act by the link of a task. */
  code(fact: CodeFact): MailText;
};
