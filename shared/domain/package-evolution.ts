import type { Instant } from './calendar.ts';
import { PackageId, type PersonId } from './ids.ts';
import type { Authority, PersonActor } from './journal.ts';
import type { Collecting, Package, PackageEvent } from './package.ts';
import type { StageKey } from './plan.ts';

type Meta = { readonly at: Instant; readonly by: PersonActor | undefined };

type Decider = { by: PersonId; at: Instant; preparedBy?: PersonId; authority?: Authority };

const decider = (meta: Meta, { preparedBy }: { preparedBy?: PersonId | undefined } = {}): Decider => {
  if (meta.by === undefined) throw new Error('A person decides on a package.');
  const { person, authority } = meta.by;
  return {
    by: person,
    at: meta.at,
    ...(preparedBy === undefined ? {} : { preparedBy }),
    ...(authority === undefined ? {} : { authority }),
  };
};

const signed = (state: Package): Package => {
  const { prepared: _, ...rest } = state;
  return rest;
};

type Opening = Omit<Extract<PackageEvent, { type: 'PackageSealed' }>, 'type'>;

const opened = (id: string, rest: Opening, meta: Meta): Package => {
  const [stage] = rest.stages;
  if (stage === undefined) throw new Error('A package has a stage to pass.');
  return {
    id: PackageId.parse(id),
    ...rest,
    sealedAt: meta.at,
    position: { stage, submission: 1, state: 'arriving', since: meta.at, due: null },
    outcomes: [],
    publishedAt: null,
    attempt: 1,
    attemptAt: meta.at,
  };
};

/** The estimates are in: the package goes to the stage after them. */
const collected = (
  state: Package,
  { submission, next }: { readonly submission: number; readonly next: StageKey },
  meta: Meta,
): Package => ({
  ...state,
  outcomes: [...state.outcomes, { kind: 'collected', stage: 'estimate', submission, ...decider(meta) }],
  position: { stage: next, submission, state: 'arriving', since: meta.at, due: null },
});

const collectingOf = ({ collecting }: Package): Collecting => {
  if (collecting === undefined) throw new Error('This package collects no estimates.');
  return collecting;
};

/** The package after an entry. Throws where the entry cannot follow. */
export const evolvePackage = (id: string, state: Package | undefined, event: PackageEvent, meta: Meta): Package => {
  if (event.type === 'PackageSealed') {
    if (state !== undefined) throw new Error('A package is sealed once.');
    const { type: _, ...rest } = event;
    return opened(id, rest, meta);
  }
  if (event.type === 'PackageOpened') {
    if (state !== undefined) throw new Error('A package is opened once.');
    const { type: _, units, due, ...rest } = event;
    return { ...opened(id, rest, meta), collecting: { units, awaited: units, due, sealed: false } };
  }
  if (state === undefined) throw new Error('The first entry of a package seals or opens it.');
  const { position } = state;
  switch (event.type) {
    case 'UnitCameIn': {
      const collecting = collectingOf(state);
      const awaited = collecting.awaited.filter((unit) => unit !== event.unit);
      const { submission, next } = event;
      const came = { ...state, collecting: { ...collecting, awaited } };
      return next === undefined ? came : collected(came, { submission, next }, meta);
    }
    case 'UnitTookBack': {
      const collecting = collectingOf(state);
      return { ...state, collecting: { ...collecting, awaited: [...collecting.awaited, event.unit] } };
    }
    case 'CollectingClosed':
      return collected(state, event, meta);
    case 'MembersSealed': {
      const { members, counts, content } = event;
      const last = state.outcomes.at(-1);
      const with_ = { ...state, members, counts, content, collecting: { ...collectingOf(state), sealed: true } };
      if (counts.submitted > 0 || last === undefined) return with_;
      const { submission, by, at: when } = last;
      return {
        ...with_,
        outcomes: [
          ...state.outcomes,
          { kind: 'withdrawn', stage: position.stage, submission, by, at: when, reason: '' },
        ],
        position: { ...position, state: 'ended', since: meta.at },
      };
    }
    case 'PartLeft': {
      const { stage, submission, unit, estimate, part, content, reason } = event;
      const left = [...(state.left ?? []), { unit, estimate, part, submission, after: state.outcomes.length }];
      const without = { ...signed(state), left, content };
      if (!event.emptied) return { ...without, position: { ...position, state: 'open' } };
      return {
        ...without,
        outcomes: [...state.outcomes, { kind: 'withdrawn', stage, submission, ...decider(meta, event), reason }],
        position: { ...position, state: 'ended', since: meta.at },
      };
    }
    case 'StageOpened':
      return {
        ...state,
        content: event.content,
        position: { ...position, state: 'open', since: meta.at, due: event.due },
      };
    case 'PhaseFrozen':
      return { ...state, position: { ...position, state: 'frozen' } };
    case 'PhaseReopened':
      return { ...state, position: { ...position, state: 'open' } };
    case 'DecisionPrepared':
      return { ...state, content: event.content, position: { ...position, state: 'prepared' } };
    case 'StageForwarded': {
      const { stage, submission, content, remark } = event;
      return {
        ...signed(state),
        content,
        outcomes: [
          ...state.outcomes,
          { kind: 'forwarded', stage, submission, ...decider(meta, event), content, remark },
        ],
        position: { stage: event.next, submission, state: 'arriving', since: meta.at, due: null },
      };
    }
    case 'StageReturned': {
      const { stage, submission, to, reason } = event;
      return {
        ...signed(state),
        outcomes: [...state.outcomes, { kind: 'returned', stage, submission, ...decider(meta, event), to, reason }],
        position: { stage: to, submission: submission + 1, state: 'arriving', since: meta.at, due: null },
      };
    }
    case 'PackageApproved': {
      const { stage, submission, content, decision } = event;
      return {
        ...signed(state),
        content,
        outcomes: [
          ...state.outcomes,
          { kind: 'approved', stage, submission, ...decider(meta, event), content, decision },
        ],
        position: { ...position, state: 'ended', since: meta.at },
      };
    }
    case 'StagePrepared': {
      const { by } = decider(meta);
      return { ...state, content: event.content, prepared: { act: event.act, by, at: meta.at } };
    }
    case 'StageHandedBack':
      return { ...signed(state), position: { ...position, state: 'open' } };
    case 'AdjustmentWithdrawn': {
      const { stage, submission, reason } = event;
      return {
        ...state,
        outcomes: [...state.outcomes, { kind: 'withdrawn', stage, submission, ...decider(meta), reason }],
        position: { ...position, state: 'ended', since: meta.at },
      };
    }
    case 'PackageEnded':
      return { ...state, endedAt: meta.at };
    case 'PackagePublished':
      return { ...state, publishedAt: meta.at };
    case 'AttemptRaised':
      return { ...state, attempt: event.attempt, attemptAt: meta.at };
    case 'LineCommented':
    case 'CommentWithdrawn':
      return { ...state, comments: event.comments };
    case 'FileAttached':
    case 'FileDetached':
      return { ...state, files: event.files };
  }
};
