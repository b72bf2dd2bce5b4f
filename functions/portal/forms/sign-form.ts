import { type DecisionTyped, paperProblem, withPaper } from './decision-form.ts';
import { dateText, type FormFields, wholeNumber } from './form-data.ts';
import type { AtStage } from './figures-form.ts';
import { type Parsed, parseCommand } from './parsed.ts';

/** Signs what was prepared of a package; with its paper where it is an approval. */
export const signPackageCommand = (form: FormFields, at: AtStage, paper: DecisionTyped | undefined): Parsed => {
  const asks = { do: 'sign-off-package' as const, ...at, shown: form.get('shown') };
  if (paper === undefined) return parseCommand(form, asks);
  return paperProblem(paper) ?? withPaper(form, asks, paper);
};

/** Gives what was prepared of a package back. */
export const handBackPackageCommand = (form: FormFields, at: AtStage, { remark }: DecisionTyped): Parsed =>
  parseCommand(form, { do: 'hand-back-package', ...at, shown: form.get('shown'), remark });

/** Signs what was prepared of an estimate. */
export const signEstimateCommand = (form: FormFields, estimate: string): Parsed =>
  parseCommand(form, { do: 'sign-off-estimate', estimate, seen: wholeNumber(form.get('seen')) });

/** Gives what was prepared of an estimate back. */
export const handBackEstimateCommand = (form: FormFields, estimate: string): Parsed =>
  parseCommand(form, {
    do: 'hand-back-estimate',
    estimate,
    seen: wholeNumber(form.get('seen')),
    remark: form.get('remark'),
  });

/** What was typed into the form of an authorisation. */
export type AuthorisationTyped = {
  readonly office: string;
  readonly recipient: string;
  readonly number: string;
  readonly date: string;
  readonly from: string;
  readonly until: string;
  readonly works: readonly string[];
};

/** A form that nobody has typed into. */
export const freshAuthorisation: AuthorisationTyped = {
  office: '',
  recipient: '',
  number: '',
  date: '',
  from: '',
  until: '',
  works: [],
};

/** Reads the form. */
export const readAuthorisation = (form: FormFields): AuthorisationTyped => ({
  office: form.get('office'),
  recipient: form.get('recipient'),
  number: form.get('number'),
  date: dateText(form.get('date')),
  from: dateText(form.get('from')),
  until: dateText(form.get('until')),
  works: form.all('works'),
});

/** Records an authorisation of the office's head. What was left empty is missing, not malformed. */
export const authorisationCommand = (
  form: FormFields,
  plan: string,
  giver: string,
  typed: AuthorisationTyped,
): Parsed => {
  const { office, recipient, date, from, until } = typed;
  const missing = Object.entries({ office, recipient, date, from, until })
    .filter(([, text]) => text === '')
    .map(([path]) => ({ path, code: 'missing' as const }));
  if (missing.length > 0) return { ok: false, refusal: { kind: 'problems', problems: missing } };
  return parseCommand(form, { do: 'record-authorisation', plan, giver, ...typed });
};

/** Revokes an authorisation. */
export const revocationCommand = (form: FormFields, plan: string, authorisation: string): Parsed =>
  parseCommand(form, { do: 'revoke-authorisation', plan, authorisation, reason: form.get('reason') });
