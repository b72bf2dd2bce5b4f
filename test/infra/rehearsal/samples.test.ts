import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { checkAgainstPlan, readPackageFile } from '../../../infra/local/rehearsal/package-file.ts';
import { RehearsedAction } from '../../../shared/contracts/rehearsal.ts';
import { Plan } from '../../../shared/domain/plan.ts';
import { planFile } from '../../support/office.ts';

const folder = fileURLToPath(new URL('../../../infra/local/rehearsal/samples/', import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

it('every action of a rehearsal is shown in a sample, and each sample fits its plan', () => {
  const shown = files.flatMap((name) => {
    const sample = readPackageFile(`${folder}${name}`);
    checkAgainstPlan(name, sample, Plan.parse(planFile(sample.plan)));
    return sample.actions.map(({ do: what }) => what);
  });
  const all = RehearsedAction.options.map(({ shape }) => shape.do.value);
  expect([...new Set(shown)].toSorted()).toEqual([...all].toSorted());
});
