import { type AbsenceRegister, isAhead } from '../domain/absence.ts';
import { type Instant, localDate, type PlainDate } from '../domain/calendar.ts';
import { officesOf } from '../domain/context.ts';
import type { PersonId, UnitId } from '../domain/ids.ts';
import type { Plan, StageKey } from '../domain/plan.ts';
import { headOf } from '../domain/posts.ts';
import type { Stored } from '../domain/records.ts';
import type { Case } from './case.ts';
import { needsSignature } from '../domain/signing.ts';
import { isReportWork, type TaskKind } from '../domain/task.ts';
import { assigneesOf } from './mail/recipients.ts';

/** A span in which an office owes a piece of work. */
export type Window = {
  readonly kind: TaskKind;
  readonly office: UnitId;
  readonly from: PlainDate;
  readonly until: PlainDate;
};

/** Somebody whose work is due while he is away, and who stands in; nobody (null) until one is named. */
export type Gap = Window & {
  readonly person: PersonId;
  readonly absence: string;
  readonly away: { readonly from: PlainDate; readonly until: PlainDate };
  readonly standIn: PersonId | null;
};

/** Whose work a window's is: those it is for, and the head whose signature it takes. */
const whoseWork = (plan: Plan, { kind, office }: Window): readonly PersonId[] => {
  const signs =
    kind !== 'lock' && (kind === 'approval' || needsSignature({ plan }, isReportWork(kind) ? 'report' : kind));
  const head = signs ? headOf(plan, office) : undefined;
  return [
    ...new Set([...assigneesOf(plan, { kind, office }).map(({ id }) => id), ...(head === undefined ? [] : [head])]),
  ];
};

/** Whose work is due while he is away (the absence forecast), soonest first. What has ended asks nobody. */
export const forecast = (
  plan: Plan,
  register: AbsenceRegister | undefined,
  windows: readonly Window[],
  now: Instant,
): readonly Gap[] => {
  const today = localDate(now);
  const absences = (register?.absences ?? []).filter((one) => isAhead(one, now));
  return windows
    .filter(({ until }) => until >= today)
    .flatMap((window) =>
      whoseWork(plan, window).flatMap((person): Gap[] =>
        absences
          .filter((one) => one.person === person && one.from <= window.until && window.from <= one.until)
          .map(({ id, from, until, standIn }) => ({ ...window, person, absence: id, away: { from, until }, standIn })),
      ),
    )
    .toSorted((a, b) => (`${a.until}${a.office}${a.person}` < `${b.until}${b.office}${b.person}` ? -1 : 1));
};

type Dates = { readonly [S in StageKey]?: PlainDate | undefined };

/** The windows of a round that opens on a day: every unit's estimate, the lock, then one stage after the other. */
export const windowsOf = (plan: Plan, due: Dates, from: PlainDate, units: readonly UnitId[]): readonly Window[] => {
  const windows: Window[] = [];
  let start = from;
  for (const { key } of plan.chain?.stages ?? []) {
    const until = due[key];
    if (until === undefined) continue;
    if (key === 'estimate') {
      windows.push(...units.map((office) => ({ kind: key, office, from, until })));
      const lock = due.synthesis ?? due.appraisal ?? due.approval;
      const lockedBy = plan.chain?.lockedBy;
      if (lock !== undefined && lockedBy !== undefined)
        windows.push({ kind: 'lock', office: lockedBy, from, until: lock });
    } else
      windows.push(
        ...officesOf(plan, key)
          .slice(0, 1)
          .map((office) => ({ kind: key, office, from: start, until })),
      );
    start = until;
  }
  return windows;
};

/** What is still to come of a round or a cycle: its open tasks by their own dates, then a round's stages that nothing has reached. */
export const windowsAhead = (
  plan: Plan,
  of: Case,
  tasks: readonly Stored<'task'>[],
  today: PlainDate,
): readonly Window[] => {
  const open = tasks.filter(({ body }) => body.state === 'open');
  const begun = new Set(tasks.map(({ body }) => body.kind));
  const coming =
    of.type === 'cycle'
      ? []
      : windowsOf(plan, of.body.due, localDate(of.body.openedAt), []).filter(({ kind }) => !begun.has(kind));
  // What is overdue is owed today.
  const owed = open.map(({ body: { kind, office, due } }) => ({
    kind,
    office,
    from: today,
    until: due < today ? today : due,
  }));
  return [...owed, ...coming];
};
