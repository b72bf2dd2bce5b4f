import { type Instant, instantOf } from '../../domain/calendar.ts';
import type { Stored } from '../../domain/records.ts';
import { cameIn, cameWhen, type Return } from '../../domain/return.ts';
import { returnsOf } from '../cycle-steps.ts';
import type { Ports } from '../ports.ts';

/** What came in of a cycle, and when: each report counts once in each of the two facts. */
export type Counted = {
  readonly of: number;
  readonly received: number;
  readonly nil: number;
  readonly excused: number;
  /** Due and not there. */
  readonly missing: number;
  /** Not there, and not due yet. */
  readonly awaited: number;
  readonly onTime: number;
  readonly extended: number;
  readonly late: number;
};

/** Counts reports by both facts. */
export const countReports = (reports: readonly Return[], at: Instant): Counted => {
  const came = reports.map((report) => cameIn(report, at));
  const when = reports.map((report) => cameWhen(report)?.kind);
  const of = (list: readonly unknown[], one: unknown): number => list.filter((entry) => entry === one).length;
  return {
    of: reports.length,
    received: of(came, 'received'),
    nil: of(came, 'nil'),
    excused: of(came, 'excused'),
    missing: of(came, 'missing'),
    awaited: of(came, 'not-due'),
    onTime: of(when, 'on-time'),
    extended: of(when, 'extended'),
    late: of(when, 'late'),
  };
};

/** What came in of a cycle by now, each report read by its key. */
export const countOf = async (ports: Pick<Ports, 'store' | 'clock'>, cycle: Stored<'cycle'>): Promise<Counted> =>
  countReports(
    (await returnsOf(ports, cycle)).map(({ body }) => body),
    instantOf(ports.clock.now()),
  );
