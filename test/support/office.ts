import { readFileSync } from 'node:fs';
import type { Outcome } from '../../shared/app/execute.ts';
import { registerPlan } from '../../shared/app/register-plan.ts';
import { runCommand } from '../../shared/app/run-command.ts';
import { Command } from '../../shared/contracts/commands.ts';
import { addWorkingDays, instantOf, localDate, localTime, type PlainDate } from '../../shared/domain/calendar.ts';
import type { DraftLine } from '../../shared/domain/draft.ts';
import {
  CommandId,
  cycleIdOf,
  estimateIdOf,
  ledgerIdOf,
  PackageId,
  packageIdOf,
  PersonId,
  returnIdOf,
  roundIdOf,
  UnitId,
  Year,
} from '../../shared/domain/ids.ts';
import { Plan, suggestedChainMembers } from '../../shared/domain/plan.ts';
import type { RecordType, Stored } from '../../shared/domain/records.ts';
import type { BeforeCommit } from './memory-store.ts';
import { memoryPorts } from './memory-store.ts';
import { memoryWorkflows } from './memory-workflows.ts';
import { packageP } from './package-p.ts';

/** A shipped plan's file, as it is on disk. */
export const planFile = (id: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../shared/plans/${id}.json`, import.meta.url), 'utf8'));

/** Everything a test needs to carry a plan's round through its offices, in memory and on a standing clock. */
export const anOffice = async (
  planId = 'tay-giang-2021-2025',
  iso = '2022-02-14T01:00:00.000Z',
  before?: BeforeCommit,
  /** Changes the plan's file before it is registered. */
  adapt: (json: unknown) => unknown = (json) => json,
) => {
  const { ports, store, clock, memory, objects } = memoryPorts(iso, before);
  const machines = memoryWorkflows(ports, memory);
  const json = adapt(planFile(planId));
  const registered = await registerPlan(ports, json);
  if (registered.kind !== 'registered') throw new Error(`The plan ${planId} does not load.`);
  const plan = Plan.parse(json);
  const locality = plan.locality.id;
  const year = Number(localDate(instantOf(clock.now())).slice(0, 4));
  const round = roundIdOf(plan.id, year);
  const pkg = packageIdOf(round, 1);
  let commands = 0;

  const load = async <T extends RecordType>(type: T, id: string): Promise<Stored<T>> => {
    const record = await store.load(locality, type, id);
    if (record === undefined) throw new Error(`There is no ${type} ${id}.`);
    return record;
  };
  const estimateOf = (unit: string) => estimateIdOf(round, UnitId.parse(unit));
  const estimate = (unit: string) => load('estimate', estimateOf(unit));
  const thePackage = () => load('package', pkg);
  /** The n-th submission of the main package. */
  const lan = (n: number) => ({ package: pkg, submission: n });

  /** Sends a command as a person; the id is new unless given. */
  const send = (person: string, command: object, id?: string): Promise<Outcome> => {
    commands += 1;
    const request = { id: CommandId.parse(id ?? `command-${commands}`), command: Command.parse(command) };
    return runCommand(ports, { locality, plan: plan.id, person: PersonId.parse(person) }, request);
  };
  /** Sends a command that must be recorded, then lets the machines go as far as they can. */
  const act = async (person: string, command: object): Promise<void> => {
    const outcome = await send(person, command);
    if (outcome.kind !== 'recorded') throw new Error(`Refused: ${JSON.stringify(outcome)}`);
    await machines.settle();
  };

  const today = (): PlainDate => localDate(instantOf(clock.now()));
  /** Nine in the morning of the n-th working day from now. */
  const workingDaysLater = (n: number): void => clock.set(localTime(addWorkingDays(ports.calendar, today(), n), 9, 0));

  const due = () => {
    const days = new Map<string, PlainDate>();
    let day = today();
    for (const { key } of plan.chain?.stages ?? []) {
      day = addWorkingDays(ports.calendar, day, 5);
      days.set(key, day);
    }
    return Object.fromEntries(days);
  };
  const someone = (office: string | undefined, post: 'officer' | 'head' = 'officer'): string => {
    const person = plan.people.find((one) => one.office === office && one.post === post);
    if (person === undefined) throw new Error(`Nobody is ${post} in ${office}.`);
    return person.id;
  };
  const officeAt = (stage: string): string | undefined => plan.chain?.stages.find(({ key }) => key === stage)?.by[0];

  const open = () =>
    act(someone(plan.standing), {
      do: 'open-round',
      plan: plan.id,
      year,
      members: Object.fromEntries(suggestedChainMembers(plan)),
      due: due(),
    });
  const submission = async (unit: string, lines: readonly DraftLine[]) => ({
    do: 'submit-estimate',
    estimate: estimateOf(unit),
    seen: (await estimate(unit)).version,
    lines,
  });
  const signEstimate = async (unit: string, person = someone(unit, 'head')) =>
    act(person, { do: 'sign-off-estimate', estimate: estimateOf(unit), seen: (await estimate(unit)).version });
  /** Where the plan has the unit's head sign what was prepared, he does. */
  const signedByHead = async (unit: string) => {
    if ((await estimate(unit)).body.prepared !== undefined) await signEstimate(unit);
  };
  const submit = async (unit: string, lines: readonly DraftLine[], person = someone(unit)) => {
    await act(person, await submission(unit, lines));
    await signedByHead(unit);
  };
  const signNil = async (unit: string, reason = 'Năm nay không có nhiệm vụ mới') => {
    const seen = (await estimate(unit)).version;
    await act(someone(unit), { do: 'sign-nil', estimate: estimateOf(unit), seen, reason });
    await signedByHead(unit);
  };
  const lock = () => act(someone(plan.chain?.lockedBy), { do: 'lock-round', round });
  const shown = async (stage: string) => {
    const { head, body } = await thePackage();
    return { package: pkg, stage, submission: body.position.submission, shown: head };
  };
  const prepare = async (stage: string, person: string) =>
    act(person, { do: 'prepare-decision', ...(await shown(stage)) });
  const signPackage = async (stage: string, person = someone(officeAt(stage), 'head')) =>
    act(person, { do: 'sign-off-package', ...(await shown(stage)) });
  const forward = async (stage: string, person = someone(officeAt(stage))) => {
    if (stage === 'appraisal') await prepare(stage, person);
    await act(person, { do: 'forward-package', ...(await shown(stage)), remark: '' });
    if ((await thePackage()).body.prepared !== undefined) await signPackage(stage);
  };
  const figures = async (stage: 'appraisal' | 'approval', unit: string, list: readonly object[]) => ({
    do: 'set-figures',
    package: PackageId.parse(pkg),
    estimate: estimateOf(unit),
    stage,
    submission: (await thePackage()).body.position.submission,
    seen: (await estimate(unit)).version,
    figures: list,
  });
  const approval = async (paper: object = {}) => ({
    do: 'approve-package',
    ...(await shown('approval')),
    paper: { number: '145/QĐ-UBND', date: today(), basis: 'own_right', ...paper },
  });
  const approve = async (person = someone(officeAt('approval'), 'head')) => {
    await prepare('approval', person);
    await act(person, await approval());
  };
  const returnTo = async (to: string, reason: string, person = someone(officeAt('approval'), 'head')) =>
    act(person, { do: 'return-package', ...(await shown('approval')), to, reason });

  /** A written authorisation of the approving office's head, as its command. */
  const authorisation = (paper: object = {}) => ({
    do: 'record-authorisation',
    plan: plan.id,
    office: officeAt('approval'),
    giver: someone(officeAt('approval'), 'head'),
    recipient: 'tg.vp.cvp',
    number: '12/GUQ-UBND',
    date: today(),
    from: today(),
    until: addWorkingDays(ports.calendar, today(), 5),
    works: ['approval'],
    ...paper,
  });

  /** The version of a unit's ledger, 0 before its first grant. */
  const ledgerSeen = async (unit: string): Promise<number> =>
    (await store.load(locality, 'ledger', ledgerIdOf(round, UnitId.parse(unit))))?.version ?? 0;
  const paper = (n: number) => ({
    number: `${n}/QĐ-UBND`,
    date: today(),
    signer: someone(officeAt('approval'), 'head'),
  });
  /** A grant to a unit of so much of each activity from the state budget, or from each source; other fields as given. */
  const grant = async (
    unit: string,
    amounts: Readonly<Record<string, number | Readonly<Record<string, number>>>>,
    tranche = 1,
    more: object = {},
  ) => ({
    do: 'record-grant',
    round,
    unit,
    seen: await ledgerSeen(unit),
    tranche,
    split: Object.entries(amounts).flatMap(([activity, given]) =>
      Object.entries(typeof given === 'number' ? { state_budget: given } : given).map(([source, amount]) => ({
        activity,
        source,
        amount,
      })),
    ),
    paper: paper(10 + tranche),
    ...more,
  });
  const reversal = async (unit: string, n: number, more: object = {}) => ({
    do: 'reverse-grant',
    round,
    unit,
    seen: await ledgerSeen(unit),
    grant: n,
    paper: paper(90 + n),
    reason: 'Ghi nhầm đơn vị',
    ...more,
  });

  /** An adjustment of lines of units, each `[unit, line, amount]`, that cites the approval. */
  const adjustment = (lines: readonly (readonly [string, number, number])[], more: object = {}) => ({
    do: 'open-adjustment',
    round,
    kind: 'change',
    cites: { number: '145/QĐ-UBND', date: today() },
    reason: 'Thay đổi nhiệm vụ trong năm',
    lines: lines.map(([unit, no, amount]) => ({ unit, no, amount })),
    ...more,
  });
  /** Where the n-th package stands, as a decision on it names it. */
  const shownOf = async (n: number) => {
    const { head, body } = await load('package', packageIdOf(round, n));
    return { package: body.id, stage: body.position.stage, submission: body.position.submission, shown: head };
  };
  /** Passes the n-th package on from its stage, or approves it at the last, as a person of the office. */
  const passOn = async (n: number, number = `${n}00/QĐ-UBND`, by?: string): Promise<void> => {
    const { stage } = await shownOf(n);
    const head = stage === 'approval';
    const person = by ?? someone(officeAt(stage), head ? 'head' : 'officer');
    if (stage !== 'synthesis') await act(person, { do: 'prepare-decision', ...(await shownOf(n)) });
    const decision = head
      ? { do: 'approve-package', paper: { number, date: today(), basis: 'own_right' } }
      : { do: 'forward-package', remark: '' };
    await act(person, { ...decision, ...(await shownOf(n)) });
  };
  /** The return of a unit's part of the n-th package. */
  const partReturn = async (n: number, unit: string, more: object = {}) => ({
    do: 'return-part',
    ...(await shownOf(n)),
    estimate: estimateOf(unit),
    reason: 'Lập lại theo khung giá mới',
    due: addWorkingDays(ports.calendar, today(), 5),
    ...more,
  });
  /** A supplement for units that had nothing in. */
  const supplement = (units: readonly string[], more: object = {}) => ({
    do: 'open-supplement',
    round,
    units,
    reason: 'Đơn vị nộp muộn có lý do',
    due: addWorkingDays(ports.calendar, today(), 5),
    ...more,
  });
  /** Takes the n-th package, an adjustment, through appraisal and approval. */
  const passAdjustment = async (n: number, number = `${n}00/QĐ-UBND`): Promise<void> => {
    const appraiser = someone(officeAt('appraisal'), 'head');
    await act(appraiser, { do: 'forward-package', ...(await shownOf(n)), remark: '' });
    const paper = { number, date: today(), basis: 'own_right' };
    await act(someone(officeAt('approval'), 'head'), { do: 'approve-package', ...(await shownOf(n)), paper });
  };

  let reported = Year.parse(year);
  /** From here on, cycles and reports are meant of that year. */
  const inYear = (of: number): void => {
    reported = Year.parse(of);
  };
  /** The cycle of an obligation this year, and a unit's report in it. */
  const cycleOf = (obligation: string, n = 1) => cycleIdOf(plan.id, reported, obligation, n);
  const returnOf = (obligation: string, unit: string, n = 1) => returnIdOf(cycleOf(obligation, n), UnitId.parse(unit));
  /** An ad hoc request for reports, due in five working days. */
  const request = (more: object = {}) => ({
    do: 'open-cycle',
    plan: plan.id,
    obligation: 'tg.rx',
    year,
    number: 1,
    from: `${year}-01-01`,
    to: `${year}-12-31`,
    members: {},
    due: addWorkingDays(ports.calendar, today(), 5),
    cutOff: addWorkingDays(ports.calendar, today(), 8),
    asks: 'Báo cáo nhanh kết quả tuyên truyền',
    ...more,
  });

  /** Package P: five estimates and one signed nil, ready to be locked. */
  const fileP = async () => {
    for (const [unit, lines] of Object.entries(packageP)) await submit(unit, lines);
    await signNil('tg.nn');
  };

  return {
    plan,
    locality,
    year,
    round,
    pkg,
    ports,
    store,
    clock,
    memory,
    objects,
    machines,
    send,
    act,
    load,
    estimate,
    estimateOf,
    thePackage,
    lan,
    passOn,
    partReturn,
    supplement,
    today,
    workingDaysLater,
    someone,
    officeAt,
    open,
    submission,
    submit,
    signNil,
    signEstimate,
    signPackage,
    lock,
    shown,
    prepare,
    forward,
    figures,
    approval,
    approve,
    returnTo,
    grant,
    reversal,
    adjustment,
    shownOf,
    passAdjustment,
    fileP,
    inYear,
    cycleOf,
    returnOf,
    request,
    authorisation,
    due,
  };
};

/** What `anOffice` gives. */
export type Office = Awaited<ReturnType<typeof anOffice>>;
