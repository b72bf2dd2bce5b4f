import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Faults } from '../../infra/local/faults.ts';
import type { HttpResponse } from '../../infra/local/http-event.ts';
import { localClient } from '../../infra/local/local-tables.ts';
import { uploadFile } from '../../infra/local/rehearsal/attach-step.ts';
import { packageP, PACKAGE_P_PLAN } from '../../infra/local/rehearsal/package-p.ts';
import { packageLines } from '../../infra/local/rehearsal/perform.ts';
import { reportOf } from '../../infra/local/rehearsal/report.ts';
import { type Step, stepsOf } from '../../infra/local/rehearsal/steps.ts';
import { type Runtime, startRuntime } from '../../infra/local/runtime.ts';
import { dynamoScan } from '../../shared/adapters/dynamodb-scan.ts';
import { dynamoStore } from '../../shared/adapters/dynamodb-store.ts';
import { dynamoWaits } from '../../shared/adapters/dynamodb-waits.ts';
import { sha256 } from '../../shared/adapters/hash.ts';
import { verifyStore } from '../../shared/app/verify.ts';
import type { StoreScan } from '../../shared/app/verify.ts';
import { vietnam } from '../../shared/calendars/vietnam.ts';
import { BUDGET_INDEX } from '../../shared/domain/budget-codes.ts';
import { WORKING_CALENDAR } from '../../shared/domain/working-calendar.ts';
import { estimateIdOf, ledgerIdOf, packageIdOf, roundIdOf } from '../../shared/domain/ids.ts';
import type { StoredEntry } from '../../shared/domain/journal.ts';
import { checkInvariants, type Subject } from '../support/invariants.ts';

const hour = 3_600_000;

/** How often a person presses the button again before he calls somebody. */
const mostPresses = 12;

const Recorded = z.looseObject({ repeated: z.boolean() });

type Asked = { path: string; body: string; type: string; cookie?: string };

/** Sends one request as often as it takes until it is answered, the very same one each time. */
const insist = async (runtime: Runtime, { path, body, type, cookie }: Asked): Promise<HttpResponse> => {
  const headers = {
    host: new URL(runtime.portalUrl).host,
    origin: runtime.portalUrl,
    'content-type': type,
    ...(cookie === undefined ? {} : { cookie }),
  };
  for (let press = 1; ; press += 1) {
    let refusal: string;
    try {
      const answer = await runtime.request({ method: 'POST', path, headers, body });
      if (answer.status < 400) return answer;
      refusal = `${answer.status}: ${answer.body.toString('utf8')}`;
    } catch (error) {
      // The laptop's own page could not write the session; a browser is answered 500.
      refusal = String(error);
    }
    if (press === mostPresses) throw new Error(`${path} answers ${refusal}`);
    await runtime.timeline.settled();
  }
};

const signIn = async (runtime: Runtime, person: string): Promise<string> => {
  const body = new URLSearchParams({ plan: PACKAGE_P_PLAN, person }).toString();
  const answer = await insist(runtime, { path: '/sign-in', body, type: 'application/x-www-form-urlencoded' });
  return answer.cookies[0]?.split(';')[0] ?? '';
};

const readThrough = async (scan: StoreScan): Promise<Subject['memory']> => {
  const journal = new Map<string, StoredEntry[]>();
  for await (const entry of scan.journal()) journal.set(entry.stream, [...(journal.get(entry.stream) ?? []), entry]);
  for (const entries of journal.values()) entries.sort((a, b) => a.seq - b.seq);
  const records = new Map<string, { version: number; head: string; body: unknown }>();
  for await (const { stream, ...record } of scan.records()) records.set(stream, record);
  return { journal, records };
};

/**
 * Carries Package P through its year on the real functions and machines, with what goes wrong on the way. A person whose
 * request goes unanswered sends it again. Returns what it came to, without what depends on when something was delivered. Invariants are checked at the end.
 */
export const roundWithFaults = async (faults?: Faults) => {
  const rehearsal = packageP(2022, vietnam);
  const round = roundIdOf(rehearsal.plan, rehearsal.year);
  let commands = 0;
  let repeated = 0;
  const runtime = await startRuntime({
    frozen: true,
    plan: PACKAGE_P_PLAN,
    clock: new Date('2022-02-14T00:00:00Z'),
    ...(faults === undefined ? {} : { faults }),
  });
  try {
    const [plan] = runtime.plans;
    if (plan === undefined) throw new Error('There is no plan.');
    const locality = plan.locality.id;
    const client = localClient(runtime.endpointUrl);
    const store = dynamoStore(client, runtime.tables);
    const lookup = {
      estimate: (unit: Parameters<typeof estimateIdOf>[1]) =>
        store.load(locality, 'estimate', estimateIdOf(round, unit)),
      codes: () => store.load(locality, 'codes', BUDGET_INDEX),
      calendar: () => store.load(locality, 'calendar', WORKING_CALENDAR),
      task: (id: string) => store.load(locality, 'task', id),
      lines: (number: number) => packageLines(store, plan, packageIdOf(round, number)),
      package: (number = 1) => store.load(locality, 'package', packageIdOf(round, number)),
      register: async () => (await store.load(locality, 'authority', plan.id))?.body,
      upload: (file: string) => uploadFile(runtime, locality, file),
      cycle: (id: string) => store.load(locality, 'cycle', id),
      report: (id: string) => store.load(locality, 'return', id),
      edition: (id: string) => store.load(locality, 'edition', id),
      ledger: (unit: Parameters<typeof ledgerIdOf>[1]) => store.load(locality, 'ledger', ledgerIdOf(round, unit)),
    };
    const perform = async (step: Step): Promise<void> => {
      await runtime.timeline.stepTo(new Date(step.at));
      const cookie = await signIn(runtime, step.by);
      for (const command of await step.commands(lookup)) {
        const body = JSON.stringify({ id: randomUUID(), command: await command() });
        const answer = await insist(runtime, { path: '/api/commands?lang=en', body, type: 'application/json', cookie });
        commands += 1;
        if (Recorded.parse(JSON.parse(answer.body.toString('utf8'))).repeated) repeated += 1;
        await runtime.timeline.settled();
      }
    };
    for (const step of stepsOf(rehearsal, plan, round, vietnam)) await perform(step);
    await runtime.timeline.stepTo(new Date(runtime.timeline.now().getTime() + 60 * hour));

    const scan = dynamoScan(client, runtime.tables);
    const subject: Subject = {
      plan,
      locality,
      store,
      clock: runtime.timeline,
      ports: { hash: sha256 },
      memory: await readThrough(scan),
      machines: {
        waits: dynamoWaits(client, runtime.tables, runtime.timeline),
        executions: new Map(
          runtime.runner
            .listStateMachines({})
            .stateMachines.flatMap(
              ({ stateMachineArn }) => runtime.runner.listExecutions({ stateMachineArn }).executions,
            )
            .map(({ executionArn, status }) => [executionArn, { status: status.toLowerCase() }]),
        ),
      },
    };
    await checkInvariants(subject, new Map(), true);
    const { faults: off } = await verifyStore(scan, sha256);
    const report = await reportOf({ runtime, store, plan, round }, rehearsal.year);
    return {
      off,
      commands,
      repeated,
      dead: runtime.queues.names.filter((name) => {
        const { visible, hidden } = runtime.queues.counts(name);
        return visible + hidden > 0;
      }),
      mails: report.mails.map(({ to, subject: about }) => `${to} ${about}`).toSorted(),
      end: {
        totals: report.totals,
        units: report.units,
        tasks: report.tasks.map(({ id, office, state, due }) => `${id} ${office} ${state} ${due}`).toSorted(),
        decision: report.decision,
        published: report.published,
        submissions: report.submissions,
        late: report.late,
        missing: report.missing,
        running: report.executions.filter(({ status }) => status === 'RUNNING'),
      },
    };
  } finally {
    await runtime.stop();
  }
};
