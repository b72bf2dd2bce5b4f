import { readRoundUnits } from '../../../shared/app/content.ts';
import type { RehearsalReport } from '../../../shared/contracts/rehearsal.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import { currentVersion, type Estimate, totalsOf } from '../../../shared/domain/estimate.ts';
import { estimateIdOf, ledgerIdOf, packageIdOf, type Year } from '../../../shared/domain/ids.ts';
import { type Ledger, ledgerTotals } from '../../../shared/domain/ledger.ts';
import { approvalOf, outcomeOf, type Package } from '../../../shared/domain/package.ts';
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

const unitReport = (estimate: Estimate, ledger: Ledger | undefined, reach: Reach): RehearsalReport['units'][number] => {
  const version = currentVersion(estimate);
  const figures = totalsOf(estimate, reach.submission);
  return {
    unit: estimate.unit,
    standing: version !== undefined ? 'submitted' : estimate.standing === 'nil' ? 'nil' : 'missing',
    version: version?.n ?? null,
    late: version?.late ?? estimate.nil?.late ?? false,
    totals: figures === undefined ? null : reached(figures, reach),
    result: estimate.result?.approved ?? null,
    granted: ledger === undefined ? null : ledgerTotals(ledger.balances).granted,
  };
};

const totalOf = (pkg: Package | undefined, units: RehearsalReport['units'], reach: Reach): Figures => {
  if (pkg !== undefined) return reached(pkg.content.totals, reach);
  const proposed = units.reduce((sum, { totals }) => sum + (totals?.proposed ?? 0), 0);
  return { proposed, appraised: null, approved: null };
};

const executionsOf = ({ runtime }: Stage): RehearsalReport['executions'] =>
  runtime.runner.listStateMachines({}).stateMachines.flatMap(({ stateMachineArn, name: machine }) =>
    runtime.runner.listExecutions({ stateMachineArn }).executions.map(({ executionArn, name, status }) => ({
      name,
      machine,
      status,
      events: runtime.runner.getExecutionHistory({ executionArn, maxResults: 1000 }).events.length,
    })),
  );

/** What a rehearsal came to, read from the store, the mailbox and the machines. */
export const reportOf = async (stage: Stage, year: Year): Promise<RehearsalReport> => {
  const { store, plan, round: id, runtime } = stage;
  const locality = plan.locality.id;
  const round = await store.load(locality, 'round', id);
  const owing = round === undefined ? [] : await readRoundUnits(store, locality, round.body.units);
  const pkg = (await store.load(locality, 'package', packageIdOf(id, 1)))?.body;
  const reach = reachOf(pkg);
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
  const units = estimates.map(({ body }) => unitReport(body, ledgerOf.get(body.unit), reach));
  const tasks = await store.loadAll(locality, 'task', await store.listCase(locality, 'task', id));
  return {
    plan: plan.id,
    year,
    totals: totalOf(pkg, units, reach),
    units,
    tasks: tasks.map(({ body }) => ({
      id: body.id,
      office: body.office,
      state: body.state,
      due: body.due,
      openedAt: body.openedAt,
      closedAt: body.closedAt,
    })),
    mails: runtime.mailbox
      .list({ most: 100_000 })
      .toReversed()
      .map(({ at, to, subject }) => ({ at: instantOf(at), to: to.join(', '), subject })),
    late: units.filter(({ late }) => late).map(({ unit }) => unit),
    missing: units.filter(({ standing }) => standing === 'missing').map(({ unit }) => unit),
    executions: executionsOf(stage),
    submissions: reach.submission,
    decision: (pkg && approvalOf(pkg))?.decision ?? null,
    published: pkg !== undefined && pkg.publishedAt !== null,
    closed: round?.body.closed?.totals ?? null,
  };
};
