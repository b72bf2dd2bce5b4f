import type { Instant } from './calendar.ts';
import type { Estimate, EstimateEvent } from './estimate.ts';
import { EstimateId, type PersonId } from './ids.ts';
import { NOTHING_JOINT, type SecondClaim } from './joint-leads.ts';
import type { PersonActor } from './journal.ts';

type Meta = { readonly at: Instant; readonly by: PersonActor | undefined };

const person = (meta: Meta): PersonId => {
  if (meta.by === undefined) throw new Error('This entry of an estimate needs a person.');
  return meta.by.person;
};

/** Whoever lent the power to do it did it too, as far as his own work goes (invariant 7). */
const lender = ({ by }: Meta): readonly PersonId[] => {
  const authority = by?.authority;
  return authority === undefined || authority.basis === 'kt' ? [] : [authority.of];
};

const preparedBy = ({ preparers }: Estimate, meta: Meta): Pick<Estimate, 'preparers'> => ({
  preparers: [...new Set([...preparers, person(meta), ...lender(meta)])],
});

const signed = (state: Estimate): Estimate => {
  const { prepared: _, ...rest } = state;
  return rest;
};
/** A new version brings its own second claims, and what was shared of the one before is to be said anew. */
const jointAfter = ({ joint }: Estimate, claims: readonly SecondClaim[]): Pick<Estimate, 'joint'> =>
  joint === undefined && claims.length === 0
    ? {}
    : { joint: { ...(joint ?? NOTHING_JOINT), shares: {}, claims: [...claims] } };

/** The estimate after an entry. Throws where the entry cannot follow: a journal that says so was tampered with. */
export const evolveEstimate = (id: string, state: Estimate | undefined, event: EstimateEvent, meta: Meta): Estimate => {
  if (event.type === 'EstimateOpened') {
    if (state !== undefined) throw new Error('An estimate is opened once.');
    const { type: _, ...opened } = event;
    return {
      id: EstimateId.parse(id),
      ...opened,
      standing: 'untouched',
      preparers: [],
      highestLine: 0,
      draft: null,
      versions: [],
      nil: null,
      returned: null,
      lockedInto: null,
      figures: [],
      result: null,
    };
  }
  if (state === undefined) throw new Error('The first entry of an estimate opens it.');
  switch (event.type) {
    case 'DraftSaved':
      return {
        ...state,
        ...preparedBy(state, meta),
        // What came in stands, a nil too, until something else is submitted.
        standing: state.standing === 'untouched' ? 'drafting' : state.standing,
        draft: { lines: event.lines, total: event.total, by: person(meta), at: meta.at },
      };
    case 'EstimateSubmitted': {
      const n = state.versions.length + 1;
      const { lines, total, late, preparedBy: officer } = event;
      const version = {
        n,
        lines,
        total,
        by: person(meta),
        at: meta.at,
        late,
        ...(officer === undefined ? {} : { preparedBy: officer }),
      };
      return {
        ...signed(state),
        ...preparedBy(state, meta),
        standing: 'submitted',
        highestLine: event.highestLine,
        draft: null,
        nil: null,
        versions: [...state.versions, version],
        ...(event.sources === undefined ? {} : { sources: event.sources }),
        ...jointAfter(state, event.claims ?? []),
      };
    }
    case 'EstimateRecalled':
      // What only waited for a signature is withdrawn; what counted before it still counts.
      return state.prepared === undefined ? { ...state, standing: 'recalled', nil: null } : signed(state);
    case 'NilSigned':
      return {
        ...signed(state),
        ...preparedBy(state, meta),
        standing: 'nil',
        draft: null,
        nil: { reason: event.reason, by: person(meta), at: meta.at, late: event.late },
      };
    case 'EstimateExtended':
      return { ...state, due: event.due };
    case 'EstimateReturned':
      return {
        ...signed(state),
        standing: 'returned',
        nil: null,
        due: event.due,
        returned: { reason: event.reason, by: person(meta), at: meta.at },
      };
    case 'EstimatePrepared': {
      const { act, draft } = event;
      const by = person(meta);
      return {
        ...state,
        ...preparedBy(state, meta),
        standing: state.standing === 'untouched' ? 'drafting' : state.standing,
        draft:
          act.do === 'submit' && draft !== null ? { lines: draft, total: act.total, by, at: meta.at } : state.draft,
        prepared: { act, by, at: meta.at },
      };
    }
    case 'EstimateHandedBack':
      return signed(state);
    case 'EstimateLocked': {
      const { into: _, ...rest } = state;
      return { ...rest, lockedInto: { package: event.package, version: event.version } };
    }
    case 'EstimateReopened': {
      const { lockedInto, formerly, draft } = state;
      const shared = {
        ...signed(state),
        nil: null,
        due: event.due,
        lockedInto: null,
        into: event.into,
        formerly: [...(formerly ?? []), ...(lockedInto === null ? [] : [lockedInto])],
      };
      return event.cause === 'supplement'
        ? { ...shared, standing: draft === null ? 'untouched' : 'drafting', returned: null }
        : { ...shared, standing: 'returned', returned: { reason: event.reason, by: person(meta), at: meta.at } };
    }
    case 'SubmitterNamed': {
      const joint = state.joint ?? NOTHING_JOINT;
      return { ...state, joint: { ...joint, submitters: { ...joint.submitters, [event.activity]: event.unit } } };
    }
    case 'ActivityShared': {
      const joint = state.joint ?? NOTHING_JOINT;
      return { ...state, joint: { ...joint, shares: { ...joint.shares, [event.activity]: event.shares } } };
    }
    case 'FiguresSet': {
      const others = state.figures.filter(
        (set) =>
          set.package !== event.set.package || set.stage !== event.set.stage || set.submission !== event.set.submission,
      );
      return { ...state, figures: [...others, event.set] };
    }
    case 'ResultPublished':
      return {
        ...state,
        result: { package: event.package, submission: event.submission, approved: event.approved, at: meta.at },
      };
    case 'FileAttached':
    case 'FileDetached':
      return { ...state, ...preparedBy(state, meta), files: event.files };
  }
};
