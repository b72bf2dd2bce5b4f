import { absence } from './en/absence.ts';
import { calendar, dates } from './en/calendar.ts';
import { comments } from './en/comments.ts';
import { cut } from './en/cut.ts';
import { adjustment } from './en/adjustment.ts';
import { decision } from './en/decision.ts';
import { edition } from './en/edition.ts';
import { estimate } from './en/estimate.ts';
import { fields } from './en/fields.ts';
import { files } from './en/files.ts';
import { formats } from './en/formats.ts';
import { grant } from './en/grant.ts';
import { home } from './en/home.ts';
import { joint } from './en/joint.ts';
import { link } from './en/link.ts';
import { many } from './en/many.ts';
import { norms } from './en/norms.ts';
import { package_ } from './en/package.ts';
import { part } from './en/part.ts';
import { plan } from './en/plan.ts';
import { print } from './en/print.ts';
import { explain, problem } from './en/problems.ts';
import { reminders } from './en/reminders.ts';
import { report } from './en/report.ts';
import { refusal } from './en/refusals.ts';
import { round } from './en/round.ts';
import { share } from './en/share.ts';
import { shell } from './en/shell.ts';
import { signIn } from './en/sign-in.ts';
import { signing } from './en/signing.ts';
import { sources } from './en/sources.ts';
import { totals } from './en/totals.ts';
import { unreached } from './en/unreached.ts';

import type { vi } from './vi.ts';

/** All texts in English. */
export const en: typeof vi = {
  calendar,
  comments,
  dates,
  cut,
  absence,
  adjustment,
  decision,
  edition,
  estimate,
  explain,
  fields,
  files,
  formats,
  grant,
  home,
  joint,
  link,
  many,
  norms,
  package: package_,
  part,
  plan,
  print,
  problem,
  refusal,
  reminders,
  report,
  round,
  share,
  shell,
  signIn,
  signing,
  sources,
  totals,
  unreached,
};
