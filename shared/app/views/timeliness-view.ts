import { instantOf } from '../../domain/calendar.ts';
import type { UnitId } from '../../domain/ids.ts';
import { obligationOf } from '../../domain/obligations.ts';
import type { Obligation } from '../../domain/plan.ts';
import type { Stored } from '../../domain/records.ts';
import { cameIn, cameWhen } from '../../domain/return.ts';
import { cyclesOfObligation, returnsOf } from '../cycle-steps.ts';
import type { Session } from '../ports.ts';
import { enterPlan, type InPlan, mayReadReport, notFound, seen, type Viewed, type ViewPorts } from './access.ts';
import { type Counted, countReports } from './cycle-counts.ts';
import type { ReportEntry } from './cycle-view.ts';

/** A unit and its reports, one for each cycle; undefined where it owed none. */
export type UnitOverYears = {
  readonly unit: UnitId;
  readonly reports: readonly (ReportEntry | undefined)[];
  readonly counts: Counted;
};

/** How a duty was kept over all years of the plan, by unit and by cycle, as far as the reader may see. */
export type TimelinessView = InPlan & {
  readonly obligation: Obligation;
  /** Soonest due first; the counts are of everybody, whoever looks. */
  readonly cycles: readonly { readonly cycle: Stored<'cycle'>; readonly counts: Counted }[];
  readonly units: readonly UnitOverYears[];
};

/** How many reports were in time, an extension included, and of how many that were owed and due by now. */
export const inTime = ({
  of,
  excused,
  awaited,
  onTime,
  extended,
}: Counted): { readonly n: number; readonly of: number } => ({
  n: onTime + extended,
  of: of - excused - awaited,
});

/** How a duty was kept over the years. Reads one report for each unit and cycle of that duty. */
export const timelinessView = async (
  ports: ViewPorts,
  session: Session,
  id: string,
): Promise<Viewed<TimelinessView>> => {
  const room = await enterPlan(ports, session, session.plan);
  const obligation = room && obligationOf(room.plan, id);
  if (room === undefined || obligation === undefined) return notFound('obligation');
  const { plan, viewer } = room;
  const at = instantOf(ports.clock.now());
  const cycles = await cyclesOfObligation(ports, plan, id);
  const all: { readonly cycle: Stored<'cycle'>; readonly reports: ReadonlyMap<UnitId, Stored<'return'>> }[] = [];
  for (const cycle of cycles) {
    const reports = await returnsOf(ports, cycle);
    all.push({ cycle, reports: new Map(reports.map((report) => [report.body.unit, report])) });
  }
  const owing = [...new Set(all.flatMap(({ reports }) => [...reports.keys()]))];
  const units = owing.flatMap((unit): readonly UnitOverYears[] => {
    const own = all.map(({ cycle, reports }) =>
      mayReadReport(viewer, { cycle, plan }, unit) ? reports.get(unit) : undefined,
    );
    const there = own.filter((report) => report !== undefined);
    if (there.length === 0) return [];
    const counts = countReports(
      there.map(({ body }) => body),
      at,
    );
    const entry = (report: Stored<'return'>): ReportEntry => ({
      report,
      came: cameIn(report.body, at),
      when: cameWhen(report.body),
    });
    return [{ unit, reports: own.map((report) => report && entry(report)), counts }];
  });
  return seen({
    ...room,
    obligation,
    cycles: all.map(({ cycle, reports }) => ({
      cycle,
      counts: countReports(
        [...reports.values()].map(({ body }) => body),
        at,
      ),
    })),
    units,
  });
};
