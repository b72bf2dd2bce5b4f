import type * as z from 'zod';
import type { LoadCodesCommand } from '../contracts/commands.ts';
import { loadCodes } from '../domain/budget-code-decisions.ts';
import { BUDGET_INDEX, type BudgetCode, codeKey } from '../domain/budget-codes.ts';
import type { ActingSetting } from '../domain/context.ts';
import type { LocalityId } from '../domain/ids.ts';
import type { Decision } from '../domain/refusal.ts';
import { readBudgetCodes } from './content.ts';
import type { Ports } from './ports.ts';

/** The budget index in force, row by row; undefined where the locality has loaded none. */
export const codesInForce = async (
  { store }: Pick<Ports, 'store'>,
  locality: LocalityId,
): Promise<readonly BudgetCode[] | undefined> => {
  const record = await store.load(locality, 'codes', BUDGET_INDEX);
  return record === undefined ? undefined : readBudgetCodes(store, locality, record.body.codes);
};

/** Its codes, to look a line's up in. */
export const knownCodes = async (
  ports: Pick<Ports, 'store'>,
  locality: LocalityId,
): Promise<ReadonlySet<string> | undefined> => {
  const codes = await codesInForce(ports, locality);
  return codes === undefined ? undefined : new Set(codes.map(({ part, code }) => codeKey(part, code)));
};

/** Loads a table of the budget index. */
export const decideCodes = async (
  { store }: Pick<Ports, 'store'>,
  setting: ActingSetting,
  command: z.infer<typeof LoadCodesCommand>,
): Promise<Decision> => loadCodes(await store.load(setting.plan.locality.id, 'codes', BUDGET_INDEX), command, setting);
