import type { RehearsalReport } from '../../../shared/contracts/rehearsal.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import { readRoundUnits } from '../../../shared/app/content.ts';
import { currentVersion, type Estimate, totalsOf } from '../../../shared/domain/estimate.ts';
import { estimateIdOf, packageIdOf, type Year } from '../../../shared/domain/ids.ts';
import type { Package } from '../../../shared/domain/package.ts';
import type { Stage } from './perform.ts';

const unitReport = (estimate: Estimate, submission: number): RehearsalReport['units'][number] => {
  const version = currentVersion(estimate);
  return {
    unit: estimate.unit,
    standing: version !== undefined ? 'submitted' : estimate.standing === 'nil' ? 'nil' : 'missing',
    version: version?.n ?? null,
    late: version?.late ?? estimate.nil?.late ?? false,
    totals: totalsOf(estimate, submission) ?? null,
    result: estimate.result?.approved ?? null,
  };
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
  const units = round === undefined ? [] : await readRoundUnits(store, locality, round.body.units);
  const pkg: Package | undefined = (await store.load(locality, 'package', packageIdOf(id, 1)))?.body;
  const estimates = await store.loadAll(
    locality,
    'estimate',
    units.map(({ unit }) => estimateIdOf(id, unit)),
  );
  const submission = pkg?.position.submission ?? 1;
  const reports = estimates.map(({ body }) => unitReport(body, submission));
  const tasks = await store.loadAll(locality, 'task', await store.listCase(locality, 'task', id));
  return {
    plan: plan.id,
    year,
    totals: pkg?.content.totals ?? null,
    units: reports,
    tasks: tasks.map(({ body: { id: task, office, state, due, openedAt, closedAt } }) => ({
      id: task,
      office,
      state,
      due,
      openedAt,
      closedAt,
    })),
    mails: runtime.mailbox
      .list({ most: 100_000 })
      .toReversed()
      .map(({ at, to, subject }) => ({ at: instantOf(at), to: to.join(', '), subject })),
    late: reports.filter(({ late }) => late).map(({ unit }) => unit),
    missing: reports.filter(({ standing }) => standing === 'missing').map(({ unit }) => unit),
    submissions: submission,
    executions: executionsOf(stage),
  };
};
