import { absence } from './vi/absence.ts';
import { calendar, dates } from './vi/calendar.ts';
import { comments } from './vi/comments.ts';
import { cut } from './vi/cut.ts';
import { adjustment } from './vi/adjustment.ts';
import { decision } from './vi/decision.ts';
import { edition } from './vi/edition.ts';
import { estimate } from './vi/estimate.ts';
import { fields } from './vi/fields.ts';
import { files } from './vi/files.ts';
import { formats } from './vi/formats.ts';
import { grant } from './vi/grant.ts';
import { home } from './vi/home.ts';
import { joint } from './vi/joint.ts';
import { link } from './vi/link.ts';
import { many } from './vi/many.ts';
import { norms } from './vi/norms.ts';
import { package_ } from './vi/package.ts';
import { part } from './vi/part.ts';
import { plan } from './vi/plan.ts';
import { print } from './vi/print.ts';
import { explain, problem } from './vi/problems.ts';
import { reminders } from './vi/reminders.ts';
import { report } from './vi/report.ts';
import { refusal } from './vi/refusals.ts';
import { round } from './vi/round.ts';
import { share } from './vi/share.ts';
import { shell } from './vi/shell.ts';
import { signIn } from './vi/sign-in.ts';
import { signing } from './vi/signing.ts';
import { sources } from './vi/sources.ts';
import { totals } from './vi/totals.ts';
import { unreached } from './vi/unreached.ts';

/** All texts in Vietnamese, the language of the documents. Their shape is what every other language has to fill. */
export const vi = {
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
