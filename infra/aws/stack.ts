import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type * as z from 'zod';
import type { Env as AdvancePackageEnv } from '../../functions/advance-package/env.ts';
import type { Env as AwaitLockEnv } from '../../functions/await-lock/env.ts';
import type { Env as AwaitReturnsEnv } from '../../functions/await-returns/env.ts';
import type { Env as ConsolidateReturnsEnv } from '../../functions/consolidate-returns/env.ts';
import type { Env as CutReturnsEnv } from '../../functions/cut-returns/env.ts';
import type { Env as HearFeedbackEnv } from '../../functions/hear-feedback/env.ts';
import type { Env as LockEstimatesEnv } from '../../functions/lock-estimates/env.ts';
import type { Env as OpenEstimatesEnv } from '../../functions/open-estimates/env.ts';
import type { Env as OpenReturnsEnv } from '../../functions/open-returns/env.ts';
import type { Env as OpenStageEnv } from '../../functions/open-stage/env.ts';
import type { Env as PortalEnv } from '../../functions/portal/env.ts';
import type { Env as PublishPackageEnv } from '../../functions/publish-package/env.ts';
import type { Env as QueueMailEnv } from '../../functions/queue-mail/env.ts';
import type { Env as RegisterPlanEnv } from '../../functions/register-plan/env.ts';
import type { Env as SealPackageEnv } from '../../functions/seal-package/env.ts';
import type { Env as SendMailEnv } from '../../functions/send-mail/env.ts';
import type { Env as TickEnv } from '../../functions/tick/env.ts';
import type { Env as WakeWorkflowEnv } from '../../functions/wake-workflow/env.ts';
import { Alarms } from './alarms.ts';
import { FileStore } from './files.ts';
import { type CodeOf, ProjectFunction } from './function.ts';
import { Http } from './http.ts';
import { JournalReader, Mail } from './mail.ts';
import { allowInspecting, allowResuming, allowStarting, Machine } from './machines.ts';
import { QuarterHour } from './schedule.ts';
import { type TableRights, Tables } from './tables.ts';

export type TrinhStackProps = StackProps & {
  readonly code: CodeOf;
  /** The domain of the address that it sends from, which has to be shown to SES as one's own. */
  readonly mailDomain: string;
  /** What stands before it; `trinh` by default. */
  readonly mailName?: string;
};

/** Commits decisions, and keeps operational items. */
const decides: TableRights = { records: 'write', journal: 'append', operations: 'write' };
/** Commits decisions alone. */
const commits: TableRights = { records: 'write', journal: 'append' };
/** Reads records; keeps operational items. */
const keeps: TableRights = { records: 'read', journal: 'read', operations: 'write' };

/** One deployment: many plans and localities, each key prefixed by its locality. */
export class TrinhStack extends Stack {
  private readonly code: CodeOf;

  constructor(scope: Construct, id: string, props: TrinhStackProps) {
    super(scope, id, props);
    this.code = props.code;
    const tables = new Tables(this, 'Tables');
    const http = new Http(this, 'Http');
    const visibility = Duration.minutes(6);
    const mail = new Mail(this, 'Mail', { domain: props.mailDomain, name: props.mailName ?? 'trinh', visibility });

    const steps = this.steps(tables);
    const budgetRound = new Machine(this, 'BudgetRound', { name: 'budget-round', functions: steps });
    const approvalChain = new Machine(this, 'ApprovalChain', { name: 'approval-chain', functions: steps });
    const reportingCycle = new Machine(this, 'ReportingCycle', { name: 'reporting-cycle', functions: steps });
    const machines = {
      BUDGET_ROUND_ARN: budgetRound.stateMachine.stateMachineArn,
      APPROVAL_CHAIN_ARN: approvalChain.stateMachine.stateMachineArn,
      REPORTING_CYCLE_ARN: reportingCycle.stateMachine.stateMachineArn,
    };

    const files = new FileStore(this, 'Files');
    const portal = this.fn<typeof PortalEnv>(
      'portal',
      { ...tables.names, FILES_BUCKET: files.bucket.bucketName, MAIL_QUEUE_URL: mail.queue.queueUrl },
      'Every page and form.',
      { memoryMiB: 1024, timeout: Duration.seconds(29) },
    );
    tables.grant(portal, decides);
    files.grant(portal);
    // Mails to sign in by, which no journal entry causes.
    mail.allowQueueing(portal);
    http.serve(portal);

    const registerPlan = this.fn<typeof RegisterPlanEnv>(
      'register-plan',
      tables.names,
      'Takes in a plan, given by an operator.',
    );
    // Its people go into the directory of addresses.
    tables.grant(registerPlan, { ...commits, operations: 'put' });

    const wake = this.fn<typeof WakeWorkflowEnv>(
      'wake-workflow',
      { ...tables.names, ...machines },
      'Starts and resumes executions from journal entries.',
    );
    tables.grant(wake, { records: 'read', journal: 'read', operations: 'read' });
    allowStarting(wake);
    allowResuming(wake);
    const wakeReader = new JournalReader(this, 'WakeWorkflowReader', { tables, fn: wake });

    const queueMail = this.fn<typeof QueueMailEnv>(
      'queue-mail',
      { ...tables.names, MAIL_QUEUE_URL: mail.queue.queueUrl },
      'Queues the mails that a journal entry causes.',
    );
    tables.grant(queueMail, keeps);
    mail.allowQueueing(queueMail);
    const mailReader = new JournalReader(this, 'QueueMailReader', { tables, fn: queueMail });

    const sendMail = this.fn<typeof SendMailEnv>(
      'send-mail',
      {
        ...tables.names,
        MAIL_QUEUE_URL: mail.queue.queueUrl,
        PORTAL_URL: http.api.apiEndpoint,
        MAIL_FROM: mail.sender,
      },
      'Renders and sends mails.',
      // Ten mails that each wait their turn among ten senders, where SES lets out one a second.
      { timeout: Duration.minutes(3) },
    );
    tables.grant(sendMail, keeps);
    mail.deliverTo(sendMail);
    // A digest, which the first of its reminders calls for.
    mail.allowQueueing(sendMail);

    const hearFeedback = this.fn<typeof HearFeedbackEnv>(
      'hear-feedback',
      { ...tables.names, MAIL_QUEUE_URL: mail.queue.queueUrl },
      'Hears which mails came back or were unwanted.',
    );
    tables.grant(hearFeedback, keeps);
    mail.allowQueueing(hearFeedback);
    mail.feedback.subscribe(hearFeedback);

    const tick = this.fn<typeof TickEnv>(
      'tick',
      { ...tables.names, ...machines, MAIL_QUEUE_URL: mail.queue.queueUrl },
      'Climbs ladders and finds what is stuck.',
      { timeout: Duration.minutes(10), memoryMiB: 1024 },
    );
    tables.grant(tick, decides);
    mail.allowQueueing(tick);
    allowStarting(tick);
    allowResuming(tick);
    allowInspecting(tick);
    const quarterHour = new QuarterHour(this, 'QuarterHour', { fn: tick });

    const alarms = new Alarms(this, 'Alarms');
    alarms.onDeadLetters('DeadMail', mail.dead);
    alarms.onDeadLetters('DeadWakes', wakeReader.dead);
    alarms.onDeadLetters('DeadCauses', mailReader.dead);
    alarms.onDeadLetters('DeadTicks', quarterHour.dead);
    alarms.onDeadLetters('DeadFeedback', mail.feedback.dead);
    alarms.onLoggedFault('MailPutOff', "Mail waits: SES's rate or its quota of 24 hours is used up.", {
      fn: sendMail,
      fault: 'PutOffError',
    });
    alarms.onLag('WakeLag', wake);
    alarms.onLag('MailLag', queueMail);
    alarms.onFailedExecutions('BudgetRound', budgetRound.stateMachine);
    alarms.onFailedExecutions('ApprovalChain', approvalChain.stateMachine);
    alarms.onFailedExecutions('ReportingCycle', reportingCycle.stateMachine);
    alarms.onRewriting('Journal', tables.journal);
    alarms.onErrors('TickErrors', tick);
    alarms.onSilence('TickSilence', tick);
  }

  /** The functions that the machines call: each decides or waits, and none starts anything. */
  private steps(tables: Tables): ProjectFunction[] {
    const awaitLock = this.fn<typeof AwaitLockEnv>(
      'await-lock',
      tables.names,
      'Arms the wait for the lock of a round.',
    );
    const openStage = this.fn<typeof OpenStageEnv>('open-stage', tables.names, 'Opens a stage and arms its wait.');
    // Arming finds a decision that came before the token, and answers it at once.
    allowResuming(awaitLock);
    allowResuming(openStage);
    const openReturns = this.fn<typeof OpenReturnsEnv>(
      'open-returns',
      tables.names,
      'Opens a report and a task for every unit.',
    );
    const awaitReturns = this.fn<typeof AwaitReturnsEnv>(
      'await-returns',
      tables.names,
      'Arms the wait for the reports of a cycle.',
    );
    const cutReturns = this.fn<typeof CutReturnsEnv>('cut-returns', tables.names, 'Cuts each report of a cycle.');
    const consolidateReturns = this.fn<typeof ConsolidateReturnsEnv>(
      'consolidate-returns',
      tables.names,
      'Puts the reports of a cycle together, some at each call.',
    );
    allowResuming(awaitReturns);
    const openEstimates = this.fn<typeof OpenEstimatesEnv>(
      'open-estimates',
      tables.names,
      'Opens an estimate and a task for every unit.',
    );
    const lockEstimates = this.fn<typeof LockEstimatesEnv>(
      'lock-estimates',
      tables.names,
      'Locks each estimate of a round.',
    );
    const sealPackage = this.fn<typeof SealPackageEnv>(
      'seal-package',
      tables.names,
      'Seals the package from what was locked.',
    );
    const advancePackage = this.fn<typeof AdvancePackageEnv>(
      'advance-package',
      tables.names,
      'Names the next stage of a package.',
    );
    const publishPackage = this.fn<typeof PublishPackageEnv>(
      'publish-package',
      tables.names,
      'Publishes what was decided.',
    );
    for (const step of [awaitLock, awaitReturns, advancePackage]) tables.grant(step, keeps);
    for (const step of [openStage, lockEstimates, cutReturns]) tables.grant(step, decides);
    for (const step of [openEstimates, openReturns, consolidateReturns, sealPackage, publishPackage])
      tables.grant(step, commits);
    const round = [awaitLock, openEstimates, lockEstimates, sealPackage];
    const chain = [openStage, advancePackage, publishPackage];
    return [...round, ...chain, openReturns, awaitReturns, cutReturns, consolidateReturns];
  }

  private fn<Env extends z.ZodType<unknown, Record<string, string>>>(
    name: string,
    environment: z.input<Env>,
    description: string,
    size: { memoryMiB?: number; timeout?: Duration } = {},
  ): ProjectFunction {
    return new ProjectFunction(this, { name, description, environment, code: this.code, ...size });
  }
}
