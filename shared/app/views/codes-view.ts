import { mayLoadCodes } from '../../domain/budget-code-decisions.ts';
import { BUDGET_INDEX, type BudgetCode } from '../../domain/budget-codes.ts';
import type { UnitId } from '../../domain/ids.ts';
import type { Stored } from '../../domain/records.ts';
import { readBudgetCodes } from '../content.ts';
import type { Session } from '../ports.ts';
import { enterPlan, type InPlan, notFound, seen, type Viewed, type ViewPorts } from './access.ts';

/** The budget index of a locality, for everybody of the plan; `mayLoad` for whose office loads it. */
export type CodesView = InPlan & {
  readonly record: Stored<'codes'> | null;
  readonly codes: readonly BudgetCode[];
  readonly offices: readonly UnitId[];
  readonly mayLoad: boolean;
};

/** The state budget index in force, with every code. */
export const codesView = async (ports: ViewPorts, session: Session): Promise<Viewed<CodesView>> => {
  const room = await enterPlan(ports, session, session.plan);
  if (room === undefined) return notFound('plan');
  const record = await ports.store.load(session.locality, 'codes', BUDGET_INDEX);
  const codes = record === undefined ? [] : await readBudgetCodes(ports.store, session.locality, record.body.codes);
  const offices = mayLoadCodes(room.plan);
  return seen({ ...room, record: record ?? null, codes, offices, mayLoad: offices.includes(room.viewer.office) });
};
