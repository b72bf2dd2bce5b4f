import type { Stored } from '../../../shared/domain/records.ts';
import type { Visit } from '../visit.ts';
import { path } from './html.ts';

/** Where a page of a round stands. */
export const roundTrail = ({ t }: Visit, { round }: { readonly round: Stored<'round'> }) => [
  { href: path('rounds', round.id), text: t.round.title(round.body.year) },
];

/** Where a page of a package stands: under its round. */
export const packageTrail = (
  visit: Visit,
  view: { readonly round: Stored<'round'>; readonly pkg: Stored<'package'> },
) => [
  ...roundTrail(visit, view),
  {
    href: path('packages', view.pkg.id),
    text: visit.t.package.title(view.pkg.body.number, view.pkg.body.year),
  },
];
