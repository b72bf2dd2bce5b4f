import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import type { Rehearsal } from '../../../shared/contracts/rehearsal.ts';
import { parsePlan, type Plan } from '../../../shared/domain/plan.ts';
import { readPlans } from '../plan-files.ts';
import { projectRoot } from '../runtime.ts';
import { StartError } from '../start-error.ts';

/** A plan as it is registered for a rehearsal. */
type RegisteredPlan = { readonly json: unknown; readonly plan: Plan };

const Lists = z.looseObject({ units: z.array(z.looseObject({ id: z.string() })), people: z.array(z.unknown()) });

/** The plan with what its office adds to it in the rehearsal; throws a `StartError` that names what is wrong with that. */
export const editionFor = ({ json, plan }: RegisteredPlan, { additions }: Rehearsal): RegisteredPlan => {
  if (additions === undefined) return { json, plan };
  const { members, successions } = additions;
  const { units, people, ...lists } = Lists.parse(json);
  const next = {
    ...lists,
    units: [
      ...units.map((unit) => {
        const named = Object.entries(members).find(([group]) => group === unit.id)?.[1];
        return named === undefined ? unit : { ...unit, members: named };
      }),
      ...additions.units,
    ],
    people: [...people, ...additions.people],
    ...(successions === undefined ? {} : { successions }),
  };
  const parsed = parsePlan(next);
  if (parsed.ok) return { json: next, plan: parsed.plan };
  throw new StartError(
    `With its “additions” the plan ${plan.id} is wrong:${parsed.problems.map(({ path: at, message }) => `\n  ${at}: ${message.en}`).join('')}`,
  );
};

/** The plan as the runtime is asked for it: its id or file, or a file with what the rehearsal adds, kept as long as it is used. */
export const sourceFor = (planSource: string, rehearsal: Rehearsal): Disposable & { readonly source: string } => {
  const [file] =
    rehearsal.additions === undefined ? [] : readPlans(path.join(projectRoot, 'shared', 'plans'), planSource);
  if (file === undefined) return { source: planSource, [Symbol.dispose]: () => undefined };
  const folder = mkdtempSync(path.join(tmpdir(), 'trinh-plan-'));
  const source = path.join(folder, 'plan.json');
  writeFileSync(source, JSON.stringify(editionFor(file, rehearsal).json));
  return { source, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
};
