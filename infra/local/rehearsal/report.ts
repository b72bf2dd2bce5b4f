import * as z from 'zod';
import { readRoundUnits } from '../../../shared/app/content.ts';
import type { RehearsalReport } from '../../../shared/contracts/rehearsal.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import { currentVersion, type Estimate, totalsOf } from '../../../shared/domain/estimate.ts';
import { estimateIdOf, ledgerIdOf, packageIdOf, type Year } from '../../../shared/domain/ids.ts';
import { type Ledger, ledgerTotals } from '../../../shared/domain/ledger.ts';
import { approvalOf, isWithdrawn, outcomeOf, type Package } from '../../../shared/domain/package.ts';
import type { Round } from '../../../shared/domain/round.ts';
import { datesOf } from './dates.ts';
import { cyclesOf } from './cycle-report.ts';
import type { Stage } from './perform.ts';

type Figures = RehearsalReport['totals'];
type Reach = { readonly submission: number; readonly appraised: boolean; readonly approved: boolean };

/** How far the package came in its present submission: figures count only where somebody answered for them. */
const reachOf = (pkg: Package | undefined): Reach => {
  const submission = pkg?.position.submission ?? 1;
  const approved = pkg !== undefined && approvalOf(pkg) !== undefined;
  const appraised = approved || (pkg !== undefined && outcomeOf(pkg, 'appraisal', submission)?.kind === 'forwarded');
  return { submission, appraised, approved };
};

const reached = (figures: { proposed: number; appraised: number; approved: number }, reach: Reach): Figures => ({
  proposed: figures.proposed,
  appraised: reach.appraised ? figures.appraised : null,
  approved: reach.approved ? figures.approved : null,
});

const unitReport = (
  estimate: Estimate,
  ledger: Ledger | undefined,
  packages: readonly Package[],
): RehearsalReport['units'][number] => {
  const version = currentVersion(estimate);
  const pkg = packages.find(({ id }) => id === estimate.lockedInto?.package);
  const reach = reachOf(pkg);
  const figures = pkg && totalsOf(estimate, { package: pkg.id, submission: reach.submission });
  const proposed = version === undefined ? null : { proposed: version.total, appraised: null, approved: null };
  return {
    unit: estimate.unit,
    standing: version !== undefined ? 'submitted' : estimate.standing === 'nil' ? 'nil' : 'missing',
    version: version?.n ?? null,
    late: version?.late ?? estimate.nil?.late ?? false,
    totals: figures === undefined ? proposed : reached(figures, reach),
    result: estimate.result?.approved ?? null,
    granted: ledger === undefined ? null : ledgerTotals(ledger.balances).granted,
  };
};

const kindOf = ({ origin, adjusts }: Package): RehearsalReport['packages'][number]['kind'] =>
  adjusts === undefined ? (origin?.kind ?? 'main') : 'adjustment';

const packageReport = (pkg: Package): RehearsalReport['packages'][number] => ({
  number: pkg.number,
  kind: kindOf(pkg),
  stage: pkg.position.state === 'ended' ? (isWithdrawn(pkg) ? 'withdrawn' : 'approved') : pkg.position.stage,
  submissions: pkg.position.submission,
  totals: reached(pkg.content.totals, reachOf(pkg)),
  decision: approvalOf(pkg)?.decision ?? null,
  published: pkg.publishedAt !== null,
});

/** What all units come to together; a figure is there once every unit that proposed has it. */
const totalOf = (units: RehearsalReport['units']): Figures => {
  const all = units.flatMap(({ totals }) => (totals === null ? [] : [totals]));
  const added = (key: 'appraised' | 'approved'): number | null =>
    all.length === 0 || all.some((one) => one[key] === null)
      ? null
      : all.reduce((sum, one) => sum + (one[key] ?? 0), 0);
  const proposed = all.reduce((sum, one) => sum + one.proposed, 0);
  return { proposed, appraised: added('appraised'), approved: added('approved') };
};

/** What every execution is started with, beside its locality and attempt: the record that it carries. */
const Carried = z.union([
  z.object({ round: z.string() }).transform(() => 'round' as const),
  z.object({ package: z.string() }).transform(() => 'package' as const),
  z.object({ cycle: z.string() }).transform(() => 'cycle' as const),
  z.object({ edition: z.string() }).transform(() => 'edition' as const),
]);

const executionsOf = ({ runtime }: Stage): RehearsalReport['executions'] =>
  runtime.runner.listStateMachines({}).stateMachines.flatMap(({ stateMachineArn, name: machine }) =>
    runtime.runner.listExecutions({ stateMachineArn }).executions.map(({ executionArn, name, status }) => ({
      name,
      machine,
      of: Carried.parse(JSON.parse(runtime.runner.describeExecution({ executionArn }).input)),
      status,
      events: runtime.runner.getExecutionHistory({ executionArn, maxResults: 1000 }).events.length,
    })),
  );

const closedOf = (closed: Round['closed']): RehearsalReport['closed'] =>
  closed === undefined
    ? null
    : {
        ...closed.totals,
        sources: closed.sources.map((one) => ({ ...one, lapsed: one.approved - one.granted })),
      };

/** What a rehearsal came to, read from the store, the mailbox and the machines. */
export const reportOf = async (stage: Stage, year: Year): Promise<RehearsalReport> => {
  const { store, plan, round: id, runtime } = stage;
  const locality = plan.locality.id;
  const round = await store.load(locality, 'round', id);
  const owing = round === undefined ? [] : await readRoundUnits(store, locality, round.body.units);
  const listed = await store.listCase(locality, 'package', id);
  const packages = (await store.loadAll(locality, 'package', [...new Set([...listed, packageIdOf(id, 1)])]))
    .map(({ body }) => body)
    .toSorted((one, other) => one.number - other.number);
  const pkg = packages.find(({ number }) => number === 1);
  const estimates = await store.loadAll(
    locality,
    'estimate',
    owing.map(({ unit }) => estimateIdOf(id, unit)),
  );
  const ledgers = await store.loadAll(
    locality,
    'ledger',
    owing.map(({ unit }) => ledgerIdOf(id, unit)),
  );
  const ledgerOf = new Map(ledgers.map(({ body }) => [body.unit, body]));
  const units = estimates.map(({ body }) => unitReport(body, ledgerOf.get(body.unit), packages));
  const tasks = await store.loadAll(locality, 'task', await store.listCase(locality, 'task', id));
  return {
    plan: plan.id,
    year,
    totals: totalOf(units),
    packages: packages.map(packageReport),
    units,
    tasks: tasks.map(({ body }) => ({
      id: body.id,
      office: body.office,
      state: body.state,
      due: body.due,
      openedAt: body.openedAt,
      closedAt: body.closedAt,
    })),
    ...(await datesOf(stage, year)),
    mails: runtime.mailbox
      .list({ most: 100_000 })
      .toReversed()
      .map(({ at, to, subject }) => ({ at: instantOf(at), to: to.join(', '), subject })),
    late: units.filter(({ late }) => late).map(({ unit }) => unit),
    missing: units.filter(({ standing }) => standing === 'missing').map(({ unit }) => unit),
    reports: [...(await cyclesOf(stage, year))],
    executions: executionsOf(stage),
    submissions: pkg?.position.submission ?? 1,
    decision: (pkg && approvalOf(pkg))?.decision ?? null,
    published: pkg !== undefined && pkg.publishedAt !== null,
    closed: closedOf(round?.body.closed),
  };
};
