import type { Authorisation } from '../../domain/authority.ts';
import { hasEnded, holdsAt } from '../../domain/authority.ts';
import { worksOf } from '../../domain/authority-decisions.ts';
import { instantOf } from '../../domain/calendar.ts';
import type { PersonId, UnitId } from '../../domain/ids.ts';
import type { WorkKey } from '../../domain/plan.ts';
import { headOf, postsOf } from '../../domain/posts.ts';
import type { Session } from '../ports.ts';
import { enterPlan, type InPlan, notFound, seen, type Viewed, type ViewPorts } from './access.ts';

/** An authorisation as a page shows it: whether it holds now, and whether the reader may revoke it. */
export type ListedAuthorisation = {
  readonly paper: Authorisation;
  readonly state: 'holds' | 'to-come' | 'ended' | 'revoked';
  readonly mayRevoke: boolean;
};

/** An office whose head's signature the reader may record as lent: by whom, for which stages. */
export type LendingOffice = { readonly office: UnitId; readonly giver: PersonId; readonly works: readonly WorkKey[] };

/** The authorisations that concern the reader or his offices, the newest first, and for which he may record one. */
export type AuthorityView = InPlan & {
  readonly listed: readonly ListedAuthorisation[];
  readonly lends: readonly LendingOffice[];
};

/** A plan's authorisations, to those they concern. */
export const authorityView = async (ports: ViewPorts, session: Session): Promise<Viewed<AuthorityView>> => {
  const room = await enterPlan(ports, session, session.plan);
  if (room === undefined) return notFound('plan');
  const { plan, viewer } = room;
  const now = instantOf(ports.clock.now());
  const posted = postsOf(viewer.person).map(({ office }) => office);
  const stateOf = (paper: Authorisation): ListedAuthorisation['state'] => {
    if (paper.revoked !== null) return 'revoked';
    if (hasEnded(paper, now)) return 'ended';
    return holdsAt(paper, now) ? 'holds' : 'to-come';
  };
  const listed = (viewer.register?.authorisations ?? [])
    .filter((one) => posted.includes(one.office) || one.recipient === viewer.person.id)
    .map((paper) => {
      const state = stateOf(paper);
      const ends = state === 'holds' || state === 'to-come';
      return { paper, state, mayRevoke: ends && posted.includes(paper.office) };
    })
    .toReversed();
  const lends = posted.flatMap((office): readonly LendingOffice[] => {
    const giver = headOf(plan, office);
    const works = worksOf({ plan }, office);
    return giver === undefined || works.length === 0 ? [] : [{ office, giver, works }];
  });
  return seen({ ...room, listed, lends });
};
