import type { LocalityId } from '../domain/ids.ts';
import { cycleWaits } from '../domain/cycle.ts';
import { editionWaits } from '../domain/edition.ts';
import { awaitsWorkflow } from '../domain/package.ts';
import type { Bodies, RecordType } from '../domain/records.ts';
import { caseOf } from '../domain/task.ts';

/** The attributes by which a record is listed; an attribute left out keeps the record from that index. */
export type IndexKeys = {
  readonly caseKey?: string;
  readonly caseSort?: string;
  readonly ownerKey?: string;
  readonly ownerSort?: string;
  readonly timeShard?: string;
  readonly timeSort?: string;
};

/** The partition of the index by time that holds open tasks, of all localities, by their next rung. */
export const OPEN_TASKS = 'tasks';

/** The partition of the index by time that holds what waits for a machine. */
export const WAITING = 'waiting';

/** The list of one kind of record within a case. */
export const caseKeyOf = (locality: LocalityId, type: RecordType, of: string): string => `${locality}#${type}#${of}`;

/** The list of an office's open tasks. */
export const ownerKeyOf = (locality: LocalityId, office: string): string => `${locality}#${office}`;

const waiting = (locality: LocalityId, type: RecordType, id: string, waits: boolean): IndexKeys =>
  waits ? { timeShard: WAITING, timeSort: `${locality}#${type}#${id}` } : {};

/** Whether the round's end was ordered and what lapses is still to be counted. */
const isClosing = ({ closing, closed }: Bodies['round']): boolean => closing !== undefined && closed === undefined;

/** By what each kind of record is listed. */
export const indexKeys: { readonly [T in RecordType]: (locality: LocalityId, body: Bodies[T]) => IndexKeys } = {
  estimate: () => ({}),
  authority: () => ({}),
  codes: () => ({}),
  absence: (locality, { id, leaving }) =>
    waiting(
      locality,
      'absence',
      id,
      leaving.some(({ handedOver }) => handedOver === null),
    ),
  calendar: (locality, { id, redating }) => waiting(locality, 'calendar', id, redating === true),
  ledger: () => ({}),
  plan: (locality, plan) => ({
    caseKey: caseKeyOf(locality, 'plan', 'all'),
    caseSort: plan.id,
    ...waiting(locality, 'plan', plan.id, true),
  }),
  round: (locality, round) => ({
    caseKey: caseKeyOf(locality, 'round', round.plan),
    caseSort: round.id,
    ...waiting(locality, 'round', round.id, round.phase !== 'formed' || isClosing(round)),
  }),
  cycle: (locality, cycle) => ({
    caseKey: caseKeyOf(locality, 'cycle', cycle.plan),
    caseSort: cycle.id,
    ...waiting(locality, 'cycle', cycle.id, cycleWaits(cycle)),
  }),
  edition: (locality, edition) => waiting(locality, 'edition', edition.id, editionWaits(edition)),
  return: (locality, { plan, unit, due, id }) => ({
    caseKey: caseKeyOf(locality, 'return', `${plan}:${unit}`),
    caseSort: `${due}#${id}`,
  }),
  package: (locality, pkg) => ({
    caseKey: caseKeyOf(locality, 'package', pkg.round),
    caseSort: pkg.id,
    ...waiting(locality, 'package', pkg.id, awaitsWorkflow(pkg)),
  }),
  task: (locality, task) => ({
    caseKey: caseKeyOf(locality, 'task', caseOf(task.subject)),
    caseSort: task.id,
    ...(task.state === 'open'
      ? {
          ownerKey: ownerKeyOf(locality, task.office),
          ownerSort: `${task.due}#${task.id}`,
          timeShard: OPEN_TASKS,
          timeSort: `${task.nextRungAt}#${locality}#${task.id}`,
        }
      : {}),
  }),
};
