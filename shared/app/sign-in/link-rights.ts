import type { Proof } from '../../domain/plan-schema.ts';
import { type Plan, stageOf } from '../../domain/plan.ts';
import type { Stored } from '../../domain/records.ts';
import { isReportWork, type Task } from '../../domain/task.ts';
import { findCase } from '../case.ts';
import { readPlan } from '../content.ts';
import type { LinkClaim, Ports } from '../ports.ts';
import { personInForce, type PersonInPlan } from './people.ts';

/** What whoever acts on a task has to show, by the plan that the round keeps. A lock, and work on reports, decide on no money. */
export const proofOf = (plan: Plan, { kind }: Pick<Task, 'kind'>): Proof =>
  kind === 'lock' || isReportWork(kind) ? 'code' : (stageOf(plan, kind)?.proof ?? 'code');

/** A task that can be acted on by its link and a code, with the person whom the link is for. */
export type LinkedTask = PersonInPlan & { readonly task: Stored<'task'> };

/**
 * The task of a link that a code can be had for: open, in that very assignment, with a person who is still in the plan,
 * at a stage for which the plan does not ask for a session.
 */
export const linkedTask = async (
  ports: Pick<Ports, 'store' | 'clock'>,
  { locality, task: id, assignment, person }: LinkClaim,
): Promise<LinkedTask | undefined> => {
  const task = await ports.store.load(locality, 'task', id);
  if (task?.body.state !== 'open' || task.body.assignment !== assignment) return undefined;
  const [found, of] = await Promise.all([
    personInForce(ports, { locality, plan: task.body.plan, person }),
    findCase(ports, locality, task.body.subject),
  ]);
  if (found === undefined || of === undefined) return undefined;
  const kept = await readPlan(ports.store, locality, of.body.planContent);
  return proofOf(kept, task.body) === 'code' ? { ...found, task } : undefined;
};
